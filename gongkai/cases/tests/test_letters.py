"""Letters: numbered, frozen, sent to the right one, arrived or left unsent."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, LetterState, OutgoingLetter
from gongkai.cases.tests.factories import delivered_reply, on, registered_case, sent
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

TUESDAY = date(2025, 9, 16)


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def transferred(case: Case, office: SimpleNamespace, **given: Any) -> OutgoingLetter:
    values = {
        "to": "区房管局（虚构）",
        "text": "危房鉴定部分由贵局制作。",
        "address": "东城区某街1号",
    } | given
    with on(TUESDAY):
        return actions.transfer(case, by=office.foi, **values)


def send(
    letter: OutgoingLetter, office: SimpleNamespace, day: date = TUESDAY, **given: Any
) -> OutgoingLetter:
    values = {"to": letter.recipient, "how": "post", "tracking_number": "EMS1", "by": office.foi} | given
    with on(max(day, TUESDAY), 17):
        return actions.send_letter(letter, sent_on=day, **values)


def test_a_letter_is_numbered_by_office_kind_year_and_serial(case: Case, office: SimpleNamespace) -> None:
    assert [transferred(case, office).number for _n in range(2)] == [
        "建街公开转〔2025〕1号",
        "建街公开转〔2025〕2号",
    ]


def test_a_letter_is_kept_as_docx_and_pdf(case: Case, office: SimpleNamespace) -> None:
    letter = transferred(case, office)
    assert letter.docx.name == "关于转送政府信息公开申请的函 建街公开转〔2025〕1号.docx"
    assert letter.pdf
    assert letter.pdf.read().startswith(b"%PDF")


def test_the_recipient_is_confirmed_by_name(case: Case, office: SimpleNamespace) -> None:
    letter = transferred(case, office)
    with pytest.raises(Refused, match="The recipient of this letter is 区房管局"):
        send(letter, office, to="区城管委")
    assert send(letter, office).state == LetterState.SENT


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"sent_on": date(2025, 9, 15)}, "cannot be sent before"),
        ({"sent_on": date(2025, 9, 17)}, "lies in the future"),
        ({"delivered_on": date(2025, 9, 15)}, "cannot arrive before it was sent"),
        ({"delivered_on": date(2025, 9, 18)}, "lies in the future"),
        ({"tracking_number": " "}, "tracking number"),
    ],
)
def test_days_that_cannot_be_are_refused(
    case: Case, office: SimpleNamespace, given: dict[str, Any], reason: str
) -> None:
    letter = transferred(case, office)
    values = {"to": letter.recipient, "how": "post", "tracking_number": "EMS1", "sent_on": TUESDAY} | given
    with on(TUESDAY, 17), pytest.raises(Refused, match=reason):
        actions.send_letter(letter, by=office.foi, **values)


def test_what_is_handed_over_is_delivered(case: Case, office: SimpleNamespace) -> None:
    letter = send(transferred(case, office), office, how="in_person", tracking_number="")
    assert (letter.state, letter.delivered_on) == (LetterState.DELIVERED, TUESDAY)


def test_a_letter_leaves_only_once(case: Case, office: SimpleNamespace) -> None:
    letter = send(transferred(case, office), office)
    with pytest.raises(Refused, match="does not wait to be sent"):
        send(letter, office)
    with on(TUESDAY), pytest.raises(Refused, match="Only a letter that has not been sent"):
        actions.void_letter(letter, by=office.foi, reason="不寄")


def test_the_arrival_is_recorded_once_and_not_before_the_sending(case: Case, office: SimpleNamespace) -> None:
    letter = send(transferred(case, office), office)
    with on(date(2025, 9, 18)):
        with pytest.raises(Refused, match="The letter cannot arrive before it was sent"):
            actions.record_letter_arrival(letter, by=office.foi, delivered_on=date(2025, 9, 15))
        actions.record_letter_arrival(letter, by=office.foi, delivered_on=date(2025, 9, 18))
        with pytest.raises(Refused, match="not on its way"):
            actions.record_letter_arrival(letter, by=office.foi, delivered_on=date(2025, 9, 18))


def test_only_the_officer_sends_and_nobody_of_another_office(case: Case, office: SimpleNamespace) -> None:
    letter = transferred(case, office)
    for person in (office.leader, office.stranger):
        with pytest.raises(Refused, match="Only an FOI officer"):
            send(letter, office, by=person)


def test_a_letter_left_unsent_says_why(case: Case, office: SimpleNamespace) -> None:
    letter = transferred(case, office)
    with on(TUESDAY), pytest.raises(Refused, match="Say why"):
        actions.void_letter(letter, by=office.foi, reason="")
    with on(TUESDAY):
        actions.void_letter(letter, by=office.foi, reason="职责有误")
    assert Entry.objects.get(act="cases.letter_void").reason == "职责有误"
    with pytest.raises(Refused, match="its number stays void"):
        send(letter, office)


def test_what_was_decided_is_told_even_after_the_case_ended(case: Case, office: SimpleNamespace) -> None:
    with on(TUESDAY):
        actions.extend(case, by=office.foi_head, days=5, reason="材料较多")
    letter = case.letters.get(kind="extension")
    delivered_reply(case, office, date(2025, 9, 17))
    with on(date(2025, 9, 17)), pytest.raises(Refused, match="the requester has to be told"):
        actions.void_letter(letter, by=office.foi, reason="已答复")
    sent(letter, office, date(2025, 9, 17))
    with on(date(2025, 9, 22)):
        letter = actions.record_letter_arrival(letter, by=office.foi, delivered_on=date(2025, 9, 19))
    assert letter.state == LetterState.DELIVERED


def test_a_transfer_does_not_name_the_requester(case: Case, office: SimpleNamespace) -> None:
    assert "李明远" not in str(transferred(case, office).content)
    with pytest.raises(Refused, match="does not say who made the request"):
        transferred(case, office, text="李明远（虚构）的申请")


def test_a_letter_with_characters_no_font_has_is_kept_as_docx_only(office: SimpleNamespace) -> None:
    case = registered_case(office)
    letter = transferred(case, office, to="𠮷㛃\U0003fffd局（虚构）")
    assert (letter.pdf, letter.docx.read()[:2]) == (None, b"PK")
