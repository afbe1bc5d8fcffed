"""What a statutory table looks like: its cells with their official labels, and how they lie on the sheet."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.labels import in_reader_language

Figure = int | Decimal

_FOLDER = Path(__file__).parent / "data"

TEN_THOUSAND_YUAN = "万元"
YUAN = "元"
UNITS = {
    "条": "items",
    "件": "pieces",
    "次": "times",
    "篇": "articles",
    "个": "places",
    "人": "persons",
    "人次": "attendances",
    "项": "matters",
    TEN_THOUSAND_YUAN: "10,000 yuan",
    YUAN: "yuan",
}


class Relation(StrEnum):
    """How a row stands to the row above it."""

    HEADING = "heading"
    PART = "part"  # 其中: not above the parent; siblings may overlap and need not exhaust it
    SUM = "sum"  # all siblings of this kind add up to the parent
    ALONE = "alone"


@dataclass(frozen=True)
class Words:
    """An official label, and its English for those who read English."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return in_reader_language(self.zh, self.en or self.zh)


@dataclass(frozen=True)
class Cell:
    """A place for one figure. `code` is its name in every format we write."""

    code: str
    words: Words
    unit: str
    parent: str = ""
    relation: Relation = Relation.ALONE
    counting_note: str = ""
    may_fall: bool = False  # a change, which can be below zero

    def __str__(self) -> str:
        return str(self.words)

    @property
    def takes_fractions(self) -> bool:
        return self.unit in {TEN_THOUSAND_YUAN, YUAN}

    @property
    def unit_words(self) -> str:
        return in_reader_language(self.unit, UNITS[self.unit])


@dataclass(frozen=True)
class Box:
    """A box of the sheet: words, or the figure of a cell."""

    words: Words = Words("")
    cell: str = ""
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Line:
    """A line of boxes. `level` indents its first one; `code` is the row's, printed beside it on the desk."""

    boxes: tuple[Box, ...]
    level: int = 0
    heading: bool = False
    code: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table as printed. `shares` are the columns' parts of the width; the first `labels` hold words."""

    code: str
    caption: Words
    shares: tuple[float, ...]
    head: tuple[Line, ...]
    lines: tuple[Line, ...]
    labels: int = 1


@dataclass(frozen=True)
class Structure:
    """All cells of a format, in the order of the table, and its sheets."""

    title: Words
    cells: Mapping[str, Cell]
    sheets: tuple[Sheet, ...]


def printed(figure: Figure) -> str:
    """Write a figure as the table prints it: no thousands separators, no trailing zeros."""
    return str(figure) if isinstance(figure, int) else f"{figure.normalize():f}"


def listed(words: Iterable[str]) -> str:
    """Put words of one kind side by side, in the reader's language."""
    return in_reader_language("、", ", ").join(words)


@cache
def structure_2018() -> Structure:
    """Return the 78 rows of the table of 2014 to 2018: 7 headings and 71 cells."""
    table = _read("report-2018")
    cells: dict[str, Cell] = {}
    lines = []
    for row in table["row"]:
        words, relation = Words(row["zh"], row["en"]), Relation(row["relation"])
        code = row["code"]
        level = _level_2018(code)
        if relation is Relation.HEADING:
            lines.append(Line((Box(words, across=3),), level=level, heading=True, code=code))
            continue
        cells[code] = Cell(
            code,
            words,
            row["unit"],
            parent=row.get("parent", ""),
            relation=relation,
            counting_note=row.get("counting_note", ""),
        )
        unit = Words(row["unit"], UNITS[row["unit"]])
        lines.append(Line((Box(words), Box(unit), Box(cell=code)), level=level, code=code))
    heads = [
        Words(zh, en) for zh, en in zip(table["columns_zh"], ("Indicator", "Unit", "Figure"), strict=True)
    ]
    sheet = Sheet(
        "annex",
        Words(table["title_zh"], table["title_en"]),
        (7, 1.1, 1.3),
        (Line(tuple(Box(head) for head in heads)),),
        tuple(lines),
    )
    return Structure(sheet.caption, cells, (sheet,))


def _level_2018(code: str) -> int:
    """一、 and （一） stand at the margin, what is below them one step in, an 其中 of a numbered row two."""
    parts = code.split(".")
    if len(parts) <= 2:
        return 0
    return 2 if len(parts) == 4 else 1


TITLE = Words(
    "政府信息公开工作年度报告统计表", "Tables of the annual report on government information disclosure"
)


@cache
def structure_2021() -> Structure:
    """Return tables t2, t3 and t4 of the reports since 2021."""
    return _national(_read("report-2021")["t2"], one_row_otherwise=False)


@cache
def structure_2019() -> Structure:
    """Return tables t2, t3 and t4 of the reports of 2019 and 2020."""
    return _national(_read("report-2019")["t2"], one_row_otherwise=True)


@cache
def rows_of_results(*, one_row_otherwise: bool = False) -> dict[str, Words]:
    """Return the rows of results of t3 that have figures, by code; in 2019 and 2020 t3.3.6 was one."""
    rows = [row for row in _read("report-2021")["t3"]["row"] if row["code"].startswith("t3.3.")]
    if one_row_otherwise:
        rows = [row for row in rows if not row["code"].startswith("t3.3.6.")]
    return {
        row["code"]: _words(row)
        for row in rows
        if row["code"] != "t3.3.7"
        and (not row.get("heading") or (one_row_otherwise and row["code"] == "t3.3.6"))
    }


