"""What is worked out once holds until an act, and inside a transaction nothing is kept."""

from __future__ import annotations

import pytest
from django.db import transaction

from gongkai.journal.changes import NOTHING_YET, note_change, stand
from gongkai.journal.keeping import Kept


def asked(kept: Kept, key: str, made: list[str]) -> int:
    """Ask for `key` and return how often it was made so far."""
    kept.get(key, lambda: made.append(key))
    return made.count(key)


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
class TestOutsideATransaction:
    def test_an_answer_holds_until_something_changes(self) -> None:
        kept, made = Kept(2), list[str]()
        note_change()
        assert [asked(kept, "a", made) for _time in range(3)] == [1, 1, 1]
        note_change()
        assert asked(kept, "a", made) == 2

    def test_the_longest_unused_answer_makes_room(self) -> None:
        kept, made = Kept(2), list[str]()
        note_change()
        for key in ("a", "b", "a", "c"):
            asked(kept, key, made)
        assert (asked(kept, "a", made), asked(kept, "b", made)) == (1, 2)

    def test_before_the_first_act_nothing_is_kept(self) -> None:
        kept, made = Kept(2), list[str]()
        assert stand() == NOTHING_YET
        assert [asked(kept, "a", made) for _time in range(2)] == [1, 2]

    def test_inside_a_transaction_nothing_is_kept(self) -> None:
        kept, made = Kept(2), list[str]()
        note_change()
        with transaction.atomic():
            assert [asked(kept, "a", made) for _time in range(2)] == [1, 2]
