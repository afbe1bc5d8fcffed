"""Chance that is the same in every loading."""

from random import Random


def chance(series: int) -> Random:
    """Return a source of chance of its own for each series; what is told and counted never changes."""
    return Random(2018 + series)  # noqa: S311 - a choice of titles is no secret
