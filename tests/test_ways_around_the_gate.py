"""Unknown means not public: every way to a text that is not cleared, tried by those who may not have it.

Each paper carries a word that stands nowhere else, in its title, its text, its file and its keywords. Then
every address of the portal and the interface is asked, by a citizen, by accounts from outside and by the
office next door, every file is asked for by its address, and every table is unpacked. The word comes back
from none of them, while that of a paper that took every step comes back from all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from gongkai import search
from gongkai.acts import clock
from gongkai.agencies.models import Section
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Item, OwnRuleKind
from gongkai.channels import search_index, subscriptions_digest
from gongkai.channels.models import Release
from gongkai.channels.queries import public_items
from gongkai.law.columns import ColumnKind
from tests.office import furnish
from tests.papers import DAY, LOST, NOW, NOWHERE, ONCE_PUBLIC, PUBLIC, STATES, WORDS, on_the_website
from tests.ways import (
    WAYS,
    addresses,
    desk_addresses,
    desk_lists,
    desk_searches,
    leaks_in,
    portal_lists,
    words_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may() -> Iterator[None]:
    with clock.pretend(NOW):
        yield


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One world for all who ask: nobody changes anything in it."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.pretend(NOW):
        office = furnish()
        Column.objects.create(
            agency=office.agency, slug="dynamics", name="工作动态", kind=ColumnKind.SERVICES
        )
        beside = Section.objects.create(agency=office.agency, name="城市管理科")
        office.beside = office.person("lin", "林旁（虚构）", ["information_officer"], office.agency, beside)
        office.word = PUBLIC
        office.item = _with_what_follows(on_the_website, office)
        catalogue.name_rule(office.agency, OwnRuleKind.SECRECY, office.item, by=office.foi)
        office.words = dict(zip(STATES | ONCE_PUBLIC, WORDS, strict=False))
        assert NOWHERE not in office.words.values()
        for state, make in (STATES | ONCE_PUBLIC).items():
            office.word = office.words[state]
            _with_what_follows(make, office)
        yield office
        transaction.set_rollback(True)


def _with_what_follows(make: Callable[[SimpleNamespace], Any], office: SimpleNamespace) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return make(office)


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings: Any) -> None:
    settings.OPEN_DATA_CALLS = 1_000_000


@pytest.fixture(scope="module")
def told(made: SimpleNamespace, django_db_blocker: Any) -> dict[str, str]:
    """What a citizen is told at every address."""
    with django_db_blocker.unblock(), clock.pretend(NOW), override_settings(OPEN_DATA_CALLS=1_000_000):
        client = Client()
        return {address: words_at(client, address)[1] for address in addresses(made)}


def test_what_is_not_cleared_or_no_longer_public_is_found_nowhere(
    made: SimpleNamespace, told: dict[str, str]
):
    leaks = [(state, at) for at, text in told.items() for state in leaks_in(made.words, text)]
    assert leaks == []


@pytest.mark.parametrize("who", ["citizen", "property_service", "stranger"])
def test_an_account_from_outside_is_told_no_more(who: str, made: SimpleNamespace):
    client = Client()
    client.force_login(getattr(made, who))
    items = Item.objects.values_list("pk", flat=True)
    asked = desk_addresses()
    if who == "citizen":
        asked += [*portal_lists(), *(reverse("portal:item", args=[pk]) for pk in items)]
    leaks = [(state, at) for at in asked for state in leaks_in(made.words, words_at(client, at)[1])]
    # What stands at the own portal of the office next door is its own.
    mine = "on the portal of another office" if who == "stranger" else None
    assert [(state, at) for state, at in leaks if state != mine] == []


@pytest.mark.parametrize("who", ["beside", "supervisor"])
def test_a_list_of_the_desk_tells_nobody_of_what_they_may_not_open(who: str, made: SimpleNamespace):
    client = Client()
    client.force_login(getattr(made, who))
    opened = " ".join(words_at(client, at)[1] for at in desk_addresses() if "?" not in at)
    closed = {state: word for state, word in made.words.items() if word not in opened}
    assert closed
    lists = [*desk_searches(), *desk_lists()]
    assert [(state, at) for at in lists for state in leaks_in(closed, words_at(client, at)[1])] == []


def test_the_same_ways_lead_to_what_is_public(made: SimpleNamespace, told: dict[str, str]):
    """For a paper that took every step: otherwise finding nothing would mean nothing."""
    files = [each.file_id for each in made.item.package.frozen_files]
    assert files
    silent = [
        address
        for address in [
            *WAYS,
            reverse("portal:item", args=[made.item.pk]),
            reverse("api:item", args=[made.item.index_number]),
            *(reverse("portal:item_file", args=[made.item.pk, file]) for file in files),
        ]
        if PUBLIC not in told[address]
    ]
    assert silent == []


def test_every_public_item_and_no_other_stands_in_the_site_map_for_machines(
    made: SimpleNamespace, told: dict[str, str]
):
    listed = re.findall(r"/items/(\d+)/</loc>", told[reverse("portal:sitemap_items", args=[0])])
    assert sorted(map(int, listed)) == sorted(_shown_here(made).values_list("pk", flat=True))


def test_no_qr_code_and_no_way_by_number_leads_to_what_never_was_public(made: SimpleNamespace):
    client = Client()
    once = set(Release.objects.filter(kind="website", agency=made.agency).values_list("item_id", flat=True))
    for item in Item.objects.all():
        is_shown = _shown_here(made).filter(pk=item.pk).exists()
        qr = client.get(reverse("portal:item_qr", args=[item.pk])).status_code
        by_number = client.get(reverse("portal:item_by_number", args=[item.index_number])).status_code
        page = client.get(reverse("portal:item", args=[item.pk])).status_code
        as_data = client.get(reverse("api:item", args=[item.index_number])).status_code
        expected = (404, 301, 410, 410) if item.pk in once else (404, 404, 404, 404)
        assert (qr, by_number, page, as_data) == ((200, 301, 200, 200) if is_shown else expected), item


def test_an_old_address_of_what_never_was_public_leads_nowhere(made: SimpleNamespace):
    assert Client().get("/old/jianguomen/").status_code == 404


# Counts


def test_counts_are_those_of_what_is_public_and_of_nothing_else(made: SimpleNamespace):
    shown = _shown_here(made).select_related("column", "agency")
    offices = {"office": [made.agency.slug]}
    found = search.find(search_index.SPACE, "", filters=offices, limit=0, count=("column", "year", "kind"))
    # One lost its clearance without an act; until the index is mended it is counted, and never shown.
    stale = Item.objects.filter(package__review__state="sent_back", title__contains=made.words[LOST]).get()
    rows = [*shown, stale]
    assert found.total == len(rows)
    assert {slug: count for slug, count, _more in found.facets["year"]} == Counter(
        str(item.published_on.year) for item in rows
    )
    assert {slug: count for slug, count, _more in found.facets["kind"]} == Counter(
        item.genre for item in rows
    )
    told = Client().get(reverse("api:items")).json()
    assert told["total"] == len(shown)
    counted = Client().get(reverse("api:columns")).json()["items"]
    assert sum(each["items"] for each in counted) == len(shown)


def test_a_search_for_a_private_word_answers_as_for_one_that_stands_nowhere(made: SimpleNamespace):
    client = Client()
    silent = _answers_to(client, NOWHERE)
    others = {state: word for state, word in made.words.items() if state != LOST}
    assert [state for state, word in others.items() if _answers_to(client, word) != silent] == []
    assert _answers_to(client, PUBLIC) != silent


def _answers_to(client: Client, word: str) -> list[str]:
    """What the ways of searching answer to a word, with the word itself left out."""
    return [
        words_at(client, f"{address}{quote(word)}{more}")[1].replace(word, "").replace(quote(word), "")
        for address, more in (
            (f"{reverse('portal:search')}?q=", ""),
            (f"{reverse('portal:suggest')}?q=", ""),
            (f"{reverse('portal:services')}?q=", ""),
            (f"{reverse('api:items')}?q=", "&year=2026&page_size=1&order=date_up"),
        )
    ]


def test_another_spelling_is_never_one_of_a_private_word(made: SimpleNamespace):
    client = Client()

    def offered(word: str) -> str:
        return words_at(client, f"{reverse('portal:search')}?q={quote(f'{word[:-1]}错')}")[1]

    others = {state: word for state, word in made.words.items() if state != LOST}
    assert [state for state, word in others.items() if word in offered(word)] == []
    assert PUBLIC in offered(PUBLIC)


def test_the_digest_names_what_is_public_and_nothing_else(made: SimpleNamespace):
    items = subscriptions_digest.new_items(made.agency, [], after=date(2026, 5, 10), until=DAY)
    titles = " ".join(item.title for item in items)
    assert PUBLIC in titles
    assert [state for state, word in made.words.items() if word in titles] == []


def _shown_here(made: SimpleNamespace) -> Any:
    return public_items(made.agency)
