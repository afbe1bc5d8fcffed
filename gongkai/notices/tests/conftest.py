from collections.abc import Iterator
from typing import Any

import pytest

from gongkai.notices.tests.servers import Gateway, MailServer, serving


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """An SMS gateway the installation is set up for."""
    with serving(Gateway()) as server:
        settings.SMS_URL, settings.SMS_TOKEN, settings.SENDING_TIMEOUT = server.url, "secret", 0.5
        yield server


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server the installation is set up for."""
    with serving(MailServer()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "街道办公室 <office@example.cn>"
        settings.SENDING_TIMEOUT = 0.5
        yield server
