"""Who did what to which thing, when, why and from where: one chain of entries per agency."""

from typing import Any


def record(*args: Any, **kwargs: Any) -> Any:
    """Write an entry; see `gongkai.journal.writing.record`."""
    from gongkai.journal import writing

    return writing.record(*args, **kwargs)


__all__ = ["record"]
