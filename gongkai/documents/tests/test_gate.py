"""What is meant for the public is read for personal data before it goes on; rich text and pictures in it."""

import io
from datetime import datetime

import pytest
from PIL import Image

from gongkai.acts import Refused, clock
from gongkai.documents import actions
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import Document, Openness, State, WorkingCopy
from gongkai.documents.tests.factories import (
    adopted,
    approved,
    draft,
    handed_in,
    let_review,
    piece,
    submitted,
)
from gongkai.files.storing import store
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def picture(office, name="合影.png", by=None):
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, "PNG")
    return store(out.getvalue(), name=name, by=by or office.officer, agency=office.agency)


def fresh(document):
    return Document.objects.get(pk=document.pk)


# The gate


@pytest.mark.parametrize("where", ["title", "body", "file", "name"])
def test_a_draft_with_an_identity_number_is_not_submitted(office, where):
    given = {
        "title": {"title": f"关于{NUMBER}的通知"},
        "body": {"body": f"当事人身份证号{NUMBER}。"},
        "file": {"files": [(text_file(office, words=f"身份证号{NUMBER}"), "")]},
        "name": {"files": [(text_file(office, name=f"{NUMBER}.txt"), "")]},
    }[where]
    document = draft(office, **given)
    with pytest.raises(Refused, match="Personal data or hidden content was found in 1 place"):
        actions.submit(document, by=office.officer)
    (found,) = look_through_document(document)
    assert NUMBER not in found.masked + found.where
    assert found.kind == "resident_id"


def test_digits_in_two_runs_of_rich_text_are_one_number(office):
    document = draft(office, markup="html", body=f"<p>{NUMBER[:8]}<strong>{NUMBER[8:]}</strong></p>")
    with pytest.raises(Refused, match="found in 1 place"):
        actions.submit(document, by=office.officer)


def test_what_is_not_for_the_public_is_not_stopped(office):
    document = draft(
        office,
        body=f"身份证号{NUMBER}。",
        openness=Openness.NON_DISCLOSURE,
        openness_reason="个人隐私",
        openness_basis="条例第十五条",
    )
    assert actions.submit(document, by=office.officer).state == State.SUBMITTED


def test_a_finding_goes_on_when_somebody_answers_for_it(office):
    document = draft(office, body="咨询电话：010-64031118。")
    (found,) = look_through_document(document)
    with pytest.raises(Refused, match="Say why it may stay"):
        actions.justify(document, [found.fingerprint], by=office.officer, reason=" ")
    actions.justify(document, [found.fingerprint], by=office.officer, reason="科室公开电话。")
    document = actions.submit(document, by=office.officer)
    assert document.state == State.SUBMITTED
    document = actions.approve(actions.check(document, by=office.checker), by=office.leader)
    assert document.review.package.findings.count() == 1
    assert document.review.package.unresolved().count() == 0


def test_an_answer_holds_for_this_paper_only(office):
    first, second = draft(office, body="电话13800138000。"), draft(office, body="电话13800138000。")
    (found,) = look_through_document(first)
    actions.justify(first, [found.fingerprint], by=office.officer, reason="本人同意。")
    assert [each.is_open for each in look_through_document(first)] == [False]
    assert [each.is_open for each in look_through_document(second)] == [True]


def test_the_offices_own_telephone_is_no_personal_data(office):
    assert submitted(office, body="咨询电话：010-65126891，65126891。").state == State.SUBMITTED


def test_pictures_are_looked_at_by_who_hands_them_in(office):
    shown = piece(office, files=[(picture(office), "居民合影")])
    with pytest.raises(Refused, match="Look at every picture first"):
        actions.submit(shown, by=office.officer)
    shown = actions.submit(shown, by=office.officer, pictures_seen=True)
    assert shown.state == State.HANDED_IN
    assert shown.review.package.unresolved().count() == 0


def test_looking_at_the_pictures_answers_for_nothing_else(office):
    shown = piece(office, body=f"身份证号{NUMBER}。", files=[(picture(office), "")])
    with pytest.raises(Refused, match="found in 1 place"):
        actions.submit(shown, by=office.officer, pictures_seen=True)


# Editing by the FOI officer


def test_the_foi_officer_betters_a_piece_and_somebody_else_reviews_it(office):
    let_review(office.foi)
    before = handed_in(office)
    old = before.review
    edited = actions.edit_piece(
        before, by=office.foi, seen_version=1, title="社区开展垃圾分类宣传活动", body="改好的正文。"
    )
    old.refresh_from_db()
    assert old.state == "sent_back"
    assert edited.review.package.edited_by == office.foi
    assert "edited by 周文静" in edited.review.opinion
    edited = actions.adopt(edited, by=office.foi)
    assert edited.review.state == "awaiting_decision"
    with pytest.raises(Refused, match="Nobody reviews a package of their own"):
        secrecy.decide(edited.review, by=office.foi, opinion="可以。")
    secrecy.decide(edited.review, by=office.reviewer, opinion="可以。")
    assert actions.approve(fresh(edited), by=office.leader).state == State.APPROVED


