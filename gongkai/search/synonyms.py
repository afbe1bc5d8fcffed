"""Words that mean the same to who searches (低保 = 最低生活保障), kept by an editor."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Actor, Refused
from gongkai.journal import record
from gongkai.journal.keeping import Kept
from gongkai.journal.queries import label_acts
from gongkai.search.entries import SPACES
from gongkai.search.models import SynonymGroup
from gongkai.search.normalising import folded, runs

MOST_WORDS = 12
LONGEST_WORD = 40

label_acts(
    {
        "search.synonyms_added": gettext_lazy("Words that mean the same were added"),
        "search.synonyms_dropped": gettext_lazy("Words that mean the same were dropped"),
    }
)


@transaction.atomic
def add(scope: str, words: Sequence[str], *, by: Actor) -> SynonymGroup:
    """Let a search for one of `words` find the others too, in the space `scope` ("": everywhere).

    Raises Refused for fewer than two different words or more than 12, for a word longer than 40
    characters or without letters, and for a word that stands in another group of the same scope.
    """
    if scope not in ("", *SPACES):
        raise ValueError(f"There is no space {scope!r}.")
    kept = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    different = {_compared(word) for word in kept}
    reasons = []
    if len(different) < 2:
        reasons.append(_("Enter at least two different words."))
    if len(kept) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in kept):
        reasons.append(
            _("A group has at most %(words)s words of at most %(characters)s characters.")
            % {"words": MOST_WORDS, "characters": LONGEST_WORD}
        )
    if "" in different:
        reasons.append(_("A word has letters or digits."))
    taken = {_compared(word) for group in groups(scope) for word in group.words} & different
    for word in kept:
        if _compared(word) in taken:
            reasons.append(_("“%(word)s” stands in another group already.") % {"word": word})
    if reasons:
        raise Refused(reasons)
    group = SynonymGroup.objects.create(scope=scope, words=kept)
    record(by, "search.synonyms_added", group, words=kept, scope=scope)
    return group


@transaction.atomic
def drop(group: SynonymGroup, *, by: Actor) -> None:
    """Let the words of a group be words of their own again."""
    found = SynonymGroup.objects.select_for_update().filter(pk=group.pk).first()
    if found is None:
        raise Refused([_("This group has been dropped already.")])
    record(by, "search.synonyms_dropped", found, words=found.words, scope=found.scope)
    found.delete()


def groups(scope: str) -> list[SynonymGroup]:
    """Return the groups of one scope, as the editor keeps them."""
    return list(SynonymGroup.objects.filter(scope=scope).order_by("pk"))


def groups_for(space: str) -> list[tuple[str, ...]]:
    """Return the words, folded, that mean the same in a space."""

    def compared() -> list[tuple[str, ...]]:
        told = SynonymGroup.objects.filter(scope__in=["", space]).order_by("pk")
        return [tuple(map(_compared, words)) for words in told.values_list("words", flat=True)]

    return _groups.get(space, compared)


_groups = Kept(len(SPACES))


def _compared(word: str) -> str:
    return " ".join(runs(folded(word)))
