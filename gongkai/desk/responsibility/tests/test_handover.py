"""The handover when somebody leaves: what they have open, all of it or nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.acts import Refused, clock
from gongkai.desk.responsibility import handing_over
from gongkai.desk.tests.pages import HOSTILE, faults_of, sent, text
from gongkai.documents import actions as documents
from gongkai.documents.models import Document
from gongkai.documents.queries import waiting_for
from gongkai.inventory.tests import factories as inventory
from gongkai.journal.models import Entry
from gongkai.people.actions import close_account
from gongkai.people.charges import give_charge, leader_of
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.workdays.actions import load_shipped_notices
from tests import world

pytestmark = pytest.mark.django_db


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
def successor(office):
    return office.person("xin", "新人（虚构）", ["information_officer"], office.agency, office.section)


def page_of(person):
    return reverse("desk:handover", args=[person.pk])


def titles(held):
    return {each.title for each in held}


def everything(office):
    """A draft, a matter and a task in the officer's hands."""
    draft = world.document(office, "秋季大扫除通知")
    matter = inventory.matter(office, responsible=office.officer)
    task = inventory.task(office, owner=office.officer)
    return draft, matter, task


def test_the_page_lists_what_the_person_has_open_in_every_room(as_, office):
    draft, matter, task = everything(office)
    page = as_(office.foi).get(page_of(office.officer))
    assert {each.key for each, _ticked in page.context["movable"]} == {draft.key, matter.key, task.key}
    assert [(section, count) for section, count, _url in page.context["owed"]] == [(office.section, 0)]


def test_everything_chosen_goes_to_the_successor_in_one_go(as_, office, successor):
    draft, matter, task = everything(office)
    answer = sent(
        as_(office.foi),
        page_of(office.officer),
        things=[draft.key, matter.key, task.key],
        to=successor.pk,
        reason="调任",
    )
    assert answer.status_code == 302
    for each in (draft, matter, task):
        each.refresh_from_db()
    assert (draft.handed_to, matter.responsible, task.owner) == (successor, successor, successor)
    assert list(waiting_for(successor)) == [draft]
    assert not waiting_for(office.officer).exists()


def test_afterwards_the_page_tells_what_went_to_whom(as_, office, successor):
    draft, matter, _task = everything(office)
    handing_over.hand_over(
        office.officer, [draft.key, matter.key], to=successor, by=office.foi, reason="调任"
    )
    page = as_(office.foi).get(page_of(office.officer))
    ((entry, name, things),) = page.context["earlier"]
    assert (entry.reason, name) == ("调任", successor.name)
    assert titles(things) == {draft.title, str(matter)}
    assert len(page.context["movable"]) == 1


def test_each_room_journals_its_part(office, successor):
    draft, matter, task = everything(office)
    handing_over.hand_over(office.officer, [draft.key, matter.key, task.key], to=successor, by=office.foi)
    entries = Entry.objects.filter(chain=office.agency.slug).order_by("-number")
    last = list(entries.values_list("act", "actor_key")[:4])
    assert {act for act, _who in last} == {
        "documents.handed_over",
        "inventory.matter_changed",
        "inventory.task_changed",
        "people.handed_over",
    }
    assert {who for _act, who in last} == {office.foi.key}


def test_what_is_left_out_stays(office, successor):
    draft, matter, _task = everything(office)
    handing_over.hand_over(office.officer, [draft.key], to=successor, by=office.foi)
    matter.refresh_from_db()
    assert matter.responsible == office.officer


