"""What came of one step towards a channel."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WORDS_AT_MOST = 200
_MOBILE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)", re.ASCII)


class Reason(TextChoices):
    """Why a step did not succeed, or may not have."""

    UNREACHABLE = "unreachable", _("The server cannot be reached.")
    SERVER_FAULT = "server_fault", _("The server has a fault.")
    NOT_LET_IN = "not_let_in", _("The server does not accept the account as it is set up here.")
    ADDRESS_NOT_LISTED = (
        "address_not_listed",
        _("The address of this server is not on the list of addresses the channel accepts."),
    )
    LOGIN_EXPIRED = "login_expired", _("The permission to post has expired: somebody has to renew it.")
    TOO_MANY = "too_many", _("The server wants fewer messages at a time.")
    NO_MONEY = "no_money", _("The account with the provider is used up.")
    ONE_BY_ONE = "one_by_one", _("One of the numbers was not accepted: each is tried by itself.")
    NO_RIGHTS = (
        "no_rights",
        _("The account may not do this through the interface: do it by hand, and enter the address."),
    )
    NOT_ACCEPTED = "not_accepted", _("The server does not accept this text as it is.")
    TOO_LONG = "too_long", _("The text is too long for this channel.")
    PICTURE_NOT_ACCEPTED = "picture_not_accepted", _("The server does not accept the picture.")
    NO_LINK = "no_link", _("The text must hold a link to the website registered with the channel.")
    NO_TOPIC = "no_topic", _("The channel takes no topics between two # signs; write it without them.")
    REFUSED_BY_PLATFORM = "refused_by_platform", _("The platform refused to publish it.")
    ORIGINALITY = "originality", _("The platform did not accept the declaration of originality.")
    TAKEN_DOWN = "taken_down", _("It was published and is no longer there.")
    BANNED = "banned", _("It was published, and the platform has blocked it.")
    BAD_NUMBER = "bad_number", _("This number cannot receive messages.")
    WANTS_NONE = "wants_none", _("The owner of this number does not want messages.")
    TEMPLATE = "template", _("The signature or the template of the message is not approved.")
    NOT_DELIVERED = "not_delivered", _("The message did not reach the phone.")
    QUIET_HOURS = "quiet_hours", _("At this hour nobody is sent a message: it goes out in the morning.")
    SENT_OFTEN = "sent_often", _("They have had as many messages today as anybody gets on a day.")
    CANNOT_COME_BACK = (
        "cannot_come_back",
        _("A message that was sent cannot be taken back; a correction can be sent to the same groups."),
    )
    NOBODY = "nobody", _("Nobody is left to send it to.")
    NOT_FOUND = "not_found", _("It was looked for on the channel and not found: see for yourself.")
    ANSWER_LOST = "answer_lost", _("The server's answer was lost.")
    ALREADY_THERE = "already_there", _("The server says that it has this text already.")
    NOT_UNDERSTOOD = "not_understood", _("The server's answer was not understood.")


@dataclass(frozen=True, slots=True)
class Done:
    """It is done and seen: published at `address`, known there as `reference`."""

    address: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """It was taken; whether it succeeds is learned later, by a callback or by looking."""

    reference: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """It was not done and may be tried again, after `wait` when the server named a time.

    `channel_is_down` says that whatever else goes this way would fare no better.
    """

    reason: Reason
    words: str = ""
    code: str = ""
    wait: timedelta | None = None
    channel_is_down: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """It was not done, and trying again as it is changes nothing."""

    reason: Reason
    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """It was handed over, and nobody knows whether it was taken: looked for, or resolved by a person."""

    reason: Reason = Reason.ANSWER_LOST
    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """It was looked for and is not there; right after a lost answer it may still appear."""


Trouble: TypeAlias = Later | Never | Unclear
Answer: TypeAlias = Done | Accepted | Later | Never | Unclear


def clean(words: object, *secrets: str) -> str:
    """Return what the other side said, fit to be kept and shown: one line of at most 200 characters.

    Mobile numbers and the `secrets` passed in are covered, should the other side repeat them.
    """
    if not isinstance(words, str):
        return ""
    said = words[: WORDS_AT_MOST * 20]
    for secret in filter(None, secrets):
        said = said.replace(secret, "***")
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in said)
    shown = " ".join(_MOBILE.sub("***", shown).split())
    return shown if len(shown) <= WORDS_AT_MOST else shown[: WORDS_AT_MOST - 1] + "…"
