"""Who may put together, print, post, hand out and hand over, and why not."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import SectionKind
from gongkai.catalogue.models import Item
from gongkai.channels.models import (
    Channel,
    EntryKind,
    HandOver,
    HandOverState,
    Issue,
    IssueEntry,
    IssueState,
    Posting,
    PostingState,
    Release,
    Way,
)
from gongkai.channels.models import State as ReleaseState
from gongkai.channels.policy import (
    RELEASERS,
    obstacles_of_the_item,
    obstacles_to_releasing,
    obstacles_to_this_day,
)
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import State as ReviewState

LONGEST_PERIOD = 365
MOST_COMMUNITIES = 50
PRINTED_CHANNELS = (ChannelKind.GAZETTE, ChannelKind.NEWSPAPER)
CARRIED_CHANNELS = (ChannelKind.VISIT, ChannelKind.OTHER)


def obstacles_for_people(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in RELEASERS):
        yield _("Only the FOI officer or the channel editor of this agency does this.")


def obstacles_to_this_channel(channel: Channel, agency: Any, kinds: Iterable[str]) -> Iterator[str]:
    if channel.agency_id != agency.pk:
        yield _("This channel belongs to another agency.")
    elif not channel.in_use:
        yield _("This channel is no longer in use.")
    elif channel.kind not in kinds:
        yield _("This channel is not made for it.")


# Issues


def obstacles_to_opening(channel: Channel, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(channel.agency, by)
    yield from obstacles_to_this_channel(channel, channel.agency, PRINTED_CHANNELS)
    if channel.kind in PRINTED_CHANNELS and channel.served_by != Way.ISSUE:
        yield _("This channel is not served by issues.")
    if Issue.objects.filter(channel=channel, state=IssueState.COLLECTING).exists():
        yield _("An issue of this channel is being put together already; go on with that one.")


def obstacles_to_changing(issue: Issue, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(issue.agency, by)
    if issue.state == IssueState.CLOSED:
        yield _("The issue is closed; open it again before it is changed.")
    elif issue.state == IssueState.PRINTED:
        yield _("The issue is printed; what has to be corrected stands in the next one.")
    elif issue.state == IssueState.VOID:
        yield _("The issue is void.")


def obstacles_to_this_issue_day(issue: Issue, day: date) -> Iterator[str]:
    """Say why an issue cannot bear this day: numbers follow the days, so that a year has no gap."""
    if issue.number is not None and issue.year != day.year:
        yield _("The issue has its number in %(year)s and keeps it; choose a day of that year.") % {
            "year": issue.year
        }
    others = Issue.objects.numbered().filter(channel_id=issue.channel_id).exclude(pk=issue.pk)
    before, after = others, others.none()
    if issue.total is not None:
        before, after = others.filter(total__lt=issue.total), others.filter(total__gt=issue.total)
    earlier = before.order_by("-total").first()
    later = after.order_by("total").first()
    if earlier and day < earlier.day:
        yield _("The issue before, %(name)s, is of %(day)s; this one cannot be earlier.") % {
            "name": earlier.name,
            "day": earlier.day.isoformat(),
        }
    if later and day > later.day:
        yield _("The issue after, %(name)s, is of %(day)s; this one cannot be later.") % {
            "name": later.name,
            "day": later.day.isoformat(),
        }


def obstacles_to_picking(issue: Issue, item: Item, by: Any) -> Iterator[str]:
    yield from obstacles_to_changing(issue, by)
    if IssueEntry.objects.filter(release__item=item, issue=issue).exists():
        yield _("“%(title)s” stands in this issue already.") % {"title": item.title}
        return
    for reason in obstacles_to_releasing(item, None, by):
        yield _("“%(title)s”: %(reason)s") % {"title": item.title, "reason": reason}


def obstacles_to_taking_out(entry: IssueEntry, by: Any) -> Iterator[str]:
    yield from obstacles_to_changing(entry.issue, by)
    if entry.kind == EntryKind.CORRECTION:
        yield _("A correction of an earlier issue is told to its readers and is not taken out.")


def obstacles_to_closing(issue: Issue, by: Any) -> Iterator[str]:
    yield from obstacles_to_changing(issue, by)
    if issue.state != IssueState.COLLECTING:
        return
    yield from obstacles_to_this_issue_day(issue, issue.day)
    entries = list(issue.entries.select_related("item__package__review", "release"))
    if not entries:
        yield _("Nothing stands in this issue yet.")
    yield from obstacles_of_entries(entries)


def obstacles_of_entries(entries: Iterable[IssueEntry]) -> Iterator[str]:
    """Say which items may not go to the public any more, each by its title."""
    for entry in entries:
        if entry.kind == EntryKind.CORRECTION:
            continue
        item, title = entry.item, {"title": entry.item.title}
        if item.is_withdrawn:
            yield _("“%(title)s” was withdrawn; take it out of the issue.") % title
        elif item.package.review.state != ReviewState.CLEARED:
            yield _("“%(title)s” is not cleared any more; take it out of the issue.") % title
        elif entry.release is not None and entry.release.state in (
            ReleaseState.RECALLED,
            ReleaseState.DROPPED,
        ):
            yield _("The release of “%(title)s” was taken back; take it out of the issue.") % title
        elif entry.package_id is not None and entry.package_id != item.package_id:
            yield _("“%(title)s” was corrected since the issue was closed; open the issue again.") % title


def obstacles_to_opening_again(issue: Issue, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(issue.agency, by)
    if issue.state != IssueState.CLOSED:
        yield _("Only a closed issue that is not printed yet is opened again.")


def obstacles_to_printing(issue: Issue, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(issue.agency, by)
    if issue.state == IssueState.PRINTED:
        yield _("The issue is marked as printed already.")
    elif issue.state != IssueState.CLOSED:
        yield _("Only a closed issue is printed.")
    else:
        yield from obstacles_of_entries(issue.entries.select_related("item__package__review", "release"))


def obstacles_to_handing_out_pages(issue: Issue) -> Iterator[str]:
    """Say why nobody is handed the pages of a closed issue: they hold what may not go to print."""
    if issue.state == IssueState.CLOSED:
        yield from obstacles_of_entries(issue.entries.select_related("item__package__review", "release"))


def obstacles_to_opening_kept_pages(issue: Issue) -> Iterator[str]:
    if issue.state != IssueState.PRINTED or issue.pdf is None:
        yield _("Only the pages of a printed issue are kept as proof.")
    elif issue.pdf.erased_at is not None:
        yield _("The pages of this issue were erased.")


def obstacles_to_this_printing_day(issue: Issue, printed_on: date) -> Iterator[str]:
    if printed_on > clock.today():
        yield _("The day of printing lies in the future; confirm it when it has happened.")
    if issue.closed_at is not None and printed_on < issue.closed_at.astimezone(clock.BEIJING).date():
        yield _("The issue was not closed on that day yet.")


def obstacles_to_voiding(issue: Issue, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(issue.agency, by)
    if issue.state == IssueState.PRINTED:
        yield _("A printed issue is out; it cannot be void.")
    elif issue.state == IssueState.VOID:
        yield _("The issue is void already.")
    elif (
        issue.total is not None
        and Issue.objects.numbered().filter(channel_id=issue.channel_id, total__gt=issue.total).exists()
    ):
        yield _("A later issue has its number already; without this one there would be a gap.")


# Notice boards


def obstacles_to_posting_at_all(item: Item, by: Any) -> Iterator[str]:
    yield from obstacles_to_releasing(item, None, by)


def obstacles_to_this_period(days: int) -> Iterator[str]:
    if not 1 <= days <= LONGEST_PERIOD:
        yield _("A sheet hangs between 1 and %(most)s days.") % {"most": LONGEST_PERIOD}


def obstacles_to_printing_a_sheet(posting: Posting) -> Iterator[str]:
    """Say why nobody prints the sheet of a posting now: its text may not go to the public any more."""
    yield from obstacles_of_the_item(posting.release.item)
    if posting.release.state in (ReleaseState.RECALLED, ReleaseState.DROPPED):
        yield _("The release was taken back.")


def obstacles_to_these_communities(item: Item, communities: Iterable[Any]) -> Iterator[str]:
    communities = list(communities)
    if not communities:
        yield _("Choose at least one community.")
    if len(communities) > MOST_COMMUNITIES:
        yield _("At most %(most)s communities at one go.") % {"most": MOST_COMMUNITIES}
    for each in communities:
        if each.agency_id != item.agency_id or each.kind != SectionKind.COMMUNITY:
            yield _("%(name)s is no community of this agency.") % {"name": each.name}
    hanging = (
        Posting.objects.filter(release__item=item, section__in=communities)
        .filter(state__in=[PostingState.DUE, PostingState.POSTED])
        .select_related("section")
    )
    for posting in hanging:
        yield _("%(name)s has a sheet of this item already.") % {"name": posting.section.name}


def obstacles_for_the_community(posting: Posting, by: Any) -> Iterator[str]:
    """Only who looks after that board tells what hangs there: its information officer, or the releasers."""
    if by.has_duty(Duty.INFORMATION_OFFICER, posting.agency, posting.section):
        return
    if not any(by.has_duty(duty, posting.agency) for duty in RELEASERS):
        yield _(
            "Only the information officer of this community, the FOI officer or the channel editor does this."
        )


def obstacles_to_confirming_posting(posting: Posting, by: Any) -> Iterator[str]:
    yield from obstacles_for_the_community(posting, by)
    if posting.state == PostingState.VOID:
        yield _("This posting was called off.")
    elif posting.state != PostingState.DUE:
        yield _("This posting has been confirmed already.")
    elif posting.release.item.is_withdrawn:
        yield _("The item was withdrawn; do not post it.")
    elif posting.release.state in (ReleaseState.RECALLED, ReleaseState.DROPPED):
        yield _("The release was taken back; do not post it.")


def obstacles_to_this_posting_day(posting: Posting, posted_on: date) -> Iterator[str]:
    yield from obstacles_to_this_day(posting.release, posted_on)


def obstacles_to_taking_down(posting: Posting, by: Any) -> Iterator[str]:
    yield from obstacles_for_the_community(posting, by)
    if posting.state == PostingState.TAKEN_DOWN:
        yield _("This sheet has been taken down already.")
    elif posting.state != PostingState.POSTED:
        yield _("Only what hangs can be taken down.")


def obstacles_to_this_taking_down(
    posting: Posting, down_on: date, reason: str, picture: Any
) -> Iterator[str]:
    if down_on > clock.today():
        yield _("The day of taking down lies in the future; confirm it when it has happened.")
    if posting.posted_on is not None and down_on < posting.posted_on:
        yield _("It was posted on %(day)s; it cannot be taken down before.") % {
            "day": posting.posted_on.isoformat()
        }
    if posting.until is not None and down_on < posting.until and not reason.strip():
        yield _("It has to hang until %(day)s; say why it is taken down early.") % {
            "day": posting.until.isoformat()
        }
    if picture is None and not reason.strip():
        yield _("Add a photograph of the board, or say why there is none.")


def obstacles_to_calling_off(posting: Posting, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(posting.agency, by)
    if posting.state != PostingState.DUE:
        yield _("Only what does not hang yet can be called off.")


# Hand-outs and reading points


def obstacles_to_handing_out(item: Item, channel: Channel | None, by: Any) -> Iterator[str]:
    yield from obstacles_to_releasing(item, None, by)
    if channel is not None:
        yield from obstacles_to_this_channel(channel, item.agency, CARRIED_CHANNELS)


def obstacles_to_this_hand_out(release: Release, day: date, number: int) -> Iterator[str]:
    yield from obstacles_to_this_day(release, day)
    if number < 1:
        yield _("Say how many were handed out.")


def obstacles_to_preparing(
    point: Any, items: Iterable[Item], channel: Channel | None, by: Any
) -> Iterator[str]:
    items = list(items)
    yield from obstacles_for_people(point.agency, by)
    if channel is None:
        yield _("This agency has no channel for reading points; ask the FOI officer to add one.")
    else:
        yield from obstacles_to_this_channel(channel, point.agency, (ChannelKind.READING_POINT,))
    if not items:
        yield _("Choose at least one item.")
    for item in items:
        if item.agency_id != point.agency_id:
            yield _("“%(title)s” belongs to another agency.") % {"title": item.title}
            continue
        for reason in obstacles_to_releasing(item, None, by):
            yield _("“%(title)s”: %(reason)s") % {"title": item.title, "reason": reason}


def obstacles_to_confirming_hand_over(hand_over: HandOver, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(hand_over.agency, by)
    if hand_over.state == HandOverState.HANDED_OVER:
        yield _("This hand-over has been confirmed already.")
    elif hand_over.state == HandOverState.VOID:
        yield _("This hand-over was called off.")
    else:
        for line in hand_over.lines.select_related("release__item"):
            yield from _obstacles_of_line(line.release)


def obstacles_to_printing_a_list(hand_over: HandOver) -> Iterator[str]:
    """Say why nobody prints the list of a hand-over that is still to come; what was signed stays."""
    if hand_over.state == HandOverState.PREPARED:
        for line in hand_over.lines.select_related("release__item"):
            yield from _obstacles_of_line(line.release)


def _obstacles_of_line(release: Release) -> Iterator[str]:
    if release.item.is_withdrawn:
        yield _("“%(title)s” was withdrawn; call this list off and make another.") % {
            "title": release.item.title
        }
    elif release.state in (ReleaseState.RECALLED, ReleaseState.DROPPED):
        yield _("The release of “%(title)s” was taken back; call this list off and make another.") % {
            "title": release.item.title
        }


def obstacles_to_this_receipt(hand_over: HandOver, received_on: date) -> Iterator[str]:
    reasons = [
        reason
        for line in hand_over.lines.select_related("release__item__package__review")
        for reason in obstacles_to_this_day(line.release, received_on)
    ]
    yield from dict.fromkeys(reasons)


def obstacles_to_calling_off_hand_over(hand_over: HandOver, by: Any) -> Iterator[str]:
    yield from obstacles_for_people(hand_over.agency, by)
    if hand_over.state != HandOverState.PREPARED:
        yield _("Only a list that is not handed over yet can be called off.")
