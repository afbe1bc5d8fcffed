"""An office's page: functions, leaders with their fields, sections, contact; nothing else of a person."""

from datetime import date

import pytest

from gongkai.agencies.actions import change_particulars, change_section
from gongkai.people.charges import give_charge
from gongkai.people.models import Post

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_an_office_tells_its_functions_sections_and_communities(citizen, office):
    change_particulars(office.agency, by=office.sysadmin, functions="社区建设\n民生保障")
    change_section(office.section, by=office.sysadmin, functions="社会救助", phone="010-65126892")
    page = text(citizen.get("/offices/jianguomen/"))
    for words in ("社区建设", "民生保障科", "社会救助", "010-65126892", "苏州社区", "010-65126891"):
        assert words in page


def test_leaders_are_named_with_what_they_are_in_charge_of_today(citizen, office):
    give_charge(office.leader, office.agency, section=office.section, by=office.foi_head)
    give_charge(office.leader, office.agency, field="政务公开", by=office.foi_head)
    leaders = citizen.get("/offices/jianguomen/").context["leaders"]
    assert [each["name"] for each in leaders] == [office.principal.name, office.leader.name]
    assert sorted(leaders[1]["fields"]) == ["政务公开", "民生保障科"]


def test_who_left_their_post_is_not_named(citizen, office):
    Post.objects.filter(user=office.leader).update(until=date(2018, 5, 6))
    assert office.leader.name not in text(citizen.get("/offices/jianguomen/"))


def test_nothing_else_is_told_of_a_person(citizen, office):
    office.leader.phone = "13800138000"
    page = text(citizen.get("/offices/jianguomen/"))
    for words in (office.leader.username + "@", "13800138000", office.officer.name, office.foi.name):
        assert words not in page


def test_only_offices_of_this_portal_have_a_page(citizen, office, settings):
    assert citizen.get("/offices/chaoyangmen/").status_code == 404
    assert citizen.get("/offices/nowhere/").status_code == 404
    settings.PORTAL_AGENCY = "dongcheng"
    assert "朝阳门街道" in text(citizen.get("/offices/"))
    assert citizen.get("/offices/chaoyangmen/").status_code == 200
