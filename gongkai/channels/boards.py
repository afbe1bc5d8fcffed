"""What can happen to a sheet for a notice board: planned, posted, taken down, each with its proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Section
from gongkai.catalogue.models import Item
from gongkai.channels import actions, paper_policy
from gongkai.channels.models import (
    OPEN_STATES,
    Channel,
    Posting,
    PostingState,
    PostingUnit,
    Release,
    Sheet,
)
from gongkai.channels.models import State as ReleaseState
from gongkai.channels.paper_queries import board_channels
from gongkai.channels.posting_periods import last_day
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

# Of a position three places are kept, about 100 m: enough to tell the board, too little to follow a person.
PLACES = Decimal("0.001")

label_acts(
    {
        "channels.posting_planned": gettext_lazy("Posting planned"),
        "channels.posted": gettext_lazy("Posted on the board"),
        "channels.posting_taken_down": gettext_lazy("Taken down from the board"),
        "channels.posting_called_off": gettext_lazy("Posting called off"),
    }
)
never_public("channels.posting_planned", "channels.posting_taken_down", "channels.posting_called_off")


@dataclass(frozen=True)
class Position:
    """Where somebody stood, in degrees, told by the browser with their consent."""

    latitude: Decimal
    longitude: Decimal

    @property
    def rounded(self) -> tuple[Decimal, Decimal]:
        """Latitude and longitude as they are kept."""
        return self.latitude.quantize(PLACES), self.longitude.quantize(PLACES)


@transaction.atomic
def plan_postings(
    item: Item,
    communities: Iterable[Section],
    *,
    by: Any,
    hang_from: date,
    days: int,
    unit: str = PostingUnit.DAYS,
    sheet: str = Sheet.A3,
    places: Mapping[int, str] | None = None,
    contact: str = "",
) -> list[Posting]:
    """Plan a sheet of an item for the board of each community; one release for each channel they are on.

    hang_from   the day on which it shall be posted
    days        how long it hangs at least, 1 to 365, in `unit`: calendar or working days
    places      where the board stands, by the key of the community; else the place of its channel

    All or nothing. A release that stands on the channel already gets further sheets and counts once.
    """
    communities = list(communities)
    item = Item.objects.select_for_update(of=("self",)).select_related("agency", "package").get(pk=item.pk)
    refuse_if_any(
        [
            *paper_policy.obstacles_to_posting_at_all(item, by),
            *paper_policy.obstacles_to_this_period(days),
            *paper_policy.obstacles_to_these_communities(item, communities),
        ]
    )
    channels = board_channels(item.agency, communities)
    releases: dict[int, Release] = {}
    made = []
    for section in communities:
        channel = channels[section.pk]
        if channel is None:
            raise Refused(_("%(name)s has no notice board among the channels.") % {"name": section.name})
        if channel.pk not in releases:
            releases[channel.pk] = _release_on(item, channel, by, hang_from)
        made.append(
            Posting.objects.create(
                agency=item.agency,
                release=releases[channel.pk],
                section=section,
                place=((places or {}).get(section.pk) or channel.address)[:200],
                hang_from=hang_from,
                days=days,
                unit=unit,
                sheet=sheet,
                contact=contact,
                planned_by=by,
            )
        )
    record(
        by,
        "channels.posting_planned",
        item,
        communities=[section.name for section in communities],
        hang_from=hang_from,
        days=days,
        unit=unit,
    )
    return made


def _release_on(item: Item, channel: Channel, by: Any, hang_from: date) -> Release:
    standing = Release.objects.filter(
        item=item,
        channel=channel,
        is_test=False,
        state__in=[ReleaseState.PLANNED, ReleaseState.CONFIRMED],
    ).first()
    return standing or actions.release(item, channel, by=by, planned_on=hang_from)


@transaction.atomic
def confirm_posting(
    posting: Posting,
    *,
    by: Any,
    posted_on: date,
    picture: StoredFile | None,
    place: str = "",
    position: Position | None = None,
) -> Posting:
    """Confirm from the spot that the sheet hangs; the first of an item's sheets confirms its release.

    picture    the photograph of the board, whose file holds neither position nor camera; it is the proof
    position   where it was told from, if the person agreed; kept beside the picture, rounded
    """
    posting = _locked(posting)
    refuse_if_any(
        [
            *paper_policy.obstacles_to_confirming_posting(posting, by),
            *paper_policy.obstacles_to_this_posting_day(posting, posted_on),
        ]
    )
    if picture is None:
        raise Refused(_("Add a photograph of the sheet on the board; it is the proof."))
    try:
        posting.until = last_day(posted_on, posting.days, posting.unit, loaded_calendar())
    except CalendarMissing as missing:
        raise Refused(str(missing)) from missing
    posting.state, posting.posted_on = PostingState.POSTED, posted_on
    posting.posted_at, posting.posted_by, posting.posted_picture = clock.now(), by, picture
    posting.place = place.strip()[:200] or posting.place
    if position:
        posting.posted_latitude, posting.posted_longitude = position.rounded
    posting.save()
    if posting.release.state != ReleaseState.CONFIRMED:
        actions.confirm(posting.release, by=by, confirmed_on=posted_on, address=posting.where, proof=picture)
    record(by, "channels.posted", posting, day=posted_on, until=posting.until)
    return posting


@transaction.atomic
def take_down(
    posting: Posting,
    *,
    by: Any,
    down_on: date,
    picture: StoredFile | None = None,
    reason: str = "",
    position: Position | None = None,
) -> Posting:
    """Confirm that the sheet was taken down; before its last day only with a reason.

    picture   the photograph of the board; where there is none, `reason` says why
    """
    posting = _locked(posting)
    refuse_if_any(
        [
            *paper_policy.obstacles_to_taking_down(posting, by),
            *paper_policy.obstacles_to_this_taking_down(posting, down_on, reason, picture),
        ]
    )
    posting.is_early = posting.until is not None and down_on < posting.until
    posting.state, posting.down_on = PostingState.TAKEN_DOWN, down_on
    posting.down_at, posting.down_by, posting.down_picture = clock.now(), by, picture
    posting.down_reason = reason.strip()
    if position:
        posting.down_latitude, posting.down_longitude = position.rounded
    posting.save()
    _tell_recalled_release(posting, by)
    record(
        by,
        "channels.posting_taken_down",
        posting,
        reason=posting.down_reason,
        day=down_on,
        days=posting.days_hung,
        early=posting.is_early,
    )
    return posting


def _tell_recalled_release(posting: Posting, by: Any) -> None:
    """The last sheet of a recalled release that comes down takes the release off its channel."""
    release = posting.release
    if release.state != ReleaseState.RECALLED or release.taken_down_at is not None:
        return
    if not release.postings.filter(state=PostingState.POSTED).exists():
        actions.note_taken_down(release, by=by)


@transaction.atomic
def call_off(posting: Posting, *, by: Any, reason: str) -> Posting:
    """Call off a posting that does not hang yet; with the last one its release is dropped."""
    posting = _locked(posting)
    refuse_if_any(paper_policy.obstacles_to_calling_off(posting, by))
    if not reason.strip():
        raise Refused(_("Give the reason."))
    posting.state, posting.void_reason = PostingState.VOID, reason.strip()
    posting.save(update_fields=["state", "void_reason"])
    others = posting.release.postings.exclude(state=PostingState.VOID)
    if posting.release.state in OPEN_STATES and not others.exists():
        actions.drop(posting.release, by=by, reason=reason)
    record(by, "channels.posting_called_off", posting, reason=reason)
    return posting


def _locked(posting: Posting) -> Posting:
    """Lock the sheet behind its item, as every act on a release does."""
    Item.objects.select_for_update(of=("self",)).get(releases__postings=posting.pk)
    row = locked(posting, "agency", "section")
    row.release = Release.objects.select_related("item__package", "item__agency", "channel").get(
        pk=row.release_id
    )
    return row
