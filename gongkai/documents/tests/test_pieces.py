"""Pieces: text and pictures on one page, three people in all."""

from datetime import date, datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.acts.duties import Duty
from gongkai.documents import actions
from gongkai.documents.models import Document, Openness, State
from gongkai.documents.queries import waiting_for
from gongkai.documents.tests.factories import adopted, approved_piece, draft, handed_in, let_review, piece
from gongkai.journal.models import Entry
from gongkai.people.models import Post
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Ground
from gongkai.secrecy.models import State as ReviewState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def fresh(document):
    return Document.objects.get(pk=document.pk)


def test_three_people_bring_a_piece_from_the_draft_to_its_clearance(office):
    done = approved_piece(office)
    review = fresh(done).review
    assert (done.state, review.state) == (State.APPROVED, ReviewState.CLEARED)
    assert (review.opinion_by, review.decided_by, review.approved_by) == (
        office.officer,
        office.foi,
        office.leader,
    )
    assert not done.number


def test_every_act_on_a_piece_stands_in_the_journal(office):
    done = approved_piece(office)
    keys = [done.key, fresh(done).review.key]
    acts = Entry.objects.filter(subject_key__in=keys).order_by("number").values_list("act", flat=True)
    assert list(acts) == [
        "documents.drafted",
        "secrecy.packed",
        "secrecy.opinion_stated",
        "documents.handed_in",
        "secrecy.decided",
        "documents.adopted",
        "secrecy.approved",
        "documents.approved",
    ]


def test_handing_in_freezes_the_piece_with_the_opinion_of_the_section(office):
    handed = actions.submit(piece(office), by=office.officer, opinion="拟公开。")
    assert handed.state == State.HANDED_IN
    assert (fresh(handed).review.state, fresh(handed).review.opinion) == (
        ReviewState.AWAITING_DECISION,
        "拟公开。",
    )
    assert list(waiting_for(office.foi)) == [handed]


@pytest.mark.parametrize("openness", [Openness.ON_REQUEST, Openness.NON_DISCLOSURE])
def test_a_piece_is_written_to_be_published(office, openness):
    kept_back = piece(office, openness=openness, openness_reason="内部", openness_basis="条例")
    with pytest.raises(Refused, match="A piece is written to be published"):
        actions.submit(kept_back, by=office.officer)


def test_a_piece_of_the_foi_officer_needs_the_opinion_of_a_section(office):
    own = piece(office, by=office.foi)
    with pytest.raises(Refused, match="stated by the handling section"):
        actions.submit(own, by=office.foi)
    assert fresh(own).state == State.DRAFTING
    assert fresh(own).review is None


def test_nobody_adopts_a_piece_of_their_own(office):
    both = office.person(
        "both", "兼任（虚构）", ["information_officer", "foi_officer"], office.agency, office.section
    )
    own = actions.submit(piece(office, by=both), by=both)
    with pytest.raises(Refused, match="Nobody adopts a piece of their own"):
        actions.adopt(own, by=both)


def test_only_the_foi_officer_adopts(office):
    with pytest.raises(Refused, match="Only the FOI officer"):
        actions.adopt(handed_in(office), by=office.editor)


def test_a_piece_is_adopted_once(office):
    with pytest.raises(Refused, match="does not wait for adoption"):
        actions.adopt(adopted(office), by=office.foi)


def test_an_official_document_is_not_adopted(office):
    with pytest.raises(Refused, match="Only pieces are adopted"):
        actions.adopt(draft(office), by=office.foi)


def test_a_piece_is_not_checked_like_a_document(office):
    with pytest.raises(Refused, match="A piece is adopted by the FOI officer"):
        actions.check(handed_in(office), by=office.checker)


