"""What leaves the public is gone from every page at the next request, also from those that are remembered.

The pages are asked for once while an item is public, so that they are remembered and their marks are known.
Then one act takes it away, and each page is asked for again, by whoever knows nothing and by whoever says
that they have the page already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client, TestCase
from django.urls import reverse

from gongkai import search
from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import facts
from gongkai.catalogue.models import Item
from gongkai.channels import actions as channels
from gongkai.channels import search_index
from gongkai.channels.fitting import Fitted
from gongkai.channels.models import Release
from gongkai.channels.tests.factories import channel
from gongkai.documents import actions as documents
from gongkai.documents.models import Openness
from gongkai.portal.remembering import Remembering
from gongkai.portal.tests.test_remembering import ask
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Review
from tests.papers import ASKED, NOW, PUBLIC, corrected_to, on_a_word, on_the_website, revised
from tests.ways import words_of

pytestmark = pytest.mark.django_db

WORD = PUBLIC
TITLE = f"关于{WORD}的通知"


@pytest.fixture(autouse=True)
def _on_a_monday_in_may(settings: Any) -> Iterator[None]:
    settings.OPEN_DATA_CALLS = 1_000_000
    with clock.pretend(NOW):
        yield


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The test's transaction outlives a request, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def server() -> Remembering:
    return Remembering(WSGIHandler(), room=20_000_000, seconds=0)


@pytest.fixture
def item(office: SimpleNamespace) -> Item:
    office.word = WORD
    return on_the_website(office)


def withdraw(office: SimpleNamespace, item: Item) -> None:
    catalogue.withdraw(item, by=office.foi, reason="有误。")


def recall(office: SimpleNamespace, item: Item) -> None:
    channels.recall(item.releases.get(), by=office.foi, reason="有误。")


def correct(office: SimpleNamespace, item: Item) -> None:
    facts.change_facts(item, by=office.foi, keywords="停水", abstract="停水")
    corrected_to(item, office)


def change_the_attribute(office: SimpleNamespace, item: Item) -> None:
    change = documents.propose_change(
        item.document, Openness.NON_DISCLOSURE, by=office.foi, reason="不宜公开。", basis="条例第十六条"
    )
    documents.decide_change(change, by=office.leader, agreed=True)


def take_out(office: SimpleNamespace, item: Item) -> None:
    review = revised(item, office).review
    secrecy.state_opinion(review, by=office.head, opinion="请审。")
    given = {"decision": Decision.WITHHOLD, "ground": "state_secret"}
    secrecy.decide(review, by=office.reviewer, opinion="不行。", **given)
    secrecy.approve(review, by=office.leader)
    secrecy.take_out(review, by=office.reviewer, to="保密室")


ACTS: dict[str, Callable[[SimpleNamespace, Item], None]] = {
    "withdrawn": withdraw,
    "recalled": recall,
    "corrected": correct,
    "no longer proactive": change_the_attribute,
    "a state secret": take_out,
}
# Its own address goes on saying what it was called, and who took it away, when and why.
TITLE_STAYS = {"withdrawn", "recalled", "no longer proactive"}


def ways_to(item: Item) -> list[str]:
    return [
        "/",
        reverse("portal:search"),
        f"{reverse('portal:search')}?q={quote(ASKED)}",
        f"{reverse('portal:suggest')}?q={quote(ASKED)}",
        reverse("portal:column", args=[item.column.slug]),
        reverse("portal:duty", args=["20.5"]),
        reverse("portal:area", args=["c"]),
        reverse("portal:feed", args=["atom"]),
        reverse("portal:column_feed", args=[item.column.slug, "rss"]),
        reverse("portal:office_feed", args=["jianguomen", "atom"]),
        reverse("portal:catalogue_download", args=["csv"]),
        item.get_public_url(),
        reverse("portal:item_file", args=[item.pk, item.package.frozen_files[0].file_id]),
        reverse("api:items"),
        f"{reverse('api:items')}?q={quote(ASKED)}",
        reverse("api:item", args=[item.index_number]),
    ]


def told_at(server: Remembering, address: str, **given: Any) -> SimpleNamespace:
    path, _mark, query = address.partition("?")
    answer = ask(server, path, QUERY_STRING=query, **given)
    answer.words = " ".join(words_of(answer.body))
    return answer


@pytest.mark.parametrize("act", ACTS)
def test_at_the_next_request_nobody_is_told_of_it_any_more(
    act: str, office: SimpleNamespace, item: Item, server: Remembering
):
    before = {address: told_at(server, address) for address in ways_to(item)}
    assert [address for address, answer in before.items() if WORD not in answer.words] == []
    with TestCase.captureOnCommitCallbacks(execute=True):
        ACTS[act](office, item)
    for address, earlier in before.items():
        for given in ({}, _as_who_has(earlier)):
            answer = told_at(server, address, **given)
            assert answer.status != 304, (address, given)
            rest = answer.words.replace(TITLE, "") if _is_its_own(address, item, act) else answer.words
            assert WORD not in rest, (address, given)
    expected = 200 if act == "corrected" else 410
    assert told_at(server, item.get_public_url()).status == expected
    assert told_at(server, reverse("api:item", args=[item.index_number])).status == expected


def _as_who_has(earlier: SimpleNamespace) -> dict[str, str]:
    """Ask as a browser or a reader of feeds does that kept the earlier answer."""
    mark, since = earlier.headers.get("etag"), earlier.headers.get("last-modified")
    return {"HTTP_IF_NONE_MATCH": mark} if mark else {"HTTP_IF_MODIFIED_SINCE": since} if since else {}


def _is_its_own(address: str, item: Item, act: str) -> bool:
    own = (item.get_public_url(), reverse("api:item", args=[item.index_number]))
    return act in TITLE_STAYS and address in own


def test_who_has_the_page_already_is_told_so_while_nothing_changed(item: Item, server: Remembering):
    """Otherwise never answering with 304 would mean nothing."""
    for address in ("/", item.get_public_url(), reverse("api:item", args=[item.index_number])):
        mark = told_at(server, address).headers["etag"]
        assert told_at(server, address, HTTP_IF_NONE_MATCH=mark).status == 304


def test_a_reader_of_feeds_that_knows_only_the_time_is_told_anew(office: SimpleNamespace, item: Item):
    """Taking something away makes no other entry newer."""
    client, feed = Client(), reverse("portal:feed", args=["atom"])
    since = client.get(feed)["Last-Modified"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw(office, item)
    answer = client.get(feed, headers={"if-modified-since": since})
    assert (answer.status_code, WORD in answer.content.decode()) == (200, False)


def test_a_denied_word_takes_it_from_the_remembered_pages(office: SimpleNamespace, server: Remembering):
    office.word = WORD
    item = on_a_word(office)
    pages = ("/", reverse("portal:search"), reverse("portal:feed", args=["atom"]), reverse("api:items"))
    assert all(WORD in told_at(server, address).words for address in pages)
    with TestCase.captureOnCommitCallbacks(execute=True):
        secrecy.deny(item.package.review, by=office.leader, reason="没有说过。")
    assert [address for address in pages if WORD in told_at(server, address).words] == []


def test_a_paper_taken_out_leaves_nothing_in_its_item_and_its_releases(office: SimpleNamespace, item: Item):
    said = Fitted(headline=WORD, text=f"{WORD}的正文。")
    row = channels.release(item, channel(office, "wechat"), by=office.foi, fitted=said)
    take_out(office, item)
    item, row = Item.objects.get(pk=item.pk), Release.objects.get(pk=row.pk)
    left = (item.title, item.keywords, item.abstract, item.package.title, item.package.body)
    assert [text for text in (*left, row.headline, row.text) if WORD in text] == []


def test_an_act_that_breaks_off_after_the_index_was_written_leaves_nothing(
    office: SimpleNamespace, item: Item, server: Remembering
):
    before = told_at(server, "/").body

    def withdraw_and_break_off() -> None:
        with transaction.atomic():
            catalogue.withdraw(item, by=office.foi, reason="有误。")
            assert search.find(search_index.SPACE, WORD).total == 0
            raise InterruptedError

    with pytest.raises(InterruptedError):
        withdraw_and_break_off()
    assert search.find(search_index.SPACE, WORD).total == 1
    assert told_at(server, "/").body == before
    assert list(search_index.faults()) == []


def test_what_was_withdrawn_is_shown_nowhere_even_if_what_follows_the_commit_never_ran(
    office: SimpleNamespace, item: Item, server: Remembering
):
    """The entry goes with the act itself. What follows only calls the releases back."""
    addresses = ways_to(item)
    with TestCase.captureOnCommitCallbacks(execute=False):
        withdraw(office, item)
    assert Release.objects.get(item=item).state == "confirmed"
    assert search.find(search_index.SPACE, WORD).total == 0
    for address in addresses:
        words = told_at(server, address).words
        assert WORD not in words.replace(TITLE, ""), address


def test_an_entry_that_outlived_its_item_shows_nothing_and_is_mended(office: SimpleNamespace, item: Item):
    """A row was changed behind the program's back: until the job has run, the index has it and no page does.

    The page and the interface count only what they show; the filters count the entry until it is mended.
    """
    Review.objects.filter(package=item.package).update(state="sent_back")
    client = Client()
    page = client.get(reverse("portal:search"), {"q": WORD})
    assert (page.context["rows"], page.context["total"]) == ([], 0)
    assert client.get(reverse("api:items"), {"q": WORD}).json()["total"] == 0
    assert client.get(reverse("portal:suggest"), {"q": WORD}).json() == {"suggestions": []}
    assert search.find(search_index.SPACE, WORD).total == 1
    assert search_index.mend() == 1
    assert search.find(search_index.SPACE, WORD).total == 0
    assert search.suggest(search_index.SPACE, ASKED) == ()
    assert WORD not in search.find(search_index.SPACE, f"{WORD[:-1]}错").suggestion


def test_an_entry_that_is_missing_is_mended_too(item: Item):
    search.remove(search_index.SPACE, search_index.key_for(item.pk))
    assert search_index.mend() == 1
    assert search.find(search_index.SPACE, WORD).total == 1
