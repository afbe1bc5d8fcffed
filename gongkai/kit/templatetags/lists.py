"""Lines of long lists, put together here: as a template each would cost as much as the rest of the page.

Every text goes through `format_html` or `escape`, the plain one of Python: Django's, which waits for lazy
texts, costs five times as much, and a page escapes some hundred.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.kit.templatetags.found import marked
from gongkai.kit.templatetags.kit import isolate

register = template.Library()


@register.simple_tag
def item_lines(items: Iterable[Any], with_column: object = False) -> SafeString:
    """Return the lines of a list of items: title, day and, where it is wanted, the column."""
    return _joined(
        format_html(
            '<li><span class="item-title"><a href="{}">{}</a></span>{}{}</li>',
            item.get_public_url(),
            isolate(item.title),
            _day(item),
            format_html('<span class="item-meta"><span>{}</span></span>', isolate(item.column.name))
            if with_column
            else "",
        )
        for item in items
    )


@register.simple_tag
def item_links(items: Iterable[Any]) -> SafeString:
    """Return items as a plain list of links."""
    return _joined(
        format_html('<li><a href="{}">{}</a></li>', item.get_public_url(), isolate(item.title))
        for item in items
    )


@register.simple_tag
def hit_lines(rows: Iterable[Any], several_offices: object = False) -> SafeString:
    """Return the lines of the hits of a search; see `portal.search.views.Row`."""
    return _joined(_hit(row, bool(several_offices)) for row in rows)


def _hit(row: Any, several_offices: bool) -> str:
    item = row.item
    inside = ""
    if row.passage and row.attachment:
        told = _("In the attachment “%(name)s”:") % {"name": isolate(row.attachment)}
        # The sentence is ours and the name is escaped.
        inside = f'<span class="quiet">{told}</span> '
    facts = [escape(row.office)] if several_offices else []
    facts.append(escape(row.column))
    facts += [isolate(item.document_number)] if item.document_number else []
    facts.append(escape(item.index_number))
    kind = "new" if item.validity != "in_force" else "fine" if item.is_normative else ""
    status = f'<span class="status {kind}">{escape(str(item.get_validity_display()))}</span>' if kind else ""
    passage = f"<p>{inside}{marked(row.passage)}</p>" if row.passage else ""
    return (
        f'<li><h3 class="item-title"><a href="{escape(item.get_public_url())}">{marked(row.title)}</a></h3>'
        f'{passage}<div class="item-meta">{_day(item)}'
        f"{''.join(f'<span>{fact}</span>' for fact in facts)}{status}</div></li>"
    )


@register.simple_tag
def choice_lines(name: str, options: Iterable[Any]) -> SafeString:
    """Return the choices of a filter, each with a box and the number of its hits."""
    escaped_name = escape(name)
    return mark_safe(  # noqa: S308 - every part is escaped
        "".join(
            f'<label class="choice"><input type="checkbox" name="{escaped_name}" '
            f'value="{escape(str(option.value))}"{" checked" if option.chosen else ""}>'
            f"<span>{escape(str(option.label))}</span>{_count(option)}</label>"
            for option in options
        )
    )


def _count(option: Any) -> str:
    count = option.count
    if count is None:
        return ""
    return f'<span class="count">{escape(count if isinstance(count, str) else str(localize(count)))}</span>'


def _day(item: Any) -> SafeString:
    day = item.published_on.isoformat()
    return mark_safe(f'<time datetime="{day}">{day}</time>')  # noqa: S308 - figures and strokes


def _joined(lines: Iterable[str]) -> SafeString:
    return mark_safe("".join(lines))  # noqa: S308 - every line was escaped where it was made
