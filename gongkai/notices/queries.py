"""What others ask of notices."""

from typing import Any

from django.db.models import QuerySet

from gongkai.notices.models import Message, Notice, Preference


def unread_by(user: Any) -> int:
    """Return how many notices the person has not read."""
    return unread_of(user).count()


def unread_of(user: Any) -> QuerySet[Notice]:
    """Return the notices the person has not read."""
    return Notice.objects.visible_to(user).unread()


def messages_for_a_person(user: Any) -> QuerySet[Message]:
    """Return the messages that wait for the system administrator to say how they go on."""
    return Message.objects.visible_to(user).for_a_person()


def preference_of(user: Any) -> Preference:
    """Return how the person wants to be told: what was chosen, or what holds for those who chose nothing."""
    return Preference.objects.filter(user=user).select_related("user").first() or Preference(user=user)
