"""Items and the attribute of their documents: what is late, what leaves the public, what is redacted."""

from datetime import date, datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.catalogue.queries import not_yet_published
from gongkai.catalogue.tests.factories import column, published
from gongkai.documents import actions
from gongkai.documents.models import Document, Openness
from gongkai.documents.tests.factories import approved, cleared
from gongkai.documents.tests.test_attribute import REASON, in_part
from gongkai.inventory.models import OwedPeriod
from gongkai.inventory.tests.factories import duty, matter
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import State as ReviewState
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def fresh(document):
    return Document.objects.get(pk=document.pk)


@pytest.mark.parametrize(
    ("scope", "due_on"), [("national", date(2018, 6, 4)), ("beijing", date(2018, 5, 28))]
)
def test_what_is_signed_and_not_yet_public_is_pointed_out_with_its_limit(office, scope, due_on):
    load_shipped_notices()
    document = approved(office)
    approved(office, openness=Openness.ON_REQUEST, **REASON)
    (waiting,) = not_yet_published(Document.objects.all(), scope=scope)
    assert (waiting.document, waiting.due_on, waiting.is_late) == (document, due_on, False)


def test_a_published_document_is_no_longer_pointed_out(office):
    document = cleared(office)
    assert [each.document for each in not_yet_published(Document.objects.all())] == [document]
    catalogue.publish(document.review.package, by=office.foi, column=column(office))
    assert not_yet_published(Document.objects.all()) == []


@pytest.mark.django_db(transaction=True)
def test_an_item_leaves_the_public_when_its_document_is_no_longer_proactive(office):
    document = cleared(office)
    item = catalogue.publish(document.review.package, by=office.foi, column=column(office))
    change = actions.propose_change(
        document, Openness.NON_DISCLOSURE, by=office.foi, reason="内容涉密待核。", basis="条例第十四条"
    )
    actions.decide_change(change, by=office.leader, agreed=True)
    item = Item.objects.get(pk=item.pk)
    assert (item.is_withdrawn, item.withdrawn_by, item.withdrawn_reason) == (
        True,
        office.leader,
        "内容涉密待核。",
    )


def test_only_the_redacted_version_is_published_where_parts_are_withheld(office):
    document = in_part(office, body="第一段。\n\n第二段：某人的情况。")
    assert document.review.state == ReviewState.IN_PART
    with pytest.raises(Refused, match="have not passed the secrecy review"):
        catalogue.publish(document.review.package, by=office.foi, column=column(office))
    document = actions.prepare_redacted(
        document, by=office.officer, title=document.title, body="第一段。\n\n（本段不予公开）"
    )
    package = document.review.package
    secrecy.state_opinion(document.review, by=office.head, opinion="已删去。")
    secrecy.decide(document.review, by=office.reviewer, opinion="可以。")
    secrecy.approve(document.review, by=office.leader)
    item = catalogue.publish(package, by=office.foi, column=column(office))
    assert (item.is_redacted, item.package.body) == (True, "第一段。\n\n（本段不予公开）")
    assert fresh(document).body == "第一段。\n\n第二段：某人的情况。"
    assert document.redacted_versions.get().withheld == "第二段"


# Matters and what they owe


def test_an_item_in_a_matter_fulfils_the_oldest_period_owed_until_it_is_withdrawn(office):
    load_shipped_notices()
    of = matter(office)
    duty(office, of, since=date(2018, 3, 1))
    item = published(office, cleared(office, matter=of))
    assert (item.matter, item.phase) == (of, "result")
    march = OwedPeriod.objects.get(starts_on=date(2018, 3, 1))
    assert (march.state, march.evidence_key) == ("fulfilled", item.key)
    assert OwedPeriod.objects.get(starts_on=date(2018, 4, 1)).state == "owed"
    catalogue.withdraw(item, by=office.foi, reason="有误。")
    march.refresh_from_db()
    assert (march.state, march.evidence_key) == ("owed", "")
