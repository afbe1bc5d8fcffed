"""The index number (索引号): unique, never given twice, independent of addresses and columns."""

from gongkai.agencies.models import Agency
from gongkai.agencies.numbering import next_serial


def next_index_number(agency: Agency, year: int) -> str:
    """Return the next index number: organisation code, year, five-digit serial, as 000014349/2017-00110."""
    return f"{agency.code}/{year}-{next_serial(agency, 'items', year):05d}"
