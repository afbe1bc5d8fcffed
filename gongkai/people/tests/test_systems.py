"""Connected systems: their tokens, and calls answered once."""

from datetime import datetime, timedelta

import pytest

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.people import systems
from gongkai.people.models import ConnectedSystem, SystemCall

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 10, 23, 9, 0)


@pytest.fixture(autouse=True)
def _on_a_thursday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def opened(office):
    return systems.open_system(
        office.agency, name="办公自动化", scopes=["documents.draft"], by=office.sysadmin
    )


def test_a_token_is_recognised_and_kept_nowhere(opened):
    system, token = opened
    assert token.startswith("gk_")
    assert len(token) >= 45
    assert systems.recognise(token) == system
    kept = ConnectedSystem.objects.values().get()
    assert token not in str(kept)
    assert token not in str(list(Entry.objects.values()))
    assert token.endswith(kept["token_ends"])


@pytest.mark.parametrize("wrong", ["", "gk_", "gk_wrong", "x" * 10_000, "\ud800"])
def test_an_unknown_token_is_nobodys(opened, wrong):
    assert systems.recognise(wrong) is None
    assert systems.recognise(f"{opened[1]} ") is None


def test_a_renewed_token_replaces_the_old_one(office, opened):
    system, token = opened
    _system, renewed = systems.renew_token(system, by=office.sysadmin)
    assert systems.recognise(token) is None
    assert systems.recognise(renewed) == system


def test_a_closed_system_is_unknown_and_stays_closed(office, opened):
    system, token = opened
    systems.close_system(system, reason="换系统", by=office.sysadmin)
    assert systems.recognise(token) is None
    with pytest.raises(Refused, match="closed already"):
        systems.renew_token(system, by=office.sysadmin)


@pytest.mark.parametrize("who", ["secadmin", "auditor", "foi", "officer"])
def test_only_the_system_administrator_connects_systems(office, opened, who):
    by = getattr(office, who)
    for act in (
        lambda: systems.open_system(office.agency, name="另一", scopes=["documents.draft"], by=by),
        lambda: systems.renew_token(opened[0], by=by),
        lambda: systems.close_system(opened[0], reason="", by=by),
    ):
        with pytest.raises(Refused, match="Only the system administrator"):
            act()


def test_the_administrator_next_door_connects_none_here(office, opened):
    other = office.person("sys2", "邻办系统（虚构）", ["system_administrator"], office.other)
    with pytest.raises(Refused, match="Only the system administrator"):
        systems.renew_token(opened[0], by=other)


@pytest.mark.parametrize(
    ("name", "scopes", "says"),
    [
        (" ", ["documents.draft"], "Name the system"),
        ("新", [], "what the system may do"),
        ("新", ["everything"], "what the system may do"),
        ("办公自动化", ["documents.draft"], "connected already"),
    ],
)
def test_a_system_has_a_name_of_its_own_and_a_scope(office, opened, name, scopes, says):
    with pytest.raises(Refused, match=says):
        systems.open_system(office.agency, name=name, scopes=scopes, by=office.sysadmin)


def test_what_happened_to_a_system_is_journaled(office, opened):
    system, _token = opened
    systems.renew_token(system, by=office.sysadmin)
    systems.close_system(system, reason="换系统", by=office.sysadmin)
    acts = Entry.objects.filter(subject_key=system.key).order_by("number").values_list("act", flat=True)
    assert list(acts) == [
        "people.system_opened",
        "people.system_token_renewed",
        "people.system_closed",
    ]


def test_the_last_use_is_noted_once_a_minute(opened):
    system, token = opened

    def used_at():
        return ConnectedSystem.objects.get(pk=system.pk).last_used_at

    systems.recognise(token)
    first = used_at()
    assert first is not None
    with clock.pretend(NOW + timedelta(seconds=59)):
        systems.recognise(token)
    assert used_at() == first
    with clock.pretend(NOW + timedelta(seconds=61)):
        systems.recognise(token)
    assert used_at() == first + timedelta(seconds=61)


def test_a_call_is_answered_once(opened):
    system, _token = opened
    with systems.answered_once(system, "k", "checksum") as call:
        call.status, call.answer = 201, {"id": 7}
    with pytest.raises(systems.AnsweredBefore) as before, systems.answered_once(system, "k", "checksum"):
        pass
    assert (before.value.status, before.value.answer) == (201, {"id": 7})
    with pytest.raises(systems.CallDiffers), systems.answered_once(system, "k", "another"):
        pass


def test_a_call_that_failed_leaves_nothing(opened):
    system, _token = opened
    with pytest.raises(Refused), systems.answered_once(system, "k", "checksum"):
        raise Refused("no")
    assert not SystemCall.objects.exists()
