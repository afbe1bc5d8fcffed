"""What can happen to a dispute or a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency
from gongkai.cases import actions as cases
from gongkai.cases.models import Case
from gongkai.disputes import limits, policy
from gongkai.disputes.models import (
    FILING_OWED,
    USUAL_OUTCOMES,
    Complaint,
    ComplaintKind,
    Dispute,
    DisputeKind,
    DisputePaper,
    Instance,
    OrderedUnit,
    Procedure,
)
from gongkai.files.storing import store
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people.models import User
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

label_acts(
    {
        "disputes.opened": _("Dispute registered"),
        "disputes.served": _("Service of the copy recorded"),
        "disputes.defence_sent": _("Defence handed in"),
        "disputes.decided": _("Outcome of the dispute recorded"),
        "disputes.lost_case_filed": _("Lost case reported to the district"),
        "disputes.reply_anew": _("New reply opened by order"),
        "disputes.paper_added": _("Paper of the dispute added"),
        "disputes.complaint_received": _("Complaint registered"),
        "disputes.complaint_handled": _("Complaint handled"),
    }
)


@transaction.atomic
def open_dispute(
    agency: Agency,
    *,
    by: User,
    kind: str,
    body: str,
    opened_on: date,
    number: str = "",
    case: Case | None = None,
    follows: Dispute | None = None,
    instance: str = "",
    procedure: str = Procedure.ORDINARY,
    claimant: str = "",
    against: str = "",
    served_on: date | None = None,
    note: str = "",
) -> Dispute:
    """Register a reconsideration, or one instance of a suit, before `body`, opened on that day.

    `case` is the request it is about; left out, it is that of the dispute it `follows`: a suit the
    reconsideration before it, an appeal the suit it is directed against. A suit is of first instance
    unless told. `served_on` is the day the copy of the application or complaint reached the office,
    where it is known already.

    Raises Refused when the docket number stands in the register, the case or the dispute before it is
    another agency's or does not fit, the days are out of order, or `by` may not.

    Law: Administrative Litigation Law arts. 44 and 45.
    """
    # The agency's row is the lock that keeps one docket number from being registered twice.
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    is_suit = kind != DisputeKind.RECONSIDERATION
    dispute = Dispute(
        agency=agency,
        kind=kind,
        instance=instance or (Instance.FIRST if is_suit else ""),
        procedure=procedure,
        body=body.strip(),
        number=number.strip(),
        opened_on=opened_on,
        case=case or (follows.case if follows else None),
        follows=follows,
        claimant=claimant.strip(),
        against=against,
        served_on=served_on,
        note=note,
    )
    calendar = loaded_calendar()
    refuse_if_any(policy.obstacles_to_opening(dispute, by, calendar))
    _remember_due_days(dispute, calendar)
    dispute.save(force_insert=True)
    record(
        by,
        "disputes.opened",
        dispute,
        kind=kind,
        body=body,
        opened_on=opened_on,
        case=dispute.case.number if dispute.case else "",
        follows=follows.key if follows else "",
        served_on=served_on,
    )
    return dispute


@transaction.atomic
def record_service(dispute: Dispute, *, by: User, served_on: date, procedure: str = "") -> Dispute:
    """Record on which day the copy of the application or complaint was served; the defence is due from it.

    `procedure` changes the procedure where the notice to answer names another. A day written down
    wrongly is recorded anew until the defence is handed in.

    Raises Refused when the dispute is decided, the defence is handed in, or the day is out of order.

    Law: Administrative Reconsideration Law (2023) arts. 48, 54; Administrative Litigation Law art. 67.
    """
    dispute = _locked(dispute)
    refuse_if_any(
        policy.obstacles_to_recording_service(dispute, by, served_on=served_on, procedure=procedure or None)
    )
    before = dispute.served_on
    dispute.served_on = served_on
    dispute.procedure = procedure or dispute.procedure
    _remember_due_days(dispute, loaded_calendar())
    dispute.save(update_fields=["served_on", "procedure", "defence_due_on", "defence_due_unknown_year"])
    record(
        by,
        "disputes.served",
        dispute,
        served_on=served_on,
        before=before,
        procedure=dispute.procedure,
        due_on=dispute.defence_due_on,
    )
    return dispute


@transaction.atomic
def record_defence(dispute: Dispute, *, by: User, sent_on: date, late_reason: str = "") -> Dispute:
    """Record on which day the defence and its evidence were handed in; after the due day with a reason.

    Raises Refused when nothing was served yet, it is recorded or the dispute decided, or the day is out
    of order.
    """
    dispute = _locked(dispute)
    refuse_if_any(
        policy.obstacles_to_recording_the_defence(dispute, by, sent_on=sent_on, late_reason=late_reason)
    )
    dispute.defence_sent_on, dispute.late_reason = sent_on, late_reason.strip()
    dispute.save(update_fields=["defence_sent_on", "late_reason"])
    record(
        by,
        "disputes.defence_sent",
        dispute,
        reason=late_reason,
        sent_on=sent_on,
        due_on=dispute.defence_due_on,
    )
    return dispute


@transaction.atomic
def record_outcome(
    dispute: Dispute,
    *,
    by: User,
    decided_on: date,
    outcome: str = "",
    judgment: str = "",
    decision_served_on: date | None = None,
    orders_new_reply: bool = False,
    ordered_within_days: int | None = None,
    ordered_unit: str = OrderedUnit.DAYS,
    note: str = "",
) -> Dispute:
    """Record how a dispute was decided, and what the decision asks of the agency.

    `judgment` is what the decision says; `outcome` the column it is counted in, left empty that of the
    judgment. `ordered_within_days` (1 or more, in `ordered_unit`) is the period of an order to reply
    anew; left out where the decision names none. A correction is to be reported to the district.

    Raises Refused when it is decided already, the days are out of order, or the decision contradicts
    itself.
    """
    dispute = _locked(dispute)
    refuse_if_any(
        policy.obstacles_to_recording_the_outcome(
            dispute, by, decided_on=decided_on, decision_served_on=decision_served_on
        )
    )
    outcome = outcome or USUAL_OUTCOMES.get(judgment, "")
    refuse_if_any(
        policy.obstacles_to_the_decision(
            judgment=judgment,
            outcome=outcome,
            orders_new_reply=orders_new_reply,
            within_days=ordered_within_days,
            unit=ordered_unit,
        )
    )
    dispute.outcome, dispute.judgment, dispute.decided_on = outcome, judgment, decided_on
    dispute.decision_served_on = decision_served_on
    dispute.orders_new_reply = orders_new_reply
    dispute.ordered_within_days, dispute.ordered_unit = ordered_within_days, ordered_unit
    dispute.note = note or dispute.note
    _remember_due_days(dispute, loaded_calendar())
    dispute.save()
    record(
        by,
        "disputes.decided",
        dispute,
        reason=note,
        outcome=outcome,
        judgment=judgment,
        decided_on=decided_on,
        served_on=decision_served_on,
        orders_new_reply=orders_new_reply,
        within_days=ordered_within_days,
    )
    return dispute


@transaction.atomic
def file_lost_case(dispute: Dispute, *, by: User, on: date, how: str) -> Dispute:
    """Record that a lost case was reported to the district (报备败诉案件) on that day, and how.

    Raises Refused when the case was not lost, is reported already, or the day is out of order.
    """
    dispute = _locked(dispute)
    refuse_if_any(policy.obstacles_to_filing_a_lost_case(dispute, by, on=on, how=how))
    dispute.filed_on, dispute.filed_how = on, how.strip()
    dispute.save(update_fields=["filed_on", "filed_how"])
    record(by, "disputes.lost_case_filed", dispute, on=on, how=how, due_on=dispute.filing_due_on)
    return dispute


@transaction.atomic
def reply_anew(dispute: Dispute, *, by: User, effective_on: date | None = None) -> Case:
    """Open the new reply a decision orders: a request file of its own, with a clock of its own.

    The ordered period runs from the day the decision took effect: `effective_on`, or as the law has it
    from its service. Where the decision names no period the new file has the full one.

    Raises Refused when no new reply is ordered, the dispute has no request, it is opened already, the
    judgment is under appeal or not in effect yet, or the calendar ends before the period does.

    Law: Administrative Litigation Law arts. 70 to 72; Administrative Reconsideration Law (2023) arts. 64
    to 66.
    """
    dispute = _locked(dispute)
    calendar = loaded_calendar()
    due_on = None
    try:
        effective_on = effective_on or dispute.takes_effect_on(calendar)
        if effective_on and dispute.ordered_within_days:
            due_on = limits.ordered_reply_due(
                effective_on, dispute.ordered_within_days, dispute.ordered_unit, calendar
            )
    except CalendarMissing as missing:
        # A wrong clock would be worse than none: the new file waits for the holiday notice.
        raise Refused(str(missing)) from None
    refuse_if_any(policy.obstacles_to_replying_anew(dispute, by, effective_on=effective_on))
    if dispute.case is None or effective_on is None:
        raise ValueError("A dispute that orders a new reply is decided and has its request.")
    # As a Chinese letter cites it: the court and its docket number, without a mark between them.
    basis = f"{dispute.body}{dispute.number}"
    new = cases.reopen_by_order(dispute.case, by=by, ordered_on=effective_on, due_on=due_on, basis=basis)
    dispute.new_case = new
    dispute.save(update_fields=["new_case"])
    record(
        by,
        "disputes.reply_anew",
        dispute,
        effective_on=effective_on,
        due_on=due_on,
        case=new.number,
    )
    return new


@transaction.atomic
def add_papers(
    dispute: Dispute,
    files: Iterable[Any],
    *,
    by: User,
    kind: str,
    on: date | None = None,
    title: str = "",
) -> list[DisputePaper]:
    """Attach papers to a dispute. `files` are uploads with a name; `title` names a single one.

    Raises Refused when no file is there, one is not taken, or `by` may not.
    """
    dispute = _locked(dispute)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_adding_papers(dispute, by, kind=kind, on=on))
    files = list(files)
    if not files:
        raise Refused(gettext("Choose a file."))
    papers = []
    for file in files:
        stored = store(file, name=file.name, by=by, agency=dispute.agency)
        named = title.strip() if len(files) == 1 else ""
        papers.append(
            DisputePaper.objects.create(
                dispute=dispute, file=stored, kind=kind, title=(named or stored.name)[:200], on=on
            )
        )
    record(by, "disputes.paper_added", dispute, kind=kind, papers=[paper.title for paper in papers])
    return papers


@transaction.atomic
def record_complaint(
    agency: Agency,
    *,
    by: User,
    received_on: date,
    about: str,
    handled: str = "",
    kind: str = ComplaintKind.COMPLAINT,
    how_came: str = "",
    case: Case | None = None,
) -> Complaint:
    """Register a complaint or report about the agency's disclosure (row 6 of the table of 2018).

    One that was settled on the spot is `handled` today. Raises Refused when the day lies in the future,
    nothing is said about it, or `by` may not.
    """
    refuse_if_any(policy.obstacles_to_recording_a_complaint(agency, by))
    complaint = Complaint(
        agency=agency,
        received_on=received_on,
        about=about,
        handled=handled,
        handled_on=clock.today() if handled else None,
        kind=kind,
        how_came=how_came,
        case=case,
    )
    refuse_if_any(policy.obstacles_to_the_complaint(complaint))
    complaint.save(force_insert=True)
    record(by, "disputes.complaint_received", complaint, received_on=received_on, kind=kind)
    return complaint


@transaction.atomic
def handle_complaint(
    complaint: Complaint,
    *,
    by: User,
    handled: str,
    handled_on: date | None = None,
    result: str = "",
    answered_to: str = "",
) -> Complaint:
    """Record how a complaint was handled, with what result, and to whom it was answered.

    It was `handled_on` today unless told. Raises Refused when that is recorded already, or the day is
    out of order.
    """
    complaint = (
        Complaint.objects.select_for_update(of=("self",)).select_related("agency").get(pk=complaint.pk)
    )
    handled_on = handled_on or clock.today()
    refuse_if_any(
        policy.obstacles_to_handling_a_complaint(complaint, by, handled_on=handled_on, result=result)
    )
    if not handled.strip():
        raise Refused(gettext("Say how the complaint was handled."))
    complaint.handled, complaint.handled_on = handled, handled_on
    complaint.result, complaint.answered_to = result, answered_to.strip()
    complaint.save(update_fields=["handled", "handled_on", "result", "answered_to"])
    record(by, "disputes.complaint_handled", complaint, reason=handled, handled_on=handled_on, result=result)
    return complaint


def recompute_due_days(calendar: Calendar | None = None) -> int:
    """Derive the remembered due days anew, after the calendar changed; return how many disputes changed.

    Touches pending disputes and lost cases not reported yet.
    """
    calendar = calendar or loaded_calendar()
    changed = []
    with transaction.atomic():
        for dispute in Dispute.objects.filter(Q(decided_on=None) | FILING_OWED).select_for_update():
            before = _due_days(dispute)
            _remember_due_days(dispute, calendar)
            if _due_days(dispute) != before:
                changed.append(dispute)
        Dispute.objects.bulk_update(changed, DUE_FIELDS, batch_size=200)
    return len(changed)


DUE_FIELDS = ["defence_due_on", "defence_due_unknown_year", "filing_due_on", "filing_due_unknown_year"]


def _due_days(dispute: Dispute) -> list[Any]:
    return [getattr(dispute, name) for name in DUE_FIELDS]


def _remember_due_days(dispute: Dispute, calendar: Calendar) -> None:
    dispute.defence_due_on, dispute.defence_due_unknown_year = limits.as_known(dispute.defence_due, calendar)
    dispute.filing_due_on, dispute.filing_due_unknown_year = limits.as_known(dispute.filing_due, calendar)


def _locked(dispute: Dispute) -> Dispute:
    return Dispute.objects.select_for_update(of=("self",)).select_related("agency", "case").get(pk=dispute.pk)
