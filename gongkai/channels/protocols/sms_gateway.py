"""Text messages through a gateway of the office's own: one POST for a batch, reports by a signed call.

We send {"reference", "text", "to": [numbers]} as JSON with a bearer token. The gateway answers 2xx with
{"messages": [{"to", "id"}]}, a message it does not take with {"to", "error", "retry"}; 409 says that it took
this reference before. GET with ?reference=&to= tells the same of an earlier batch, 404 that it knows none.
Reports come as {"reports": [{"id", "to", "state", "at", "error"}]}, signed in two headers.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .answers import Absent, Accepted, Answer, Later, Never, Reason, Trouble, Unclear, clean
from .calling import TIMEOUT, Heard, Line, trouble_of
from .sms import Answers, Arrival, Batch, Report, Unreadable, for_all, plain_number, text_in

BODY_AT_MOST = 1024 * 1024
FRESH = timedelta(minutes=5)
_STATES = {"delivered": Arrival.DELIVERED, "failed": Arrival.FAILED, "pending": Arrival.PENDING}
_REASONS = {"bad_number": Reason.BAD_NUMBER, "wants_none": Reason.WANTS_NONE, "too_long": Reason.TOO_LONG}


class NotFromGateway(Exception):
    """The call is not signed with the agreed secret, or is not of this moment."""


@dataclass(frozen=True, slots=True)
class Account:
    """The gateway's address, our token there, and the secret with which it signs its reports."""

    url: str
    token: str = field(repr=False)
    report_secret: str = field(default="", repr=False)


class GatewaySms:
    """Sends through one gateway; a batch goes to at most 200 numbers."""

    most = 200

    def __init__(self, account: Account, *, timeout: float = TIMEOUT) -> None:
        self._account, self._line = account, Line(account.url, timeout)

    def send(self, batch: Batch) -> Answers:
        """Hand a batch over; Accepted has the gateway's number of each message."""
        told = {"reference": batch.reference, "text": batch.text, "to": list(batch.numbers)}
        heard = self._ask("POST", repeatable=False, json=told)
        if not isinstance(heard, Heard):
            return for_all(batch, heard)
        if heard.status != 409 and not heard.is_success:
            return for_all(batch, trouble_of(heard, False, self._cleaned(heard.get("error"))))
        answers = self._answers(heard)
        # Taken before, or taken without a word on each: the reference is what reports are matched by.
        taken: Answer = Accepted(batch.reference) if heard.status == 409 else Unclear(Reason.NOT_UNDERSTOOD)
        return {number: answers.get(number, taken) for number in batch.numbers}

    def find(self, number: str, reference: str, since: datetime) -> Accepted | Absent | Trouble:
        """Look whether the batch `reference` was taken for this number."""
        heard = self._ask("GET", repeatable=True, params={"reference": reference, "to": number})
        if not isinstance(heard, Heard):
            return heard
        if heard.status == 404:
            return Absent()
        answer = self._answers(heard).get(number) if heard.is_success else None
        return answer if isinstance(answer, (Accepted, Never, Later)) else trouble_of(heard, True)

    def _ask(self, method: str, *, repeatable: bool, **body: Any) -> Heard | Trouble:
        headers = {"Authorization": f"Bearer {self._account.token}"} if self._account.token else {}
        return self._line.ask(method, "", repeatable=repeatable, headers=headers, **body)

    def _answers(self, heard: Heard) -> Answers:
        return {plain_number(one.get("to")): self._of_one(one) for one in heard.objects("messages")}

    def _of_one(self, told: dict[str, Any]) -> Answer:
        number, error = text_in(told, "id"), text_in(told, "error")
        if number and not error:
            return Accepted(number)
        words = self._cleaned(error)
        if told.get("retry") is True:
            return Later(Reason.SERVER_FAULT, words)
        return (
            Never(_REASONS.get(error, Reason.NOT_ACCEPTED), words)
            if error
            else Unclear(Reason.NOT_UNDERSTOOD)
        )

    def _cleaned(self, said: object) -> str:
        return clean(said, self._account.token)


def report_signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256, in hex, of the time (seconds since 1970), a full stop and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def read_reports(
    body: bytes, headers: Mapping[str, str], secret: str, at: datetime | None = None
) -> list[Report]:
    """Read the reports of a gateway, signed in X-Timestamp and X-Signature; `at` is the true moment.

    Raises NotFromGateway, and Unreadable for a signed call that holds no reports.
    """
    timestamp, signature = headers.get("X-Timestamp", ""), headers.get("X-Signature", "")
    expected = report_signature(secret, timestamp, body)
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
        raise NotFromGateway
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise NotFromGateway
    if abs((at or datetime.now(UTC)) - datetime.fromtimestamp(int(timestamp), UTC)) > FRESH:
        raise NotFromGateway
    if len(body) > BODY_AT_MOST:
        raise Unreadable
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(told, dict) or not isinstance(told.get("reports"), list):
        raise Unreadable
    return [_report(one) for one in Heard(200, told).objects("reports") if text_in(one, "id", "reference")]


def _report(told: dict[str, Any]) -> Report:
    arrival = _STATES.get(text_in(told, "state"), Arrival.PENDING)
    failed, error = arrival == Arrival.FAILED, text_in(told, "error")
    return Report(
        reference=text_in(told, "id", "reference"),
        number=plain_number(told.get("to")),
        arrival=arrival,
        reason=_REASONS.get(error, Reason.NOT_DELIVERED) if failed else None,
        code=clean(error) if failed else "",
        at=_moment(told.get("at")),
        ours=text_in(told, "reference"),
    )


def _moment(told: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return read if read.tzinfo else None
