"""Serves the portal and the desk, with the background worker."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from gongkai.console import serving
from gongkai.kit.collected import collect

GRACE_SECONDS = 5
LOOK_SECONDS = 0.1
THREADS = 4
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Prepares the database, loads the demo once, and serves the portal and the desk with the worker."
    # The checks cost a second of every start, and script/test runs them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        bind, port = settings.BIND, self._port(options["port"])
        self._refuse_if_any(serving.obstacles_to_serving(bind, serving.standing_demo()))
        obstacle = serving.obstacle_to_listening(bind, port)
        self._refuse_if_any([obstacle] if obstacle else [])
        self._prepare(bind)
        self._serve(bind, port)

    def _port(self, told: str) -> int:
        if not (told.isascii() and told.isdigit() and 0 < int(told) < 65536):
            self._refuse_if_any([_("PORT is a number from 1 to 65535, not “%(port)s”.") % {"port": told}])
        return int(told)

    def _refuse_if_any(self, obstacles: Any) -> None:
        reasons = list(obstacles)
        for reason in reasons:
            self.stderr.write(reason)
        if reasons:
            sys.exit(1)

    def _prepare(self, bind: str) -> None:
        from django.db.migrations.executor import MigrationExecutor

        from gongkai.channels import search_index
        from gongkai.journal.heads import write_heads

        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        collect()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say(_("Preparing the database …"))
            call_command("migrate", verbosity=0, interactive=False)
            # An installation that comes from a version without search is searched at once.
            search_index.mend()
        call_command("createcachetable", verbosity=0)
        if not serving.is_loopback(bind):
            self._refuse_demo(bind)
        elif serving.demo_wanted() and not self._is_in_use():
            self._say(_("Loading the demo; this takes up to a minute, once …"))
            call_command("demo", stdout=self.stdout, stderr=self.stderr)
        write_heads()
        connection.close()

    def _refuse_demo(self, bind: str) -> None:
        """Look into the database too: its demo may have been loaded with another data folder."""
        from gongkai.console.demo import loading

        if loading.stands():
            self._refuse_if_any(serving.obstacles_to_serving(bind, serving.Demo()))

    def _is_in_use(self) -> bool:
        """Say whether the demo is loaded, or an office works here already."""
        from gongkai.agencies.models import Agency

        demo = serving.standing_demo()
        return demo.loaded if demo else Agency.objects.exists()

    def _serve(self, bind: str, port: int) -> None:
        tls = ["--ssl-certificate", settings.TLS_CERTIFICATE, "--ssl-keyfile", settings.TLS_KEY]
        web = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
            *("--host", bind.strip("[]"), "--port", str(port)),
            *("--workers", os.environ.get("GONGKAI_WORKERS") or str(min(os.cpu_count() or 1, 2))),
            *("--blocking-threads", str(THREADS)),
            *(tls if settings.TLS_CERTIFICATE else []),
            "gongkai.config.wsgi:application",
        ]
        worker = [sys.executable, "-m", "gongkai", "worker"]
        children: list[subprocess.Popen[bytes]] = []
        try:
            # Each in a group of its own: a Ctrl-C reaches this process only, which then ends them with all
            # that they started.
            children = [_start(web)]
            children += [_start(worker)]
            while not serving.answers(bind, port):
                _fail_if_ended(children)
                time.sleep(LOOK_SECONDS)
            self._welcome(bind, port)
            while True:
                _fail_if_ended(children)
                time.sleep(LOOK_SECONDS)
        finally:
            _end(children)

    def _welcome(self, bind: str, port: int) -> None:
        address = serving.address(bind, port)
        self._say("")
        self._say(_("Portal: %(address)s") % {"address": f"{address}/"})
        self._say(_("Desk: %(address)s") % {"address": f"{address}/desk/"})
        demo = serving.standing_demo()
        if demo:
            self._say("")
            self._say(
                _("Accounts of the demo, all with the password %(password)s:") % {"password": demo.password}
            )
            for account in demo.accounts:
                self._say(f"  {account['username']:<12} {account['name']}  {account['duty']}")
        self._say("")
        self._say(_("Ctrl-C stops it."))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_end_with_parent,  # noqa: PLW1509
    )


def _end_with_parent() -> None:
    """Have the child told to stop when this process is killed outright; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _fail_if_ended(children: list[subprocess.Popen[bytes]]) -> None:
    if any(child.poll() is not None for child in children):
        sys.exit(1)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        _signal_group(child, signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            continue
    # What a child started and left behind ends too.
    for child in children:
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def _stop(number: int, frame: Any) -> NoReturn:
    sys.exit(0)
