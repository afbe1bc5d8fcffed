"""What waits for a person: the rows of the desk's first page, and how near their deadlines are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from gongkai.kit.asking import which_have_rows

# Working days within which a deadline is called near. A matter of the desk's look, not of law.
SOON = 3


@dataclass(frozen=True)
class Deadline:
    """A deadline as people read it: a word, a number with its unit, and the day."""

    kind: str  # late, soon, plain, held, unknown
    word: str
    number: int | str
    unit: str
    by: str
    order: tuple[int, int] = (3, 0)
    url: str = ""  # where the working is shown, day by day


def deadline_of(due_on: date, working_days_left: int) -> Deadline:
    """Tell how many working days are left until `due_on` (0: today is the last day; negative: overdue)."""
    day = formats.date_format(due_on, "MONTH_DAY_FORMAT")
    if working_days_left < 0:
        late = -working_days_left
        return Deadline(
            "late",
            _("overdue"),
            late,
            npgettext("after a number", "working day", "working days", late),
            _("was due on %(day)s") % {"day": day},
            (1, working_days_left),
        )
    kind = "soon" if working_days_left <= SOON else "plain"
    return Deadline(
        kind,
        _("left"),
        working_days_left,
        npgettext("after a number", "working day", "working days", working_days_left),
        _("by %(day)s") % {"day": day},
        (2, working_days_left),
    )


def held_since(day: date, word: str) -> Deadline:
    """A clock that stands still: no number, the reason instead."""
    return Deadline(
        "held",
        _("Not counting"),
        word,
        "",
        _("since %(day)s") % {"day": formats.date_format(day, "MONTH_DAY_FORMAT")},
        (4, 0),
    )


def not_known(sentence: str) -> Deadline:
    """No due day can be told yet; the sentence says what is missing. Stands on top of every queue."""
    return Deadline("unknown", _("Due day"), _("not known"), "", sentence, (0, 0))


# Where a row stands among those that are equally pressing.
FIRST, AMONG_OTHERS, LAST = 0, 1, 2


@dataclass(frozen=True)
class Waiting:
    """Something a person has to do: what it is, where it is done, and by when."""

    kind: str
    title: str
    url: str
    says: str
    button: str
    deadline: Deadline | None = None
    since: date | None = None
    rank: int = AMONG_OTHERS


@dataclass(frozen=True)
class Question:
    """Something that may wait for a person: without any of `rows` nothing is there to `tell`."""

    rows: QuerySet[Any, Any]
    tell: Callable[[], Iterable[Waiting]]


def told(questions: Iterable[Question]) -> list[Waiting]:
    """Ask in one statement which of the questions have an answer at all, and tell those."""
    asked = list(questions)
    answered = which_have_rows([each.rows for each in asked]) if len(asked) > 1 else [True] * len(asked)
    return [row for each, has_rows in zip(asked, answered, strict=True) if has_rows for row in each.tell()]
