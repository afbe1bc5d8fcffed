"""News for the floors above: an act was recorded.

`recorded` is sent with `act` (its name in the journal) and `subject`, at once and in the transaction of the
act: what follows from it stands and falls with the act. A receiver that fails fails the act.
"""

from django.dispatch import Signal

recorded = Signal()