def test_if_one_thing_cannot_go_nothing_goes_and_the_reason_is_told(as_, office):
    """The legal counsel may take over a matter; drafts they do not write."""
    draft, matter, _task = everything(office)
    answer = sent(
        as_(office.foi),
        page_of(office.officer),
        things=[draft.key, matter.key],
        to=office.counsel.pk,
        reason="调任",
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "Nothing was handed over" in page
    assert "秋季大扫除通知: " in page
    assert "no duty in which drafts are written" in page
    matter.refresh_from_db()
    assert matter.responsible == office.officer
    assert not Entry.objects.filter(act="people.handed_over").exists()


def test_what_somebody_else_handed_over_meanwhile_is_told(as_, office, successor):
    draft, _matter, task = everything(office)
    documents.hand_over(draft, by=office.checker, to=successor)
    answer = sent(
        as_(office.foi), page_of(office.officer), things=[draft.key, task.key], to=successor.pk, reason="调任"
    )
    assert answer.status_code == 422
    assert "no longer in these hands" in text(answer)
    with pytest.raises(Refused, match="no longer in these hands"):
        handing_over.hand_over(office.officer, [draft.key], to=successor, by=office.foi)
    with pytest.raises(Refused, match="no longer in these hands"):
        handing_over.hand_over(office.officer, ["other.thing:1"], to=successor, by=office.foi)


def test_a_handover_sent_twice_is_done_once(as_, office, successor):
    draft, _matter, _task = everything(office)
    values = {
        "things": [draft.key],
        "to": successor.pk,
        "reason": "调任",
        "submission": "0b9c8a52-7d5a-4f83-9a3e-3f2c7b1d9e11",
    }
    client = as_(office.foi)
    for _again in range(2):
        assert sent(client, page_of(office.officer), **values).status_code == 302
    assert Entry.objects.filter(act="people.handed_over").count() == 1


def test_a_leader_hands_over_what_they_are_in_charge_of_to_a_leader(office):
    charge = give_charge(
        office.leader, office.agency, section=office.section, since=date(2020, 1, 1), by=office.foi
    )
    with pytest.raises(Refused, match="is no leader of this agency"):
        handing_over.hand_over(office.leader, [charge.key], to=office.officer, by=office.foi)
    handing_over.hand_over(office.leader, [charge.key], to=office.principal, by=office.foi)
    assert leader_of(office.section) == office.principal
    assert leader_of(office.section, date(2025, 10, 22)) == office.leader


@pytest.mark.parametrize("who", ["stranger", "supervisor", "officer", "leader", "sysadmin", "citizen"])
def test_for_those_who_hand_nothing_over_the_page_does_not_exist(as_, office, who):
    client = as_(getattr(office, who))
    assert client.get(page_of(office.officer)).status_code == 404
    assert sent(client, page_of(office.officer)).status_code == 404


def test_the_head_hands_over_within_the_section_only(as_, office, successor):
    assert as_(office.head).get(page_of(office.foi)).status_code == 404
    draft, matter, _task = everything(office)
    page = as_(office.head).get(page_of(office.officer))
    assert [each.key for each, _ticked in page.context["movable"]] == [draft.key]
    assert str(matter) in titles(page.context["staying"])
    assert "keep the inventory" in text(page)
    handing_over.hand_over(office.officer, [draft.key], to=successor, by=office.head)
    assert Document.objects.get(pk=draft.pk).handed_to == successor


def test_the_head_of_one_section_does_not_see_drafts_of_another(as_, office):
    office.officer.posts.create(
        agency=office.agency, section=office.community, duty="information_officer", since=date(2020, 1, 1)
    )
    world.document(office, "社区的草稿", section=office.community)
    assert "社区的草稿" not in text(as_(office.head).get(page_of(office.officer)))


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("officer", "somebody else as the successor"),
        ("stranger", "an account in use in the same agency"),
        ("sysadmin", "holds no duty of the office"),
    ],
)
def test_the_successor_is_another_person_of_the_office(office, who, why):
    draft, _matter, _task = everything(office)
    with pytest.raises(Refused, match=why):
        handing_over.hand_over(office.officer, [draft.key], to=getattr(office, who), by=office.foi)


def test_only_the_office_or_the_head_hands_over(office, successor):
    draft, _matter, _task = everything(office)
    with pytest.raises(Refused, match="Work is handed over by"):
        handing_over.hand_over(office.officer, [draft.key], to=successor, by=office.leader)


def test_what_is_approved_or_dropped_needs_nobody(office):
    dropped = documents.drop(world.document(office), by=office.officer, reason="重复。")
    assert dropped.key not in {each.key for each in handing_over.everything_held(office.officer, office.foi)}


def test_what_the_review_sent_back_after_the_approval_is_handed_over_too(office, successor):
    again = documents.submit(world.document(office), by=office.officer, pictures_seen=True)
    documents.check(again, by=office.checker)
    review = documents.approve(again, by=office.leader).review
    assert again.key not in {each.key for each in handing_over.everything_held(office.officer, office.foi)}
    secrecy.state_opinion(review, by=office.officer, opinion="可以公开。")
    secrecy.send_back(review, by=office.reviewer, reason="请删去联系电话。")
    handing_over.hand_over(office.officer, [again.key], to=successor, by=office.foi)
    assert Document.objects.get(pk=again.pk).handed_to == successor


def test_closing_an_account_points_out_what_is_still_open(as_, office):
    everything(office)
    page = text(as_(office.sysadmin).get(reverse("desk:account_close", args=[office.officer.pk])))
    assert "3 things are still in these hands" in page
    assert page_of(office.officer) in page
    # The administrator does not read the office's papers.
    assert "秋季大扫除通知" not in page
    empty = text(as_(office.sysadmin).get(reverse("desk:account_close", args=[office.editor.pk])))
    assert "still in these hands" not in empty


def test_what_was_left_behind_is_handed_over_after_the_account_is_closed(office, successor):
    draft, _matter, _task = everything(office)
    close_account(office.officer, by=office.sysadmin, reason="调离")
    leaving = User.objects.get(pk=office.officer.pk)
    handing_over.hand_over(leaving, [draft.key], to=successor, by=office.foi)
    assert Document.objects.get(pk=draft.pk).handed_to == successor


def test_titles_that_mean_ill_stay_text(as_, office):
    world.document(office, HOSTILE[:300])
    assert faults_of(as_(office.foi).get(page_of(office.officer))) == []


def test_the_page_asks_as_much_for_thirty_drafts_as_for_three(as_, office, django_assert_num_queries):
    def fill(count, start):
        for number in range(count):
            world.document(office, f"草稿{start}-{number}", files=[])
            inventory.matter(office, code=f"{start}-{number}", responsible=office.officer)

    fill(3, 1)
    client = as_(office.foi)
    client.get(page_of(office.officer))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(office.officer))
    fill(27, 2)
    with django_assert_num_queries(len(few)):
        client.get(page_of(office.officer))
