"""What can happen to a release: planned, fitted, handed to the outbox, confirmed with proof, recalled."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.catalogue.models import Item
from gongkai.channels import fitting, policy
from gongkai.channels.fitting import Fitted
from gongkai.channels.models import Channel, Posting, Release, State
from gongkai.channels.ways import way_of
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people.models import User

label_acts(
    {
        "channels.planned": _("Release planned"),
        "channels.fitted": _("Text fitted to the channel"),
        "channels.handed_over": _("Put into the outbox"),
        "channels.taken_back": _("Taken out of the outbox"),
        "channels.dropped": _("Release dropped"),
        "channels.confirmed": _("Release confirmed"),
        "channels.sent_by_program": _("Release sent by the program and seen there"),
        "channels.resolved": _("Cleared up what became of a release"),
        "channels.recalled": _("Release recalled"),
        "channels.taken_down": _("Taken down from the channel"),
    }
)


@transaction.atomic
def release(
    item: Item,
    channel: Channel,
    *,
    by: Any,
    planned_on: date | None = None,
    planned_at: time | None = None,
    assigned_to: User | None = None,
    fitted: Fitted | None = None,
    is_test: bool = False,
) -> Release:
    """Plan a release of an item on a channel; the portal publishes at once and is confirmed with it."""
    item = locked(item, "agency", "document", "package")
    refuse_if_any(
        [
            *policy.obstacles_to_releasing(item, channel, by),
            *policy.obstacles_to_planning(channel, planned_on),
            *(fitting.obstacles_to_this_text(item, channel, fitted) if fitted else ()),
        ]
    )
    _refuse_stranger(assigned_to, item)
    row = Release.objects.create(
        item=item,
        channel=channel,
        agency=item.agency,
        kind=channel.kind,
        planned_on=planned_on,
        planned_at=planned_at,
        assigned_to=assigned_to,
        headline=fitted.headline if fitted else "",
        text=fitted.text if fitted else "",
        picture=fitted.picture if fitted else None,
        fitted_by=by if fitted else None,
        package_id=item.package_id,
        is_test=is_test,
    )
    if channel.publishes_at_once:
        return confirm(row, by=by, confirmed_on=clock.today(), address=item.get_public_url())
    record(by, "channels.planned", item, channel=channel.name, planned_on=planned_on)
    return row


@transaction.atomic
def fit(
    row: Release,
    fitted: Fitted,
    *,
    by: Any,
    planned_on: date | None = None,
    planned_at: time | None = None,
    assigned_to: User | None = None,
) -> Release:
    """Fit the text of a release to its channel, and say when it goes out and who sees to it."""
    row = _locked(row)
    refuse_if_any(
        [
            *policy.obstacles_to_fitting(row, by),
            *fitting.obstacles_to_this_text(row.item, row.channel, fitted),
        ]
    )
    _refuse_stranger(assigned_to, row.item)
    row.headline, row.text, row.picture, row.fitted_by = fitted.headline, fitted.text, fitted.picture, by
    row.planned_on, row.planned_at, row.assigned_to = planned_on, planned_at, assigned_to
    # What an earlier attempt had uploaded belonged to the earlier text.
    row.progress, row.package = {}, row.item.package
    row.save(
        update_fields=[
            *("headline", "text", "picture", "fitted_by", "planned_on", "planned_at", "assigned_to"),
            *("progress", "package"),
        ]
    )
    record(by, "channels.fitted", row.item, channel=row.channel.name, planned_on=planned_on)
    return row


@transaction.atomic
def hand_over(row: Release, *, by: Any) -> Release:
    """Put a release into the outbox: the program sends it at its planned time, or within a minute.

    The text is that fitted to the channel, or what would be proposed where nobody fitted it.
    """
    row = _locked(row)
    refuse_if_any(policy.obstacles_to_handing_over(row, by))
    fitted = Fitted(row.headline, row.text, row.picture)
    if not row.text:
        fitted = fitting.propose(row.item, row.channel)
        row.headline, row.text, row.picture, row.fitted_by = fitted.headline, fitted.text, fitted.picture, by
    refuse_if_any(fitting.obstacles_to_this_text(row.item, row.channel, fitted))
    row.state, row.attempts, row.fault = State.WAITING, 0, ""
    row.next_try_at = max(planned_moment(row) or clock.now(), clock.now())
    row.package = row.item.package
    row.save(
        update_fields=[
            *("headline", "text", "picture", "fitted_by"),
            *("state", "attempts", "fault", "next_try_at", "package"),
        ]
    )
    record(by, "channels.handed_over", row.item, channel=row.channel.name)
    return row


@transaction.atomic
def take_back(row: Release, *, by: Any) -> Release:
    """Take a release out of the outbox before it was sent; it is planned again."""
    row = _locked(row)
    refuse_if_any(policy.obstacles_to_taking_back(row, by))
    row.state, row.next_try_at = State.PLANNED, None
    row.save(update_fields=["state", "next_try_at"])
    record(by, "channels.taken_back", row.item, channel=row.channel.name)
    return row


@transaction.atomic
def drop(row: Release, *, by: Any, reason: str) -> Release:
    """Give a release up that has not gone out; the channel is free for another one."""
    row = _locked(row)
    refuse_if_any(policy.obstacles_to_dropping(row, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    return _dropped(row, by, reason)


@transaction.atomic
def confirm(
    row: Release, *, by: Any, confirmed_on: date, address: str = "", proof: StoredFile | None = None
) -> Release:
    """Confirm that the item was released, with the day and the proof. Only now it counts."""
    # The item is locked first, as in `release`: the first release of an item is derived from all of them.
    item = locked(row.item, "agency", "document")
    row = locked(row, "channel", "agency")
    row.item = item
    refuse_if_any(
        [
            *policy.obstacles_to_confirming(row, by),
            *policy.obstacles_to_this_day(row, confirmed_on),
            *policy.obstacles_to_this_proof(row, address, proof),
        ]
    )
    return _confirmed(row, by, confirmed_on, address, proof, act="channels.confirmed")


@transaction.atomic
def confirm_sent(row: Release, *, address: str) -> Release:
    """Confirm what the program sent by itself and the channel shows: its answer is the proof."""
    item = locked(row.item, "agency", "document")
    row = locked(row, "channel", "agency")
    row.item = item
    if row.state == State.CONFIRMED:
        return row
    return _confirmed(row, PROGRAM, clock.today(), address, None, act="channels.sent_by_program")


@transaction.atomic
def resolve(
    row: Release,
    *,
    by: Any,
    was_released: bool,
    confirmed_on: date | None = None,
    address: str = "",
    proof: StoredFile | None = None,
    remark: str = "",
) -> Release:
    """Say what became of a release whose answer was lost: it is out, or it goes into the outbox again."""
    refuse_if_any(policy.obstacles_to_resolving(row, by))
    if was_released:
        return confirm(row, by=by, confirmed_on=confirmed_on or clock.today(), address=address, proof=proof)
    row = _locked(row)
    refuse_if_any(policy.obstacles_to_resolving(row, by))
    if row.item.is_withdrawn:
        return _dropped(row, by, remark or row.item.withdrawn_reason)
    row.state, row.next_try_at, row.progress, row.fault = State.PLANNED, None, {}, ""
    row.save(update_fields=["state", "next_try_at", "progress", "fault"])
    record(by, "channels.resolved", row.item, reason=remark, channel=row.channel.name)
    return row


@transaction.atomic
def recall(row: Release, *, by: Any, reason: str) -> Release:
    """Recall a release. What was counted stays counted.

    The portal stops showing it at once; through an interface the program takes it down; elsewhere a person
    does, and says so with `note_taken_down`.
    """
    row = _locked(row)
    refuse_if_any(policy.obstacles_to_recalling(row, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason of the recall.")))
    return _recalled(row, by, reason)


@transaction.atomic
def note_taken_down(row: Release, *, by: Any, remark: str = "") -> Release:
    """Say that a recalled release no longer stands on its channel."""
    row = _locked(row)
    refuse_if_any(policy.obstacles_to_noting_taken_down(row, by))
    row.taken_down_at, row.fault = clock.now(), ""
    row.save(update_fields=["taken_down_at", "fault"])
    record(by, "channels.taken_down", row.item, reason=remark, channel=row.channel.name)
    return row


@transaction.atomic
def note_gone(row: Release) -> Release:
    """Note that the program took a recalled release down."""
    row = _locked(row)
    if row.taken_down_at is None:
        row.taken_down_at, row.next_try_at, row.fault = clock.now(), None, ""
        row.save(update_fields=["taken_down_at", "next_try_at", "fault"])
        record(PROGRAM, "channels.taken_down", row.item, channel=row.channel.name)
    return row


@transaction.atomic
def take_all_back(item: Item, *, reason: str, by: Any = PROGRAM) -> None:
    """Take a withdrawn item back everywhere: what waits is dropped, what stands elsewhere is recalled.

    The portal needs nothing: it shows no withdrawn item.
    """
    rows = (
        Release.objects.select_for_update(of=("self",)).filter(item=item).select_related("channel", "agency")
    )
    for row in rows:
        row.item = item
        if row.state == State.CONFIRMED and not row.channel.publishes_at_once:
            _recalled(row, by, reason)
        elif row.state in {State.PLANNED, State.WAITING, State.FAILED}:
            _dropped(row, by, reason)


def erase_fitted(about: str, *, by: Any) -> None:
    """Erase what was fitted of a paper, and the pictures that prove where it stood, which show it.

    Within the act that takes the paper out.
    """
    fitted = Release.objects.filter(package__about=about)
    fitted.update(headline="", text="", picture=None)
    shown = Posting.objects.filter(release__in=fitted)
    pictures = {
        *fitted.exclude(proof=None).values_list("proof", flat=True),
        *shown.exclude(posted_picture=None).values_list("posted_picture", flat=True),
        *shown.exclude(down_picture=None).values_list("down_picture", flat=True),
    }
    for picture in StoredFile.objects.filter(pk__in=pictures, erased_at=None):
        erase(picture, by)


def planned_moment(row: Release) -> datetime | None:
    """Return when a release shall go out: its day at its time, at nine where no time is told."""
    if row.planned_on is None:
        return None
    return datetime.combine(row.planned_on, row.planned_at or time(9), clock.BEIJING)


def _confirmed(
    row: Release, by: Any, confirmed_on: date, address: str, proof: StoredFile | None, *, act: str
) -> Release:
    row.state, row.confirmed_on = State.CONFIRMED, confirmed_on
    row.confirmed_by = by if isinstance(by, User) else None
    row.address, row.proof, row.year = address, proof, confirmed_on.year
    row.next_try_at, row.fault = None, ""
    if row.package_id is None:
        row.package_id = row.item.package_id
    row.save(
        update_fields=[
            *("state", "confirmed_on", "confirmed_by", "address", "proof", "year"),
            *("next_try_at", "fault", "package"),
        ],
    )
    count_first(row.item)
    record(by, act, row.item, channel=row.channel.name, day=confirmed_on, address=address)
    row.refresh_from_db(fields=["first_year", "is_first"])
    if row.item.is_withdrawn and way_of(row.channel) is not None:
        # It was on its way when the item was withdrawn: what only now is known to stand is taken down.
        return _recalled(row, PROGRAM, row.item.withdrawn_reason)
    return row


def _recalled(row: Release, by: Any, reason: str) -> Release:
    row.state, row.recalled_on, row.recalled_reason = State.RECALLED, clock.today(), reason
    if row.channel.publishes_at_once:
        row.taken_down_at = clock.now()
    elif way_of(row.channel) is not None:
        row.attempts, row.next_try_at = 0, clock.now()
    row.save(
        update_fields=["state", "recalled_on", "recalled_reason", "taken_down_at", "attempts", "next_try_at"]
    )
    record(by, "channels.recalled", row.item, reason=reason, channel=row.channel.name)
    return row


def _dropped(row: Release, by: Any, reason: str) -> Release:
    row.state, row.next_try_at = State.DROPPED, None
    row.save(update_fields=["state", "next_try_at"])
    record(by, "channels.dropped", row.item, reason=reason, channel=row.channel.name)
    return row


def _locked(row: Release) -> Release:
    """Lock the release and bring along what an act reads of it."""
    return (
        Release.objects.select_for_update(of=("self",))
        .select_related("item__package", "item__agency", "channel", "agency", "picture")
        .get(pk=row.pk)
    )


def _refuse_stranger(person: User | None, item: Item) -> None:
    if person is not None and person.agency_id != item.agency_id:
        raise Refused(str(_("This person does not work in this agency.")))


def count_first(item: Item) -> None:
    """Derive anew which release of the item was its first, and in which year the item counts.

    The counting year of an item is that of its first confirmed release; a test never counts.
    """
    counted = list(Release.objects.counted().filter(item=item).order_by("confirmed_on", "pk"))
    first_year = counted[0].year if counted else None
    if len(counted) > 1:
        Release.objects.filter(item=item, is_first=True).exclude(pk=counted[0].pk).update(is_first=False)
    for place, row in enumerate(counted):
        if (row.is_first, row.first_year) != (place == 0, first_year):
            Release.objects.filter(pk=row.pk).update(is_first=place == 0, first_year=first_year)
