"""The index number (索引号): unique, never given twice, independent of addresses and columns."""

from datetime import date

from gongkai.agencies.index_numbers import number_by
from gongkai.agencies.models import Agency, Serial
from gongkai.agencies.numbering import next_serials
from gongkai.catalogue.models import Item

SERIES = "items"


def next_index_number(agency: Agency, day: date) -> str:
    """Return the index number of an item published on `day`, by the agency's pattern.

    By the usual pattern it is organisation code, year, five-digit serial, as 000014349/2017-00110.

    The serials of a year have no gaps, whatever becomes of the pattern; call it in the transaction that
    uses the number.
    """
    return next_index_numbers(agency, day, 1)[0]


def next_index_numbers(agency: Agency, day: date, count: int) -> list[str]:
    """Return the next `count` index numbers (1 or more), as `next_index_number` gives one.

    A number that an earlier item brought along is passed over: nobody has it twice.
    """
    numbers: list[str] = []
    while len(numbers) < count:
        serials = next_serials(agency, SERIES, day.year, count - len(numbers))
        made = [number_by(agency.index_pattern, code=agency.code, day=day, serial=each) for each in serials]
        taken = set(Item.objects.filter(index_number__in=made).values_list("index_number", flat=True))
        numbers += [each for each in made if each not in taken]
    return numbers


def coming_index_number(agency: Agency, day: date, pattern: str = "") -> str:
    """Return the number the next item would get on `day`, by `pattern` or the agency's; none is taken."""
    row = Serial.objects.filter(agency=agency, series=SERIES, year=day.year).first()
    return number_by(
        pattern or agency.index_pattern, code=agency.code, day=day, serial=row.last + 1 if row else 1
    )
