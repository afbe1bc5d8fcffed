"""News from the cases for the floors above, and for the room itself."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

# Sent on commit when there is something new for a requester: `case`, and `occasion`, a text that names it for
# ever. What is told outside the house says nothing of it.
told_requester = Signal()

# Sent on commit when a requester handed something in at the portal: `case` and `occasion`.
heard_requester = Signal()


def announce(signal: Signal, case: Any, occasion: str) -> None:
    """Send a signal of this room once what happened to `case` stands in the database."""
    # What is told about an act never undoes the act.
    transaction.on_commit(partial(signal.send_robust, type(case), case=case, occasion=occasion), robust=True)
