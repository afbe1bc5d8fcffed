"""Numbers that have no gaps and no doubles: of cases, documents, items, letters."""

from django.db import transaction

from gongkai.agencies.models import Agency, Serial


def next_serial(agency: Agency, series: str, year: int) -> int:
    """Return the next number of the series in that year, counting from 1.

    The row is locked until the caller's transaction ends: a number that was taken in a transaction
    that fails is given again. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken in the transaction that uses it.")
    row = Serial.objects.filter(agency=agency, series=series, year=year)
    serial = row.select_for_update().first()
    if serial is None:
        Serial.objects.get_or_create(agency=agency, series=series, year=year)
        serial = row.select_for_update().get()
    number = serial.last + 1
    row.update(last=number)
    return number
