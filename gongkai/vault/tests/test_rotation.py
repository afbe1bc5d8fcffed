"""A rotation may be killed at any moment: everything opens, and the next run goes on with what is left."""

import os

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from gongkai.vault import rotation
from gongkai.vault.columns import Column, sealed_columns
from gongkai.vault.fields import key_number_of, seal, unseal
from gongkai.vault.keys import begin_rotation, key_numbers, remove_key
from gongkai.vault.public import seal_for_office
from gongkai.vault.rotation import StillNeeded, count_by_key, faults, reseal, reseal_batch, retire

pytestmark = pytest.mark.django_db

NAMES = Column(Group, "name")  # any column of texts will do


class Killed(Exception):
    pass


class DiesAtTheSecond(Column):
    """A column in whose second row the power fails."""

    def write(self, pk, value):
        super().write(pk, value)
        if pk != Group.objects.order_by("pk").first().pk:
            raise Killed


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


@pytest.fixture
def five():
    return [Group.objects.create(name=seal(f"secret {number}")) for number in range(5)]


def secrets():
    return [unseal(name) for name in Group.objects.order_by("pk").values_list("name", flat=True)]


def rotate():
    number, _stopped = begin_rotation()
    return number, sum(batch.resealed for batch in reseal(NAMES, size=2))


def an_hour_later(keys):
    for path in keys.glob("vault-*.key"):
        moment = path.stat().st_mtime - 3600
        os.utime(path, (moment, moment))


def test_everything_is_sealed_with_the_newest_key(five):
    assert rotate() == (2, 5)
    assert count_by_key([NAMES]) == {2: 5}
    assert secrets() == [f"secret {number}" for number in range(5)]


def test_a_second_walk_finds_nothing_to_do(five):
    rotate()
    assert sum(batch.resealed for batch in reseal(NAMES)) == 0


def test_killed_between_two_batches_it_goes_on_with_what_is_left(five):
    begin_rotation()
    for _batch in reseal(NAMES, size=2):
        break
    assert count_by_key([NAMES]) == {1: 3, 2: 2}
    assert secrets() == [f"secret {number}" for number in range(5)]
    assert begin_rotation() == (2, True)
    assert sum(batch.resealed for batch in reseal(NAMES, size=2)) == 3
    assert count_by_key([NAMES]) == {2: 5}


def test_killed_within_a_batch_nothing_of_the_batch_is_left(five):
    begin_rotation()
    with pytest.raises(Killed):
        reseal_batch(DiesAtTheSecond(Group, "name"), size=2)
    assert count_by_key([NAMES]) == {1: 5}
    assert secrets() == [f"secret {number}" for number in range(5)]


def test_a_value_that_does_not_open_is_told_and_stops_nothing(five):
    Group.objects.filter(pk=five[1].pk).update(name="v1:1:AAAA")
    Group.objects.filter(pk=five[2].pk).update(name="never sealed")
    begin_rotation()
    told = [sentence for batch in reseal(NAMES, size=2) for sentence in batch.faults]
    assert told == [
        f"Sealed value auth.group.name of row {five[1].pk} does not open: "
        "it was changed, or key 1 is not the key it was sealed with.",
        f"Sealed value auth.group.name of row {five[2].pk} does not open: it is not sealed.",
    ]
    assert count_by_key([NAMES]) == {1: 1, 2: 3}
    assert list(faults([NAMES])) == told


def test_what_opens_is_never_printed(five):
    Group.objects.filter(pk=five[1].pk).update(name="v1:7:AAAA")
    (sentence,) = faults([NAMES])
    assert sentence.endswith("does not open: key 7 is missing.")
    assert "secret" not in sentence


def test_an_old_key_leaves_when_nothing_is_sealed_with_it(five, keys):
    rotate()
    an_hour_later(keys)
    retire(1, [NAMES])
    assert key_numbers() == [2]
    assert secrets() == [f"secret {number}" for number in range(5)]


def test_a_key_in_use_stays(five, keys):
    rotate()
    Group.objects.filter(pk=five[0].pk).update(name="v1:1:AAAA")
    an_hour_later(keys)
    with pytest.raises(StillNeeded, match="Key 1 stays: so many values are still sealed with it: 1"):
        retire(1, [NAMES])
    assert key_numbers() == [1, 2]


def test_right_after_a_new_key_the_old_one_stays(five):
    rotate()
    with pytest.raises(StillNeeded, match="Key 2 was made less than 10 minutes ago"):
        retire(1, [NAMES])


def test_the_newest_key_never_leaves(five, keys):
    an_hour_later(keys)
    with pytest.raises(StillNeeded, match="Key 1 is the newest"):
        retire(1, [])


def test_a_key_that_is_not_there_is_not_removed(five):
    with pytest.raises(StillNeeded, match="There is no key 9"):
        retire(9, [])


def test_texts_within_json_are_sealed_anew_and_all_else_stays(monkeypatch):
    stored = {"secret": seal("a"), "codes": [seal("b"), "plain"], "count": 3}
    number, _stopped = begin_rotation()
    new = {text: seal(unseal(text)) for text in rotation.texts_in(stored)}
    changed = rotation.with_texts(stored, new)
    assert [key_number_of(text) for text in rotation.texts_in(changed)] == [number, number]
    assert (unseal(changed["secret"]), unseal(changed["codes"][0])) == ("a", "b")
    assert (changed["codes"][1], changed["count"]) == ("plain", 3)


def test_rows_are_walked_by_a_key_that_is_no_number():
    for name in ("c", "a", "b"):
        Session.objects.create(session_key=name, session_data=seal(name), expire_date=timezone.now())
    column = Column(Session, "session_data")
    begin_rotation()
    assert sum(batch.resealed for batch in reseal(column, size=1)) == 3


def test_the_sealed_columns_of_all_rooms_are_found():
    names = {str(column) for column in sealed_columns(also=[("auth.Group", "name")])}
    assert {"files.storedfile.sealed_key", "auth.group.name"} <= names


def test_without_its_key_nothing_can_be_sealed_anew(five):
    begin_rotation()
    remove_key(1)
    (batch,) = reseal(NAMES)
    assert (batch.resealed, len(batch.faults)) == (0, 5)


def test_what_a_portal_sealed_to_the_public_half_is_sealed_like_the_rest(keys):
    Group.objects.create(name=seal_for_office("secret"))
    assert count_by_key([NAMES]) == {1: 1}
    assert [batch.resealed for batch in reseal(NAMES)] == [1]
    assert Group.objects.get().name.startswith("v1:1:")
    assert secrets() == ["secret"]
