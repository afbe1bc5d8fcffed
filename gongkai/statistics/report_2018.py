"""The 71 figures of the table of 2014 to 2018, each declared once.

Law: 国办发〔2014〕32号, its table 政府信息公开情况统计表; block 1.2 is Beijing's own addition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.cases.models import CHANNELS_2018, Channel2018, Timeliness
from gongkai.catalogue.models import Item
from gongkai.concerns.models import COUNTED_AS_MEETING, WEIBO_WECHAT
from gongkai.disputes.models import SUITS, DisputeKind, DisputeOutcome
from gongkai.law.channels import ChannelKind, row_2018
from gongkai.law.key_areas import KeyArea, all_key_areas
from gongkai.law.outcomes import all_outcomes
from gongkai.meetings.models import ABOUT_DISCLOSURE, MeetingKind
from gongkai.resources.models import Employment
from gongkai.statistics import facts, sources
from gongkai.statistics.definitions import Definition, Distinct, Each, Total
from gongkai.statistics.sources import Scope
from gongkai.statistics.tables import listed

Where = Callable[[Scope], Q]

TEN_THOUSAND = 10_000
FIRST_RELEASE_ONCE = Each("item", Item)
ITEMS = Distinct("item", Item)


def definitions_2018() -> dict[str, Definition]:
    """Return the definitions by the codes of the rows."""
    return dict(
        (
            *_disclosed(),
            *_key_areas(),
            *_channels(),
            *_responses(),
            *_requests(),
            *_replies(),
            *_disputes(),
            *_means(),
            *_meetings(),
        )
    )


def carried_2018() -> dict[str, Definition]:
    """What the table does not print and the register keeps: requests carried into the year and out of it."""
    return {
        "carried_in": Definition(
            sources.CASES,
            lambda: _("Requests received before the year and not concluded before it."),
            where=carried_in,
        ),
        "carried_out": Definition(
            sources.CASES,
            lambda: _("Requests received up to the end of the year and not concluded in it."),
            where=carried_out,
        ),
    }


Declared = tuple[str, Definition]


def _disclosed() -> Iterator[Declared]:
    yield (
        "1.1",
        Definition(
            sources.RELEASES,
            lambda: _(
                "Information items whose first confirmed release lies in this year. An item released through"
                " several channels counts once; a test never counts; a recall does not uncount."
            ),
            where=lambda _scope: Q(is_first=True),
            measure=FIRST_RELEASE_ONCE,
            facts=(facts.FIRST_RELEASED,),
        ),
    )
    yield (
        "1.1.a",
        Definition(
            sources.MARKED_ITEMS,
            lambda: _("Items of row 1.1 that are normative documents."),
            where=lambda _scope: Q(item__is_normative=True),
            measure=FIRST_RELEASE_ONCE,
            facts=(facts.FIRST_RELEASED,),
        ),
    )
    yield (
        "1.1.b",
        Definition(
            sources.NORMATIVE_DOCUMENTS,
            lambda: _("Normative documents the agency signed in this year, disclosed or not."),
            facts=(facts.DOCUMENT_NUMBER, facts.SIGNED),
        ),
    )


def _key_areas() -> Iterator[Declared]:
    yield (
        "1.2",
        Definition(
            sources.KEY_AREAS,
            lambda: _(
                "Items of row 1.1 that lie in at least one key area. An item in two areas counts once here"
                " and once in each of them."
            ),
            measure=ITEMS,
            facts=(facts.KEY_AREAS, facts.FIRST_RELEASED),
        ),
    )
    for area in all_key_areas():
        yield (
            area.row_2018,
            Definition(
                sources.KEY_AREAS,
                _says_area(area),
                where=_is_in(area),
                # The same area is not assigned to an item twice.
                measure=FIRST_RELEASE_ONCE,
                facts=(facts.KEY_AREAS, facts.FIRST_RELEASED),
            ),
        )


def _is_in(area: KeyArea) -> Where:
    return lambda _scope: Q(area=area.code)


def _says_area(area: KeyArea) -> Callable[[], str]:
    return lambda: _("Items of row 1.1 that lie in the key area “%(area)s”.") % {"area": area.label}


def _channels() -> Iterator[Declared]:
    kinds: dict[str, list[ChannelKind]] = {}
    for kind in ChannelKind:
        kinds.setdefault(row_2018(kind), []).append(kind)
    for row in sorted(kinds):
        yield (
            row,
            Definition(
                sources.RELEASES,
                _says_channel(kinds[row]),
                where=_through(kinds[row]),
                measure=ITEMS,
                facts=(facts.FIRST_RELEASED,),
            ),
        )


def _through(kinds: list[ChannelKind]) -> Where:
    return lambda scope: Q(year=scope.year, kind__in=kinds)


def _says_channel(kinds: list[ChannelKind]) -> Callable[[], str]:
    return lambda: (
        _(
            "Items of row 1.1 with a release confirmed in this year on: %(channels)s. An item counts once in"
            " this"
            " row, however many of these channels it went through."
        )
        % {"channels": listed([str(kind.label) for kind in kinds])}
    )


def _responses() -> Iterator[Declared]:
    yield (
        "2.1",
        Definition(
            sources.CONCERN_EVENTS,
            lambda: _("Public opinion events first answered in this year; one event counts once."),
            facts=(facts.FIRST_ANSWERED, facts.RESPONSES),
        ),
    )
    held = (
        ("2.2.1", MeetingKind.PRESS_CONFERENCE, lambda: _("Press conferences held in this year.")),
        ("2.2.2", MeetingKind.ONLINE_INTERVIEW, lambda: _("Online interviews on the website in this year.")),
    )
    for code, kind, says in held:
        yield (
            code,
            Definition(sources.MEETINGS, says, where=_of_kind(kind), facts=(facts.HELD, facts.PRINCIPAL)),
        )
        yield (
            f"{code}.a",
            Definition(
                sources.MEETINGS,
                lambda: _("Those of the row above in which the principal leader took part."),
                where=_of_kind(kind, principal_attended=True),
                facts=(facts.HELD,),
            ),
        )
    yield (
        "2.2.3",
        Definition(
            sources.MARKED_ITEMS,
            lambda: _("Items of row 1.1 that interpret a policy."),
            where=lambda _scope: Q(item__is_interpretation=True),
            measure=FIRST_RELEASE_ONCE,
            facts=(facts.FIRST_RELEASED,),
        ),
    )
    yield (
        "2.2.4",
        Definition(
            sources.RESPONSES,
            lambda: _("Responses to events on Weibo or WeChat in this year: each response counts."),
            where=lambda _scope: Q(channel__in=WEIBO_WECHAT),
            facts=(facts.EVENT,),
        ),
    )
    yield (
        "2.2.5",
        Definition(
            sources.RESPONSES,
            lambda: _(
                "Responses to events in this year neither on Weibo or WeChat nor at a press conference or an"
                " online interview: each response counts."
            ),
            where=lambda _scope: ~Q(channel__in=WEIBO_WECHAT + COUNTED_AS_MEETING),
            facts=(facts.EVENT,),
        ),
    )


def _of_kind(kind: MeetingKind, **more: bool) -> Where:
    return lambda _scope: Q(kind=kind, **more)


def received(scope: Scope) -> Q:
    return Q(received_on__gte=scope.first_day, received_on__lte=scope.last_day)


def concluded(scope: Scope) -> Q:
    return Q(concluded_on__gte=scope.first_day, concluded_on__lte=scope.last_day)


def carried_in(scope: Scope) -> Q:
    return Q(received_on__lt=scope.first_day)


def carried_out(scope: Scope) -> Q:
    return Q(concluded_on=None) | Q(concluded_on__gt=scope.last_day)


def _requests() -> Iterator[Declared]:
    yield (
        "3.1",
        Definition(
            sources.CASES,
            lambda: _("Requests legally received in this year."),
            where=received,
            facts=(facts.RECEIVED, facts.HOW_CAME),
        ),
    )
    rows = {
        "3.1.1": Channel2018.IN_PERSON,
        "3.1.2": Channel2018.FAX,
        "3.1.3": Channel2018.ONLINE,
        "3.1.4": Channel2018.LETTER,
    }
    for code, channel in rows.items():
        yield (
            code,
            Definition(
                sources.CASES,
                _says_how_came(channel),
                where=_came_by(channel),
                facts=(facts.RECEIVED, facts.HOW_CAME),
            ),
        )
    yield (
        "3.2",
        Definition(
            sources.CASES,
            lambda: _("Requests concluded in this year, whenever they were received."),
            where=concluded,
            facts=(facts.CONCLUDED, facts.TIMELINESS),
        ),
    )
    yield (
        "3.2.1",
        Definition(
            sources.CASES,
            lambda: _("Requests of row 3.2 concluded within the period that was not extended."),
            where=lambda scope: concluded(scope) & Q(timeliness=Timeliness.ON_TIME),
            facts=(facts.CONCLUDED,),
        ),
    )
    yield (
        "3.2.2",
        Definition(
            sources.CASES,
            lambda: _(
                "Requests of row 3.2 concluded within a lawfully extended period. What was concluded late"
                " stands in neither row."
            ),
            where=lambda scope: concluded(scope) & Q(timeliness=Timeliness.EXTENDED),
            facts=(facts.CONCLUDED,),
        ),
    )


def _came_by(channel: Channel2018) -> Where:
    ways = [way for way, row in CHANNELS_2018.items() if row == channel]
    return lambda scope: received(scope) & Q(how_came__in=ways)


def _says_how_came(channel: Channel2018) -> Callable[[], str]:
    ways = [way for way, row in CHANNELS_2018.items() if row == channel]
    return lambda: (
        _("Requests of row 3.1 that came by: %(ways)s.") % {"ways": listed([str(way.label) for way in ways])}
    )


def _replies() -> Iterator[Declared]:
    """Block 3.3: requests by the kind of reply they were concluded with, as the law's data names the rows."""
    replies: dict[str, list[str]] = {}
    refusals: dict[str, list[str]] = {}
    for outcome in all_outcomes():
        if outcome.row_2018:
            replies.setdefault(outcome.row_2018, []).append(outcome.code)
        if outcome.refusal_row_2018:
            refusals.setdefault(outcome.refusal_row_2018, []).append(outcome.code)
    every_kind = [code for codes in replies.values() for code in codes]
    yield (
        "3.3",
        Definition(
            sources.CASES,
            lambda: _(
                "Requests concluded in this year with one of the eight kinds of reply. What was withdrawn or"
                " closed without such a reply is not counted here."
            ),
            where=_ended_as(every_kind),
            facts=(facts.CONCLUDED, facts.OUTCOME),
        ),
    )
    for codes_by_row in (replies, refusals):
        for row, codes in sorted(codes_by_row.items()):
            yield (
                row,
                Definition(
                    sources.CASES,
                    _says_outcomes(codes),
                    where=_ended_as(codes),
                    facts=(facts.CONCLUDED, facts.OUTCOME),
                ),
            )


