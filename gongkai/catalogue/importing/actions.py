"""What can happen to an import of earlier items: brought, chosen for, read, run, cleared, taken back."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency
from gongkai.catalogue.importing import followers, policy
from gongkai.catalogue.importing.line import Source
from gongkai.catalogue.importing.lines import LARGEST, opened
from gongkai.catalogue.importing.preparing import LONGEST_WORD
from gongkai.catalogue.importing.running import work_at
from gongkai.catalogue.importing.wishes import Wishes
from gongkai.catalogue.models import Column, Import, Item
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.files.storing import clean_name, store_made
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.journal.writing import written_together
from gongkai.secrecy.earlier import admit_earlier
from gongkai.secrecy.models import FileScan, Justification, Package, PackageFile, Review
from gongkai.secrecy.policy import obstacles_of_findings, obstacles_to_this_earlier_clearance

label_acts(
    {
        "catalogue.import_brought": _("List or folder of earlier items brought"),
        "catalogue.import_started": _("Import of earlier items begun"),
        "catalogue.import_done": _("Earlier items brought in"),
        "catalogue.import_failed": _("Import broke off; nothing was kept"),
        "catalogue.import_undone": _("Import taken back"),
        "catalogue.import_dropped": _("Import given up"),
        "catalogue.import_stopped": _("Work at an import stopped; nothing was kept"),
        "catalogue.import_cleared": _("Earlier clearance recorded for what was left"),
        "catalogue.imported": _("Brought in from elsewhere"),
    }
)
never_public(
    "catalogue.import_brought",
    "catalogue.import_started",
    "catalogue.import_dropped",
    "catalogue.import_stopped",
)

# So many lines are worked at while the page waits; more are left to the worker.
AT_ONCE = 300

State = Import.State


@transaction.atomic
def bring(agency: Agency, content: BinaryIO, *, name: str, by: Any) -> Import:
    """Keep a list (XLSX, CSV), a ZIP of pages or an export of this program, to be imported.

    Raises Refused when it is larger than LARGEST bytes or can be none of these.
    """
    refuse_if_any(policy.obstacles_to_importing(agency, by))
    size = content.seek(0, io.SEEK_END)
    if size > LARGEST:
        raise Refused(
            str(_("The file is larger than %(most)s MB. Part it.") % {"most": LARGEST // 1_000_000})
        )
    content.seek(0)
    name = clean_name(name)
    source = opened(content, name)
    content.seek(0)
    file = store_made(
        content, name=name, content_type="application/octet-stream", by=by, agency=agency, sealed=False
    )
    run = begin(agency, name=name, by=by, file=file)
    run.total = len(source)
    run.report = {"kind": source.kind, "headings": list(source.headings), "words": _columns_named(source)}
    run.save(update_fields=["total", "report"])
    return run


def _columns_named(source: Source) -> dict[str, int]:
    """The words for columns in the first lines, so that they can be asked for before all is read."""
    named = (line.facts.get("column", "") for line in islice(source.lines(None), AT_ONCE))
    return dict(Counter(word[:LONGEST_WORD] for word in named if word).most_common())


@transaction.atomic
def begin(agency: Agency, *, name: str, by: Any, file: StoredFile | None = None) -> Import:
    """Begin an import; without `file` of something that is not kept, such as a folder of this machine."""
    refuse_if_any(policy.obstacles_to_importing(agency, by))
    run = Import.objects.create(agency=agency, name=name[:200], file=file, by=by, begun_at=clock.now())
    record(by, "catalogue.import_brought", run, sha256=file.sha256 if file else "")
    return run


@transaction.atomic
def choose(
    run: Import,
    wishes: Wishes,
    *,
    by: Any,
    cleared_by: str = "",
    cleared_on: date | None = None,
    cleared_paper: str = "",
    is_counted: bool = False,
) -> Import:
    """Say what the file's headings mean, what holds for lines that do not say it, and how it was cleared.

    A clearance told here holds for every line that tells none of its own. What was read before has to be
    read again.
    """
    run = locked(run, "agency", "by", "file")
    refuse_if_any(policy.obstacles_to_choosing(run, by))
    if cleared_by or cleared_on or cleared_paper:
        refuse_if_any(obstacles_to_this_earlier_clearance(cleared_by, cleared_on, cleared_paper, None))
    for key in filter(None, [wishes.column, *wishes.columns.values()]):
        if not Column.objects.filter(pk=key, agency=run.agency).exists():
            raise Refused(str(_("This column belongs to another agency.")))
    if wishes.answered and not wishes.why.strip():
        raise Refused(str(_("Say why what was found may stay.")))
    run.mapping, run.is_counted = wishes.as_json(), is_counted
    run.cleared_by, run.cleared_on, run.cleared_paper = cleared_by.strip(), cleared_on, cleared_paper.strip()
    run.state = State.UPLOADED
    run.save()
    return run


@transaction.atomic
def check(run: Import, *, by: Any) -> Import:
    """Have everything read, and told what would come in: the dry run. A long one is done by the worker."""
    run = _locked(run)
    refuse_if_any(policy.obstacles_to_checking(run, by))
    run.state, run.done = State.CHECKING, 0
    return _at_work(run)


@transaction.atomic
def start(run: Import, *, by: Any) -> Import:
    """Bring everything in as `by`, who answers for the clearance recorded. A long run is the worker's.

    Law: Regulation on the Disclosure of Government Information, art. 17 (2019), art. 14 (2007).
    """
    run = _locked(run)
    refuse_if_any(policy.obstacles_to_starting(run, by))
    run.state, run.done, run.by = State.RUNNING, 0, by
    record(
        by,
        "catalogue.import_started",
        run,
        cleared_by=run.cleared_by,
        cleared_on=run.cleared_on,
        paper=run.cleared_paper,
        counted=run.is_counted,
    )
    return _at_work(run)


def load(run: Import, source: Source, *, by: Any) -> Import:
    """Bring a run in at once that no file is kept of, and that was not looked at before: for the command.

    Raises Refused when `by` may not; whatever else stands against it is told in the run, which then failed.
    """
    refuse_if_any(policy.obstacles_to_importing(run.agency, by))
    if run.cleared_by or run.cleared_on or run.cleared_paper:
        refuse_if_any(
            obstacles_to_this_earlier_clearance(run.cleared_by, run.cleared_on, run.cleared_paper, None)
        )
    run.state, run.by, run.beat_at = State.RUNNING, by, clock.now()
    with transaction.atomic():
        run.save()
        record(
            by,
            "catalogue.import_started",
            run,
            cleared_by=run.cleared_by,
            cleared_on=run.cleared_on,
            paper=run.cleared_paper,
            counted=run.is_counted,
        )
    return work_at(run, source)


def _at_work(run: Import) -> Import:
    small = run.total <= AT_ONCE
    run.beat_at = clock.now() if small else None
    run.report.pop("faults", None)
    run.save()
    return work_at(run) if small else run


@transaction.atomic
def stop(run: Import, *, by: Any) -> Import:
    """Stop the work at a run: nothing of it is kept, and it stands as it stood before.

    Raises Refused when nobody is at work at it, so also when all has come in this very moment.
    """
    run = _locked(run)
    refuse_if_any(policy.obstacles_to_stopping(run, by))
    run.state = State.CHECKED if run.state == State.RUNNING else State.UPLOADED
    run.done, run.beat_at = 0, None
    run.save(update_fields=["state", "done", "beat_at"])
    record(by, "catalogue.import_stopped", run)
    return run


@transaction.atomic
def clear_rest(run: Import, *, by: Any, cleared_by: str, cleared_on: date, paper: str) -> int:
    """Record an earlier clearance for the items of a run that came in without; return for how many.

    Left as they are: those in which something was found that nobody answered for, those published before
    the day of the clearance, and those whose review has begun here.
    """
    run = _locked(run)
    refuse_if_any(
        [
            *policy.obstacles_to_clearing_the_rest(run, by),
            *obstacles_to_this_earlier_clearance(cleared_by, cleared_on, paper, None),
        ]
    )
    done: list[Item] = []
    with followers.around(), written_together():
        waiting = policy.uncleared(run).filter(
            package__review__state="awaiting_opinion", published_on__gte=cleared_on
        )
        for item in waiting.select_related("agency", "package__agency").order_by("pk"):
            if list(obstacles_of_findings(item.package)):
                continue
            admit_earlier(
                item.package,
                by=by,
                cleared_by=cleared_by,
                cleared_on=cleared_on,
                paper=paper,
                published_on=item.published_on,
            )
            done.append(item)
        for follower in followers.all_of_them():
            follower.brought_in(run, done, by)
        record(by, "catalogue.import_cleared", run, items=len(done), cleared_by=cleared_by, paper=paper)
    return len(done)


@transaction.atomic
def undo(run: Import, *, by: Any, reason: str) -> Import:
    """Take a whole run back: its items, their texts and files leave, as if they had not come.

    Numbers that were given are not given again. Raises Refused, naming the items, when anything else hangs on
    some of them by now.
    """
    run = _locked(run)
    refuse_if_any(policy.obstacles_to_undoing(run, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    items = Item.objects.filter(imported=run)
    numbers = sorted(items.values_list("index_number", flat=True))
    with followers.around(), written_together():
        for follower in followers.all_of_them():
            follower.take_back(run)
        try:
            files = _taken_back(items)
        except ProtectedError as held:
            what = {str(each._meta.verbose_name) for each in held.protected_objects}
            raise Refused(
                str(
                    _("Other records belong to some of its items: %(what)s.")
                    % {"what": ", ".join(sorted(what))}
                )
            ) from None
        for file in files:
            erase(file, by)
        _forget_what_was_read(files)
        run.state, run.ended_at = State.UNDONE, clock.now()
        run.save(update_fields=["state", "ended_at"])
        record(
            by,
            "catalogue.import_undone",
            run,
            reason=reason,
            items=len(numbers),
            first=numbers[0] if numbers else "",
            last=numbers[-1] if numbers else "",
        )
    return run


def _taken_back(items: Any) -> Sequence[StoredFile]:
    """Delete the items with their packages and reviews; return the files nobody holds any more."""
    held = list(items.values_list("package_id", "package__about"))
    packages = Package.objects.filter(pk__in=[key for key, _about in held])
    files = list(
        StoredFile.objects.filter(pk__in=PackageFile.objects.filter(package__in=packages).values("file"))
    )
    items.update(interprets=None)
    items.delete()
    Review.objects.filter(package__in=packages).delete()
    PackageFile.objects.filter(package__in=packages).delete()
    Justification.objects.filter(about__in=[about for _key, about in held]).delete()
    packages.delete()
    return files


def _forget_what_was_read(files: Sequence[StoredFile]) -> None:
    """Let go of what was found in files nobody has any more."""
    gone = {file.sha256 for file in files}
    gone -= set(StoredFile.objects.filter(sha256__in=gone, erased_at=None).values_list("sha256", flat=True))
    FileScan.objects.filter(sha256__in=gone).delete()


@transaction.atomic
def drop(run: Import, *, by: Any) -> None:
    """Give an import up that was not run: its file is erased."""
    run = _locked(run)
    refuse_if_any(policy.obstacles_to_choosing(run, by))
    record(by, "catalogue.import_dropped", run)
    file = run.file
    run.delete()
    if file is not None:
        erase(file, by)


def _locked(run: Import) -> Import:
    return (
        Import.objects.select_for_update(of=("self",)).select_related("agency", "by", "file").get(pk=run.pk)
    )
