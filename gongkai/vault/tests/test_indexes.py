"""Equal values are found again by a keyed hash, and by nothing else."""

import pytest

from gongkai.vault.indexes import blind_index, keyed_checksum
from gongkai.vault.keys import begin_rotation


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


def index(value, purpose="requesters.identity"):
    return blind_index(value, purpose=purpose)


def test_the_same_number_has_the_same_index():
    assert index("11010119900307001X") == index("11010119900307001X")
    assert index("11010119900307001X") != index("110101199003070011")


@pytest.mark.parametrize(
    "written",
    [
        "11010119900307001x",
        " 110101 19900307 001X ",
        "１１０１０１１９９００３０７００１Ｘ",
        "110101\u300019900307001X",
    ],
)
def test_how_a_number_was_typed_makes_no_difference(written):
    assert index(written) == index("11010119900307001X")


def test_columns_cannot_be_joined_by_it():
    assert index("13800000000") != index("13800000000", "requesters.phone")


def test_a_rotation_leaves_it_as_it_is():
    before = index("11010119900307001X")
    begin_rotation()
    assert index("11010119900307001X") == before


def test_an_empty_value_is_found_by_nothing():
    assert index("") == index("  \n") == ""


def test_another_installation_has_other_indexes(settings, tmp_path):
    here = index("11010119900307001X")
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert index("11010119900307001X") != here


def test_only_the_owner_reads_its_key(keys):
    index("1")
    assert (keys / "index.key").stat().st_mode & 0o077 == 0


def test_equal_contents_do_not_look_equal():
    assert keyed_checksum(b"x", purpose="a") == keyed_checksum(b"x", purpose="a")
    assert keyed_checksum(b"x", purpose="a") != keyed_checksum(b"x", purpose="b")
