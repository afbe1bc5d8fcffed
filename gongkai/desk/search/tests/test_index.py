"""What is found in the desk: what the person may see, to the last row, and nothing else by any way."""

from datetime import date

import pytest
from django.db import transaction

from gongkai import search
from gongkai.cases.tests.factories import registered_case
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.factories import published
from gongkai.desk.search import indexing
from gongkai.disputes.tests.factories import opened_dispute
from gongkai.documents import actions as documents
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import approved, approved_piece, draft, handed_in, submitted
from gongkai.inventory.models import Matter
from gongkai.inventory.tests.factories import matter
from gongkai.people.models import User
from gongkai.search.models import Wording
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Ground
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

WORD = "特困人员"


def found(user, words=WORD, **more):
    return search.find("desk", words, readers=indexing.readers_of(user), count=("kind",), **more)


def is_silent(user, words=WORD):
    """Nothing comes out: no hit, no total, no count, no title while typing, no other spelling."""
    answer = found(user, words)
    typed = search.suggest("desk", words, readers=indexing.readers_of(user))
    return not (answer.total or answer.hits or any(answer.facets.values()) or answer.suggestion or typed)


def world(office, acts):
    """Papers in several states, of two sections, and a row of each other kind."""
    other = office.person("li", "李四（虚构）", ["information_officer"], office.agency, office.community)
    with acts():
        draft(office)
        draft(office, "另一科室的草稿", by=other, section=office.community)
        submitted(office)
        approved(office)
        handed_in(office)
        approved_piece(office, "街道走访困难家庭")
        published(office, title="关于秋季供暖的通知")
        registered_case(office, date(2025, 10, 20))
        registered_case(office, date(2025, 10, 20), title="低保标准")
        opened_dispute(office, date(2025, 10, 20))
        matter(office)
    return other


def test_each_person_finds_exactly_what_they_may_see(office, acts):
    other = world(office, acts)
    people = [person for person in vars(office).values() if isinstance(person, User)]
    assert len(people) > 15
    for person in [*people, other]:
        user = User.objects.get(pk=person.pk)
        seen = {
            room.key_for(pk)
            for room in indexing.ROOMS
            for pk in room.MODEL.objects.visible_to(user).values_list("pk", flat=True)
        }
        answer = search.find("desk", "", readers=indexing.readers_of(user), limit=100)
        assert {hit.key for hit in answer.hits} == seen, user.username
        assert answer.total == len(seen), user.username


def test_a_draft_of_another_section_is_not_found(office, acts):
    other = office.person("li", "李四（虚构）", ["information_officer"], office.agency, office.community)
    with acts():
        draft(office, body=WORD)
    assert found(office.officer).total == found(office.head).total == found(office.checker).total == 1
    assert is_silent(other)
    assert is_silent(office.counsel)


def test_a_draft_of_another_office_is_not_found(office, acts):
    with acts():
        draft(office, WORD, files=[(text_file(office, words=WORD), "")])
    assert is_silent(office.stranger)
    assert is_silent(office.supervisor)
    assert is_silent(office.sysadmin)


def test_nothing_of_a_state_secret_is_found_by_anybody(office, acts):
    with acts():
        paper = approved(office, body=WORD, files=[(text_file(office, words="密件附件"), "")])
    assert found(office.officer).total == 1
    with acts():
        secrecy.state_opinion(paper.review, by=office.head, opinion="请审。")
        secrecy.decide(
            paper.review,
            by=office.reviewer,
            opinion="涉密。",
            decision=Decision.WITHHOLD,
            ground=Ground.STATE_SECRET,
        )
    for person in (office.officer, office.head, office.foi, office.reviewer, office.leader):
        assert is_silent(person)
        assert is_silent(person, "密件附件")
        assert is_silent(person, paper.title)
    assert not Wording.objects.filter(text__contains=WORD).exists()


def test_who_a_paper_is_handed_to_finds_it_and_the_old_words_are_gone(office, acts):
    with acts():
        paper = draft(office, body="旧的说法")
    with acts():
        documents.save_version(
            paper, by=office.officer, title=paper.title, body=WORD, seen_version=paper.version
        )
    assert is_silent(office.officer, "旧的说法")
    assert found(office.officer).total == 1


def test_nothing_of_a_requester_is_in_the_index(office, acts):
    with acts():
        case = registered_case(
            office,
            date(2025, 10, 20),
            requester_name="王小明（虚构）",
            requester_contact="13800138000",
            description="我家住赵堂子胡同",
        )
        opened_dispute(office, date(2025, 10, 20), case=case, claimant="王小明（虚构）")
    for words in ("王小明", "13800138000", "赵堂子胡同"):
        assert is_silent(office.foi, words)
    assert found(office.foi, case.title[:6]).total == 2
    assert found(office.foi, case.number).total == 1


def test_an_act_that_was_undone_leaves_no_entry(office, acts):
    def fail():
        with transaction.atomic():
            draft(office, body=WORD)
            raise RuntimeError

    with acts(), pytest.raises(RuntimeError):
        fail()
    assert is_silent(office.officer)


def test_the_job_puts_in_what_is_missing_and_takes_out_what_is_gone(office, acts):
    with acts():
        paper = draft(office, body=WORD)
    search.remove("desk", f"document:{paper.pk}")
    search.put(search.Entry("desk", "document:999999", date(2025, 1, 1), WORD, readers=("user:1",)))
    assert indexing.mend() == 2
    assert list(indexing.faults()) == []
    assert found(office.officer).total == 1


def test_what_a_killed_process_left_behind_is_made_good_the_next_day(office, acts):
    with acts():
        paper = draft(office, body="旧的说法")
    documents.save_version(paper, by=office.officer, title=paper.title, body=WORD, seen_version=1)
    assert is_silent(office.officer)
    assert indexing.catch_up() >= 1
    assert found(office.officer).total == 1


def test_the_whole_index_can_be_made_anew(office, acts):
    world(office, acts)
    rows = Document.objects.count() + Item.objects.count()
    search.clear("desk")
    assert indexing.rebuild() >= rows
    assert list(indexing.faults()) == []


def test_a_row_that_is_deleted_leaves_the_index(office, acts):
    with acts():
        kept = matter(office)
    assert found(office.foi, kept.level2).total == 1
    with acts():
        Matter.objects.filter(pk=kept.pk).delete()
    assert is_silent(office.foi, kept.level2)
