"""Where a case stands, in the words of its pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.cases.models import Case, Reply, ReplyState, Timeliness
from gongkai.cases.policy import standing_reply


def stage_of(case: Case) -> tuple[str, str]:
    """Return kind and word of the case's state, as `c-status` takes them."""
    if case.withdrawn_on:
        return "fine", _("Withdrawn by the requester")
    if case.concluded_on:
        kind = "late" if case.timeliness == Timeliness.LATE else "fine"
        return kind, case.get_timeliness_display() or _("Concluded")
    reply = standing_reply(case)
    if reply:
        return "run", str(reply.get_state_display())
    if any(each.state == ReplyState.SENT_BACK for each in case.replies.all()):
        return "soon", _("Reply sent back")
    return "new", _("Registered, no reply yet")


def next_step_of(case: Case) -> str:
    """Say in one sentence what has to happen next."""
    reply: Reply | None = standing_reply(case)
    if reply is None:
        if any(each.state == ReplyState.SENT_BACK for each in case.replies.all()):
            return _("The reply was sent back; propose it anew.")
        if case.handling_section_id is None:
            return _("No section has been named and no reply proposed yet.")
        return _("%(section)s finds the information; then propose the reply.") % {
            "section": case.handling_section
        }
    return {
        ReplyState.PROPOSED: _("The legal counsel checks the proposed reply."),
        ReplyState.CHECKED: _("The responsible leader signs the reply."),
        ReplyState.SIGNED: _("The reply is signed; send it and record the delivery."),
        ReplyState.SENT: _("The reply has been sent; record its arrival."),
    }.get(ReplyState(reply.state), "")
