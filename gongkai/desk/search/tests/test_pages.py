"""The page that finds, and the page on which the editor keeps words that mean the same."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai import search
from gongkai.acts import clock
from gongkai.cases.tests.factories import registered_case
from gongkai.desk.search import indexing
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import draft
from gongkai.journal.models import Entry
from gongkai.search import synonyms, tallies
from gongkai.search.models import SynonymGroup

pytestmark = pytest.mark.django_db

FIND, WORDS = "/desk/search/", "/desk/search/words/"


def text(answer):
    return answer.content.decode()


def test_a_draft_is_found_by_its_words_and_opened(as_, office, acts):
    with acts():
        paper = draft(office, body="特困人员照料护理标准")
    page = text(as_(office.officer).get(FIND, {"q": "照料护理"}))
    assert paper.get_absolute_url() in page
    assert "<mark>照料护理</mark>" in page


def test_another_section_is_told_that_there_is_nothing(as_, office, acts):
    other = office.person("li", "李四（虚构）", ["information_officer"], office.agency, office.community)
    with acts():
        draft(office, body="特困人员照料护理标准")
    assert "Nothing found" in text(as_(other).get(FIND, {"q": "照料护理"}))


def test_a_row_the_index_wrongly_offers_is_not_shown(as_, office):
    paper = draft(office, body="特困人员照料护理标准")
    readers = (f"user:{office.stranger.pk}",)
    search.put(search.Entry("desk", f"document:{paper.pk}", date(2025, 1, 1), "特困", readers=readers))
    page = text(as_(office.stranger).get(FIND, {"q": "特困"}))
    assert paper.get_absolute_url() not in page


def test_hits_are_parted_by_kind(as_, office, acts):
    with acts():
        paper = draft(office, "停车意愿通知")
        case = registered_case(office, date(2025, 10, 20))
    client = as_(office.foi)
    assert "Requests <b>1</b>" in text(client.get(FIND, {"q": "停车意愿"}))
    page = text(client.get(FIND, {"q": "停车意愿", "kind": "case"}))
    assert case.get_absolute_url() in page
    assert paper.get_absolute_url() not in page


def test_a_request_is_found_by_its_applicant_inside_the_office_only(as_, office, acts):
    with acts():
        case = registered_case(office, date(2025, 10, 20), requester_name="王小明（虚构）")
    assert case.get_absolute_url() in text(as_(office.foi).get(FIND, {"q": "王小明"}))
    assert case.get_absolute_url() not in text(as_(office.supervisor).get(FIND, {"q": "王小明"}))


def test_hostile_words_find_nothing_and_break_nothing(as_, office):
    client = as_(office.foi)
    for words in ("%", "_", "\x00", "<script>alert(1)</script>", "号" * 500, "〔" * 50, '"'):
        answer = client.get(FIND, {"q": words, "kind": "x", "order": "y"})
        assert answer.status_code == 200, words
        assert "<script>alert" not in text(answer), words


def test_a_page_that_is_none_is_not_there(as_, office):
    client = as_(office.foi)
    for page in ("0", "x", "-1", "99999999", "7"):
        assert client.get(FIND, {"q": "停水", "page": page}).status_code == 404, page


def test_thirty_hits_cost_as_many_questions_as_three(as_, office):
    def questions(papers):
        for number in range(papers):
            draft(office, f"停水通知{number}")
        indexing.refresh(indexing.documents, Document.objects.values_list("pk", flat=True))
        client = as_(office.officer)
        client.get(FIND, {"q": "停水"})
        with CaptureQueriesContext(connection) as captured:
            client.get(FIND, {"q": "停水"})
        return len(captured)

    assert questions(3) == questions(27)


# Words that mean the same


def filled(**given):
    return {"submission": str(uuid4()), **given}


def test_the_editor_keeps_words_that_mean_the_same(as_, office):
    client = as_(office.editor)
    answer = client.post(f"{WORDS}add/", filled(words="低保\n最低生活保障", scope="public"))
    assert answer.url == WORDS
    (group,) = synonyms.groups("public")
    assert group.words == ["低保", "最低生活保障"]
    assert Entry.objects.filter(act="search.synonyms_added", actor_key=office.editor.key).exists()
    assert "低保 = 最低生活保障" in text(client.get(WORDS))


def test_words_are_changed_and_dropped(as_, office):
    group = synonyms.add("", ["低保", "最低生活保障"], by=office.foi)
    client = as_(office.foi)
    assert "最低生活保障" in text(client.get(f"{WORDS}{group.pk}/change/"))
    client.post(f"{WORDS}{group.pk}/change/", filled(words="低保，最低生活保障，低保金", scope=""))
    changed = SynonymGroup.objects.get()
    assert changed.words == ["低保", "最低生活保障", "低保金"]
    client.post(f"{WORDS}{changed.pk}/drop/", filled())
    assert not SynonymGroup.objects.exists()


def test_words_that_were_refused_stay_as_they_were(as_, office):
    group = synonyms.add("", ["低保", "最低生活保障"], by=office.foi)
    answer = as_(office.foi).post(f"{WORDS}{group.pk}/change/", filled(words="低保", scope=""))
    assert answer.status_code == 422
    assert "at least two different words" in text(answer)
    assert SynonymGroup.objects.get().words == ["低保", "最低生活保障"]


def test_others_keep_no_words(as_, office):
    assert as_(office.officer).get(WORDS).status_code == 403
    assert as_(office.sysadmin).get(f"{WORDS}add/").status_code == 403


def test_the_editor_sees_what_is_searched_for_and_what_is_not_found(as_, office):
    for _each in range(2):
        tallies.note("public", "停车收费", 0)
        tallies.note("public", "低保", 31)
    with clock.pretend(clock.now() - timedelta(days=60)):
        for _each in range(2):
            tallies.note("public", "旧词语", 0)
    client = as_(office.editor)
    page = text(client.get(WORDS))
    assert "停车收费" in page
    assert "低保" in page
    assert "旧词语" not in page
    assert "旧词语" in text(client.get(WORDS, {"days": "90"}))
