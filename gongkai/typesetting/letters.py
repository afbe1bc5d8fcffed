"""A letter in official layout: what it says, and what the standard makes of it.

The standard is GB/T 9704-2012 (党政机关公文格式).
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any

from .characters import IDEOGRAPHIC_SPACE, printable, printable_lines, width

# Widths in full-width characters: a title line in 22 pt on 156 mm, a line of text by the standard.
TITLE_WIDTH = 20
LINE_WIDTH = 28
# Points: the width a red heading may take (152 of 156 mm), and how high it is where there is room.
RED_HEAD_SPACE, RED_HEAD_SIZE = 431.0, 48.0
BOX = "□"
SIGNED_HERE, DAY_HERE = "签名或者盖章：", "年　　月　　日"
# Half a page; who has more to say adds a sheet.
RULES_AT_MOST = 12


@dataclass(frozen=True)
class SlipLine:
    """A line of a reply slip: words, boxes to tick, rules to write on, or words with either.

    text    the label, or plain text where neither boxes nor rules follow
    boxes   what can be ticked, without the □ itself
    rules   how many rules to write on follow, 0 to 12; the first stands on the same line
    """

    text: str = ""
    boxes: tuple[str, ...] = ()
    rules: int = 0


@dataclass(frozen=True)
class Slip:
    """A reply slip (回执), on a page of its own after the letter, to be filled in and sent back.

    title       such as 征求意见回复单
    lines       what is asked, in order
    recipient   to whom it goes back, without the colon; may be empty
    """

    title: str
    lines: tuple[SlipLine, ...] = ()
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a letter, reply, notice or decision of an office says.

    issuer       the issuing body, for the file's properties; with `red_head` the red heading as printed (add
                 文件 where the office does)
    title        a line end breaks it there, otherwise it is broken evenly
    number       发文字号, such as 建街公开〔2018〕5号; may be empty
    recipient    主送, without the colon; empty for announcements
    paragraphs   the text, one string a paragraph, without indents. One that begins with 一、 or （一） and is
                 no sentence is set as a heading.
    enclosures   names of the enclosures, without numbers
    signature    署名机关
    signed_on    成文日期
    red_head     whether the red issuing-body heading and the red line are printed
    sealed       whether room for the seal is left over signature and date
    note         附注, without brackets, such as 此件公开发布
    copies_to    抄送; with printed_by and printed_on it makes the imprint (版记) at the foot of the last page
    slip         a reply slip on a page of its own after the letter
    """

    issuer: str
    title: str
    number: str
    recipient: str
    paragraphs: tuple[str, ...]
    signature: str
    signed_on: date
    enclosures: tuple[str, ...] = ()
    red_head: bool = False
    sealed: bool = True
    note: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    slip: Slip | None = None


class Kind(StrEnum):
    """What a paragraph is: text, or a heading of the first (黑体) or second level (楷体)."""

    TEXT = "text"
    HEADING = "heading"
    SUBHEADING = "subheading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Signature:
    """Signature and date, each with its gap to the right margin in full-width characters."""

    name: str
    day: str
    name_gap: float
    day_gap: float
    lines_above: int


@dataclass(frozen=True)
class RedHead:
    """The red name of the issuing body: its height in points, its width in percent of that of its face."""

    text: str
    size: float
    percent: int


@dataclass(frozen=True)
class SlipRow:
    """A line of the slip as printed: words and boxes, the rules that follow, whether it is plain text."""

    text: str
    rules: int
    plain: bool


@dataclass(frozen=True)
class ArrangedSlip:
    """A slip as it stands on its page."""

    title_lines: tuple[str, ...]
    recipient: str
    rows: tuple[SlipRow, ...]
    signature: str
    day: str


@dataclass(frozen=True)
class Arrangement:
    """A letter as it stands on the paper: every string as printed. Both DOCX and PDF are made from this."""

    author: str
    red_head: RedHead | None
    title_lines: tuple[str, ...]
    number: str
    recipient: str
    paragraphs: tuple[Paragraph, ...]
    enclosure_numbers: tuple[str, ...]
    enclosures: tuple[str, ...]
    signature: Signature
    note: str
    copies_to: str
    printed_by: str
    printed_on: str
    slip: ArrangedSlip | None


