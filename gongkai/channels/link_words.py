"""What is said of links that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from gongkai.channels.models import Link
from gongkai.channels.own_addresses import FILE_GONE

Said = tuple[str, ...]


def links(dead: Sequence[Link]) -> Said:
    if not dead:
        return (gettext("No dead link is known."),)
    files = sum(each.found == FILE_GONE for each in dead)
    own = sum(each.is_own for each in dead) - files
    return (
        gettext(
            "Dead links: %(number)s on %(pages)s pages. To our own website: %(own)s; to others: %(others)s; "
            "lost files: %(files)s."
        )
        % {
            "number": len(dead),
            "pages": len({each.item_id for each in dead}),
            "own": own,
            "others": len(dead) - own - files,
            "files": files,
        },
    )


def not_looked_at(number: int) -> Said:
    if not number:
        return ()
    return (
        ngettext(
            "%(number)s link has not been looked at: does the worker run, and does it reach the Internet?",
            "%(number)s links have not been looked at: does the worker run, and does it reach the Internet?",
            number,
        )
        % {"number": number},
    )


def dead(link: Link) -> str:
    """Say where a dead link leads and why it is dead."""
    return gettext("%(address)s: %(reason)s") % {"address": link.url[:200], "reason": found(link.found)}


# What the link check found, in words; a number is the status the other server gave.
_FOUND: dict[str, str | Promise] = {
    "nothing there": gettext_lazy("nothing stands there in public"),
    "withdrawn": gettext_lazy("what stood there was withdrawn"),
    "file gone": gettext_lazy("the file is not on the disk any more; put it back from the backup"),
    "unreachable": gettext_lazy("the server cannot be reached"),
    "no such host": gettext_lazy("there is no such server"),
    "too slow": gettext_lazy("the server did not answer in time"),
    "private address": gettext_lazy("it leads into a network that is not public"),
    "bad address": gettext_lazy("it is no address"),
    "certificate": gettext_lazy("browsers warn of it: its certificate is not valid"),
    "redirects without end": gettext_lazy("it leads on without end"),
    "says so itself": gettext_lazy("the page itself says that nothing is there"),
}


def found(word: str) -> str:
    """Say what the link check found."""
    if word.isdigit():
        return gettext("the server answered %(status)s") % {"status": word}
    return str(_FOUND.get(word, word))
