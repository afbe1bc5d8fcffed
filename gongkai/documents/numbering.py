"""Document numbers: the agency's mark, the year in 〔〕, the serial without leading zeros, no gaps."""

from gongkai.acts import clock
from gongkai.agencies.numbering import next_serial
from gongkai.documents.models import Document, Genre

# 函 and 纪要 are numbered apart from everything else (党政机关公文处理工作条例).
_SERIES = {Genre.LETTER: ("documents.letter", "函"), Genre.MINUTES: ("documents.minutes", "纪要")}


def number_of(document: Document) -> str:
    """Return the number a document gets today, such as 东建办发〔2018〕12号. Call it inside a transaction."""
    year = clock.today().year
    series, sign = _SERIES.get(Genre(document.genre), ("documents", "发"))
    serial = next_serial(document.agency, series, year)
    return f"{document.agency.number_mark or document.agency.short_name}{sign}〔{year}〕{serial}号"
