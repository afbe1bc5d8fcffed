"""What lies sealed in the whole house, and what the journals say of its keys."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts.actor import PROGRAM
from gongkai.agencies.models import Agency
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.vault import rotation
from gongkai.vault.columns import Column, sealed_columns

label_acts(
    {"vault.keys_rotated": _("Secrets sealed with a new key"), "vault.key_retired": _("Old key removed")}
)


@dataclass(frozen=True)
class Key:
    """A key of the vault as the journal of one agency names it."""

    number: int
    chain: str

    @property
    def key(self) -> str:
        return f"vault.key:{self.number}"

    def __str__(self) -> str:
        return gettext("Key %(number)s") % {"number": self.number}


def all_columns() -> list[Column]:
    """Return every column of the database with sealed values."""
    from gongkai.people.adapter import SEALED_WITHIN  # loads all of allauth, which other commands need not

    return sealed_columns(also=SEALED_WITHIN)


def faults() -> Iterator[str]:
    """Say which sealed values do not open, for `gongkai verify`."""
    return rotation.faults(all_columns())


def record_rotation(number: int, resealed: dict[str, int]) -> None:
    """Tell every agency's journal that its secrets are sealed with key `number`, and how many per column."""
    with transaction.atomic():
        for chain in _chains():
            record(PROGRAM, "vault.keys_rotated", Key(number, chain), resealed=resealed)


def record_retirement(number: int) -> None:
    """Tell every agency's journal that a key left the ring."""
    with transaction.atomic():
        for chain in _chains():
            record(PROGRAM, "vault.key_retired", Key(number, chain))


def _chains() -> list[str]:
    return list(Agency.objects.order_by("pk").values_list("slug", flat=True))
