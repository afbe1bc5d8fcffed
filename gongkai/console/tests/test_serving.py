"""Where the program may answer, and where it must not."""

import json
import socket

import pytest

from gongkai.console import serving
from gongkai.console.serving import (
    Demo,
    is_loopback,
    obstacle_to_listening,
    obstacles_to_serving,
    standing_demo,
)


@pytest.fixture(autouse=True)
def _plain(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.SPEAKS_TLS, settings.TLS_CERTIFICATE, settings.TLS_KEY = False, "", ""


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.0.0.53", "::1", "[::1]", "localhost"])
def test_only_this_machine_reaches_the_loopback_address(bind):
    assert is_loopback(bind)
    assert list(obstacles_to_serving(bind, Demo(password="known"))) == []


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.10", "office.example", "127.0.0.1.example"])  # noqa: S104
def test_others_are_not_served_without_tls(bind):
    (reason,) = obstacles_to_serving(bind, None)
    assert "what they send could be read on the way" in reason


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.10"])  # noqa: S104
def test_the_passwords_of_the_demo_are_not_served_to_others_even_with_tls(bind, settings):
    settings.SPEAKS_TLS = True
    (reason,) = obstacles_to_serving(bind, Demo(password="known"))
    assert "passwords of the demo" in reason


def test_others_are_served_with_tls(settings):
    settings.SPEAKS_TLS = True
    assert list(obstacles_to_serving("192.168.1.10", None)) == []


def test_a_certificate_needs_its_key(settings, tmp_path):
    certificate = tmp_path / "cert.pem"
    certificate.write_text("x")
    settings.SPEAKS_TLS, settings.TLS_CERTIFICATE = True, str(certificate)
    assert list(obstacles_to_serving("192.168.1.10", None)) == [
        "TLS needs both GONGKAI_TLS_CERTIFICATE and GONGKAI_TLS_KEY."
    ]


def test_a_certificate_that_is_not_there_is_named(settings):
    settings.SPEAKS_TLS, settings.TLS_CERTIFICATE, settings.TLS_KEY = (
        True,
        "/nowhere/cert.pem",
        "/nowhere/key.pem",
    )
    assert list(obstacles_to_serving("192.168.1.10", None)) == [
        "The file /nowhere/cert.pem cannot be read.",
        "The file /nowhere/key.pem cannot be read.",
    ]


def test_a_port_that_is_taken_is_told_in_one_line():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert obstacle_to_listening("127.0.0.1", port) == (
            f"Port {port} is taken. Set another one: PORT=8001 script/server"
        )


def test_without_its_file_there_is_no_demo():
    assert standing_demo() is None


def test_a_demo_says_its_password_and_accounts():
    account = {"username": "chen", "name": "陈晓（虚构）", "duty": "信息公开员"}
    serving.demo_file().write_text(json.dumps({"password": "known", "accounts": [account]}), encoding="utf-8")
    assert standing_demo() == Demo(password="known", accounts=[account], loaded=True)


def test_a_demo_whose_file_is_broken_still_counts_as_one():
    serving.demo_file().write_text("{")
    assert standing_demo() == Demo(loaded=False)
