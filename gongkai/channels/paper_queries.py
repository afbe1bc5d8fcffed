"""What may go into an issue, what has to be corrected in the next one, whose boards are whose."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.agencies.models import Agency, Section, SectionKind
from gongkai.catalogue.models import Edition, Item
from gongkai.channels.models import (
    Channel,
    EntryKind,
    HandOverLine,
    HandOverState,
    Issue,
    IssueEntry,
    IssueState,
    Posting,
    PostingState,
    Release,
    State,
)
from gongkai.channels.queries import once_public_items, public_items
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import State as ReviewState


@dataclass(frozen=True)
class Owed:
    """A correction the next issue has to tell: the edition that brought it, or None for a withdrawal."""

    item: Item
    edition: Edition | None


def corrections_owed(channel: Channel) -> list[Owed]:
    """Return what became wrong in printed issues of a channel and stands in no issue yet, oldest first."""
    changed = Edition.objects.filter(item=OuterRef("item"), number__gt=1)
    printed = (
        IssueEntry.objects.filter(
            Q(item__withdrawn_at__isnull=False) | Exists(changed),
            issue__channel=channel,
            issue__state=IssueState.PRINTED,
            kind=EntryKind.ITEM,
        )
        .select_related("item")
        .prefetch_related("item__editions")
        .order_by("pk")
    )
    told = IssueEntry.objects.filter(issue__channel=channel, kind=EntryKind.CORRECTION)
    told_of = set(told.exclude(issue__state=IssueState.VOID).values_list("item_id", "edition_id"))
    # An item that was recalled and printed again is held against its last printing.
    last = {entry.item_id: entry for entry in printed}
    return [
        owed
        for entry in last.values()
        for owed in _owed_for(entry)
        if (entry.item_id, owed.edition.pk if owed.edition else None) not in told_of
    ]


def _owed_for(entry: IssueEntry) -> list[Owed]:
    if entry.item.is_withdrawn:
        return [Owed(entry.item, None)]
    editions = sorted(entry.item.editions.all(), key=lambda each: each.number)
    printed = next((each.number for each in editions if each.package_id == entry.package_id), 1)
    return [Owed(entry.item, each) for each in editions if each.number > printed]


def items_for(channel: Channel) -> QuerySet[Item]:
    """Items that may go to a channel now: cleared, not withdrawn, not there already; newest first."""
    there = Release.objects.filter(item=OuterRef("pk"), channel=channel, is_test=False).exclude(
        Q(state__in=[State.RECALLED, State.DROPPED]) | Q(state=State.PLANNED, issue_entry=None)
    )
    return (
        Item.objects.standing()
        .filter(~Exists(there), agency_id=channel.agency_id, package__review__state=ReviewState.CLEARED)
        .select_related("column")
        .order_by("-published_on", "-pk")
    )


def releasable_items(agency: Agency) -> QuerySet[Item]:
    """Items of an agency that may be released at this moment; newest first."""
    return (
        Item.objects.standing()
        .filter(agency=agency, package__review__state=ReviewState.CLEARED)
        .order_by("-published_on", "-pk")
    )


def communities(agency: Agency) -> QuerySet[Section]:
    return Section.objects.filter(agency=agency, kind=SectionKind.COMMUNITY)


def board_channels(agency: Agency, sections: Iterable[Section]) -> dict[int, Channel | None]:
    """Return the channel of each community's board, by the key of the section.

    An office may keep one channel for all boards or one for each: a channel whose name holds the community's
    is its own; else it is the first board channel that is no community's own.
    """
    boards = list(Channel.objects.filter(agency=agency, kind=ChannelKind.NOTICE_BOARD, in_use=True))
    names = list(communities(agency).values_list("name", flat=True))
    common = next((each for each in boards if not any(name in each.name for name in names)), None)
    return {
        section.pk: next((each for each in boards if section.name in each.name), common)
        for section in sections
    }


def kept_on_paper() -> Q:
    """Releases that wait in an issue, on a board or on a list: those tell of them, each in its own way."""
    of_it = {"release": OuterRef("pk")}
    waits_there = (
        Exists(IssueEntry.objects.filter(**of_it))
        | Exists(Posting.objects.filter(state=PostingState.DUE, **of_it))
        | Exists(HandOverLine.objects.filter(hand_over__state=HandOverState.PREPARED, **of_it))
    )
    hangs = Exists(Posting.objects.filter(state=PostingState.POSTED, **of_it))
    return Q(Q(state=State.PLANNED) & waits_there) | Q(Q(state=State.RECALLED) & hangs)


def is_public(items: Iterable[Item]) -> bool:
    """Say whether the portal shows every one of `items` at this moment."""
    keys = {item.pk for item in items}
    return bool(keys) and public_items().filter(pk__in=keys).count() == len(keys)


def taken_back_from(issue: Issue) -> list[IssueEntry]:
    """Return the items of an issue that were withdrawn or recalled, or lost their clearance, since."""
    gone = (
        Q(item__withdrawn_at__isnull=False)
        | Q(release__state__in=[State.RECALLED, State.DROPPED])
        | ~Q(item__package__review__state=ReviewState.CLEARED)
    )
    return list(issue.entries.filter(gone, kind=EntryKind.ITEM).select_related("item", "release"))


def public_issues() -> QuerySet[Issue]:
    """Printed issues whose pages hold nothing but what the portal shows now, as it shows it now.

    A text corrected since, withdrawn or recalled takes its issue away: the old pages would tell it still.
    What is said of a withdrawn item is what its own address answers.
    """
    shown = public_items().values("pk")
    answers = once_public_items().filter(withdrawn_at__isnull=False).values("pk")
    is_public = (
        Q(kind=EntryKind.ITEM, item__in=shown, package_id=F("item__package_id"))
        | Q(kind=EntryKind.CORRECTION, edition__isnull=False, item__in=shown)
        | Q(kind=EntryKind.CORRECTION, edition=None, item__in=answers)
    )
    hidden = IssueEntry.objects.filter(~is_public, issue=OuterRef("pk"))
    return Issue.objects.filter(~Exists(hidden), state=IssueState.PRINTED)


def issues_to_print(agency_ids: set[int]) -> QuerySet[Issue]:
    """Closed issues that nobody said to be printed."""
    return (
        Issue.objects.filter(agency_id__in=agency_ids, state=IssueState.CLOSED)
        .select_related("channel")
        .order_by("day")
    )