def arrange(letter: Letter) -> Arrangement:
    """Return `letter` as it stands on the paper, in clean characters.

    Standard: GB/T 9704-2012, 7.2 and 7.3.
    """
    enclosures = tuple(name.rstrip("。；;，,、") for name in printable_lines(*letter.enclosures))
    several = len(enclosures) > 1
    issuer = printable(letter.issuer)
    note = printable(letter.note)
    copies = printable_lines(*letter.copies_to)
    printed_by = printable(letter.printed_by)
    return Arrangement(
        author=issuer,
        red_head=red_head(issuer) if letter.red_head and issuer else None,
        title_lines=title_lines(letter.title),
        number=printable(letter.number),
        recipient=_addressed(letter.recipient),
        paragraphs=paragraphs_of(letter.paragraphs),
        enclosure_numbers=tuple(f"{number}." if several else "" for number, _ in enumerate(enclosures, 1)),
        enclosures=enclosures,
        signature=signed(letter.signature, letter.signed_on, sealed=letter.sealed),
        note=f"（{note}）" if note else "",
        copies_to=f"抄送：{'，'.join(copies)}。" if copies else "",
        printed_by=printed_by,
        printed_on=f"{chinese_date(letter.printed_on or letter.signed_on)}印发" if printed_by else "",
        slip=_arranged(letter.slip) if letter.slip else None,
    )


def frozen(letter: Letter) -> dict[str, Any]:
    """Return `letter` as JSON values, to be kept as it was signed."""
    return {name: _as_json(value) for name, value in asdict(letter).items()}


def thawed(values: Mapping[str, Any]) -> Letter:
    """Return the letter that was `frozen`; what an older letter does not have keeps its default."""
    said = dict(values)
    for name in ("paragraphs", "enclosures", "copies_to"):
        if name in said:
            said[name] = tuple(said[name])
    for name in ("signed_on", "printed_on"):
        if isinstance(said.get(name), str):
            said[name] = date.fromisoformat(said[name])
    if slip := said.get("slip"):
        lines = (SlipLine(**{**line, "boxes": tuple(line["boxes"])}) for line in slip["lines"])
        said["slip"] = Slip(**{**slip, "lines": tuple(lines)})
    return Letter(**said)


def chinese_date(day: date) -> str:
    """Return `day` as official documents write it, 2018年5月7日: figures without leading zeros.

    Standard: GB/T 9704-2012, 7.3.5.4.
    """
    return f"{day.year}年{day.month}月{day.day}日"


def paragraphs_of(texts: tuple[str, ...]) -> tuple[Paragraph, ...]:
    """Return the paragraphs in `texts` (line ends part them too), each with what it is.

    Standard: GB/T 9704-2012, 7.3.3.
    """
    return tuple(Paragraph(_kind(text), text) for text in printable_lines(*texts))


def red_head(text: str) -> RedHead:
    """Return the red heading, on one line: short names large and wide, long ones narrowed as printers do.

    Standard: GB/T 9704-2012, 7.2.4.
    """
    fitting = RED_HEAD_SPACE / max(width(text), 1.0)
    size = min(RED_HEAD_SIZE, 1.5 * fitting)
    return RedHead(text, size, percent=min(100, int(100 * fitting / size)))


def signed(name: str, day: date, *, sealed: bool) -> Signature:
    """Return where signature and date stand.

    With a seal the date keeps four characters to the right and the signature is centred over it; a signature
    too long for that ends at the margin and the date is centred below. Without a seal the signature keeps two
    characters and the date begins two characters further in than the signature; a date longer than the
    signature keeps the two characters instead.

    Standard: GB/T 9704-2012, 7.3.5.1 and 7.3.5.2.
    """
    name, day_text = printable(name), chinese_date(day)
    difference = min(width(name), LINE_WIDTH) - width(day_text)
    if sealed:
        name_gap = max(0.0, 4 - difference / 2)
        return Signature(name, day_text, name_gap, name_gap + difference / 2, lines_above=2)
    if difference >= 0:
        return Signature(name, day_text, 2.0, difference, lines_above=1)
    return Signature(name, day_text, 4 - difference, 2.0, lines_above=1)


def title_lines(title: str) -> tuple[str, ...]:
    """Return the lines of `title`: as given; one too long is broken evenly and, if possible, between words.

    Standard: GB/T 9704-2012, 7.3.1 (whole words, symmetrical, of fitting length).
    """
    return tuple(part for line in printable_lines(title) for part in _broken(line))


