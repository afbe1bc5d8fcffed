"""How the board's states look and what they are called."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.channels import health_words
from gongkai.channels.health import Finding
from gongkai.law.inspection import ColumnState, State

# The sign of a state and the word beside it.
SIGNS: dict[State, tuple[str, str | Promise]] = {
    State.VETO: ("late", gettext_lazy("Fails the inspection")),
    State.DUE: ("late", gettext_lazy("To be mended")),
    State.SOON: ("soon", gettext_lazy("Due soon")),
    State.UNKNOWN: ("held", gettext_lazy("Not measured")),
    State.FINE: ("fine", gettext_lazy("In order")),
}

# What the link check found, in words; a number is the status the other server gave.
FOUND: dict[str, str | Promise] = {
    "nothing there": gettext_lazy("nothing stands there in public"),
    "unreachable": gettext_lazy("the server cannot be reached"),
    "no such host": gettext_lazy("there is no such server"),
    "too slow": gettext_lazy("the server did not answer in time"),
    "private address": gettext_lazy("it leads into a network that is not public"),
    "bad address": gettext_lazy("it is no address"),
    "redirects without end": gettext_lazy("it leads on without end"),
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
        "columns": [line_of(each) for each in finding.columns],
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
    }


def found_words(found: str) -> str:
    """Say what the link check found."""
    if found.isdigit():
        return _("the server answered %(status)s") % {"status": found}
    return str(FOUND.get(found, found))
