"""Drafting and the steps of approval through their pages."""

import io
from datetime import datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongkai.acts import clock
from gongkai.desk.documents.waiting import waiting_for
from gongkai.desk.tests.pages import sent, text, uploaded
from gongkai.desk.tests.rows import documents_like
from gongkai.documents import actions
from gongkai.documents.models import Document, Openness, State
from gongkai.documents.tests.factories import (
    adopted,
    approved,
    approved_piece,
    checked,
    draft,
    handed_in,
    submitted,
)
from gongkai.journal.models import Entry
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Ground, Package
from gongkai.secrecy.tests.factories import picture_bytes

pytestmark = pytest.mark.django_db

DRAFT, PIECE, ADOPT, APPROVE = (
    "/desk/documents/draft/",
    "/desk/documents/piece/",
    "/desk/documents/adopt/",
    "/desk/documents/approve/",
)


def typed(office, **said):
    return {
        "title": "关于停水的通知",
        "genre": "notice",
        "section": office.section.pk,
        "body": "明日停水。",
        "openness": "proactive",
    } | said


def piece_typed(office, **said):
    return {
        "title": "社区开展垃圾分类宣传",
        "genre": "news",
        "section": office.section.pk,
        "body": "今天上午。",
        "opinion": "拟公开。",
        "pictures_seen": "on",
        "then": "hand_in",
    } | said


def path(document, act=""):
    return f"/desk/documents/{document.pk}/{act}"


def fresh(document):
    return Document.objects.get(pk=document.pk)


# Drafting


def test_a_draft_is_saved_with_its_attachment(as_, office):
    answer = sent(as_(office.officer), DRAFT, **typed(office, files=[uploaded("附件.txt", b"words")]))
    document = Document.objects.get()
    assert answer.url == document.get_absolute_url()
    assert [each.file.name for each in document.files] == ["附件.txt"]


def test_a_form_sent_twice_drafts_once(as_, office):
    client = as_(office.officer)
    token = str(uuid4())
    first = sent(client, DRAFT, **typed(office, submission=token))
    second = sent(client, DRAFT, **typed(office, submission=token))
    assert first.url == second.url
    assert Document.objects.count() == 1
    assert "not done twice" in text(client.get(second.url))


def test_the_token_of_somebody_else_does_nothing_and_tells_nothing(as_, office):
    token = str(uuid4())
    sent(as_(office.officer), DRAFT, **typed(office, submission=token))
    answer = sent(as_(office.checker), DRAFT, **typed(office, submission=token, title="别人的"))
    assert answer.url == "/desk/documents/"
    assert not Document.objects.filter(title="别人的").exists()


@pytest.mark.parametrize("token", ["", "no token", "\x00"])
def test_a_form_without_its_token_does_nothing_and_keeps_what_was_typed(as_, office, token):
    answer = as_(office.officer).post(DRAFT, typed(office, submission=token))
    assert answer.status_code == 422
    assert "明日停水。" in text(answer)
    assert not Document.objects.exists()


def test_a_refusal_keeps_what_was_typed(as_, office):
    answer = sent(as_(office.officer), DRAFT, **typed(office, openness="non_disclosure"))
    assert answer.status_code == 422
    page = text(answer)
    assert "Non-disclosure needs the provision and the reason." in page
    assert "关于停水的通知" in page
    assert "明日停水。" in page
    assert not Document.objects.exists()


def test_after_a_refusal_the_same_form_can_be_mended_and_sent(as_, office):
    client, token = as_(office.officer), str(uuid4())
    sent(client, DRAFT, **typed(office, openness="non_disclosure", submission=token))
    sent(
        client,
        DRAFT,
        **typed(
            office,
            openness="non_disclosure",
            openness_reason="内部事务",
            openness_basis="条例第十六条",
            submission=token,
        ),
    )
    assert Document.objects.get().openness == Openness.NON_DISCLOSURE


def test_a_title_of_ten_thousand_characters_is_an_error_of_its_field(as_, office):
    answer = sent(as_(office.officer), DRAFT, **typed(office, title="题" * 10_000))
    assert answer.status_code == 422
    assert "at most 300 characters" in answer.context["form"].errors["title"][0]
    assert "明日停水。" in text(answer)


