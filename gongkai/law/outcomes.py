"""How a request can end: the reply kinds of both texts of the Regulations, with articles and table rows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext

from gongkai.law.data_files import rows
from gongkai.law.labels import in_reader_language
from gongkai.law.regimes import Regime


class NoSuchOutcome(LookupError):
    """There is no outcome of that code."""


class OutcomeGroup(StrEnum):
    """The headings the outcomes stand under in the annual report."""

    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED = "refused"
    UNABLE = "unable"
    NOT_PROCESSED = "not_processed"
    CLOSED_OTHERWISE = "closed_otherwise"
    CORRECTION = "correction"  # of one's own records; counted in no table

    @property
    def label(self) -> str:
        return {
            OutcomeGroup.GRANTED: gettext("Disclosed"),
            OutcomeGroup.PARTIAL: gettext("Partially disclosed"),
            OutcomeGroup.REFUSED: gettext("Not disclosed"),
            OutcomeGroup.UNABLE: gettext("Unable to provide"),
            OutcomeGroup.NOT_PROCESSED: gettext("Not processed"),
            OutcomeGroup.CLOSED_OTHERWISE: gettext("Closed otherwise"),
            OutcomeGroup.CORRECTION: gettext("Correction of records"),
        }[self]


@dataclass(frozen=True)
class Outcome:
    """One way a request can end.

    `row_2018` and `refusal_row_2018` are rows of the table of 2014 to 2018 (None: it had none),
    `row_2021` is that of the national formats since 2019. `for_corrections`: it ends a request to correct
    one's own records, which no table counts (`row_2021` is empty). `refuses`: the whole is withheld on a
    ground of the Regulations; `needs_ground`: the letter states article and reasons; `discretionary`: the
    agency may withhold, it need not (art. 16); `override`: the public interest can weigh more (art. 15);
    `reassess`: what was withheld is looked at again (art. 18); `letter`: a reply letter goes out.
    """

    code: str
    group: OutcomeGroup
    label_en: str
    label_zh: str
    row_2021: str = ""
    row_2018: str | None = None
    refusal_row_2018: str | None = None
    refuses: bool = False
    needs_ground: bool = False
    discretionary: bool = False
    override: bool = False
    reassess: bool = False
    letter: bool = True
    for_corrections: bool = False
    note: str = ""
    articles: tuple[tuple[Regime, str], ...] = ()

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_reader_language(self.label_zh, self.label_en)

    def open_on(self, received: date) -> bool:
        """Say whether a request received on that day can end so."""
        return any(regime is Regime.on(received) for regime, _article in self.articles)

    def article(self, received: date) -> str:
        """Return the article, in Chinese as a letter cites it, for a request received on that day.

        It is empty where no article names the outcome.
        """
        governing = Regime.on(received)
        return next((article for regime, article in self.articles if regime is governing), "")


@cache
def all_outcomes() -> tuple[Outcome, ...]:
    """Return every outcome of a request for information, of both texts, in the order of the tables."""
    return tuple(each for each in _all() if not each.for_corrections)


def outcomes(on: date) -> tuple[Outcome, ...]:
    """Return the outcomes open for a request received on `on`, in the order of the tables."""
    return tuple(each for each in all_outcomes() if each.open_on(on))


def outcomes_of_corrections(on: date) -> tuple[Outcome, ...]:
    """Return the outcomes open for a request, received on `on`, to correct one's own records.

    Law: Regulations on the Disclosure of Government Information (2019), art. 41; (2007), art. 25.
    """
    return tuple(each for each in _all() if each.for_corrections and each.open_on(on))


def outcome(code: str) -> Outcome:
    """Return the outcome of that code, of a request or of a correction. Raises NoSuchOutcome."""
    for each in _all():
        if each.code == code:
            return each
    raise NoSuchOutcome(code)


@cache
def _all() -> tuple[Outcome, ...]:
    return tuple(
        Outcome(
            **(row | {"group": OutcomeGroup(row["group"])}),
            articles=tuple((Regime(entry["regime"]), entry["article"]) for entry in law),
        )
        for row, law in ((_without_law(row), row["law"]) for row in rows("outcomes", "outcome"))
    )


def _without_law(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != "law"}
