"""News for the floors above, sent on commit: `published`, `corrected` and `withdrawn` with `item`."""

from django.dispatch import Signal

published = Signal()
corrected = Signal()
withdrawn = Signal()
