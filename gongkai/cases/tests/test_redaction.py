from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, PaperKind, Redaction, RedactionState
from gongkai.cases.tests.factories import (
    MONDAY,
    checked_reply,
    delivered_reply,
    filed_paper,
    on,
    proposed_reply,
    redacted_paper,
    registered_case,
)
from gongkai.journal.models import Entry
from gongkai.secrecy.models import Review, State

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

BOX = {"page": 0, "x": 0.1, "y": 0.05, "width": 0.8, "height": 0.2, "ground": "个人隐私"}


@pytest.fixture(autouse=True)
def _its_monday() -> Any:
    with on(MONDAY, 10):
        yield


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


@pytest.fixture
def redaction(case: Case, office: SimpleNamespace) -> Redaction:
    return actions.begin_redaction(filed_paper(case, office), by=office.foi)


def test_a_redaction_under_way_is_gone_on_with(
    case: Case, redaction: Redaction, office: SimpleNamespace
) -> None:
    assert actions.begin_redaction(redaction.paper, by=office.foi).pk == redaction.pk


def test_only_those_of_the_case_redact_its_papers(case: Case, office: SimpleNamespace) -> None:
    paper = filed_paper(case, office)
    for person in (office.leader, office.stranger, office.head):
        with pytest.raises(Refused, match="Only an FOI officer, or the head of the handling section"):
            actions.begin_redaction(paper, by=person)


def test_a_redacted_paper_is_not_redacted_again(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="is a redacted one already"):
        actions.begin_redaction(redacted_paper(case, office), by=office.foi)


def test_papers_of_a_concluded_case_stay_as_they_are(case: Case, office: SimpleNamespace) -> None:
    paper = filed_paper(case, office)
    delivered_reply(case, office)
    with on(date(2025, 9, 16)), pytest.raises(Refused, match="concluded"):
        actions.begin_redaction(paper, by=office.foi)


def test_boxes_changed_in_another_window_are_not_overwritten(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    actions.keep_boxes(redaction, [BOX], by=office.foi, revision=0)
    with pytest.raises(actions.BoxesChanged, match="changed in another window"):
        actions.keep_boxes(redaction, [], by=office.foi, revision=0)


def test_there_are_no_more_boxes_than_a_hand_draws(redaction: Redaction, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="At most 2000 boxes"):
        actions.keep_boxes(redaction, [BOX] * (actions.MOST_BOXES + 1), by=office.foi, revision=0)
    kept = actions.keep_boxes(redaction, [BOX] * actions.MOST_BOXES, by=office.foi, revision=0)
    assert kept.revision == 1


def test_a_box_over_the_edge_is_cut_there(redaction: Redaction, office: SimpleNamespace) -> None:
    kept = actions.keep_boxes(redaction, [BOX | {"x": 0.5, "width": 0.9}], by=office.foi, revision=0)
    assert kept.boxes[0]["width"] == 0.5


def test_every_box_has_a_ground_before_the_paper_is_made(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    with pytest.raises(Refused, match="Nothing is hidden yet"):
        actions.finish_redaction(redaction, by=office.foi)
    redaction = actions.keep_boxes(redaction, [BOX | {"ground": " "}], by=office.foi, revision=0)
    with pytest.raises(Refused, match="have no ground yet"):
        actions.finish_redaction(redaction, by=office.foi)


def test_pages_that_cannot_be_read_are_looked_at_and_the_journal_tells(
    case: Case, office: SimpleNamespace
) -> None:
    picture = BytesIO()
    Image.new("RGB", (600, 800), "#ddd").save(picture, "PNG")
    picture.seek(0)
    picture.name = "扫描.png"
    (paper,) = actions.add_papers(case, [picture], by=office.foi, kind=PaperKind.INTERNAL)
    redaction = actions.begin_redaction(paper, by=office.foi)
    redaction = actions.keep_boxes(redaction, [BOX], by=office.foi, revision=0)
    with pytest.raises(Refused, match="looked at by eye"):
        actions.finish_redaction(redaction, by=office.foi)
    made = actions.finish_redaction(redaction, by=office.foi, looked_at=[0])
    assert made.redacted_from == paper
    assert Entry.objects.get(act="cases.redacted").details["looked_at"] == [1]


def test_a_dropped_redaction_makes_nothing(redaction: Redaction, office: SimpleNamespace) -> None:
    actions.drop_redaction(redaction, by=office.foi)
    with pytest.raises(Refused, match="finished"):
        actions.finish_redaction(redaction, by=office.foi)
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.DROPPED


# What a reply encloses, when the reply goes nowhere


def test_the_review_of_a_reply_that_was_sent_back_waits_for_nobody(
    case: Case, office: SimpleNamespace
) -> None:
    reply = checked_reply(case, office, enclosures=[filed_paper(case, office)])
    with on(MONDAY, 14):
        actions.send_back(reply, by=office.leader, reason="改")
    review = Review.objects.get()
    assert (review.state, review.sent_back_by) == (State.SENT_BACK, office.leader)
    again = proposed_reply(case, office, enclosures=[case.papers.get()])
    assert again.package
    assert again.package.review.state == State.AWAITING_OPINION


def test_the_review_of_a_reply_dropped_with_the_request_waits_for_nobody(
    case: Case, office: SimpleNamespace
) -> None:
    proposed_reply(case, office, enclosures=[filed_paper(case, office)])
    actions.withdraw(case, by=office.foi)
    assert Review.objects.get().state == State.SENT_BACK
