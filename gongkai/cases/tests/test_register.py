from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, HowCame
from gongkai.cases.tests.factories import MONDAY, counter_case, on, registered_case
from gongkai.journal.models import Entry
from gongkai.workdays.calendar import Exceptional

pytestmark = pytest.mark.django_db


def letter_texts(case: Case) -> str:
    from docx import Document

    texts = []
    for letter in case.letters.all():
        texts += [each.text for each in Document(BytesIO(letter.docx.read())).paragraphs]
    return "\n".join(texts)


def test_a_letter_gets_a_number_a_due_day_and_a_receipt(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2025, 9, 3))
    assert case.number == "建街公开申〔2025〕1号"
    # 28 September is worked, 1 to 8 October are holidays.
    assert case.due_on == date(2025, 9, 30)
    assert "依据《中华人民共和国政府信息公开条例》（国务院令第711号）" in letter_texts(case)
    assert "即不迟于2025年9月30日" in letter_texts(case)
    assert Entry.objects.filter(act="cases.registered", subject_key=case.key).count() == 1


def test_make_up_days_count(office: SimpleNamespace) -> None:
    # 28 September and 11 October 2025 are weekend days that are worked; peers' rule gives 23 October.
    assert registered_case(office, date(2025, 9, 17)).due_on == date(2025, 10, 21)


def test_a_request_received_under_the_regulations_of_2007_has_15_days(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2019, 5, 14))
    assert (case.regime, case.due_on) == ("2007", date(2019, 6, 4))


def test_a_request_received_on_15_may_2019_has_20_days(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2019, 5, 15))
    assert (case.regime, case.due_on) == ("2019", date(2019, 6, 13))


def test_numbers_follow_the_year_of_receipt_without_gaps(office: SimpleNamespace) -> None:
    numbers = [registered_case(office, day).number for day in (date(2024, 12, 30), MONDAY, MONDAY)]
    assert numbers == ["建街公开申〔2024〕1号", "建街公开申〔2025〕1号", "建街公开申〔2025〕2号"]


def test_a_refused_registration_takes_no_number(office: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        registered_case(office, scans=[_upload("scan.exe", b"MZ\x00")])
    assert registered_case(office).serial == 1


def test_over_the_counter_all_three_days_are_one(office: SimpleNamespace) -> None:
    case = counter_case(office)
    assert case.submitted_on == case.arrived_on == case.received_on
    with pytest.raises(Refused, match="on the same day"):
        counter_case(office, submitted_on=MONDAY - timedelta(days=1))


def test_ordinary_post_is_received_on_the_day_it_is_confirmed(office: SimpleNamespace) -> None:
    case = registered_case(
        office,
        how_came=HowCame.ORDINARY_POST,
        submitted_on=date(2025, 9, 10),
        confirmed_on=date(2025, 9, 16),
        confirmed_how="电话",
    )
    assert (case.submitted_on, case.arrived_on, case.received_on) == (
        date(2025, 9, 10),
        MONDAY,
        date(2025, 9, 16),
    )


@pytest.mark.parametrize("how", [HowCame.ORDINARY_POST, HowCame.FAX, HowCame.ONLINE, HowCame.EMAIL])
def test_without_confirmation_such_a_request_has_arrived_and_no_period_runs(
    office: SimpleNamespace, how: str
) -> None:
    case = registered_case(office, how_came=how)
    assert (case.number, case.received_on, case.due_on) == ("建街公开申〔2025〕1号", None, None)
    assert "自确认之日起20个工作日内答复" in letter_texts(case)


def test_the_period_runs_from_the_day_the_office_confirms(office: SimpleNamespace) -> None:
    case = registered_case(office, how_came=HowCame.ORDINARY_POST)
    with on(date(2025, 9, 17)):
        actions.note_attempt(case, by=office.foi, how="电话", result="无人接听")
        case = actions.confirm_receipt(case, by=office.foi, on=date(2025, 9, 17), how="电话，本人接听")
    assert (case.received_on, case.due_on) == (date(2025, 9, 17), date(2025, 10, 21))
    assert case.attempts.get().result == "无人接听"


def test_a_receipt_is_confirmed_once_and_not_before_the_arrival(office: SimpleNamespace) -> None:
    case = registered_case(office, how_came=HowCame.FAX)
    with on(MONDAY):
        with pytest.raises(Refused, match="before it arrived"):
            actions.confirm_receipt(case, by=office.foi, on=date(2025, 9, 12), how="电话")
        with pytest.raises(Refused, match="how it was confirmed"):
            actions.confirm_receipt(case, by=office.foi, on=MONDAY, how=" ")
        with pytest.raises(Refused, match="Only an FOI officer"):
            actions.confirm_receipt(case, by=office.stranger, on=MONDAY, how="电话")
        actions.confirm_receipt(case, by=office.foi, on=MONDAY, how="电话")
        with pytest.raises(Refused, match="confirmed already"):
            actions.confirm_receipt(case, by=office.foi, on=MONDAY, how="电话")


def test_an_email_of_2018_is_received_when_the_system_receives_it(office: SimpleNamespace) -> None:
    assert registered_case(office, date(2018, 5, 7), how_came=HowCame.EMAIL).received_on == date(2018, 5, 7)


def test_how_it_was_confirmed_must_be_told(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="how it was confirmed"):
        registered_case(office, how_came=HowCame.FAX, confirmed_on=MONDAY)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"submitted_on": MONDAY + timedelta(days=1)}, "cannot arrive before it was submitted"),
        ({"arrived_on": MONDAY + timedelta(days=1)}, "lies in the future"),
        ({"submitted_on": date(2008, 4, 30)}, "took effect on 1 May 2008"),
        ({"requester_name": " "}, "requester's name"),
        ({"requester_contact": ""}, "a way to reach"),
        ({"description": "\n"}, "what is asked for"),
    ],
)
def test_days_and_facts_are_checked(office: SimpleNamespace, days: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        registered_case(office, **days)
    assert not Case.objects.exists()


def test_the_day_of_receipt_follows_from_the_way_it_came(office: SimpleNamespace) -> None:
    with on(MONDAY), pytest.raises(Refused, match="is legally received on 15 September 2025"):
        actions.register(
            office.agency,
            by=office.foi,
            how_came=HowCame.REGISTERED_POST,
            requester_name="李明远（虚构）",
            requester_contact="010-00000001",
            description="问卷",
            submitted_on=MONDAY - timedelta(days=2),
            arrived_on=MONDAY,
            received_on=MONDAY - timedelta(days=1),
        )


def test_only_the_foi_officer_of_the_agency_registers(office: SimpleNamespace) -> None:
    for person in (office.officer, office.head, office.leader, office.stranger, office.supervisor):
        with pytest.raises(Refused, match="Only an FOI officer of this agency"):
            registered_case(office, by=person)


def test_email_belongs_to_online_in_the_table_of_2018(office: SimpleNamespace) -> None:
    case = registered_case(office, how_came=HowCame.EMAIL, confirmed_on=MONDAY, confirmed_how="邮件")
    assert case.channel_2018 == "online"
    assert registered_case(office).channel_2018 == "letter"


def test_contact_lies_sealed_and_stands_in_no_journal(office: SimpleNamespace) -> None:
    from django.db import connection

    case = registered_case(office, identity_number="110101199001010000")
    with connection.cursor() as cursor:
        cursor.execute("select requester_contact, identity_number from cases_case where id = %s", [case.pk])
        assert all(value.startswith("v1:") for value in cursor.fetchone())
    told = " ".join(str(entry.details) + entry.reason for entry in Entry.objects.all())
    assert "010-00000001" not in told
    assert "110101199001010000" not in told


def test_showing_the_contact_is_journaled_and_not_for_everybody(office: SimpleNamespace) -> None:
    case = registered_case(office)
    assert actions.show_contact(case, by=office.foi).contact.startswith("010-00000001")
    assert Entry.objects.filter(act="cases.contact_shown", subject_key=case.key).count() == 1
    for person in (office.supervisor, office.counsel, office.checker):
        with pytest.raises(Refused, match="Only the FOI office"):
            actions.show_contact(case, by=person)


def test_scans_are_filed_with_the_case(office: SimpleNamespace) -> None:
    case = registered_case(office, scans=[_upload("申请表.txt", "申请".encode())])
    assert case.papers.get(kind="incoming").title == "申请表.txt"


# The end of the calendar


def test_the_end_of_the_calendar_does_not_stop_the_clerk(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2027, 1, 4))
    assert case.number == "建街公开申〔2027〕1号"
    assert (case.due_on, case.due_unknown_year) == (None, 2027)
    assert "不迟于" not in letter_texts(case)


