"""Paragraphs a reply begins with, by kind and ground: official Chinese, to be completed by the clerk."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.law.grounds import Ground

_GAP = re.compile(r"〔填写[^〔〕\n]*〕")


@dataclass(frozen=True)
class Prepared:
    """What a reply of the kind `outcome` goes on to say after the sentence of its ground.

    `asks` names what the form asks for beside the text and puts into its first gap: `where` the information
    is found, the `agency` in charge, or nothing.
    """

    outcome: str
    text_zh: str = ""
    asks: str = ""


@cache
def _all() -> dict[str, Prepared]:
    file = Path(__file__).parent / "data" / "replies.toml"
    return {row["outcome"]: Prepared(**row) for row in tomllib.loads(file.read_text("utf-8"))["reply"]}


def prepared(outcome_code: str) -> Prepared:
    """Return what is prepared for that kind of reply; empty where nothing is."""
    return _all().get(outcome_code) or Prepared(outcome_code)


def prepared_text(outcome_code: str, ground: Ground | None = None) -> str:
    """Return the paragraphs a reply of that kind on that ground begins with, one a line, gaps and all."""
    paragraphs = (ground.text_zh if ground else "", prepared(outcome_code).text_zh)
    return "\n".join(each for each in paragraphs if each)


def first_gap(text: str) -> str:
    """Return the first place of a text that is still to be filled in; empty where none is."""
    found = _GAP.search(text)
    return found[0] if found else ""


def completed(text: str, outcome_code: str, said: str) -> str:
    """Return `text` with `said` in its first gap; without a gap, in a paragraph of its own.

    Without `said` the text stays as it is.
    """
    said = said.strip().rstrip("。")
    if not said:
        return text
    if _GAP.search(text):
        return _GAP.sub(lambda _gap: said, text, count=1)
    sentence = prepared(outcome_code).text_zh
    return f"{text.rstrip()}\n{_GAP.sub(lambda _gap: said, sentence, count=1) if sentence else said}"
