"""Word documents: changes accepted, remarks and hidden text taken out, data masked over runs and cells."""

import re
from collections.abc import Iterator
from typing import Any

from gongkai.privacy.choosing import Choice, Passage, Slot, name_columns_better, row_passages
from gongkai.privacy.drawings import ALTERNATIVE
from gongkai.privacy.office_parts import Package
from gongkai.privacy.word_looks import Looks, hidden_runs, is_on, looks_of
from gongkai.privacy.word_scanning import WORD_PARTS, of_this_table, own_elements, word_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STORED_CHANGES = tuple(
    f"{_W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange"),
        *("sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellMerge"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
        *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd"),
        *("customXmlMoveToRangeStart", "customXmlMoveToRangeEnd"),
    )
)
_REMARKS = tuple(f"{_W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
# What settings say of the people and machines a file went through.
_SETTINGS = tuple(
    f"{_W}{name}" for name in ("docVars", "attachedTemplate", "rsids", "mailMerge", "trackRevisions")
)
_SHOWN = tuple(
    f"{_W}{name}" for name in ("t", "drawing", "pict", "object", "sym", "fldChar", "footnoteReference")
)
_WRITTEN = (f"{_W}t", f"{_W}delText", f"{_W}instrText")


def clean_word(package: Package, choice: Choice) -> None:
    """Clean all that is shown or kept in the text parts of a Word document."""
    styles = "word/styles.xml"
    looks = looks_of(package.tree(styles) if styles in package else None)
    for name in _text_parts(package):
        root = package.tree(name)
        if choice.takes_out("tracked_change"):
            _accept_changes(root)
        if choice.takes_out("comment"):
            _take_out_remarks(root)
        if choice.takes_out("hidden_text"):
            _take_out_hidden(root, looks)
        for passage in passages(root):
            passage.mask(choice)
    if choice.takes_out("comment"):
        package.unlink_where(("comments", "commentsExtended", "commentsIds", "commentsExtensible"))
    if choice.takes_out("comment") or choice.takes_out("tracked_change"):
        package.unlink_where(("people",))
    if choice.takes_out("property"):
        _forget_people(package)


def whole_texts(package: Package) -> Iterator[Passage]:
    """Yield all text of each part as one passage, in order, for what runs over everything else."""
    for name in _text_parts(package):
        whole = Passage()
        for element in package.tree(name).iter(*_WRITTEN):
            whole.add(Slot.of(element))
        yield whole


def _text_parts(package: Package) -> list[str]:
    return [name for name in package.names if re.fullmatch(WORD_PARTS, name)]


def passages(root: Any) -> Iterator[Passage]:
    """Yield what is read together in a part: rows of tables, paragraphs, codes of fields, descriptions."""
    for table in root.iter(f"{_W}tbl"):
        headings: list[str] = []
        for row in of_this_table(table, f"{_W}tr"):
            cells = [_cell(cell) for cell in of_this_table(row, f"{_W}tc")]
            values = ["".join(cell.signs) for cell in cells]
            yield from row_passages(headings, cells)
            if name_columns_better(values, headings):
                headings = values
    in_tables = {each for table in root.iter(f"{_W}tbl") for each in table.iter(f"{_W}p")}
    running = Passage()
    for paragraph in root.iter(f"{_W}p"):
        if paragraph in in_tables:
            yield _text(paragraph)
        else:
            running.add_passage(_text(paragraph))
            running.add_between("\n")
        code = Passage()
        for element in own_elements(paragraph, f"{_W}instrText"):
            code.add(Slot.of(element))
        for element in own_elements(paragraph, f"{_W}fldSimple"):
            code.add(Slot.at(element, f"{_W}instr"))
        yield code
    # As one text, so that a number which two paragraphs share is masked.
    yield running
    for element in root.iter():
        for key in (*ALTERNATIVE, "name"):
            if element.get(key):
                described = Passage()
                described.add(Slot.at(element, key))
                yield described


def _cell(cell: Any) -> Passage:
    found = Passage()
    for paragraph in of_this_table(cell, f"{_W}p"):
        text = _text(paragraph)
        if "".join(text.signs).strip():
            found.add_between(" " if found.signs else "")
            found.add_stripped(text)
    return found


def _text(element: Any) -> Passage:
    """Return the text of an element as the scanner reads it, with the places where it stands."""
    found = Passage()
    waiting = list(element)[::-1]
    while waiting:
        each = waiting.pop()
        if each.tag in (f"{_W}t", f"{_W}delText"):
            found.add(Slot.of(each))
        elif each.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            found.add_between(" ")
        elif each.tag == f"{_W}noBreakHyphen":
            found.add_between("-")
        elif each.tag not in (f"{_W}txbxContent", f"{_W}p"):  # paragraphs in frames are read by themselves
            waiting += list(each)[::-1]
    return found


# Changes


def _accept_changes(root: Any) -> None:
    joined = []
    for change in list(root.iter(f"{_W}del", f"{_W}moveFrom")):
        holder = change.getparent()
        if holder is None:
            continue
        if holder.tag == f"{_W}trPr":
            _remove(holder.getparent())
        elif holder.tag == f"{_W}rPr" and holder.getparent().tag == f"{_W}pPr":
            joined.append(holder.getparent().getparent())
        _remove(change)
    for cell in [each.getparent().getparent() for each in root.iter(f"{_W}cellDel")]:
        _remove(cell)
    for change in list(root.iter(f"{_W}ins", f"{_W}moveTo")):
        _unwrap(change)
    for each in list(root.iter(*_STORED_CHANGES)):
        _remove(each)
    for paragraph in joined:
        _join_with_next(paragraph)
    _mend_tables(root)


def _join_with_next(paragraph: Any) -> None:
    """Do what deleting the mark at the end of a paragraph does."""
    following = paragraph.getnext()
    if paragraph.getparent() is None or paragraph.find(f"{_W}pPr/{_W}sectPr") is not None:
        return
    rest = [each for each in paragraph if each.tag != f"{_W}pPr"]
    if following is not None and following.tag == f"{_W}p":
        place = 1 if len(following) and following[0].tag == f"{_W}pPr" else 0
        for each in reversed(rest):
            following.insert(place, each)
        _remove(paragraph)
    elif not rest:
        _remove_block(paragraph)


def _mend_tables(root: Any) -> None:
    for row in list(root.iter(f"{_W}tr")):
        if next(row.iter(f"{_W}tc"), None) is None:
            _remove(row)
    for table in list(root.iter(f"{_W}tbl")):
        if next(table.iter(f"{_W}tr"), None) is None:
            _remove(table)
    for cell in root.iter(f"{_W}tc"):
        if not len(cell) or cell[-1].tag not in (f"{_W}p", f"{_W}sdt"):
            cell.append(cell.makeelement(f"{_W}p"))


def _unwrap(element: Any) -> None:
    holder = element.getparent()
    if holder is None:
        return
    for each in list(element):
        element.addprevious(each)
    holder.remove(element)


def _remove(element: Any) -> None:
    if element is not None and element.getparent() is not None:
        element.getparent().remove(element)


def _remove_block(paragraph: Any) -> None:
    """Take out a paragraph, unless what holds it has no other."""
    holder = paragraph.getparent()
    others = [each for each in holder if each.tag in (f"{_W}p", f"{_W}tbl") and each is not paragraph]
    last_of_cell = holder.tag == f"{_W}tc" and holder[-1] is paragraph
    if others and not (last_of_cell and others[-1].tag != f"{_W}p"):
        holder.remove(paragraph)


# Remarks and hidden text


def _take_out_remarks(root: Any) -> None:
    for each in list(root.iter(*_REMARKS)):
        run = each.getparent()
        _remove(each)
        if run is not None and run.tag == f"{_W}r" and all(left.tag == f"{_W}rPr" for left in run):
            _remove(run)


def _take_out_hidden(root: Any, looks: Looks) -> None:
    for row in [each for each in root.iter(f"{_W}tr") if is_on(each.find(f"{_W}trPr/{_W}hidden"))]:
        _remove(row)
    concealed: dict[Any, list[Any]] = {}
    for paragraph, run in list(hidden_runs(root, looks)):
        if word_text(run).strip():
            concealed.setdefault(paragraph, []).append(run)
    for paragraph, runs in concealed.items():
        for run in runs:
            for each in list(run):
                if each.tag not in (f"{_W}rPr", f"{_W}fldChar", f"{_W}instrText"):
                    run.remove(each)
            if all(each.tag == f"{_W}rPr" for each in run):
                _remove(run)
        section = paragraph.find(f"{_W}pPr/{_W}sectPr")
        is_empty = paragraph.getparent() is not None and next(paragraph.iter(*_SHOWN), None) is None
        if is_empty and section is None:
            _remove_block(paragraph)
    _mend_tables(root)


def _forget_people(package: Package) -> None:
    if "word/settings.xml" not in package:
        return
    for each in list(package.tree("word/settings.xml").iter(*_SETTINGS)):
        _remove(each)
    package.unlink_where(("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"))
