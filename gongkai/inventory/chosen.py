"""Several words of a fixed list in one column, so that both databases can be asked for one of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

BETWEEN = "|"


if TYPE_CHECKING:
    _Words = models.Field[Iterable[str], tuple[str, ...]]
else:
    _Words = models.Field


class ChosenField(_Words):
    """A tuple of words, kept as "|website|gazette|". Ask for one with `__contains=marked("website")`."""

    def get_internal_type(self) -> str:
        return "TextField"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[str, ...]:
        return self.to_python(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            return tuple(word for word in value.split(BETWEEN) if word)
        return tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        words = tuple(value or ())
        return f"{BETWEEN}{BETWEEN.join(words)}{BETWEEN}" if words else ""

    def value_to_string(self, thing: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(thing))


def marked(word: str) -> str:
    """Return what is looked for in the column to find rows that have chosen `word`."""
    return f"{BETWEEN}{word}{BETWEEN}"
