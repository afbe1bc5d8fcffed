"""What becomes known of messages after they were handed over: reports that come in, and looking for them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.channels import groups, groups_sending
from gongkai.channels.groups_planning import wake
from gongkai.channels.groups_providers import fetch_reports, provider_of
from gongkai.channels.models import (
    DeliveryState,
    OptOutHow,
    Release,
    SmsDelivery,
    State,
)
from gongkai.channels.models.groups import index_of
from gongkai.channels.protocols.answers import Accepted, Answer, Later, Reason
from gongkai.channels.protocols.sms import Arrival, Report, SmsProvider

log = logging.getLogger(__name__)

# Operators report within three days; what they do not report by then they never do.
REPORTED_WITHIN = timedelta(days=3)
# A provider asked for each number by itself is asked for so many at a time.
MOST_ASKED = 50
# Where a release stands whose messages may still be on their way.
AFTERWARDS = (State.ACCEPTED, State.CONFIRMED, State.UNCLEAR)
_FROM = {
    Arrival.DELIVERED: (
        DeliveryState.SENDING,
        DeliveryState.ACCEPTED,
        DeliveryState.UNCLEAR,
        DeliveryState.NOT_DELIVERED,
    ),
    Arrival.FAILED: (DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.UNCLEAR),
    Arrival.PENDING: (DeliveryState.UNCLEAR,),
}
_TO = {
    Arrival.DELIVERED: DeliveryState.DELIVERED,
    Arrival.FAILED: DeliveryState.NOT_DELIVERED,
    Arrival.PENDING: DeliveryState.ACCEPTED,
}


@transaction.atomic
def take_reports(agency: Agency, reports: Iterable[Report]) -> int:
    """Note what providers told of messages of an agency; return how many of them were ours.

    A report counts only for a message whose number and reference are both known. One that says less than is
    known already changes nothing.
    """
    told = [(index_of(agency, report.number), report) for report in reports]
    rows = (
        SmsDelivery.objects.select_for_update(of=("self",))
        .filter(release__agency=agency, number_index__in={index for index, _report in told})
        .exclude(batch=None)
        .select_related("batch")
    )
    known = list(rows)
    changed = []
    for index, report in told:
        for row in known:
            if row.number_index == index and _is_of(row, report) and row.state in _FROM[report.arrival]:
                _take(row, report)
                changed.append(row)
                if report.reason == Reason.WANTS_NONE:
                    groups.end_consent(agency, index, how=OptOutHow.PROVIDER)
    SmsDelivery.objects.bulk_update(changed, ["state", "fault", "at", "provider_reference"])
    wake(row.release_id for row in changed)
    return len(changed)


def look(release: Release) -> Answer:
    """Look what became of a release: search for the unclear, fetch reports, and draw the sum."""
    groups_sending.settle_lost(Release.objects.filter(pk=release.pk))
    provider = provider_of(release.channel)
    if provider is None:
        return Later(Reason.NOT_LET_IN, channel_is_down=True)
    trouble = find_unclear(release, provider) or fetch(release, provider)
    answer = groups_sending.outcome_of(release)
    if isinstance(trouble, Later) and trouble.channel_is_down and isinstance(answer, Accepted):
        return trouble
    return answer


def find_unclear(release: Release, provider: SmsProvider) -> Answer | None:
    """Search at the provider for messages whose answer was lost; return what kept it from being searched."""
    rows = SmsDelivery.objects.filter(release=release, state=DeliveryState.UNCLEAR).select_related("batch")
    unclear = list(rows.order_by("pk")[:MOST_ASKED])
    numbers = groups_sending.numbers_of([row.contact_id for row in unclear])
    for row in unclear:
        if row.batch is None or row.contact_id not in numbers:
            continue
        found = provider.find(numbers[row.contact_id], row.batch.reference, row.batch.taken_at)
        if isinstance(found, Accepted):
            SmsDelivery.objects.filter(pk=row.pk, state=DeliveryState.UNCLEAR).update(
                state=DeliveryState.ACCEPTED, provider_reference=found.reference[:200], fault=""
            )
        elif isinstance(found, Later) and found.channel_is_down:
            return found
    return None


def fetch(release: Release, provider: SmsProvider) -> Answer | None:
    """Fetch the reports of a release where the provider can be asked; return what kept it from that."""
    rows = SmsDelivery.objects.filter(
        release=release,
        state=DeliveryState.ACCEPTED,
        batch__taken_at__gte=clock.now() - REPORTED_WITHIN,
    ).select_related("batch")
    awaited = list(rows.order_by(F("next_try_at").asc(nulls_first=True), "pk")[:MOST_ASKED])
    if not awaited:
        return None
    numbers = groups_sending.numbers_of([row.contact_id for row in awaited])
    told = fetch_reports(provider, awaited, numbers)
    # Those asked stand behind the others next time.
    SmsDelivery.objects.filter(pk__in=[row.pk for row in awaited]).update(next_try_at=clock.now())
    if not isinstance(told, list):
        return told
    take_reports(release.agency, told)
    return None


def follow_up() -> None:
    """Send what still waits of releases that are out, and fetch late reports. Done every few minutes.

    Channels that are paused are left alone.
    """
    now = clock.now()
    under_way = SmsDelivery.objects.filter(
        Q(state=DeliveryState.WAITING)
        | Q(
            state__in=[DeliveryState.SENDING, DeliveryState.ACCEPTED],
            batch__taken_at__gte=now - REPORTED_WITHIN,
        )
    )
    free = Q(channel__paused_until=None) | Q(channel__paused_until__lte=now)
    releases = Release.objects.filter(free, pk__in=under_way.values("release"), state__in=AFTERWARDS)
    for release in releases.select_related("channel__agency", "agency", "item__package").order_by("pk"):
        provider = provider_of(release.channel)
        if provider is None:
            continue
        try:
            groups_sending.send_all(release, provider, states=AFTERWARDS)
            fetch(release, provider)
        except Exception:
            log.exception("The messages of release %s could not be followed up.", release.pk)


def _is_of(row: SmsDelivery, report: Report) -> bool:
    ours = row.batch.reference if row.batch else ""
    references = {reference for reference in (row.provider_reference, ours) if reference}
    return bool(references & {report.reference, report.ours})


def _take(row: SmsDelivery, report: Report) -> None:
    row.state, row.at = _TO[report.arrival], clock.now()
    row.fault = ""
    if report.arrival == Arrival.FAILED and report.reason is not None:
        row.fault = groups_sending.said(report.reason, report.code)
    row.provider_reference = row.provider_reference or report.reference[:200]
