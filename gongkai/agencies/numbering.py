"""Numbers that have no gaps and no doubles: of cases, documents, items, letters."""

from django.db import connection, transaction

from gongkai.agencies.models import Agency, Serial


def next_serial(agency: Agency, series: str, year: int) -> int:
    """Return the next number of the series in that year, counting from 1.

    The row is locked until the caller's transaction ends: a number that was taken in a transaction
    that fails is given again. Raises RuntimeError outside a transaction.
    """
    return next_serials(agency, series, year, 1)[0]


def next_serials(agency: Agency, series: str, year: int, count: int) -> range:
    """Return the next `count` numbers (1 or more) of the series in that year, as `next_serial` gives one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken in the transaction that uses it.")
    last = _counted_on(agency, series, year, count)
    if last is None:
        Serial.objects.get_or_create(agency=agency, series=series, year=year)
        last = _counted_on(agency, series, year, count) or 0
    return range(last - count + 1, last + 1)


def _counted_on(agency: Agency, series: str, year: int, count: int) -> int | None:
    """Add to the last number and return it, in one statement that locks the row; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Serial._meta.db_table} SET last = last + %s"  # noqa: S608
            " WHERE agency_id = %s AND series = %s AND year = %s RETURNING last",
            [count, agency.pk, series, year],
        )
        found = cursor.fetchall()
    return int(found[0][0]) if found else None
