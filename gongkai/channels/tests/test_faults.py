from datetime import datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.channels import faults
from gongkai.channels.models import SiteFault
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with clock.pretend(datetime(2026, 11, 23, 9, 0)):
        yield


def report(office, **given):
    values = {"kind": "wording", "text": "标题里有错别字", "path": "/items/3/"} | given
    return faults.report(office.agency, **values)


def test_reports_are_numbered_without_gaps_and_found_by_their_progress_number_only(office):
    first, second = report(office), report(office)
    assert [first.number, second.number] == ["2026-001", "2026-002"]
    assert faults.found_by(office.agency, f" {first.progress_number.lower()} ") == first
    assert faults.found_by(office.agency, first.number) is None
    assert faults.found_by(office.agency, f"{first.number}-{second.code}") is None
    assert faults.found_by(office.agency, "没有-这个-号") is None


def test_the_foi_officer_is_told_at_once_of_personal_data(office):
    report(office, kind="leak", text="表里有身份证号")
    told = Notice.objects.filter(kind="channels.leak")
    assert {notice.to_id for notice in told} == {office.foi.pk, office.foi_head.pk, office.editor.pk}


def test_the_contact_is_sealed_and_each_look_is_recorded(office):
    fault = report(office, contact="13800000000")
    assert "13800000000" not in str(list(Entry.objects.values()))
    assert faults.show_contact(fault, by=office.foi) == "13800000000"
    assert Entry.objects.filter(act="channels.fault_contact_shown", subject_key=fault.key).exists()
    with pytest.raises(Refused, match="channel editor"):
        faults.show_contact(fault, by=office.officer)


def test_a_report_is_answered_once_by_those_who_answer(office):
    fault = report(office)
    with pytest.raises(Refused, match="Only the FOI officer"):
        faults.answer(fault, by=office.officer, text="已改。")
    with pytest.raises(Refused, match="Write the answer"):
        faults.answer(fault, by=office.foi, text=" ")
    faults.answer(fault, by=office.foi, text="已改。")
    with pytest.raises(Refused, match="answered already"):
        faults.dismiss(fault, by=office.foi, reason="广告")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "nonsense"}, "Choose what is wrong"),
        ({"text": "错"}, "in a few words"),
        ({"text": "长" * 2001}, "at most"),
        ({"path": "/" * 301}, "too long"),
    ],
)
def test_what_is_no_report_is_refused(office, given, why):
    with pytest.raises(Refused, match=why):
        report(office, **given)


def test_another_office_does_not_see_it(office):
    report(office)
    assert not SiteFault.objects.visible_to(office.stranger).exists()
    assert SiteFault.objects.visible_to(office.supervisor).exists()
