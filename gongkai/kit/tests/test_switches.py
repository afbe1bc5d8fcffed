"""Language and size of type change at a click on any page of ours, and at none on a foreign page."""

import pytest
from django.test import Client

SWITCHES = [("/language/", {"language": "en"}), ("/type/", {"size": "large"})]


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(("address", "chosen"), SWITCHES)
def test_a_click_on_a_page_of_ours_needs_no_token(reader, address, chosen):
    assert reader.post(address, chosen, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert reader.post(address, chosen).status_code == 302


@pytest.mark.parametrize(("address", "chosen"), SWITCHES)
def test_a_click_on_a_foreign_page_switches_nothing(reader, address, chosen):
    for told in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ):
        answer = reader.post(address, chosen, headers=told)
        assert answer.status_code == 403
        assert not answer.cookies


def test_a_switch_leads_back_to_no_other_host(reader):
    answer = reader.post("/type/", {"size": "large", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
