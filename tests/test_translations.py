"""Everything the program says it says in Chinese too."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from gongkai.console import locales


@pytest.fixture(scope="module")
def standing() -> Catalog:
    return locales.catalogue()


@pytest.fixture(scope="module")
def found() -> Catalog:
    return locales.extracted()


def test_every_sentence_is_translated(standing, found):
    assert locales.missing(standing, found) == []


def test_no_translation_is_a_guess(standing):
    assert locales.unsettled(standing) == []


def test_nothing_is_translated_that_is_no_longer_said(standing, found):
    assert locales.unused(standing, found) == []


def test_a_translation_has_the_placeholders_of_its_sentence(standing):
    assert locales.misplaced(standing) == []


def test_sentences_are_marked_by_names_the_collector_knows():
    """A sentence behind another name is never collected, so nobody would miss its translation."""
    renamed = re.compile(r"\b[a-z]*gettext[a-z_]* as (?!_\b)(\w+)")
    found_in = [
        f"{path.relative_to(locales.PACKAGE)}: {name}"
        for path in locales.PACKAGE.rglob("*.py")
        for name in renamed.findall(path.read_text("utf-8"))
    ]
    assert found_in == []
