"""What the virus scanner has not let pass is not taken. The scanner here speaks clamd's own words."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused
from gongkai.acts.actor import PROGRAM
from gongkai.files.antivirus import faults_of_setting, refuse_infected, word_on_setting
from gongkai.files.models import StoredFile
from gongkai.files.storing import store

CONTENT = b"line\n" * 60_000
EICAR = "stream: Win.Test.EICAR_HDB-1 FOUND"


def received(line: socket.socket) -> bytes:
    """Read a command and its parts, as clamd does; return the content."""
    with line.makefile("rb") as reading:
        assert reading.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", reading.read(4))[0]:
            content += reading.read(size)
        return content


class Scanner:
    """Listens, and does with each line what the test says."""

    def __init__(self, listening: socket.socket, answers: Callable[[socket.socket], None]) -> None:
        self.answers, self.faults = answers, []
        self.content = b""
        self._listening = listening
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            line, _from = self._listening.accept()
            with line:
                self.answers(line)
        except OSError as fault:
            self.faults.append(fault)

    def end(self) -> None:
        self._thread.join(5)


@pytest.fixture
def scanner(settings) -> Iterator[Callable[..., None]]:
    started = []

    def _start(answers: Callable[[socket.socket], None]) -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        settings.ANTIVIRUS_URL = f"clamd://127.0.0.1:{listening.getsockname()[1]}"
        settings.ANTIVIRUS_TIMEOUT = 5
        started.append((Scanner(listening, answers), listening))

    yield _start
    for running, listening in started:
        running.end()
        listening.close()


def saying(words: str, heard: list[bytes] | None = None) -> Callable[[socket.socket], None]:
    def answer(line: socket.socket) -> None:
        content = received(line)
        if heard is not None:
            heard.append(content)
        line.sendall(words.encode() + b"\0")

    return answer


def look(name: str = "名单.txt") -> None:
    refuse_infected(io.BytesIO(CONTENT), name)


def test_without_a_scanner_nothing_is_asked(settings):
    settings.ANTIVIRUS_URL = ""
    look()


def test_the_whole_file_is_looked_through(scanner):
    heard: list[bytes] = []
    scanner(saying("stream: OK", heard))
    look()
    assert heard == [CONTENT]


def test_a_virus_is_called_by_its_name(scanner):
    scanner(saying(EICAR))
    with pytest.raises(Refused, match=r"found “Win\.Test\.EICAR_HDB-1” in the file “名单\.txt”"):
        look()


def test_a_file_larger_than_the_scanner_takes_is_not_taken(scanner):
    scanner(saying("INSTREAM size limit exceeded. ERROR"))
    with pytest.raises(Refused, match="larger than the virus scanner takes"):
        look()


def test_a_scanner_that_says_so_in_the_middle_and_hangs_up_is_heard(scanner):
    def interrupt(line: socket.socket) -> None:
        line.recv(14)
        line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        line.shutdown(socket.SHUT_WR)
        while line.recv(1 << 16):
            pass

    scanner(interrupt)
    with pytest.raises(Refused, match="larger than the virus scanner takes"):
        look()


@pytest.mark.parametrize("words", ["", "stream: Can't allocate memory ERROR", "OK OK", "stream: ok"])
def test_what_is_no_clear_answer_lets_nothing_pass(scanner, words):
    scanner(saying(words))
    with pytest.raises(Refused, match="cannot be checked for viruses now, so it is not taken"):
        look()


def test_a_scanner_that_hangs_up_lets_nothing_pass(scanner):
    scanner(lambda line: None)
    with pytest.raises(Refused, match="cannot be checked for viruses now"):
        look()


def test_a_scanner_that_never_answers_lets_nothing_pass(scanner, settings):
    done = threading.Event()

    def wait(line: socket.socket) -> None:
        received(line)
        done.wait(5)

    scanner(wait)
    settings.ANTIVIRUS_TIMEOUT = 0.05
    with pytest.raises(Refused, match="cannot be checked for viruses now"):
        look()
    done.set()


def test_a_scanner_that_is_not_there_lets_nothing_pass(settings):
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    settings.ANTIVIRUS_URL = f"clamd://127.0.0.1:{port}"
    with pytest.raises(Refused, match="cannot be checked for viruses now"):
        look()


def test_a_scanner_may_listen_at_a_socket_of_the_machine(settings, tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "clamd"))
        listening.listen()
        settings.ANTIVIRUS_URL = f"clamd+unix://{tmp_path / 'clamd'}"
        running = Scanner(listening, saying(EICAR))
        with pytest.raises(Refused, match="EICAR"):
            look()
        running.end()


@pytest.mark.django_db
def test_an_infected_file_is_not_kept(scanner, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    scanner(saying(EICAR))
    with pytest.raises(Refused, match="EICAR"):
        store(CONTENT, name="a.txt", by=PROGRAM, agency=SimpleNamespace(slug="jianguomen"))
    assert not StoredFile.objects.exists()
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    "url", ["clamav", "http://127.0.0.1", "clamd://", "clamd:///run/clamd", "clamd+unix://run/clamd"]
)
def test_an_address_that_cannot_be_understood_is_told_at_the_start(settings, url):
    settings.ANTIVIRUS_URL = url
    (fault,) = faults_of_setting()
    assert fault.is_serious()
    with pytest.raises(Refused, match="cannot be checked for viruses now"):
        look()


def test_it_is_told_where_no_scanner_is_set(settings):
    settings.ANTIVIRUS_URL = ""
    assert [each.msg for each in word_on_setting()] == ["Files are not checked for viruses."]
    settings.ANTIVIRUS_URL = "clamd://127.0.0.1"
    assert [*word_on_setting(), *faults_of_setting()] == []
