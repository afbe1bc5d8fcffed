"""Rich text on a page: its pictures get their addresses, its tables a frame, its headings their place."""

import re
from collections.abc import Callable, Mapping
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.typesetting.rich_text import clean

# Where the file of a picture can be fetched, by its key; None where it is not shown.
Addresses = Callable[[str], str | None] | Mapping[str, str]

_PICTURE = re.compile(r'<img((?:\s[a-z-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')
_HEADING = re.compile(r"<(/?)h([234])\b")


def shown(html: str, addresses: Addresses, *, below: int = 1) -> SafeString:
    """Return a rich text as it stands on a page, cleaned; `below` is the level of the heading above it.

    A picture whose address is not known is left out. No level of headings is skipped, whatever was typed.
    """
    body = with_addresses(clean(html), addresses)
    body = _Levels(below)(body)
    frame = format_html(
        '<div class="prose-table" role="group" tabindex="0" aria-label="{}">', _("Table in the text")
    )
    body = body.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")
    return mark_safe(body)  # noqa: S308 - cleaned above; what was put in is escaped


def with_addresses(html: str, addresses: Addresses) -> str:
    """Return cleaned `html` with the address of each picture; those without one are left out."""
    find = addresses if callable(addresses) else addresses.get

    def address(found: re.Match[str]) -> str:
        told = dict(_ATTRIBUTE.findall(found.group(1)))
        key = told.get("data-file", "")
        url = find(key)
        if not url:
            return ""
        words = escape(unescape(told.get("alt", "")))
        sizes = getattr(url, "attributes", "")  # of a picture that knows its own
        return f'<img src="{escape(url)}" data-file="{escape(key)}" alt="{words}" loading="lazy"{sizes}>'

    return _PICTURE.sub(address, html)


class _Levels:
    """Moves headings below the one above the text, one level at a time."""

    def __init__(self, below: int) -> None:
        self.below = self.last = below

    def __call__(self, html: str) -> str:
        return _HEADING.sub(self._moved, html)

    def _moved(self, found: re.Match[str]) -> str:
        if not found.group(1):
            wanted = self.below + int(found.group(2)) - 1
            self.last = min(wanted, self.last + 1, 6)
        return f"<{found.group(1)}h{self.last}"
