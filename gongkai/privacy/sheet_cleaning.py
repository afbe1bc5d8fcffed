"""Workbooks: hidden sheets, rows and columns taken out, data masked in cells; what is shown stays as it was.

Rows and columns that are hidden are emptied, not closed up, so that every reference goes on pointing where it
did. A formula that reads what was taken out is replaced by the value it showed.
"""

import re
from collections.abc import Iterator
from typing import Any

from gongkai.privacy.cell_looks import CellLooks
from gongkai.privacy.choosing import Choice, Passage, Slot, name_columns_better, row_passages
from gongkai.privacy.office_parts import Package, R
from gongkai.privacy.office_reading import as_number
from gongkai.privacy.sheet_scanning import (
    BESIDE_CELLS,
    SPOKEN,
    THINNEST,
    as_announced,
    as_day,
    column_number,
    columns_out_of_sight,
    covered_cells,
    string_of,
    value_of,
)

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
# What has a formula of its own beside the cells, and goes when that reads a sheet that is gone.
_RULES = ("dataValidation", "conditionalFormatting", "sparkline")
_REMARKS = ("comments", "threadedComment", "person")
_PIVOTS = (
    *("pivotTable", "pivotCacheDefinition", "pivotCacheRecords"),
    *("slicer", "slicerCache", "timeline", "timelineCache"),
)
_PIVOT_EXTENSIONS = ("slicerCaches", "slicerList", "timelineCacheRefs", "timelineRefs")


def clean_workbook(package: Package, choice: Choice) -> None:
    """Clean the sheets of a workbook and what stands beside their cells."""
    book = package.tree(_BOOK)
    words, looks = _words(package), _looks(package)
    gone, lost = _take_out_sheets(package, book) if choice.takes_out("hidden_sheet") else ([], [])
    sheets = _sheets(package, book)
    emptied = []
    if choice.takes_out("hidden_row"):
        emptied = [name for name, part in sheets.items() if _empty_hidden(package, part)]
    if gone or emptied:
        _freeze_formulas(package, book, sheets, [*gone, *emptied], lost)
        _drop_rules(package, sheets, gone)
        _settle_charts(package, gone)
        _forget_pivots(package, book)
    if choice.takes_out("comment"):
        _take_out_remarks(package, sheets)
    if choice.takes_out("property"):
        _forget_people(book)
    if choice.takes_out("tracked_change"):
        package.unlink_where(("revisionHeaders", "usernames"))
    for part in sheets.values():
        root = package.tree(part)
        if choice.takes_out("hidden_text"):
            _take_out_unseen(root, looks)
        for passage in _passages(root, words, looks):
            passage.mask(choice)
    for name in list(book.iter(f"{_S}definedName")):
        if choice.masked(name.text or "") != (name.text or ""):
            name.getparent().remove(name)
    if _holds_chosen_data(package, choice):
        _forget_pivots(package, book)
    # The order of calculation is worked out anew by whoever opens the file.
    package.unlink_where(("calcChain",))
    _forget_unused_words(package, sheets)


def whole_texts(package: Package) -> Iterator[Passage]:
    """Yield all cells of each sheet as one passage, row by row."""
    words = _words(package)
    for part in _sheets(package, package.tree(_BOOK)).values():
        whole = Passage()
        root = package.tree(part)
        for cell in root.iter(f"{_S}c"):
            value = value_of(cell, words)
            if value:
                whole.add(_slot(root, cell, value))
                whole.add_between(" ")
        yield whole


def forget_unused_words(package: Package) -> None:
    """Empty the strings that no cell shows any more."""
    _forget_unused_words(package, _sheets(package, package.tree(_BOOK)))


def _sheets(package: Package, book: Any) -> dict[str, str]:
    """Return the parts of the sheets by the names of the sheets."""
    targets = package.targets(_BOOK)
    found = {}
    for sheet in book.iter(f"{_S}sheet"):
        part = targets.get(sheet.get(f"{R}id", ""), "")
        if part in package and "sheets/" in part:
            found[sheet.get("name", "")] = part
    return found


def _words(package: Package) -> list[str]:
    if _STRINGS not in package:
        return []
    return [string_of(item) for item in package.tree(_STRINGS).iter(f"{_S}si")]


def _looks(package: Package) -> CellLooks:
    return CellLooks(package.tree("xl/styles.xml") if "xl/styles.xml" in package else None)


# Cells


def _passages(root: Any, words: list[str], looks: CellLooks) -> Iterator[Passage]:
    headings: dict[int, str] = {}
    for row in root.iter(f"{_S}row"):
        values: dict[int, str] = {}
        cells: dict[int, Any] = {}
        for at, cell in enumerate(row.findall(f"{_S}c"), 1):
            formula = cell.find(f"{_S}f")
            if formula is not None and formula.text:
                yield _code(root, cell, formula)
            value = value_of(cell, words)
            if value:
                column = column_number(cell.get("r", "")) or at
                cells[column] = cell
                values[column] = as_day(value) if int(cell.get("s") or 0) in looks.days else value
        read = []
        for column, value in sorted(values.items()):
            heading, shown = headings.get(column, ""), Passage()
            shown.add(_slot(root, cells[column], as_announced(heading, value)))
            read.append(shown)
        yield from row_passages([headings.get(column, "") for column in sorted(values)], read)
        said = list(values.values())
        if name_columns_better(said, headings.values()):
            headings = values
    for element in root.iter(*BESIDE_CELLS):
        beside = Passage()
        slots = [Slot.of(each) for each in (element, *element) if each.text]
        slots += [Slot.at(element, key) for key in SPOKEN if element.get(key)]
        for slot in slots:
            beside.add(slot)
            beside.add_between("，")
        yield beside


