from datetime import datetime

import pytest

from gongkai.acts import clock
from gongkai.channels.tests import factories


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 12, 0)):
        yield


@pytest.fixture
def citizen(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def item(office):
    return factories.released_item(office)
