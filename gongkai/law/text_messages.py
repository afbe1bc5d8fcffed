"""What text messages to residents keep to: length, hours, number a day, and how a resident ends them.

All numbers are dated data; whoever sends asks for the day on which it is sent.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.law.data_files import rows


@dataclass(frozen=True)
class QuietHours:
    """Nothing is sent from `begin` in the evening to `end` in the morning, times of Beijing."""

    begin: time
    end: time

    def over_at(self, moment: datetime) -> datetime | None:
        """Return when messages may go again; None when they may go at `moment` (Beijing time)."""
        at = moment.time()
        if self.end <= at < self.begin:
            return None
        day = moment.date() if at < self.end else moment.date() + timedelta(days=1)
        return datetime.combine(day, self.end, moment.tzinfo)


def signs_of(text: str) -> int:
    """Return how many signs of UCS-2 a text has; an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def parts_of(text: str, on: date) -> int:
    """Return in how many parts a text goes out, each of which is paid for; none for an empty one."""
    row, signs = _holding("length", on), signs_of(text)
    return min(signs, 1) if signs <= row["one"] else -(-signs // row["joined"])


def quiet_hours(on: date) -> QuietHours:
    row = _holding("quiet_hours", on)
    return QuietHours(row["from"], row["until"])


def most_a_day(on: date) -> int:
    """Return how many messages of an office one number gets on a day."""
    value: int = _holding("most_a_day", on)["value"]
    return value


def usual_price(on: date) -> Decimal:
    """Return the price of a part in yuan where an office has named none."""
    return Decimal(_holding("price", on)["yuan"])


def cost_of(parts: int, recipients: int, price: Decimal) -> Decimal:
    """Return what it costs in yuan to send a text of so many parts to so many; `price` is that of a part."""
    return (price * parts * recipients).quantize(Decimal("0.01"))


def ending(on: date) -> str:
    """Return the words that end each message and say how to be left alone."""
    words: str = _holding("opt_out", on)["ending"]
    return words


def ends_consent(reply: str, on: date) -> bool:
    """Say whether a reply to a message asks for no more of them."""
    row = _holding("opt_out", on)
    plain = unicodedata.normalize("NFKC", reply).upper()
    said = "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")
    return said in row["words"] or said.startswith(tuple(row["beginnings"]))


@cache
def _table(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(sorted(rows("text_messages", name), key=lambda row: row["valid_from"]))


def _holding(name: str, on: date) -> dict[str, Any]:
    """Return the row that holds on a day; the first one for days before it."""
    known = _table(name)
    holding = [row for row in known if row["valid_from"] <= on]
    return holding[-1] if holding else known[0]
