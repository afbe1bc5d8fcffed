"""What a request may cost: the processing fee for an excessive number, and the cost fees of earlier years.

Law: Regulations on the Disclosure of Government Information (2019), art. 42; 国办函〔2020〕109号; in the
text of 2007 arts. 27 and 28.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils.translation import gettext

from gongkai.law.data_files import rows

LARGEST = 1_000_000  # more cases or pages than this are a slip of the pen


class NoTariff(LookupError):
    """No tariff is in force on that day: nothing may be charged."""


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a number that lies in one band: `count` cases or pages, each at `rate` yuan."""

    first: int
    last: int
    count: int
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in yuan with the bands it is made of; `article` is its basis."""

    amount: Decimal
    bands: tuple[Band, ...]
    article: str


def by_cases(cases: int, on: date | None = None) -> Fee:
    """Return the fee for `cases` requests (0 to 1,000,000) of one requester in one calendar month.

    `on` is the day whose tariff applies; without it, the newest. Raises ValueError for a number
    outside the limits and NoTariff on a day without a tariff.

    Law: 国办函〔2020〕109号, art. 4.
    """
    return _reckon("cases", cases, on)


def of_one_case(place: int, on: date | None = None) -> Fee:
    """Return what the `place`-th request (from 1) of one requester in a calendar month adds to its fee.

    The amounts of all places together are the fee `by_cases` of the month.

    Law: 国办函〔2020〕109号, art. 4.
    """
    if place < 1:
        raise ValueError(gettext("The number must be a whole number from 1 on."))
    fee = by_cases(place, on)
    band = fee.bands[-1]
    return Fee(band.rate, (Band(place, place, 1, band.rate, band.rate),), fee.article)


def by_pages(pages: int, on: date | None = None) -> Fee:
    """Return the fee for `pages` pages (0 to 1,000,000) of one request; all else as in `by_cases`.

    Law: 国办函〔2020〕109号, art. 5.
    """
    return _reckon("pages", pages, on)


class CostKind(StrEnum):
    """What an agency could have its cost paid for under the text of 2007."""

    SEARCH = "search"
    COPYING = "copying"
    POSTING = "posting"

    @property
    def label(self) -> str:
        return {
            CostKind.SEARCH: gettext("Cost of search"),
            CostKind.COPYING: gettext("Cost of copying"),
            CostKind.POSTING: gettext("Cost of posting"),
        }[self]


@dataclass(frozen=True, slots=True)
class CostRule:
    """Which costs may be charged, by which act; none: `reason` tells the reader why."""

    kinds: tuple[CostKind, ...]
    article: str
    note: str = ""

    @property
    def reason(self) -> str:
        """Why nothing may be charged, in the reader's language; empty where something may be."""
        if self.kinds:
            return ""
        return gettext("No cost fee may be charged: %(article)s.") % {"article": self.article}


def cost_rule(on: date) -> CostRule:
    """Return what may be charged for search, copying and posting on `on`, the day of charging.

    Raises NoTariff before 1 May 2008.

    Law: Regulations (2007), arts. 27 and 28, until 31 March 2017; suspended by 财税〔2017〕20号; free of
    charge by art. 42 of the text of 2019.
    """
    for row in rows("fees", "cost_fee"):
        if row["valid_from"] <= on <= row.get("valid_to", on):
            return CostRule(
                tuple(CostKind(kind) for kind in row["kinds"]), row["article"], row.get("note", "")
            )
    raise NoTariff(f"cost fees on {on}")


def cost_fee_allowed(on: date, kind: CostKind | None = None) -> bool:
    """Say whether a cost fee of that kind (None: of any) may be charged on that day."""
    allowed = cost_rule(on).kinds
    return bool(allowed) if kind is None else kind in allowed


def tariff_in_force(on: date) -> bool:
    """Say whether a processing fee can be charged at all on that day: since 1 January 2021."""
    return any(row["valid_from"] <= on <= row.get("valid_to", on) for row in rows("fees", "tariff"))


def as_json(fee: Fee) -> dict[str, Any]:
    """Return the fee in the contract's shape, ready for `json.dumps`."""
    return {
        "amount": _number(fee.amount),
        "unit": "CNY",
        "bands": [
            {
                "from": band.first,
                "to": band.last,
                "count": band.count,
                "rate": _number(band.rate),
                "amount": _number(band.amount),
            }
            for band in fee.bands
        ],
    }


def _reckon(code: str, number: int, on: date | None) -> Fee:
    if not 0 <= number <= LARGEST:
        raise ValueError(
            gettext("The number must be a whole number from 0 to %(largest)s.") % {"largest": LARGEST}
        )
    tariff = _tariff(code, on)
    bands = tuple(
        Band(
            first,
            min(last, number),
            min(last, number) - first + 1,
            rate,
            rate * (min(last, number) - first + 1),
        )
        for first, last, rate in _bands(tariff, number)
    )
    return Fee(sum((band.amount for band in bands), Decimal(0)), bands, tariff["article"])


def _bands(tariff: dict[str, Any], number: int) -> Iterator[tuple[int, int, Decimal]]:
    for band in tariff["bands"]:
        if band["first"] <= number:
            yield band["first"], band.get("last", number), Decimal(band["rate"])
    further = tariff.get("further")
    if further:
        for step, first in enumerate(range(further["first"], number + 1, further["size"])):
            rate = Decimal(further["rate"] + step * further["step"])
            yield first, first + further["size"] - 1, rate


@cache
def _tariff(code: str, on: date | None) -> dict[str, Any]:
    valid = [
        row
        for row in rows("fees", "tariff")
        if row["code"] == code
        and (
            on is None or (row["valid_from"] <= on and (row.get("valid_to") is None or on <= row["valid_to"]))
        )
    ]
    if not valid:
        raise NoTariff(f"{code} on {on}")
    return max(valid, key=lambda row: row["valid_from"])


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
