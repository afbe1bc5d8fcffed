import shutil
from datetime import datetime

import pytest

from gongkai.acts import clock


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture(autouse=True)
def _nothing_noted(data_dir):
    shutil.rmtree(data_dir / "searches", ignore_errors=True)


@pytest.fixture
def citizen(client):
    client.cookies["django_language"] = "en"
    return client
