"""The ring of keys: the newest seals, the older ones still open."""

import pytest

from gongkai.vault.fields import Unreadable, key_number_of, seal, unseal
from gongkai.vault.keys import (
    begin_rotation,
    end_rotation,
    is_rotating,
    key_numbers,
    newest_number,
    remove_key,
)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


def test_the_first_key_is_made_when_something_is_sealed(keys):
    assert key_numbers() == []
    assert key_number_of(seal("text")) == 1
    assert key_numbers() == [1]


def test_reading_makes_no_key():
    with pytest.raises(Unreadable, match="key 1 is missing"):
        unseal("v1:1:AAAA")
    assert key_numbers() == []


def test_a_rotation_makes_the_next_key_once():
    seal("text")
    assert begin_rotation() == (2, False)
    assert begin_rotation() == (2, True)
    end_rotation()
    assert not is_rotating()
    assert begin_rotation() == (3, False)


def test_a_rotation_killed_before_its_key_was_made_makes_it(keys):
    seal("text")
    (keys / "rotation").write_text("2")
    assert begin_rotation() == (2, True)
    assert newest_number() == 2


def test_the_tenth_key_is_newer_than_the_ninth(keys):
    seal("text")
    for number in (9, 10):
        (keys / f"vault-{number}.key").write_bytes(bytes([number]) * 32)
    assert key_number_of(seal("text")) == 10


def test_other_files_of_the_folder_are_no_keys_of_the_ring(keys):
    seal("text")
    for name in ("index.key", "vault-x.key", "vault-2.key.bak", "vault-03.key"):
        (keys / name).write_bytes(bytes(32))
    assert key_numbers() == [1]


def test_a_removed_key_opens_nothing_any_more():
    sealed = seal("text")
    begin_rotation()
    remove_key(1)
    with pytest.raises(Unreadable, match="key 1 is missing"):
        unseal(sealed)


def test_a_key_cut_short_is_refused(keys):
    seal("text")
    (keys / "vault-2.key").write_bytes(bytes(16))
    with pytest.raises(Unreadable, match="the file of key 2 is damaged"):
        seal("text")


def test_another_key_under_the_same_number_is_told(keys):
    sealed = seal("text")
    remove_key(1)
    (keys / "vault-1.key").write_bytes(bytes(32))
    with pytest.raises(Unreadable, match="it was changed, or key 1 is not the key it was sealed with"):
        unseal(sealed)