def _ended_as(outcomes: list[str]) -> Where:
    return lambda scope: concluded(scope) & Q(outcome__in=outcomes)


def _says_outcomes(codes: list[str]) -> Callable[[], str]:
    labels = {outcome.code: outcome for outcome in all_outcomes()}
    return lambda: (
        _("Requests concluded in this year as: %(outcomes)s.")
        % {"outcomes": listed([labels[code].label for code in codes])}
    )


OUTCOME_ROWS = {"1": DisputeOutcome.UPHELD, "2": DisputeOutcome.CORRECTED, "3": DisputeOutcome.OTHER}


def _disputes() -> Iterator[Declared]:
    blocks = (
        (
            "4",
            (DisputeKind.RECONSIDERATION,),
            lambda: _("Reconsiderations decided in this year. Those still pending are not in the table."),
        ),
        (
            "5",
            SUITS,
            lambda: _("Suits decided in this year, whichever requests they are about."),
        ),
    )
    for code, kinds, says in blocks:
        yield (
            code,
            Definition(sources.DISPUTES, says, where=_decided(kinds), facts=(facts.DECIDED, facts.DECISION)),
        )
        for number, outcome in OUTCOME_ROWS.items():
            yield (
                f"{code}.{number}",
                Definition(
                    sources.DISPUTES,
                    _says_decided(code, outcome),
                    where=_decided(kinds, outcome),
                    facts=(facts.DECIDED,),
                ),
            )
    yield (
        "6",
        Definition(
            sources.COMPLAINTS,
            lambda: _("Complaints and reports about disclosure received in this year."),
            facts=(facts.RECEIVED,),
        ),
    )
    yield (
        "7",
        Definition(
            sources.FEES,
            lambda: _("The sum of the fees received in this year, in units of 10,000 yuan."),
            measure=Total("amount", divisor=TEN_THOUSAND),
            facts=(facts.RECEIVED, facts.AMOUNT),
        ),
    )


