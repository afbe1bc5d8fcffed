"""Real servers on folders of their own, and their load: by `wrk` where it is installed, else by ours."""

import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4
CONNECTIONS, SECONDS = 32, 3
ANSWERED = b"\r\n\r\n"


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a program that works in `folder` and nowhere else."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    own = {
        "GONGKAI_DATA_DIR": str(folder),
        "GONGKAI_DEMO": "0",
        "GONGKAI_LOG_LEVEL": "ERROR",
    }
    return given | own | settings


def gongkai(folder: Path, *command: str, **settings: str) -> str:
    """Run a management command in `folder` and return what it said."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "gongkai", *command],
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


@contextmanager
def served(
    application: str, folder: Path, settings: Mapping[str, str] | None = None, *, workers: int = WORKERS
) -> Iterator[int]:
    """Serve a WSGI application as `gongkai serve` does and yield its port."""
    port = free_port()
    web = subprocess.Popen(  # noqa: S603
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
            *("--host", HOST, "--port", str(port), "--workers", str(workers)),
            *("--blocking-threads", str(THREADS), application),
        ],
        env=environment(folder, **(settings or {})),
        stdin=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        _wait_for(port, web)
        yield port
    finally:
        stop(web)


def stop(web: subprocess.Popen[bytes]) -> None:
    """End a server, which ends its workers; what is left of them is killed."""
    web.terminate()
    try:
        web.wait(timeout=10)
    except subprocess.TimeoutExpired:
        web.kill()
    try:
        os.killpg(web.pid, 9)
    except ProcessLookupError:
        return
    web.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and web.poll() is None:
        try:
            if ask(port, "/")[0] < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Ask once, on a connection of its own; return status, headers and body as it came."""
    line = HTTPConnection(HOST, port, timeout=30)
    try:
        line.request("GET", path, headers=dict(headers or {}))
        answer = line.getresponse()
        body = answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body
    finally:
        line.close()


def requests_a_second(port: int, path: str, headers: Mapping[str, str] | None = None) -> float:
    """Return how many requests a second are answered to 32 connections that never pause."""
    ask(port, path, headers)
    if wrk := shutil.which("wrk"):
        told = [each for name, value in (headers or {}).items() for each in ("-H", f"{name}: {value}")]
        load = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}", *told, f"http://{HOST}:{port}{path}"]
        said = subprocess.run(load, capture_output=True, text=True, check=True).stdout  # noqa: S603
        if "Non-2xx" in said and "If-None-Match" not in (headers or {}):
            raise RuntimeError(said)
        found = re.search(r"Requests/sec:\s+([\d.]+)", said)
        return float(found[1]) if found else 0.0
    return _by_our_own(port, path, headers or {})


def _by_our_own(port: int, path: str, headers: Mapping[str, str]) -> float:
    """Load the server from two processes; it knows less of HTTP than wrk and takes more of the machine."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    question = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{lines}\r\n".encode()
    with multiprocessing.Pool(2) as pool:
        return float(sum(pool.starmap(_load, [(port, question, CONNECTIONS // 2)] * 2)))


def _load(port: int, question: bytes, connections: int) -> float:
    lines = [socket.create_connection((HOST, port)) for _each in range(connections)]
    answered, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        for line in lines:
            line.sendall(question)
        for line in lines:
            _read_one(line)
            answered += 1
    taken = time.perf_counter() - begun
    for line in lines:
        line.close()
    return answered / taken


def _read_one(line: socket.socket) -> None:
    got = b""
    while ANSWERED not in got:
        got += line.recv(65536)
    head, _gap, body = got.partition(ANSWERED)
    found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    left = int(found[1]) - len(body) if found and b" 304 " not in head else 0
    while left > 0:
        left -= len(line.recv(65536))


def milliseconds(
    port: int, path: str, headers: Mapping[str, str] | None = None, times: int = 20
) -> list[float]:
    """Return how long each of `times` answers took on one connection, quickest first."""
    line = HTTPConnection(HOST, port, timeout=60)
    taken = []
    for number in range(times + 2):
        begun = time.perf_counter()
        line.request("GET", path, headers=dict(headers or {}))
        answer = line.getresponse()
        answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path} answered {answer.status}")
        if number >= 2:
            taken.append(1000 * (time.perf_counter() - begun))
    line.close()
    return sorted(taken)
