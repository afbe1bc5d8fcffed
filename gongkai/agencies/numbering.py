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
    Serial.objects.get_or_create(agency=agency, series=series, year=year)
    serial = Serial.objects.select_for_update().get(agency=agency, series=series, year=year)
    serial.last += 1
    serial.save(update_fields=["last"])
    return serial.last
