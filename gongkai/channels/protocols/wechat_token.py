"""The access token of a WeChat official account, shared by all processes that speak for it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from .answers import Trouble

# A token about to end is replaced before it fails on the way.
MARGIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the true moment, not one the program pretends, at which it ends."""

    value: str = field(repr=False)
    ends_at: datetime

    def is_good(self) -> bool:
        return bool(self.value) and datetime.now(UTC) + MARGIN < self.ends_at


Fetch = Callable[[], Token | Trouble]


class TokenKeeper(Protocol):
    """Keeps the token of one account for all processes."""

    def kept(self) -> Token | None:
        """Return the token last kept, good or not."""
        ...

    def renew(self, unlike: str, fetch: Fetch) -> Token | Trouble:
        """Return a good token other than `unlike`, fetching one only when none is kept.

        Only one process fetches at a time; the others wait and take what it kept. Trouble is not kept.
        """
        ...


class KeptInMemory:
    """Keeps the token of an account for the threads of this process."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token
        self._lock = threading.Lock()

    def kept(self) -> Token | None:
        return self._token

    def renew(self, unlike: str, fetch: Fetch) -> Token | Trouble:
        with self._lock:
            kept = self._token
            if kept and kept.is_good() and kept.value != unlike:
                return kept
            fetched = fetch()
            if isinstance(fetched, Token):
                self._token = fetched
            return fetched
