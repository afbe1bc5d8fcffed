"""The dead links as a table for those who mend them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import openpyxl
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.styles import Font

from gongkai.channels.link_words import found as found_words
from gongkai.channels.models import Link

_WIDTHS = (20, 50, 20, 60, 30, 20, 20)
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dead_links_as_xlsx(links: Iterable[Link]) -> bytes:
    """Return the links as XLSX: one row for each, by item."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = _("Dead links")
    sheet.append(
        [
            _("Index number"),
            _("Title"),
            _("Column"),
            _("Address"),
            _("What was found"),
            _("Dead since"),
            _("Last looked at"),
        ]
    )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for link in links:
        item = link.item
        told = [item.index_number, item.title, item.column.name, link.url, found_words(link.found)]
        sheet.append(
            [*(_harmless(each) for each in told), _moment(link.first_failed_at), _moment(link.checked_at)]
        )
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFG"[place]].width = width
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _harmless(text: str) -> str:
    text = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(_FORMULA) else text
