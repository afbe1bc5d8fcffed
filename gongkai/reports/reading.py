"""Reading the report of any office: JSON in the shape `gongkai report` writes, and perhaps incomplete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from gongkai.statistics.checking import check_foreign
from gongkai.statistics.formats import UnknownFormat, format_of
from gongkai.statistics.relations import Finding


class UnreadableReport(Exception):
    """The file is no report; the message says why, in words."""


@dataclass(frozen=True)
class ForeignReport:
    """Figures of any office: None is a blank. `previous` are those of the year before, `text` its parts."""

    format: str
    figures: Mapping[str, Any]
    previous: Mapping[str, Any] | None = None
    text: Mapping[str, str] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        return check_foreign(self.format, self.figures, previous=self.previous, text=self.text)


def read(content: bytes) -> ForeignReport:
    """Return the report. Raises UnreadableReport for what is no JSON, or lacks a known format or figures."""
    try:
        told = json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_each_name_once,
        )
    except _NamedTwice as twice:
        raise UnreadableReport(
            _("“%(name)s” stands twice in the same object.") % {"name": twice.name}
        ) from None
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, json.JSONDecodeError):
            raise UnreadableReport(
                _("This is no JSON: line %(line)s, column %(column)s.")
                % {"line": fault.lineno, "column": fault.colno}
            ) from None
        raise UnreadableReport(_("This is no JSON.")) from None
    if not isinstance(told, dict):
        raise UnreadableReport(_("A report is an object with “format” and “figures”."))
    code = told.get("format")
    try:
        format_of(code if isinstance(code, str) else "")
    except UnknownFormat:
        raise UnreadableReport(
            _("“format” names none of the formats report-2018, report-2019 and report-2021.")
        ) from None
    return ForeignReport(
        str(code),
        _figures(told, "figures"),
        previous=_figures(told, "previous") if told.get("previous") is not None else None,
        text=_text(told.get("text")),
    )


def _figures(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A whole report may stand for the figures of the year before."""
    figures = told.get(name)
    if isinstance(figures, dict) and isinstance(figures.get("figures"), dict):
        figures = figures["figures"]
    if not isinstance(figures, dict):
        raise UnreadableReport(
            _("“%(name)s” has to be an object of figures by their codes.") % {"name": name}
        )
    return figures


def _text(told: Any) -> dict[str, str]:
    if told is None:
        return {}
    if not isinstance(told, dict) or not all(isinstance(part, str) for part in told.values()):
        raise UnreadableReport(_("“text” has to be an object of texts by the names of the parts."))
    return told


class _NamedTwice(Exception):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two figures for one cell nobody can say which was meant, so neither is taken."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise _NamedTwice(name)
        fields[name] = value
    return fields


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)
