"""Doing an act once, however often its form is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from gongkai.acts import clock
from gongkai.acts.actor import Actor
from gongkai.acts.inserting import insert_if_new
from gongkai.acts.models import Submission


class AlreadySubmitted(Exception):
    """The form was sent before; `led_to` is the address the first sending led to."""

    def __init__(self, led_to: str) -> None:
        self.led_to = led_to
        super().__init__(led_to)


def earlier_submission(token: str, by: Actor) -> Submission | None:
    """Return what became of a form `by` has sent before; None for a new token or one that is no token."""
    try:
        return Submission.objects.filter(token=UUID(token), actor_key=by.key).first()
    except ValueError:
        return None


@contextmanager
def submitted_once(token: UUID, by: Actor) -> Iterator[Submission]:
    """Run the block for the first sending of `token` only, in one transaction with what it does.

    Two sendings at the same moment meet at the primary key: the second waits for the first and
    then raises AlreadySubmitted. When the block fails nothing is kept, so the form can be mended
    and sent again. Somebody else's token is as unknown as a new one and is refused the same way.
    """
    with transaction.atomic():
        submission = Submission(token=token, actor_key=by.key, sent_at=clock.now())
        if not insert_if_new(submission):
            earlier = Submission.objects.filter(token=token, actor_key=by.key).first()
            raise AlreadySubmitted(earlier.led_to if earlier else "")
        yield submission
        if submission.led_to:
            Submission.objects.filter(pk=token).update(led_to=submission.led_to)
