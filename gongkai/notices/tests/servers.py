"""A mail server and an SMS gateway on the loopback address, which answer as the test tells them to.

They are real servers: what is tested is what the program says on the wire and makes of the answers.
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLOSE = "close"  # take what was sent and close the line without an answer
SILENT = "silent"  # take it and say nothing


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Gateway(ThreadingHTTPServer):
    """Answers each request with the next of `answers`, (status, headers), CLOSE or SILENT; then with 200."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _GatewayAnswers)
        self.answers: list[Any] = []
        self.taken: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the tests."""


class _GatewayAnswers(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append(told)
        self.server.headers.append(dict(self.headers))
        answer = self.server.answers.pop(0) if self.server.answers else (200, {})
        if answer == SILENT:
            self.server.over.wait(30)
        if answer in (CLOSE, SILENT):
            self.close_connection = True
            return
        status, headers = answer
        body = json.dumps({"id": f"gw-{len(self.server.taken)}"}).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:
        """Nothing is written to the test's output."""


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs. `at` tells for a step what is answered there instead of "yes".

    Steps: greeting, ehlo, mail, rcpt, data, text (what the client hears after its text). An answer is a line
    such as "550 no such user", CLOSE or SILENT; it is given once, then the server says yes again.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailAnswers)
        self.at: dict[str, str] = {}
        self.taken: list[bytes] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the tests."""


class _MailAnswers(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        said_yes = self._answer("greeting", "220 local")
        while said_yes:
            line = self.rfile.readline().decode().strip()
            word = line.partition(" ")[0].lower()
            if word == "data":
                said_yes = self._answer("data", "354 go on") and self._text()
            elif word in ("quit", ""):
                self._say("221 bye")
                return
            else:
                said_yes = self._answer(word, "250 yes")

    def _text(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(b"".join(lines))
        return self._answer("text", "250 taken")

    def _answer(self, step: str, usual: str) -> bool:
        """Answer; say whether the line stays open."""
        answer = self.server.at.pop(step, usual)
        if answer == SILENT:
            self.server.over.wait(30)
        if answer in (CLOSE, SILENT):
            return False
        self._say(answer)
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
