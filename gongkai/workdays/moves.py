"""Which due days a notice moved, as it is kept with the notice: by number, without matter or requester."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class Move:
    """A case's due day before and after; where it is not known, the year whose notice was missing."""

    case: int
    agency: str
    number: str
    before: date | None
    before_year: int | None
    after: date | None
    after_year: int | None

    @classmethod
    def of(cls, moved: Any) -> Self:
        """Return the move of what the room of the cases found: a case with its days before and after."""
        return cls(
            moved.case.pk,
            moved.case.agency.slug,
            moved.case.number,
            moved.before,
            moved.before_year,
            moved.after,
            moved.after_year,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "agency": self.agency,
            "number": self.number,
            "before": self.before and self.before.isoformat(),
            "before_year": self.before_year,
            "after": self.after and self.after.isoformat(),
            "after_year": self.after_year,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        days = {name: kept[name] and date.fromisoformat(kept[name]) for name in ("before", "after")}
        return cls(**{**kept, **days})
