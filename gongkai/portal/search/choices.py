"""The filters beside the hits: what can be chosen, with the number of hits behind each choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Validity
from gongkai.channels import search_index
from gongkai.documents.models import Genre
from gongkai.inventory.models import Phase
from gongkai.law.duties import disclosure_item
from gongkai.law.key_areas import key_area
from gongkai.portal.search.question import FILTERS, Question

MOST_OFFERED = 12

Counts = Mapping[str, Iterable[tuple[str, int, bool]]]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    number: int
    has_more: bool
    chosen: bool

    @property
    def count(self) -> str:
        return f"{self.number}+" if self.has_more else str(self.number)


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address that lifts it."""

    label: str
    url: str


class Words:
    """What the values of the filters are called."""

    def __init__(self, offices: Iterable[Agency], columns: Iterable[Column]) -> None:
        self._offices = {office.slug.lower(): office.short_name for office in offices}
        self._columns: dict[str, str] = {}
        self._short: dict[str, str] = {}
        for column in columns:
            self._columns.setdefault(column.slug, column.name)
            self._short[search_index.column_slug(column.pk)] = column.slug

    def name_of(self, name: str) -> str:
        return {
            "office": _("Publishing office"),
            "column": _("Column"),
            "year": _("Year"),
            "kind": _("Kind"),
            "subject": _("Subject category"),
            "phase": _("Phase"),
            "validity": _("Validity"),
            "area": _("Key area"),
            "duty": _("Duty of the Regulations"),
        }[name]

    def value_of(self, name: str, slug: str) -> str:
        """Return how the address names what the index calls `slug`; empty for what is not known any more."""
        if name == "column":
            return self._short.get(slug, "")
        if name == "subject":
            return search_index.subject_of(slug)
        return slug.replace("-", ".") if name == "duty" else slug

    def label_of(self, name: str, value: str) -> str:
        if name == "office":
            return self._offices.get(value, "")
        if name == "column":
            return self._columns.get(value, "")
        choices = {"kind": Genre, "phase": Phase, "validity": Validity}.get(name)
        if choices is not None:
            return str(choices(value).label) if value in choices.values else ""
        if name in ("area", "duty"):
            try:
                return key_area(value).label if name == "area" else disclosure_item(value).label
            except (KeyError, LookupError):
                return ""
        return value


def groups_of(question: Question, counts: Counts, words: Words) -> list[dict[str, object]]:
    """Return the filters that part the hits, each with its choices: most hits first, years newest first.

    What offers a single choice parts nothing, unless it was chosen.
    """
    groups: list[dict[str, object]] = []
    for name in FILTERS:
        options = _options(name, question.chosen.get(name, ()), counts.get(name, ()), words)
        if len(options) > 1 or any(option.chosen for option in options):
            groups.append({"name": name, "label": words.name_of(name), "options": options})
    return groups


def _options(
    name: str, chosen: tuple[str, ...], counts: Iterable[tuple[str, int, bool]], words: Words
) -> list[Choice]:
    numbers: dict[str, tuple[int, bool]] = dict.fromkeys(chosen, (0, False))
    for slug, number, more in counts:
        # Columns of several offices with one short address are one choice.
        value = words.value_of(name, slug)
        before, had_more = numbers.get(value, (0, False))
        numbers[value] = (before + number, had_more or more)
    options = [
        Choice(value, label, number, more, value in chosen)
        for value, (number, more) in numbers.items()
        if value and (label := words.label_of(name, value))
    ]
    if name == "year":
        options.sort(key=lambda option: option.value, reverse=True)
    else:
        options.sort(key=lambda option: (-option.number, option.label))
    kept = options[:MOST_OFFERED]
    return kept + [option for option in options[MOST_OFFERED:] if option.chosen]


def chips_of(question: Question, words: Words) -> list[Chip]:
    return [
        Chip(
            _("%(label)s: %(value)s") % {"label": words.name_of(name), "value": label},
            question.without(name, value),
        )
        for name, values in question.chosen.items()
        for value in values
        if (label := words.label_of(name, value) or value)
    ]
