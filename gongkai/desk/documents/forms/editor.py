"""The field of a rich text: an editor where there is script, else the text area it stands on."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from gongkai.kit.rich_text import Addresses, with_addresses
from gongkai.typesetting.rich_text import clean, from_plain

LONGEST_TEXT = 300_000  # characters, with what marks the text up

_MARKED_UP = re.compile(r"</?(p|h[1-6]|ul|ol|table|img|blockquote|br|div|strong|em)\b", re.IGNORECASE)


class RichTextInput(forms.Textarea):
    """`addresses` tells where the pictures of the text are fetched; the page sets it."""

    addresses: Addresses = {}

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 20, "data-editor": ""})

    def format_value(self, value: Any) -> str:
        text = super().format_value(value) or ""
        return with_addresses(clean(text), self.addresses) if is_marked_up(text) else text


class RichTextField(forms.CharField):
    """A rich text, cleaned. What comes without any mark is plain: an empty line begins a paragraph."""

    widget = RichTextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, **kwargs)

    def clean(self, value: Any) -> str:
        return as_rich_text(super().clean(value))


def is_marked_up(text: str) -> bool:
    return _MARKED_UP.search(text) is not None


def as_rich_text(text: str) -> str:
    """Return typed text as rich text: cleaned, or made of plain paragraphs."""
    return clean(text) if is_marked_up(text) else from_plain(text)
