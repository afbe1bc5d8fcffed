"""Who answers for what, the leader in charge beside a paper, and the office's own rules."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.acts import clock
from gongkai.agencies.models import Section
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import OwnRule
from gongkai.channels import actions as channels
from gongkai.desk.home.waiting import everything_waiting
from gongkai.desk.tests.pages import sent, text
from gongkai.documents import actions as documents
from gongkai.inventory.models import Standing
from gongkai.inventory.tests import factories as inventory
from gongkai.kit.waiting import FIRST, LAST
from gongkai.people.charges import end_charge, give_charge, leader_of
from gongkai.people.models import Charge, User
from gongkai.secrecy import actions as secrecy
from gongkai.workdays.actions import load_shipped_notices
from tests import world

pytestmark = pytest.mark.django_db

WHO = "/desk/responsibility/who/"
RULES = "/desk/responsibility/rules/"


@pytest.fixture(autouse=True)
def _on_a_thursday(db):
    load_shipped_notices()
    with clock.pretend(world.TODAY):
        yield


@pytest.fixture
def as_(client):
    def logged_in(person):
        client.cookies["django_language"] = "en"
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return logged_in


@pytest.fixture
def charge(office):
    return give_charge(
        office.leader, office.agency, section=office.section, since=date(2020, 1, 1), by=office.foi
    )


@pytest.fixture
def furnished(office):
    """The office with its columns and channels."""
    return world.found(office)


def row_of(page, section):
    return next(row for row in page.context["told"].rows if row.section == section)


def test_the_page_names_leaders_officers_and_what_a_section_owes(as_, office, charge):
    inventory.duty(office, since=date(2025, 7, 1))
    page = as_(office.officer).get(WHO)
    row = row_of(page, office.section)
    assert (row.section, row.leader, row.matters) == (office.section, office.leader, 1)
    assert (row.heads, row.officers) == ([office.head], [office.officer])
    assert {each["label"]: each["number"] for each in row.figures}[Standing.MISSED.label] == 3
    assert office.foi.name in text(page)


def test_sections_without_a_leader_are_pointed_out(as_, office, charge):
    page = as_(office.foi).get(WHO)
    assert page.context["told"].without_leader == [office.community]
    assert f"{reverse('desk:charge_give')}?section={office.community.pk}" in text(page)


def test_who_was_in_charge_stays_in_the_history(as_, office, charge):
    give_charge(office.principal, office.agency, section=office.section, by=office.foi)
    page = as_(office.officer).get(WHO)
    assert [each.leader for each in page.context["told"].ended] == [office.leader]
    assert row_of(page, office.section).leader == office.principal


def test_a_leader_who_leads_no_longer_is_marked(as_, office, charge):
    office.leader.posts.update(until=date(2025, 1, 1))
    assert "no leading duty any more" in text(as_(office.foi).get(WHO))


def test_the_page_asks_as_much_for_thirty_sections_as_for_three(as_, office, django_assert_num_queries):
    def fill(count, start):
        for number in range(count):
            section = Section.objects.create(agency=office.agency, name=f"社区{start}-{number}")
            give_charge(office.leader, office.agency, section=section, by=office.foi)
            office.person(f"p{start}{number}", "人（虚构）", ["information_officer"], office.agency, section)

    fill(3, 1)
    client = as_(office.foi)
    client.get(WHO)
    with CaptureQueriesContext(connection) as few:
        client.get(WHO)
    fill(27, 2)
    with django_assert_num_queries(len(few)):
        client.get(WHO)


def test_the_office_puts_a_leader_in_charge(as_, office):
    client = as_(office.checker)
    values = {"leader": office.leader.pk, "section": office.section.pk, "since": "2025-10-23"}
    assert sent(client, reverse("desk:charge_give"), **values).status_code == 302
    assert leader_of(office.section) == office.leader


def test_a_charge_is_given_once_however_often_it_is_sent(as_, office):
    client = as_(office.checker)
    values = {
        "leader": office.leader.pk,
        "field": "政务公开",
        "since": "2025-10-23",
        "submission": "6c0ea1c4-98c5-4d7c-8c1f-1f2e76a5d3a1",
    }
    for _again in range(2):
        assert sent(client, reverse("desk:charge_give"), **values).status_code == 302
    assert Charge.objects.count() == 1


def test_the_office_ends_a_charge(as_, office, charge):
    sent(as_(office.foi_head), reverse("desk:charge_end", args=[charge.pk]), until="2025-10-22")
    assert leader_of(office.section) is None


def test_an_officer_does_not_keep_charges(as_, office, charge):
    client = as_(office.officer)
    assert client.get(reverse("desk:charge_give")).status_code == 403
    refused = sent(client, reverse("desk:charge_end", args=[charge.pk]), until="2025-10-22")
    assert refused.status_code == 422
    assert leader_of(office.section) == office.leader


def test_the_neighbouring_office_does_not_see_a_charge(as_, office, charge):
    assert as_(office.stranger).get(reverse("desk:charge_end", args=[charge.pk])).status_code == 404
    assert office.leader.name not in text(as_(office.stranger).get(f"{WHO}?agency={office.agency.pk}"))


def test_the_district_reads_who_answers_for_what_below(as_, office, charge):
    page = as_(office.supervisor).get(f"{WHO}?agency={office.agency.pk}")
    assert page.context["agency"] == office.agency
    assert office.leader.name in text(page)


def test_papers_and_matters_name_the_leader_in_charge(as_, office, charge):
    draft = world.document(office)
    matter = inventory.matter(office)
    for subject in (draft, matter):
        page = text(as_(office.officer).get(subject.get_absolute_url()))
        assert "Leader in charge" in page
        assert office.leader.name in page
    end_charge(charge, by=office.foi, until=date(2025, 10, 1))
    assert "Leader in charge" not in text(as_(office.officer).get(draft.get_absolute_url()))


def test_a_review_names_the_leader_in_charge(as_, office, charge):
    done = documents.submit(world.document(office), by=office.officer, pictures_seen=True)
    documents.check(done, by=office.checker)
    review = documents.approve(done, by=office.leader).review
    assert "Leader in charge" in text(as_(office.reviewer).get(review.get_absolute_url()))


def checked(office, title, section):
    done = documents.submit(
        world.document(office, title, section=section), by=office.officer, pictures_seen=True
    )
    return documents.check(done, by=office.checker)


def test_what_waits_for_approval_stands_first_with_the_leader_in_charge(office):
    """Another responsible leader may approve it, and reads whose it is."""
    second = office.person("li", "李副（虚构）", ["responsible_leader"], office.agency)
    give_charge(second, office.agency, section=office.community, by=office.foi)
    give_charge(office.leader, office.agency, section=office.section, by=office.foi)
    office.officer.posts.create(
        agency=office.agency, section=office.community, duty="information_officer", since=date(2020, 1, 1)
    )
    checked(office, "民生通知", office.section)
    checked(office, "社区通知", office.community)
    _timed, rest = everything_waiting(second)
    approvals = [row for row in rest if row.title in {"民生通知", "社区通知"}]
    assert [row.title for row in approvals] == ["社区通知", "民生通知"]
    assert "You are the leader in charge" in approvals[0].says
    assert "you may approve it as well" in approvals[1].says


def test_pieces_in_one_row_say_how_many_are_ones_own(office):
    second = office.person("li", "李副（虚构）", ["responsible_leader"], office.agency)
    give_charge(second, office.agency, section=office.section, by=office.foi)
    for number in range(3):
        world.adopted(office, f"活动{number}")
    (own,), (others,) = (
        [row for row in everything_waiting(leader)[1] if "3 pieces" in row.title]
        for leader in (second, office.leader)
    )
    assert (own.rank, others.rank) == (FIRST, LAST)
    assert "You are the leader in charge of 3." in own.says


def test_the_leader_in_charge_is_chosen_already_where_a_word_is_noted(as_, office, charge):
    office.person("li", "李副（虚构）", ["responsible_leader"], office.agency)
    review = world.awaiting_decision(office, "暴雨通知")
    review = secrecy.decide(review, by=office.reviewer, opinion="不涉密。")
    page = as_(office.foi).get(reverse("desk:review_approve_orally", args=[review.pk]))
    assert page.context["form"]["leader"].value() == office.leader.pk


# The office's own rules


def test_an_item_on_the_website_is_named_and_linked_where_it_applies(as_, furnished):
    office, item = furnished, world.published(furnished, "保密审查制度")
    answer = sent(as_(office.foi), f"{RULES}name/", kind="secrecy", item=item.index_number)
    assert answer.status_code == 302
    assert item.get_public_url() in text(as_(office.reviewer).get(reverse("desk:review_list")))
    assert item.get_public_url() not in text(as_(office.foi).get(reverse("desk:case_list")))
    assert item.get_public_url() in text(as_(office.foi).get(reverse("portal:guide")))


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("attributes", "desk:document_draft"),
        ("requests", "desk:case_list"),
        ("requests", "desk:case_register"),
    ],
)
def test_a_rule_is_linked_on_the_pages_of_its_kind(as_, furnished, kind, address):
    item = world.published(furnished, "本机关制度")
    catalogue.name_rule(furnished.agency, kind, item, by=furnished.foi)
    assert item.get_public_url() in text(as_(furnished.foi).get(reverse(address)))


def test_the_rule_on_publishing_stands_where_items_are_published(as_, furnished):
    item = world.published(furnished, "信息发布制度")
    catalogue.name_rule(furnished.agency, "publication", item, by=furnished.foi)
    ready = documents.approve(world.adopted(furnished, "法律讲堂"), by=furnished.leader)
    page = as_(furnished.foi).get(reverse("desk:item_publish", args=[ready.pk]))
    assert item.get_public_url() in text(page)


def test_a_withdrawn_rule_vanishes_from_every_page(as_, furnished):
    item = world.published(furnished, "保密审查制度")
    catalogue.name_rule(furnished.agency, "secrecy", item, by=furnished.foi)
    catalogue.withdraw(item, by=furnished.foi, reason="已修订。")
    for address in ("desk:review_list", "portal:guide"):
        assert item.get_public_url() not in text(as_(furnished.foi).get(reverse(address)))
    assert "not in public" in text(as_(furnished.foi).get(RULES))


def test_a_rule_recalled_from_the_website_vanishes_too(as_, furnished):
    item = world.published(furnished, "保密审查制度")
    catalogue.name_rule(furnished.agency, "secrecy", item, by=furnished.foi)
    channels.recall(item.releases.get(), by=furnished.foi, reason="更换版本。")
    assert item.get_public_url() not in text(as_(furnished.foi).get(reverse("desk:review_list")))


def test_only_what_stands_on_the_website_is_named(as_, furnished):
    item = world.published(furnished, "错发的制度")
    catalogue.withdraw(item, by=furnished.foi, reason="内容有误。")
    answer = sent(as_(furnished.foi), f"{RULES}name/", kind="secrecy", item=item.index_number)
    assert answer.status_code == 422
    assert "No item of this office on the website" in text(answer)
    assert not OwnRule.objects.exists()


def test_the_item_page_leads_to_naming_it(as_, furnished):
    item = world.published(furnished, "保密审查制度")
    page = text(as_(furnished.foi).get(item.get_absolute_url()))
    assert f"{RULES}name/?item={item.index_number}" in page
    form = as_(furnished.foi).get(f"{RULES}name/?item={item.index_number}&kind=secrecy").context["form"]
    assert (form["item"].value(), form["kind"].value()) == (item.index_number, "secrecy")
