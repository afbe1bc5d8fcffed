"""The rooms that have pages in the desk, in the order of its addresses."""

from importlib.util import find_spec

_PLANNED = (
    "home",
    "cases",
    "documents",
    "secrecy",
    "inventory",
    "responsibility",
    "catalogue",
    "columns",
    "channels",
    "groups",
    "issues",
    "boards",
    "imports",
    "health",
    "search",
    "concerns",
    "disputes",
    "meetings",
    "resources",
    "statistics",
    "notices",
    "people",
    "agencies",
    "journal",
    "workdays",
    "uploads",
    "search",
)

# A room without pages yet has no addresses either.
ROOMS = tuple(
    room
    for room in _PLANNED
    if find_spec(f"gongkai.desk.{room}") is not None and find_spec(f"gongkai.desk.{room}.urls") is not None
)
