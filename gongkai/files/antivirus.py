"""Asking a virus scanner about a file before it is kept.

The scanner is clamd, or anything that speaks its INSTREAM command: the file is sent in parts, each behind
its length in four bytes, an empty part ends it, and one line comes back.
"""

import logging
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _

from gongkai.acts import Refused

log = logging.getLogger(__name__)

PORT = 3310
_PART = 1 << 17
_LONGEST_ANSWER = 4096
_TCP, _UNIX = "clamd", "clamd+unix"


class _TooLarge(Exception):
    """The scanner takes no file as large as this."""


def refuse_infected(source: BinaryIO, name: str) -> None:
    """Have the scanner of settings.ANTIVIRUS_URL look through a file that people call `name`.

    Does nothing where no scanner is set. Raises Refused when it finds something, when the file is larger
    than it takes, and when it does not answer within settings.ANTIVIRUS_TIMEOUT seconds: what was not
    looked through is not taken.
    """
    if not settings.ANTIVIRUS_URL:
        return
    try:
        found = _ask(source)
    except _TooLarge:
        log.warning("The virus scanner takes no file as large as one of those handed in.")
        raise Refused(
            _(
                "The file “%(name)s” is larger than the virus scanner takes, so it is not taken. "
                "Tell the system administrator."
            )
            % {"name": name}
        ) from None
    except (OSError, ValueError) as fault:
        log.error("The virus scanner does not answer: %s", fault)
        raise Refused(
            _(
                "The file “%(name)s” cannot be checked for viruses now, so it is not taken. "
                "Try again later, or tell the system administrator."
            )
            % {"name": name}
        ) from None
    if found:
        log.warning("A file was refused: the virus scanner found %s.", found)
        raise Refused(
            _(
                "The virus scanner found “%(found)s” in the file “%(name)s”. It is not taken. "
                "Do not open it, and tell the system administrator."
            )
            % {"found": found, "name": name}
        )


def faults_of_setting(app_configs: Any = None, **more: Any) -> Iterable[checks.CheckMessage]:
    """A system check: the address of the scanner, if there is one, can be understood."""
    if settings.ANTIVIRUS_URL:
        try:
            _address()
        except ValueError as fault:
            yield checks.Error(f"GONGKAI_ANTIVIRUS_URL: {fault}", id="files.E001")


def word_on_setting(app_configs: Any = None, **more: Any) -> Iterable[checks.CheckMessage]:
    """A check of what `check --deploy` looks at: say so where no scanner is set."""
    if not settings.ANTIVIRUS_URL:
        yield checks.Info(
            "Files are not checked for viruses.",
            hint="Set GONGKAI_ANTIVIRUS_URL to a clamd, such as clamd://127.0.0.1:3310.",
            id="files.I001",
        )


def _address() -> tuple[str, int] | str:
    """Return host and port of the scanner, or the path of its socket."""
    url = urlsplit(settings.ANTIVIRUS_URL)
    if url.scheme == _TCP and url.hostname and not url.path.strip("/"):
        return str(url.hostname), url.port or PORT
    if url.scheme == _UNIX and url.path.startswith("/") and not url.netloc:
        return str(url.path)
    raise ValueError("clamd://host:port or clamd+unix:///path is wanted.")


def _ask(source: BinaryIO) -> str:
    """Return what the scanner found, empty for nothing. Raises OSError or ValueError without an answer."""
    with _connected() as line:
        try:
            _send(line, source)
        except (BrokenPipeError, ConnectionResetError) as fault:
            # Who has seen enough answers and hangs up while the rest is still on its way.
            answer = _answer(line)
            if not answer:
                raise fault from None
        else:
            answer = _answer(line)
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    if "size limit exceeded" in said.lower():
        raise _TooLarge
    raise ValueError(said or "It hung up.")


def _connected() -> socket.socket:
    address = _address()
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=settings.ANTIVIRUS_TIMEOUT)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(settings.ANTIVIRUS_TIMEOUT)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, source: BinaryIO) -> None:
    source.seek(0)
    line.sendall(b"zINSTREAM\0")
    while part := source.read(_PART):
        line.sendall(struct.pack(">I", len(part)) + part)
    line.sendall(struct.pack(">I", 0))


def _answer(line: socket.socket) -> str:
    said = b""
    with suppress(ConnectionResetError):
        while b"\0" not in said and len(said) < _LONGEST_ANSWER:
            more = line.recv(_LONGEST_ANSWER)
            if not more:
                break
            said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
