"""Keys lie in files of their own beside the database, readable by their owner only."""

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings


def key_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def make_key(path: Path) -> None:
    """Write 32 random bytes to `path`, whole or not at all; a key that is there already stays.

    Two processes that start at the same moment agree on one key.
    """
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(file.name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(file.name)
