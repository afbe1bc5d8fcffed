"""A clearance given before this program came: recorded with who, when and which paper, never given here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.inserting import insert_all
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.numbering import next_serials
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.journal.writing import written_together
from gongkai.secrecy import gate, policy
from gongkai.secrecy.models import (
    Carrier,
    Decision,
    Justification,
    Markup,
    Package,
    PackageFile,
    Review,
    State,
    checksum_of,
)

label_acts({"secrecy.admitted_earlier": _("Clearance from before this program recorded")})

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class EarlierPaper:
    """A text with its files and the clearance it had in its own time.

    `about` is its text key; `published_on` the day it was published then. `found` is given where the caller
    has read exactly this text with these files in the same act.
    """

    about: str
    agency: Agency
    title: str
    body: str
    cleared_by: str
    cleared_on: date
    paper: str
    published_on: date | None = None
    markup: str = Markup.PLAIN
    files: Sequence[tuple[StoredFile, str]] = ()
    section: Section | None = None
    carrier: str = Carrier.OTHER
    found: Collection[gate.Found] | None = None


@transaction.atomic
def admit_earlier(
    package: Package,
    *,
    by: Any,
    cleared_by: str,
    cleared_on: date,
    paper: str,
    published_on: date | None = None,
) -> Review:
    """Record that `package` was cleared before this program came; nobody reviews it here a second time.

    `cleared_by` (up to 200 characters) names the person or body that cleared it, `paper` (up to 300) the
    paper on which that stands. Personal data and hidden content that nobody answered for bar it as they bar
    every clearance.

    Raises Refused when `by` may not, when a review of the package has begun here, when the clearance lies in
    the future or after `published_on`.

    Law: Regulation on the Disclosure of Government Information, art. 17 (2019), art. 14 (2007).
    """
    package = locked(package, "agency")
    gate.read_again(package)
    refuse_if_any(
        [
            *policy.obstacles_to_admitting_earlier(package.agency, package.about, by),
            *policy.obstacles_to_this_earlier_clearance(cleared_by, cleared_on, paper, published_on),
            *policy.obstacles_of_findings(package),
        ]
    )
    review = Review.objects.select_for_update().filter(package=package).first()
    if review is not None and review.state != State.AWAITING_OPINION:
        raise Refused(str(_("A review of this package has begun here.")))
    if review is None:
        review = Review(package=package, number=_numbers(package.agency, [cleared_on])[0])
    review.package = package
    _clear(review, cleared_by, cleared_on, paper)
    review.save()
    _record(review, by)
    return review


@transaction.atomic
def admit_all(papers: Sequence[EarlierPaper], *, by: Any) -> list[Package]:
    """Freeze many papers at once and record for each the clearance it had in its own time.

    All or nothing; the packages come back in the order of `papers`. It takes few statements, however many
    papers there are. Raises Refused, naming the paper, where `admit_earlier` would.
    """
    for each in papers:
        refuse_if_any(_obstacles_naming_it(each, by))
    return _in_portions(papers, by, _admit)


@transaction.atomic
def pack_all(papers: Sequence[EarlierPaper], *, by: Any) -> list[Package]:
    """Freeze many papers at once whose clearance is not known, or bars: each waits for its review here.

    What their clearance was is not looked at. `admit_earlier` may record it later.
    """
    for agency in {each.agency for each in papers}:
        refuse_if_any(policy.obstacles_to_admitting_earlier(agency, "", by))
    return _in_portions(papers, by, _pack)


def answered(
    found: Collection[gate.Found], about: str, kinds: Collection[str], *, by: Any, reason: str
) -> list[gate.Found]:
    """Return findings of which those of `kinds` are answered for; the answers are kept with the package."""
    if not reason.strip():
        return list(found)
    return [
        replace(each, answer=_answer(each, about, by, reason))
        if each.is_open and each.kind in kinds
        else each
        for each in found
    ]


def _answer(each: gate.Found, about: str, by: Any, reason: str) -> Justification:
    return Justification(
        about=about,
        fingerprint=each.fingerprint,
        kind=each.kind,
        where=each.where[: gate.LONGEST],
        masked=each.masked[: gate.LONGEST],
        reason=reason,
        by=by,
        at=clock.now(),
    )


def _obstacles_naming_it(each: EarlierPaper, by: Any) -> list[str]:
    why = [
        *policy.obstacles_to_admitting_earlier(each.agency, each.about, by),
        *policy.obstacles_to_this_earlier_clearance(
            each.cleared_by, each.cleared_on, each.paper, each.published_on
        ),
    ]
    return [
        gettext("“%(title)s”: %(reason)s") % {"title": each.title[:50], "reason": reason} for reason in why
    ]


_Made = Callable[[Sequence[EarlierPaper], Any], list[Package]]


def _in_portions(papers: Sequence[EarlierPaper], by: Any, make: _Made) -> list[Package]:
    packages: list[Package] = []
    with written_together():
        for start in range(0, len(papers), AT_A_TIME):
            packages += make(papers[start : start + AT_A_TIME], by)
    return packages


def _admit(papers: Sequence[EarlierPaper], by: Any) -> list[Package]:
    read = [_found_in(each) for each in papers]
    for each, found in zip(papers, read, strict=True):
        if any(one.is_open for one in found):
            raise Refused(
                gettext("“%(title)s”: personal data or hidden content was found in it; mask or justify it.")
                % {"title": each.title[:50]}
            )
    packages = _frozen(papers, read, by)
    reviews = [
        Review(package=package, number=number)
        for package, number in zip(packages, _numbers_of(papers), strict=True)
    ]
    for review, paper in zip(reviews, papers, strict=True):
        _clear(review, paper.cleared_by, paper.cleared_on, paper.paper)
    _keep(reviews, read, by)
    for review in reviews:
        _record(review, by)
    return packages


def _pack(papers: Sequence[EarlierPaper], by: Any) -> list[Package]:
    read = [_found_in(each) for each in papers]
    packages = _frozen(papers, read, by)
    year = clock.today().year
    numbers = {
        agency: iter(next_serials(agency, "reviews", year, sum(each.agency == agency for each in papers)))
        for agency in {each.agency for each in papers}
    }
    reviews = [
        Review(package=package, number=f"{year}-{next(numbers[package.agency]):04d}") for package in packages
    ]
    _keep(reviews, read, by)
    for review in reviews:
        package = review.package
        record(by, "secrecy.packed", review, checksum=package.checksum, about=package.about)
    return packages


def _found_in(each: EarlierPaper) -> Collection[gate.Found]:
    if each.found is not None:
        return each.found
    return gate.look_through(
        each.about, each.agency, title=each.title, body=each.body, markup=each.markup, files=each.files
    )


def _frozen(papers: Sequence[EarlierPaper], read: Sequence[Collection[gate.Found]], by: Any) -> list[Package]:
    packages = insert_all([_package(each, found, by) for each, found in zip(papers, read, strict=True)])
    insert_all(
        [
            PackageFile(
                package=package,
                file=file,
                name=file.name,
                alternative_text=words,
                sha256=file.sha256,
                order=order,
            )
            for package, paper in zip(packages, papers, strict=True)
            for order, (file, words) in enumerate(paper.files, start=1)
        ]
    )
    insert_all(
        [
            finding
            for package, found in zip(packages, read, strict=True)
            for finding in gate.findings_for(package, found)
        ]
    )
    return list(packages)


def _keep(reviews: list[Review], read: Sequence[Collection[gate.Found]], by: Any) -> None:
    insert_all(reviews)
    told: list[tuple[Review, Justification]] = []
    for review, found in zip(reviews, read, strict=True):
        answers = [one.answer for one in found if one.answer is not None]
        told += [(review, answer) for answer in answers if answer.pk is None]
    insert_all([each for _review, each in told])
    for review, answer in told:
        record(by, "secrecy.justified", review, reason=answer.reason, kind=answer.kind, masked=answer.masked)


def _package(each: EarlierPaper, found: Collection[gate.Found], by: Any) -> Package:
    files = [(file.name, file.sha256, words) for file, words in each.files]
    return Package(
        about=each.about,
        agency=each.agency,
        section=each.section,
        title=each.title,
        body=each.body,
        markup=each.markup,
        carrier=each.carrier,
        scanned_with=gate.RULES,
        has_findings=bool(found),
        checksum=checksum_of(each.title, each.body, files, each.markup),
        submitted_by=by,
        drafted_by=by,
        submitted_at=clock.now(),
    )


def _clear(review: Review, cleared_by: str, cleared_on: date, paper: str) -> None:
    review.earlier_by, review.earlier_on, review.earlier_paper = cleared_by, cleared_on, paper
    review.decision, review.state = Decision.OPEN, State.CLEARED


def _record(review: Review, by: Any) -> None:
    record(
        by,
        "secrecy.admitted_earlier",
        review,
        checksum=review.package.checksum,
        cleared_by=review.earlier_by,
        cleared_on=review.earlier_on,
        paper=review.earlier_paper,
    )


def _numbers_of(papers: Sequence[EarlierPaper]) -> list[str]:
    """Numbers for papers that may be of several agencies, in their order."""
    places: dict[Agency, list[int]] = defaultdict(list)
    for place, each in enumerate(papers):
        places[each.agency].append(place)
    numbers = [""] * len(papers)
    for agency, own in places.items():
        given = _numbers(agency, [papers[place].cleared_on for place in own])
        for place, number in zip(own, given, strict=True):
            numbers[place] = number
    return numbers


def _numbers(agency: Agency, days: Sequence[date]) -> list[str]:
    """A series of their own, by the year of the clearance: the reviews made here keep theirs without gaps."""
    wanted: dict[int, int] = defaultdict(int)
    for day in days:
        wanted[day.year] += 1
    given = {
        year: iter(next_serials(agency, "earlier_reviews", year, count))
        for year, count in sorted(wanted.items())
    }
    return [f"{day.year}-旧{next(given[day.year]):05d}" for day in days]
