"""Blocks written out as a small, safe part of HTML."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from .parts import Block, CellBlock, Heading, ListItem, Paragraph, PictureBlock, Run, Runs, TableBlock

TAGS = {
    *("p", "h2", "h3", "h4", "strong", "em", "u", "s", "sub", "sup", "ul", "ol", "li", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "br", "hr", "a", "img"),
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"data-file", "alt"},
    "td": {"colspan", "rowspan", "data-align"},
    "th": {"colspan", "rowspan", "data-align"},
    **{tag: {"data-align"} for tag in ("p", "h2", "h3", "h4")},
}


def lines_of(parts: Sequence[Block]) -> Iterator[str]:
    for kind, together in groupby(parts, key=_belongs):
        match kind:
            case "list":
                yield "".join(_list_html(together))
            case "quote":
                yield f"<blockquote>{''.join(map(_html, together))}</blockquote>"
            case _:
                yield from map(_html, together)


def _belongs(part: Block) -> str:
    match part:
        case ListItem() | PictureBlock(level=1 | 2 | 3 | 4 | 5 | 6):
            return "list"
        case Paragraph(quoted=True):
            return "quote"
    return ""


def _html(part: Block) -> str:
    match part:
        case Heading(level, runs, align):
            return f"<h{level}{_aligned(align)}>{_runs_html(runs)}</h{level}>"
        case Paragraph(runs, align):
            return f"<p{_aligned(align)}>{_runs_html(runs)}</p>"
        case ListItem():
            return f"<p>{_runs_html(part.runs)}</p>" if part.runs else ""
        case PictureBlock(file, alt):
            return f'<img data-file="{escape(file)}" alt="{escape(alt)}">'
        case TableBlock():
            return _table_html(part)
    return "<hr>"


def _list_html(parts: Iterable[Block]) -> Iterator[str]:
    tags: list[str] = []
    for part in parts:
        if not isinstance(part, ListItem | PictureBlock):
            continue
        while len(tags) > part.level:
            yield f"</li></{tags.pop()}>"
        if isinstance(part, ListItem) and part.number:
            tag = "ol" if part.ordered else "ul"
            if len(tags) == part.level:
                yield "</li>"
                if part.number == 1:
                    yield f"</{tags.pop()}>"
            if len(tags) < part.level:
                yield f"<{tag}>"
                tags.append(tag)
            yield "<li>"
        yield _html(part)
    for tag in reversed(tags):
        yield f"</li></{tag}>"


def _table_html(table: TableBlock) -> str:
    rows = [f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in table.rows]
    head = table.head_rows
    above = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
    below = f"<tbody>{''.join(rows[head:])}</tbody>" if rows[head:] else ""
    return f"<table>{above}{below}</table>"


def _cell_html(cell: CellBlock) -> str:
    tag = "th" if cell.head else "td"
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count > 1
    )
    return f"<{tag}{spans}{_aligned(cell.align)}>{''.join(lines_of(cell.blocks))}</{tag}>"


def _aligned(align: str) -> str:
    return f' data-align="{align}"' if align in ("center", "right") else ""


def _runs_html(runs: Runs) -> str:
    parts = []
    for href, together in groupby(runs, key=lambda run: run.href):
        words = "".join(map(_run_html, together))
        parts.append(f'<a href="{escape(href)}">{words}</a>' if href else words)
    return "".join(parts)


def _run_html(run: Run) -> str:
    words = escape(run.text, quote=False).replace("\n", "<br>")
    marks = (("sub", run.sub), ("sup", run.sup), ("s", run.struck), ("u", run.underline))
    for tag, wanted in (*marks, ("em", run.italic), ("strong", run.bold)):
        if wanted:
            words = f"<{tag}>{words}</{tag}>"
    return words