def test_where_the_foi_officer_is_no_reviewer_a_fourth_person_decides(office):
    waiting = actions.adopt(handed_in(office), by=office.foi)
    with pytest.raises(Refused, match="no decision of the review body waiting"):
        actions.approve(waiting, by=office.leader)
    secrecy.decide(waiting.review, by=office.reviewer, opinion="可以公开。")
    assert actions.approve(fresh(waiting), by=office.leader).state == State.APPROVED


def test_a_piece_is_not_approved_before_it_is_adopted(office):
    with pytest.raises(Refused, match="has not been adopted yet"):
        actions.approve(handed_in(office), by=office.leader)


def test_who_adopted_and_decided_does_not_approve(office):
    both = office.person(
        "both", "兼任（虚构）", ["foi_officer", "secrecy_reviewer", "responsible_leader"], office.agency
    )
    ready = actions.adopt(handed_in(office), by=both)
    with pytest.raises(Refused, match="three different people"):
        actions.approve(ready, by=both)


@pytest.mark.parametrize(("at", "who"), [(handed_in, "foi"), (adopted, "leader")])
def test_a_piece_comes_back_with_its_package(office, at, who):
    returned = actions.send_back(at(office), by=getattr(office, who), reason="换一张照片")
    review = fresh(returned).review
    assert (returned.state, review.state, review.sent_back_reason) == (
        State.DRAFTING,
        ReviewState.SENT_BACK,
        "换一张照片",
    )


def test_an_adopted_piece_that_waits_for_the_reviewer_is_sent_back_by_the_reviewer(office):
    waiting = actions.adopt(handed_in(office), by=office.foi)
    with pytest.raises(Refused, match="Secrecy reviewer"):
        actions.send_back(waiting, by=office.leader, reason="照片里有门牌")
    returned = actions.send_back(waiting, by=office.reviewer, reason="照片里有门牌")
    assert (returned.state, fresh(returned).review.state) == (State.DRAFTING, ReviewState.SENT_BACK)


def test_a_piece_handed_in_again_comes_as_a_new_package(office):
    returned = actions.send_back(handed_in(office), by=office.foi, reason="换标题")
    first = fresh(returned).review
    changed = actions.save_version(returned, by=office.officer, seen_version=1, title="新标题", body="正文")
    again = actions.submit(changed, by=office.officer)
    assert again.review != first
    assert (first.package.title, again.review.package.title) == ("社区开展垃圾分类宣传", "新标题")


def test_a_piece_the_review_body_withholds_is_not_cleared_by_the_approval(office):
    waiting = actions.adopt(handed_in(office), by=office.foi)
    secrecy.decide(
        waiting.review,
        by=office.reviewer,
        opinion="含有病历",
        decision=Decision.WITHHOLD,
        ground=Ground.PRIVACY,
    )
    done = actions.approve(fresh(waiting), by=office.leader)
    assert fresh(done).review.state == ReviewState.WITHHELD


def test_what_was_approved_once_is_not_dropped(office):
    revised = actions.revise(approved_piece(office), by=office.officer, reason="错别字")
    with pytest.raises(Refused, match="What was approved once cannot be dropped"):
        actions.drop(revised, by=office.officer)


def test_a_piece_that_waits_is_in_the_queue_of_the_next_person_only(office):
    let_review(office.foi)
    waiting = adopted(office)
    assert list(waiting_for(office.leader)) == [waiting]
    assert not waiting_for(office.foi).exists()
    assert not waiting_for(office.officer).exists()


def test_who_drafted_a_piece_does_not_approve_it_even_if_another_handed_it_in(office):
    Post.objects.create(
        user=office.officer, agency=office.agency, duty=Duty.RESPONSIBLE_LEADER, since=date(2018, 1, 1)
    )
    done = actions.submit(piece(office), by=office.head)
    done = actions.adopt(done, by=office.foi)
    secrecy.decide(done.review, by=office.reviewer, opinion="不涉密。")
    with pytest.raises(Refused, match="You drafted this document"):
        actions.approve(fresh(done), by=office.officer)
