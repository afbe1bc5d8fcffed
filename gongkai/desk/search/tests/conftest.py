from datetime import datetime

import pytest

from gongkai.acts import clock


@pytest.fixture(autouse=True)
def _in_october_2025():
    with clock.pretend(datetime(2025, 10, 20, 9, 0)):
        yield


@pytest.fixture
def as_(client):
    """The client as somebody, in English."""

    def logged_in(person):
        client.cookies["django_language"] = "en"
        client.force_login(person)
        return client

    return logged_in


@pytest.fixture
def acts(django_capture_on_commit_callbacks):
    """Within the block acts come to their end: what follows a transaction happens."""

    def committed():
        return django_capture_on_commit_callbacks(execute=True)

    return committed
