"""`{% url %}` that looks up an address without arguments once: a page has some twenty of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.utils.html import conditional_escape

from gongkai.kit.addresses import address

register = template.Library()


class AddressNode(URLNode):
    def render(self, context: Context) -> Any:
        if self.args or self.kwargs:
            return super().render(context)
        name = self.view_name.resolve(context)
        found = address(name) if isinstance(name, str) and name else ""
        if not found:
            # What is not there is told, or left out, as ever.
            return super().render(context)
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    """Do what Django's own tag does."""
    node = parse_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
