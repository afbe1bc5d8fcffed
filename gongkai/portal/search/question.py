"""What a reader asks: words, what was chosen in the filters, order; and back as an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from gongkai.catalogue.models import Column, Validity
from gongkai.channels import search_index
from gongkai.documents.models import Genre
from gongkai.inventory.models import Phase
from gongkai.kit.templatetags.kit import without_controls
from gongkai.law.duties import disclosure_items
from gongkai.law.key_areas import all_key_areas

LONGEST_TEXT = 100
# Values of one filter that are taken from an address; nobody ticks more.
MOST_CHOSEN = 20
NO_COLUMN = search_index.column_slug(0)
ORDERS = ("relevance", "date", "date_up")

# The parameters of the address, in the order of the filters on the page. They name the facets of the index.
FILTERS = ("office", "column", "year", "kind", "subject", "phase", "validity", "area", "duty")

_LISTED = {
    "kind": set(Genre.values),
    "phase": set(Phase.values),
    "validity": set(Validity.values),
    "area": {area.code for area in all_key_areas()},
    "duty": {item.code for item in disclosure_items()},
}


@dataclass(frozen=True)
class Question:
    """One search as its address tells it; what no filter has is left out."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""

    @classmethod
    def read(cls, told: QueryDict) -> Question:
        chosen = {}
        for name in FILTERS:
            values = dict.fromkeys(_clean(value) for value in told.getlist(name)[:MOST_CHOSEN])
            if kept := tuple(value for value in values if _is_a_value(name, value)):
                chosen[name] = kept
        return cls(
            text=_clean(told.get("q", "")),
            chosen=chosen,
            order=told.get("order", "") if told.get("order") in ORDERS else "",
        )

    @property
    def ordered_by(self) -> str:
        """The order in force: without words nothing is more relevant than something else."""
        usual = "relevance" if self.text else "date"
        return usual if not self.text and self.order == "relevance" else self.order or usual

    def address(self, **change: object) -> str:
        """Return the address's query for this question, its first page, with some of it changed."""
        other = replace(self, **change)  # type: ignore[arg-type]
        told: list[tuple[str, str]] = [("q", other.text)] if other.text else []
        told += [(name, value) for name in FILTERS for value in other.chosen.get(name, ())]
        told += [("order", other.order)] if other.order else []
        return f"?{urlencode(told)}" if told else "?"

    def without(self, name: str, value: str) -> str:
        """Return the query of the address without one of the chosen values."""
        rest = tuple(each for each in self.chosen.get(name, ()) if each != value)
        return self.address(chosen={**self.chosen, name: rest})

    def filters(self, columns: Iterable[Column]) -> dict[str, list[str]]:
        """Return what the index is asked for; `columns` are those with the chosen short addresses."""
        told = {name: [_slug(name, value) for value in values] for name, values in self.chosen.items()}
        if "column" in told:
            # An address that is none of ours has no hits, rather than all of them.
            told["column"] = [search_index.column_slug(column.pk) for column in columns] or [NO_COLUMN]
        return told


def _clean(text: str) -> str:
    kept = without_controls(text.encode("utf-8", "ignore").decode()[: 4 * LONGEST_TEXT].replace("\x00", ""))
    return " ".join(kept.split())[:LONGEST_TEXT].strip()


def _is_a_value(name: str, value: str) -> bool:
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    return value in _LISTED[name] if name in _LISTED else bool(value)


def _slug(name: str, value: str) -> str:
    if name == "subject":
        return search_index.subject_slug(value)
    return value.replace(".", "-").lower()
