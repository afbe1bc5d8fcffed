"""All checks and tests, in four stages: static checks, SQLite, PostgreSQL, the browser. See `script/test`."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
STAGES = ("static", "sqlite", "postgres", "browser")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_TESTS = 5

# The slowest first: two run at a time.
STATIC = {
    "types": ["mypy", "gongkai"],
    "floors": ["lint-imports", "--no-logo"],
    "translations": ["gongkai", "messages", "--check"],
    "migrations": ["gongkai", "makemigrations", "--check", "--dry-run"],
    "settings": ["gongkai", "check", "--fail-level", "WARNING"],
    "lint": ["ruff", "check", "--output-format", "concise", "."],
    "format": ["ruff", "format", "--check", "--output-format", "concise", "."],
}

# pytest's order in its closing line.
OUTCOMES = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "error")
COUNT = re.compile(r"(\d+) (failed|passed|skipped|deselected|xfailed|xpassed|error)s?\b")
CLOSING = re.compile(r"\b(\d+ \w+|no tests ran).* in \d+(\.\d+)?s\b")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Runs:
    """The stages of one call: what they counted, how long they took, and what must be stopped at the end."""

    def __init__(self, folder: Path, *, everything: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.durations: dict[str, float] = {}
        self.children: set[subprocess.Popen[str]] = set()
        self.stopping = False
        # Nothing of the caller's own installation reaches a test.
        ours = ("GONGKAI_CHROMIUM", "GONGKAI_FONT_DIRS")
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_") or key in ours
        }
        self.environment |= {"TMPDIR": str(folder), "GONGKAI_DATA_DIR": str(folder / "data")}
        self.environment.setdefault("HOME", str(folder))
        if everything:
            self.environment["GONGKAI_TEST_ALL"] = "1"

    # The stages

    def static(self) -> None:
        (ROOT / ".mypy_cache").mkdir(exist_ok=True)
        with ThreadPoolExecutor(max_workers=2) as pool:
            for name, (code, said) in zip(STATIC, pool.map(self._check, STATIC.values()), strict=True):
                self.counts["failed" if code else "passed"] += 1
                say(f"{name}: {'FAILED' if code else 'fine'}")
                if code:
                    say(said.rstrip())

    def sqlite(self) -> None:
        self._beside_migrations()

    def postgres(self) -> None:
        self._beside_migrations("-p", "tests.touching_database", on_postgres=True)

    def browser(self) -> None:
        many = ("-n", str(processes()), "--no-migrations")
        self._pytest(*many, "-m", "browser")
        self._pytest(*many, "-m", "browser and smoke", on_postgres=True)

    # How they run

    def _check(self, command: list[str]) -> tuple[int, str]:
        if self.stopping:
            return 1, "Not run."
        with self._start([str(BIN / command[0]), *command[1:]]) as child:
            said, _ = child.communicate()
        self.children.discard(child)
        return child.returncode, said

    def _beside_migrations(self, *arguments: str, on_postgres: bool = False) -> None:
        """Run the tests on tables made from the models, and beside them those of the migrations, once.

        Each process would run all migrations first, which takes longer than a hundred tests; that they make
        the same tables is proved by the tests beside.
        """
        heard: list[str] = []
        alone = ("-p", "no:playwright")
        with ThreadPoolExecutor(max_workers=1) as pool:
            beside = pool.submit(
                self._pytest, *alone, "tests/test_migrations.py", on_postgres=on_postgres, hear=heard.append
            )
            many = ("-n", str(processes()), "--no-migrations", "-m", "not browser", *alone)
            self._pytest(*many, *arguments, on_postgres=on_postgres)
            beside.result()
        sys.stdout.writelines(heard)
        sys.stdout.flush()

    def _pytest(
        self, *arguments: str, on_postgres: bool = False, hear: Callable[[str], object] | None = None
    ) -> None:
        with_server = [sys.executable, "-m", "tests.postgres"] if on_postgres else []
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        closing = ""
        with self._start([*with_server, sys.executable, "-m", "pytest", *colour, *arguments]) as child:
            for line in child.stdout or ():
                (hear or say_at_once)(line)
                plain = COLOUR.sub("", line)
                if CLOSING.search(plain):
                    closing = plain
        self.children.discard(child)
        counted = {outcome: int(number) for number, outcome in COUNT.findall(closing)}
        if child.returncode == NO_TESTS:
            say("No test was found for this run.")
        if child.returncode and not (counted.get("failed") or counted.get("error")):
            counted["error"] = 1
        # What one run leaves to another is no news in the sum.
        counted.pop("deselected", None)
        self.counts.update(counted)

    def _start(self, command: list[str]) -> subprocess.Popen[str]:
        child = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
        self.children.add(child)
        return child

    def stop(self) -> None:
        """End what still runs, with everything it started."""
        self.stopping = True
        for number in (signal.SIGTERM, signal.SIGKILL):
            for child in tuple(self.children):
                try:
                    os.killpg(child.pid, number)
                except ProcessLookupError:
                    continue
            for child in tuple(self.children):
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    continue

    def closing_line(self, seconds: float) -> str:
        told = [f"{self.counts[outcome]} {outcome}" for outcome in OUTCOMES if self.counts[outcome]]
        return f" {', '.join(told) or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")

    @property
    def failed(self) -> bool:
        return bool(self.counts["failed"] or self.counts["error"] or not self.counts["passed"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/test", description=__doc__)
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=f"one or more of: {', '.join(STAGES)}")
    parser.add_argument("--all", action="store_true", help="with the tests that are too long for every day")
    arguments = parser.parse_args()
    unknown = [stage for stage in arguments.stages if stage not in STAGES]
    if unknown:
        parser.error(f"there is no stage {unknown[0]}; the stages are {', '.join(STAGES)}")
    wanted = [stage for stage in STAGES if not arguments.stages or stage in arguments.stages]

    provide(font=wanted != ["static"], chromium="browser" in wanted)
    folder = Path(tempfile.mkdtemp(prefix="gongkai-run-"))
    runs = Runs(folder, everything=arguments.all)

    def stopped(number: int, _frame: object) -> NoReturn:
        # A second signal must not disturb the cleaning up.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        runs.stop()
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    started = time.monotonic()
    try:
        for stage in wanted:
            say(f"\n-- {stage} --")
            began = time.monotonic()
            getattr(runs, stage)()
            runs.durations[stage] = time.monotonic() - began
    finally:
        runs.stop()
        shutil.rmtree(folder, ignore_errors=True)
    say("\n" + ", ".join(f"{stage} {seconds:.0f} s" for stage, seconds in runs.durations.items()))
    say(runs.closing_line(time.monotonic() - started))
    return int(runs.failed)


def provide(*, font: bool, chromium: bool) -> None:
    """Find a font for Chinese and Chromium, or install them where one may; else fail with one line."""
    lacking = []
    if font and not has_chinese_font():
        lacking.append(("fonts-noto-cjk", "a font with Chinese characters"))
    if chromium and not find_chromium():
        lacking.append(("chromium", "Chromium"))
    if not lacking:
        return
    names = " and ".join(name for _, name in lacking)
    packages = [package for package, _ in lacking]
    if not (os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get")):
        fail(f"The tests need {names}, which this machine does not have; on Debian: {' '.join(packages)}.")
    say(f"Installing {' '.join(packages)} …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    said = ""
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(  # noqa: S603
            ["apt-get", *command],  # noqa: S607
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        said += done.stdout + done.stderr
        if done.returncode:
            say("\n".join(re.sub(r"\w+://\S+", "…", said).splitlines()[-15:]))
            fail(f"The tests need {names}, and installing {' '.join(packages)} failed; see above.")
    if (font and not has_chinese_font()) or (chromium and not find_chromium()):
        fail(f"The tests need {names}, which is still not found after installing {' '.join(packages)}.")


def has_chinese_font() -> bool:
    # Asked in a process of its own: the fonts of a process are listed once.
    program = "import sys; from gongkai.typesetting.fonts import chinese_faces; sys.exit(not chinese_faces())"
    return not subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode  # noqa: S603


def find_chromium() -> str:
    """Return the path of a Chromium that starts ("" for none), told to the tests as GONGKAI_CHROMIUM."""
    for name in (os.environ.get("GONGKAI_CHROMIUM", ""), *CHROMIUM):
        path = shutil.which(name) if name else None
        if path and not subprocess.run([path, "--version"], capture_output=True, check=False).returncode:  # noqa: S603
            os.environ["GONGKAI_CHROMIUM"] = path
            return path
    return ""


def processes() -> int:
    """How many processes share a run of the tests: one per core, from two to eight."""
    return min(max(os.cpu_count() or 2, 2), 8)


def say(text: str) -> None:
    say_at_once(text + "\n")


def say_at_once(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def fail(text: str) -> NoReturn:
    sys.stderr.write(text + "\n")
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
