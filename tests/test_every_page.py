"""Every page, drawn once on the second database: what it asks for, both databases have to understand.

On the first database the tests of the pages themselves draw them all, again and again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from gongkai.acts import clock
from tests import world
from tests.office import furnish
from tests.test_addresses import EVERYBODY, Row, address, client_of, rows, with_places

pytestmark = [pytest.mark.django_db, pytest.mark.second_database]


@pytest.fixture
def made(db: None) -> Iterator[SimpleNamespace]:
    with clock.pretend(world.TODAY):
        yield with_places(world.build(furnish()))


def openers() -> dict[str, list[Row]]:
    """For each of those who ask the pages they open here: each page once."""
    opened = defaultdict(list)
    for row in rows():
        who = next((who for who in EVERYBODY if row.answers[who] == 200), None)
        if who:
            opened[who].append(row)
    return opened


def test_every_page_opens_for_whom_it_is_open(made: SimpleNamespace):
    broken = []
    for who, pages in openers().items():
        client: Client = client_of(who, made.office)
        for row in pages:
            with transaction.atomic():
                answer = client.get(address(row, made))
                # What is written bit by bit, such as a download, asks only while it is read.
                said = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code != 200 or not said:
                broken.append(f"{row.name} answers {who} with {answer.status_code}")
    assert broken == []
