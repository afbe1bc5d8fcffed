"""The list of papers in an archived file (卷内目录)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .tables import Alignment, Column, Row, Table

CENTRE = Alignment.CENTRE
COLUMNS = (
    Column("顺序号", 1.5, CENTRE),
    Column("文号", 2.6),
    Column("责任者", 2.4),
    Column("题名", 4.5),
    Column("日期", 2.2, CENTRE),
    Column("页号", 1.3, CENTRE),
    Column("备注", 1.3),
)


@dataclass(frozen=True)
class IndexRow:
    """A paper in an archived file, as its list names it.

    number        文号; may be empty
    responsible   责任者: who made the paper
    title         题名
    day           日期, as printed (archives write 20180507)
    page          页号: the first page in the file, or the first and last
    """

    number: str
    responsible: str
    title: str
    day: str
    page: str
    remarks: str = ""


def index_table(rows: Sequence[IndexRow]) -> Table:
    """Return the list of papers as a table, numbered from 1."""
    return Table(
        COLUMNS,
        tuple(
            Row((str(place), row.number, row.responsible, row.title, row.day, row.page, row.remarks))
            for place, row in enumerate(rows, 1)
        ),
    )
