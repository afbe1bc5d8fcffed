"""A piece on one page: text, pictures and what they show; its edit by the FOI officer."""

import pytest

from gongkai.desk.tests.pages import faults_of, sent, text, uploaded
from gongkai.desk.tests.test_document_pages import ADOPT, PIECE, fresh, path, piece_typed
from gongkai.documents import actions
from gongkai.documents.models import Document, State
from gongkai.documents.tests.factories import adopted, handed_in, let_review, piece
from gongkai.documents.tests.test_gate import picture
from gongkai.secrecy.tests.factories import picture_bytes

pytestmark = pytest.mark.django_db


def photos():
    return [uploaded("一.jpg", picture_bytes()), uploaded("二.png", picture_bytes(kind="PNG"))]


def words_of(document):
    return [(each.file.name, each.alternative_text) for each in document.files]


def test_what_pictures_show_is_told_in_the_order_of_the_files(as_, office):
    said = piece_typed(office, files=photos(), words_1="居民合影", words_2="现场")
    sent(as_(office.officer), PIECE, **said)
    assert words_of(Document.objects.get()) == [("一.jpg", "居民合影"), ("二.png", "现场")]


def test_what_pictures_show_goes_by_their_names_where_a_script_told_them(as_, office):
    said = piece_typed(
        office,
        files=photos(),
        words_1="现场",
        words_file_1="二.png",
        words_2="居民合影",
        words_file_2="一.jpg",
    )
    sent(as_(office.officer), PIECE, **said)
    assert words_of(Document.objects.get()) == [("一.jpg", "居民合影"), ("二.png", "现场")]


def test_an_attachment_that_is_no_picture_takes_no_description(as_, office):
    files = [uploaded("附件.txt", b"words"), *photos()[:1]]
    sent(as_(office.officer), PIECE, **piece_typed(office, files=files, words_1="居民合影"))
    assert words_of(Document.objects.get()) == [("附件.txt", ""), ("一.jpg", "居民合影")]


def test_a_piece_with_pictures_is_handed_in_by_who_has_looked_at_them(as_, office):
    client = as_(office.officer)
    answer = sent(client, PIECE, **piece_typed(office, files=photos(), pictures_seen=""))
    assert answer.status_code == 422
    page = text(answer)
    assert "Look at every picture first" in page
    assert "Choose these files again" in page
    assert "一.jpg" in page
    assert "今天上午。" in page
    assert not Document.objects.exists()
    sent(client, PIECE, **piece_typed(office, pictures_seen=""))
    sent(client, PIECE, **piece_typed(office, files=photos(), pictures_seen="", then="keep"))
    assert [each.state for each in Document.objects.order_by("pk")] == [State.HANDED_IN, State.DRAFTING]


def test_the_form_of_the_review_is_told_its_particulars(as_, office):
    said = piece_typed(office, channels=["website", "wechat"], picture_author="张摄影（虚构）")
    sent(as_(office.officer), PIECE, **said)
    review = Document.objects.get().review
    assert (review.opinion, review.channels, review.picture_author) == (
        "拟公开。",
        ["website", "wechat"],
        "张摄影（虚构）",
    )


def test_a_piece_kept_as_a_draft_is_handed_in_later_with_the_same_words(as_, office):
    shown = piece(office, files=[(picture(office), "合影")])
    client = as_(office.officer)
    where = path(shown, "submit/")
    assert "1 picture is to be looked at." in text(client.get(where))
    said = {"opinion": "拟公开。", "channels": ["website"]}
    assert sent(client, where, **said).status_code == 422
    sent(client, where, pictures_seen="on", picture_author="张摄影（虚构）", **said)
    assert fresh(shown).review.picture_author == "张摄影（虚构）"


def test_what_a_picture_shows_is_changed_with_the_piece(as_, office):
    shown = piece(office, files=[(picture(office), "合影")])
    (attached,) = shown.files
    client = as_(office.officer)
    where = path(shown, "edit/")
    assert 'value="合影"' in text(client.get(where))
    sent(
        client,
        where,
        **{
            "title": "新",
            "genre": "news",
            "section": office.section.pk,
            "body": "新",
            "seen_version": 1,
            f"words_of_{attached.pk}": "志愿者合影",
        },
    )
    assert words_of(fresh(shown)) == [("合影.png", "志愿者合影")]


# Editing by the FOI officer


def test_the_foi_officer_edits_a_piece_on_its_own_page(as_, office):
    let_review(office.foi)
    shown = handed_in(office)
    client = as_(office.foi)
    where = path(shown, "piece/")
    assert where in text(client.get(ADOPT))
    assert where in text(client.get(path(shown)))
    answer = client.get(where)
    assert shown.body in text(answer)
    assert faults_of(answer) == []
    sent(client, where, title="改好的标题", body="改好的正文。", seen_version=1)
    edited = fresh(shown)
    assert (edited.title, edited.review.package.edited_by) == ("改好的标题", office.foi)


def test_an_edit_over_somebody_elses_edit_shows_both(as_, office):
    shown = handed_in(office)
    other = office.person("foi2", "第二公开员（虚构）", ["foi_officer"], office.agency)
    actions.edit_piece(shown, by=other, seen_version=1, title="先改的", body="先改的正文。")
    answer = sent(as_(office.foi), path(shown, "piece/"), title="后改的", body="后改的正文。", seen_version=1)
    assert answer.status_code == 422
    page = text(answer)
    assert "先改的正文。" in page
    assert "后改的正文。" in page
    assert answer.context["form"]["seen_version"].value() == "2"


def test_a_piece_is_not_edited_by_others_nor_later(as_, office):
    shown = handed_in(office)
    assert "Only the FOI officer" in text(as_(office.leader).get(path(shown, "piece/")))
    assert "waits for adoption" in text(as_(office.foi).get(path(adopted(office), "piece/")))


# An emergency


def test_an_oral_approval_is_noted_from_the_page_of_the_piece(as_, office):
    shown = adopted(office)
    review = shown.review
    client = as_(office.foi)
    assert "Note an oral approval" not in text(client.get(path(handed_in(office))))
    where = f"/desk/secrecy/{review.pk}/approve-orally/"
    assert where in text(client.get(path(shown)))
