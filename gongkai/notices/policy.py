"""Who may do what with notices and messages, and why not."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.acts import Actor
from gongkai.acts.duties import Duty
from gongkai.notices.addresses import faults_of
from gongkai.notices.kinds import Channel, MessageState
from gongkai.notices.models import Message, Notice
from gongkai.people.models import User


def obstacles_to_reading(notice: Notice, by: Actor) -> Iterator[str]:
    """Say why `by` cannot mark this notice as read."""
    if notice.to.key != by.key:
        yield _("Only the person it is for marks a notice as read.")


def obstacles_to_choosing(user: User, by: Actor, *, email: str, sms_on: bool, mobile: str) -> Iterator[str]:
    """Say why `by` cannot choose these ways for `user`; the addresses are as `addresses.plain` gives them."""
    if user.key != by.key:
        yield _("Everybody chooses for themselves how they are told.")
    if email:
        yield from faults_of(Channel.EMAIL, email)
    if mobile:
        yield from faults_of(Channel.SMS, mobile)
    if sms_on and not mobile:
        yield _("Give the mobile number SMS are sent to.")


def obstacles_to_resolving(message: Message, by: Actor) -> Iterator[str]:
    """Say why `by` cannot note now that this message did reach the server."""
    yield from _obstacles_to_keeping_the_outbox(message, by)
    if message.state != MessageState.UNCLEAR:
        yield _("It is known what became of this message.")


def obstacles_to_sending_again(message: Message, by: Actor) -> Iterator[str]:
    """Say why `by` cannot have this message sent once more now."""
    yield from _obstacles_to_keeping_the_outbox(message, by)
    if message.state == MessageState.SENT:
        yield _("This message has been sent.")
    elif message.state in (MessageState.WAITING, MessageState.SENDING):
        yield _("This message is on its way already.")


def _obstacles_to_keeping_the_outbox(message: Message, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, message.agency):
        yield _("Only the system administrator of this agency keeps the outbox.")
