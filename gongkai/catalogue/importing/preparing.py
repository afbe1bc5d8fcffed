"""Making of a line what an item needs, before anything is written: facts, clearance, findings, reasons."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.addresses import as_path
from gongkai.catalogue.importing.days import day_in
from gongkai.catalogue.importing.fields import genre_in, genre_of, one_line, validity_of
from gongkai.catalogue.importing.folders import SITE
from gongkai.catalogue.importing.line import Attached, Line, Source
from gongkai.catalogue.importing.wishes import Wishes
from gongkai.catalogue.models import Column, Import, Item, OldAddress, Validity
from gongkai.files.models import StoredFile
from gongkai.inventory.models import Phase
from gongkai.secrecy import gate
from gongkai.secrecy.earlier import EarlierPaper, answered
from gongkai.secrecy.models import Markup
from gongkai.secrecy.policy import obstacles_to_this_earlier_clearance

LONGEST_TEXT = 2_000_000  # characters
LONGEST_WORD = 100  # characters of what a column is called
_LENGTHS = {
    "subject_category": 100,
    "document_number": 50,
    "keywords": 200,
    "abstract": 500,
    "source": 100,
}
_KEY = re.compile(r'<img data-file="([^"]*)"[^>]*>')
_SAID = ("is_normative", "is_interpretation", "is_redacted")
_CLEARANCE = ("cleared_by", "cleared_on", "cleared_paper")

Keep = Callable[[Attached, bytes], Any]


@dataclass
class Prepared:
    """An item to be. `paper` is its text with its clearance; without `is_cleared` it stays unpublished."""

    line: Line
    title: str = ""
    column: Column | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    index_number: str = ""
    old_paths: list[str] = field(default_factory=list)
    paper: EarlierPaper | None = None
    is_cleared: bool = False
    withdrawn: Mapping[str, Any] | None = None

    @property
    def is_passed_over(self) -> bool:
        return bool(self.line.passed_over)

    @property
    def errors(self) -> list[str]:
        return self.line.errors

    @property
    def open_findings(self) -> list[gate.Found]:
        found = self.paper.found if self.paper is not None else None
        return [each for each in found or () if each.is_open]


@dataclass(frozen=True)
class Unstored:
    """A file looked through in a dry run, as one that is kept would be."""

    name: str
    content: bytes
    content_type: str = ""

    pk: None = None

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    def read(self) -> bytes:
        return self.content


class Preparing:
    """Prepares the lines of a run, one after the other; what they must not share is remembered.

    `keep` makes of a file's content what the item holds: in a run it is stored, in a dry run only judged.
    """

    def __init__(self, run: Import, source: Source, *, by: Any, keep: Keep) -> None:
        self.run, self.source, self.by, self.keep = run, source, by, keep
        self.wishes = Wishes.of(run.mapping)
        columns = list(Column.objects.filter(agency=run.agency).order_by("-closed_on", "pk"))
        self.by_key = {each.pk: each for each in columns}
        self.by_word = {word: each for each in columns for word in (each.name, each.slug)}
        self.numbers: set[str] = set()
        self.paths = set(OldAddress.objects.values_list("path", flat=True))
        own = Item.objects.filter(agency=run.agency)
        self.standing = set(own.values_list("title", "published_on"))
        self.coming: dict[tuple[str, date], dict[str, str]] = {}
        self.own_names = _names_of(run.agency)
        self.taken = set(Item.objects.values_list("index_number", flat=True))

    def all(self) -> Iterator[Prepared]:
        for line in self.source.lines(self.wishes.headings):
            yield self.one(line)

    def one(self, line: Line) -> Prepared:
        """Return what a line would make. Its `errors` say why it cannot come in."""
        made = Prepared(line)
        # Of what could not be read nothing more is known than why.
        if line.passed_over or (line.errors and not line.facts.keys() - {"column"}):
            return made
        told = line.facts
        made.title = one_line(told.get("title", ""))
        if not made.title:
            line.errors.append(_("The title is missing."))
        elif len(made.title) > 300:
            line.errors.append(_("The title is longer than %(most)s characters.") % {"most": "300"})
        published_on = self._published_on(line)
        made.column = self._column(line)
        if published_on is not None:
            if (made.title, published_on) in self.standing:
                line.errors.append(_("An item with this title and this day stands already."))
            elif self._comes_twice(line, made.title, published_on):
                return made
            made.facts = self._facts(line, published_on)
        made.index_number = self._index_number(line)
        made.old_paths = self._old_paths(line)
        made.withdrawn = (line.exported or {}).get("withdrawn")
        if len(line.body) > LONGEST_TEXT:
            line.errors.append(_("This is longer than %(most)s characters.") % {"most": str(LONGEST_TEXT)})
        elif not (line.errors or line.files or line.pictures or line.words.strip()):
            line.errors.append(_("There is neither a text nor a file."))
        if not line.errors and published_on is not None:
            self._take_paper(made, published_on)
        return made

    def _comes_twice(self, line: Line, title: str, published_on: date) -> bool:
        """Pass over what came in this run already; another text of the same title and day is noted."""
        text = hashlib.sha256(re.sub(r"\s", "", line.words).encode("utf-8", "replace")).hexdigest()
        seen = self.coming.setdefault((title, published_on), {})
        if text in seen:
            line.passed_over = _("It is the same as %(where)s.") % {"where": seen[text]}
            return True
        if seen:
            where = next(iter(seen.values()))
            line.notes.append(_("Its title and day are those of %(where)s too.") % {"where": where})
        seen[text] = line.where
        return False

    def _published_on(self, line: Line) -> date | None:
        told = line.facts.get("published_on", "")
        day = day_in(told) if told else self.wishes.day
        if day is None and not told and (day := day_in(line.facts.get("document_date", ""))):
            line.notes.append(_("It names no day of publication; the day of the document is taken for it."))
        if day is None:
            line.errors.append(
                _("“%(word)s” is no day.") % {"word": told[:30]}
                if told
                else _("The day of publication is missing.")
            )
        elif day > clock.today():
            line.errors.append(_("The day of publication lies in the future."))
        return day

    def _column(self, line: Line) -> Column | None:
        word = line.facts.get("column", "")[:LONGEST_WORD]
        last = re.split(r"[\\/>»]", word)[-1].strip()
        found = self.by_word.get(word) or self.by_word.get(last)
        for each in (word, last):
            if each in self.wishes.columns:
                found = self.by_key.get(self.wishes.columns[each])
        if found is None and self.wishes.column is not None:
            found = self.by_key.get(self.wishes.column)
        if found is None:
            line.errors.append(
                _("There is no column “%(name)s” here; say which one stands for it.") % {"name": word[:50]}
                if word
                else _("It names no column; choose one for all that name none.")
            )
        return found

    def _facts(self, line: Line, published_on: date) -> dict[str, Any]:
        told = line.facts
        facts: dict[str, Any] = {"published_on": published_on, "document_date": published_on}
        for name in ("document_date", "expiry_on"):
            if told.get(name):
                day = day_in(told[name])
                if day is None:
                    line.notes.append(_("“%(word)s” is no day.") % {"word": told[name][:30]})
                else:
                    facts[name] = day
        for name, longest in _LENGTHS.items():
            words = told.get(name, "")
            if len(words) > longest:
                line.notes.append(
                    _("Cut to %(most)s characters: %(name)s") % {"most": longest, "name": words[:30]}
                )
            facts[name] = words[:longest]
        facts["source"] = facts["source"] or self.wishes.source
        if facts["source"] in self.own_names:
            facts["source"] = ""
        genre = genre_of(told.get("genre", ""))
        facts["genre"] = genre or (genre_in(told.get("title", "")) if not told.get("genre") else "")
        facts["genre"] = facts["genre"] or self.wishes.genre
        facts["validity"] = validity_of(told.get("validity", "")) or Validity.IN_FORCE
        for name, known in (("genre", genre), ("validity", validity_of(told.get("validity", "")))):
            if told.get(name) and not known:
                line.notes.append(_("“%(word)s” is not known here.") % {"word": told[name][:30]})
        exported = line.exported or {}
        facts |= {name: bool(exported.get(name)) for name in _SAID if exported.get(name)}
        if exported.get("phase") in Phase.values:
            facts["phase"] = exported["phase"]
        facts["duty"] = one_line(str(exported.get("duty") or ""))[:10]
        return facts

    def _index_number(self, line: Line) -> str:
        told = line.facts.get("index_number", "")
        if not told:
            return ""
        if len(told) > 60 or told in self.taken or told in self.numbers:
            line.notes.append(_("The index number is given already or too long; it gets a new one."))
            return ""
        if not line.errors:
            self.numbers.add(told)
        return told

    def _old_paths(self, line: Line) -> list[str]:
        told = (line.exported or {}).get("old_addresses") or [self._old_address(line)]
        paths = {path for each in told if (path := as_path(str(each)))} if not line.errors else set()
        if paths & self.paths:
            line.notes.append(_("Its old address leads elsewhere already."))
        paths -= self.paths
        self.paths |= paths
        return sorted(paths)

    def _old_address(self, line: Line) -> str:
        """What the line tells; else the place of a page in its folder, below the address that stood at."""
        told = line.facts.get("old_address", "")
        if told or not self.wishes.site or not line.is_page:
            return told
        return posixpath.join(self.wishes.site, SITE.sub("", line.where, count=1))

    def _take_paper(self, made: Prepared, published_on: date) -> None:
        line = made.line
        body, files = self._files(line)
        if line.errors:
            return
        cleared_by, cleared_on, paper, lacks = self._clearance(line, published_on)
        about = f"catalogue.import:{self.run.pk}/{line.number}"
        found = gate.look_through(
            about, self.run.agency, title=made.title, body=body, markup=line.markup, files=files
        )
        found = answered(found, about, self.wishes.answered, by=self.by, reason=self.wishes.why)
        made.paper = EarlierPaper(
            about=about,
            agency=self.run.agency,
            title=made.title,
            body=body,
            cleared_by=cleared_by,
            cleared_on=cleared_on or published_on,
            paper=paper,
            published_on=published_on,
            markup=line.markup,
            files=files,
            found=found,
        )
        made.is_cleared = not lacks and not made.open_findings
        if lacks and cleared_by:
            line.notes += lacks

    def _clearance(self, line: Line, published_on: date) -> tuple[str, date | None, str, list[str]]:
        """Who cleared it, when, on which paper: what the line says, else what is said for all."""
        told = [line.facts.get(name, "") for name in _CLEARANCE]
        run = self.run
        cleared_by = told[0] or run.cleared_by
        cleared_on = day_in(told[1]) if told[1] else run.cleared_on
        paper = told[2] or run.cleared_paper
        lacks = list(obstacles_to_this_earlier_clearance(cleared_by, cleared_on, paper, published_on))
        return cleared_by[:200], cleared_on, paper[:300], lacks

    def _files(self, line: Line) -> tuple[str, list[tuple[Any, str]]]:
        """Keep pictures and attachments; return the text naming what was kept, and all files with words."""
        kept: dict[str, Any] = {}
        files: list[tuple[Any, str]] = []
        for key, each in line.pictures.items():
            if (file := self._kept(line, each)) is not None:
                kept[key] = file
                files.append((file, one_line(each.words)[:200] or _alt_of(line.body, key)))
        for each in line.files:
            if (file := self._kept(line, each)) is not None:
                files.append((file, one_line(each.words)[:200]))
        if line.markup != Markup.HTML:
            return line.body, files
        return _KEY.sub(lambda found: _renamed(found, kept), line.body), files

    def _kept(self, line: Line, each: Attached) -> Any:
        try:
            content = each.content
            if content is None:
                assert self.source.folder is not None  # noqa: S101 - what names a place lies in a folder
                content = self.source.folder.read(each.place)
            return self.keep(each, content)
        except Refused as refused:
            if line.exported is not None:
                line.errors += refused.reasons
            line.notes += [_("Left out: %(reason)s") % {"reason": reason} for reason in refused.reasons]
            return None


def _names_of(agency: Agency) -> set[str]:
    """How the pages of an agency call itself as their source."""
    own = {agency.name, agency.short_name, agency.site_name}
    for name in (agency.name, agency.short_name):
        bare = re.sub(r"^.*?(?:省|市|区|县|州|盟|旗)(?=..)|(?:人民政府)?(?:街道)?办事处$", "", name)
        own |= {bare, f"{bare}街道", f"{bare}街道办事处", f"{bare}办事处"} if len(bare) > 1 else set()
    return {*own, "本站", "本网", "本站原创", "本网站", "原创", "本网原创"} - {""}


def _alt_of(body: str, key: str) -> str:
    found = re.search(rf'data-file="{re.escape(key)}" alt="([^"]*)"', body)
    return found[1][:200] if found else ""


def _renamed(found: re.Match[str], kept: Mapping[str, Any]) -> str:
    """The picture by the key it is kept by; one that was left out leaves the text."""
    file = kept.get(found[1])
    if file is None:
        return ""
    if not isinstance(file, StoredFile):
        return found[0]
    return found[0].replace(found[1], str(file.pk))


def years_of(made: Iterable[Prepared]) -> dict[int, int]:
    years: dict[int, int] = {}
    for each in made:
        year = each.facts["published_on"].year
        years[year] = years.get(year, 0) + 1
    return dict(sorted(years.items()))
