"""Who may release, confirm and recall, and why not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.catalogue.models import Item
from gongkai.channels.models import OPEN_STATES, Channel, Release, State
from gongkai.channels.ways import way_of
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import Review
from gongkai.secrecy.models import State as ReviewState

RELEASERS = (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)

# What the worker holds in its hands at this moment is left alone until its answer is known.
IN_THE_WORKERS_HANDS = (State.SENDING,)


def _none(release: Release) -> Iterator[str]:
    yield from ()


def _obstacles_for_people(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in RELEASERS):
        yield _("Only the FOI officer or the channel editor of this agency releases.")


def obstacles_of_the_item(item: Item) -> Iterator[str]:
    """Say why nothing of this item may go to any channel at this moment."""
    if item.is_withdrawn:
        yield _("A withdrawn item is not released.")
    elif not Review.objects.filter(package=item.package_id, state=ReviewState.CLEARED).exists():
        yield _("This text and these files have not passed the secrecy review.")


def obstacles_to_releasing(item: Item, channel: Channel | None, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(item.agency, by)
    yield from obstacles_of_the_item(item)
    if channel is None:
        return
    if channel.agency_id != item.agency_id:
        yield _("This channel belongs to another agency.")
    elif not channel.in_use:
        yield _("This channel is no longer in use.")
    gone_there = Release.objects.filter(item=item, channel=channel, is_test=False)
    if gone_there.exclude(state__in=[State.RECALLED, State.DROPPED]).exists():
        yield _("It has gone to this channel already; an item counts once per channel.")


def obstacles_to_fitting(release: Release, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(release.agency, by)
    if release.state not in {State.PLANNED, State.FAILED}:
        yield _("Its text is changed only before it is sent.")


def obstacles_to_handing_over(release: Release, by: Any) -> Iterator[str]:
    """Say why a release cannot go into the outbox, from which the program sends it by itself."""
    yield from _obstacles_for_people(release.agency, by)
    yield from obstacles_of_the_item(release.item)
    if release.state not in {State.PLANNED, State.FAILED}:
        yield _("It is in the outbox, or was released already.")
    if not release.channel.in_use:
        yield _("This channel is no longer in use.")
    plug_in = way_of(release.channel)
    if plug_in is None:
        yield _(
            "This channel is served by hand: post it there, then confirm it with the address or a picture."
        )
    else:
        yield from plug_in.obstacles(release.channel)
        # Some ways need more of a release than a text: messages their groups.
        yield from getattr(plug_in, "obstacles_of_release", _none)(release)


def obstacles_to_taking_back(release: Release, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(release.agency, by)
    if release.state != State.WAITING:
        yield _("It does not wait in the outbox.")


def obstacles_to_dropping(release: Release, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(release.agency, by)
    if release.state in IN_THE_WORKERS_HANDS:
        yield _("It is being sent at this moment; wait for its answer.")
    elif release.state not in OPEN_STATES:
        yield _("It was released already; recall it instead.")


def obstacles_to_resolving(release: Release, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(release.agency, by)
    if release.state not in {State.UNCLEAR, State.ACCEPTED, State.FAILED}:
        yield _("There is nothing to clear up.")


def obstacles_to_confirming(release: Release, by: Any) -> Iterator[str]:
    # An information officer of the community confirms what hangs on its board.
    if release.kind != ChannelKind.NOTICE_BOARD or not by.has_duty(Duty.INFORMATION_OFFICER, release.agency):
        yield from _obstacles_for_people(release.agency, by)
    if release.state == State.CONFIRMED:
        yield _("This release has been confirmed already.")
    if release.state == State.RECALLED:
        yield _("This release has been recalled.")
    if release.state == State.DROPPED:
        yield _("This release was dropped.")
    if release.state in IN_THE_WORKERS_HANDS:
        yield _("It is being sent at this moment; wait for its answer.")


def obstacles_to_this_day(release: Release, confirmed_on: date) -> Iterator[str]:
    if confirmed_on > clock.today():
        yield _("The day of the release lies in the future; confirm it when it has happened.")
    # A correction brings a later clearance; what went out before it was cleared with the first text.
    editions = release.item.editions.order_by("number")
    first = editions.values_list("package__review__approved_at", "package__review__earlier_on").first()
    review = release.item.package.review
    approved_at, earlier_on = first or (review.approved_at, review.earlier_on)
    cleared_on = earlier_on or (approved_at.astimezone(clock.BEIJING).date() if approved_at else None)
    if cleared_on is not None and confirmed_on < cleared_on:
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


def obstacles_to_noting_taken_down(release: Release, by: Any) -> Iterator[str]:
    if release.kind != ChannelKind.NOTICE_BOARD or not by.has_duty(Duty.INFORMATION_OFFICER, release.agency):
        yield from _obstacles_for_people(release.agency, by)
    if release.state != State.RECALLED:
        yield _("Only what was recalled is taken down.")
    elif release.taken_down_at is not None:
        yield _("It has been taken down already.")


def obstacles_to_setting_up(channel_agency: Any, by: Any) -> Iterator[str]:
    """Channels are kept by those who release; the keys of their interfaces by the system administrator."""
    yield from _obstacles_for_people(channel_agency, by)


def obstacles_to_giving_access(channel: Channel, by: Any) -> Iterator[str]:
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, channel.agency):
        yield _("Only the system administrator of this agency gives access to an interface.")
