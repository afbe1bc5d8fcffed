"""Reading matters from a file in the columns of the standard catalogues (基层政务公开标准目录).

One row is one matter. Above the rows stand one or two rows of headings: 公开事项 over 一级事项 and 二级事项,
and in most provinces 公开对象, 公开方式 and 公开层级 over their words (全社会, 主动, 乡级), with a tick under
each that holds. Channels are a tick list in one cell (■政府网站 □政府公报) or a column for each. A cell
merged over several rows or columns counts for each of them. A title above (社会救助领域基层政务公开标准目录)
says the field. Columns of our own may follow: 事项编码, 领域, 公开阶段, 责任科室, 栏目.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from gongkai.acts import Refused
from gongkai.agencies.models import Agency, Section
from gongkai.inventory.actions import Line
from gongkai.inventory.models import Audience, GrassRootsLevel, MatterChannel, Method, Phase
from gongkai.workdays.sheets import MOST_COLUMNS, Row, rows_of_file

MOST_FAULTS = 20  # sentences; a wrong file has one for every line
FEWEST_HEADINGS = 3  # a row that names so many is the row of headings

# The words of the printed catalogues, whatever language the reader chose: files are in Chinese.
CHANNELS = {
    "政府网站": MatterChannel.WEBSITE,
    "政府公报": MatterChannel.GAZETTE,
    "两微一端": MatterChannel.NEW_MEDIA,
    "发布会/听证会": MatterChannel.PRESS_CONFERENCE,
    "广播电视": MatterChannel.BROADCASTING,
    "纸质媒体": MatterChannel.PRINT,
    "公开查阅点": MatterChannel.READING_POINT,
    "政务服务中心": MatterChannel.SERVICE_CENTRE,
    "便民服务站": MatterChannel.SERVICE_STATION,
    "入户/现场": MatterChannel.VISIT,
    "社区/企事业单位/村公示栏（电子屏）": MatterChannel.NOTICE_BOARD,
    "精准推送": MatterChannel.PUSH,
    "其他": MatterChannel.OTHER,
}
AUDIENCES = {"全社会": Audience.EVERYBODY, "特定群体": Audience.GROUPS, "特定群众": Audience.GROUPS}
METHODS = {
    "主动": Method.PROACTIVE,
    "主动公开": Method.PROACTIVE,
    "依申请": Method.ON_REQUEST,
    "依申请公开": Method.ON_REQUEST,
}
LEVELS = {
    "县级": GrassRootsLevel.COUNTY,
    "区级": GrassRootsLevel.COUNTY,
    "乡级": GrassRootsLevel.TOWNSHIP,
    "乡镇级": GrassRootsLevel.TOWNSHIP,
    "乡村级": GrassRootsLevel.TOWNSHIP,
    "镇级": GrassRootsLevel.TOWNSHIP,
    "街道级": GrassRootsLevel.TOWNSHIP,
}
PHASES = {
    "决策": Phase.DECISION,
    "执行": Phase.EXECUTION,
    "管理": Phase.MANAGEMENT,
    "服务": Phase.SERVICE,
    "结果": Phase.RESULT,
}

_HEADINGS = {
    "序号": "sequence",
    "事项编码": "code",
    "编码": "code",
    "领域": "field",
    "一级事项": "level1",
    "二级事项": "level2",
    "公开内容要素": "content_elements",
    "公开内容": "content_elements",
    "公开依据": "legal_basis",
    "公开时限": "time_limit",
    "公开主体": "responsible_body",
    "责任主体": "responsible_body",
    "公开渠道和载体": "channels",
    "公开渠道": "channels",
    "公开对象": "audience",
    "公开方式": "method",
    "公开层级": "levels",
    "公开阶段": "phase",
    "五公开": "phase",
    "责任科室": "section",
    "承办科室": "section",
    "栏目": "column",
}
_NEEDED = ("level1", "level2", "content_elements", "time_limit", "responsible_body", "channels")
# The 26 fields of 国办发〔2019〕54号 and names beside them, as titles of catalogues say them.
FIELDS = (
    "重大建设项目",
    "公共资源交易",
    "财政预决算",
    "安全生产",
    "税收管理",
    "征地补偿",
    "国有土地上房屋征收",
    "保障性住房",
    "农村危房改造",
    "生态环境",
    "公共文化服务",
    "公共法律服务",
    "扶贫",
    "救灾",
    "食品药品监管",
    "城市综合执法",
    "就业创业",
    "社会保险",
    "社会救助",
    "养老服务",
    "户籍管理",
    "涉农补贴",
    "义务教育",
    "医疗卫生",
    "卫生健康",
    "市政服务",
    "城乡规划",
)
_TITLE = re.compile(r"([\u4e00-\u9fff]+?)(?:领域)?(?:基层)?政务公开(?:标准|事项)?目录")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHOSEN, _LEFT_OUT = "■☑√✓●▇█", "□☐○"
_TICKS = frozenset({*_CHOSEN, "是", "有", "1", "Y", "y", "v", "V", "✔"})


def matters_in_file(content: bytes, agency: Agency, *, field: str = "") -> list[Line]:
    """Return the matters a file (XLSX or CSV) tells, one for each line.

    `field` (领域) stands for all lines where neither a title nor a column says it. A matter without a code of
    its own gets that of its field and number: "社会救助-03".

    Raises Refused when the file cannot be read, with one sentence for each line that is wrong.
    """
    rows = rows_of_file(content)
    if content.startswith(b"PK\x03\x04"):
        rows = _unmerged(rows, _merged_ranges(content))
    return read_matters(rows, agency, field=field)


def read_matters(rows: Iterable[Row], agency: Agency, *, field: str = "") -> list[Line]:
    """Return the matters these rows tell, as `matters_in_file` does."""
    reading = _Reading(field.strip(), {each.name: each for each in Section.objects.filter(agency=agency)})
    for row in rows:
        reading.take(row)
    if not reading.columns:
        raise Refused(
            _("The headings are missing. The file needs the columns 一级事项, 二级事项, 公开内容 and so on.")
        )
    if not reading.lines and not reading.faults:
        reading.faults.append(_("The file names no matter."))
    if reading.faults:
        raise Refused(_first_of(reading.faults))
    return reading.lines


@dataclass(frozen=True)
class _Column:
    """What a column holds: a fact, or a tick for one `word` of it."""

    fact: str
    word: str = ""


@dataclass
class _Reading:
    of_field: str
    sections: dict[str, Section]
    columns: dict[int, _Column] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    level1: str = ""
    sequence: int = 0
    groups: dict[int, str] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        filled = [cell for cell in row.cells if cell]
        if self._is_heading(row):
            return
        if len(set(filled)) == 1 and (not self.columns or len(filled) >= FEWEST_HEADINGS):
            # A title, alone in its row or merged over all columns; further down it parts the rows.
            self.of_field = self.of_field or _field_in(filled[0])
        elif self.columns and not filled[0].startswith(("#", "注", "备注")):
            self._take_matter(row)

    def _is_heading(self, row: Row) -> bool:
        keys = [_key(cell) for cell in row.cells]
        named = {place: _Column(_HEADINGS[key]) for place, key in enumerate(keys) if key in _HEADINGS}
        if not self.columns:
            if len(named) < FEWEST_HEADINGS:
                return False
            self.columns = _words_as_headings(keys) | named
            self.groups = _spread(keys)
            return True
        if self.lines or self.faults:
            return False
        below = {
            place: column
            for place, key in enumerate(keys)
            if (column := _column_below(self.groups.get(place, ""), key))
        }
        if any(key and place not in below and place not in named for place, key in enumerate(keys)):
            return False  # A matter has words that are no heading.
        self.columns |= below
        return True

    def _take_matter(self, row: Row) -> None:
        told = self._cells(row)
        self.level1 = told.get("level1", "") or self.level1
        told["level1"] = self.level1
        if not told.get("level2") and not told.get("content_elements"):
            return
        self.sequence += 1
        wrong = [
            _("%(heading)s is missing.") % {"heading": _IN_CHINESE[name]}
            for name in _NEEDED
            if not told.get(name)
        ]
        told["field"] = told.get("field", "") or self.of_field
        if not told["field"]:
            wrong.append(_("The field (领域) is missing. Say it beside the file, or in a column."))
        facts: dict[str, Any] = {name: told[name] for name in _PLAIN if name in told}
        facts["code"] = told.get("code") or f"{told['field']}-{self._number(told):02d}"
        for name, otherwise in (
            ("audience", Audience.EVERYBODY),
            ("method", Method.PROACTIVE),
            ("phase", ""),
        ):
            if name in told:
                # Ticked for both: what everybody may see, groups may see; what is asked for is out already.
                facts[name] = next(iter(_chosen_in(told, name, wrong)), otherwise)
        for name in ("channels", "levels"):
            if name in told:
                facts[name] = _chosen_in(told, name, wrong)
        if "section" in told:
            facts["section"] = self.sections.get(told["section"]) if told["section"] else None
            if told["section"] and facts["section"] is None:
                wrong.append(
                    _("There is no section or community “%(name)s”.") % {"name": _short(told["section"])}
                )
        self.faults += [
            _("Line %(number)s: %(fault)s") % {"number": str(row.number), "fault": each} for each in wrong
        ]
        self.lines.append(Line(row.number, facts))

    def _cells(self, row: Row) -> dict[str, str]:
        told: dict[str, str] = {}
        for place, column in self.columns.items():
            cell = row.cells[place] if place < len(row.cells) else ""
            if not column.word:
                told.setdefault(column.fact, cell)
            elif cell[:1] in _TICKS or _key(cell) == _key(column.word):
                told[column.fact] = f"{told.get(column.fact, '')} ■{column.word}".strip()
            else:
                told.setdefault(column.fact, "")
        return told

    def _number(self, told: dict[str, str]) -> int:
        printed = told.get("sequence", "")
        return int(printed) if printed.isdecimal() and len(printed) < 5 else self.sequence


_IN_CHINESE = {name: heading for heading, name in reversed(_HEADINGS.items())}
_PLAIN = (
    "field",
    "level1",
    "level2",
    "content_elements",
    "legal_basis",
    "time_limit",
    "responsible_body",
    "column",
)
_ONE_OF_THEM = {"audience": Audience.EVERYBODY, "method": Method.PROACTIVE, "phase": ""}
_WORDS_OF: dict[str, dict[str, Any]] = {
    "channels": CHANNELS,
    "audience": AUDIENCES,
    "method": METHODS,
    "levels": LEVELS,
    "phase": PHASES,
}


def _chosen_in(told: dict[str, str], name: str, wrong: list[str]) -> tuple[Any, ...]:
    found, unknown = _chosen(told.get(name, ""), _WORDS_OF[name])
    wrong += [
        _("“%(word)s” cannot stand under %(heading)s.") % {"word": _short(each), "heading": _IN_CHINESE[name]}
        for each in unknown
    ]
    return found


def _words_as_headings(keys: list[str]) -> dict[int, _Column]:
    """Return the columns of a single row of headings that are a tick for one word: 全社会, 主动, 乡级."""
    return {
        place: _Column(name, word)
        for place, key in enumerate(keys)
        for name in ("audience", "method", "levels")
        for word in _WORDS_OF[name]
        if key == _key(word)
    }


def _field_in(title: str) -> str:
    found = _TITLE.search(title)
    return next((each for each in FIELDS if each in title), found[1] if found else "")


def _spread(keys: list[str]) -> dict[int, str]:
    """Return for each place the fact whose heading stands there, or to the left over an unnamed cell."""
    spread, last = {}, ""
    for place, key in enumerate(keys):
        last = _HEADINGS.get(key, "") if key else last
        spread[place] = last
    return spread


def _column_below(group: str, key: str) -> _Column | None:
    """Return what a cell of the second row of headings makes of its column; None where it is no heading."""
    if key in {"一级事项", "二级事项"}:
        return _Column(_HEADINGS[key])
    for word in _WORDS_OF.get(group, ()):
        if key.startswith(_key(word)):
            return _Column(group, word)
    return None


def _chosen(text: str, words: dict[str, Any]) -> tuple[tuple[Any, ...], list[str]]:
    """Return the choices a cell names, in the order of the list, and the words that are none of it.

    With a tick list only what is ticked is chosen; without ticks everything named is.
    """
    plain = _key(text)
    if any(mark in text for mark in _CHOSEN + _LEFT_OUT):
        parts = [part for part in re.split(f"(?=[{_CHOSEN}{_LEFT_OUT}])", plain) if part]
        named = [part[1:] for part in parts if part[0] in _CHOSEN]
    else:
        named = [_key(part) for part in re.split(r"[、，,；;\s]+", text)]
    found, unknown = set(), []
    for name in filter(None, (each.strip("、，,;；。") for each in named)):
        word = next((choice for word, choice in words.items() if name.startswith(_key(word))), None)
        if word is None:
            unknown.append(name)
        else:
            found.add(word)
    return tuple(choice for choice in dict.fromkeys(words.values()) if choice in found), unknown


def _key(cell: str) -> str:
    """Return a word without blanks and brackets, as headings are compared."""
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", cell))


# Merged cells


def _merged_ranges(content: bytes) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges of the first sheet: first column, first row, last column, last row.

    The sheet was unpacked within bounds before, see `rows_of_file`. What is merged is searched for in its
    text: the reader that knows merged cells builds every cell in memory.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet: Any = load_workbook(BytesIO(content), read_only=True).worksheets[0]
        text = archive.read(sheet._worksheet_path.removeprefix("/"))
    return [range_boundaries(found.decode()) for found in _MERGED.findall(text)]


def _unmerged(rows: list[Row], ranges: Iterable[tuple[int, int, int, int]]) -> list[Row]:
    """Return the rows with every cell of a merged range holding what its first cell holds."""
    cells = {row.number: list(row.cells) for row in rows}
    for first_column, first_row, last_column, last_row in ranges:
        top = cells.get(first_row)
        value = top[first_column - 1] if top is not None and first_column <= len(top) else ""
        if not value:
            continue
        for number in cells.keys() & set(range(first_row, min(last_row, first_row + len(rows) * 50) + 1)):
            row = cells[number]
            last = min(last_column, MOST_COLUMNS)
            row.extend("" for _place in range(len(row), last))
            row[first_column - 1 : last] = [value] * (last - first_column + 1)
    return [Row(number, tuple(row)) for number, row in sorted(cells.items())]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _first_of(faults: list[str]) -> list[str]:
    if len(faults) <= MOST_FAULTS:
        return faults
    more = _("%(count)s more lines are wrong.") % {"count": str(len(faults) - MOST_FAULTS)}
    return [*faults[:MOST_FAULTS], more]


def in_words(words: dict[str, Any], chosen: Any) -> str:
    """Return the first printed word of a choice, for the files we write."""
    return next((word for word, choice in words.items() if choice == chosen), "")


def ticked(words: dict[str, Any], chosen: Iterable[str]) -> Iterator[str]:
    """Yield the tick list of a cell: ■ before what is chosen, □ before the others."""
    chosen = set(chosen)
    for word, choice in words.items():
        yield ("■" if choice in chosen else "□") + word
