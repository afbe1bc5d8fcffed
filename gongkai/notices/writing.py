"""Texts made at the moment of sending: what they tell of may be true no longer when their turn comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from gongkai.notices.models import Message


@dataclass(frozen=True, slots=True)
class Written:
    """What a message says now. `subject` is left out of an SMS."""

    subject: str
    text: str


#: Says what a message tells at this moment; None where it has nothing to tell any more.
Writer = Callable[[Message], Written | None]

_writers: dict[str, Writer] = {}
_headers: dict[str, Callable[[Message], Mapping[str, str]]] = {}


def write_when_sent(
    kind: str, writer: Writer, *, headers: Callable[[Message], Mapping[str, str]] | None = None
) -> None:
    """Have `writer` make the text of messages of this kind whenever one is handed over.

    `headers` are those an e-mail of this kind carries besides the usual ones.
    """
    _writers[kind] = writer
    if headers is not None:
        _headers[kind] = headers


def write_now(message: Message) -> bool:
    """Put into a message, unsaved, what it says now; False where it has nothing to tell any more."""
    writer = _writers.get(message.kind)
    if writer is None:
        return True
    with translation.override(settings.LANGUAGE_CODE):
        said = writer(message)
    if said is None:
        return False
    message.subject, message.text = one_line(said.subject) if message.subject else "", said.text
    return True


def one_line(subject: str) -> str:
    """A line break in a subject would begin a header of its own."""
    return " ".join(subject.split())[:200]


def headers_of(message: Message) -> Mapping[str, str]:
    made = _headers.get(message.kind)
    if made is None:
        return {}
    with translation.override(settings.LANGUAGE_CODE):
        return made(message)
