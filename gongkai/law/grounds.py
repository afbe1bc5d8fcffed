"""The specific grounds below each outcome, with the sentence a letter says them in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law.data_files import rows
from gongkai.law.labels import in_reader_language
from gongkai.law.regimes import Regime


class NoSuchGround(LookupError):
    """There is no ground of that code."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One ground on which a request can end as `outcome`: from the law's data, or one an office added.

    `regime` is the text of the Regulations it belongs to (None: any); `valid_from` and `valid_to`
    (inclusive, None: open) narrow it further. All three are held against the day of receipt. `article`
    is written as a letter cites it; `text_zh` is the sentence for the letter; `discretionary` says that
    the agency may withhold but need not (art. 16).
    """

    code: str
    outcome: str
    label_zh: str
    article: str
    label_en: str = ""
    regime: Regime | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    text_zh: str = ""
    discretionary: bool = False
    note: str = ""

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_reader_language(self.label_zh, self.label_en or self.label_zh)

    def open_on(self, received: date) -> bool:
        """Say whether a request received on that day can end on this ground."""
        return (
            (self.regime is None or self.regime is Regime.on(received))
            and (self.valid_from is None or self.valid_from <= received)
            and (self.valid_to is None or received <= self.valid_to)
        )

    def cited(self, received: date) -> str:
        """Return the article with the title of its act, for a request received on that day.

        An article that names its act stays as it is; one that does not is of the Regulations. Empty
        where no article names the ground.
        """
        if not self.article or self.article[0] in "《〈":
            return self.article
        return f"{Regime.on(received).cited_as}{self.article}"


@cache
def all_grounds() -> tuple[Ground, ...]:
    """Return every ground of the law's data, in its order."""
    return tuple(Ground(**(row | {"regime": Regime(row["regime"])})) for row in rows("grounds", "ground"))


def grounds_for(outcome: str, on: date, own: Iterable[Ground] = ()) -> tuple[Ground, ...]:
    """Return the grounds of the outcome `outcome` open for a request received on `on`.

    Those of the law's data come first, then those of `own`, which an office added. Raises
    BeforeTheRegulations for a day before 1 May 2008.
    """
    return tuple(each for each in (*all_grounds(), *own) if each.outcome == outcome and each.open_on(on))


def ground(code: str, own: Iterable[Ground] = ()) -> Ground:
    """Return the ground of that code, of the law's data or of `own`. Raises NoSuchGround."""
    for each in (*all_grounds(), *own):
        if each.code == code:
            return each
    raise NoSuchGround(code)
