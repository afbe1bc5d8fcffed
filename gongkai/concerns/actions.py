"""What can happen to a public opinion event: noticed, answered, left unanswered; and the media reports."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, refuse_if_any
from gongkai.agencies import registers
from gongkai.agencies.models import Agency
from gongkai.concerns import policy
from gongkai.concerns.models import ConcernEvent, Gravity, PressReport, Response
from gongkai.journal import record
from gongkai.journal.queries import label_acts

label_acts(
    {
        "concerns.event_opened": _("Event noticed"),
        "concerns.event_corrected": _("Event corrected"),
        "concerns.event_left_unanswered": _("Decided that no response is given"),
        "concerns.event_struck_out": _("Event struck out"),
        "concerns.response_recorded": _("Response recorded"),
        "concerns.response_corrected": _("Response corrected"),
        "concerns.response_struck_out": _("Response struck out"),
        "concerns.press_report_recorded": _("Media report recorded"),
        "concerns.press_report_corrected": _("Media report corrected"),
        "concerns.press_report_struck_out": _("Media report struck out"),
    }
)


def open_event(
    agency: Agency,
    *,
    title: str,
    noticed_at: datetime,
    by: Actor,
    gravity: str = Gravity.ORDINARY,
    happened_on: date | None = None,
    source: str = "",
    summary: str = "",
) -> ConcernEvent:
    """Enter an event the office has noticed; it waits for a response. Raises Refused.

    Law: 国办发〔2016〕61号, on answering public opinion.
    """
    return registers.enter(
        ConcernEvent(
            agency=agency,
            title=title,
            gravity=gravity,
            happened_on=happened_on,
            noticed_at=noticed_at,
            source=source,
            summary=summary,
        ),
        act="concerns.event_opened",
        obstacles=policy.obstacles_to_event,
        by=by,
    )


def correct_event(
    event: ConcernEvent, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> ConcernEvent:
    """Correct facts of an event, by the names of `ConcernEvent.facts`. Raises Refused."""
    return registers.correct(
        event,
        act="concerns.event_corrected",
        obstacles=policy.obstacles_to_event,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


@transaction.atomic
def leave_unanswered(event: ConcernEvent, *, reason: str, by: Actor) -> ConcernEvent:
    """Decide that the event gets no response, and why: it no longer waits. A later response undoes it.

    Raises Refused.
    """
    event = registers.locked(event)
    refuse_if_any(policy.obstacles_to_leaving_unanswered(event, by))
    if not reason.strip():
        raise Refused(str(_("Say why no response is given.")))
    event.left_unanswered_because = reason
    event.save(update_fields=["left_unanswered_because"])
    record(by, "concerns.event_left_unanswered", event, reason=reason)
    return event


def strike_out_event(event: ConcernEvent, *, reason: str, by: Actor) -> ConcernEvent:
    """Strike out an event entered wrongly; its responses are struck out before. Raises Refused."""
    return registers.strike_out(
        event,
        act="concerns.event_struck_out",
        reason=reason,
        by=by,
        obstacles=policy.obstacles_to_striking_out_event,
    )


@transaction.atomic
def record_response(
    event: ConcernEvent,
    *,
    channel: str,
    responded_at: datetime,
    by: Actor,
    address: str = "",
    text: str = "",
) -> Response:
    """Record one answer to an event in one way; `channel` is one of ResponseChannel. Raises Refused.

    The event counts in the year of its first response, each response in its own year.
    """
    event = registers.locked(event)
    refuse_if_any(policy.obstacles_to_responding(event, by))
    if event.left_unanswered_because:
        event.left_unanswered_because = ""
        event.save(update_fields=["left_unanswered_because"])
    return registers.enter(
        Response(
            event=event,
            agency=event.agency,
            channel=channel,
            responded_at=responded_at,
            address=address,
            text=text,
        ),
        act="concerns.response_recorded",
        obstacles=policy.obstacles_to_response,
        by=by,
    )


def correct_response(
    response: Response, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> Response:
    """Correct facts of a response, by the names of `Response.facts`. Raises Refused."""
    return registers.correct(
        response,
        act="concerns.response_corrected",
        obstacles=policy.obstacles_to_response,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def strike_out_response(response: Response, *, reason: str, by: Actor) -> Response:
    """Strike out a response entered wrongly. Raises Refused."""
    return registers.strike_out(response, act="concerns.response_struck_out", reason=reason, by=by)


def record_press_report(
    agency: Agency, *, medium: str, title: str, published_on: date, by: Actor, address: str = ""
) -> PressReport:
    """Record what a medium reported about the office. Raises Refused."""
    return registers.enter(
        PressReport(agency=agency, medium=medium, title=title, published_on=published_on, address=address),
        act="concerns.press_report_recorded",
        obstacles=policy.obstacles_to_press_report,
        by=by,
    )


def correct_press_report(
    report: PressReport, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> PressReport:
    """Correct facts of a media report, by the names of `PressReport.facts`. Raises Refused."""
    return registers.correct(
        report,
        act="concerns.press_report_corrected",
        obstacles=policy.obstacles_to_press_report,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def strike_out_press_report(report: PressReport, *, reason: str, by: Actor) -> PressReport:
    """Strike out a media report entered wrongly. Raises Refused."""
    return registers.strike_out(report, act="concerns.press_report_struck_out", reason=reason, by=by)
