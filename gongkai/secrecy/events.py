"""News for the floors above, sent on commit: `cleared` and `sent_back` with `review`."""

from django.dispatch import Signal

cleared = Signal()
sent_back = Signal()
