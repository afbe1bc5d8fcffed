"""In an emergency only the leader's step is oral; it is noted by another and signed for afterwards."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.secrecy import actions
from gongkai.secrecy.models import Review, State
from gongkai.secrecy.reminders import remind
from gongkai.secrecy.tests.factories import cleared, cleared_orally, decided, packed, with_opinion
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2018, 5, 4, 16, 0)
MONDAY = datetime(2018, 5, 7, 9, 0)


@pytest.fixture(autouse=True)
def _on_a_friday_in_may_2018():
    with clock.pretend(FRIDAY):
        yield


@pytest.fixture
def office(office):
    load_shipped_notices()
    return office


def orally(office, review, **given):
    values = {"by": office.foi, "leader": office.leader, "said_at": clock.now(), "reason": "汛情紧急。"}
    return actions.approve_orally(review, **(values | given))


def test_a_word_of_the_leader_clears_what_section_and_review_body_decided_in_writing(office):
    review = cleared_orally(office)
    assert review.state == State.CLEARED
    assert (review.approved_by, review.oral_noted_by, review.oral_reason) == (
        office.leader,
        office.foi,
        "汛情紧急。",
    )
    assert review.awaits_countersignature
    assert Entry.objects.get(act="secrecy.approved_orally").actor_key == office.foi.key


def test_the_signature_is_due_one_working_day_after_the_word(office):
    # Said on a Friday: the next working day is Monday.
    assert cleared_orally(office).countersign_due_on == date(2018, 5, 7)


def test_before_the_holiday_it_is_due_on_the_first_working_day_after_it(office):
    with clock.pretend(datetime(2018, 9, 30, 10, 0)):
        assert cleared_orally(office).countersign_due_on == date(2018, 10, 8)


@pytest.mark.parametrize(
    ("until", "words"),
    [(packed, "no decision of the review body"), (with_opinion, "no decision of the review")],
)
def test_opinion_and_decision_are_never_given_by_word_of_mouth(office, until, words):
    with pytest.raises(Refused, match=words):
        orally(office, until(office))


def test_the_leader_does_not_note_their_own_word(office):
    with pytest.raises(Refused, match="Nobody notes an approval of their own"):
        orally(office, decided(office), by=office.leader)


def test_only_the_responsible_leader_s_word_counts(office):
    with pytest.raises(Refused, match="Only the responsible leader of this agency approves"):
        orally(office, decided(office), leader=office.principal)


def decided_forty_seconds_past_four(office):
    with clock.pretend(FRIDAY.replace(second=40)):
        return decided(office)


def test_a_word_of_the_minute_of_the_decision_came_after_it(office):
    review, four = decided_forty_seconds_past_four(office), clock.now()
    with clock.pretend(FRIDAY.replace(minute=5)):
        assert orally(office, review, said_at=four).state == State.CLEARED


def test_a_word_from_before_the_decision_is_none(office):
    review, four = decided_forty_seconds_past_four(office), clock.now()
    with (
        clock.pretend(FRIDAY.replace(minute=5)),
        pytest.raises(Refused, match="spoke after the review body decided and not in the future"),
    ):
        orally(office, review, said_at=four - timedelta(minutes=1))


@pytest.mark.parametrize("who", ["officer", "head", "editor", "stranger"])
def test_the_word_is_noted_by_the_office_and_not_by_the_section(office, who):
    with pytest.raises(Refused, match="noted by the secrecy reviewer, the FOI officer or the office checker"):
        orally(office, decided(office), by=getattr(office, who))


def test_in_an_emergency_too_there_are_three_different_people(office):
    both = office.person("both", "兼任（虚构）", ["responsible_leader", "secrecy_reviewer"], office.agency)
    review = actions.decide(with_opinion(office), by=both, opinion="可以公开。")
    with pytest.raises(Refused, match="three different people"):
        orally(office, review, leader=both)


@pytest.mark.parametrize("passed_by", ["leader decided", "leader noted", "no reason"])
def test_no_emergency_goes_round_the_three_people_where_the_acts_are_passed_by(office, passed_by):
    review = decided(office)
    said = {
        "state": State.CLEARED,
        "approved_by": office.leader,
        "approved_at": clock.now(),
        "is_oral": True,
        "oral_at": clock.now(),
        "oral_reason": "汛情紧急。",
        "oral_noted_by": office.foi,
    } | {
        "leader decided": {"approved_by": office.reviewer},
        "leader noted": {"oral_noted_by": office.leader},
        "no reason": {"oral_reason": ""},
    }[passed_by]
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**said)


def test_the_emergency_is_named(office):
    with pytest.raises(Refused, match="Say what the emergency is"):
        orally(office, decided(office), reason="  ")


@pytest.mark.parametrize("hours", [-1, 1])
def test_the_word_was_said_between_the_decision_and_now(office, hours):
    with pytest.raises(Refused, match="spoke after the review body decided and not in the future"):
        orally(office, decided(office), said_at=clock.now() + timedelta(hours=hours))


def test_only_a_clearance_is_given_by_word_of_mouth(office):
    review = actions.decide(
        with_opinion(office), by=office.reviewer, opinion="含隐私。", decision="withhold", ground="privacy"
    )
    with pytest.raises(Refused, match="Only a clearance can be given by word of mouth"):
        orally(office, review)


@pytest.mark.parametrize("who", ["leader", "principal"])
def test_the_leader_who_said_it_or_the_principal_leader_signs(office, who):
    review = cleared_orally(office)
    with clock.pretend(MONDAY):
        review = actions.countersign(review, by=getattr(office, who))
        assert review.countersigned_at == clock.now()
    assert not review.awaits_countersignature
    assert review.package.is_cleared


def test_another_leader_does_not_sign(office):
    other = office.person("fu", "付副（虚构）", ["responsible_leader"], office.agency)
    with pytest.raises(Refused, match="countersigned by the leader who approved it"):
        actions.countersign(cleared_orally(office), by=other)


def test_who_took_an_earlier_step_does_not_sign_for_the_leader(office):
    both = office.person("both", "兼任（虚构）", ["principal_leader", "secrecy_reviewer"], office.agency)
    review = actions.decide(with_opinion(office), by=both, opinion="可以公开。")
    with pytest.raises(Refused, match="does not countersign it"):
        actions.countersign(orally(office, review), by=both)


def test_it_is_signed_once_and_only_what_was_said(office):
    review = actions.countersign(cleared_orally(office), by=office.leader)
    with pytest.raises(Refused, match="countersigned already"):
        actions.countersign(review, by=office.leader)
    with pytest.raises(Refused, match="not approved by word of mouth"):
        actions.countersign(cleared(office), by=office.leader)


def test_a_denied_word_takes_the_clearance_back(office):
    review = actions.deny(cleared_orally(office), by=office.leader, reason="未曾同意。")
    assert review.state == State.SENT_BACK
    assert not review.package.is_cleared
    with pytest.raises(Refused, match="taken back"):
        actions.countersign(review, by=office.leader)


def test_a_denial_needs_its_reason_and_comes_before_the_signature(office):
    review = cleared_orally(office)
    with pytest.raises(Refused, match="Give the reason"):
        actions.deny(review, by=office.leader, reason=" ")
    actions.countersign(review, by=office.leader)
    with pytest.raises(Refused, match="countersigned already"):
        actions.deny(review, by=office.leader, reason="反悔。")


# Reminders


def told(kind):
    return {each.to.username for each in Notice.objects.filter(kind=kind)}


def test_on_the_day_of_the_signature_the_leader_the_noter_and_the_head_are_told(office):
    cleared_orally(office)
    assert remind() == 0
    with clock.pretend(MONDAY):
        assert remind() == 3
        assert remind() == 3  # told once
    assert told("secrecy.countersign") == {"wu", "zhou", "feng"}
    assert Notice.objects.count() == 3


def test_once_the_day_has_passed_they_are_told_each_working_day(office):
    cleared_orally(office)
    for day in (8, 9, 12):  # the 12th is a Saturday
        with clock.pretend(datetime(2018, 5, day, 9, 0)):
            remind()
    assert told("secrecy.countersign_late") == {"wu", "zhou", "feng"}
    assert Notice.objects.count() == 6


def test_nobody_is_told_of_a_signature_that_was_given(office):
    actions.countersign(cleared_orally(office), by=office.leader)
    with clock.pretend(MONDAY):
        assert remind() == 0


def test_the_reviewer_is_told_of_a_review_that_waits_longer_than_its_period(office):
    with_opinion(office)
    # Seven working days from Friday the 4th end on Tuesday the 15th.
    with clock.pretend(datetime(2018, 5, 15, 9, 0)):
        assert remind() == 0
    with clock.pretend(datetime(2018, 5, 16, 9, 0)):
        assert remind() == 1
    assert told("secrecy.review_late") == {"sun"}


def test_the_answer_from_above_begins_the_period_anew(office):
    review = actions.refer(with_opinion(office), by=office.reviewer, to="区保密局", question="是否涉密？")
    with clock.pretend(datetime(2018, 5, 14, 9, 0)):
        actions.record_answer(review, by=office.reviewer, answer="不涉密", answered_on=date(2018, 5, 14))
    with clock.pretend(datetime(2018, 5, 16, 9, 0)):
        assert remind() == 0


def test_the_reviewer_is_told_when_a_question_stays_without_an_answer(office):
    actions.refer(with_opinion(office), by=office.reviewer, to="区保密局", question="是否涉密？")
    # Ten working days after Friday the 4th is Friday the 18th.
    with clock.pretend(datetime(2018, 5, 18, 9, 0)):
        assert remind() == 0
    with clock.pretend(datetime(2018, 5, 21, 9, 0)):
        assert remind() == 1
    assert told("secrecy.no_answer") == {"sun"}


def test_who_cannot_decide_about_a_review_is_not_told_of_it(office):
    with_opinion(office, drafted_by=office.reviewer)
    with clock.pretend(datetime(2018, 5, 16, 9, 0)):
        assert remind() == 0
