"""The ways out of the house, and handing one message over."""

from typing import Protocol

from gongkai.notices import by_email, by_sms
from gongkai.notices.answers import Answer, never
from gongkai.notices.kinds import Channel, Fault
from gongkai.notices.models import Message
from gongkai.vault.fields import Unreadable


class Sender(Protocol):
    def is_on(self) -> bool:
        """Say whether the installation is set up for it."""
        ...

    def send(self, message: Message) -> Answer:
        """Hand one message over; what goes wrong outside this house is told by the answer."""
        ...


SENDERS: dict[str, Sender] = {Channel.EMAIL: by_email, Channel.SMS: by_sms}


def is_on(channel: str) -> bool:
    """Say whether messages of this channel are written and sent at all."""
    return SENDERS[channel].is_on()


def hand_over(message: Message) -> Answer:
    """Send one message, which stands in the outbox as being sent, and return what came of it."""
    try:
        return SENDERS[message.channel].send(message)
    except Unreadable:
        return never(Fault.UNREADABLE)