def _take_out_unseen(root: Any, looks: CellLooks) -> None:
    """Empty cells that nobody can read: coloured or formatted away, or under merged ones."""
    covered = covered_cells(root)
    for number, row in enumerate(root.iter(f"{_S}row"), 1):
        row_number = int(row.get("r", "")) if row.get("r", "").isdigit() else number
        for at, cell in enumerate(row.findall(f"{_S}c"), 1):
            place = row_number, column_number(cell.get("r", "")) or at
            if int(cell.get("s") or 0) in looks.unseen or place in covered:
                _freeze(root, cell)
                cell.attrib.pop("t", None)
                for each in list(cell):
                    cell.remove(each)


def _slot(root: Any, cell: Any, value: str) -> Slot:
    return Slot(value, lambda text: _write(root, cell, text))


def _code(root: Any, cell: Any, formula: Any) -> Passage:
    """Return a formula as a passage; when it says what is masked, its value stays instead."""
    passage = Passage()
    passage.add(Slot(formula.text, lambda _text: _freeze(root, cell)))
    return passage


def _write(root: Any, cell: Any, text: str) -> None:
    """Let a cell show `text` and hold nothing else."""
    _freeze(root, cell)
    for each in list(cell):
        cell.remove(each)
    cell.set("t", "inlineStr")
    words = cell.makeelement(f"{_S}is")
    said = cell.makeelement(f"{_S}t")
    said.text = text
    words.append(said)
    cell.append(words)


def _freeze(root: Any, cell: Any) -> None:
    """Take the formula from a cell; others that share it keep their values, too."""
    formula = cell.find(f"{_S}f")
    if formula is None:
        return
    cell.remove(formula)
    if formula.get("t") == "shared" and formula.text:
        shared = formula.get("si")
        for other in list(root.iter(f"{_S}f")):
            if other.get("t") == "shared" and other.get("si") == shared:
                other.getparent().remove(other)


# Hidden sheets, rows and columns


def _take_out_sheets(package: Package, book: Any) -> tuple[list[str], list[str]]:
    """Take out hidden sheets; return their names and the names defined for what stood in them."""
    sheets = list(book.iter(f"{_S}sheet"))
    hidden = [each for each in sheets if each.get("state", "visible") != "visible"]
    if len(hidden) == len(sheets):
        return [], []  # a workbook without a sheet is none
    gone = [each.get("name", "") for each in hidden]
    places = {sheets.index(each) for each in hidden}
    lost = []
    for each in hidden:
        package.unlink(_BOOK, each.get(f"{R}id", ""))
        each.getparent().remove(each)
    for name in list(book.iter(f"{_S}definedName")):
        own = name.get("localSheetId", "")
        if (own.isdigit() and int(own) in places) or _reads(name.text or "", gone):
            name.getparent().remove(name)
            lost.append(name.get("name", ""))
        elif own.isdigit():
            name.set("localSheetId", str(int(own) - sum(place < int(own) for place in places)))
    for view in book.iter(f"{_S}workbookView"):
        for key in ("activeTab", "firstSheet"):
            view.attrib.pop(key, None)
    return gone, lost


def _empty_hidden(package: Package, part: str) -> bool:
    root = package.tree(part)
    columns = columns_out_of_sight(root)
    all_flat = any(form.get("zeroHeight") in ("1", "true") for form in root.iter(f"{_S}sheetFormatPr"))
    emptied = False
    for row in root.iter(f"{_S}row"):
        flat = all_flat if row.get("ht") is None else as_number(row.get("ht")) < THINNEST
        unseen = row.get("hidden", "0") in ("1", "true") or flat
        for at, cell in enumerate(row.findall(f"{_S}c"), 1):
            if unseen or (column_number(cell.get("r", "")) or at) in columns:
                _freeze(root, cell)
                row.remove(cell)
                emptied = True
    if emptied:
        # A table says its headings a second time, and they would not agree any more.
        for tables in list(root.iter(f"{_S}tableParts")):
            for each in tables:
                package.unlink(part, each.get(f"{R}id", ""))
            tables.getparent().remove(tables)
    return emptied


def _freeze_formulas(
    package: Package, book: Any, sheets: dict[str, str], changed: list[str], lost: list[str]
) -> None:
    """Replace formulas that read `changed` sheets, or names that are `lost`, by the values they showed."""
    names = [
        each.get("name", "") for each in book.iter(f"{_S}definedName") if _reads(each.text or "", changed)
    ]
    for name, part in sheets.items():
        root = package.tree(part)
        for cell in list(root.iter(f"{_S}c")):
            formula = cell.find(f"{_S}f")
            said = "" if formula is None else formula.text or ""
            reads = _reads(said, changed) or _names_one(said, [*names, *lost]) or "[" in said
            if formula is not None and (name in changed or reads):
                _freeze(root, cell)


