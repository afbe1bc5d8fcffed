"""Which fonts this machine has, and which characters they have.

Typst prints an empty box for a character no font has, and says nothing. So only the faces named here are
given to it, and a text is checked against exactly these before a page is made.

`GONGKAI_FONT_DIRS` names further folders with fonts, parted as in PATH; system fonts are found without it.
"""

import os
import unicodedata
from enum import StrEnum
from functools import cache

from fontTools.ttLib import TTFont, TTLibError
from typst import FontInfo, Fonts

from .characters import each_once


class Role(StrEnum):
    """What a face is for in official layout."""

    BODY = "body"  # 仿宋
    TITLE = "title"  # 小标宋
    HEADING = "heading"  # 黑体
    SUBHEADING = "subheading"  # 楷体
    FIGURES = "figures"  # 宋体: page numbers


FANGSONG = (
    "FandolFang",
    "FandolFang R",
    "仿宋_GB2312",
    "FangSong_GB2312",
    "方正仿宋_GBK",
    "FZFangSong-Z02",
    "FangSong",
    "仿宋",
    "STFangsong",
    "华文仿宋",
    "Zhuque Fangsong (technical preview)",
)
XIAOBIAOSONG = ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FandolSong")
HEITI = (
    "FandolHei",
    "SimHei",
    "黑体",
    "方正黑体_GBK",
    "STHeiti",
    "Heiti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
)
KAITI = (
    "FandolKai",
    "楷体_GB2312",
    "KaiTi_GB2312",
    "方正楷体_GBK",
    "KaiTi",
    "楷体",
    "STKaiti",
    "Kaiti SC",
    "LXGW WenKai",
    "AR PL KaitiM GB",
)
SONG = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Noto Serif SC",
    "SimSun",
    "宋体",
    "NSimSun",
    "Songti SC",
    "STSong",
    "FandolSong",
)
SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
# Rare characters of personal names, the other scripts of China, and signs. Fonts that draw a box for
# everything are not here, nor are fonts of coloured pictures.
FURTHER = (
    "SimSun-ExtB",
    "SimSun-ExtG",
    "MingLiU-ExtB",
    "BabelStone Han",
    "HanaMinA",
    "HanaMinB",
    "Jigmo",
    "Jigmo2",
    "Jigmo3",
    "Plangothic P1",
    "Plangothic P2",
    "TH-Tshyn-P0",
    "TH-Tshyn-P1",
    "TH-Tshyn-P2",
    "Noto Serif CJK TC",
    "Noto Serif CJK JP",
    "Noto Sans Tibetan",
    "Noto Serif Tibetan",
    "Microsoft Himalaya",
    "Noto Sans Mongolian",
    "Mongolian Baiti",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Microsoft Uighur",
    "Noto Sans Yi",
    "Microsoft Yi Baiti",
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
    "Noto Sans Math",
    "Noto Emoji",
    "Segoe UI Symbol",
    "Apple Symbols",
    "DejaVu Sans",
)

FIRST = {
    Role.BODY: FANGSONG,
    Role.TITLE: XIAOBIAOSONG,
    Role.HEADING: HEITI,
    Role.SUBHEADING: KAITI,
    Role.FIGURES: SONG,
}
REGULAR, BOLD = 400, 700
# The first glyph of every font stands for what it does not have.
EMPTY_BOX = "g0"
# 国: a face that has it is a Chinese one.
TOUCHSTONE = "国"


def loaded_fonts() -> Fonts:
    """Return the fonts of this machine as typst sees them: those of the system and of `GONGKAI_FONT_DIRS`.

    They are searched for once per process and setting (about 0.2 s).
    """
    return _fonts(os.environ.get("GONGKAI_FONT_DIRS", ""))


def chinese_faces(role: Role = Role.BODY) -> tuple[str, ...]:
    """Return the installed families for `role`, the likest first; all roles have the same families, by turns.

    Empty when no face for Chinese is installed.
    """
    return _faces(role, os.environ.get("GONGKAI_FONT_DIRS", ""))


def missing_characters(text: str) -> str:
    """Return the characters of `text` that no face given to typst has, each once, in their order.

    Spaces and variation selectors need no glyph. Character tables are read when first needed, about 0.1 s a
    family, and remembered for the process.
    """
    folders = os.environ.get("GONGKAI_FONT_DIRS", "")
    missing = {character for character in text if _needs_a_glyph(character)}
    for family in chinese_faces():
        if not missing:
            break
        missing = {character for character in missing if ord(character) not in _characters(family, folders)}
    return each_once(character for character in text if character in missing)


@cache
def _fonts(folders: str) -> Fonts:
    return Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[folder for folder in folders.split(os.pathsep) if folder],
    )


@cache
def _variants(folders: str) -> dict[str, tuple[FontInfo, ...]]:
    found: dict[str, list[FontInfo]] = {}
    for font in _fonts(folders).fonts():
        if font.style == "normal" and font.path:
            found.setdefault(font.family.lower(), []).append(font)
    return {family: tuple(variants) for family, variants in found.items()}


@cache
def _faces(role: Role, folders: str) -> tuple[str, ...]:
    wanted = dict.fromkeys((*FIRST[role], *FANGSONG, *SONG, *XIAOBIAOSONG, *SANS, *HEITI, *KAITI, *FURTHER))
    installed = tuple(family for family in wanted if family.lower() in _variants(folders))
    chinese = any(ord(TOUCHSTONE) in _characters(family, folders) for family in installed)
    return installed if chinese else ()


@cache
def _characters(family: str, folders: str) -> frozenset[int]:
    # Typst takes the nearest weight, so a character counts only when the regular and the bold one have it.
    variants = _variants(folders)[family.lower()]
    used = {
        (font.path or "", font.index)
        for weight in (REGULAR, BOLD)
        for font in [min(variants, key=lambda face: (abs(face.stretch - 1), abs(face.weight - weight)))]
    }
    tables = [_character_table(path, index) for path, index in sorted(used)]
    return frozenset.intersection(*tables)


@cache
def _character_table(path: str, index: int) -> frozenset[int]:
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            # Names given beforehand spare fontTools the outlines, from which it would fetch them.
            font.setGlyphOrder([EMPTY_BOX, *(f"g{number}" for number in range(1, font["maxp"].numGlyphs))])
            table = font["cmap"].getBestCmap() or {}
            return frozenset(point for point, glyph in table.items() if glyph != EMPTY_BOX)
    except (OSError, TTLibError, KeyError):
        return frozenset()  # A damaged file has nothing to print with.


def _needs_a_glyph(character: str) -> bool:
    return not (
        character.isspace() or unicodedata.category(character) == "Cf" or _selects_a_variant(character)
    )


def _selects_a_variant(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