def test_a_period_that_leaves_the_calendar_names_the_missing_notice(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2026, 12, 28))
    assert (case.due_on, case.due_unknown_year) == (None, 2027)


def test_cases_without_a_due_day_stand_on_top(office: SimpleNamespace) -> None:
    late = registered_case(office, date(2025, 9, 1))
    unknown = registered_case(office, date(2027, 1, 4))
    assert list(Case.objects.by_urgency()) == [unknown, late]


def test_once_the_notice_is_loaded_the_due_day_is_told(office: SimpleNamespace) -> None:
    from gongkai.workdays.models import HolidayNotice

    case = registered_case(office, date(2027, 1, 4))
    HolidayNotice.objects.create(year=2027)
    assert [moved.case for moved in actions.recompute_due_days()] == [case]
    case.refresh_from_db()
    assert (case.due_on, case.due_unknown_year) == (date(2027, 2, 1), None)


def test_loading_a_notice_tells_the_due_days_by_itself(
    office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    from gongkai.workdays.actions import load_notice

    case = registered_case(office, date(2027, 1, 4))
    holidays = [date(2027, 1, 1), date(2027, 5, 1), date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)]
    days = {day: Exceptional(works=False) for day in holidays}
    with on(date(2027, 1, 5)), django_capture_on_commit_callbacks(execute=True):
        load_notice(2027, days, by=office.sysadmin, agency=office.agency)
    case.refresh_from_db()
    assert case.due_on == date(2027, 2, 1)


# Who sees what


def test_who_sees_a_case(office: SimpleNamespace) -> None:
    case = registered_case(office)
    seeing = {
        name
        for name, person in vars(office).items()
        if hasattr(person, "has_duty") and Case.objects.visible_to(person).filter(pk=case.pk).exists()
    }
    assert seeing == {"checker", "leader", "principal", "foi", "foi_head", "counsel", "supervisor"}


def test_the_head_of_the_handling_section_sees_the_case(office: SimpleNamespace) -> None:
    case = registered_case(office, handling_section=office.section)
    assert case in Case.objects.visible_to(office.head)
    with on(MONDAY):
        actions.assign_section(case, office.community, by=office.foi)
    assert case not in Case.objects.visible_to(office.head)


def test_a_section_of_another_agency_handles_nothing_here(office: SimpleNamespace) -> None:
    from gongkai.agencies.models import Section

    case = registered_case(office)
    elsewhere = Section.objects.create(agency=office.other, name="民生保障科")
    with pytest.raises(Refused, match="belongs to another agency"):
        actions.assign_section(case, elsewhere, by=office.foi)


def _upload(name: str, content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file