def _drop_rules(package: Package, sheets: dict[str, str], gone: list[str]) -> None:
    for part in sheets.values():
        for rule in [each for each in package.tree(part).iter() if _is_rule(each)]:
            if any(_reads(each.text or "", gone) for each in rule.iter()):
                rule.getparent().remove(rule)


def _is_rule(element: Any) -> bool:
    return element.tag.rsplit("}", 1)[-1] in _RULES


def _reads(formula: str, sheets: list[str]) -> bool:
    said = formula.lower()
    return any(
        f"{form}{mark}" in said
        for name in sheets
        for form in (name.lower(), name.lower().replace("'", "''"))
        for mark in ("!", "'!", ":")
    )


def _names_one(formula: str, names: list[str]) -> bool:
    words = set(re.findall(r"[\w.\\]+", formula.lower()))
    return any(name.lower() in words for name in names)


# Charts, pivot tables and remarks


def _settle_charts(package: Package, gone: list[str]) -> None:
    """Let charts of sheets that are gone keep the figures they show."""
    for part in [name for name in package.names if re.fullmatch(r"xl/charts/[^/]+\.xml", name)]:
        for formula in list(package.tree(part).iter(f"{_C}f")):
            if _reads(formula.text or "", gone):
                _settle(formula.getparent())


def _settle(reference: Any) -> None:
    kind = reference.tag.removeprefix(_C)
    kept = reference.find(f"{_C}{kind.removesuffix('Ref')}Cache")
    holder = reference.getparent()
    if kind not in ("numRef", "strRef") or kept is None:
        holder.remove(reference)
    elif holder.tag == f"{_C}tx":
        said = "".join(each.text or "" for each in kept.iter(f"{_C}v"))
        holder.replace(reference, _title(reference, said, in_series=holder.getparent().tag == f"{_C}ser"))
    else:
        literal = reference.makeelement(f"{_C}{kind.removesuffix('Ref')}Lit")
        literal.extend(list(kept))
        holder.replace(reference, literal)


def _title(reference: Any, said: str, *, in_series: bool) -> Any:
    if in_series:
        words = reference.makeelement(f"{_C}v")
        words.text = said
        return words
    rich = reference.makeelement(f"{_C}rich")
    rich.append(reference.makeelement(f"{_A}bodyPr"))
    place = rich
    for tag in ("p", "r", "t"):
        inner = reference.makeelement(f"{_A}{tag}")
        place.append(inner)
        place = inner
    place.text = said
    return rich


def _holds_chosen_data(package: Package, choice: Choice) -> bool:
    for name in package.names:
        if re.fullmatch(r"xl/pivotCache/[^/]+\.xml", name):
            said = " ".join(each.get("v", "") for each in package.tree(name).iter() if each.get("v"))
            if choice.masked(said) != said:
                return True
    return False


def _forget_pivots(package: Package, book: Any) -> None:
    """Leave the cells of pivot tables as they are and forget the records they were made of."""
    package.unlink_where(_PIVOTS)
    for each in list(book.iter(f"{_S}pivotCaches")):
        each.getparent().remove(each)
    for root in (book, *(package.tree(part) for part in _sheets(package, book).values())):
        _drop_extensions(root)


def _drop_extensions(root: Any) -> None:
    for each in [each for each in root.iter() if each.tag.rsplit("}", 1)[-1] in _PIVOT_EXTENSIONS]:
        extension = each.getparent()
        if extension is not None and extension.getparent() is not None:
            extension.getparent().remove(extension)


def _take_out_remarks(package: Package, sheets: dict[str, str]) -> None:
    package.unlink_where(_REMARKS)
    for part in sheets.values():
        root = package.tree(part)
        for each in list(root.iter(f"{_S}legacyDrawing")):
            package.unlink(part, each.get(f"{R}id", ""))
            root.remove(each)


def _forget_people(book: Any) -> None:
    for each in list(book.iter()):
        if each.tag.rsplit("}", 1)[-1] in ("absPath", "fileSharing") and each.getparent() is not None:
            # The path of the folder it was saved in often names somebody; it stands in a choice of its own.
            whole = each
            while whole.getparent() is not None and whole.getparent() is not book:
                whole = whole.getparent()
            if whole.getparent() is book:
                book.remove(whole)


def _forget_unused_words(package: Package, sheets: dict[str, str]) -> None:
    if _STRINGS not in package:
        return
    used = {
        int(cell.findtext(f"{_S}v") or "-1")
        for part in sheets.values()
        for cell in package.tree(part).iter(f"{_S}c")
        if cell.get("t") == "s" and (cell.findtext(f"{_S}v") or "").strip().isdigit()
    }
    for place, item in enumerate(package.tree(_STRINGS).iter(f"{_S}si")):
        if place not in used:
            for each in list(item):
                item.remove(each)
            item.append(item.makeelement(f"{_S}t"))
