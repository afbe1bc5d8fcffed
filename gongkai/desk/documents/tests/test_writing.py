"""Writing an official document: its facts, rich text, pictures, a file from Word, what is kept."""

import json
from io import BytesIO
from uuid import uuid4

import pytest
from docx import Document as Word

from gongkai.desk.tests.pages import sent, text, uploaded
from gongkai.documents import actions
from gongkai.documents.models import Document, Origin, WorkingCopy
from gongkai.documents.tests.factories import draft, submitted
from gongkai.files.models import StoredFile
from gongkai.inventory.models import Matter, Method
from gongkai.secrecy.tests.factories import picture_bytes

pytestmark = pytest.mark.django_db

DRAFT = "/desk/documents/draft/"
TYPING = "/desk/documents/typing/?form=official"


def typed(office, **said):
    return {
        "title": "关于停水的通知",
        "genre": "notice",
        "section": office.section.pk,
        "body": "<p>明日停水。</p>",
        "openness": "proactive",
    } | said


def path(document, act=""):
    return f"/desk/documents/{document.pk}/{act}"


def brought(client):
    """A picture put into a text that is being typed."""
    answer = client.post("/desk/documents/editor/picture/", {"file": uploaded("现场.jpg", picture_bytes())})
    return answer.json()


def keep(client, where=TYPING, version=0, **said):
    fields = json.dumps({name: [value] for name, value in said.items()})
    return client.post(where, {"said": fields, "seen_version": version}).json()


def word_file():
    written = Word()
    written.add_paragraph("明日停水。")

    kept = BytesIO()
    written.save(kept)
    return uploaded("通知.docx", kept.getvalue())


def test_everything_a_document_tells_of_itself_is_typed_on_one_page(as_, office):
    matter = Matter.objects.create(
        agency=office.agency,
        code="1",
        field="公共服务",
        level1="供水",
        level2="停水通知",
        content_elements="时间",
        time_limit="及时",
        responsible_body="街道",
        method=Method.PROACTIVE,
        phase="service",
    )
    client = as_(office.officer)
    assert 'data-phase="service"' in text(client.get(DRAFT))
    sent(
        client,
        DRAFT,
        **typed(
            office,
            addressees="各社区居委会",
            copies_to="区水务局",
            matter=matter.pk,
            phase="service",
            is_policy="on",
            origin="joint",
            origin_bodies="区水务局",
            origin_openness="on_request",
        ),
    )
    page = text(client.get(Document.objects.get().get_absolute_url()))
    for words in (
        "各社区居委会",
        "区水务局",
        "停水通知",
        "policy document",
        "Issued jointly",
        "The original carries",
    ):
        assert words in page


def test_of_a_document_of_our_own_nothing_is_told_of_others(as_, office):
    sent(as_(office.officer), DRAFT, **typed(office, origin="own", origin_bodies="区水务局"))
    document = Document.objects.get()
    assert (document.origin, document.origin_bodies) == (Origin.OWN, "")


def test_a_matter_of_another_office_is_no_choice(as_, office):
    answer = sent(as_(office.officer), DRAFT, **typed(office, matter="424242"))
    assert "matter" in answer.context["form"].errors


def test_script_and_dirt_never_reach_the_text(as_, office):
    client = as_(office.officer)
    sent(client, DRAFT, **typed(office, body='<p onclick="x()">明日<script>alert(1)</script>停水。</p>'))
    document = Document.objects.get()
    assert document.body == "<p>明日停水。</p>"
    assert "alert(1)" not in text(client.get(document.get_absolute_url()))


def test_what_is_typed_without_marks_becomes_paragraphs(as_, office):
    sent(as_(office.officer), DRAFT, **typed(office, body="第一段。\n\n1 < 2。"))
    assert Document.objects.get().body == "<p>第一段。</p>\n<p>1 &lt; 2。</p>"


def test_headings_of_a_text_stand_below_those_of_the_page(as_, office):
    client = as_(office.officer)
    sent(client, DRAFT, **typed(office, body="<h3>一、时间</h3><p>明日。</p>"))
    assert "<h4>一、时间</h4>" in text(client.get(Document.objects.get().get_absolute_url()))


def test_a_picture_being_typed_is_seen_by_nobody_else(as_, office):
    kept = brought(as_(office.officer))
    assert as_(office.officer).get(kept["url"]).status_code == 200
    assert as_(office.head).get(kept["url"]).status_code == 404


def test_a_picture_saved_with_its_text_belongs_to_the_draft(as_, office):
    client = as_(office.officer)
    kept = brought(client)
    sent(
        client,
        DRAFT,
        **typed(office, body=f'<img src="{kept["url"]}" data-file="{kept["key"]}" alt="停水现场">'),
    )
    document = Document.objects.get()
    assert [str(each.file_id) for each in document.files] == [kept["key"]]
    page = text(client.get(document.get_absolute_url()))
    where = path(document, f"files/{kept['key']}/")
    assert f'src="{where}"' in page
    assert client.get(kept["url"]).status_code == 404
    assert as_(office.head).get(where).status_code == 200


def test_the_picture_of_somebody_else_is_not_brought_into_a_text(as_, office):
    kept = brought(as_(office.head))
    sent(as_(office.officer), DRAFT, **typed(office, body=f'<p>a</p><img data-file="{kept["key"]}" alt="x">'))
    assert Document.objects.get().body == "<p>a</p>\n"


