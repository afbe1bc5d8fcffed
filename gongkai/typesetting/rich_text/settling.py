"""Blocks brought into order: blanks, line breaks, tables, lists."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from .opened import Look, OpenCell
from .parts import Block, CellBlock, ListItem, Paragraph, PictureBlock, Rule, Run, Runs, TableBlock
from .signs import AROUND_BREAKS, BETWEEN, BREAK, COLUMNS, EDGES, EVERY_SPACE, LIST_LEVELS, TURN, WIDE


def paragraphs_of(pieces: Sequence[tuple[str, Look]]) -> Iterator[Runs]:
    """Yield the paragraphs in `pieces`: one, or more where lines are broken twice at a place."""
    looks = [look for _, look in pieces]
    joined = BETWEEN.join(text for text, _ in pieces)
    joined = AROUND_BREAKS.sub(_one_or_two_breaks, EVERY_SPACE.sub(_one_space, joined))
    place = 0
    for part in joined.split(2 * BREAK):
        begun = part.lstrip(f"{EDGES}{BREAK}{BETWEEN}")
        skipped = part[: len(part) - len(begun)].count(BETWEEN)
        texts = begun.rstrip(f"{EDGES}{BREAK}{BETWEEN}").split(BETWEEN)
        begin = place + skipped
        set_as = looks[begin : begin + len(texts)]
        runs = [_run(text.replace(BREAK, "\n"), look) for text, look in zip(texts, set_as, strict=True)]
        place += part.count(BETWEEN)
        if merged := tuple(merged_runs(runs)):
            yield merged


def _one_space(found: re.Match[str]) -> str:
    said, whole = found[0], found.string
    parted = said.count(BETWEEN)
    if parted == len(said):
        return said
    beside = whole[max(0, found.start() - 1) : found.start()], whole[found.end() : found.end() + 1]
    # Word ends its lines anywhere; between Chinese characters that is no space.
    joins = TURN in said and all(map(WIDE.match, beside))
    return ("" if joins else " ") + BETWEEN * parted


def _one_or_two_breaks(found: re.Match[str]) -> str:
    said = found[0]
    if BREAK not in said:
        return said
    return BREAK * min(said.count(BREAK), 2) + BETWEEN * said.count(BETWEEN)


def _run(text: str, look: Look) -> Run:
    marks = look.marks
    return Run(
        text,
        bold="bold" in marks,
        italic="italic" in marks,
        underline="underline" in marks,
        sup="sup" in marks,
        sub="sub" in marks and "sup" not in marks,
        struck="struck" in marks,
        href=look.href,
    )


def merged_runs(runs: Iterable[Run]) -> Iterator[Run]:
    for look, alike in groupby((run for run in runs if run.text), key=lambda run: replace(run, text="")):
        yield replace(look, text="".join(run.text for run in alike))


def table_of(rows: Sequence[Sequence[OpenCell]]) -> TableBlock | None:
    """Return the table with every cell inside it and over no other."""
    full = list(accumulate((bool(row) for row in rows), initial=0))
    kept = [row for row in rows if row]
    for place, row in enumerate(rows):
        for cell in row:
            cell.rowspan = max(1, full[min(place + cell.rowspan, len(rows))] - full[place])
    taken_until = [0] * COLUMNS
    made: list[list[OpenCell]] = []
    last: OpenCell | None = None
    for number, row in enumerate(kept):
        made.append([])
        for cell in row:
            column = next((place for place in range(COLUMNS) if taken_until[place] <= number), COLUMNS)
            if column == COLUMNS and last:
                last.blocks += cell.blocks
                continue
            wanted = range(column, min(column + cell.colspan, COLUMNS))
            end = next((place for place in wanted if taken_until[place] > number), wanted.stop)
            cell.colspan = end - column
            taken_until[column:end] = [number + cell.rowspan] * cell.colspan
            made[-1].append(cell)
            last = cell
    if not made:
        return None
    if not all(made):
        return table_of(made)  # Without the rows whose cells found no room.
    return TableBlock(
        tuple(
            tuple(
                CellBlock(tuple(cell.blocks), cell.colspan, cell.rowspan, cell.head, cell.align)
                for cell in row
            )
            for row in made
        )
    )


def settled(parts: Iterable[Block]) -> Iterator[Block]:
    """Yield `parts` with lists counted anew and no deeper than what stands above them."""
    lists: list[tuple[bool, int]] = []
    for part in parts:
        match part:
            case ListItem(number=0):
                if lists and part.runs:
                    level = min(part.level, len(lists))
                    del lists[level:]
                    yield ListItem(level, lists[-1][0], 0, part.runs)
                elif part.runs:
                    yield Paragraph(part.runs)
            case ListItem():
                level = max(1, min(part.level, len(lists) + 1, LIST_LEVELS))
                del lists[level:]
                count = 1
                if len(lists) == level:
                    ordered, before = lists.pop()
                    count = before + 1 if ordered == part.ordered and part.number != 1 else 1
                lists.append((part.ordered, count))
                yield ListItem(level, part.ordered, count, part.runs)
            case PictureBlock(level=level) if level and lists:
                del lists[level:]
                yield replace(part, level=len(lists))
            case PictureBlock():
                lists.clear()
                yield replace(part, level=0)
            case TableBlock():
                lists.clear()
                yield TableBlock(
                    tuple(
                        tuple(replace(cell, blocks=tuple(settled(cell.blocks))) for cell in row)
                        for row in part.rows
                    )
                )
            case _:
                lists.clear()
                if isinstance(part, Rule) or part.runs:
                    yield part
