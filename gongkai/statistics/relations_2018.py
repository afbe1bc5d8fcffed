"""The rules of the table of 2014 to 2018: R18-01 to R18-23."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.statistics.relations import (
    Check,
    Finding,
    Reading,
    Severity,
    added,
    adds_up,
    not_above,
    says,
    terms,
    text_agrees,
)
from gongkai.statistics.tables import printed, structure_2018


def _below(parent: str) -> tuple[str, ...]:
    return tuple(code for code, cell in structure_2018().cells.items() if cell.parent == parent)


AREAS = _below("1.2")
CHANNELS = _below("1.3")
REPLIES = _below("3.3")
REFUSALS = _below("3.3.4")
ANSWERS = ("2.2.1", "2.2.2", "2.2.4", "2.2.5")

QUOTED = (
    says(r"(?<!重点领域)主动公开政府信息(?:共计|共)?(?P<n>\d[\d,，]*)条", "1.1"),
    says(r"重点领域(?:主动)?公开政府信息(?:共计|共)?(?P<n>\d[\d,，]*)条", "1.2"),
    says(r"(?:收到|受理)[^。；，]{0,20}申请(?:共计|共)?(?P<n>\d[\d,，]*)件", "3.1"),
    says(r"接受培训(?:次数|人员|人次)?(?:共计|共)?(?P<n>\d[\d,，]*)人", "9.3"),
)


@cache
def checks_2018() -> tuple[Check, ...]:
    """Return the checks in the order of the rules."""
    return (
        adds_up("R18-01", "3.1", _below("3.1")),
        adds_up(
            "R18-02",
            "3.2",
            _below("3.2"),
            explain=lambda register: (
                _("Neither on time nor after a lawful extension: %(cases)s.")
                % {"cases": register.neither_on_time_nor_extended()}
            ),
        ),
        adds_up("R18-03", "3.3", REPLIES),
        *(not_above("R18-04", code, "3.3.4") for code in REFUSALS),
        adds_up("R18-05", "3.3.4", REFUSALS, severity=Severity.WARNING),
        adds_up("R18-06", "4", _below("4")),
        adds_up("R18-07", "5", _below("5")),
        adds_up("R18-08", "8.3", _below("8.3")),
        not_above("R18-09", "1.1.a", "1.1"),
        not_above("R18-09", "2.2.1.a", "2.2.1"),
        not_above("R18-09", "2.2.2.a", "2.2.2"),
        not_above("R18-10", "1.2", "1.1"),
        *(not_above("R18-11", code, "1.2") for code in AREAS),
        Check("R18-12", ("1.2", *AREAS), _items_without_an_area),
        Check("R18-13", ("1.2", *AREAS), _items_in_several_areas),
        *(not_above("R18-14", code, "1.1") for code in CHANNELS),
        Check("R18-15", ("1.1", *CHANNELS), _items_without_a_channel),
        Check("R18-16", ("1.1", *CHANNELS), _channels_only_added_up),
        not_above("R18-17", "1.1.a", "1.1.b", severity=Severity.WARNING),
        Check("R18-18", ("2.1", *ANSWERS), _events_without_an_answer),
        Check("R18-19", ("3.1", "3.2"), _carried_over),
        Check("R18-20", ("3.2", "3.3"), _concluded_without_a_reply),
        *text_agrees("R18-22", QUOTED),
    )


def _items_without_an_area(reading: Reading) -> Iterator[Finding]:
    missing = reading.known("1.2") - reading.sum_of(AREAS)
    if missing > 0:
        text = ngettext(
            "1.2 counts %(total)s items, but the areas add up to only %(sum)s: at least %(missing)s item"
            " lies in"
            " no area.",
            "1.2 counts %(total)s items, but the areas add up to only %(sum)s: at least %(missing)s items"
            " lie in"
            " no area.",
            int(missing),
        ) % {
            "total": printed(reading.known("1.2")),
            "sum": printed(reading.sum_of(AREAS)),
            "missing": printed(missing),
        }
        yield Finding("R18-12", Severity.WARNING, ("1.2", *AREAS), text)


def _items_in_several_areas(reading: Reading) -> Iterator[Finding]:
    double = reading.sum_of(AREAS) - reading.known("1.2")
    if double <= 0:
        return
    used = [code for code in AREAS if reading.known(code)]
    text = ngettext(
        "1.2 counts %(total)s items; the areas add up to %(sum)s (%(terms)s): %(number)s double assignment."
        " An"
        " item in two areas counts once in 1.2 and once in each area; nothing is to be changed.",
        "1.2 counts %(total)s items; the areas add up to %(sum)s (%(terms)s): %(number)s double assignments."
        " An"
        " item in two areas counts once in 1.2 and once in each area; nothing is to be changed.",
        int(double),
    ) % {
        "total": printed(reading.known("1.2")),
        "sum": printed(reading.sum_of(AREAS)),
        "terms": terms(reading, used),
        "number": printed(double),
    }
    yield Finding("R18-13", Severity.INFO, ("1.2", *used), text)


def _items_without_a_channel(reading: Reading) -> Iterator[Finding]:
    missing = reading.known("1.1") - reading.sum_of(CHANNELS)
    if missing > 0:
        text = ngettext(
            "1.1 counts %(total)s items, but the channels add up to only %(sum)s: %(missing)s item went"
            " through"
            " no channel.",
            "1.1 counts %(total)s items, but the channels add up to only %(sum)s: %(missing)s items went"
            " through"
            " no channel.",
            int(missing),
        ) % {
            "total": printed(reading.known("1.1")),
            "sum": printed(reading.sum_of(CHANNELS)),
            "missing": printed(missing),
        }
        yield Finding("R18-15", Severity.ERROR, ("1.1", *CHANNELS), text)


def _channels_only_added_up(reading: Reading) -> Iterator[Finding]:
    used = [code for code in CHANNELS if reading.known(code)]
    if len(used) > 1 and reading.sum_of(CHANNELS) == reading.known("1.1"):
        text = _(
            "1.1 equals the sum of the channels (%(terms)s = %(sum)s): in the whole year no item would have"
            " gone"
            " through two channels. That is rare; probably the channels were added up. Check the releases."
        ) % {"terms": terms(reading, used), "sum": printed(reading.known("1.1"))}
        yield Finding("R18-16", Severity.WARNING, ("1.1", *used), text)


def _events_without_an_answer(reading: Reading) -> Iterator[Finding]:
    events, answers = reading.known("2.1"), reading.sum_of(ANSWERS)
    if events > answers:
        text = _(
            "2.1 counts %(events)s events, but %(rows)s only %(answers)s responses: each event was answered"
            " at"
            " least once."
        ) % {"events": printed(events), "rows": added(ANSWERS), "answers": printed(answers)}
        yield Finding("R18-18", Severity.WARNING, ("2.1", *ANSWERS), text)


def _carried_over(reading: Reading) -> Iterator[Finding]:
    received, concluded = reading.known("3.1"), reading.known("3.2")
    register = reading.register
    if register is not None:
        if not register.carried_in and not register.carried_out:
            return
        text = _(
            "Requests carried in from the year before: %(in)s; carried on into the next: %(out)s."
            " %(received)s received + %(in)s − %(out)s = %(concluded)s concluded."
        ) % {
            "in": register.carried_in,
            "out": register.carried_out,
            "received": printed(received),
            "concluded": printed(concluded),
        }
    elif received != concluded:
        text = _(
            "%(received)s requests were received and %(concluded)s concluded. The table has no rows for"
            " requests"
            " carried over; the register of the office explains the difference."
        ) % {"received": printed(received), "concluded": printed(concluded)}
    else:
        return
    yield Finding("R18-19", Severity.INFO, ("3.1", "3.2"), text)


def _concluded_without_a_reply(reading: Reading) -> Iterator[Finding]:
    concluded, replied = reading.known("3.2"), reading.known("3.3")
    if concluded == replied:
        return
    severity = Severity.WARNING
    text = _("3.2 counts %(concluded)s requests concluded, 3.3 counts %(replied)s replies.") % {
        "concluded": printed(concluded),
        "replied": printed(replied),
    }
    if reading.register is not None:
        severity = Severity.INFO
        text = _(
            "3.2 counts %(concluded)s requests concluded, 3.3 counts %(replied)s replies. Concluded without"
            " one of"
            " the eight kinds of reply: %(cases)s."
        ) % {
            "concluded": printed(concluded),
            "replied": printed(replied),
            "cases": reading.register.without_such_a_reply(),
        }
    yield Finding("R18-20", severity, ("3.2", "3.3"), text)
