"""What the public finds: exactly what the portal shows at this moment, in the words it shows."""

import io
from datetime import date

import docx
import pytest
from django.db import transaction

from gongkai import search
from gongkai.acts import Refused
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.factories import revised_and_cleared
from gongkai.channels import actions, search_index
from gongkai.channels.models import Release
from gongkai.channels.tests.factories import (
    approved_document,
    approved_piece,
    channel,
    column,
    on,
    published_item,
    release_of,
    released_item,
)
from gongkai.documents import actions as documents
from gongkai.documents.models import Openness
from gongkai.files import texts
from gongkai.files.models import FileText
from gongkai.files.storing import store
from gongkai.files.texts import read_what_waits
from gongkai.journal import record
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import Review, State
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

WORD = "特困人员"


def found(words=WORD, **more):
    return [search_index.pk_of(hit.key) for hit in search.find("public", words, **more).hits]


def leaks(words):
    """Everything by which `words` could come out: hits, total, counts, suggestions, other spellings."""
    answer = search.find("public", words, count=search_index.FACETS)
    counted = [value for values in answer.facets.values() for value in values]
    return [answer.total, list(answer.hits), counted, answer.suggestion, search.suggest("public", words)]


NOTHING = [0, [], [], "", ()]


def released(office, title="特困人员救助供养办法", **given):
    document = approved_document(office, title, **given)
    item = published_item(office, document=document)
    release_of(item, office)
    return item


def test_what_is_released_on_the_website_is_found_at_once(office):
    item = released(office)
    assert found() == [item.pk]


def test_a_draft_is_not_found(office):
    documents.draft(
        office.agency,
        by=office.officer,
        form="official",
        title=WORD,
        body=WORD,
        openness=Openness.PROACTIVE,
        section=office.section,
    )
    assert leaks(WORD) == NOTHING


def test_what_was_cleared_and_not_published_is_not_found(office):
    approved_piece(office, WORD)
    assert leaks(WORD) == NOTHING


def test_an_item_that_was_released_nowhere_is_not_found(office):
    published_item(office, WORD)
    assert leaks(WORD) == NOTHING


def test_an_item_that_is_not_on_the_website_is_not_found(office):
    item = published_item(office, WORD)
    release_of(item, office, ChannelKind.NOTICE_BOARD)
    assert leaks(WORD) == NOTHING


def test_a_test_release_is_not_found(office):
    release_of(published_item(office, WORD), office, is_test=True)
    assert leaks(WORD) == NOTHING


def test_a_withdrawn_item_is_not_found_any_more(office):
    item = released(office)
    catalogue.withdraw(item, by=office.foi, reason="重复")
    assert leaks(WORD) == NOTHING


def test_a_recalled_item_is_not_found_any_more(office):
    item = released(office)
    actions.recall(item.releases.get(), by=office.foi, reason="撤下")
    assert leaks(WORD) == NOTHING


def test_what_lost_its_clearance_is_not_found_any_more(office):
    item = released(office)
    review = item.package.review
    Review.objects.filter(pk=review.pk).update(state=State.SENT_BACK)
    with transaction.atomic():
        record(office.leader, "secrecy.revoked", review, reason="停")
    assert leaks(WORD) == NOTHING


def test_what_shall_no_longer_be_open_is_not_found_any_more(office, django_capture_on_commit_callbacks):
    item = released(office)
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.withdraw_what_lost_its_ground(item.document, by=office.leader, reason="属性变更")
    assert leaks(WORD) == NOTHING


def test_old_words_are_not_found_after_a_correction(office):
    item = released(office, body="救助标准为每月五百元。")
    assert found("五百元") == [item.pk]
    item = revised_and_cleared(item, office, title="特困人员救助供养办法", body="救助标准为每月六百元。")
    assert found("五百元") == [item.pk]
    catalogue.correct(item, by=office.foi, note="标准有误")
    assert leaks("五百元") == NOTHING
    assert found("六百元") == [item.pk]


def test_an_act_that_fails_leaves_the_index_as_it_was(office):
    item = released(office)

    def fail():
        with transaction.atomic():
            catalogue.withdraw(item, by=office.foi, reason="错")
            raise Refused("no")

    with pytest.raises(Refused):
        fail()
    assert found() == [item.pk]


def test_numbers_are_found_and_the_words_of_attachments(office):
    paper = docx.Document()
    paper.add_paragraph("附件里的照料护理标准")
    out = io.BytesIO()
    paper.save(out)
    file = store(out.getvalue(), name="标准表.docx", by=office.officer, agency=office.agency)
    item = released(office, files=[(file, "")])
    assert found("照料护理") == found("标准表") == found(item.index_number) == [item.pk]
    assert found(item.document_number) == [item.pk]


