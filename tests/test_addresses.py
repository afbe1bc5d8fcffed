"""Every address of the program and what it answers to whom: the table stands in `addresses.toml`."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.template import Origin, Template
from django.template.loaders.base import Loader
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.files.storing import store
from gongkai.people.models import Post, User
from tests import world
from tests.office import furnish

TABLE = Path(__file__).with_name("addresses.toml")

# Besides the duties of one office: somebody without an account, somebody without a duty, and somebody
# with every duty of an office in the office next door.
OTHERS = ("anonymous", "nobody", "neighbour")
EVERYBODY = (*Duty.values, *OTHERS)
CLOSED = {403, 404}


@dataclass(frozen=True)
class Row:
    """One address: the subject it is about, and the answer for each of those who ask."""

    name: str
    of: str
    answers: dict[str, int]


@cache
def rows() -> tuple[Row, ...]:
    table = tomllib.loads(TABLE.read_text("utf-8"))
    groups: dict[str, list[str]] = table.pop("groups")
    return tuple(_row(name, dict(told), groups) for name, told in table["addresses"].items())


def _row(name: str, told: dict[str, Any], groups: dict[str, list[str]]) -> Row:
    of, otherwise = told.pop("of", ""), told.pop("else")
    answers = dict.fromkeys(EVERYBODY, otherwise)
    if name.startswith("desk:"):
        answers["anonymous"] = 302  # to the log-in
    for status, who in told.items():
        for each in who:
            for one in groups.get(each, [each]):
                assert one in answers, f"{name}: nobody is called {one}"
                answers[one] = int(status)
    return Row(name, of, answers)


def names_of_addresses() -> list[str]:
    """The name of every address of the program, or its pattern where it has no name."""

    def walk(resolver: URLResolver, space: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                yield from walk(each, f"{space}{each.namespace}:" if each.namespace else space)
            elif isinstance(each, URLPattern):
                yield f"{space}{each.name}" if each.name else f"without a name: {each.pattern}"

    return sorted(walk(get_resolver(), ""))


def address(row: Row, made: SimpleNamespace) -> str:
    """The address of the row's subject."""
    if not row.of:
        return reverse(row.name)
    subject = getattr(made, row.of)
    return reverse(row.name, kwargs=subject if isinstance(subject, dict) else {"pk": subject.pk})


def with_places(made: SimpleNamespace) -> SimpleNamespace:
    """Add what is named in an address by more than its key."""
    attachment = made.draft.attachments.get()
    made.file_of_a_draft = {"pk": made.draft.pk, "file": attachment.file_id}
    made.file_of_a_review = {
        "pk": made.review_for_decision.pk,
        "file": made.review_for_decision.package.files.get(order=1).file_id,
    }
    own = store(world.picture(), name="现场.jpg", by=made.office.officer, agency=made.office.agency)
    made.own_picture = {"file": own.pk}
    made.issuing_form = {"pk": made.draft.pk, "kind": "docx"}
    made.form_of_a_review = {"pk": made.review_for_decision.pk, "kind": "docx"}
    made.picture_of_an_item = {"pk": made.item.pk, "file": made.item.package.files.get(order=1).file_id}
    made.column = {"slug": made.office.column.slug}
    made.duty_of_disclosure, made.key_area = {"code": "20.5"}, {"code": "c"}
    made.index_number = {"index_number": made.item.index_number}
    made.office_shown, made.guide_on_paper = {"slug": made.office.agency.slug}, {"kind": "docx"}
    proof = made.case_with_code.request.proofs.get()
    made.proof = {"pk": made.case_with_code.pk, "proof": proof.pk}
    made.letter = {"pk": made.reply_signed.pk, "kind": "pdf"}
    made.file_of_a_letter = {"pk": made.letter_sent.pk, "kind": "pdf"}
    made.letter_of_a_request = {"pk": made.case.letters.get().pk, "kind": "pdf"}
    made.enclosure_of_a_reply = {"pk": made.reply_sent.pk, "paper": made.paper.pk}
    made.xlsx = {"kind": "xlsx"}
    made.report = {"format": "report-2018", "agency": "jianguomen", "year": 2018, "kind": "json"}
    made.item_by_number = {"index_number": made.item.index_number}
    made.office_by_slug = {"slug": "jianguomen"}
    made.figures_of_a_year = {"slug": "jianguomen", "year": 2018}
    made.feed = {"kind": "atom"}
    made.feed_of_a_column = {"slug": made.office.column.slug, "kind": "rss"}
    made.feed_of_an_office = {"slug": "jianguomen", "kind": "atom"}
    made.part_of_the_site_map = {"part": 0}
    made.nowhere = {"rest": "nothing"}
    made.figure = {"format": "report-2018", "agency": "jianguomen", "year": 2018, "code": "1.1"}
    return made


def client_of(who: str, office: SimpleNamespace) -> Client:
    client = Client(headers={"accept-language": "en"})
    if who in ("nobody", "neighbour"):
        client.force_login(getattr(office, who))
    elif who != "anonymous":
        client.force_login(holder_of(who, office))
    return client


def holder_of(duty: str, office: SimpleNamespace) -> User:
    return Post.objects.exclude(user__agency=office.other).get(duty=duty).user


def test_every_address_stands_in_the_table_and_nothing_else():
    assert [row.name for row in rows()] == sorted(set(names_of_addresses()))


def test_what_belongs_to_an_agency_does_not_exist_for_the_neighbouring_one():
    # The download of a list is everybody's own list, in the kind of file the address names; words that mean
    # the same are kept by all offices of an installation together.
    common = {"", "xlsx", "synonyms"}
    papers = [row for row in rows() if row.name.startswith("desk:") and row.of not in common]
    assert [row.name for row in papers if row.answers["neighbour"] not in {403, 404}] == []


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One world for all who ask: nobody changes anything in it."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.pretend(world.TODAY):
        yield with_places(world.build(furnish()))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _pages_without_words(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Only the answers matter here; writing the pages and each refusal out would take most of the time."""
    caplog.set_level(logging.ERROR, logger="django.request")
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": ["tests.test_addresses.EmptyPages"]},
        }
    ]


class EmptyPages(Loader):
    def get_template(self, template_name: str, skip: Any = None) -> Template:
        return Template("", Origin(template_name, template_name, self), template_name, self.engine)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address_answers_as_the_table_says_to(who: str, made: SimpleNamespace):
    wrong = []
    with clock.pretend(world.TODAY):
        client = client_of(who, made.office)
        for row in rows():
            url, expected = address(row, made), row.answers[who]
            got = client.get(url).status_code
            if got != expected:
                wrong.append(f"{row.name} answers with {got}, not {expected}")
            # Whom a page is closed to cannot send anything to it either.
            elif expected in CLOSED and row.name.startswith("desk:"):
                sent = client.post(url).status_code
                if sent not in {*CLOSED, 405}:
                    wrong.append(f"{row.name} answers a form with {sent}")
    assert wrong == []