def test_a_text_of_ten_thousand_characters_is_taken(as_, office):
    sent(as_(office.officer), DRAFT, **typed(office, body="字" * 10_000))
    assert Document.objects.get().body == f"<p>{'字' * 10_000}</p>"


@pytest.mark.parametrize("field", ["title", "body", "openness_reason"])
def test_nul_characters_are_refused_in_words(as_, office, field):
    answer = sent(as_(office.officer), DRAFT, **typed(office, **{field: "a\x00b"}))
    assert answer.status_code == 422
    assert "Null characters are not allowed" in answer.context["form"].errors[field][0]


@pytest.mark.parametrize("section", ["", "0", "99999999999999999999999", "x", "\x00"])
def test_a_section_that_is_none_is_an_error_of_its_field(as_, office, section):
    answer = sent(as_(office.officer), DRAFT, **typed(office, section=section))
    assert answer.status_code == 422
    assert "section" in answer.context["form"].errors


def test_an_officer_drafts_for_their_own_section_only(as_, office):
    answer = sent(as_(office.officer), DRAFT, **typed(office, section=office.community.pk))
    assert "section" in answer.context["form"].errors


def test_the_drafting_page_belongs_to_those_who_draft(as_, office):
    for person in (office.leader, office.reviewer, office.sysadmin, office.citizen):
        assert as_(person).get(DRAFT).status_code == 403
        assert sent(as_(person), DRAFT, **typed(office)).status_code == 403
    assert not Document.objects.exists()


# Files


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("恶意.exe", b"MZ\x90\x00", "of a kind that is not taken"),
        ("假.pdf", b"<html><script>alert(1)</script>", "of a kind that is not taken"),
        ("页.html", b"<html></html>", "of a kind that is not taken"),
        ("图.svg", b"<svg onload='alert(1)'/>", "of a kind that is not taken"),
        ("半张.jpg", picture_bytes(size=(300, 300))[:-900], "cannot be read to its end"),
        ("半张.png", picture_bytes(kind="PNG", size=(300, 300))[:-90], "of a kind that is not taken"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_rest_is_kept(as_, office, name, content, words):
    answer = sent(as_(office.officer), DRAFT, **typed(office, files=[uploaded(name, content)]))
    assert answer.status_code == 422
    page = text(answer)
    assert words in page
    assert name in page
    assert "明日停水。" in page
    assert not Document.objects.exists()


def test_a_file_too_large_is_refused_with_its_size(as_, office, settings):
    settings.LARGEST_FILE = 1_000_000
    big = uploaded("大.txt", b"a" * 1_500_000)
    answer = sent(as_(office.officer), DRAFT, **typed(office, files=[big]))
    assert answer.status_code == 422
    assert "has 2 MB; at most 1 MB" in text(answer)


def test_an_empty_file_is_refused(as_, office):
    answer = sent(as_(office.officer), DRAFT, **typed(office, files=[uploaded("空.txt", b"")]))
    assert answer.status_code == 422
    assert "empty" in str(answer.context["form"].errors["files"])


def test_one_wrong_file_among_several_keeps_none(as_, office):
    files = [uploaded("好.txt", b"words"), uploaded("坏.exe", b"MZ\x90\x00")]
    assert sent(as_(office.officer), DRAFT, **typed(office, files=files)).status_code == 422
    assert not Document.objects.exists()
    assert not Entry.objects.filter(act="documents.drafted").exists()


def test_nothing_but_the_picture_is_kept_of_a_picture(as_, office):
    exif = Image.Exif()
    exif[0x010E] = "sunhutong 62"  # description
    exif[0x0110] = "Camera 7"
    photo = uploaded("现场.jpg", picture_bytes(exif=exif))
    client = as_(office.officer)
    sent(client, PIECE, **piece_typed(office, files=[photo]))
    attachment = Document.objects.get().files[0]
    answer = client.get(path(Document.objects.get(), f"files/{attachment.file_id}/"))
    kept = b"".join(answer.streaming_content)
    assert b"Camera 7" not in kept
    assert b"sunhutong" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (8, 6))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "<img src=x onerror=alert(1)>.txt", "\u202etxt.图.txt"]
)
def test_a_hostile_file_name_is_only_a_name(as_, office, name):
    client = as_(office.officer)
    sent(client, DRAFT, **typed(office, files=[SimpleUploadedFile(name, b"words")]))
    document = Document.objects.get()
    answer = client.get(path(document, f"files/{document.files[0].file_id}/"))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert not set("/\r\n\u202e") & set(document.files[0].file.name)
    assert client.get(document.get_absolute_url()).status_code == 200