def test_only_what_waits_for_adoption_is_edited(office):
    with pytest.raises(Refused, match="waits for adoption is edited"):
        actions.edit_piece(adopted(office), by=office.foi, seen_version=1, title="新", body="新")
    with pytest.raises(Refused, match="Only the FOI officer"):
        actions.edit_piece(handed_in(office), by=office.editor, seen_version=1, title="新", body="新")


def test_an_edit_does_not_bring_personal_data_in(office):
    shown = handed_in(office)
    with pytest.raises(Refused, match="found in 1 place"):
        actions.edit_piece(shown, by=office.foi, seen_version=1, title="新", body=f"身份证号{NUMBER}")
    assert fresh(shown).body != f"身份证号{NUMBER}"


# Rich text and the pictures in it


def test_rich_text_is_cleaned_when_it_is_saved(office):
    document = draft(office, markup="html", body='<p onclick="x()">正文</p><script>alert(1)</script>')
    assert document.body == "<p>正文</p>"
    document = actions.save_version(
        document, by=office.officer, seen_version=1, title="新", body='<h2 style="x">一、总则</h2>'
    )
    assert document.body == "<h2>一、总则</h2>"


def test_a_picture_in_the_text_becomes_an_attachment(office):
    file = picture(office)
    document = draft(office, markup="html", body=f'<p>如图</p><img data-file="{file.pk}" alt="路线图">')
    (attached,) = document.files
    assert (attached.file, attached.alternative_text) == (file, "路线图")
    assert str(file.pk) in document.body


def test_nobody_shows_another_papers_file_by_its_key(office):
    other = draft(office, files=[(picture(office), "内部图")])
    strange = picture(office, by=office.head)
    secret = other.files[0].file
    document = draft(
        office,
        markup="html",
        body=f'<p>图</p><img data-file="{secret.pk}" alt="a"><img data-file="{strange.pk}" alt="b">',
    )
    assert document.files == []
    assert "img" not in document.body


# What is typed and not saved


def test_what_is_typed_is_kept_until_it_is_saved(office):
    document = draft(office)
    given = {"by": office.officer, "form": "official", "document": document}
    actions.keep_typing(office.agency, **given, said={"body": "打到一半"}, seen_version=1)
    copy = actions.keep_typing(office.agency, **given)
    assert (copy.said, copy.is_changed) == ({"body": "打到一半"}, True)
    actions.save_version(document, by=office.officer, seen_version=1, title="新", body="打完了")
    assert not WorkingCopy.objects.exists()


def test_a_new_draft_is_kept_before_it_is_one(office):
    actions.keep_typing(office.agency, by=office.officer, form="piece", said={"title": "新"})
    actions.keep_typing(office.agency, by=office.officer, form="piece", said={"title": "新闻"})
    assert WorkingCopy.objects.get().said == {"title": "新闻"}
    piece(office)
    assert not WorkingCopy.objects.exists()


def test_who_cannot_change_a_draft_types_nothing_into_it(office):
    with pytest.raises(Refused, match="changed by its drafter"):
        actions.keep_typing(
            office.agency, by=office.foi, form="official", document=draft(office), said={"body": "x"}
        )


# A state secret


def secret(office):
    document = approved(office, files=[(text_file(office), "")])
    secrecy.state_opinion(document.review, by=office.head, opinion="请审。")
    review = secrecy.decide(
        document.review,
        by=office.reviewer,
        opinion="涉密。",
        decision=Decision.WITHHOLD,
        ground="state_secret",
    )
    secrecy.approve(review, by=office.leader)
    return fresh(document)


def test_a_document_with_a_state_secret_goes_nowhere(office):
    document = secret(office)
    for act in (
        lambda: actions.revise(document, by=office.officer, reason="改。"),
        lambda: actions.propose_change(
            document, Openness.ON_REQUEST, by=office.foi, reason="改。", basis="条例"
        ),
    ):
        with pytest.raises(Refused, match="must be taken out of this system"):
            act()


def test_a_document_with_a_state_secret_is_there_for_reviewer_and_leader_only(office):
    document = secret(office)
    seeing = {
        name
        for name in (
            "officer",
            "head",
            "checker",
            "foi",
            "foi_head",
            "editor",
            "principal",
            "reviewer",
            "leader",
        )
        if Document.objects.visible_to(getattr(office, name)).filter(pk=document.pk).exists()
    }
    assert seeing == {"reviewer", "leader"}
    secrecy.take_out(document.review, by=office.reviewer, to="区保密局")
    assert Document.objects.visible_to(office.officer).filter(pk=document.pk).exists()


def test_a_document_taken_out_leaves_nothing_of_its_text(office):
    document = secret(office)
    file = document.files[0].file
    secrecy.take_out(document.review, by=office.reviewer, to="区保密局")
    document = fresh(document)
    assert (document.body, document.files, document.state) == ("", [], State.DROPPED)
    assert [version.body for version in document.versions.all()] == [""]
    file.refresh_from_db()
    assert file.erased_at is not None
    assert document.review.package.body == ""
