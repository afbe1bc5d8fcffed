"""A line made of one file: a page of a website, a page saved by a browser, a paper written in Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.catalogue.importing.days import day_in_path
from gongkai.catalogue.importing.fields import one_line, plain_label
from gongkai.catalogue.importing.folders import SITE, Folder
from gongkai.catalogue.importing.line import Attached, Line
from gongkai.catalogue.importing.links import file_named, places, unquoted
from gongkai.catalogue.importing.page_texts import without_frame
from gongkai.catalogue.importing.pages import LARGEST_PAGE, Page, read_page, take_from_paper
from gongkai.catalogue.importing.web_archives import WebArchive, read_web_archive
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import Block, Heading, blocks, html_of, text_of
from gongkai.typesetting.word_import import CannotRead, read_docx

PAGES, WORD, ARCHIVES = (".html", ".htm", ".shtml", ".xhtml"), (".docx",), (".mht", ".mhtml")
_DATED = re.compile(r"^[\[（(]?(?:19|20)\d{2}[-._年]?\d{0,2}[-._月]?\d{0,2}日?[\])）]?[\s_-]*")
_UNNAMED = re.compile(r"(?:附件|新建|文档|document|doc|未命名|untitled|p0|w0)?[\s\d()（）._-]*", re.I)
_LONGEST_TITLE = 60  # characters of a first line that is taken for a title


def line_of_file(line: Line, folder: Folder, name: str) -> Line:
    """Read the page or paper `name` of a folder into a line."""
    try:
        content = folder.read(name)
    except Refused as refused:
        line.errors += refused.reasons
        return line
    lowered = name.lower()
    if lowered.endswith(WORD):
        _take_word(line, content, name)
    elif lowered.endswith(ARCHIVES):
        archive = read_web_archive(content)
        if archive is None:
            line.errors.append(_("It is no page that can be read."))
        else:
            _take_page(line, folder, archive.page, name, archive)
    else:
        _take_page(line, folder, content, name)
    if not line.facts.get("column") and (where := _folder_of(name)):
        line.facts["column"] = where
    return line


def _folder_of(name: str) -> str:
    """The folder a file stands in, as a word for its column: without the site's address and without dates."""
    parts = SITE.sub("", name, count=1).split("/")[:-1]
    return "/".join(each for each in parts if not re.fullmatch(r"\d+([-_]\d+)*|art|content|attach", each))


def _take_page(
    line: Line, folder: Folder, content: bytes, name: str, archive: WebArchive | None = None
) -> None:
    if len(content) > LARGEST_PAGE:
        line.errors.append(_("It is larger than %(most)s MB.") % {"most": LARGEST_PAGE // 1_000_000})
        return
    page = read_page(content, name, archive.encoding if archive else "")
    if page is None:
        told = _("It is no page that can be read.") if content.strip() else _("The file is empty.")
        line.errors.append(told)
        return
    if page.is_none:
        line.passed_over = page.is_none
        return
    if page.says_nothing:
        line.errors.append(_("There is no text in this page."))
        return
    line.facts, line.body, line.markup, line.is_page = page.facts, page.body, Markup.HTML, True
    if archive is not None and archive.address:
        line.facts.setdefault("old_address", archive.address)
    _take_pictures(line, folder, page, name, archive)
    _take_files(line, folder, page, name)


def _take_pictures(line: Line, folder: Folder, page: Page, name: str, archive: WebArchive | None) -> None:
    for key, address in page.pictures.items():
        content = page.inside.get(key) or (archive.find(address) if archive else None)
        place = "" if content else _place(folder, page, address, name)
        if content:
            line.pictures[key] = Attached(_file_name(address), content=content)
        elif place:
            line.pictures[key] = Attached(PurePosixPath(place).name, place)
        else:
            _note_missing(line, address)


def _take_files(line: Line, folder: Folder, page: Page, name: str) -> None:
    inside = {each.place for each in line.pictures.values()}
    for each in page.files:
        place = _place(folder, page, each.address, name)
        if not place:
            _note_missing(line, each.words or each.address)
        elif place not in inside:
            inside.add(place)
            line.files.append(Attached(_named(each.words, place), place))


def _place(folder: Folder, page: Page, address: str, name: str) -> str:
    found = (folder.find(each, name) for each in places(address, page.hosts))
    return next(filter(None, found), "")


def _note_missing(line: Line, address: str) -> None:
    line.notes.append(_("Not in the folder: %(name)s") % {"name": unquoted(address)[:100]})


def _file_name(address: str) -> str:
    return file_named(address) or "1.png"


def _named(words: str, place: str) -> str:
    """An attachment is called as the page calls it; its file keeps its ending."""
    own = PurePosixPath(place)
    words = re.sub(r"[\\/:*?\"<>|]", "", words).strip()
    if not words or len(words) > 100:
        return own.name
    return words if words.lower().endswith(own.suffix.lower()) else f"{words}{own.suffix}"


def _take_word(line: Line, content: bytes, name: str) -> None:
    path = PurePosixPath(name)
    stem = _DATED.sub("", one_line(path.stem)) or one_line(path.stem)
    if day := day_in_path(name):
        line.facts["published_on"] = day.isoformat()
    try:
        read = read_docx(content)
    except CannotRead as fault:
        line.errors.append(str(fault))
        return
    parts = list(blocks(read.html))
    lines = [each for each in text_of(parts).split("\n") if each.strip()]
    line.facts["title"] = one_line(read.title) or _title_in(stem, parts, lines)
    take_from_paper(line.facts, lines)
    line.body, line.markup = html_of(without_frame(parts, line.facts["title"])), Markup.HTML
    line.notes += list(read.notes)
    for place, each in enumerate(read.pictures, start=1):
        ending = {"image/jpeg": "jpg"}.get(each.content_type, each.content_type.rpartition("/")[2])
        line.pictures[each.key] = Attached(f"{place}.{ending}", content=each.content, words=each.alt)


def _title_in(stem: str, parts: Sequence[Block], lines: Sequence[str]) -> str:
    """The name of the file, unless it says nothing; then the first heading, or the first short line."""
    if stem and not _UNNAMED.fullmatch(stem):
        return stem
    for part in parts:
        if isinstance(part, Heading) and (words := one_line("".join(run.text for run in part.runs))):
            return words
    first = next((one_line(each) for each in lines if plain_label(each)), "")
    return first if len(first) <= _LONGEST_TITLE and not first.endswith(("：", ":", "。")) else stem
