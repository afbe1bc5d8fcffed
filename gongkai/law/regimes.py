"""The two texts of the Regulations on the Disclosure of Government Information, and which one governs."""

from datetime import date
from enum import StrEnum
from functools import cache

from gongkai.law.data_files import rows


class BeforeTheRegulations(ValueError):
    """The day lies before the Regulations took effect (1 May 2008)."""


class Regime(StrEnum):
    OF_2007 = "2007"
    OF_2019 = "2019"

    @classmethod
    def on(cls, received: date) -> "Regime":
        """Return the text that governs a request received on that day. Raises BeforeTheRegulations."""
        for code, valid_from, valid_to, _title in _texts():
            if valid_from <= received and (valid_to is None or received <= valid_to):
                return code
        raise BeforeTheRegulations(received)

    @property
    def cited_as(self) -> str:
        """The Chinese title of the text, with the number of its order, as a letter cites it."""
        return next(title for code, _valid_from, _valid_to, title in _texts() if code is self)


@cache
def _texts() -> tuple[tuple[Regime, date, date | None, str], ...]:
    return tuple(
        (Regime(row["code"]), row["valid_from"], row.get("valid_to"), row["title"])
        for row in rows("terms", "regulations")
    )
