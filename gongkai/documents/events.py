"""News for the floors above, sent on commit: `openness_changed` with `document`, `by` and `reason`."""

from django.dispatch import Signal

openness_changed = Signal()
