"""The words of a page, whatever encoding it is in and whatever it says of that."""

import re

from gongkai.catalogue.importing.fields import printable

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CHINESE = re.compile("[\u2e80-\u9fff]")
_OF_MAINLAND = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312", "cp936"}


def decoded(content: bytes, said: str = "") -> str:
    """Return the words of a page. `said` is the encoding its envelope names, where it came in one.

    Pages that name a wrong encoding are common: what the bytes can be counts for more. A wrong byte in a long
    page does not cost the page.
    """
    if content.startswith(_UTF16):
        return _read(content, "utf-16")
    if content[:200].count(0) > 20:
        return _read(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    found = _CHARSET.search(content[:4000])
    name = (found[1].decode("ascii") if found else said).lower()
    for encoding in _in_order(name):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A few words of GBK may be UTF-8 by chance, but never Chinese ones.
        if encoding != "utf-8-sig" or name not in _OF_MAINLAND or words.isascii() or _CHINESE.search(words):
            return printable(words)
    return min((_read(content, each) for each in _in_order(name)), key=lambda words: words.count("\ufffd"))


def _in_order(name: str) -> tuple[str, ...]:
    return ("utf-8-sig", "big5", "gb18030") if name == "big5" else ("utf-8-sig", "gb18030")


def _read(content: bytes, encoding: str) -> str:
    return printable(content.decode(encoding, "replace"))
