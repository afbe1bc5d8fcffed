"""The system administrator keeps what the office tells of itself."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused, clock
from gongkai.agencies import policy
from gongkai.agencies.actions import change_particulars
from gongkai.agencies.models import Agency
from gongkai.agencies.particulars import PARTICULARS, changes_of, stand_of
from gongkai.journal import record
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

OTHERS = ("officer", "head", "leader", "principal", "foi", "foi_head", "editor", "secadmin", "auditor")


def now_in(office: SimpleNamespace) -> Agency:
    return Agency.objects.get(pk=office.agency.pk)


def test_the_system_administrator_changes_the_telephone(office: SimpleNamespace) -> None:
    change_particulars(office.agency, by=office.sysadmin, phone="010-12345678")
    assert now_in(office).phone == "010-12345678"


def test_what_is_not_named_stays(office: SimpleNamespace) -> None:
    change_particulars(office.agency, by=office.sysadmin, phone="010-12345678")
    assert now_in(office).court == "北京市东城区人民法院"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_changes_the_data(office: SimpleNamespace, who: str) -> None:
    with pytest.raises(Refused, match="Only the system administrator of this agency"):
        change_particulars(office.agency, by=getattr(office, who), phone="010-12345678")


def test_the_system_administrator_of_another_agency_does_not_change_the_data(office: SimpleNamespace) -> None:
    neighbour = office.person("linbangong", "邻办（虚构）", ["system_administrator"], office.other)
    with pytest.raises(Refused, match="Only the system administrator of this agency"):
        change_particulars(office.agency, by=neighbour, phone="010-12345678")


@pytest.mark.parametrize("name", ["slug", "code", "number_mark", "level", "parent", "name"])
def test_what_stands_in_numbers_and_addresses_is_no_particular(office: SimpleNamespace, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        change_particulars(office.agency, by=office.sysadmin, **{name: "x"})


def test_the_journal_keeps_old_and_new_of_what_changed_and_nothing_else(office: SimpleNamespace) -> None:
    change_particulars(
        office.agency, by=office.sysadmin, phone="010-12345678", court="", address=office.agency.address
    )
    entry = Entry.objects.get(act="agencies.particulars_changed")
    assert (entry.subject_key, entry.chain) == (office.agency.key, "jianguomen")
    assert entry.details == {
        "changed": {"phone": ["010-65126891", "010-12345678"], "court": ["北京市东城区人民法院", ""]}
    }


def test_where_nothing_is_different_nothing_is_written(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Nothing is different"):
        change_particulars(office.agency, by=office.sysadmin, phone=f" {office.agency.phone} ")
    assert not Entry.objects.filter(act="agencies.particulars_changed").exists()


def test_nobody_overwrites_a_change_they_have_not_seen(office: SimpleNamespace) -> None:
    seen = stand_of(office.agency)
    change_particulars(office.agency, by=office.sysadmin, seen=seen, phone="010-12345678")
    with pytest.raises(Refused, match="Somebody changed the data after you opened this page"):
        change_particulars(office.agency, by=office.sysadmin, seen=seen, phone="010-87654321")
    assert now_in(office).phone == "010-12345678"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("phone", "1" * 51, "Telephone: .*50"),
        ("address", "东" * 201, "Address: .*200"),
        ("email", "x", "E-mail"),
    ],
)
def test_what_cannot_stand_there_is_refused_by_its_name(
    office: SimpleNamespace, name: str, value: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        change_particulars(office.agency, by=office.sysadmin, **{"court": "新法院", name: value})
    assert now_in(office).court == "北京市东城区人民法院"


def test_a_value_becomes_one_line_without_marks_nobody_sees(office: SimpleNamespace) -> None:
    change_particulars(office.agency, by=office.sysadmin, address=" 赵堂子胡同\n16号\u202e\x00 ")
    assert now_in(office).address == "赵堂子胡同 16号"


def test_a_complete_office_has_no_gaps(office: SimpleNamespace) -> None:
    assert list(policy.gaps_in(office.agency)) == []


def test_court_and_body_may_be_left_out_and_are_pointed_out_then(office: SimpleNamespace) -> None:
    change_particulars(office.agency, by=office.sysadmin, review_body="", court="")
    assert [gap.partition(" is missing")[0] for gap in policy.gaps_in(now_in(office))] == [
        "The body for reconsideration",
        "The court",
    ]


def test_the_history_tells_who_changed_what_newest_first(office: SimpleNamespace) -> None:
    with clock.pretend(datetime(2026, 3, 2, 9, 0)):
        change_particulars(office.agency, by=office.sysadmin, phone="010-1", foi_office="")
    with clock.pretend(datetime(2026, 3, 3, 9, 0)):
        change_particulars(office.agency, by=office.sysadmin, phone="010-2")
    last, first = changes_of(office.agency)
    assert (last.actor_name, last.at.day) == (office.sysadmin.name, 3)
    assert last.details == (("Telephone", "010-1 → 010-2"),)
    assert first.details == (("FOI office", "街道办公室 → —"), ("Telephone", "010-65126891 → 010-1"))


def test_the_history_tells_of_nothing_but_the_data(office: SimpleNamespace) -> None:
    record(office.foi, "cases.register_printed", office.agency)
    assert changes_of(office.agency) == []


def test_the_identity_of_the_office_is_no_particular() -> None:
    assert not {"slug", "name", "code", "number_mark", "level", "parent", "path"} & set(PARTICULARS)
