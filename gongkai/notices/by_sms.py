"""Handing a message to the SMS gateway, over HTTP.

One POST of {"to", "text", "reference"} as JSON. The answer 2xx says it was taken (an "id" in its JSON is
kept), 409 that a message of this reference was taken before.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from django.conf import settings

from gongkai.notices.answers import Answer, later, never, sent, unclear
from gongkai.notices.kinds import Fault
from gongkai.notices.models import Message

# Answers to what is set wrongly in the program, such as the token or the path: no message fares better.
WRONGLY_SET = {401, 403, 404, 405}
TRY_AGAIN = {408, 425, 429}
# A gateway that asks for a longer wait is asked again after an hour.
LONGEST_WAIT = timedelta(hours=1)


def is_on() -> bool:
    return bool(settings.SMS_URL)


def send(message: Message) -> Answer:
    """Hand the message to the gateway of the settings and return what its answer means."""
    told = {"to": message.address, "text": message.text, "reference": message.reference}
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    try:
        # Numbers of people go to the gateway that was named, past any proxy of the environment.
        with httpx.Client(timeout=settings.SENDING_TIMEOUT, trust_env=False) as client:
            answer = client.post(settings.SMS_URL, json=told, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.WriteError, httpx.WriteTimeout):
        return later(Fault.UNREACHABLE, down=True)
    except httpx.TransportError:
        # It was read, or may have been: the gateway closed the line or fell silent before it answered.
        return unclear()
    return _meaning(answer)


def _meaning(answer: httpx.Response) -> Answer:
    code = answer.status_code
    if answer.is_success or code == 409:
        return sent(_reference_in(answer))
    if code == 429:
        return later(Fault.TOO_MANY, code, wait=_wait_asked_for(answer), down=True)
    if code == 504:
        # Something in between gave up waiting; what is behind it may have taken the message.
        return unclear(code)
    if code in WRONGLY_SET or answer.is_redirect:
        return later(Fault.NOT_LET_IN, code, down=True)
    if answer.is_server_error or code in TRY_AGAIN:
        return later(Fault.SERVER_FAULT, code)
    return never(Fault.REJECTED, code)


def _reference_in(answer: httpx.Response) -> str:
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("id", ""))[:100] if isinstance(told, dict) else ""


def _wait_asked_for(answer: httpx.Response) -> timedelta | None:
    """Read Retry-After: seconds, or a moment."""
    asked = answer.headers.get("Retry-After", "").strip()
    try:
        if asked.isascii() and asked.isdigit():
            wait = timedelta(seconds=min(int(asked), LONGEST_WAIT.total_seconds()))
        else:
            # The gateway's moment is held against the true clock, not one the program pretends.
            wait = parsedate_to_datetime(asked).astimezone(UTC) - datetime.now(UTC)
    except (ValueError, OverflowError):
        return None
    return max(timedelta(), min(wait, LONGEST_WAIT))
