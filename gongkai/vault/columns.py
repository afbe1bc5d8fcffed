"""Where sealed values lie: found by walking the models of all apps, so that none is forgotten."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, JSONField, Model, TextField, Value
from django.db.models.functions import Cast

from gongkai.vault.fields import KeptSealedField, SealedTextField, key_number_of


@dataclass(frozen=True)
class Column:
    """One column with sealed values: each a sealed text, or JSON with sealed texts somewhere in it."""

    model: type[Model]
    name: str
    is_json: bool = False

    def __str__(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def rows(
        self, *, after: Any = None, limit: int | None = None, lock: bool = False
    ) -> Iterator[tuple[Any, Any]]:
        """Yield the primary key and the value as it is stored, by primary key, where there is a value.

        `lock` holds the rows until the end of the transaction.
        """
        raw = F(self.name) if self.is_json else Cast(F(self.name), TextField())
        rows = self.model._base_manager.annotate(_stored=raw).filter(_stored__isnull=False).order_by("pk")
        if not self.is_json:
            rows = rows.exclude(_stored="")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        if lock:
            rows = rows.select_for_update()
        pairs = rows.values_list("pk", "_stored")
        yield from pairs[:limit] if limit else pairs.iterator(chunk_size=2000)

    def write(self, pk: Any, value: Any) -> None:
        """Put `value` there as it is, past the field that would seal it once more."""
        field = JSONField() if self.is_json else TextField()
        self.model._base_manager.filter(pk=pk).update(**{self.name: Value(value, output_field=field)})


def sealed_columns(also: Iterable[tuple[str, str]] = ()) -> list[Column]:
    """Return every column with sealed values.

    `also` names JSON columns in which a room keeps sealed texts, as (model, field), such as
    ("mfa.Authenticator", "data").
    """
    fields = [
        Column(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField | KeptSealedField)
    ]
    return fields + [Column(apps.get_model(model), name, is_json=True) for model, name in also]


def texts_in(stored: Any) -> Iterator[str]:
    """Yield every text of a stored value; in JSON only those that are sealed."""
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict):
        for each in stored.values():
            yield from _sealed_in(each)
    elif isinstance(stored, list):
        for each in stored:
            yield from _sealed_in(each)


def _sealed_in(stored: Any) -> Iterator[str]:
    return (text for text in texts_in(stored) if key_number_of(text) is not None)


def with_texts(stored: Any, new: Mapping[str, str]) -> Any:
    """Return the stored value with the texts that are in `new` in their new form."""
    if isinstance(stored, str):
        return new.get(stored, stored)
    if isinstance(stored, dict):
        return {name: with_texts(each, new) for name, each in stored.items()}
    if isinstance(stored, list):
        return [with_texts(each, new) for each in stored]
    return stored
