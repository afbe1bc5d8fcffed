"""What others ask of notices."""

from typing import Any

from gongkai.notices.models import Message, Notice, Preference


def unread_by(user: Any) -> int:
    """Return how many notices the person has not read."""
    return Notice.objects.visible_to(user).unread().count()


def messages_for_a_person(user: Any) -> int:
    """Return how many messages wait for the system administrator to say how they go on."""
    return Message.objects.visible_to(user).for_a_person().count()


def preference_of(user: Any) -> Preference:
    """Return how the person wants to be told: what was chosen, or what holds for those who chose nothing."""
    return Preference.objects.filter(user=user).select_related("user").first() or Preference(user=user)
