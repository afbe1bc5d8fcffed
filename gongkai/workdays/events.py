"""News from the calendar for the floors above."""

from django.dispatch import Signal

# Sent on commit when notices were loaded or replaced; `years` are theirs. What was derived from the
# calendar is derived anew.
calendar_changed = Signal()