def test_a_large_attachment_is_found_once_the_worker_has_read_it(office, monkeypatch):
    monkeypatch.setattr(texts, "READ_AT_ONCE", 3)
    item = released(office, files=[(text_file(office, words="大附件里的护理补贴"), "")])
    assert found("护理补贴") == []
    read_what_waits()
    assert found("护理补贴") == [item.pk]


def test_the_words_of_rich_text_are_found_and_its_marks_are_not(office):
    item = released(office, body="<p>特<strong>困人</strong>员</p><p>名单</p>", markup="html")
    assert found("特困人员") == [item.pk]
    assert found("strong") == []


def test_facets_are_those_of_the_item(office):
    item = released(office)
    counted = search.find("public", WORD, count=search_index.FACETS).facets
    assert counted["office"] == [("jianguomen", 1, False)]
    assert counted["column"] == [(search_index.column_slug(column(office).pk), 1, False)]
    assert counted["year"] == [("2018", 1, False)]
    assert counted["kind"] == [(item.genre, 1, False)]
    assert found(filters={"year": "2017"}) == []


@pytest.mark.parametrize("category", ["民政、扶贫、救灾", "A/B", "很" * 40])
def test_a_subject_category_is_read_back_from_its_slug(category):
    assert category.startswith(search_index.subject_of(search_index.subject_slug(category)))
    assert search_index.subject_of(search_index.subject_slug(category)) != ""


def test_key_areas_are_found_from_the_act_on(office):
    item = released_item(office, "保障房分配", areas=["a"])
    assert found("保障房", filters={"area": "a"}) == [item.pk]
    with on(date(2018, 5, 8)):
        catalogue.assign_key_areas(item, ["b"], by=office.foi)
    assert found("保障房", filters={"area": "a"}) == []
    assert found("保障房", filters={"area": "b"}) == [item.pk]


def test_one_release_costs_few_statements(office, django_assert_max_num_queries):
    item = published_item(office, WORD)
    release_of(item, office)
    with django_assert_max_num_queries(19):
        search_index.refresh(item)


def test_many_items_cost_as_many_questions_as_one(office, django_assert_num_queries):
    one = released(office)
    others = [released_item(office, f"社区活动{n}") for n in range(3)]
    with django_assert_num_queries(3):
        list(search_index.entries(Item.objects.filter(pk=one.pk)))
    with django_assert_num_queries(3):
        list(search_index.entries(Item.objects.filter(pk__in=[each.pk for each in others])))


def test_a_bulk_load_comes_in_at_its_end(office):
    with search_index.paused():
        item = released(office)
        assert found() == []
    assert found() == [item.pk]


def test_a_bulk_load_that_fails_brings_in_nothing(office):
    def fail():
        with transaction.atomic(), search_index.paused():
            released(office)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found() == []


def test_rebuilding_finds_what_is_public_and_nothing_else(office):
    item, gone = released(office), released(office, "特困人员名单")
    Release.objects.filter(item=gone).update(state="recalled")
    assert search_index.rebuild() == 1
    assert found() == [item.pk]


def test_an_office_is_rebuilt_without_the_others(office):
    item, gone = released(office), released(office, "特困人员名单")
    Release.objects.filter(item=gone).update(state="recalled")
    search.remove("public", search_index.key_for(item.pk))
    search_index.rebuild(office.agency)
    assert found() == [item.pk]


def test_what_was_changed_behind_the_programs_back_is_told_and_mended(office):
    item, gone = released(office), released(office, "特困人员名单")
    Release.objects.filter(item=gone).update(state="recalled")
    search.remove("public", search_index.key_for(item.pk))
    assert len(list(search_index.faults())) == 2
    assert search_index.mend() == 2
    assert list(search_index.faults()) == []
    assert found() == [item.pk]


def test_an_item_that_is_deleted_leaves_the_index(office):
    item = released(office)
    entry = search_index.entry_of(item)
    assert entry is not None
    Release.objects.filter(item=item).delete()
    item.editions.all().delete()
    item.delete()
    assert leaks(WORD) == NOTHING


def test_the_channel_makes_no_difference(office):
    item = released(office)
    release_of(item, office, ChannelKind.NOTICE_BOARD)
    assert found() == [item.pk]
    assert channel(office).kind == ChannelKind.WEBSITE


def test_the_words_of_a_file_that_was_never_public_are_not_kept(office):
    approved_piece(office, "走访", files=[(text_file(office, words="未公开"), "")])
    assert not FileText.objects.filter(text="未公开").exists()
