"""How the board's states look and what they are called."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.channels import health_words
from gongkai.channels.health import Board, Finding
from gongkai.law.inspection import ColumnState, State

# The sign of a state and the word beside it.
SIGNS: dict[State, tuple[str, str | Promise]] = {
    State.VETO: ("late", gettext_lazy("Fails the inspection")),
    State.DUE: ("late", gettext_lazy("To be mended")),
    State.SOON: ("soon", gettext_lazy("Due soon")),
    State.UNKNOWN: ("held", gettext_lazy("Not measured")),
    State.FINE: ("fine", gettext_lazy("In order")),
}


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the pages of the room beside each other: label, address, whether it is this one."""
    pages = (
        ("board", _("Health of the website"), "desk:health"),
        ("faults", _("Reports of readers"), "desk:site_fault_list"),
        ("links", _("Dead links"), "desk:dead_links"),
    )
    return [(label, reverse(name), key == here) for key, label, name in pages]


def row_of(finding: Finding) -> dict[str, Any]:
    sign, word = SIGNS[finding.state]
    return {
        "finding": finding,
        "sign": sign,
        "word": word,
    }


def line_of(state: ColumnState) -> dict[str, Any]:
    """Return a column as a row of the board shows it."""
    sign, word = SIGNS[state.state]
    if state.is_empty:
        sign, word = "late", _("Empty")
    elif state.is_overdue:
        word = _("Overdue")
    elif not state.has_limit:
        sign, word = "held", _("No limit")
    return {
        "state": state,
        "sign": sign,
        "word": word,
        "says": health_words.column(state),
        "limit": health_words.limit(state),
        "left": health_words.days_left(state.days_left),
    }


def forecast_of(board: Board) -> list[dict[str, Any]]:
    """Return what becomes due next: columns, and whatever else has a last day; the next one first."""
    rows = [(each.days_left or 0, 1, line_of(each)) for each in board.forecast]
    for finding in board.findings:
        if finding.indicator.id in _AGEING and finding.days_left is not None and finding.days_left >= 0:
            sign, word = SIGNS[finding.state]
            told = {"sign": sign, "word": word, "says": finding.says[0]}
            rows.append((finding.days_left, 0, told))
    return [told for _left, _place, told in sorted(rows, key=lambda row: row[:2])]


# What becomes overdue as a whole, beside the columns.
_AGEING = {"V3", "V5", "D4", "N2"}
