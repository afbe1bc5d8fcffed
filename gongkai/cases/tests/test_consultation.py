"""Third parties and other agencies: what is asked, what stays out of the period, what silence means."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, Consultation, LetterKind
from gongkai.cases.tests.factories import on, registered_case, sent

pytestmark = pytest.mark.django_db

TUESDAY, DUE = date(2025, 9, 16), date(2025, 10, 17)  # received on Monday the 15th
QUESTION = "公共停车场经营合同，其中分成比例可能涉及商业秘密。"


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def consulted(
    case: Case,
    office: SimpleNamespace,
    day: date = TUESDAY,
    *,
    delivered_on: date | None = None,
    posted: bool = True,
    **given: Any,
) -> Consultation:
    values = {"to": "third_party", "name": "示例公司（虚构）", "question": QUESTION} | given
    with on(day, 10):
        consultation = actions.consult(case, by=office.foi, **values)
    if posted:
        sent(consultation.letter, office, day, delivered_on=delivered_on)
    consultation.refresh_from_db()
    return consultation


def answered(
    consultation: Consultation, office: SimpleNamespace, day: date, answer: str = "agrees", reasons: str = ""
) -> Consultation:
    with on(day, 17):
        return actions.take_opinion(consultation, by=office.foi, answer=answer, on=day, reasons=reasons)


def due(case: Case) -> date | None:
    case.refresh_from_db()
    return case.due_on


def test_a_letter_that_was_not_sent_keeps_no_day_out(case: Case, office: SimpleNamespace) -> None:
    consulted(case, office, posted=False)
    assert due(case) == DUE


def test_the_days_until_the_answer_stay_out_of_the_period(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office, delivered_on=date(2025, 9, 17))
    answered(consultation, office, date(2025, 9, 23))
    # The 16th counts; 17 to 23 September do not; nineteen more from the 24th end on Friday, 24 October.
    assert due(case) == date(2025, 10, 24)


def test_without_an_answer_the_15_working_days_from_delivery_stay_out(
    case: Case, office: SimpleNamespace
) -> None:
    consulted(case, office, delivered_on=date(2025, 9, 17))
    # The 15th working day after the 17th is 14 October; nineteen more from the 15th end on 10 November.
    assert due(case) == date(2025, 11, 10)


def test_as_long_as_the_delivery_is_not_known_the_sending_counts(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office)
    assert due(case) == date(2025, 11, 7)
    with on(date(2025, 9, 19)):
        actions.record_letter_arrival(consultation.letter, by=office.foi, delivered_on=date(2025, 9, 17))
    assert due(case) == date(2025, 11, 10)
    assert case.entries.get().data["delivered"] == "2025-09-17"


def test_days_that_fall_together_count_once(case: Case, office: SimpleNamespace) -> None:
    company = consulted(case, office, delivered_on=TUESDAY)
    agency = consulted(
        case,
        office,
        date(2025, 9, 18),
        delivered_on=date(2025, 9, 18),
        to="agency",
        name="区城市管理委员会（虚构）",
    )
    answered(company, office, date(2025, 9, 23))
    answered(agency, office, date(2025, 9, 25))
    # Out are 17 to 25 September; nineteen more from the 26th end on Tuesday, 28 October.
    assert due(case) == date(2025, 10, 28)


def test_an_answer_after_the_15_days_changes_nothing_in_the_period(
    case: Case, office: SimpleNamespace
) -> None:
    consultation = consulted(case, office, delivered_on=date(2025, 9, 17))
    answered(consultation, office, date(2025, 10, 20))
    assert due(case) == date(2025, 11, 10)


def test_silence_is_noted_only_after_the_last_day(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office, delivered_on=date(2025, 9, 17))
    with on(date(2025, 10, 14)), pytest.raises(Refused, match="time for the answer until 14 October 2025"):
        actions.note_silence(consultation, by=office.foi)
    with on(date(2025, 10, 15)):
        assert actions.note_silence(consultation, by=office.foi).answer == "silent"
    assert due(case) == date(2025, 11, 10)


def test_silence_is_not_noted_before_the_delivery_is_known(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office)
    with on(date(2025, 10, 20)), pytest.raises(Refused, match="Record the delivery first"):
        actions.note_silence(consultation, by=office.foi)


def test_the_two_letters_say_what_silence_means(case: Case, office: SimpleNamespace) -> None:
    third_party = consulted(case, office, posted=False).letter
    agency = consulted(case, office, posted=False, to="agency", name="某局（虚构）").letter
    assert "由本机关依照" in "".join(third_party.content["paragraphs"])
    assert "视为同意公开" in "".join(agency.content["paragraphs"])
    assert third_party.number == "建街公开征〔2025〕1号"
    assert agency.number == "建街公开协〔2025〕1号"


@pytest.mark.parametrize("to", ["third_party", "agency"])
def test_no_letter_to_others_shows_who_made_the_request(case: Case, office: SimpleNamespace, to: str) -> None:
    consultation = consulted(case, office, posted=False, to=to)
    assert "李明远" not in str(consultation.letter.content)
    with pytest.raises(Refused, match="does not say who made the request"):
        consulted(case, office, question="李明远（虚构）申请公开合同。")


def test_an_objection_needs_what_was_given_as_its_reason(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office)
    with pytest.raises(Refused, match="only with a reasonable ground"):
        answered(consultation, office, date(2025, 9, 18), "refuses")


def test_silence_is_no_answer(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Silence is no answer"):
        answered(consulted(case, office), office, date(2025, 9, 18), "silent")


def test_an_answer_does_not_come_before_the_letter(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office, delivered_on=date(2025, 9, 18))
    with on(date(2025, 9, 19)), pytest.raises(Refused, match="before the letter arrived"):
        actions.take_opinion(consultation, by=office.foi, answer="agrees", on=date(2025, 9, 17))
    with pytest.raises(Refused, match="has not been sent yet"):
        answered(consulted(case, office, posted=False), office, date(2025, 9, 18))


def test_an_answer_is_recorded_once(case: Case, office: SimpleNamespace) -> None:
    consultation = answered(consulted(case, office), office, date(2025, 9, 18))
    with pytest.raises(Refused, match="recorded already"):
        answered(consultation, office, date(2025, 9, 19))


def test_only_the_head_overrides_the_objection_of_a_third_party(case: Case, office: SimpleNamespace) -> None:
    consultation = answered(consulted(case, office), office, date(2025, 9, 18), "refuses", "商业秘密")
    with on(date(2025, 9, 19)):
        with pytest.raises(Refused, match="Only the head of the FOI office"):
            actions.override_objection(consultation, by=office.foi, reason="公共安全")
        letter = actions.override_objection(consultation, by=office.foi_head, reason="涉及公共安全")
    assert (letter.kind, letter.recipient) == (LetterKind.OVERRIDE, "示例公司（虚构）")
    assert "涉及公共安全" in "".join(letter.content["paragraphs"])


def test_an_override_nobody_is_told_of_does_not_stand(case: Case, office: SimpleNamespace) -> None:
    consultation = answered(consulted(case, office), office, date(2025, 9, 18), "refuses", "商业秘密")
    with on(date(2025, 9, 19)):
        letter = actions.override_objection(consultation, by=office.foi_head, reason="涉及公共安全")
        actions.void_letter(letter, by=office.foi, reason="不再需要")
    consultation.refresh_from_db()
    assert (consultation.override_letter, consultation.override_reason) == (None, "")


def test_nobody_overrides_where_nobody_objects(case: Case, office: SimpleNamespace) -> None:
    consultation = answered(consulted(case, office), office, date(2025, 9, 18))
    with on(date(2025, 9, 19)), pytest.raises(Refused, match="There is no objection"):
        actions.override_objection(consultation, by=office.foi_head, reason="公共利益")


def test_a_consultation_left_unsent_is_gone_and_its_number_stays(case: Case, office: SimpleNamespace) -> None:
    letter = consulted(case, office, posted=False).letter
    with on(TUESDAY):
        actions.void_letter(letter, by=office.foi, reason="写错了名称")
    assert not case.consultations.exists()
    assert consulted(case, office, posted=False).letter.number == "建街公开征〔2025〕2号"


def test_under_the_text_of_2007_another_agency_stops_nothing_and_a_third_party_everything(
    office: SimpleNamespace,
) -> None:
    case = registered_case(office, date(2018, 5, 7))
    consulted(case, office, date(2018, 5, 8), to="agency", name="区城管委（虚构）")
    assert due(case) == date(2018, 5, 28)
    third_party = consulted(case, office, date(2018, 5, 9))
    assert due(case) is None
    with on(date(2018, 6, 29)), pytest.raises(Refused, match="set no period for the answer"):
        actions.note_silence(third_party, by=office.foi)
    answered(third_party, office, date(2018, 5, 16))
    # 8 and 9 May count; 10 to 16 do not; thirteen more from the 17th end on Monday, 4 June.
    assert due(case) == date(2018, 6, 4)
