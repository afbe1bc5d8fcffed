"""Reading the dated data of the law."""

import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"


def rows(file: str, table: str) -> list[dict[str, Any]]:
    """Return the rows of `table` in `data/<file>.toml`, in the order they stand there."""
    found: list[dict[str, Any]] = tomllib.loads((_FOLDER / f"{file}.toml").read_text("utf-8"))[table]
    return found
