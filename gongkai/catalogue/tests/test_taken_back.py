"""What lost its clearance leaves the public: an oral approval denied, a state secret found later."""

from datetime import datetime

import pytest

from gongkai.acts import clock
from gongkai.catalogue import actions
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.factories import column, published, revised
from gongkai.documents.tests.factories import approved, clear
from gongkai.secrecy import actions as secrecy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def published_on_a_word(office):
    review = approved(office).review
    review = secrecy.state_opinion(review, by=office.head, opinion="拟公开。")
    review = secrecy.decide(review, by=office.reviewer, opinion="未发现涉密内容。")
    review = secrecy.approve_orally(
        review, by=office.foi, leader=office.leader, said_at=clock.now(), reason="汛情紧急。"
    )
    return actions.publish(review.package, by=office.foi, column=column(office)), review


def test_what_was_published_on_a_word_leaves_the_public_when_the_word_is_denied(
    office, django_capture_on_commit_callbacks
):
    item, review = published_on_a_word(office)
    with django_capture_on_commit_callbacks(execute=True):
        secrecy.deny(review, by=office.leader, reason="未曾同意。")
    item = Item.objects.get(pk=item.pk)
    assert item.is_withdrawn
    assert item.withdrawn_by == office.leader


def test_it_leaves_the_public_also_when_the_document_is_under_revision_already(
    office, django_capture_on_commit_callbacks
):
    item, review = published_on_a_word(office)
    revised(item, office)
    with django_capture_on_commit_callbacks(execute=True):
        secrecy.deny(review, by=office.leader, reason="未曾同意。")
    assert Item.objects.get(pk=item.pk).is_withdrawn


def test_a_word_that_is_signed_for_leaves_everything_as_it_is(office, django_capture_on_commit_callbacks):
    item, review = published_on_a_word(office)
    with django_capture_on_commit_callbacks(execute=True):
        secrecy.countersign(review, by=office.leader)
    assert not Item.objects.get(pk=item.pk).is_withdrawn


def test_a_state_secret_found_in_a_revision_takes_the_published_version_away_too(office):
    item = published(office)
    document = revised(item, office)
    review = secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    review = secrecy.decide(
        review, by=office.reviewer, opinion="涉密。", decision="withhold", ground="state_secret"
    )
    secrecy.take_out(review, by=office.reviewer, to="机要室")
    assert Item.objects.get(pk=item.pk).is_withdrawn


def test_who_publishes_notes_with_the_same_act_that_the_procedure_was_kept(office):
    review = clear(approved(office), office).review
    actions.publish(review.package, by=office.foi, column=column(office), procedure_remark="三人审签齐全。")
    review.refresh_from_db()
    assert (review.procedure_by, review.procedure_remark) == (office.foi, "三人审签齐全。")
