"""A portal that runs apart seals what comes in, and cannot open it."""

import base64
import shutil

import pytest

from gongkai.vault.fields import Unreadable, key_number_of, seal, unseal
from gongkai.vault.keys import begin_rotation, key_numbers, remove_key
from gongkai.vault.public import public_numbers, seal_for_office, withdraw


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "desk"
    return tmp_path / "desk" / "keys"


@pytest.fixture
def portal(settings, tmp_path, keys):
    """Go over to a portal that has the public half only; what is called comes back to the desk."""
    seal_for_office("made the public half")
    folder = tmp_path / "portal" / "keys"
    folder.mkdir(parents=True)
    shutil.copy(keys / "office-1.pub", folder)

    def go(there):
        settings.DATA_DIR = tmp_path / ("portal" if there else "desk")

    go(True)
    return go


def test_what_was_sealed_for_the_office_opens_there():
    sealed = seal_for_office("110101199003070000（虚构）")
    assert sealed.startswith("o1:1:")
    assert key_number_of(sealed) == 1
    assert unseal(sealed) == "110101199003070000（虚构）"
    assert seal_for_office("same") != seal_for_office("same")


def test_a_portal_apart_seals_and_does_not_open(portal):
    sealed = seal("110101199003070000")
    assert sealed.startswith("o1:1:")
    assert key_numbers() == []
    with pytest.raises(Unreadable, match="key 1 is missing"):
        unseal(sealed)
    portal(False)
    assert unseal(sealed) == "110101199003070000"


def test_the_public_half_of_the_newest_key_is_used():
    seal_for_office("before")
    begin_rotation()
    assert key_number_of(seal_for_office("after")) == 2
    assert public_numbers() == [1, 2]


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_changed_value_is_refused(place):
    head, payload = seal_for_office("text").rsplit(":", 1)
    raw = bytearray(base64.b64decode(payload))
    raw[place] ^= 1
    with pytest.raises(Unreadable, match="it was changed"):
        unseal(f"{head}:{base64.b64encode(bytes(raw)).decode()}")


def test_a_value_cut_short_is_refused():
    with pytest.raises(Unreadable):
        unseal("o1:1:AAAA" if seal("x") else "")


def test_without_the_key_its_public_half_opens_nothing():
    sealed = seal_for_office("text")
    begin_rotation()
    remove_key(1)
    withdraw(1)
    with pytest.raises(Unreadable, match="key 1 is missing"):
        unseal(sealed)
    assert public_numbers() == []
