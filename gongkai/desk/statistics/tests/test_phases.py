"""五公开: items by phase, as a figure of the year that opens its list, and as a filter."""

from datetime import date, datetime

import pytest
from django.test import Client

from gongkai.acts import clock
from gongkai.channels.tests.factories import approved_document, published_item, release_of
from gongkai.statistics.phases import by_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def _three_items(office):
    with clock.pretend(datetime(2018, 6, 1, 9, 0)):
        for title, phase in (("预算", "result"), ("决算", "result"), ("通知", "")):
            item = published_item(office, title, document=approved_document(office, title, phase=phase))
            release_of(item, office, day=date(2018, 5, 7))
        published_item(office, "没有发布", document=approved_document(office, "没有发布", phase="result"))
        yield


@pytest.mark.usefixtures("_three_items")
def test_the_items_of_a_year_are_counted_by_their_phase(office):
    counted = {each.code: each.count for each in by_phase(office.agency, 2018)}
    assert counted == {"decision": 0, "execution": 0, "management": 0, "service": 0, "result": 2, "none": 1}
    assert not any(each.count for each in by_phase(office.agency, 2017))
    assert not any(each.count for each in by_phase(office.other, 2018))


@pytest.mark.usefixtures("_three_items")
@pytest.mark.parametrize("who", ["foi", "supervisor"])
def test_each_figure_opens_the_list_it_counted(office, who):
    client = Client()
    client.force_login(getattr(office, who))
    page = client.get(f"/desk/statistics/?agency={office.agency.slug}&year=2018")
    for phase in page.context["phases"]:
        listed = client.get(phase["url"]).context["paginator"].count
        assert listed == phase["count"], phase["label"]


@pytest.mark.usefixtures("_three_items")
def test_citizens_filter_by_phase(office):
    listed = Client().get("/items/?phase=result").context["rows"]
    assert {row.item.title for row in listed} == {"预算", "决算"}
