"""Acts that cross each other: each is refused in a sentence, or leaves a lawful ledger."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from gongkai.acts import Refused
from gongkai.cases import actions, policy
from gongkai.cases.actions import Matter
from gongkai.cases.models import (
    Case,
    Consultation,
    DeliveredHow,
    EntryKind,
    FeeBasis,
    HowCame,
    IdentityProof,
    LetterState,
    OutgoingLetter,
    RedactionState,
    Requester,
    RequestKind,
)
from gongkai.cases.tests.factories import (
    checked_reply,
    delivered_reply,
    filed_paper,
    on,
    proposed_reply,
    redacted_paper,
    registered_case,
    sent,
    signed_reply,
)
from gongkai.secrecy import actions as secrecy
from gongkai.workdays.models import HolidayNotice

pytestmark = pytest.mark.django_db

RECEIVED = date(2025, 9, 3)
TUESDAY = date(2025, 9, 9)


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office, RECEIVED)


def extend(case: Case, office: SimpleNamespace, day: date, days: int = 5) -> Case:
    with on(day):
        return actions.extend(case, by=office.foi_head, days=days, reason="材料较多")


def set_later_date(case: Case, office: SimpleNamespace, day: date, due: date) -> Case:
    with on(day):
        return actions.set_later_date(case, by=office.foi_head, due=due, reason="申请数量大")


def asked_to_clarify(case: Case, office: SimpleNamespace, day: date, until: date) -> Case:
    with on(day):
        letter = actions.ask_to_clarify(case, by=office.foi, what="请说明年份。", until=until)
    sent(letter, office, day, delivered_on=day)
    case.refresh_from_db()
    return case


def clarified(case: Case, office: SimpleNamespace, day: date) -> Case:
    with on(day):
        return actions.take_clarification(case, by=office.foi, on=day, text="2024年的汇总结果")


def consulted(case: Case, office: SimpleNamespace, day: date, *, delivered_on: date | None) -> Consultation:
    with on(day):
        asked = actions.consult(case, by=office.foi, to="third_party", name="某公司", question="投标文件")
    sent(asked.letter, office, day, delivered_on=delivered_on)
    return Consultation.objects.get(pk=asked.pk)


# The period


def test_a_period_that_started_anew_can_be_extended_again(case: Case, office: SimpleNamespace) -> None:
    extend(case, office, date(2025, 9, 4))
    asked_to_clarify(case, office, date(2025, 9, 5), date(2025, 9, 26))
    clarified(case, office, date(2025, 9, 15))
    case = extend(case, office, date(2025, 9, 16), days=1)
    # 17 October is the 20th working day from 15 September; the one of the second extension follows.
    assert case.due_on == date(2025, 10, 20)
    with pytest.raises(Refused, match="only once"):
        extend(case, office, date(2025, 9, 17))


def test_a_question_too_late_to_start_anew_gives_no_second_extension(
    case: Case, office: SimpleNamespace
) -> None:
    extend(case, office, date(2025, 9, 4))
    asked_to_clarify(case, office, date(2025, 9, 22), date(2025, 9, 29))
    clarified(case, office, date(2025, 9, 24))
    with pytest.raises(Refused, match="only once"):
        extend(case, office, date(2025, 9, 25))


def test_nothing_is_extended_while_the_requester_is_waited_for(case: Case, office: SimpleNamespace) -> None:
    asked_to_clarify(case, office, date(2025, 9, 5), date(2025, 9, 26))
    with pytest.raises(Refused, match="stands still while the requester is waited for"):
        extend(case, office, TUESDAY)
    with pytest.raises(Refused, match="stands still while the requester is waited for"):
        set_later_date(case, office, TUESDAY, date(2025, 12, 1))


def test_after_a_later_date_nothing_is_extended_and_that_is_said_before(
    case: Case, office: SimpleNamespace
) -> None:
    set_later_date(case, office, TUESDAY, date(2025, 12, 1))
    with on(TUESDAY):
        said = list(policy.obstacles_to_extending(case, office.foi_head))
    assert said == ["A later date has been set for the reply; the period cannot be extended as well."]


def test_a_later_date_can_follow_an_extension(case: Case, office: SimpleNamespace) -> None:
    extend(case, office, TUESDAY)
    assert set_later_date(case, office, date(2025, 9, 10), date(2025, 12, 1)).due_on == date(2025, 12, 1)


def test_a_later_date_lapses_with_the_period_it_belonged_to(case: Case, office: SimpleNamespace) -> None:
    asked_to_clarify(case, office, date(2025, 9, 5), date(2025, 9, 26))
    clarified(case, office, date(2025, 9, 15))
    set_later_date(case, office, date(2025, 9, 16), date(2025, 12, 1))
    with on(date(2025, 9, 17)), pytest.raises(Refused, match="already"):
        actions.set_later_date(case, by=office.foi_head, due=date(2025, 12, 8), reason="多")


def test_no_later_date_is_set_once_the_period_ended(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="The period ended on 30 September 2025"):
        set_later_date(case, office, date(2025, 10, 13), date(2025, 12, 1))


def test_a_later_date_is_compared_with_a_due_day_that_is_known(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2026, 12, 14))
    with pytest.raises(Refused, match="holiday notice for 2027"):
        set_later_date(case, office, date(2026, 12, 15), date(2026, 12, 31))


def test_a_later_date_cannot_move_the_term_of_a_decision(case: Case, office: SimpleNamespace) -> None:
    made = reopened(case, office, due_on=date(2025, 11, 20))
    with pytest.raises(Refused, match="The decision itself sets the term"):
        set_later_date(made, office, date(2025, 11, 4), date(2025, 12, 1))


def test_under_the_term_of_a_decision_a_question_promises_no_new_period(
    case: Case, office: SimpleNamespace
) -> None:
    made = reopened(case, office, due_on=date(2025, 11, 20))
    with on(date(2025, 11, 4)):
        letter = actions.ask_to_clarify(made, by=office.foi, what="请说明年份。", until=date(2025, 11, 11))
    assert "本次补正不影响答复期限" in str(letter.content)


def test_without_the_calendar_of_today_no_question_promises_anything(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2027, 1, 4))
    with on(date(2027, 1, 5)), pytest.raises(Refused, match="holiday notice for 2027"):
        actions.ask_to_clarify(case, by=office.foi, what="请说明年份。", until=date(2027, 1, 20))


def test_nothing_is_taken_before_the_question_was_sent(case: Case, office: SimpleNamespace) -> None:
    with on(TUESDAY):
        actions.ask_to_clarify(case, by=office.foi, what="请说明年份。", until=date(2025, 9, 26))
        with pytest.raises(Refused, match="Nobody has asked"):
            actions.take_clarification(case, by=office.foi, on=TUESDAY, text="2024年")
        with pytest.raises(Refused, match="asked to clarify already"):
            actions.ask_to_clarify(case, by=office.foi, what="请说明月份。", until=date(2025, 9, 26))


def test_a_ledger_the_law_refuses_is_told_in_a_sentence(case: Case, office: SimpleNamespace) -> None:
    # A calendar corrected afterwards can make a line unlawful that was lawful on its day.
    case.entries.create(
        kind=EntryKind.FEE_PAID, on=TUESDAY, entered_by="program", entered_at=case.registered_at
    )
    with on(TUESDAY), pytest.raises(Refused, match="A fee was paid that nobody had asked for"):
        actions.deem_abandoned(case, by=office.foi)


# Fees


def test_a_fee_needs_one_of_the_two_bases(case: Case, office: SimpleNamespace) -> None:
    with on(TUESDAY), pytest.raises(Refused, match="Choose one of the two bases"):
        actions.ask_for_fee(case, by=office.foi, basis="")


def test_nobody_pays_after_a_last_day_that_is_surely_over(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2026, 12, 1))
    with on(date(2026, 12, 2)):
        notice = actions.ask_for_fee(case, by=office.foi, basis=FeeBasis.PAGES, pages=100)
    sent(notice.letter, office, date(2026, 12, 2), delivered_on=date(2026, 12, 15))
    notice.refresh_from_db()
    with on(date(2027, 3, 1)), pytest.raises(Refused, match="holiday notice for 2027"):
        actions.take_fee(notice, by=office.foi, on=date(2027, 3, 1))


def test_a_fee_is_taken_on_its_last_day_though_the_calendar_ends(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2026, 12, 1))
    with on(date(2026, 12, 2)):
        notice = actions.ask_for_fee(case, by=office.foi, basis=FeeBasis.PAGES, pages=100)
    sent(notice.letter, office, date(2026, 12, 2), delivered_on=date(2026, 12, 15))
    notice.refresh_from_db()
    with on(date(2027, 1, 14)):
        actions.take_fee(notice, by=office.foi, on=date(2027, 1, 14))
    case.refresh_from_db()
    assert (case.due_on, case.due_unknown_year) == (None, 2027)


# Consultations and objections


def test_nothing_is_disclosed_while_a_third_party_has_time_to_answer(
    case: Case, office: SimpleNamespace
) -> None:
    consulted(case, office, date(2025, 9, 4), delivered_on=date(2025, 9, 5))
    reply = checked_reply(case, office, date(2025, 9, 8))
    with (
        on(TUESDAY),
        pytest.raises(Refused, match="某公司 was asked and has time for the answer until 26 September 2025"),
    ):
        actions.sign(reply, by=office.leader)
    with on(date(2025, 9, 28)):
        assert actions.sign(reply, by=office.leader).number


def test_the_delivery_of_a_question_is_recorded_before_anything_is_disclosed(
    case: Case, office: SimpleNamespace
) -> None:
    consulted(case, office, date(2025, 9, 4), delivered_on=None)
    reply = checked_reply(case, office, date(2025, 9, 8))
    with on(date(2025, 9, 28)), pytest.raises(Refused, match="the delivery of the letter is not recorded"):
        actions.sign(reply, by=office.leader)


def test_an_objection_that_came_after_the_proposal_bars_the_signature(
    case: Case, office: SimpleNamespace
) -> None:
    asked = consulted(case, office, date(2025, 9, 4), delivered_on=date(2025, 9, 5))
    reply = checked_reply(case, office, date(2025, 9, 8))
    with on(TUESDAY):
        actions.take_opinion(asked, by=office.foi, answer="refuses", on=TUESDAY, reasons="商业秘密")
        with pytest.raises(Refused, match="某公司 does not agree"):
            actions.sign(reply, by=office.leader)


def test_a_redacted_paper_in_the_file_does_not_answer_an_objection(
    case: Case, office: SimpleNamespace
) -> None:
    redacted = redacted_paper(case, office)
    asked = consulted(case, office, date(2025, 9, 4), delivered_on=date(2025, 9, 5))
    with on(TUESDAY):
        actions.take_opinion(asked, by=office.foi, answer="refuses", on=TUESDAY, reasons="商业秘密")
    with pytest.raises(Refused, match="某公司 does not agree"):
        proposed_reply(case, office, TUESDAY)
    assert proposed_reply(case, office, TUESDAY, enclosures=[redacted]).pk


def test_an_answer_after_the_lapse_changes_nothing_in_the_period(case: Case, office: SimpleNamespace) -> None:
    asked = consulted(case, office, date(2025, 9, 4), delivered_on=date(2025, 9, 4))
    case.refresh_from_db()
    before = case.due_on
    with on(date(2025, 10, 9)):
        actions.note_silence(asked, by=office.foi)
    with on(date(2025, 10, 10)):
        actions.take_opinion(asked, by=office.foi, answer="agrees", on=date(2025, 10, 10))
    case.refresh_from_db()
    assert case.due_on == before


def test_a_delivery_after_the_answer_is_refused_in_a_sentence(case: Case, office: SimpleNamespace) -> None:
    asked = consulted(case, office, date(2025, 9, 4), delivered_on=None)
    with on(date(2025, 9, 12)):
        actions.take_opinion(asked, by=office.foi, answer="agrees", on=date(2025, 9, 8))
        with pytest.raises(Refused, match="lies before the letter was delivered"):
            actions.record_letter_arrival(asked.letter, by=office.foi, delivered_on=date(2025, 9, 10))


def test_who_was_overridden_has_to_be_told_once_a_reply_rests_on_it(
    case: Case, office: SimpleNamespace
) -> None:
    asked = consulted(case, office, date(2025, 9, 4), delivered_on=date(2025, 9, 5))
    with on(TUESDAY):
        actions.take_opinion(asked, by=office.foi, answer="refuses", on=TUESDAY, reasons="商业秘密")
        letter = actions.override_objection(asked, by=office.foi_head, reason="公共安全")
    delivered_reply(case, office, date(2025, 9, 10))
    with on(date(2025, 9, 10)), pytest.raises(Refused, match="the third party has to be told"):
        actions.void_letter(letter, by=office.foi, reason="多余")
    # It is sent after the conclusion all the same, and its arrival recorded.
    letter = sent(letter, office, date(2025, 9, 11))
    with on(date(2025, 9, 15)):
        letter = actions.record_letter_arrival(letter, by=office.foi, delivered_on=date(2025, 9, 12))
    assert letter.state == LetterState.DELIVERED


# Letters


@pytest.mark.parametrize("how", ["", "pigeon"])
def test_a_letter_goes_a_way_that_is_known(case: Case, office: SimpleNamespace, how: str) -> None:
    receipt = OutgoingLetter.objects.get(case=case)
    reply = signed_reply(case, office)
    with on(TUESDAY):
        with pytest.raises(Refused, match="Choose how it is delivered"):
            actions.send_letter(receipt, by=office.foi, to=receipt.recipient, how=how)
        with pytest.raises(Refused, match="Choose how it is delivered"):
            actions.deliver(reply, by=office.foi, to=case.requester_name, how=how)


def test_a_letter_is_sent_once(case: Case, office: SimpleNamespace) -> None:
    receipt = sent(OutgoingLetter.objects.get(case=case), office, RECEIVED)
    with pytest.raises(Refused, match="does not wait to be sent"):
        sent(receipt, office, RECEIVED)


def test_what_asks_for_something_is_not_sent_after_the_end(case: Case, office: SimpleNamespace) -> None:
    with on(TUESDAY):
        asked = actions.consult(case, by=office.foi, to="agency", name="区住建委", question="批文")
        actions.withdraw(case, by=office.foi)
    with pytest.raises(Refused, match="was withdrawn"):
        sent(asked.letter, office, TUESDAY)
    with on(TUESDAY):
        actions.void_letter(asked.letter, by=office.foi, reason="已撤回")
        assert actions.archive(case, by=office.foi).archived_on == TUESDAY


def test_closing_ends_a_consultation_that_still_runs(case: Case, office: SimpleNamespace) -> None:
    asked_to_clarify(case, office, date(2025, 9, 5), date(2025, 9, 19))
    asked = consulted(case, office, date(2025, 9, 8), delivered_on=None)
    with on(date(2025, 9, 22)):
        case = actions.deem_abandoned(case, by=office.foi)
        assert case.outcome == "clarification_lapsed"
        with pytest.raises(Refused, match="was concluded"):
            actions.take_opinion(asked, by=office.foi, answer="agrees", on=date(2025, 9, 22))
        # What became of the letter can be recorded; the closed ledger stays as it is.
        actions.record_letter_arrival(asked.letter, by=office.foi, delivered_on=date(2025, 9, 10))
    assert "delivered" not in Consultation.objects.get(pk=asked.pk).entry.data  # type: ignore[union-attr]


# Registering, splitting, merging


def test_a_new_reply_by_order_is_not_registered_by_hand(office: SimpleNamespace) -> None:
    for kind in (RequestKind.ORDERED, "other"):
        with pytest.raises(Refused, match="Choose one of these"):
            registered_case(office, RECEIVED, kind=kind)
    with pytest.raises(Refused, match="Choose one of these"):
        registered_case(office, RECEIVED, how_came="pigeon")


def reopened(case: Case, office: SimpleNamespace, *, due_on: date | None = None, **reply: str) -> Case:
    delivered_reply(case, office, TUESDAY, **reply)
    with on(date(2025, 11, 3)):
        return actions.reopen_by_order(
            case, by=office.foi, ordered_on=date(2025, 11, 3), due_on=due_on, basis="东政复〔2025〕1号"
        )


def test_a_new_reply_by_order_cannot_be_split(case: Case, office: SimpleNamespace) -> None:
    made = reopened(case, office)
    with on(date(2025, 11, 4)), pytest.raises(Refused, match="cannot be split"):
        actions.split(made, [Matter("一"), Matter("二")], by=office.foi)


def test_a_request_is_split_before_a_letter_is_written(case: Case, office: SimpleNamespace) -> None:
    with on(TUESDAY):
        actions.ask_to_clarify(case, by=office.foi, what="请说明年份。", until=date(2025, 9, 26))
        with pytest.raises(Refused, match="Split a request before anything else"):
            actions.split(case, [Matter("一"), Matter("二")], by=office.foi)


def test_a_new_reply_about_a_correction_is_about_a_correction(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED, kind=RequestKind.CORRECTION)
    made = reopened(case, office, outcome_code="record_corrected", text="已更正。")
    assert policy.kinds_of_reply(made) == policy.kinds_of_reply(case)
    with on(date(2025, 11, 4)), pytest.raises(Refused, match="concerns nobody else"):
        actions.consult(made, by=office.foi, to="agency", name="区住建委", question="批文")
    reply = signed_reply(made, office, date(2025, 11, 5), outcome_code="record_corrected", text="已更正。")
    assert reply.letter is not None
    assert reply.letter["title"].startswith("政府信息更正申请")


def test_a_new_reply_is_of_the_text_in_force_when_it_was_ordered(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2018, 5, 7))
    delivered_reply(case, office, date(2018, 5, 9))
    with on(date(2025, 11, 3)):
        made = actions.reopen_by_order(
            case, by=office.foi, ordered_on=date(2025, 11, 3), due_on=None, basis="东政复〔2025〕1号"
        )
    assert (case.regime, made.regime, made.due_on) == ("2007", "2019", date(2025, 12, 1))
    today = registered_case(office, date(2025, 11, 3))
    assert policy.kinds_of_reply(made) == policy.kinds_of_reply(today) != policy.kinds_of_reply(case)


def test_the_section_is_not_changed_under_a_reply_that_waits_for_it(
    case: Case, office: SimpleNamespace
) -> None:
    with on(RECEIVED):
        actions.assign_section(case, office.section, by=office.foi)
    proposed_reply(case, office)
    with on(RECEIVED), pytest.raises(Refused, match="waits for the opinion of the handling section"):
        actions.assign_section(case, None, by=office.foi)


def requester(office: SimpleNamespace, name: str, identity_number: str = "") -> Requester:
    made = registered_case(office, RECEIVED, requester_name=name, identity_number=identity_number)
    assert made.request is not None
    return made.request.requester


def test_a_merged_group_holds_one_identity_number(office: SimpleNamespace) -> None:
    unnamed, one = requester(office, "李"), requester(office, "李明", "11010519491231002X")
    two = requester(office, "李明远", "110105194912310038")
    actions.merge_requesters(unnamed, one, by=office.foi, reason="同一地址")
    with pytest.raises(Refused, match="different identity numbers"):
        actions.merge_requesters(unnamed, two, by=office.foi, reason="同一电话")


def test_merging_looks_at_the_requesters_as_they_are_now(office: SimpleNamespace) -> None:
    first, second, third = (requester(office, name) for name in ("李一", "李二", "李三"))
    stale = Requester.objects.get(pk=third.pk)
    actions.merge_requesters(first, third, by=office.foi, reason="同一地址")
    actions.merge_requesters(second, stale, by=office.foi, reason="同一电话")
    assert {actions.root_of(Requester.objects.get(pk=each.pk)).pk for each in (first, second, third)} == {
        first.pk
    }


def test_only_the_office_parts_requesters_and_only_those_that_were_merged(office: SimpleNamespace) -> None:
    alone = requester(office, "李一")
    with pytest.raises(Refused, match="Only an FOI officer"):
        actions.part_requesters(alone, by=office.stranger, reason="")
    with pytest.raises(Refused, match="Nobody was recognised"):
        actions.part_requesters(alone, by=office.foi, reason="另一人")


def test_all_matters_of_a_request_are_confirmed_together_once(office: SimpleNamespace) -> None:
    with on(TUESDAY):
        first, second = actions.register_request(
            office.agency,
            by=office.foi,
            matters=[Matter("一"), Matter("二")],
            how_came=HowCame.FAX,
            requester_name="李明远",
            requester_contact="010-1",
            submitted_on=TUESDAY,
            arrived_on=TUESDAY,
        )
        actions.confirm_receipt(second, by=office.foi, on=TUESDAY, how="电话")
        first.refresh_from_db()
        assert first.received_on == TUESDAY
        with pytest.raises(Refused, match="confirmed already"):
            actions.confirm_receipt(first, by=office.foi, on=TUESDAY, how="电话")


def test_before_the_receipt_is_confirmed_nothing_of_the_clock_is_done(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED, how_came=HowCame.FAX)
    with on(RECEIVED):
        for act in (
            lambda: actions.extend(case, by=office.foi_head, days=1, reason="多"),
            lambda: actions.set_later_date(case, by=office.foi_head, due=date(2025, 12, 1), reason="多"),
            lambda: actions.ask_to_clarify(case, by=office.foi, what="年份", until=TUESDAY),
            lambda: actions.ask_for_reasons(case, by=office.foi, text="理由", until=TUESDAY),
            lambda: actions.consult(case, by=office.foi, to="agency", name="某局", question="批文"),
            lambda: actions.ask_for_fee(case, by=office.foi, basis=FeeBasis.CASES),
            lambda: actions.transfer(case, by=office.foi, to="某局", text="批文"),
            lambda: actions.deem_abandoned(case, by=office.foi),
            lambda: actions.withdraw(case, by=office.foi),
            lambda: proposed_reply_now(case, office),
        ):
            with pytest.raises(Refused, match="not confirmed with the requester yet"):
                act()


def proposed_reply_now(case: Case, office: SimpleNamespace) -> None:
    actions.propose_reply(case, by=office.foi, outcome_code="granted", text="随信提供。")


# What belongs to another case


def test_a_paper_of_another_case_of_the_office_is_not_enclosed(case: Case, office: SimpleNamespace) -> None:
    other = filed_paper(registered_case(office, RECEIVED, requester_name="王"), office)
    with pytest.raises(Refused, match="An enclosure belongs to another case"):
        proposed_reply(case, office, enclosures=[other])


def test_a_proof_of_another_request_is_not_shown(case: Case, office: SimpleNamespace) -> None:
    other = registered_case(office, RECEIVED, requester_name="王")
    with on(RECEIVED):
        proof = actions.keep_proof(
            other.request,  # type: ignore[arg-type]
            ContentFile(b"Proof\n", name="证件.txt"),
            by=office.foi,
            on=RECEIVED,
        )
        with pytest.raises(Refused, match="belongs to another case"):
            actions.show_proof(proof, case, by=office.foi)
        IdentityProof.objects.filter(pk=proof.pk).update(erased_on=RECEIVED)
        proof.refresh_from_db()
        with pytest.raises(Refused, match="was erased after its time"):
            actions.show_proof(proof, other, by=office.foi)


def test_a_review_of_another_case_does_not_clear_an_enclosure(case: Case, office: SimpleNamespace) -> None:
    other = registered_case(office, RECEIVED, requester_name="王")
    cleared, waiting = (
        checked_reply(each, office, enclosures=[filed_paper(each, office)]) for each in (other, case)
    )
    assert cleared.package is not None
    review = secrecy.state_opinion(cleared.package.review, by=office.officer, opinion="不涉密。")
    review = secrecy.decide(review, by=office.reviewer, opinion="同意。")
    secrecy.approve(review, by=office.leader)
    with on(RECEIVED), pytest.raises(Refused, match="has not passed the secrecy review"):
        actions.sign(waiting, by=office.leader)


def test_a_redaction_left_open_can_be_given_up_after_the_end(case: Case, office: SimpleNamespace) -> None:
    paper = filed_paper(case, office)
    with on(TUESDAY):
        redaction = actions.begin_redaction(paper, by=office.foi)
        actions.withdraw(case, by=office.foi)
        with pytest.raises(Refused, match="was withdrawn"):
            actions.keep_boxes(redaction, [], by=office.foi, revision=0)
        with pytest.raises(Refused, match="redacts papers"):
            actions.drop_redaction(redaction, by=office.counsel)
        actions.drop_redaction(redaction, by=office.foi)
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.DROPPED


# Beyond the calendar


def test_no_letter_prints_a_due_day_that_is_not_known(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2027, 1, 4))
    with on(date(2027, 1, 5)):
        actions.extend(case, by=office.foi_head, days=5, reason="材料较多")
    case.refresh_from_db()
    assert (case.due_on, case.due_unknown_year) == (None, 2027)
    for letter in case.letters.all():
        assert "不迟于" not in str(letter.content)


def test_a_whole_case_is_led_through_a_year_that_is_not_loaded(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2027, 1, 4))
    asked = consulted(case, office, date(2027, 1, 5), delivered_on=date(2027, 1, 5))
    with on(date(2027, 1, 12)):
        with pytest.raises(Refused, match="holiday notice for 2027"):
            actions.note_silence(asked, by=office.foi)
        actions.take_opinion(asked, by=office.foi, answer="agrees", on=date(2027, 1, 12))
        with pytest.raises(Refused, match="holiday notice for 2027"):
            actions.deem_abandoned(case, by=office.foi)
    delivered_reply(case, office, date(2027, 1, 13))
    case.refresh_from_db()
    assert (case.concluded_on, case.timeliness) == (date(2027, 1, 13), "")
    HolidayNotice.objects.create(year=2027)
    actions.recompute_due_days()
    case.refresh_from_db()
    assert case.timeliness == "on_time"


# Under the text of 2007


def test_the_text_of_2007_knows_no_question_no_later_date_no_fee_and_no_silence(
    office: SimpleNamespace,
) -> None:
    case = registered_case(office, date(2018, 5, 7))
    asked = consulted(case, office, date(2018, 5, 8), delivered_on=date(2018, 5, 9))
    with on(date(2018, 5, 10)):
        for act, sentence in (
            (
                lambda: actions.ask_to_clarify(case, by=office.foi, what="年份", until=date(2018, 5, 20)),
                "the notice to amend is itself the reply",
            ),
            (
                lambda: actions.set_later_date(case, by=office.foi_head, due=date(2018, 7, 2), reason="多"),
                "know no later date",
            ),
            (lambda: actions.ask_for_fee(case, by=office.foi, basis=FeeBasis.CASES), "no processing fee"),
            (lambda: actions.note_silence(asked, by=office.foi), "set no period for the answer"),
            (
                lambda: actions.ask_for_reasons(case, by=office.foi, text="理由", until=date(2018, 5, 20)),
                "do not ask for the reasons",
            ),
        ):
            with pytest.raises(Refused, match=sentence):
                act()
    case.refresh_from_db()
    # The third party is waited for without end; what was decided meanwhile can be signed.
    assert (case.due_on, case.due_unknown_year) == (None, None)
    assert signed_reply(case, office, date(2018, 6, 20)).number


def test_a_period_held_by_a_third_party_is_extended_under_the_text_of_2007(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2018, 5, 7))
    consulted(case, office, date(2018, 5, 8), delivered_on=date(2018, 5, 9))
    assert extend(case, office, date(2018, 5, 14)).due_on is None


def test_post_needs_its_tracking_number(case: Case, office: SimpleNamespace) -> None:
    receipt = OutgoingLetter.objects.get(case=case)
    with on(TUESDAY), pytest.raises(Refused, match="tracking number"):
        actions.send_letter(receipt, by=office.foi, to=receipt.recipient, how=DeliveredHow.POST)
