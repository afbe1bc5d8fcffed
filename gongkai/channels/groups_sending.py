"""Sending a release to its groups: batch by batch, no number twice, at whatever instant it is killed.

A batch is claimed and committed before it is handed over, and its answers are committed after. What is found
claimed long afterwards may have gone out: exactly those numbers are unclear. The program looks for them; what
it does not find a person clears up. All others go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext

from gongkai.acts import clock
from gongkai.channels import groups, policy
from gongkai.channels.groups_planning import compose, figures_of
from gongkai.channels.models import (
    DeliveryState,
    OptOutHow,
    Release,
    SmsBatch,
    SmsContact,
    SmsDelivery,
    SmsOptOut,
    SmsPlan,
    State,
)
from gongkai.channels.models.groups import PAID_STATES
from gongkai.channels.protocols.answers import Accepted, Answer, Done, Later, Never, Reason, Unclear
from gongkai.channels.protocols.sms import Answers, Batch, SmsProvider
from gongkai.channels.setting_up import access_of
from gongkai.law import text_messages
from gongkai.vault.fields import Unreadable

# No batch takes as long as this: whoever claimed it was killed meanwhile.
LOST_AFTER = timedelta(minutes=10)
# How long to wait after each failed attempt for one number; after the last it did not arrive.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 720))
_ABOUT_ONE = (Reason.BAD_NUMBER, Reason.WANTS_NONE)


def send_all(release: Release, provider: SmsProvider, *, states: Iterable[str]) -> Answer | None:
    """Hand over all that waits of a release; return what stands in the way, None when nothing does.

    It stops where the release is no longer in one of `states`, or its item may no longer go out.
    """
    settle_lost(Release.objects.filter(pk=release.pk))
    while True:
        refusal = _refusal(release, states)
        if refusal:
            return refusal
        claimed = claim(release, provider.most)
        if claimed is None:
            return None
        batch, numbers = claimed
        if batch is None:
            continue
        answers = provider.send(_as_batch(release, batch, numbers))
        settle(batch, {contact: answers.get(number, Unclear()) for contact, number in numbers.items()})
        trouble = _trouble_for_all(answers)
        if trouble:
            return trouble


@transaction.atomic
def claim(release: Release, most: int) -> tuple[SmsBatch | None, dict[int, str]] | None:
    """Take the next numbers of a release as being sent, by contact; None when nothing is due.

    Who wanted no more since the planning is left out now, and who had their share of the day waits. No batch
    is told where that was all of them.
    """
    rows = _due(release, most)
    if not rows:
        return None
    now = clock.now()
    Release.objects.filter(pk=release.pk, state=State.SENDING).update(taken_at=now)
    going = _willing(release, rows, now)
    numbers = numbers_of([row.contact_id for row in going])
    for row in going:
        if row.contact_id not in numbers:
            row.state, row.fault, row.at = DeliveryState.NOT_DELIVERED, said(Reason.BAD_NUMBER), now
    batch = None
    if numbers:
        batch = SmsBatch.objects.create(release=release, reference=uuid4().hex, taken_at=now)
    for row in going:
        if row.contact_id in numbers:
            row.state, row.batch, row.at, row.fault = DeliveryState.SENDING, batch, now, ""
            row.tries += 1
    SmsDelivery.objects.bulk_update(rows, ["state", "batch", "at", "fault", "tries", "next_try_at"])
    return batch, numbers


@transaction.atomic
def settle(batch: SmsBatch, answers: dict[int, Answer]) -> None:
    """Note what came of a batch, for each contact; what a report told meanwhile stays."""
    now = clock.now()
    refused_all = _never_for_all(answers.values())
    rows = list(
        SmsDelivery.objects.select_for_update(of=("self",))
        .filter(batch=batch, state__in=[DeliveryState.SENDING, DeliveryState.UNCLEAR])
        .select_related("release__agency")
    )
    for row in rows:
        _hear(row, answers.get(row.contact_id, Unclear()), now, refused_all=refused_all)
    SmsDelivery.objects.bulk_update(
        rows, ["state", "batch", "at", "fault", "tries", "next_try_at", "is_alone", "provider_reference"]
    )
    SmsBatch.objects.filter(pk=batch.pk).update(answered_at=now)
    for row in rows:
        answer = answers.get(row.contact_id)
        if isinstance(answer, Never) and answer.reason == Reason.WANTS_NONE:
            groups.end_consent(row.release.agency, row.number_index, how=OptOutHow.PROVIDER)


def settle_lost(releases: Any) -> int:
    """Mark as unclear what was claimed ten minutes ago and never settled; return how many."""
    lost = SmsDelivery.objects.filter(
        release__in=releases, state=DeliveryState.SENDING, batch__taken_at__lte=clock.now() - LOST_AFTER
    )
    return lost.update(state=DeliveryState.UNCLEAR, fault=said(Reason.ANSWER_LOST))


def outcome_of(release: Release) -> Answer:
    """Return what became of a release as a whole: one message that arrived makes it released."""
    figures = figures_of(release)
    if figures.get(DeliveryState.DELIVERED):
        return Done(address=_groups(release), reference=release.reference)
    if any(figures.get(state) for state in (DeliveryState.ACCEPTED, DeliveryState.SENDING)):
        return Accepted(release.reference)
    if figures.get(DeliveryState.UNCLEAR):
        return Unclear()
    if figures.get(DeliveryState.WAITING):
        return Later(Reason.SENT_OFTEN, wait=_until_next(release))
    return Never(Reason.NOT_DELIVERED if figures.get(DeliveryState.NOT_DELIVERED) else Reason.NOBODY)


def _refusal(release: Release, states: Iterable[str]) -> Answer | None:
    now = clock.now()
    row = Release.objects.select_related("item__package").get(pk=release.pk)
    if row.state in {State.RECALLED, State.DROPPED} or any(policy.obstacles_of_the_item(row.item)):
        with translation.override(settings.LANGUAGE_CODE):
            why = gettext("It was taken back before it was sent.")
        SmsDelivery.objects.filter(release=release, state=DeliveryState.WAITING).update(
            state=DeliveryState.SKIPPED, fault=why, at=now
        )
        return Never(Reason.NOBODY)
    if row.state not in set(states):
        return Later(Reason.SERVER_FAULT)
    quiet = text_messages.quiet_hours(now.date()).over_at(now)
    if quiet and not _is_urgent(release) and _due_exists(release):
        return Later(Reason.QUIET_HOURS, wait=quiet - now)
    return None


def _due_rows(release: Release) -> Any:
    now = clock.now()
    waiting = SmsDelivery.objects.filter(release=release, state=DeliveryState.WAITING)
    return waiting.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))


def _due_exists(release: Release) -> bool:
    return bool(_due_rows(release).exists())


def _due(release: Release, most: int) -> list[SmsDelivery]:
    """Lock the next rows: many together, or one that has to go by itself."""
    rows = _due_rows(release).select_for_update(of=("self",)).order_by("is_alone", "pk")
    found = list(rows.select_related("contact").defer("contact__number", "contact__name")[:most])
    return found[:1] if found and found[0].is_alone else [row for row in found if not row.is_alone]


def _willing(release: Release, rows: list[SmsDelivery], now: datetime) -> list[SmsDelivery]:
    indexes = {row.number_index for row in rows}
    stopped = set(
        SmsOptOut.objects.filter(agency_id=release.agency_id, number_index__in=indexes).values_list(
            "number_index", flat=True
        )
    )
    often = _often(release, indexes, now)
    going = []
    for row in rows:
        if row.number_index in stopped or not row.contact.is_reached:
            row.state, row.fault, row.at = DeliveryState.SKIPPED, said(Reason.WANTS_NONE), now
        elif row.number_index in often:
            row.next_try_at = _next_morning(now)
            row.fault = said(Reason.SENT_OFTEN)
        else:
            going.append(row)
    return going


def _often(release: Release, indexes: set[str], now: datetime) -> set[str]:
    """Return who had as many messages of the agency today as anybody gets on a day."""
    if _is_urgent(release):
        return set()
    most = text_messages.most_a_day(now.date())
    begun = datetime.combine(now.date(), time(), now.tzinfo)
    had = SmsDelivery.objects.filter(
        number_index__in=indexes,
        batch__taken_at__gte=begun,
        state__in=[*PAID_STATES, DeliveryState.SENDING],
    ).exclude(release=release)
    counted = had.order_by().values("number_index").annotate(times=Count("pk")).filter(times__gte=most)
    return set(counted.values_list("number_index", flat=True))


def _next_morning(now: datetime) -> datetime:
    return datetime.combine(
        now.date() + timedelta(days=1), text_messages.quiet_hours(now.date()).end, now.tzinfo
    )


def _is_urgent(release: Release) -> bool:
    return SmsPlan.objects.filter(release=release).exclude(urgent_reason="").exists()


def numbers_of(contacts: list[int]) -> dict[int, str]:
    """Open the numbers of contacts; one that can no longer be opened holds up no other."""
    rows = SmsContact.objects.filter(pk__in=contacts).exclude(number="")
    try:
        return dict(rows.values_list("pk", "number"))
    except Unreadable:
        return dict(found for contact in contacts for found in _number(contact))


def _number(contact: int) -> list[tuple[int, str]]:
    try:
        return list(SmsContact.objects.filter(pk=contact).exclude(number="").values_list("pk", "number"))
    except Unreadable:
        return []


def _as_batch(release: Release, batch: SmsBatch, numbers: dict[int, str]) -> Batch:
    access = access_of(release.channel)
    place = access.get("template_field") or "content"
    return Batch(
        tuple(numbers.values()),
        batch.reference,
        compose(release.channel, release.text, clock.today()),
        access.get("template", ""),
        ((place, release.text),),
    )


def _trouble_for_all(answers: Answers) -> Answer | None:
    """Return what would meet every other number as well."""
    down = next((a for a in answers.values() if isinstance(a, Later) and a.channel_is_down), None)
    return down or _never_for_all(answers.values())


def _never_for_all(answers: Iterable[Answer]) -> Never | None:
    told = list(answers)
    first = told[0] if told else None
    if isinstance(first, Never) and first.reason not in _ABOUT_ONE and all(each == first for each in told):
        return first
    return None


def _hear(row: SmsDelivery, answer: Answer, now: datetime, *, refused_all: Never | None) -> None:
    if isinstance(answer, (Accepted, Done)):
        row.state = DeliveryState.ACCEPTED if isinstance(answer, Accepted) else DeliveryState.DELIVERED
        row.provider_reference, row.fault, row.at = answer.reference[:200], "", now
    elif isinstance(answer, Unclear):
        row.state, row.fault = DeliveryState.UNCLEAR, said(answer.reason)
    elif isinstance(answer, Never) and refused_all is None:
        row.state, row.fault, row.at = (
            DeliveryState.NOT_DELIVERED,
            said(answer.reason, answer.code, answer.words),
            now,
        )
    else:
        _wait(row, answer, now)


def _wait(row: SmsDelivery, answer: Later | Never, now: datetime) -> None:
    """Put a number back: it was not sent, and may be when the channel, the text or the hour is another."""
    row.state, row.batch, row.at, row.fault = (
        DeliveryState.WAITING,
        None,
        None,
        said(answer.reason, answer.code, answer.words),
    )
    row.next_try_at = None
    if isinstance(answer, Never) or answer.channel_is_down:
        row.tries -= 1
    elif answer.reason == Reason.ONE_BY_ONE:
        row.is_alone = True
        row.tries -= 1
    elif row.tries > len(PAUSES):
        row.state, row.at = DeliveryState.NOT_DELIVERED, now
    else:
        row.next_try_at = now + (answer.wait or PAUSES[row.tries - 1])


def _until_next(release: Release) -> timedelta:
    waiting = SmsDelivery.objects.filter(release=release, state=DeliveryState.WAITING)
    moments = waiting.exclude(next_try_at=None).order_by("next_try_at").values_list("next_try_at", flat=True)
    first = moments.first()
    return max(first - clock.now(), timedelta(minutes=1)) if first else timedelta(minutes=1)


def _groups(release: Release) -> str:
    plan = SmsPlan.objects.filter(release=release).first()
    return "、".join(group.name for group in plan.groups.all())[:300] if plan else ""


def said(reason: Reason, *words: str) -> str:
    """Return a reason as a sentence in the language of the installation, with the other side's own words."""
    with translation.override(settings.LANGUAGE_CODE):
        label = str(reason.label)
    return " ".join(filter(None, [label, *words]))[:300]
