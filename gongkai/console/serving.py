"""What a server must know before it starts: where it may answer, and whether it holds the demo."""

import errno
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Demo:
    """What the demo wrote down of itself: the password its accounts share, and the accounts."""

    password: str = ""
    accounts: list[dict[str, str]] = field(default_factory=list)
    # False while the demo is being loaded; a load that broke off is done again.
    loaded: bool = True


def demo_file() -> Path:
    return Path(settings.DATA_DIR) / "demo"


def standing_demo() -> Demo | None:
    """Return the demo that lies in the data folder, or None when there is none."""
    try:
        told: dict[str, Any] = json.loads(demo_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return Demo(loaded=False)
    return Demo(
        password=told.get("password", ""),
        accounts=told.get("accounts", []),
        loaded=told.get("loaded", True),
    )


def demo_wanted() -> bool:
    return os.environ.get("GONGKAI_DEMO", "1").lower() not in {"0", "false", "no", "off"}


def is_loopback(bind: str) -> bool:
    """Say whether only this machine reaches `bind`, an address or a name of a host."""
    try:
        return ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return bind == "localhost"


def obstacles_to_serving(bind: str, demo: Demo | None) -> Iterator[str]:
    """Say why the program must not answer on `bind`; nothing said means: start."""
    for file in (settings.TLS_CERTIFICATE, settings.TLS_KEY):
        if file and not os.access(file, os.R_OK):
            yield _("The file %(file)s cannot be read.") % {"file": file}
    if bool(settings.TLS_CERTIFICATE) != bool(settings.TLS_KEY):
        yield _("TLS needs both GONGKAI_TLS_CERTIFICATE and GONGKAI_TLS_KEY.")
    if is_loopback(bind):
        return
    if demo is not None:
        yield _(
            "Other machines reach %(bind)s, and the passwords of the demo in %(folder)s are known to "
            "everybody: start with a GONGKAI_DATA_DIR and a database of your own."
        ) % {"bind": bind, "folder": settings.DATA_DIR}
    elif not settings.SPEAKS_TLS:
        yield _(
            "Other machines reach %(bind)s, and what they send could be read on the way: set "
            "GONGKAI_TLS_CERTIFICATE and GONGKAI_TLS_KEY, or GONGKAI_BEHIND_TLS_PROXY=1 behind a proxy that "
            "speaks TLS."
        ) % {"bind": bind}


def obstacle_to_listening(bind: str, port: int) -> str | None:
    """Say why nothing can listen on `bind` and `port` now, or None."""
    place = {"bind": bind, "port": port}
    try:
        family = socket.getaddrinfo(bind.strip("[]"), port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((bind.strip("[]"), port))
    except socket.gaierror:
        return _("This machine has no address %(bind)s; see GONGKAI_BIND.") % place
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            return _("Port %(port)s is taken. Set another one: PORT=8001 script/server") % place
        return _("Nothing can listen on %(bind)s, port %(port)s: %(fault)s.") % {
            **place,
            "fault": fault.strerror,
        }
    return None


def answers(bind: str, port: int) -> bool:
    """Say whether something takes connections there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind.strip("[]"), bind.strip("[]"))  # noqa: S104
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def address(bind: str, port: int) -> str:
    """Return the address people type, without a path."""
    host = f"[{bind}]" if ":" in bind and not bind.startswith("[") else bind
    return f"{'https' if settings.TLS_CERTIFICATE else 'http'}://{host}:{port}"
