"""What rooms above do with items that were brought in, and undo when they are taken back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from gongkai.catalogue.models import Import, Item


@dataclass(frozen=True)
class Follower:
    """A room above. All it does lies in the transaction of the run but `around`, which encloses it.

    `brought_in` gets the items that were cleared; `obstacles` says what hangs on the items of a run beside
    what the room itself made; `take_back` removes that. `models` are those the room answers for.
    """

    brought_in: Callable[[Import, Sequence[Item], Any], None]
    obstacles: Callable[[Import], Iterable[str]]
    take_back: Callable[[Import], None]
    around: Callable[[], AbstractContextManager[Any]]
    models: tuple[type[Model], ...] = ()


_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Have a room above follow every run from now on."""
    if follower not in _followers:
        _followers.append(follower)


def all_of_them() -> tuple[Follower, ...]:
    return tuple(_followers)


@contextmanager
def around() -> Iterator[None]:
    """Enclose the transaction of a run in what the rooms above need around it."""
    with ExitStack() as stack:
        for each in _followers:
            stack.enter_context(each.around())
        yield
