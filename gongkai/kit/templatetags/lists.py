"""Lines of long lists, put together here: as a template each would cost as much as the rest of the page.

Every text goes through `format_html` or `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import escape, format_html
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


def _hit(row: Any, several_offices: bool) -> SafeString:
    item = row.item
    inside = ""
    if row.passage and row.attachment:
        told = _("In the attachment “%(name)s”:") % {"name": isolate(row.attachment)}
        # The sentence is ours and the name is escaped.
        inside = format_html('<span class="quiet">{}</span> ', mark_safe(told))  # noqa: S308
    facts = [row.office] if several_offices else []
    facts.append(row.column)
    facts += [isolate(item.document_number)] if item.document_number else []
    facts.append(item.index_number)
    kind = "new" if item.validity != "in_force" else "fine" if item.is_normative else ""
    return format_html(
        '<li><h3 class="item-title"><a href="{}">{}</a></h3>{}<div class="item-meta">{}{}{}</div></li>',
        item.get_public_url(),
        marked(row.title),
        format_html("<p>{}{}</p>", inside, marked(row.passage)) if row.passage else "",
        _day(item),
        _joined(format_html("<span>{}</span>", fact) for fact in facts),
        format_html('<span class="status {}">{}</span>', kind, item.get_validity_display()) if kind else "",
    )


@register.simple_tag
def choice_lines(name: str, options: Iterable[Any]) -> SafeString:
    """Return the choices of a filter, each with a box and the number of its hits."""
    return mark_safe(  # noqa: S308 - every part is escaped
        "".join(
            f'<label class="choice"><input type="checkbox" name="{escape(name)}" '
            f'value="{escape(option.value)}"{" checked" if option.chosen else ""}>'
            f"<span>{escape(option.label)}</span>{_count(option)}</label>"
            for option in options
        )
    )


def _count(option: Any) -> str:
    count = option.count
    return "" if count is None else f'<span class="count">{escape(localize(count))}</span>'


def _day(item: Any) -> SafeString:
    day = item.published_on.isoformat()
    return format_html('<time datetime="{}">{}</time>', day, day)


def _joined(lines: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(lines))  # noqa: S308 - every line was escaped where it was made
