"""What is said of an item where its text is not shown: in the head of its page, in feeds."""

import re
from datetime import datetime, time

from django.utils import timezone

from gongkai.acts.clock import BEIJING
from gongkai.catalogue.models import Item
from gongkai.kit.templatetags.kit import without_controls
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import plain_text

LONGEST = 200  # characters

# XML cannot hold them at all, and no reader sees them.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def summary_of(item: Item) -> str:
    """Return the abstract, else the first 200 characters of the text, on one line."""
    package = item.package
    text = item.abstract
    if not text:
        text = plain_text(package.body) if package.markup == Markup.HTML else package.body
    return on_one_line(text)[:LONGEST]


def published_at(item: Item) -> datetime:
    """Return day and hour of the publication, in Beijing; midnight where only the day is known."""
    first = min(item.editions.all(), key=lambda edition: edition.number, default=None)
    since = timezone.localtime(first.since) if first else None
    if since is not None and since.date() == item.published_on:
        return since
    return datetime.combine(item.published_on, time(0, 0), BEIJING)


def on_one_line(text: str) -> str:
    """Return the text on one line, without signs that turn its direction or that nobody can read."""
    return " ".join(_UNREADABLE.sub("", without_controls(text)).split())