@pytest.mark.parametrize("name", ["页.html", "表.txt"])
def test_only_a_picture_is_taken_as_one(as_, office, name):
    answer = as_(office.officer).post("/desk/documents/editor/picture/", {"file": uploaded(name, b"<html>")})
    assert answer.status_code == 400
    assert answer.json()["reasons"]
    assert not StoredFile.objects.exists()


def test_a_word_file_fills_the_text_and_saves_nothing(as_, office):
    client = as_(office.officer)
    answer = client.post(
        DRAFT, typed(office, body="", submission=uuid4(), word=word_file()) | {"import": "1"}
    )
    assert answer.status_code == 200
    assert "明日停水。" in text(answer)
    assert "It is not saved yet." in text(answer)
    assert not Document.objects.exists()
    read = client.post("/desk/documents/editor/word/", {"file": word_file()}).json()
    assert "明日停水。" in read["html"]


def test_a_broken_word_file_is_refused_and_what_was_typed_stays(as_, office):
    file = uploaded("通知.docx", b"no word file")
    answer = as_(office.officer).post(DRAFT, typed(office, submission=uuid4(), word=file) | {"import": "1"})
    page = text(answer)
    assert "The Word file was not read" in page
    assert "明日停水。" in page


# What is kept while one types


def test_what_was_typed_and_not_saved_is_offered_again_and_replaces_nothing(as_, office):
    client = as_(office.officer)
    assert "kept" in keep(client, title="关于停水的通知", body="<p>明日</p>")
    page = text(client.get(DRAFT))
    assert "关于停水的通知" in page
    assert 'name="body"' not in page
    form = client.get(f"{DRAFT}?continue=1").context["form"]
    assert form["title"].value() == "关于停水的通知"
    assert "明日" in str(form["body"])


def test_what_is_thrown_away_is_gone(as_, office):
    client = as_(office.officer)
    keep(client, title="关于停水的通知")
    client.post("/desk/documents/typing/forget/?form=official")
    assert 'name="body"' in text(client.get(DRAFT))


def test_a_saved_draft_leaves_nothing_behind_and_a_late_sign_of_its_page_brings_nothing_back(as_, office):
    client, token = as_(office.officer), str(uuid4())
    keep(client, title="关于停水的通知")
    sent(client, DRAFT, **typed(office, submission=token))
    client.post(TYPING, {"said": json.dumps({"title": ["迟到"]}), "submission": token})
    assert not WorkingCopy.objects.filter(is_changed=True).exists()


def test_nobody_reads_what_another_types(as_, office):
    document = draft(office)
    keep(as_(office.officer), path(document, "typing/"), 1, title="未定稿")
    assert "未定稿" not in text(as_(office.head).get(path(document, "edit/")))


def test_two_people_in_one_draft_are_told_of_each_other_and_of_a_newer_version(as_, office):
    document = draft(office)
    as_(office.officer).post(path(document, "typing/"), {"seen_version": 1})
    head = as_(office.head)
    told = head.post(path(document, "typing/"), {"seen_version": 1}).json()
    assert office.officer.name in told["others"][0]
    actions.save_version(document, by=office.officer, seen_version=1, title="改", body="改")
    told = head.post(path(document, "typing/"), {"seen_version": 1}).json()
    assert "saved a newer version at 09:00" in told["newer"]


def test_a_draft_that_was_submitted_meanwhile_takes_no_more_typing(as_, office):
    document = submitted(office)
    told = keep(as_(office.officer), path(document, "typing/"), 1, title="迟到")
    assert "under way" in told["stopped"]


@pytest.mark.parametrize("said", ["", "x", "[1]", '{"title": "a"}', '{"title": ["a\\u0000b"]}'])
def test_nonsense_is_kept_as_nothing_and_breaks_nothing(as_, office, said):
    answer = as_(office.officer).post(TYPING, {"said": said, "seen_version": "9" * 30})
    assert answer.status_code == 200
    assert "\x00" not in json.dumps([each.said for each in WorkingCopy.objects.all()])


def test_who_may_not_see_a_draft_cannot_ask_who_types_it(as_, office):
    document = draft(office)
    assert as_(office.stranger).post(path(document, "typing/"), {}).status_code == 404
    assert as_(office.leader).post(TYPING, {}).status_code == 403


# Versions


def test_two_versions_are_compared_word_by_word(as_, office):
    document = draft(office, body="定于10月25日停水。")
    actions.save_version(document, by=office.officer, seen_version=1, title="通知", body="定于10月26日停水。")
    page = text(as_(office.officer).get(path(document, "versions/")))
    assert "<del>25</del><ins>26</ins>" in page
    assert as_(office.stranger).get(path(document, "versions/")).status_code == 404


@pytest.mark.parametrize("query", ["?before=9&after=x", "?before=2&after=1", "?after=1"])
def test_versions_that_never_were_break_nothing(as_, office, query):
    document = draft(office)
    actions.save_version(document, by=office.officer, seen_version=1, title="通知", body="改")
    assert as_(office.officer).get(path(document, f"versions/{query}")).status_code == 200
