"""What a command answers to other programs: JSON on standard output."""

import json
from typing import Any


def as_line(answer: Any, indent: int | None = None) -> str:
    """Return `answer` as JSON that any stream takes.

    A lone half of a surrogate pair, as JSON input may hold one, is no character and cannot be written as
    UTF-8; it goes back as the escape it came in as.
    """
    text = json.dumps(answer, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode()
