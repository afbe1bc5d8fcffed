"""Warnings of the health board on pages of other rooms."""

from typing import Any

from django import template

from gongkai.channels.link_words import found as found_words
from gongkai.channels.models import Link

register = template.Library()


@register.inclusion_tag("desk/health/dead_on_item.html")
def dead_links_of(item: Any) -> dict[str, Any]:
    """Tell which links of the item lead nowhere."""
    dead = Link.objects.dead().filter(item=item).order_by("pk")[:20]
    return {"links": [{"link": link, "found": found_words(link.found)} for link in dead]}
