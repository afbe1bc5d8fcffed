"""What of a text can stand on paper."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext

LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
IDEOGRAPHIC_SPACE = "\u3000"
NAMED_AT_MOST = 12


class CharactersMissing(Exception):
    """No installed font has some characters of a text, so it would be printed with holes.

    `characters` holds each of them once. As text it is a sentence for people.
    """

    def __init__(self, characters: str, *, no_chinese_font: bool = False) -> None:
        super().__init__(characters)
        self.characters = characters
        self.no_chinese_font = no_chinese_font

    def __str__(self) -> str:
        if self.no_chinese_font:
            return gettext(
                "No Chinese font is installed, so no PDF can be made."
                " Ask the system administrator to install one, or download the DOCX file."
            )
        more = len(self.characters) - NAMED_AT_MOST
        values = {"characters": _named(self.characters[:NAMED_AT_MOST]), "more": more}
        if more > 0:
            return (
                gettext(
                    "No installed font has the characters %(characters)s and %(more)d more, so the PDF would"
                    " have holes. Install a font that has them, or download the DOCX file."
                )
                % values
            )
        return (
            gettext(
                "No installed font has the characters %(characters)s, so the PDF would have holes."
                " Install a font that has them, or download the DOCX file."
            )
            % values
        )


def printable(text: str) -> str:
    """Return `text` as one line without what has no place on paper, or changes the order of what has.

    Control characters, marks that turn the direction of writing, zero-width and soft characters, halves of
    surrogate pairs and noncharacters are left out; line ends and exotic spaces become a space; spaces at both
    ends (people indent with two full-width ones) go. Nothing is refused.
    """
    return "".join(map(_on_paper, LINE_ENDS.sub(" ", text))).strip()


def printable_lines(*texts: str) -> tuple[str, ...]:
    """Return the lines of `texts`, each `printable`, without the empty ones."""
    lines = (printable(line) for text in texts for line in LINE_ENDS.split(text))
    return tuple(line for line in lines if line)


def each_once(characters: Iterable[str]) -> str:
    """Return `characters`, each once, in the order in which they first come."""
    return "".join(dict.fromkeys(characters))


def holds_private_use(text: str) -> bool:
    """Say whether `text` has characters whose meaning only the font of an office knows."""
    return any(unicodedata.category(character) == "Co" for character in text)


def width(text: str) -> float:
    """Return how wide `text` is, in full-width characters: letters and figures count half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def _on_paper(character: str) -> str:
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs") or _is_noncharacter(character):
        return ""
    if category == "Zs" and character != IDEOGRAPHIC_SPACE:
        return " "
    return character


def _is_noncharacter(character: str) -> bool:
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _named(characters: str) -> str:
    # The screen may lack the character as well, so its code point stands beside it.
    return gettext(", ").join(f"{character} (U+{ord(character):04X})" for character in characters)
