"""What is owed: fulfilled, excused, opened again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.inventory import policy
from gongkai.inventory.models import (
    OwedPeriod,
    PeriodState,
)
from gongkai.journal import record
from gongkai.people.models import User


@transaction.atomic
def fulfil(
    period: OwedPeriod, *, by: Actor, evidence: tuple[str, str, str], on: date | None = None
) -> OwedPeriod:
    """Tell what was disclosed for the period; `evidence` is its kind, its text key and its name for people.

    `on` is the day it was disclosed, today unless told. The program may do it when it sees an item of
    the matter published. Raises Refused.
    """
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_fulfilling(period, by))
    refuse_if_any(policy.obstacles_to_evidence(evidence))
    day = on or clock.today()
    if day > clock.today():
        raise Refused(gettext("Give the day on which it was disclosed, not a day to come."))
    kind, key, label = evidence
    period.state, period.fulfilled_on = PeriodState.FULFILLED, day
    period.evidence_kind, period.evidence_key, period.evidence_label = kind[:50], key[:100], label[:300]
    period.proposed_excuse, period.proposed_by = "", None
    period.save()
    record(by, "inventory.fulfilled", period, evidence=key, on=day)
    return period


@transaction.atomic
def propose_excuse(period: OwedPeriod, *, reason: str, by: User) -> OwedPeriod:
    """Ask, as the section in charge, that nothing need be disclosed for the period. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_proposing(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    period.proposed_excuse, period.proposed_by = reason.strip(), by
    period.save()
    record(by, "inventory.excuse_proposed", period, reason=reason)
    return period


@transaction.atomic
def decline_excuse(period: OwedPeriod, *, reason: str, by: Actor) -> OwedPeriod:
    """Decide that the period stays owed, though the section asked. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_declining(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    period.proposed_excuse, period.proposed_by = "", None
    period.save()
    record(by, "inventory.excuse_declined", period, reason=reason)
    return period


@transaction.atomic
def excuse(period: OwedPeriod, *, reason: str, by: User) -> OwedPeriod:
    """Decide that nothing need be disclosed for the period, with the reason. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_excusing(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    period.state, period.excuse, period.excused_by = PeriodState.EXCUSED, reason.strip(), by
    period.proposed_excuse, period.proposed_by = "", None
    period.save()
    record(by, "inventory.excused", period, reason=reason)
    return period


@transaction.atomic
def reopen(period: OwedPeriod, *, reason: str, by: Actor) -> OwedPeriod:
    """Open a period again: what fulfilled it was withdrawn, or the excuse does not hold. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_reopening(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    earlier = period.evidence_key
    period.state, period.fulfilled_on, period.excuse, period.excused_by = PeriodState.OWED, None, "", None
    period.evidence_kind = period.evidence_key = period.evidence_label = ""
    period.save()
    record(by, "inventory.reopened", period, reason=reason, evidence=earlier)
    return period


def _locked(period: OwedPeriod) -> OwedPeriod:
    return OwedPeriod.objects.with_duty().select_for_update(of=("self",)).get(pk=period.pk)