def _national(t2: list[dict[str, Any]], *, one_row_otherwise: bool) -> Structure:
    table = _read("report-2021")
    cells: dict[str, Cell] = {}
    sheets = [
        *(_block_of_t2(block, cells) for block in t2),
        _t3(table["t3"], cells, one_row_otherwise),
        _t4(table["t4"], cells),
    ]
    return Structure(TITLE, cells, tuple(sheets))


def _block_of_t2(block: dict[str, Any], cells: dict[str, Cell]) -> Sheet:
    columns = block["columns"]
    lines = []
    for row in block["rows"]:
        row_words = Words(row["zh"], row["en"])
        boxes = [Box(row_words)]
        for column in columns:
            code = f"{row['code']}.{column['code']}"
            cells[code] = Cell(
                code, _joined(row, column), column["unit"], may_fall=column["code"] == "change"
            )
            boxes.append(Box(cell=code))
        lines.append(Line(tuple(boxes), code=row["code"]))
    head = Line(
        (Box(Words("信息内容", "Content")), *(Box(Words(each["zh"], each["en"])) for each in columns))
    )
    return Sheet(
        block["code"], Words(block["zh"], block["en"]), (2.0, *(1.0 for _ in columns)), (head,), tuple(lines)
    )


def _t3(table: dict[str, Any], cells: dict[str, Cell], one_row_otherwise: bool) -> Sheet:
    columns = table["column"]
    rows = [row for row in table["row"] if not (one_row_otherwise and row["code"].startswith("t3.3.6."))]
    for row in rows:
        if row.get("heading") and not (one_row_otherwise and row["code"] == "t3.3.6"):
            continue
        for column in columns:
            code = f"{row['code']}.{column['code']}"
            cells[code] = Cell(
                code,
                _joined(row, column),
                "件",
                parent=row.get("parent", ""),
                relation=Relation.ALONE if column["code"] == "total" else Relation.SUM,
                counting_note=row.get("counting_note", ""),
            )
    grouped = [column for column in columns if column["grouped"]]
    head = (
        Line(
            (
                Box(Words(table["corner_zh"], table["corner_en"]), across=3, down=3),
                _wide(table, "head", len(columns)),
            )
        ),
        Line(
            (
                *(_tall(column) for column in columns[:1]),
                _wide(table, "group", len(grouped)),
                *(_tall(column) for column in columns[-1:]),
            )
        ),
        Line(tuple(Box(Words(column["zh"], column["en"])) for column in grouped)),
    )
    return Sheet(
        "t3",
        Words("收到和处理政府信息公开申请情况", "Requests received and handled"),
        (1.0, 1.3, 2.6, *(0.8 for _ in columns)),
        head,
        tuple(_lines_of_t3(rows, [column["code"] for column in columns], cells)),
        labels=3,
    )


def _lines_of_t3(rows: list[dict[str, Any]], columns: list[str], cells: Mapping[str, Cell]) -> Iterator[Line]:
    """The words of a row stand in three columns; a heading's box reaches down along the rows below it."""
    by_code = {row["code"]: row for row in rows}
    with_figures = [row["code"] for row in rows if f"{row['code']}.total" in cells]
    opened: set[str] = set()
    for code in with_figures:
        boxes = []
        above = [each for each in _above(code, by_code) if each not in opened]
        for heading in above:
            opened.add(heading)
            below = [each for each in with_figures if each.startswith(f"{heading}.")]
            boxes.append(Box(_words(by_code[heading]), down=len(below)))
        boxes.append(Box(_words(by_code[code]), across=3 - len(_above(code, by_code))))
        boxes.extend(Box(cell=f"{code}.{column}") for column in columns)
        yield Line(tuple(boxes), code=code)


def _above(code: str, rows: Mapping[str, dict[str, Any]]) -> list[str]:
    parent = rows[code].get("parent", "")
    return [*_above(parent, rows), parent] if parent else []


def _t4(table: dict[str, Any], cells: dict[str, Cell]) -> Sheet:
    blocks, columns = table["block"], table["column"]
    boxes = []
    for block in blocks:
        for column in columns:
            code = f"{block['code']}.{column['code']}"
            relation = Relation.ALONE if column["code"] == "total" else Relation.SUM
            cells[code] = Cell(code, _joined(block, column), "件", parent=block["code"], relation=relation)
            boxes.append(Box(cell=code))
    grouped = [block for block in blocks if block["grouped"]]
    across = len(columns)
    head = (
        Line((Box(_words(blocks[0]), across=across, down=2), _wide(table, "group", across * len(grouped)))),
        Line(tuple(Box(_words(block), across=across) for block in grouped)),
        Line(tuple(Box(_words(column)) for _block in blocks for column in columns)),
    )
    return Sheet(
        "t4",
        Words("政府信息公开行政复议、行政诉讼情况", "Reconsiderations and suits about disclosure"),
        tuple(1.0 for _ in boxes),
        head,
        (Line(tuple(boxes), code="t4"),),
        labels=0,
    )


def _wide(table: Mapping[str, Any], name: str, across: int) -> Box:
    return Box(Words(table[f"{name}_zh"], table[f"{name}_en"]), across=across)


def _tall(column: Mapping[str, Any]) -> Box:
    return Box(_words(column), down=2)


def _words(row: Mapping[str, Any]) -> Words:
    return Words(row["zh"], row["en"])


def _joined(row: Mapping[str, Any], column: Mapping[str, Any]) -> Words:
    return Words(f"{row['zh']}，{column['zh']}", f"{row['en']}: {column['en']}")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
