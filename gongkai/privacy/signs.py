"""A text as a reader sees it: without the signs that show nothing, so that they part no number."""

import re

# Soft hyphen, zero-width blanks and joiners, marks of direction, the byte order mark inside a text.
_UNSEEN_SIGNS = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe0e\ufe0f\ufeff]+"
)
# Each is looked for by itself, many times faster than all in one expression; a direction that was begun ends.
_TELLING = "\u200b\u00ad\ufeff\u2060\u200c\u200d\u200e\u200f\u202c\u2069\u20e3"


def as_read(text: str) -> tuple[str, list[int] | None]:
    """Return the text as it is read and, unless every sign kept its place, where each sign of it stood."""
    if text.isascii() or not any(sign in text for sign in _TELLING):
        return text, None
    kept: list[str] = []
    places: list[int] = []
    reached = 0
    for gap in _UNSEEN_SIGNS.finditer(text):
        kept.append(text[reached : gap.start()])
        places += range(reached, gap.start())
        reached = gap.end()
    places += range(reached, len(text))
    return "".join([*kept, text[reached:]]), places
