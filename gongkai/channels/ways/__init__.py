"""The ways a channel is served through an interface: one small plug-in for each.

What has no plug-in is served by hand: somebody posts the text, then confirms with address or picture.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from gongkai.channels.models import Channel, Release
from gongkai.channels.protocols.answers import Absent, Answer


@dataclass(frozen=True, slots=True)
class Limits:
    """What a text has to keep to: numbers of signs (0: no bound, None: the channel has no such part)."""

    headline: int | None = 0
    text: int | None = 0
    #: How the channel counts a text; a plain number of signs where it says nothing else.
    measure: Callable[[str], int] = len
    links: bool = True
    #: Whether a topic between two # signs may stand in it.
    topics: bool = True
    picture_needed: bool = False


class WayOut(Protocol):
    """A channel's interface. Its steps are taken one after another, each once if its answer was heard."""

    limits: Limits
    #: The names of the steps, in order; what a step gave stands in `release.progress` under its name.
    steps: Sequence[str]
    #: The steps the public sees something of: one of these with a lost answer is not simply taken again.
    outward: Collection[str]

    def obstacles(self, channel: Channel) -> Iterator[str]:
        """Say what is missing before the channel can be served this way."""
        ...

    def take(self, release: Release, step: str) -> Answer:
        """Take one step. Done before the last step leads on to the next; at the last it is published."""
        ...

    def look(self, release: Release) -> Answer | Absent:
        """Look what became of it there: published, still under way, refused, or not there."""
        ...

    def take_down(self, release: Release) -> Answer:
        """Take it down there. Never says that a person has to."""
        ...


_ways: dict[str, WayOut] = {}


def register(way: str, plug_in: WayOut) -> None:
    """Serve all channels of this `Way` by `plug_in`."""
    _ways[way] = plug_in


def way_of(channel: Channel) -> WayOut | None:
    """Return the interface that serves the channel, or None when people do."""
    return _ways.get(channel.served_by)


def limits_of(channel: Channel) -> Limits:
    plug_in = way_of(channel)
    return plug_in.limits if plug_in is not None else BY_HAND.get(channel.kind, Limits())


# What the sites take when somebody posts by hand.
BY_HAND = {
    "weibo": Limits(headline=None, text=2000),
    "wechat": Limits(headline=64, text=20_000, links=False),
    "sms": Limits(headline=None, text=500),
}
