from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases.tests.factories import delivered_reply, registered_case
from gongkai.disputes.models import Against, DisputeKind, Instance
from gongkai.disputes.queries import points_to_note
from gongkai.disputes.tests.factories import COURT, OPENED, decided, opened_dispute, opened_suit

pytestmark = pytest.mark.django_db

DECIDED = date(2025, 10, 20)
AFTER = date(2025, 10, 28)


def suit_after(office: SimpleNamespace, opened_on: date = AFTER, **given: Any) -> Any:
    kind = DisputeKind.SUIT_AFTER_RECONSIDERATION
    return opened_dispute(office, opened_on, **({"kind": kind, "body": COURT} | given))


def test_a_suit_follows_its_reconsideration_and_an_appeal_its_suit(office: SimpleNamespace) -> None:
    case = registered_case(office)
    review = decided(opened_dispute(office, case=case), office, DECIDED)
    suit = suit_after(office, follows=review)
    assert (suit.instance, suit.case) == (Instance.FIRST, case)
    suit = decided(suit, office, date(2025, 11, 20))
    appeal = suit_after(office, date(2025, 12, 1), follows=suit, instance=Instance.SECOND)
    assert (appeal.case, list(suit.followed_by.all())) == (case, [appeal])


def test_a_suit_waits_for_the_decision_about_the_reconsideration(office: SimpleNamespace) -> None:
    review = opened_dispute(office)
    with pytest.raises(Refused, match="has not been decided yet"):
        suit_after(office, follows=review)


def test_a_suit_is_possible_when_the_reconsideration_was_not_decided_in_time(office: SimpleNamespace) -> None:
    # 60 days after 15 September 2025.
    assert suit_after(office, date(2025, 11, 17), follows=opened_dispute(office)).pk
    with pytest.raises(Refused, match="has not been decided yet"):
        suit_after(office, date(2025, 11, 14), follows=opened_dispute(office))


def test_a_suit_is_not_older_than_the_decision_before_it(office: SimpleNamespace) -> None:
    review = decided(opened_dispute(office), office, DECIDED)
    with pytest.raises(Refused, match="before the one it follows was decided"):
        suit_after(office, date(2025, 10, 17), follows=review)


def test_what_follows_is_about_the_same_request(office: SimpleNamespace) -> None:
    review = decided(opened_dispute(office, case=registered_case(office)), office, DECIDED)
    with pytest.raises(Refused, match="about another request"):
        suit_after(office, follows=review, case=registered_case(office))


def test_what_follows_is_of_the_same_agency(office: SimpleNamespace) -> None:
    review = decided(opened_dispute(office), office, DECIDED)
    type(review).objects.filter(pk=review.pk).update(agency=office.other)
    review.refresh_from_db()
    with pytest.raises(Refused, match="belongs to another agency"):
        suit_after(office, follows=review)


@pytest.mark.parametrize(
    ("kind", "instance", "words"),
    [
        (DisputeKind.RECONSIDERATION, "", "A reconsideration follows no other"),
        (DisputeKind.DIRECT_SUIT, Instance.FIRST, "without reconsideration follows no other"),
        (DisputeKind.DIRECT_SUIT, Instance.SECOND, "follows a suit of the same kind"),
    ],
)
def test_what_cannot_follow_a_reconsideration(
    office: SimpleNamespace, kind: str, instance: str, words: str
) -> None:
    review = decided(opened_dispute(office), office, DECIDED)
    with pytest.raises(Refused, match=words):
        opened_dispute(office, AFTER, kind=kind, instance=instance, follows=review)


def test_a_suit_after_reconsideration_does_not_follow_a_suit(office: SimpleNamespace) -> None:
    suit = decided(opened_suit(office), office, DECIDED)
    with pytest.raises(Refused, match="follows a reconsideration"):
        suit_after(office, follows=suit)


def test_a_missing_reconsideration_is_pointed_out_and_refuses_nothing(office: SimpleNamespace) -> None:
    assert "not in the register" in points_to_note(suit_after(office))[0]
    review = decided(opened_dispute(office), office, DECIDED)
    assert points_to_note(suit_after(office, follows=review)) == []


def replied(office: SimpleNamespace, outcome: str) -> Any:
    case = registered_case(office, date(2025, 9, 1))
    delivered_reply(
        case, office, outcome_code=outcome, ground="《条例》第十六条", reasons="属于内部事务信息。"
    )
    return case


def test_a_direct_suit_against_a_refusal_is_pointed_out(office: SimpleNamespace) -> None:
    case = replied(office, "refused_internal_affairs")
    points = points_to_note(opened_suit(office, case=case, against=Against.REPLY))
    assert len(points) == 1
    assert "reconsideration comes before a suit" in points[0]


def test_a_direct_suit_against_a_grant_is_not_pointed_out(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2025, 9, 1))
    delivered_reply(case, office)
    assert points_to_note(opened_suit(office, case=case)) == []


def test_a_direct_suit_against_silence_is_not_about_the_reply(office: SimpleNamespace) -> None:
    case = replied(office, "refused_internal_affairs")
    assert points_to_note(opened_suit(office, OPENED, case=case, against=Against.SILENCE)) == []
