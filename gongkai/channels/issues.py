"""What can happen to an issue of the gazette or the newspaper: put together, closed, printed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.catalogue.models import Item
from gongkai.channels import actions, paper_policy
from gongkai.channels.issue_pages import draw, numbering_of, place_of
from gongkai.channels.models import (
    OPEN_STATES,
    Channel,
    EntryKind,
    Issue,
    IssueEntry,
    IssueState,
    Release,
    Sheet,
)
from gongkai.channels.models import State as ReleaseState
from gongkai.channels.paper_queries import corrections_owed
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.files.storing import store_made
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.typesetting.binding import marked
from gongkai.typesetting.characters import CharactersMissing

# Stands on each page of a kept issue: only for the archive, not to be passed on.
KEPT_MARK = "仅供存档不外传"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

label_acts(
    {
        "channels.issue_opened": gettext_lazy("Issue begun"),
        "channels.issue_changed": gettext_lazy("Issue changed"),
        "channels.issue_picked": gettext_lazy("Items taken into the issue"),
        "channels.issue_taken_out": gettext_lazy("Item taken out of the issue"),
        "channels.issue_placed": gettext_lazy("Order of the issue changed"),
        "channels.issue_closed": gettext_lazy("Issue closed"),
        "channels.issue_opened_again": gettext_lazy("Issue opened again"),
        "channels.issue_printed": gettext_lazy("Issue printed"),
        "channels.issue_void": gettext_lazy("Issue declared void"),
        "channels.issue_kept_opened": gettext_lazy("Pages as printed opened, with items taken back since"),
        "channels.issue_erased": gettext_lazy("Pages of the issue erased"),
    }
)

# What is public changes when an issue is printed, not while it is made.
never_public(
    "channels.issue_opened",
    "channels.issue_changed",
    "channels.issue_picked",
    "channels.issue_taken_out",
    "channels.issue_placed",
    "channels.issue_closed",
    "channels.issue_opened_again",
    "channels.issue_void",
    "channels.issue_kept_opened",
)


@transaction.atomic
def open_issue(
    channel: Channel,
    *,
    by: Any,
    day: date,
    title: str = "",
    sheet: str = Sheet.A4,
    number_before: int = 0,
    total_before: int = 0,
) -> Issue:
    """Begin an issue of a gazette or newspaper; what has to be corrected of earlier ones stands in it.

    `number_before` (of this year) and `total_before` (in all) tell what was printed before the program took
    over; they are heard with the first issue of a channel only.
    """
    channel = Channel.objects.select_for_update(of=("self",)).select_related("agency").get(pk=channel.pk)
    refuse_if_any(paper_policy.obstacles_to_opening(channel, by))
    is_first = not Issue.objects.numbered().filter(channel=channel).exists()
    issue = Issue.objects.create(
        channel=channel,
        agency=channel.agency,
        day=day,
        title=title,
        sheet=sheet,
        number_before=number_before if is_first else 0,
        total_before=max(total_before, number_before) if is_first else 0,
        made_by=by,
    )
    refuse_if_any(paper_policy.obstacles_to_this_issue_day(issue, day))
    _take_in_corrections(issue)
    record(by, "channels.issue_opened", issue, day=day)
    return issue


@transaction.atomic
def change_issue(issue: Issue, *, by: Any, day: date, title: str = "", sheet: str = Sheet.A4) -> Issue:
    """Change day, theme and sheet of an issue that is still being put together."""
    issue = _locked(issue)
    refuse_if_any(
        [
            *paper_policy.obstacles_to_changing(issue, by),
            *paper_policy.obstacles_to_this_issue_day(issue, day),
        ]
    )
    issue.day, issue.title, issue.sheet = day, title, sheet
    issue.save(update_fields=["day", "title", "sheet"])
    Release.objects.filter(issue_entry__issue=issue, state=ReleaseState.PLANNED).update(planned_on=day)
    record(by, "channels.issue_changed", issue, day=day)
    return issue


@transaction.atomic
def pick(issue: Issue, items: Iterable[Item], *, by: Any, section: str = "") -> list[IssueEntry]:
    """Take items into an issue, each with a planned release; one planned for this channel already is kept.

    All or nothing. Raises Refused with the title of each item that may not be released.
    """
    issue = _locked(issue)
    items = list(items)
    reasons = [each for item in items for each in paper_policy.obstacles_to_picking(issue, item, by)]
    refuse_if_any(reasons if items else [_("Choose at least one item."), *reasons])
    place = (issue.entries.filter(kind=EntryKind.ITEM).aggregate(last=Max("order"))["last"] or 0) + 1
    entries = [
        IssueEntry.objects.create(
            issue=issue,
            order=order,
            section=section.strip() or item.column.name[:30],
            item=item,
            release=_planned_release(issue, item, by),
        )
        for order, item in enumerate(items, place)
    ]
    record(by, "channels.issue_picked", issue, items=[item.index_number for item in items])
    return entries


def _planned_release(issue: Issue, item: Item, by: Any) -> Release:
    planned = Release.objects.filter(
        item=item, channel=issue.channel, is_test=False, state=ReleaseState.PLANNED, issue_entry=None
    ).first()
    if planned is not None:
        return planned
    try:
        return actions.release(item, issue.channel, by=by, planned_on=issue.day)
    except Refused as refused:
        raise Refused(
            [_("“%(title)s”: %(reason)s") % {"title": item.title, "reason": each} for each in refused.reasons]
        ) from refused


@transaction.atomic
def take_out(entry: IssueEntry, *, by: Any) -> Issue:
    """Take an item out of an issue before it is closed; its release is dropped."""
    issue = _locked(entry.issue)
    entry = IssueEntry.objects.select_related("release", "item").get(pk=entry.pk)
    entry.issue = issue
    refuse_if_any(paper_policy.obstacles_to_taking_out(entry, by))
    title, release = entry.item.title, entry.release
    entry.delete()
    if release is not None and release.state in OPEN_STATES:
        actions.drop(release, by=by, reason=_("Taken out of the issue."))
    record(by, "channels.issue_taken_out", issue, title=title)
    return issue


@transaction.atomic
def place(entry: IssueEntry, *, by: Any, before: bool) -> Issue:
    """Move an item one place towards the front of the issue, or (`before` false) towards its end."""
    issue = _locked(entry.issue)
    refuse_if_any(paper_policy.obstacles_to_changing(issue, by))
    entries = list(issue.entries.filter(kind=EntryKind.ITEM))
    at = next((number for number, each in enumerate(entries) if each.pk == entry.pk), None)
    if at is None:
        raise Refused(_("This item does not stand in the issue any more."))
    other = at - 1 if before else at + 1
    if not 0 <= other < len(entries):
        return issue
    entries[at], entries[other] = entries[other], entries[at]
    for order, each in enumerate(entries, 1):
        if each.order != order:
            IssueEntry.objects.filter(pk=each.pk).update(order=order)
    record(by, "channels.issue_placed", issue)
    return issue


@transaction.atomic
def name_section(entry: IssueEntry, *, by: Any, section: str) -> Issue:
    """Name the section of the issue under which an item stands; empty for none."""
    issue = _locked(entry.issue)
    refuse_if_any(paper_policy.obstacles_to_changing(issue, by))
    IssueEntry.objects.filter(pk=entry.pk).update(section=section.strip())
    record(by, "channels.issue_placed", issue, section=section.strip())
    return issue


@transaction.atomic
def close(issue: Issue, *, by: Any) -> Issue:
    """Close an issue: it gets its number, its texts are frozen, and its pages are set as PDF and DOCX.

    Numbers have no gaps: the next one of channel and year is taken under the lock of the channel. Raises
    Refused where an item may not go out any more, named by its title, and where a font lacks a character.
    """
    Channel.objects.select_for_update().get(pk=issue.channel_id)
    issue = _locked(issue)
    refuse_if_any(paper_policy.obstacles_to_changing(issue, by))
    _take_in_corrections(issue)
    refuse_if_any(paper_policy.obstacles_to_closing(issue, by))
    if issue.number is None:
        _number(issue)
    for entry in issue.entries.select_related("item"):
        IssueEntry.objects.filter(pk=entry.pk).update(package_id=entry.item.package_id)
    issue.state, issue.closed_at, issue.closed_by = IssueState.CLOSED, clock.now(), by
    _set_pages(issue, by)
    issue.save()
    record(by, "channels.issue_closed", issue, pages=issue.pages, items=issue.entries.count())
    return issue


def _number(issue: Issue) -> None:
    numbered = Issue.objects.numbered().filter(channel_id=issue.channel_id)
    issue.year = issue.day.year
    last = numbered.filter(year=issue.year).aggregate(last=Max("number"))["last"]
    issue.number = (issue.number_before if last is None else last) + 1
    in_all = numbered.aggregate(last=Max("total"))["last"]
    issue.total = (max(issue.total_before, issue.number_before) if in_all is None else in_all) + 1


def _set_pages(issue: Issue, by: Any) -> None:
    entries = list(issue.entries.select_related("item__document", "item__column", "package", "edition"))
    try:
        drawn = draw(issue, entries)
    except CharactersMissing as missing:
        raise Refused(str(missing)) from missing
    for entry, page in zip(entries, drawn.first_pages, strict=True):
        IssueEntry.objects.filter(pk=entry.pk).update(page=page)
    name = f"{issue.channel.name}{numbering_of(issue)}"
    issue.pages = drawn.pages
    issue.pdf = store_made(
        drawn.pdf,
        name=f"{name}.pdf",
        content_type="application/pdf",
        by=by,
        agency=issue.agency,
        sealed=False,
    )
    issue.docx = store_made(
        drawn.docx, name=f"{name}.docx", content_type=DOCX, by=by, agency=issue.agency, sealed=False
    )


@transaction.atomic
def open_again(issue: Issue, *, by: Any) -> Issue:
    """Open a closed issue again to change it; it keeps its number, and its pages are set anew."""
    issue = _locked(issue)
    refuse_if_any(paper_policy.obstacles_to_opening_again(issue, by))
    issue.state, issue.closed_at, issue.closed_by = IssueState.COLLECTING, None, None
    issue.pdf = issue.docx = issue.pages = None
    issue.save()
    issue.entries.update(package=None, page=None)
    record(by, "channels.issue_opened_again", issue)
    return issue


@transaction.atomic
def mark_printed(
    issue: Issue,
    *,
    by: Any,
    printed_on: date,
    copies: int | None = None,
    proof: StoredFile | None = None,
) -> Issue:
    """Say that the issue came out: all its releases are confirmed at once, on that day, or none is.

    copies   the printed number, where it is known
    proof    a photograph of the paper; its number and page are proof as well
    """
    issue = _locked(issue)
    refuse_if_any(
        [
            *paper_policy.obstacles_to_printing(issue, by),
            *paper_policy.obstacles_to_this_printing_day(issue, printed_on),
        ]
    )
    issue.state, issue.printed_on, issue.printed_by = IssueState.PRINTED, printed_on, by
    issue.copies, issue.proof = copies, proof
    for entry in issue.entries.filter(kind=EntryKind.ITEM).select_related("release__item", "item"):
        if entry.release is not None and entry.release.state != ReleaseState.CONFIRMED:
            _confirm(issue, entry, entry.release)
    issue.save(update_fields=["state", "printed_on", "printed_by", "copies", "proof"])
    record(by, "channels.issue_printed", issue, day=printed_on, copies=copies)
    return issue


def _confirm(issue: Issue, entry: IssueEntry, release: Release) -> None:
    try:
        actions.confirm(
            release,
            by=issue.printed_by,
            confirmed_on=issue.printed_on or clock.today(),
            address=place_of(issue, entry.page),
            proof=issue.proof,
        )
    except Refused as refused:
        raise Refused(
            [
                _("“%(title)s”: %(reason)s") % {"title": entry.item.title, "reason": each}
                for each in refused.reasons
            ]
        ) from refused


@transaction.atomic
def open_kept_pages(issue: Issue, *, by: Any) -> bytes:
    """Return the pages as they were printed, each marked as kept for proof only; who looks is noted.

    For issues some item of which was taken back since: the pages tell it still.
    """
    refuse_if_any(paper_policy.obstacles_to_opening_kept_pages(issue))
    record(by, "channels.issue_kept_opened", issue)
    return marked(issue.pdf.read(), KEPT_MARK) if issue.pdf else b""


@transaction.atomic
def erase_pages_with(about: str, *, by: Any) -> None:
    """Erase pages and photographs of issues that hold a paper in which a state secret was found."""
    holding = IssueEntry.objects.filter(package__about=about).values("issue")
    for issue in Issue.objects.filter(pk__in=holding).select_related("agency", "channel"):
        for file in filter(None, (issue.pdf, issue.docx, issue.proof)):
            erase(file, by)
        record(by, "channels.issue_erased", issue)


@transaction.atomic
def void(issue: Issue, *, by: Any, reason: str) -> Issue:
    """Give an issue up that was not printed: its releases are dropped, its number is the next one's."""
    Channel.objects.select_for_update().get(pk=issue.channel_id)
    issue = _locked(issue)
    refuse_if_any(paper_policy.obstacles_to_voiding(issue, by))
    if not reason.strip():
        raise Refused(_("Give the reason."))
    for entry in issue.entries.filter(kind=EntryKind.ITEM).select_related("release"):
        if entry.release is not None and entry.release.state in OPEN_STATES:
            actions.drop(entry.release, by=by, reason=reason)
    issue.entries.all().delete()
    issue.state, issue.void_reason = IssueState.VOID, reason.strip()
    issue.save(update_fields=["state", "void_reason"])
    record(by, "channels.issue_void", issue, reason=reason)
    return issue


def _take_in_corrections(issue: Issue) -> None:
    # Behind every item, in the order in which they came up.
    for order, owed in enumerate(corrections_owed(issue.channel), 1000 + issue.entries.count()):
        IssueEntry.objects.create(
            issue=issue, kind=EntryKind.CORRECTION, order=order, item=owed.item, edition=owed.edition
        )


def _locked(issue: Issue) -> Issue:
    return locked(issue, "agency", "channel")
