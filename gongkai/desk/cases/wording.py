"""Days as sentences of the requests' pages name them."""

from typing import Any

from django.utils.formats import date_format


def short_day(day: Any) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
