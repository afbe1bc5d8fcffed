"""Keeping the words that mean the same."""

from collections.abc import Sequence

from django.db import transaction

from gongkai.acts import Actor
from gongkai.search import synonyms
from gongkai.search.models import SynonymGroup


@transaction.atomic
def change(group: SynonymGroup, scope: str, words: Sequence[str], *, by: Actor) -> SynonymGroup:
    """Put other words in place of a group; the journal tells of the old ones and of the new.

    Raises Refused as `synonyms.add` does, and then the group stands as it was.
    """
    synonyms.drop(group, by=by)
    return synonyms.add(scope, words, by=by)
