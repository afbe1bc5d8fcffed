"""How characters are read: pinyin and its first letters, and which characters sound alike."""

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

from gongkai.search.characters import is_han
from gongkai.search.normalising import plain, runs

LONGEST_TITLE = 1000
LONGEST_SYLLABLE = 6
MOST_READINGS = 6  # of letters that fall into syllables in several ways: xian is 先 and 西安

_VOWEL = re.compile("[aeiouv]")


def initials(title: str) -> str:
    """Return the first letters of a title's pinyin, with its letters and digits: 建国门2018 gives jgm2018."""
    return "".join(_initials(run) if is_han(run) else run for run in _runs(title))


def syllables(title: str) -> list[str]:
    """Return the pinyin of a title's characters in order, with its letters and digits between them."""
    told: list[str] = []
    for run in _runs(title):
        told += _syllables(run) if is_han(run) else [run]
    return told


def _runs(title: str) -> list[str]:
    return runs(plain(title[:LONGEST_TITLE]))


@lru_cache(maxsize=20_000)
def _initials(run: str) -> str:
    known = [_initial(character) for character in run]
    if all(known):
        return "".join(known)
    # Only words tell how a character with several readings is read here.
    read = "".join(_letter(each) for each in lazy_pinyin(run, style=Style.FIRST_LETTER))
    return read if len(read) == len(run) else "".join(each or "_" for each in known)


@cache
def _initial(character: str) -> str:
    """Return the one initial that all readings of a character have, or nothing."""
    readings = {_letter(each) for each in pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0]}
    return readings.pop() if len(readings) == 1 else ""


def _letter(letter: str) -> str:
    letter = unicodedata.normalize("NFKD", letter)[:1]
    return letter if "a" <= letter <= "z" else "_"


@lru_cache(maxsize=20_000)
def _syllables(run: str) -> tuple[str, ...]:
    known = [_sounds(character) for character in run]
    if all(len(each) == 1 for each in known):
        return tuple(each for (each,) in known)
    read = tuple(as_typed(each) for each in lazy_pinyin(run, style=Style.NORMAL))
    return read if len(read) == len(run) else tuple(each[0] if len(each) == 1 else "_" for each in known)


@cache
def _sounds(character: str) -> tuple[str, ...]:
    """Return the syllables without tone that a character can be read as."""
    return tuple(sorted(set(map(as_typed, pinyin(character, style=Style.NORMAL, heteronym=True)[0]))))


def as_typed(syllable: str) -> str:
    """Return a syllable as keyboards have it: lüe is typed lue, lü is typed lv."""
    if not (syllable.isascii() and syllable.isalpha()):
        return "_"
    return {"lve": "lue", "nve": "nue"}.get(syllable, syllable)


def readings(letters: str, *, unfinished: bool = False) -> list[tuple[str, ...]]:
    """Return the ways in which letters fall into two or more syllables, `MOST_READINGS` of them at most.

    `unfinished`: the last one may be the beginning of a syllable.
    """
    known, begun = _known()
    leads_on = {len(letters)}
    for start in reversed(range(len(letters))):
        ends = (end for end in leads_on if start < end <= start + LONGEST_SYLLABLE)
        if any(letters[start:end] in known for end in ends) or (unfinished and letters[start:] in begun):
            leads_on.add(start)
    found: list[tuple[str, ...]] = []
    ways: list[tuple[str, ...]] = [()] if 0 in leads_on else []
    while ways and len(found) < MOST_READINGS:
        way = ways.pop()
        start = sum(map(len, way))
        rest = letters[start:]
        if way and rest in (begun if unfinished else known):
            found.append((*way, rest))
        # The longest is tried first.
        ways += [
            (*way, rest[:length])
            for length in range(1, min(LONGEST_SYLLABLE, len(rest) - 1) + 1)
            if start + length in leads_on and rest[:length] in known
        ]
    return found


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return all syllables, and what they begin with."""
    known = frozenset(sound for sound in _by_sound() if _VOWEL.search(sound))
    return known, frozenset(sound[:end] for sound in known for end in range(1, len(sound) + 1))


@cache
def _by_sound() -> dict[str, frozenset[str]]:
    """Return the characters in common use (GB 2312) by their syllable without tone."""
    by_sound: dict[str, set[str]] = defaultdict(set)
    for row in range(0xB0, 0xF8):
        for column in range(0xA1, 0xFF):
            try:
                character = bytes([row, column]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            for sound in _sounds(character):
                by_sound[sound].add(character)
    return {sound: frozenset(characters) for sound, characters in by_sound.items()}


@cache
def sounding_like(character: str) -> frozenset[str]:
    """Return the other characters in common use that are typed with the same letters."""
    alike: set[str] = set()
    for sound in _sounds(character):
        alike |= _by_sound().get(sound, frozenset())
    return frozenset(alike - {character})
