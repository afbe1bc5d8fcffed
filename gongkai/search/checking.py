"""Does the index hold what it should?"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from gongkai.search.engines import engine
from gongkai.search.entries import IndexMissing
from gongkai.search.models import Indexed
from gongkai.search.putting import keys


def faults(space: str, wanted: Iterable[str]) -> Iterator[str]:
    """Say in sentences how the index of a space differs from the keys that should be in it."""
    there, should_be = keys(space), set(wanted)
    for key in sorted(should_be - there):
        yield _("“%(key)s” is not in the search index.") % {"key": key}
    for key in sorted(there - should_be):
        yield _("“%(key)s” is in the search index and should not be.") % {"key": key}
    try:
        size = engine().size(space)
    except IndexMissing as fault:
        yield str(fault)
        return
    entries = Indexed.objects.filter(space=space).count()
    if size != entries:
        yield _("The search index holds %(size)s entries instead of %(entries)s: rebuild it.") % {
            "size": size,
            "entries": entries,
        }
