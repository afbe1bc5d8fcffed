"""Refusals: an act that cannot be done says why, in sentences the user understands."""

from collections.abc import Iterable


class Refused(Exception):
    """The act is not done; `reasons` are translated sentences for the person who tried."""

    def __init__(self, reasons: Iterable[str] | str) -> None:
        self.reasons: list[str] = [reasons] if isinstance(reasons, str) else [str(each) for each in reasons]
        super().__init__(" ".join(self.reasons))


def refuse_if_any(obstacles: Iterable[str]) -> None:
    """Raise Refused with every obstacle; go on quietly when there is none."""
    reasons = [str(each) for each in obstacles]
    if reasons:
        raise Refused(reasons)
