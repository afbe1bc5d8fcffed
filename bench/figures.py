"""A measured figure, and how it is measured."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value in `unit`; `against` is the plain way's in the same run.

    `at_most` or `at_least` is the target, where there is one; `met` says whether the value meets it.
    """

    bench: str
    figure: str
    value: float
    unit: str
    against: float | None = None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool | None:
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest time in seconds that `work` took in `rounds` rounds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)
