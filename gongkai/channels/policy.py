"""Who may release, confirm and recall, and why not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.catalogue.models import Item
from gongkai.channels.models import Channel, Release, State
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import Review
from gongkai.secrecy.models import State as ReviewState

RELEASERS = (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)


def _obstacles_for_people(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in RELEASERS):
        yield _("Only the FOI officer or the channel editor of this agency releases.")


def obstacles_to_releasing(item: Item, channel: Channel | None, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(item.agency, by)
    if item.is_withdrawn:
        yield _("A withdrawn item is not released.")
    elif not Review.objects.filter(package=item.package_id, state=ReviewState.CLEARED).exists():
        yield _("This text and these files have not passed the secrecy review.")
    if channel is None:
        return
    if channel.agency_id != item.agency_id:
        yield _("This channel belongs to another agency.")
    elif not channel.in_use:
        yield _("This channel is no longer in use.")
    if Release.objects.filter(item=item, channel=channel, is_test=False).exists():
        yield _("It has gone to this channel already; an item counts once per channel.")


def obstacles_to_confirming(release: Release, by: Any) -> Iterator[str]:
    # An information officer of the community confirms what hangs on its board.
    if release.kind != ChannelKind.NOTICE_BOARD or not by.has_duty(Duty.INFORMATION_OFFICER, release.agency):
        yield from _obstacles_for_people(release.agency, by)
    if release.state == State.CONFIRMED:
        yield _("This release has been confirmed already.")
    if release.state == State.RECALLED:
        yield _("This release has been recalled.")


def obstacles_to_this_day(release: Release, confirmed_on: date) -> Iterator[str]:
    if confirmed_on > clock.today():
        yield _("The day of the release lies in the future; confirm it when it has happened.")
    # A correction brings a later clearance; what went out before it was cleared with the first text.
    editions = release.item.editions.order_by("number")
    cleared = editions.values_list("package__review__approved_at", flat=True).first()
    if cleared is None:
        cleared = release.item.package.review.approved_at
    if cleared is not None and confirmed_on < cleared.astimezone(clock.BEIJING).date():
        yield _("On that day the item had not been cleared for publication yet.")
    withdrawn = release.item.withdrawn_at
    if withdrawn is not None and confirmed_on > withdrawn.astimezone(clock.BEIJING).date():
        yield _("On that day the item had been withdrawn already.")


def obstacles_to_planning(channel: Channel, planned_on: date | None) -> Iterator[str]:
    if channel.publishes_at_once and planned_on is not None:
        yield _("The website publishes at once; record it on the day it shall be shown.")


def obstacles_to_this_proof(release: Release, address: str, proof: Any) -> Iterator[str]:
    if not release.channel.publishes_at_once and not address.strip() and proof is None:
        yield _("Give the address or the place, or a picture, as proof.")


def obstacles_to_recalling(release: Release, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(release.agency, by)
    if release.state != State.CONFIRMED:
        yield _("Only a confirmed release can be recalled.")
