"""What a search found, on a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from gongkai.kit.templatetags.kit import without_controls

register = template.Library()


@register.filter
def marked(passage: Iterable[tuple[str, bool]]) -> SafeString:
    """Write the pieces of a text, those that were looked for marked."""
    pieces = ((escape(without_controls(piece)), is_hit) for piece, is_hit in passage)
    return mark_safe(  # noqa: S308 - every piece is escaped
        "".join(f"<mark>{piece}</mark>" if is_hit else piece for piece, is_hit in pieces)
    )
