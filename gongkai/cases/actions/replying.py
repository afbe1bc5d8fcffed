"""The reply: proposed, agreed to by the section, checked, signed, delivered; and looked at again later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock, refuse_if_any
from gongkai.agencies.numbering import next_serial
from gongkai.cases import letters, policy
from gongkai.cases.actions.keeping import (
    conclude,
    enter,
    locked_case,
    locked_reply,
)
from gongkai.cases.drawing import set_letter
from gongkai.cases.events import announce, told_requester
from gongkai.cases.models import (
    Case,
    DeliveredHow,
    EntryKind,
    Paper,
    Reassessment,
    Reply,
    ReplyState,
    RequestKind,
)
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law import periods, terms
from gongkai.law.outcomes import outcome
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.typesetting.pdf import letter_pdf

label_acts(
    {
        "cases.reply_proposed": _("Reply proposed"),
        "cases.reply_agreed": _("Reply agreed to by the handling section"),
        "cases.reply_checked": _("Reply checked by the legal counsel"),
        "cases.reply_sent_back": _("Reply sent back"),
        "cases.reply_signed": _("Reply signed"),
        "cases.reply_sent": _("Reply sent"),
        "cases.reply_delivered": _("Reply delivered"),
        "cases.reassessed": _("Withheld information looked at again"),
        "cases.reopened": _("New reply ordered"),
    }
)


@transaction.atomic
def propose_reply(
    case: Case,
    *,
    by: User,
    outcome_code: str,
    text: str,
    ground: str = "",
    reasons: str = "",
    enclosures: Iterable[Paper] = (),
) -> Reply:
    """Propose a reply of that kind; the handling section agrees next, then the legal counsel.

    `outcome_code` is a kind of reply open under the Regulations that govern the case; `ground` and
    `reasons` are needed where it withholds or cannot provide. `enclosures` are papers of this case; they
    are frozen as a package, and the reply cannot be signed before its secrecy review has cleared it.

    Raises Refused when there is a reply already, the kind is not open, or something is missing.

    Law: Regulations (2019), arts. 36 to 40; (2007), arts. 21 and 22.
    """
    case = locked_case(case)
    enclosures = list(enclosures)
    refuse_if_any(
        policy.obstacles_to_proposing(
            case,
            by,
            outcome_code=outcome_code,
            ground=ground,
            reasons=reasons,
            text=text,
            enclosures=enclosures,
        )
    )
    reply = Reply.objects.create(
        case=case,
        state=ReplyState.WITH_SECTION if case.handling_section else ReplyState.PROPOSED,
        outcome=outcome_code,
        ground=ground.strip() or letters.default_ground(outcome(outcome_code), case.governed_from),
        reasons=reasons,
        text=text,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    reply.enclosures.set(enclosures)
    if enclosures:
        review = secrecy.pack(
            about=reply.key,
            agency=case.agency,
            section=case.handling_section,
            title=gettext("Enclosures of the reply to %(number)s") % {"number": case.number},
            body=text,
            files=[(paper.file, paper.title) for paper in enclosures if paper.file],
            submitted_by=by,
            drafted_by=by,
            by=by,
            # It goes to the requester alone, who may well be the person named in it.
            is_for_public=False,
        )
        reply.package = review.package
        reply.save(update_fields=["package"])
    record(by, "cases.reply_proposed", case, outcome=outcome_code)
    return reply


@transaction.atomic
def agree_for_section(reply: Reply, *, by: User, opinion: str) -> Reply:
    """Agree to a reply as the head of the section that found the information; the legal counsel is next.

    Raises Refused when the reply does not wait for the section or `by` proposed it.
    """
    reply = locked_reply(reply)
    refuse_if_any(policy.obstacles_to_agreeing_for_the_section(reply, by, opinion=opinion))
    reply.state = ReplyState.PROPOSED
    reply.section_opinion, reply.section_by, reply.section_at = opinion, by, clock.now()
    reply.save(update_fields=["state", "section_opinion", "section_by", "section_at"])
    record(by, "cases.reply_agreed", reply.case, reason=opinion)
    return reply


@transaction.atomic
def legal_check(reply: Reply, *, by: User, opinion: str) -> Reply:
    """Record the legal counsel's written opinion; the responsible leader signs next.

    Raises Refused when the reply does not wait for it or `by` proposed it.
    """
    reply = locked_reply(reply)
    refuse_if_any(policy.obstacles_to_checking(reply, by, opinion=opinion))
    reply.state = ReplyState.CHECKED
    reply.legal_opinion = opinion
    reply.checked_by, reply.checked_at = by, clock.now()
    reply.save(update_fields=["state", "legal_opinion", "checked_by", "checked_at"])
    record(by, "cases.reply_checked", reply.case, reason=opinion)
    return reply


@transaction.atomic
def send_back(reply: Reply, *, by: User, reason: str) -> Reply:
    """Send a reply back, to be proposed anew: the section, the counsel or the leader, each at their step."""
    reply = locked_reply(reply)
    refuse_if_any(policy.obstacles_to_sending_back(reply, by, reason=reason))
    reply.state = ReplyState.SENT_BACK
    reply.sent_back_by, reply.sent_back_at, reply.sent_back_reason = by, clock.now(), reason
    reply.save(update_fields=["state", "sent_back_by", "sent_back_at", "sent_back_reason"])
    if reply.package:
        secrecy.supersede(
            reply.package,
            by=by,
            reason=gettext("The reply was sent back; what it encloses comes as a new package."),
        )
    record(by, "cases.reply_sent_back", reply.case, reason=reason)
    return reply


@transaction.atomic
def sign(reply: Reply, *, by: User) -> Reply:
    """Sign a checked reply: it gets its number, and its letter is frozen as DOCX and PDF.

    Without fonts for every character there is no PDF; the DOCX goes out. Raises Refused when `by`
    proposed or checked it, or it does not wait for a signature.
    """
    reply = locked_reply(reply)
    refuse_if_any(policy.obstacles_to_signing(reply, by))
    today = clock.today()
    agency = reply.case.agency
    reply.number = letters.reply_number(agency, today.year, next_serial(agency, "replies", today.year))
    letter = letters.reply_letter(reply, number=reply.number, on=today, enclosures=_names(reply))
    reply.letter = letters.frozen(letter)
    reply.docx, reply.pdf = set_letter(letter, by=by, agency=agency)
    reply.state = ReplyState.SIGNED
    reply.signed_by, reply.signed_at, reply.signed_on = by, clock.now(), today
    reply.save(
        update_fields=["number", "letter", "docx", "pdf", "state", "signed_by", "signed_at", "signed_on"]
    )
    record(by, "cases.reply_signed", reply.case, number=reply.number)
    return reply


@transaction.atomic
def deliver(
    reply: Reply,
    *,
    by: User,
    to: str,
    how: str,
    sent_on: date | None = None,
    delivered_on: date | None = None,
    tracking_number: str = "",
    note: str = "",
    late_reason: str = "",
) -> Reply:
    """Record that a signed reply was sent, which concludes the case.

    `to` is the recipient as the sender read it; it has to be the requester. `sent_on` (today, not
    before the signature) is the day that decides whether the reply is in time; `delivered_on`, the
    day it arrived, may come later by `record_arrival`. What is handed over arrives the same day.

    Raises Refused when the recipient is another, days are out of order, or a late reply has no reason.

    Law: 国办公开办函〔2016〕235号.
    """
    reply = locked_reply(reply)
    case = reply.case
    sent_on = sent_on or clock.today()
    if how == DeliveredHow.IN_PERSON:
        delivered_on = delivered_on or sent_on
    refuse_if_any(
        policy.obstacles_to_delivering(
            reply,
            by,
            to=to,
            sent_on=sent_on,
            delivered_on=delivered_on,
            how=how,
            tracking_number=tracking_number,
            late_reason=late_reason,
        )
    )
    reply.state = ReplyState.DELIVERED if delivered_on else ReplyState.SENT
    reply.sent_on, reply.delivered_on = sent_on, delivered_on
    reply.delivered_how, reply.tracking_number, reply.delivery_note = how, tracking_number.strip(), note
    reply.save(
        update_fields=[
            "state",
            "sent_on",
            "delivered_on",
            "delivered_how",
            "tracking_number",
            "delivery_note",
        ]
    )
    enter(case, EntryKind.REPLY_SENT, sent_on, by)
    conclude(case, sent_on, reply.outcome)
    _plan_reassessment(reply)
    announce(told_requester, case, f"reply:{reply.pk}")
    record(
        by,
        "cases.reply_sent",
        case,
        reason=late_reason,
        number=reply.number,
        sent_on=sent_on,
        delivered_on=delivered_on,
        how=how,
        timeliness=case.timeliness,
    )
    return reply


@transaction.atomic
def record_arrival(reply: Reply, *, by: User, delivered_on: date, note: str = "") -> Reply:
    """Record the day on which a reply that was sent reached the requester."""
    reply = locked_reply(reply)
    refuse_if_any(policy.obstacles_to_recording_arrival(reply, by, delivered_on=delivered_on))
    reply.state = ReplyState.DELIVERED
    reply.delivered_on = delivered_on
    reply.delivery_note = note or reply.delivery_note
    reply.save(update_fields=["state", "delivered_on", "delivery_note"])
    record(by, "cases.reply_delivered", reply.case, reason=note, delivered_on=delivered_on)
    return reply


def letter_as_pdf(reply: Reply) -> bytes:
    """Return the signed letter as PDF: the stored one, or set anew where a font was missing at the signature.

    Raises CharactersMissing, with a sentence for people, while no font has every character.
    """
    if reply.pdf:
        return reply.pdf.read()
    if reply.letter is None:
        raise ValueError("This reply has not been signed.")
    return letter_pdf(letters.thawed(reply.letter))


@transaction.atomic
def reassess(reassessment: Reassessment, *, by: User, opens: bool, reason: str) -> Reassessment:
    """Look again at what a reply withheld. What stays withheld is due again after the same interval.

    Law: Regulations (2019), art. 18.
    """
    case = locked_case(reassessment.case)
    reassessment = Reassessment.objects.select_for_update(of=("self",)).get(pk=reassessment.pk)
    reassessment.case = case
    refuse_if_any(policy.obstacles_to_reassessing(reassessment, by, reason=reason))
    reassessment.done_on, reassessment.opens = clock.today(), opens
    reassessment.reason, reassessment.done_by = reason, by
    reassessment.save(update_fields=["done_on", "opens", "reason", "done_by"])
    if not opens:
        _plan_reassessment(reassessment.reply, case=case)
    record(by, "cases.reassessed", case, reason=reason, opens=opens)
    return reassessment


@transaction.atomic
def reopen_by_order(case: Case, *, by: User, ordered_on: date, due_on: date | None, basis: str) -> Case:
    """Open the new reply that a review or a court ordered, as a case of its own with a clock of its own.

    `ordered_on` is the day the decision was served; `due_on` the last day of the term it sets, None where
    it sets none: then the period of the Regulations runs from `ordered_on`. `basis` names the decision.
    The text in force on `ordered_on` governs the new reply, its kinds and its clock, whenever the request
    came; its number, its letters and its remedy are of their own day.

    Raises Refused when `by` is no FOI officer of the agency, or one is open already.

    Law: 行政复议法（2023）第六十四条; 行政诉讼法第七十条、第七十二条.
    """
    from gongkai.cases.actions.intake import Matter, open_case

    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_reopening(case, by, ordered_on=ordered_on, due_on=due_on, basis=basis))
    made = open_case(
        case.request,
        Matter(case.description, case.title, case.handling_section),
        agency=case.agency,
        kind=RequestKind.ORDERED,
        follows=case,
        ordering_decision=basis.strip(),
        ordered_due_on=due_on,
        clarified=case.clarified,
        form_wanted=case.form_wanted,
        delivery_wanted=case.delivery_wanted,
        how_came=case.how_came,
        requester_name=case.requester_name,
        requester_kind=case.requester_kind,
        requester_contact=case.requester_contact,
        requester_email=case.requester_email,
        identity_number=case.identity_number,
        submitted_on=case.submitted_on,
        arrived_on=case.arrived_on,
        received_on=ordered_on,
        handling_section=case.handling_section,
    )
    record(by, "cases.reopened", case, number=made.number, ordered_on=ordered_on)
    record(by, "cases.registered", made, follows=case.number, received_on=ordered_on, due_on=made.due_on)
    return made


def _names(reply: Reply) -> tuple[str, ...]:
    return tuple(paper.title for paper in reply.enclosures.all())


def _plan_reassessment(reply: Reply, *, case: Case | None = None) -> None:
    """Note when what the reply withholds is looked at again (art. 18)."""
    case = case or reply.case
    if not outcome(reply.outcome).reassess:
        return
    term = terms.find("reassessment", case.governed_from, "local")
    if term is None:
        return
    Reassessment.objects.create(
        case=case, reply=reply, due_on=periods.months_after(clock.today(), term.value)
    )
