"""Locking the row an act is about to change."""

from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def locked(thing: M, *known: str) -> M:
    """Fetch the row of `thing` anew and lock it until the transaction ends.

    `known` names foreign keys to rows that no act of this room changes (an agency, a frozen package):
    where the caller holds that row already it is kept, so that each act costs one plain statement.
    """
    return keep_known(type(thing)._base_manager.select_for_update().get(pk=thing.pk), thing, *known)


def keep_known(fresh: M, thing: M, *known: str) -> M:
    """Give the row just fetched the rows `thing` holds already, by the names of their foreign keys."""
    for name in known:
        field = thing._meta.get_field(name)
        if field.is_cached(thing) and getattr(thing, field.attname) == getattr(fresh, field.attname):  # type: ignore[union-attr]
            setattr(fresh, name, getattr(thing, name))
    return fresh
