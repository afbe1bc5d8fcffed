from datetime import datetime

import pytest

from gongkai.acts import clock
from gongkai.people.models import User


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture
def as_(client):
    """The client as somebody: in English, with the duties they hold now."""

    def logged_in(person):
        client.cookies["django_language"] = "en"
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return logged_in
