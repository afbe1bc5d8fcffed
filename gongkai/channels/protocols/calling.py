"""One request to a server of a channel, and what can be said of its answer before anybody reads it.

Time and size are bounded, no proxy of the environment is asked, no redirect is followed, and an exception of
the HTTP client, which carries the address with its token, never leaves this file.
"""

import json
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx

from .answers import Later, Never, Reason, Trouble, Unclear, clean

TIMEOUT = 10.0
ANSWER_AT_MOST = 2 * 1024 * 1024
LONGEST_WAIT = timedelta(hours=1)
# These say that the request was not taken up; any other fault of a server may come after it was.
NOT_TAKEN_UP = {408, 425, 503}


def _without_query(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            arg.copy_with(query=None) if isinstance(arg, httpx.URL) else arg for arg in record.args
        )
    return True


# The client writes each address it asks into the log, and WeChat takes its token as a part of the address.
logging.getLogger("httpx").addFilter(_without_query)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a server answered: its status and its JSON, an empty dict where it was none."""

    status: int
    told: Any
    wait: timedelta | None = None

    @property
    def is_success(self) -> bool:
        return httpx.codes.is_success(self.status)

    def get(self, name: str) -> Any:
        return self.told.get(name) if isinstance(self.told, dict) else None

    def text(self, name: str) -> str:
        """Return a field as text of at most 2000 characters; a list or an object is none."""
        told = self.get(name)
        return str(told)[:2000] if isinstance(told, (str, int)) and not isinstance(told, bool) else ""

    def objects(self, name: str) -> list[dict[str, Any]]:
        """Return the objects of a list; whatever else stands there is left out."""
        told = self.get(name)
        return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


@dataclass(frozen=True, slots=True)
class Line:
    """The way to one server. `timeout` bounds in seconds each wait, and three times that the whole answer."""

    base_url: str
    timeout: float = TIMEOUT

    def ask(
        self,
        method: str,
        path: str,
        *,
        repeatable: bool,
        headers: Mapping[str, str] | None = None,
        **body: Any,
    ) -> Heard | Trouble:
        """Ask and return what was heard, or why nothing was.

        `repeatable` says that doing it twice does no harm: a lost answer then is a reason to ask again.
        `body` is what httpx takes: params, json, data, files, content.
        """
        try:
            status, content, wait = self._exchange(method, path, dict(headers or {}), body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.WriteError, httpx.WriteTimeout):
            return Later(Reason.UNREACHABLE, channel_is_down=True)
        except (httpx.TransportError, httpx.DecodingError, _Endless):
            return lost(repeatable)
        except (httpx.InvalidURL, httpx.HTTPError, UnicodeError):
            return Later(Reason.NOT_LET_IN, channel_is_down=True)
        try:
            return Heard(status, json.loads(content), wait)
        except (ValueError, RecursionError):
            heard = Heard(status, {}, wait)
            return lost(repeatable, Reason.NOT_UNDERSTOOD) if heard.is_success else heard

    def _exchange(
        self, method: str, path: str, headers: dict[str, str], body: dict[str, Any]
    ) -> tuple[int, bytes, timedelta | None]:
        end = time.monotonic() + 3 * self.timeout
        content = bytearray()
        with (
            httpx.Client(
                timeout=self.timeout, verify=_trust(), trust_env=False, follow_redirects=False
            ) as client,
            client.stream(method, self._address(path), headers=headers, **body) as answer,
        ):
            for part in answer.iter_bytes():
                content += part
                if len(content) > ANSWER_AT_MOST or time.monotonic() > end:
                    raise _Endless
            return answer.status_code, bytes(content), _wait_asked_for(answer)

    def _address(self, path: str) -> str:
        return self.base_url.rstrip("/") + path if path else self.base_url


@cache
def _trust() -> ssl.SSLContext:
    """Read the list of authorities once: each client would read it again."""
    return httpx.create_ssl_context(trust_env=False)


class _Endless(Exception):
    """The answer is longer than any that is meant, or does not come to an end."""


def lost(repeatable: bool, reason: Reason = Reason.ANSWER_LOST, code: int | str = "") -> Later | Unclear:
    """Say that the request went out and nothing is known of it."""
    return Later(reason, code=str(code)) if repeatable else Unclear(reason, code=str(code))


def trouble_of(heard: Heard, repeatable: bool, words: str = "") -> Trouble:
    """Say what the bare status means, for an answer that names no error of its own.

    Success is trouble too: whoever asks this did not find in the answer what it must hold.
    """
    code, words = heard.status, clean(words)
    if heard.is_success:
        return lost(repeatable, Reason.NOT_UNDERSTOOD, code)
    if code == 429:
        return Later(Reason.TOO_MANY, words, str(code), heard.wait, channel_is_down=True)
    if code in NOT_TAKEN_UP:
        return Later(Reason.SERVER_FAULT, words, str(code), heard.wait)
    if code >= 500:
        return (
            Later(Reason.SERVER_FAULT, words, str(code), heard.wait) if repeatable else lost(False, code=code)
        )
    if code in {401, 403, 404, 405} or 300 <= code < 400:
        return Later(Reason.NOT_LET_IN, words, str(code), channel_is_down=True)
    return Never(Reason.NOT_ACCEPTED, words, str(code))


def _wait_asked_for(answer: httpx.Response) -> timedelta | None:
    """Read Retry-After: seconds, or a moment; at most an hour."""
    asked = answer.headers.get("Retry-After", "").strip()
    try:
        if asked.isascii() and asked.isdigit():
            wait = timedelta(seconds=min(int(asked[:9]), LONGEST_WAIT.total_seconds()))
        else:
            # The server's moment is held against the true clock, not one the program pretends.
            wait = parsedate_to_datetime(asked).astimezone(UTC) - datetime.now(UTC)
    except (ValueError, OverflowError):
        return None
    return max(timedelta(), min(wait, LONGEST_WAIT))
