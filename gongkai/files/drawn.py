"""What was drawn from a file, such as a picture made small: it lies apart and goes with its file."""

import shutil
from pathlib import Path

from django.conf import settings


def drawn_from(sha256: str) -> Path:
    """Return the folder of what was drawn from the content with this checksum; it can be drawn again."""
    return Path(settings.DATA_DIR) / "pictures" / sha256[:2] / sha256


def forget_drawn(sha256: str) -> None:
    """Remove what was drawn from a content that is no more."""
    shutil.rmtree(drawn_from(sha256), ignore_errors=True)