def test_a_file_cannot_act_as_a_page(as_, office):
    client = as_(office.officer)
    sent(client, DRAFT, **typed(office, files=[uploaded("附件.txt", b"words")]))
    document = Document.objects.get()
    answer = client.get(path(document, f"files/{document.files[0].file_id}/"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


# Changing a draft in two tabs


def edit_typed(office, version, **said):
    return typed(office, seen_version=version, **said) | {"openness": ""}


def test_nothing_is_saved_over_what_another_tab_saved(as_, office):
    document = draft(office)
    sent(
        as_(office.head),
        path(document, "edit/"),
        **edit_typed(office, 1, title="科长改的", body="科长的正文"),
    )
    answer = sent(
        as_(office.officer), path(document, "edit/"), **edit_typed(office, 1, title="我改的", body="我的正文")
    )
    assert answer.status_code == 422
    page = text(answer)
    # Both people, and both texts.
    assert f"{office.head.name} changed this draft at 09:00" in page
    assert office.officer.name in page
    assert "科长的正文" in page
    assert "我的正文" in page
    assert fresh(document).title == "科长改的"


def test_who_has_compared_both_texts_can_save(as_, office):
    document = draft(office)
    sent(as_(office.head), path(document, "edit/"), **edit_typed(office, 1, title="科长改的"))
    client = as_(office.officer)
    answer = sent(client, path(document, "edit/"), **edit_typed(office, 1, title="我改的"))
    again = answer.context["form"]["seen_version"].value()
    assert (
        sent(client, path(document, "edit/"), **edit_typed(office, again, title="我改的")).status_code == 302
    )
    assert [each.title for each in document.versions.all()] == ["我改的", "科长改的", "关于停水的通知"]


def test_taking_out_an_attachment_with_a_double_click_is_done_once(as_, office):
    client, token = as_(office.officer), str(uuid4())
    sent(client, DRAFT, **typed(office, files=[uploaded("附件.txt", b"words")]))
    document = Document.objects.get()
    said = edit_typed(office, 1, remove=[document.files[0].pk], submission=token)
    assert sent(client, path(document, "edit/"), **said).status_code == 302
    assert sent(client, path(document, "edit/"), **said).status_code == 302
    assert (fresh(document).version, fresh(document).files) == (2, [])


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999999999"])
def test_a_version_that_never_was_is_refused(as_, office, version):
    document = draft(office)
    answer = sent(as_(office.officer), path(document, "edit/"), **edit_typed(office, version))
    assert answer.status_code == 422
    assert fresh(document).version == 1


def test_in_two_tabs_a_document_is_submitted_once_and_the_other_tab_says_so(as_, office):
    document, client = draft(office), as_(office.officer)
    assert sent(client, path(document, "submit/")).status_code == 302
    answer = sent(client, path(document, "submit/"))
    assert answer.status_code == 422
    assert "It has been submitted already." in text(answer)
    assert Entry.objects.filter(act="documents.submitted").count() == 1


def test_the_page_of_an_act_that_is_not_possible_says_why(as_, office):
    document = draft(office, openness="")
    page = text(as_(office.officer).get(path(document, "submit/")))
    assert "Choose the openness attribute first; then you can submit." in page
    assert 'name="submission"' not in page


# The steps


def test_a_document_goes_through_all_its_steps_by_its_pages(as_, office):
    sent(as_(office.officer), DRAFT, **typed(office))
    document = Document.objects.get()
    sent(as_(office.officer), path(document, "submit/"))
    sent(as_(office.checker), path(document, "check/"), remark="")
    answer = sent(as_(office.leader), path(document, "approve/"), remark="同意")
    assert fresh(document).state == State.APPROVED
    page = text(as_(office.leader).get(answer.url))
    assert "建街发〔2018〕1号" in page
    review = fresh(document).review
    sent(as_(office.head), f"/desk/secrecy/{review.pk}/opinion/", opinion="拟公开。")
    sent(as_(office.reviewer), f"/desk/secrecy/{review.pk}/decide/", decision="open", opinion="可以公开。")
    sent(as_(office.leader), f"/desk/secrecy/{review.pk}/approve/", remark="")
    assert fresh(document).review.package.is_cleared


def test_without_an_attribute_the_submission_is_refused_on_its_page(as_, office):
    document = draft(office, openness="")
    answer = sent(as_(office.officer), path(document, "submit/"))
    assert answer.status_code == 422
    assert "Choose the openness attribute first" in text(answer)
    assert fresh(document).state == State.DRAFTING


@pytest.mark.parametrize(
    ("openness", "words"), [("on_request", "on request only"), ("non_disclosure", "Non-dis")]
)
def test_the_attribute_needs_its_reason_on_its_page_too(as_, office, openness, words):
    document, client = draft(office, openness=""), as_(office.officer)
    answer = sent(client, path(document, "openness/"), openness=openness, openness_reason="内部事务")
    assert answer.status_code == 422
    assert words in text(answer)
    assert "内部事务" in text(answer)
    sent(
        client,
        path(document, "openness/"),
        openness=openness,
        openness_reason="内部事务",
        openness_basis="条例第十六条",
    )
    assert fresh(document).openness == openness


@pytest.mark.parametrize("openness", ["", "secret", "proactive\x00"])
def test_an_attribute_that_is_none_of_three_is_refused(as_, office, openness):
    document = draft(office, openness="")
    assert sent(as_(office.officer), path(document, "openness/"), openness=openness).status_code == 422
    assert fresh(document).openness == ""


def test_a_remark_of_the_leader_stands_on_the_draft_that_came_back(as_, office):
    document = checked(office)
    sent(as_(office.leader), path(document, "send-back/"), reason="标题不准确\n<b>改</b>")
    page = text(as_(office.officer).get(document.get_absolute_url()))
    assert f"Remark by {office.leader.name}" in page
    assert "标题不准确" in page
    assert "&lt;b&gt;改&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "attempt",
    [
        (submitted, "leader", "check/", "Only the office checker of this agency checks."),
        (checked, "checker", "approve/", "Only the responsible leader of this agency approves."),
        (submitted, "foi", "send-back/", "the one whose step it is"),
        (handed_in, "checker", "adopt/", "Only the FOI officer of this agency adopts pieces."),
        (draft, "leader", "submit/", "submitted by its drafter"),
        (approved, "leader", "revise/", "A revision is begun by"),
        (draft, "foi", "drop/", "changed by its drafter"),
        (draft, "leader", "edit/", "changed by its drafter"),
        (approved, "foi", "review-again/", "under way or has ended"),
    ],
)
def test_the_wrong_duty_is_told_so_and_nothing_happens(as_, office, attempt):
    at, who, act, words = attempt
    document = at(office)
    before = (document.state, Entry.objects.filter(subject_key=document.key).count())
    client = as_(getattr(office, who))
    assert words in text(client.get(path(document, act)))
    said = {"reason": "不行", "remark": "不行"}
    if act == "edit/":
        said = edit_typed(office, 1)
    answer = sent(client, path(document, act), **said)
    assert answer.status_code == 422
    assert words in text(answer)
    after = (fresh(document).state, Entry.objects.filter(subject_key=document.key).count())
    assert after == before


def test_a_reason_is_asked_for_where_one_is_needed(as_, office):
    document = submitted(office)
    answer = sent(as_(office.checker), path(document, "send-back/"), reason="   ")
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors


def test_a_dropped_draft_is_found_only_by_those_who_look_for_it(as_, office):
    document, client = draft(office), as_(office.officer)
    sent(client, path(document, "drop/"), reason="不发了")
    assert "关于停水的通知" not in text(client.get("/desk/documents/"))
    assert "关于停水的通知" in text(client.get("/desk/documents/?state=dropped"))


# Pieces and batches


def test_a_piece_is_written_with_pictures_and_handed_in_on_one_page(as_, office):
    photos = [uploaded("一.jpg", picture_bytes()), uploaded("二.png", picture_bytes(kind="PNG"))]
    client = as_(office.officer)
    answer = sent(client, PIECE, **piece_typed(office, files=photos))
    piece = Document.objects.get()
    assert (piece.state, len(piece.review.package.frozen_files)) == (State.HANDED_IN, 2)
    page = text(client.get(answer.url))
    assert page.count("<img") == 2
    assert "Handed in. The FOI officer adopts it" in page


def test_a_piece_can_be_kept_as_a_draft(as_, office):
    sent(as_(office.officer), PIECE, **piece_typed(office, then="keep"))
    assert Document.objects.get().state == State.DRAFTING


def test_a_piece_that_cannot_be_handed_in_leaves_no_half_of_itself(as_, office):
    answer = sent(as_(office.officer), PIECE, **piece_typed(office, body=""))
    assert answer.status_code == 422
    assert "no text and no attachment" in text(answer)
    assert not Document.objects.exists()


def three_adopted(office):
    return [adopted(office, f"活动{n}") for n in range(3)]


def test_several_pieces_are_approved_in_one_go(as_, office):
    pieces = three_adopted(office)
    client = as_(office.leader)
    page = text(client.get(APPROVE))
    assert all(piece.title in page and piece.body in page for piece in pieces)
    answer = sent(client, APPROVE, chosen=[pieces[0].pk, pieces[2].pk], remark="")
    assert "2 pieces approved and cleared." in text(client.get(answer.url))
    assert [fresh(piece).state for piece in pieces] == [State.APPROVED, State.ADOPTED, State.APPROVED]


def test_a_batch_sent_twice_is_done_once_and_said_so(as_, office):
    pieces, client, token = three_adopted(office), as_(office.leader), str(uuid4())
    said = {"chosen": [piece.pk for piece in pieces], "submission": token}
    assert sent(client, APPROVE, **said).status_code == 302
    assert sent(client, APPROVE, **said).status_code == 302
    assert "not done twice" in text(client.get(APPROVE))
    assert Entry.objects.filter(act="documents.approved").count() == 3


def test_a_batch_in_a_second_tab_is_refused_when_the_first_has_done_it(as_, office):
    pieces, client = three_adopted(office), as_(office.leader)
    sent(client, APPROVE, chosen=[pieces[0].pk])
    answer = sent(client, APPROVE, chosen=[pieces[0].pk, pieces[1].pk])
    assert answer.status_code == 422
    assert fresh(pieces[1]).state == State.ADOPTED


def changed_behind_the_review(*pieces):
    for piece in pieces:
        Package.objects.filter(pk=piece.review.package_id).update(body="换了")


def test_one_refused_piece_does_not_hold_up_the_batch(as_, office):
    pieces, client = three_adopted(office), as_(office.leader)
    changed_behind_the_review(pieces[1])
    page = text(client.get(sent(client, APPROVE, chosen=[piece.pk for piece in pieces]).url))
    assert "2 pieces approved and cleared. 活动0, 活动2" in page
    assert "Not done: 活动1: Text or files are no longer what was packed" in page
    assert [fresh(piece).state for piece in pieces] == [State.APPROVED, State.ADOPTED, State.APPROVED]


def test_a_batch_of_which_every_piece_is_refused_comes_back_as_it_was(as_, office):
    pieces = three_adopted(office)
    changed_behind_the_review(*pieces)
    answer = sent(as_(office.leader), APPROVE, chosen=[piece.pk for piece in pieces], remark="好")
    assert answer.status_code == 422
    page = text(answer)
    assert "活动1: Text or files are no longer what was packed" in page
    assert page.count(" checked") == 3
    assert "好" in page


def test_one_piece_of_a_batch_is_returned_and_the_ticks_stay(as_, office):
    first, second = (handed_in(office, f"活动{n}") for n in range(2))
    client = as_(office.foi)
    said = {"chosen": [first.pk], "return": second.pk, f"reason_{second.pk}": "换一张照片"}
    answer = sent(client, ADOPT, **said)
    assert answer.url == f"{ADOPT}?chosen={first.pk}"
    page = text(client.get(answer.url))
    assert page.count(" checked") == 1
    assert "Returned: 活动1" in page
    assert [fresh(piece).state for piece in (first, second)] == [State.HANDED_IN, State.DRAFTING]


def test_nothing_is_returned_without_a_reason(as_, office):
    piece = handed_in(office)
    answer = sent(as_(office.foi), ADOPT, **{"return": piece.pk, f"reason_{piece.pk}": " "})
    assert answer.status_code == 422
    assert "Say what has to be changed." in text(answer)
    assert fresh(piece).state == State.HANDED_IN


def test_a_piece_that_does_not_wait_here_is_not_returned_from_the_batch(as_, office):
    piece = draft(office)
    answer = sent(as_(office.foi), ADOPT, **{"return": piece.pk, f"reason_{piece.pk}": "改"})
    assert "It does not wait here any more." in text(answer)


def test_a_batch_shows_texts_and_small_pictures(as_, office):
    client = as_(office.officer)
    photo = uploaded("合影.jpg", picture_bytes(size=(900, 600)))
    sent(client, PIECE, **piece_typed(office, files=[photo], words_1="居民合影"))
    client = as_(office.foi)
    page = text(client.get(ADOPT))
    (shown,) = Document.objects.get().files
    assert "今天上午。" in page
    small = path(Document.objects.get(), f"files/{shown.file_id}/small/")
    assert f'<img src="{small}" alt="居民合影"' in page
    with Image.open(io.BytesIO(client.get(small).content)) as picture:
        assert max(picture.size) == 240


def test_a_batch_takes_fifty_pieces_and_says_how_many_follow(as_, office):
    documents_like(handed_in(office), 52)
    answer = as_(office.foi).get(ADOPT)
    assert text(answer).count('name="chosen"') == 50
    assert "3 more wait; they come when these are done." in text(answer)


def test_an_empty_batch_asks_for_a_choice(as_, office):
    three_adopted(office)
    answer = sent(as_(office.leader), APPROVE)
    assert answer.status_code == 422
    assert "Choose at least one." in text(answer)


def test_pieces_are_adopted_in_one_go_by_the_foi_officer_only(as_, office):
    pieces = [handed_in(office, f"活动{n}") for n in range(2)]
    assert as_(office.leader).get(ADOPT).status_code == 403
    sent(as_(office.foi), ADOPT, chosen=[piece.pk for piece in pieces])
    assert {fresh(piece).state for piece in pieces} == {State.ADOPTED}


def test_pieces_of_another_office_are_no_choice(as_, office):
    piece = adopted(office)
    other = office.person("other", "邻办（虚构）", ["responsible_leader"], office.other)
    client = as_(other)
    assert piece.title not in text(client.get(APPROVE))
    assert sent(client, APPROVE, chosen=[piece.pk]).status_code == 422
    assert fresh(piece).state == State.ADOPTED


def withheld_piece(office):
    piece = actions.adopt(handed_in(office, "居民病情"), by=office.foi)
    secrecy.decide(
        piece.review, by=office.reviewer, opinion="病历", decision=Decision.WITHHOLD, ground=Ground.PRIVACY
    )
    return fresh(piece)


def test_what_shall_not_be_published_is_never_confirmed_in_passing(as_, office):
    piece = withheld_piece(office)
    client = as_(office.leader)
    assert piece.title not in text(client.get(APPROVE))
    answer = sent(client, path(piece, "approve/"), remark="")
    assert "Confirmed: it is not published." in text(client.get(answer.url))


def test_a_withheld_piece_waits_apart_from_the_batch(office):
    three_adopted(office)
    from gongkai.people.models import Post, User

    Post.objects.filter(user=office.foi, duty="secrecy_reviewer").delete()
    office.foi = User.objects.get(pk=office.foi.pk)
    withheld_piece(office)
    rows = waiting_for(User.objects.get(pk=office.leader.pk))
    assert [row.title for row in rows] == ["居民病情", "3 pieces wait for your approval"]


def test_a_piece_is_approved_on_its_own_page_even_when_the_address_of_its_review_is_typed(as_, office):
    piece = adopted(office)
    client = as_(office.leader)
    for act, target in (("approve", "approve/"), ("send-back", "send-back/")):
        answer = sent(client, f"/desk/secrecy/{piece.review_id}/{act}/", remark="", reason="改")
        assert answer.url == path(piece, target)
    assert fresh(piece).state == State.ADOPTED
    assert fresh(piece).review.state == "awaiting_approval"


def test_who_waits_for_what_stands_on_the_first_page(as_, office):
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        document = checked(office)
    assert document.title in text(as_(office.leader).get("/desk/"))
    assert document.title not in text(as_(office.foi).get("/desk/"))


def test_published_pieces_wait_no_longer(as_, office):
    piece = approved_piece(office)
    assert f"/desk/catalogue/publish/{piece.pk}/" in text(as_(office.editor).get("/desk/"))
