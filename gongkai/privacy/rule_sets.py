"""What is asked for a finding before a paper may go out: it is masked, looked at, or may stay.

An ordinary paper names nobody together with illness or aid. A list of those who are to receive aid has to
name them, so that neighbours can object; why somebody is in need, and how they are reached, it does not tell.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.privacy.finding import KINDS, Finding
from gongkai.privacy.places import FileFinding

_DATA = Path(__file__).parent / "data" / "rule_sets.toml"

# Everything that `scan_file` can find, and how it is called on a page.
KIND_LABELS: dict[str, Any] = {
    **KINDS,
    "tracked_change": _("Tracked change"),
    "comment": _("Comment or speaker's note"),
    "hidden_sheet": _("Hidden sheet or slide"),
    "hidden_row": _("Hidden row or column"),
    "hidden_text": _("Hidden text"),
    "property": _("File property that names somebody"),
    "exif_position": _("Place where a picture was taken"),
    "embedded_file": _("Embedded file"),
    "macro": _("Macro or script"),
    "unreadable": _("Page or picture that no program can read"),
}


class Treatment(TextChoices):
    MASK = "mask", _("To be masked or justified")
    LOOK = "look", _("A person has to look")
    ALLOWED = "allowed", _("May stay")


_LABELS: dict[str, Promise] = {
    "ordinary": _("Ordinary paper"),
    "publicity": _("List that has to show names"),
}
_EXPLAINED: dict[str, Promise] = {
    "ordinary": _("Nobody is named together with a number, an address, an illness or aid received."),
    "publicity": _(
        "Names may stand beside the kind of aid. Identity numbers, telephones, cards, addresses with door"
        " numbers, dates of birth and reasons such as illness or disability are masked."
    ),
}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What one kind of paper asks for each kind of finding."""

    code: str
    label: Any
    says: Any
    law: str
    treatments: Mapping[str, Treatment]
    beside_a_name: Mapping[str, Treatment]

    def treatment(self, kind: str) -> Treatment:
        """Return what is asked for a finding of `kind`; what nobody thought of, a person has to look at."""
        return self.treatments.get(kind, Treatment.LOOK)


def rule_set(code: str, *, on: date | None = None) -> RuleSet:
    """Return the rules for one kind of paper, "ordinary" or "publicity", in force `on` that day.

    Without a day it is the latest. Raises KeyError for a code that does not exist, or did not on that day.
    """
    rows = [row for row in _rows() if row["code"] == code and (on is None or row["valid_from"] <= on)]
    if not rows:
        raise KeyError(code)
    return _read(_rows().index(max(rows, key=lambda row: row["valid_from"])))


def rule_sets() -> list[RuleSet]:
    """Return the rules for each kind of paper as they are now, for a choice on a page."""
    return [rule_set(code) for code in dict.fromkeys(row["code"] for row in _rows())]


def judged(finding: Finding | FileFinding | str, rules: RuleSet, *, around: str | None = None) -> Treatment:
    """Return what `rules` ask for a finding, or for a kind of finding.

    A name beside health or welfare is judged by the sentence or row it stands in, given as `around`; a
    finding in a file knows it by itself. Where that is not known, a person has to look.

    Law: Interim Measures for Social Assistance, art. 61.
    """
    kind = finding if isinstance(finding, str) else finding.kind
    if kind == "health_welfare" and rules.beside_a_name:
        if around is None:
            around = finding.around if isinstance(finding, FileFinding) else ""
        if told := _told_beside(around):
            return rules.beside_a_name[told]
    return rules.treatment(kind)


def _told_beside(around: str) -> str:
    illness = any(word in around for word in _words("illness"))
    welfare = any(word in around for word in _words("welfare"))
    return {(True, True): "both", (True, False): "illness", (False, True): "welfare"}.get(
        (illness, welfare), ""
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _data()["rule_set"]
    return rows


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(_data()["words"][name].split())


@cache
def _read(place: int) -> RuleSet:
    row = _rows()[place]
    return RuleSet(
        code=row["code"],
        label=_LABELS[row["code"]],
        says=_EXPLAINED[row["code"]],
        law=row["law"],
        treatments=MappingProxyType({kind: Treatment(said) for kind, said in row["treatment"].items()}),
        beside_a_name=MappingProxyType(
            {subject: Treatment(said) for subject, said in row.get("beside_a_name", {}).items()}
        ),
    )