def _addressed(recipient: str) -> str:
    name = printable(recipient).rstrip("：:")
    return f"{name}：" if name else ""


def _arranged(slip: Slip) -> ArrangedSlip:
    rows = []
    for line in slip.lines:
        boxes = IDEOGRAPHIC_SPACE.join(f"{BOX}{printable(box)}" for box in line.boxes)
        text = f"{printable(line.text)}{boxes}"
        if text or line.rules > 0:
            rules = max(0, min(line.rules, RULES_AT_MOST))
            rows.append(SlipRow(text, rules, plain=not boxes and not rules))
    return ArrangedSlip(
        title_lines=title_lines(slip.title),
        recipient=_addressed(slip.recipient),
        rows=tuple(rows),
        signature=SIGNED_HERE,
        day=DAY_HERE,
    )


def _as_json(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {name: _as_json(part) for name, part in value.items()}
        case list() | tuple():
            return [_as_json(part) for part in value]
    return value


# Where one likes to break a title.
GOOD_END = re.compile(r"(的|[》）”、，：]|和|与|及|政府|办事处|委员会|办公室|[局厅院会])$")
GOOD_START = re.compile(r"^(关于|《|（|“)")
# Titles seldom have more lines, and the search for the best breaks grows fast.
LINES_SEARCHED = 3
# A title torn inside one of these words reads badly.
WORDS = re.findall(
    r"\w+",
    """
    政府 信息 公开 公布 申请 工作 报告 年度 通知 答复 意见 决定 规定 办法 方案 条例 批复 公告 通报 说明 情况
    有关 关于 工程 整治 综合 管理 建设 服务 实施 开展 加强 规范 项目 街道 社区 办事 地区 人民 国务院 北京 东城
    居民 小区 老旧 改造 统计 依法 行政 处罚 许可 安全 环境 卫生 文化 教育 财政 预算 决算 机关 单位 法律 法规
    补正 延期 告知 第三方 征求 更正 撤回 受理 登记 回执 收费 不予 部分 目录 指南 制度 责任 计划 总结 领导 小组
    会议 办公 委员会 救助 保障 住房 招标
    """,
)


def _broken(line: str) -> tuple[str, ...]:
    count = -(-int(2 * width(line)) // (2 * TITLE_WIDTH))
    if count <= 1:
        return (line,)
    if count > LINES_SEARCHED:
        return (line,)  # The page breaks it as it does a paragraph.
    places = [place for place in range(1, len(line)) if not _tears(line, place)]
    ways = [
        way
        for breaks in {count - 1, LINES_SEARCHED - 1}
        for way in (_cut(line, cuts) for cuts in combinations(places, breaks))
        if max(map(width, way)) <= TITLE_WIDTH
    ]
    return min(ways, key=_unevenness, default=(line,))


def _cut(line: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *cuts, len(line))
    return tuple(line[start:end].strip() for start, end in pairwise(edges))


def _tears(line: str, place: int) -> bool:
    before, after = line[place - 1], line[place]
    if before in "《（〔“‘" or after in "》）〕”’，。、：；的":
        return True
    if line[place - 2 : place] == "关于":
        return True
    if before.isdecimal() and after in "年月日号条件个名项":
        return True
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _unevenness(lines: tuple[str, ...]) -> float:
    widths = [width(line) for line in lines]
    apart = max(widths) - min(widths)
    bad = sum(6.0 for end, start in pairwise(lines) if not (GOOD_END.search(end) or GOOD_START.match(start)))
    return apart + bad + 8.0 * _words_torn(lines) + 7.0 * len(lines)


def _words_torn(lines: tuple[str, ...]) -> int:
    """Say how many ends of lines lie inside a word."""
    return sum(
        any(
            end.endswith(word[:place]) and start.startswith(word[place:])
            for word in WORDS
            for place in range(1, len(word))
        )
        for end, start in pairwise(lines)
    )


def _kind(text: str) -> Kind:
    if text.endswith(tuple("。；：，！？;:,.!?")) or width(text) > 2 * LINE_WIDTH:
        return Kind.TEXT
    if re.match(r"[一二三四五六七八九十百]+、", text):
        return Kind.HEADING
    if re.match(r"[（(][一二三四五六七八九十百]+[）)]", text):
        return Kind.SUBHEADING
    return Kind.TEXT
