"""Unknown means not public: every way to a text that is not cleared, tried by those who may not have it.

Each paper carries a word that stands nowhere else, in its title, its text and its file. Then every address of
the portal and the interface is asked, by a citizen, by accounts from outside and by the office next door, and
every file is asked for by its address. The word comes back from none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.factories import column, published, revised
from gongkai.channels import actions as channels
from gongkai.channels.models import Release
from gongkai.channels.tests.factories import channel, release_of
from gongkai.documents import actions as documents
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import Attachment, Document, Openness
from gongkai.documents.tests.factories import approved, checked, cleared, draft, handed_in, submitted
from gongkai.files.models import StoredFile
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Justification, PackageFile, Review
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

ASKED = "鹿鸣"  # what is searched for; the words told nowhere are longer
DAY = date(2026, 5, 11)


@pytest.fixture(autouse=True)
def _on_a_monday_in_may() -> Iterator[None]:
    with clock.pretend(datetime(2026, 5, 11, 15, 0)):
        yield


def marked(office: SimpleNamespace) -> dict[str, Any]:
    word = office.word
    return {
        "title": f"关于{word}的通知",
        "body": f"{word}的正文。",
        "files": [(text_file(office, name=f"{word}.txt", words=f"{word}的附件"), "")],
    }


def reviewed(office: SimpleNamespace, decision: str, **given: Any) -> Document:
    document = approved(office, **marked(office))
    secrecy.state_opinion(document.review, by=office.head, opinion="请审。")
    review = secrecy.decide(document.review, by=office.reviewer, opinion="不行。", decision=decision, **given)
    secrecy.approve(review, by=office.leader)
    return document


def withdrawn(office: SimpleNamespace) -> Item:
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, day=DAY)
    return catalogue.withdraw(item, by=office.foi, reason="有误。")


def recalled(office: SimpleNamespace) -> Item:
    item = published(office, cleared(office, **marked(office)))
    channels.recall(release_of(item, office, day=DAY), by=office.foi, reason="有误。")
    return item


def planned(office: SimpleNamespace) -> Item:
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, "weibo", DAY)
    return item


def changed_after_publication(office: SimpleNamespace) -> Document:
    item = published(office, cleared(office))
    release_of(item, office, day=DAY)
    return revised(
        item, office, **{"add" if name == "files" else name: value for name, value in marked(office).items()}
    )


def corrected(office: SimpleNamespace) -> Item:
    """The word stood in the first edition only."""
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, day=DAY)
    document = documents.revise(item.document, by=office.officer, reason="更正。")
    document = documents.save_version(
        document,
        by=office.officer,
        seen_version=document.version,
        title="关于停水的通知",
        body="更正。",
        remove=[each.pk for each in document.files],
    )
    document = documents.submit(document, by=office.officer)
    document = documents.approve(documents.check(document, by=office.checker), by=office.leader)
    secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    secrecy.decide(document.review, by=office.reviewer, opinion="可以。")
    secrecy.approve(document.review, by=office.leader)
    return catalogue.correct(Item.objects.get(pk=item.pk), by=office.foi, note="更正。")


def no_longer_proactive(office: SimpleNamespace) -> Document:
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, day=DAY)
    change = documents.propose_change(
        item.document, Openness.NON_DISCLOSURE, by=office.foi, reason="不宜公开。", basis="条例第十六条"
    )
    documents.decide_change(change, by=office.leader, agreed=True)
    return Document.objects.get(pk=change.document_id)


def denied(office: SimpleNamespace) -> Document:
    document = approved(office, **marked(office))
    secrecy.state_opinion(document.review, by=office.head, opinion="急。")
    review = secrecy.decide(document.review, by=office.reviewer, opinion="可以。")
    review = secrecy.approve_orally(
        review, by=office.reviewer, leader=office.leader, said_at=clock.now(), reason="停水。"
    )
    item = catalogue.publish(review.package, by=office.foi, column=column(office))
    release_of(item, office, day=DAY)
    secrecy.deny(review, by=office.leader, reason="没有说过。")
    return document


def typed(office: SimpleNamespace) -> None:
    documents.keep_typing(
        office.agency, by=office.officer, form="official", said={"title": office.word, "body": office.word}
    )


STATES: dict[str, Callable[[SimpleNamespace], Any]] = {
    "typed and not saved": typed,
    "a draft": lambda office: draft(office, **marked(office)),
    "submitted": lambda office: submitted(office, **marked(office)),
    "checked": lambda office: checked(office, **marked(office)),
    "approved, its review just begun": lambda office: approved(office, **marked(office)),
    "a piece handed in": lambda office: handed_in(office, **marked(office)),
    "cleared and not published": lambda office: cleared(office, **marked(office)),
    "not to be published": lambda office: reviewed(office, Decision.WITHHOLD, ground="privacy"),
    "a state secret": lambda office: reviewed(office, Decision.WITHHOLD, ground="state_secret"),
    "published only redacted": lambda office: reviewed(
        office, Decision.IN_PART, ground="privacy", withheld_parts="第二段"
    ),
    "published, released nowhere": lambda office: published(office, cleared(office, **marked(office))),
    "published, on Weibo only": planned,
    "taken off the website": recalled,
    "changed after publication": changed_after_publication,
    "no longer proactive": no_longer_proactive,
    "its oral clearance denied": denied,
    "on request": lambda office: approved(
        office,
        **marked(office),
        openness=Openness.ON_REQUEST,
        openness_basis="条例第二十七条",
        openness_reason="特定对象",
    ),
}
# What was public once says of itself that it was: its title stays, its text and files do not.
ONCE_PUBLIC: dict[str, Callable[[SimpleNamespace], Any]] = {
    "withdrawn": withdrawn,
    "corrected since": corrected,
}
TITLE_STAYS = {"taken off the website", "no longer proactive", "its oral clearance denied", "withdrawn"}


@pytest.mark.django_db(transaction=True)
def test_what_is_not_cleared_or_no_longer_public_is_found_nowhere(office: SimpleNamespace):
    words = {state: f"{ASKED}呦呦{number:02d}" for number, state in enumerate([*STATES, *ONCE_PUBLIC])}
    for state, make in (STATES | ONCE_PUBLIC).items():
        office.word = words[state]
        make(office)
    leaks = []
    for who in (None, office.citizen, office.property_service, office.stranger):
        client = Client()
        if who is not None:
            client.force_login(who)
        for address in addresses(desk=who is not None):
            answer = client.get(address)
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            told = text.decode("utf-8", "replace")
            for state, word in words.items():
                # The title of what was public once is told with the reason why it is no longer.
                rest = told.replace(f"关于{word}的通知", "") if state in TITLE_STAYS else told
                if word in rest:
                    leaks.append(f"{state}: {address} ({answer.status_code}) tells {who or 'a citizen'}")
    assert leaks == []


def addresses(*, desk: bool) -> list[str]:
    """Every address that can be formed: of each paper, item and file there is, and of each list."""
    papers = list(Document.objects.values_list("pk", flat=True))
    items = list(Item.objects.values_list("pk", flat=True))
    files = [str(key) for key in StoredFile.objects.values_list("pk", flat=True)]
    found = [
        *portal_lists(),
        *(f"{reverse('portal:search')}?q={quote(word)}" for word in (ASKED, "附件", "通知")),
        *(reverse("portal:item", args=[pk]) for pk in {*items, *papers}),
        *(reverse("portal:item_file", args=[pk, file]) for pk in items for file in files),
    ]
    if desk:
        found += [
            *(reverse("desk:document", args=[pk]) for pk in papers),
            *(
                reverse("desk:document_file", args=[each.document_id, each.file_id])
                for each in Attachment.objects.all()
            ),
            *(reverse("desk:item", args=[pk]) for pk in items),
            *(reverse("desk:review", args=[pk]) for pk in Review.objects.values_list("pk", flat=True)),
            f"{reverse('desk:search')}?q={quote(ASKED)}",
        ]
    return found


def portal_lists() -> Iterator[str]:
    """Addresses of the portal and of the interface that need nothing but to be asked."""
    for prefix, pattern in _patterns(get_resolver()):
        if not prefix.startswith(("desk/", "account")) and "<" not in pattern:
            yield f"/{pattern}"
    yield reverse("portal:column", args=["dynamics"])


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, whole)
        elif isinstance(each, URLPattern) and not whole.startswith("^"):
            yield before, whole


def test_the_ways_looked_at_lead_to_what_is_public(office: SimpleNamespace):
    """The same addresses, for a paper that took every step: otherwise finding nothing would mean nothing."""
    office.word = f"{ASKED}呦呦"
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, day=DAY)
    client, told = Client(), {}
    for address in addresses(desk=False):
        answer = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told[address] = office.word in text.decode("utf-8", "replace")
    assert {address for address, found in told.items() if found} >= {
        reverse("portal:home"),
        reverse("portal:item", args=[item.pk]),
        f"{reverse('portal:search')}?q={quote(ASKED)}",
        *(reverse("portal:item_file", args=[item.pk, each.file_id]) for each in item.package.frozen_files),
    }


# Acts


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


def test_what_lost_its_clearance_is_released_on_no_channel(office: SimpleNamespace):
    item = published(office)
    review = item.package.review
    review.state = "sent_back"
    review.save(update_fields=["state"])
    item = Item.objects.get(pk=item.pk)
    with pytest.raises(Refused, match="have not passed the secrecy review"):
        channels.release(item, channel(office), by=office.foi)
    assert not Release.objects.exists()
