"""The personal-data gate: what stands in a text and its files that must not reach the public.

A paper is read when it is drafted and when it is frozen as a package. Each finding is masked away, or a
person answers for it; until then the review body cannot clear the package and nobody can publish it.
Only masked words and fingerprints are kept: the findings are no second copy of the data.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.files.models import ContentErased, StoredFile
from gongkai.privacy.cleaning import Cleaned, clean_file
from gongkai.privacy.finding import Finding, find
from gongkai.privacy.rule_sets import Treatment, judged, rule_set, rule_sets
from gongkai.privacy.scanning import CannotOpen, scan_file
from gongkai.secrecy.models import ENDED, FileScan, Justification, Markup, Package, PackageFinding
from gongkai.typesetting.rich_text import plain_text
from gongkai.vault.indexes import keyed_checksum

# Raised whenever the rules find something they did not find before: what was read is read again.
RULES = "2026-11"

# Larger files are read by the worker, so that no page waits for them.
READ_AT_ONCE = 20_000_000

# A file that is waiting to be read bars the package like a finding that nobody can answer for.
UNREAD = "unread"

LONGEST = 200
AT_A_TIME = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in a paper. `file` is None for the text; `answer` is the justification, if there is one."""

    kind: str
    where: str
    masked: str
    treatment: str
    fingerprint: str
    file: StoredFile | None = None
    answer: Justification | None = None

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to mask it or answer for it."""
        return self.treatment != Treatment.ALLOWED and self.answer is None

    @property
    def is_picture_to_look_at(self) -> bool:
        """A picture in which no program reads: whoever hands it in looks at it."""
        return self.kind == "unreadable" and self.file is not None and self.file.is_picture


def look_through(
    about: str,
    agency: Agency,
    *,
    title: str,
    body: str,
    markup: str = Markup.PLAIN,
    files: Iterable[tuple[StoredFile, str]] = (),
    rules: str = "ordinary",
) -> list[Found]:
    """Return what is found in a paper as it stands, with what was answered for it.

    `about` is the paper's text key: an answer given once holds for all its packages. The office's own
    telephone, e-mail and postal address are no personal data.
    """
    files = list(files)
    own = _own_contacts(agency)
    chosen = rule_set(rules)
    found: list[Found] = []
    text = plain_text(body) if markup == Markup.HTML else body
    passages = [(_("title"), title), (_("text"), text)]
    passages += [(_("file name"), file.name) for file, _words in files]
    passages += [(_("description of a picture"), words) for _file, words in files if words]
    for place, passage in passages:
        for each in find(passage):
            treatment = (
                Treatment.ALLOWED
                if _mark_of(each) in own
                else judged(each, chosen, around=_around(passage, each.start, each.end))
            )
            where = _place(place, passage, each.start)
            found.append(Found(each.kind, where, each.masked, treatment, fingerprint_of(about, each)))
    checksums = {file.sha256 for file, _words in files}
    scans = (
        {scan.sha256: scan for scan in FileScan.objects.filter(sha256__in=checksums, rules=RULES)}
        if checksums
        else {}
    )
    for file, _words in files:
        found += _in_file(about, file, rules, scans.get(file.sha256))
    once = {each.fingerprint: each for each in reversed(found)}
    if not once:
        return []
    answers = {
        each.fingerprint: each
        for each in Justification.objects.filter(about=about, fingerprint__in=once).select_related("by")
    }
    return [replace(each, answer=answers.get(each.fingerprint)) for each in reversed(once.values())]


def fingerprint_of(about: str, finding: Finding) -> str:
    """Return by what a finding in the text of a paper is known again, wherever it stands there."""
    return keyed_checksum(f"{finding.kind}\0{_mark_of(finding)}".encode(), purpose=f"secrecy.finding:{about}")


@translation.override(settings.LANGUAGE_CODE)
def cleaned(about: str, file: StoredFile, fingerprints: Collection[str]) -> Cleaned:
    """Return a file of a paper with those of its findings masked or taken out whose fingerprints are given.

    Raises CannotOpen, with a sentence for people, where the file cannot be cleaned.
    """
    return clean_file(
        file.read(),
        file.name,
        chosen=lambda each: _fingerprint_in(about, file, each.kind, each.where, each.masked) in fingerprints,
    )


def keep_findings(package: Package, found: Iterable[Found]) -> None:
    """Keep with a package what was found when it was read."""
    PackageFinding.objects.bulk_create(findings_for(package, found))


def findings_for(package: Package, found: Iterable[Found]) -> list[PackageFinding]:
    """Return the rows that tell what was found in a package, not saved yet."""
    return [
        PackageFinding(
            package=package,
            file=each.file,
            kind=each.kind,
            where=each.where[:LONGEST],
            masked=each.masked[:LONGEST],
            treatment=each.treatment,
            fingerprint=each.fingerprint,
        )
        for each in found
    ]


def is_to_be_read_again(package: Package) -> bool:
    """Say whether the findings of a package no longer tell all: other rules hold, or a file was not read."""
    if package.scanned_with != RULES:
        return True
    return package.has_findings and package.findings.filter(kind=UNREAD).exists()


@transaction.atomic
def read_again(package: Package) -> None:
    """Read a package anew where the rules have changed since, or a large file has been read meanwhile."""
    if not is_to_be_read_again(package):
        return
    package.findings.all().delete()
    found = look_through(
        package.about,
        package.agency,
        title=package.title,
        body=package.body,
        markup=package.markup,
        files=[(each.file, each.alternative_text) for each in package.frozen_files],
        rules=package.rule_set,
    )
    keep_findings(package, found)
    package.scanned_with, package.has_findings = RULES, bool(found)
    package.save(update_fields=["scanned_with", "has_findings"])


def read_large_files() -> None:
    """Read the files that wait for it, then the packages under review that wait for them or for new rules.

    The worker's job: it bears being run twice at once.
    """
    for waiting in FileScan.objects.filter(scanned_at=None)[:AT_A_TIME]:
        file = StoredFile.objects.filter(sha256=waiting.sha256, erased_at=None).first()
        found = [] if file is None else _read(file)
        FileScan.objects.filter(pk=waiting.pk).update(found=found, scanned_at=clock.now())
    outdated = Q(findings__kind=UNREAD) | ~Q(scanned_with=RULES)
    under_review = Package.objects.exclude(review__state__in=ENDED).filter(outdated).distinct()
    for package in under_review.select_related("agency").order_by("pk")[:AT_A_TIME]:
        read_again(package)


def _in_file(about: str, file: StoredFile, rules: str, scan: FileScan | None) -> list[Found]:
    if scan is None and file.size > READ_AT_ONCE:
        scan, _new = FileScan.objects.get_or_create(
            sha256=file.sha256, rules=RULES, defaults={"scanned_at": None}
        )
    if scan is None:
        scan, _new = FileScan.objects.get_or_create(
            sha256=file.sha256, rules=RULES, defaults={"found": _read(file), "scanned_at": clock.now()}
        )
    told: list[list[Any]]
    if scan.scanned_at is None:
        told = [[UNREAD, _("the whole file"), _("It is being read; this takes a minute."), {}]]
    else:
        told = scan.found
    return [
        Found(
            kind,
            f"{file.name}: {where}" if where else file.name,
            masked,
            treatments.get(rules, Treatment.MASK),
            _fingerprint_in(about, file, kind, where, masked),
            file,
        )
        for kind, where, masked, treatments in told
    ]


@translation.override(settings.LANGUAGE_CODE)
def _read(file: StoredFile) -> list[list[Any]]:
    """Kind, place, masked words, and what each rule set asks for it.

    In the language of the installation, whoever asks: the answers hang on these words.
    """
    found: list[list[Any]] = []
    try:
        for each in scan_file(file.read(), file.name):
            if each.kind == "property" and _names_an_agency(each.text):
                continue
            treatments = {rules.code: str(judged(each, rules)) for rules in rule_sets()}
            found.append([each.kind, each.where, each.masked, treatments])
    except (CannotOpen, ContentErased) as why:
        treatments = {rules.code: str(rules.treatment("unreadable")) for rules in rule_sets()}
        found.append(["unreadable", _("the whole file"), str(why), treatments])
    return found


def _names_an_agency(text: str) -> bool:
    """Say whether a property names an office, as the papers this program itself sets do, and nobody else."""
    return Agency.objects.filter(Q(name=text.strip()) | Q(short_name=text.strip())).exists()


def _around(passage: str, start: int, end: int) -> str:
    """The line or sentence a finding stands in."""
    first = max(passage.rfind("\n", 0, start), passage.rfind("。", 0, start)) + 1
    ends = [place for place in (passage.find("\n", end), passage.find("。", end)) if place >= 0]
    return passage[first : min(ends, default=len(passage))]


def _place(place: str, passage: str, start: int) -> str:
    if "\n" not in passage:
        return place
    return _("%(place)s, line %(number)d") % {"place": place, "number": passage.count("\n", 0, start) + 1}


def _fingerprint_in(about: str, file: StoredFile, kind: str, where: str, masked: str) -> str:
    return keyed_checksum(
        f"{file.sha256}\0{kind}\0{where}\0{masked}".encode(), purpose=f"secrecy.finding:{about}"
    )


def _mark_of(finding: Finding) -> str:
    return _digits(finding.text) or finding.text


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign in "Xx")[-18:]


def _own_contacts(agency: Agency) -> set[str]:
    """What the office itself publishes of itself, in the forms in which it is found in texts."""
    own = {agency.email.strip(), agency.address.strip()}
    for number in re.findall(r"[0-9][0-9\- ]{5,}[0-9]", f"{agency.phone}"):
        digits = _digits(number)
        own |= {digits, digits[-8:], digits[-7:], f"010{digits[-8:]}"}
    return own - {""}
