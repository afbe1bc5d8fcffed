"""Handing a message to the mail server."""

import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from gongkai.notices.answers import Answer, later, never, sent, unclear
from gongkai.notices.kinds import Fault
from gongkai.notices.models import Message
from gongkai.notices.writing import headers_of


class AnswerLost(Exception):
    """The text was given to the server, and the connection ended before it said whether it took it."""


class _TellsLostAnswers:
    def data(self, text: Any) -> Any:
        try:
            return super().data(text)  # type: ignore[misc]
        except smtplib.SMTPResponseException:
            raise
        except OSError as fault:
            # So smtplib's own word for a line that broke, which is a kind of OSError too.
            raise AnswerLost from fault


class _Smtp(_TellsLostAnswers, smtplib.SMTP):
    pass


class _SmtpOverTls(_TellsLostAnswers, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SmtpOverTls if self.use_ssl else _Smtp


def is_on() -> bool:
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def send(message: Message) -> Answer:
    """Hand the message to the mail server of the settings and return what its answer means."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    written = EmailMessage(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.address],
        headers={
            "Message-ID": f"<{message.reference}@{domain}>",
            "Auto-Submitted": "auto-generated",
            **headers_of(message),
        },
        connection=_Backend(timeout=settings.SENDING_TIMEOUT),
    )
    try:
        written.send()
    except (AnswerLost, smtplib.SMTPException, OSError, UnicodeError) as fault:
        return _meaning(fault)
    return sent()


def _meaning(fault: Exception) -> Answer:
    if isinstance(fault, AnswerLost):
        return unclear()
    if isinstance(fault, UnicodeError):
        return never(Fault.REJECTED)
    if isinstance(fault, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
        answers = getattr(fault, "recipients", {}).values()
        code = next(iter(answers))[0] if answers else getattr(fault, "smtp_code", 0)
        return never(Fault.REJECTED, code) if code >= 500 else later(Fault.SERVER_FAULT, code)
    if isinstance(fault, smtplib.SMTPResponseException):
        # The greeting, our account or our own address was refused: no message fares better.
        return later(Fault.NOT_LET_IN, fault.smtp_code, down=True)
    return later(Fault.UNREACHABLE, down=True)
