"""A measured figure, and how it is measured."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value in `unit`; `against` is the plain way's in the same run."""

    bench: str
    figure: str
    value: float
    unit: str
    against: float | None = None


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest time in seconds that `work` took in `rounds` rounds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)