def _decided(kinds: tuple[DisputeKind, ...], outcome: DisputeOutcome | None = None) -> Where:
    result = Q(outcome=outcome) if outcome else Q()
    return lambda scope: (
        Q(kind__in=kinds, decided_on__gte=scope.first_day, decided_on__lte=scope.last_day) & result
    )


def _says_decided(code: str, outcome: DisputeOutcome) -> Callable[[], str]:
    return lambda: (
        _("Those of row %(code)s decided with: %(outcome)s.")
        % {
            "code": code,
            "outcome": outcome.label,
        }
    )


def _means() -> Iterator[Declared]:
    yield (
        "8.1",
        Definition(
            sources.DEDICATED_OFFICES,
            lambda: _("Offices that do nothing but disclosure, in place on 31 December."),
            facts=(facts.SINCE,),
        ),
    )
    yield (
        "8.2",
        Definition(
            sources.READING_POINTS,
            lambda: _("Reading points in place on 31 December."),
            facts=(facts.SINCE,),
        ),
    )
    full_time = Q(employment=Employment.FULL_TIME, works_for_gazette_or_site=False)
    part_time = Q(employment=Employment.PART_TIME)
    yield (
        "8.3",
        Definition(
            sources.STAFF,
            lambda: _(
                "Staff working on disclosure on 31 December; full-time staff of the gazette and of the"
                " website"
                " are left out."
            ),
            where=lambda _scope: full_time | part_time,
            facts=(facts.EMPLOYMENT, facts.SINCE),
        ),
    )
    yield (
        "8.3.1",
        Definition(
            sources.STAFF,
            lambda: _("Full-time staff on 31 December, without staff of the gazette and of the website."),
            where=lambda _scope: full_time,
            facts=(facts.SINCE,),
        ),
    )
    yield (
        "8.3.2",
        Definition(
            sources.STAFF,
            lambda: _("Part-time staff on 31 December."),
            where=lambda _scope: part_time,
            facts=(facts.SINCE,),
        ),
    )
    yield (
        "8.4",
        Definition(
            sources.FUNDS,
            lambda: _(
                "The sum of the special funds of this year, in units of 10,000 yuan, without money for the"
                " gazette and for the website."
            ),
            where=lambda _scope: Q(for_gazette_or_site=False),
            measure=Total("amount", divisor=TEN_THOUSAND),
            facts=(facts.AMOUNT,),
        ),
    )


def _meetings() -> Iterator[Declared]:
    yield (
        "9.1",
        Definition(
            sources.MEETINGS,
            lambda: _("Meetings on disclosure work or on a special topic of it, held in this year."),
            where=lambda _scope: Q(kind__in=ABOUT_DISCLOSURE),
            facts=(facts.HELD,),
        ),
    )
    yield (
        "9.2",
        Definition(
            sources.TRAININGS,
            lambda: _("Trainings the office gave in this year."),
            facts=(facts.HELD, facts.ATTENDANCES),
        ),
    )
    yield (
        "9.3",
        Definition(
            sources.TRAININGS,
            lambda: _(
                "The sum of the attendances at the trainings of this year: somebody at two trainings counts"
                " twice."
            ),
            measure=Total("attendances"),
            facts=(facts.HELD, facts.ATTENDANCES),
        ),
    )
