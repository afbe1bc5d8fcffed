"""The words of the room: channels, states and faults of a message, and kinds of notices."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    EMAIL = "email", pgettext_lazy("way of sending", "E-mail")
    SMS = "sms", _("SMS")


class MessageState(TextChoices):
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    UNCLEAR = "unclear", _("Not known whether it was sent")


class Fault(TextChoices):
    """Why a message did not go out, or may not have. What servers say is not kept: it names the address."""

    UNREACHABLE = "unreachable", _("The server cannot be reached")
    NOT_LET_IN = "not_let_in", _("The server does not accept our account")
    TOO_MANY = "too_many", _("The server wants fewer messages at a time")
    SERVER_FAULT = "server_fault", _("The server has a fault")
    REJECTED = "rejected", _("The server does not take this message")
    ANSWER_LOST = "answer_lost", _("The server's answer was lost")
    UNREADABLE = "unreadable", _("The address can no longer be read")


_kinds: dict[str, str | Promise] = {}


def label_kinds(labels: dict[str, str | Promise]) -> None:
    """Tell what the kinds of notices of a room are called, such as "cases.due": "A due day is near"."""
    _kinds.update(labels)


def label_of_kind(kind: str) -> str:
    """Return what a kind is called, in the reader's language; the kind's own name where none was told."""
    return str(_kinds.get(kind, kind))
