"""Kinds of column of a government website, and how often each must be updated at least.

Law: 国办发〔2017〕47号 (types of column), 国办秘函〔2019〕19号 (limits an inspection applies).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.law.data_files import rows


class ColumnKind(TextChoices):
    """What a column holds; the limit of its updates follows from it."""

    NEWS = "news", _("News and activities")
    NOTICES = "notices", _("Notices and announcements")
    POLICIES = "policies", _("Policy documents")
    INTERPRETATION = "interpretation", _("Policy interpretation")
    GUIDE = "guide", _("Disclosure guide")
    RULES = "rules", _("Rules on disclosure")
    REPORTS = "reports", _("Annual reports on disclosure")
    BUDGETS = "budgets", _("Budgets and final accounts")
    PUBLICITY = "publicity", _("Dual publicity of licences and penalties")
    ASSISTANCE = "assistance", _("Social assistance")
    ORGANISATION = "organisation", _("Organisation and leaders")
    SERVICES = "services", _("Service guides")
    CONSULTATION = "consultation", _("Consultation and proposals")
    SURVEYS = "surveys", _("Opinions asked for")
    OTHER = "other", _("Other statutory content")


@dataclass(frozen=True)
class Limit:
    """How often columns of a kind must be updated: `days` or `months` since the latest item, or once a year.

    `month_day` and `government_month_day` are (month, day); a people's government has until the latter.
    Nothing of these told means: no limit by calendar. `note` says what is not certain. With `names` the limit
    holds only for columns whose name has one of these words.
    """

    kind: ColumnKind
    valid_from: date
    source: str
    column_type: str
    days: int | None = None
    months: int | None = None
    month_day: tuple[int, int] | None = None
    government_month_day: tuple[int, int] | None = None
    group: str = ""
    note: str = ""
    names: tuple[str, ...] = ()

    @property
    def has_none(self) -> bool:
        return self.days is None and self.months is None and self.month_day is None


def limit_of(kind: str, on: date, name: str = "") -> Limit:
    """Return the limit that holds for a column of `kind` on the day `on`; the first one for days before it.

    `name` is what the column is called: within a kind, some matters have a limit of their own.
    Raises ValueError for a kind that does not exist.
    """
    of_kind = [each for each in _limits() if each.kind == ColumnKind(kind)]
    named = [each for each in of_kind if any(word in name for word in each.names)]
    known = named or [each for each in of_kind if not each.names]
    holding = [each for each in known if each.valid_from <= on]
    return holding[-1] if holding else known[0]


def type_of_column(kind: str) -> str:
    """Return what the meta tag ColumnType says of a column of `kind`.

    Law: 国办发〔2017〕47号, annex 网页设计规范.
    """
    return _limits_by_kind()[ColumnKind(kind)].column_type


@cache
def _limits() -> tuple[Limit, ...]:
    found = [
        Limit(
            kind=ColumnKind(row["kind"]),
            valid_from=row["valid_from"],
            source=row["source"],
            column_type=row["column_type"],
            days=row.get("days"),
            months=row.get("months"),
            month_day=_month_day(row.get("month_day")),
            government_month_day=_month_day(row.get("government_month_day")),
            group=row.get("group", ""),
            note=row.get("note", ""),
            names=tuple(row.get("names", ())),
        )
        for row in rows("columns", "limit")
    ]
    return tuple(sorted(found, key=lambda each: each.valid_from))


@cache
def _limits_by_kind() -> dict[ColumnKind, Limit]:
    return {each.kind: each for each in _limits()}


def _month_day(told: str | None) -> tuple[int, int] | None:
    if told is None:
        return None
    month, day = told.split("-")
    return int(month), int(day)
