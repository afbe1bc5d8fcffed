"""A small world with one of each subject in each of its states, for tests that visit every page.

Everything is made by the acts themselves, on the days before `TODAY`.
"""

from __future__ import annotations

from types import SimpleNamespace

from tests.world.ground import PARAGRAPHS, TODAY, at, found, picture
from tests.world.outward import messages, on_paper
from tests.world.papers import papers
from tests.world.registers import imports, matters_and_tasks, people, registers, what_readers_found
from tests.world.requests import requests_of_all_kinds
from tests.world.writing import adopted, awaiting_decision, document, handed_in, piece, published

__all__ = [
    "PARAGRAPHS",
    "TODAY",
    "adopted",
    "at",
    "awaiting_decision",
    "build",
    "document",
    "found",
    "handed_in",
    "picture",
    "piece",
    "published",
]


def build(office: SimpleNamespace) -> SimpleNamespace:
    """Return the world of an office: its subjects by name."""
    found(office)
    return SimpleNamespace(
        office=office,
        **papers(office),
        **requests_of_all_kinds(office),
        **registers(office),
        **matters_and_tasks(office),
        **imports(office),
        **people(office),
        **what_readers_found(office),
        **on_paper(office),
        **messages(office),
    )
