"""What the servers of the tests have in common: a real server on loopback, which can be told to misbehave."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LOST = "lost"  # do what was asked for, and close the line without an answer
DROPPED = "dropped"  # do nothing, and close the line
SILENT = "silent"  # do what was asked for, and say nothing until the client is gone


@dataclass(frozen=True)
class Raw:
    """An answer given instead of doing anything: a status, its body, headers."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """What was received."""

    method: str
    path: str
    query: dict[str, str]
    raw_query: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form, sent either way; files are left out."""
        kind = self.headers.get("content-type", "")
        if not kind.startswith("multipart/"):
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        return {
            _name_of(part): part.get_payload(decode=True).decode()
            for part in self._parts()
            if not part.get_filename()
        }

    @property
    def files(self) -> dict[str, tuple[str, bytes]]:
        """The files of a form: field -> (name, content)."""
        return {
            _name_of(part): (part.get_filename(), part.get_payload(decode=True))
            for part in self._parts()
            if part.get_filename()
        }

    def _parts(self) -> list[Any]:
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        return list(message_from_bytes(head + self.body, policy=HTTP).iter_parts())


class FakeServer(ThreadingHTTPServer):
    """Answers each call by `respond`, a (status, told) of the subclass.

    `misbehave(path, …)` tells what happens to the next calls of a path instead, one by one: LOST, DROPPED,
    SILENT, a Raw, a dict that is answered as JSON, or None for a usual answer in between. Used as a context
    manager: `with FakeWechat() as server: … server.base_url … server.calls`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self.over = threading.Event()
        self._plans: dict[str, list[Any]] = defaultdict(list)

    def respond(self, call: Call) -> tuple[int, Any]:
        raise NotImplementedError

    def misbehave(self, path: str, *plans: Any) -> None:
        self._plans[path] += plans

    def paths(self) -> list[str]:
        """The paths that were called, in their order."""
        return [call.path for call in self.calls]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Any:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()
        self._thread.join(5)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the tests."""

    def answer(self, call: Call) -> Raw | None:
        """Do what the call asks for and return the answer, None for closing the line."""
        with self.lock:
            self.calls.append(call)
            plans = self._plans[call.path]
            plan = plans.pop(0) if plans else None
            if isinstance(plan, Raw):
                return plan
            if isinstance(plan, dict):
                return _as_json(200, plan)
            if plan == DROPPED:
                return None
            given = _as_json(*self.respond(call))
        if plan == SILENT:
            self.over.wait(30)
        return None if plan in (LOST, SILENT) else given


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        answer = self.server.answer(Call(self.command, parts.path, query, parts.query, headers, body))
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = _handle

    def log_message(self, *_told: Any) -> None:
        """Nothing is written to the test's output."""


def _as_json(status: int, told: Any) -> Raw:
    return Raw(status, json.dumps(told, ensure_ascii=False).encode(), {"Content-Type": "application/json"})


def _name_of(part: Any) -> str:
    return str(part.get_param("name", header="content-disposition"))
