"""No act lets a text into the public that was not cleared, word by word and file by file."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import facts
from gongkai.catalogue.models import Item, Validity
from gongkai.catalogue.tests.factories import column, published
from gongkai.channels import actions as channels
from gongkai.channels.fitting import Fitted
from gongkai.channels.models import Release
from gongkai.channels.tests.factories import channel
from gongkai.documents import actions as documents
from gongkai.documents.findings import look_through_document
from gongkai.documents.tests.factories import approved, cleared, draft, handed_in
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Justification, PackageFile
from gongkai.secrecy.tests.factories import text_file
from tests.papers import ASKED, NOW, PUBLIC, marked, on_the_website, reviewed
from tests.ways import words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may() -> Iterator[None]:
    with clock.pretend(NOW):
        yield


def test_nothing_but_a_cleared_package_is_published(office: SimpleNamespace):
    office.word = ASKED
    for make in (
        lambda: approved(office),
        lambda: handed_in(office),
        lambda: reviewed(office, Decision.WITHHOLD, ground="privacy"),
        lambda: reviewed(office, Decision.IN_PART, ground="privacy", withheld_parts="第二段"),
    ):
        package = make().review.package
        with pytest.raises(Refused, match="have not passed the secrecy review"), transaction.atomic():
            catalogue.publish(package, by=office.foi, column=column(office))
    assert not Item.objects.exists()


def test_an_attachment_replaced_after_the_clearance_is_not_published(office: SimpleNamespace):
    office.word = ASKED
    document = cleared(office, **marked(office))
    other = text_file(office, words="另一份附件")
    PackageFile.objects.filter(package=document.review.package).update(file=other)
    with pytest.raises(Refused, match="no longer what was reviewed"):
        catalogue.publish(document.review.package, by=office.foi, column=column(office))


def test_a_clearance_covers_no_text_packed_after_it(office: SimpleNamespace):
    """The review of the first text still says cleared while the second waits for its own."""
    office.word = ASKED
    document = cleared(office, **marked(office))
    earlier = document.review.package
    document = documents.revise(document, by=office.officer, reason="改。")
    document = documents.save_version(
        document, by=office.officer, seen_version=document.version, title="另一个标题", body="另一段正文。"
    )
    document = documents.submit(document, by=office.officer)
    document = documents.approve(documents.check(document, by=office.checker), by=office.leader)
    for package in (earlier, document.review.package):
        with pytest.raises(Refused), transaction.atomic():
            catalogue.publish(package, by=office.foi, column=column(office))
    assert not Item.objects.exists()


def test_a_finding_nobody_answered_for_bars_the_last_step_too(office: SimpleNamespace):
    """Also where the answer was there at the clearance and is gone, whoever took it away."""
    document = draft(office, body="联系人电话13800138000。")
    (found,) = look_through_document(document)
    documents.justify(document, [found.fingerprint], by=office.officer, reason="本人同意公开。")
    document = documents.submit(document, by=office.officer)
    document = documents.approve(documents.check(document, by=office.checker), by=office.leader)
    secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    secrecy.decide(document.review, by=office.reviewer, opinion="可以。")
    secrecy.approve(document.review, by=office.leader)
    Justification.objects.all().delete()
    with pytest.raises(Refused, match="Personal data or hidden content was found in 1 place"):
        catalogue.publish(document.review.package, by=office.foi, column=column(office))


def test_a_text_for_another_channel_says_nothing_that_was_not_reviewed(office: SimpleNamespace):
    with pytest.raises(Refused, match="does not stand in the reviewed text"):
        channels.release(
            published(office), channel(office, "weibo"), by=office.foi, fitted=Fitted(text=ASKED)
        )


def test_what_lost_its_clearance_is_released_on_no_channel(office: SimpleNamespace):
    item = published(office)
    review = item.package.review
    review.state = "sent_back"
    review.save(update_fields=["state"])
    item = Item.objects.get(pk=item.pk)
    with pytest.raises(Refused, match="have not passed the secrecy review"):
        channels.release(item, channel(office), by=office.foi)
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_what_expired_or_was_repealed_stays_and_says_so(office: SimpleNamespace):
    office.word = PUBLIC
    item = on_the_website(office)
    for validity in (Validity.EXPIRED, Validity.REPEALED):
        facts.change_facts(item, by=office.foi, validity=validity, reason="已到期。")
        client = Client()
        client.cookies["django_language"] = "en"
        status, text = words_at(client, item.get_public_url())
        assert (status, PUBLIC in text) == (200, True)
        assert str(validity.label) in text
        assert Client().get(reverse("api:items"), {"validity": validity.value}).json()["total"] == 1
