"""What a server's answer means for a message."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gongkai.notices.kinds import Fault


class Outcome(StrEnum):
    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one attempt.

    `code` is the number a server answered with, `wait` the time it asked for, `down` says that the next
    message would fare no better: the channel is left alone until the worker's next turn.
    """

    outcome: Outcome
    fault: str = ""
    code: str = ""
    reference: str = ""
    wait: timedelta | None = None
    down: bool = False


def sent(reference: str = "") -> Answer:
    return Answer(Outcome.SENT, reference=reference)


def later(fault: Fault, code: int | str = "", *, wait: timedelta | None = None, down: bool = False) -> Answer:
    return Answer(Outcome.LATER, fault, str(code), wait=wait, down=down)


def never(fault: Fault, code: int | str = "") -> Answer:
    return Answer(Outcome.NEVER, fault, str(code))


def unclear(code: int | str = "") -> Answer:
    """The message was handed over, and nobody said whether it was taken."""
    return Answer(Outcome.UNCLEAR, Fault.ANSWER_LOST, str(code), down=True)
