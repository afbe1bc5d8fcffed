"""Secrecy review, publication and releases through their pages."""

from datetime import datetime
from uuid import uuid4

import pytest

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.factories import column, published, revised, revised_and_cleared
from gongkai.channels import actions as channels
from gongkai.channels.models import Release, State
from gongkai.channels.tests.factories import channel
from gongkai.desk.tests.pages import sent, text, uploaded
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import approved, cleared, handed_in
from gongkai.journal.models import Entry
from gongkai.law.channels import ChannelKind
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Review
from gongkai.secrecy.models import State as ReviewState
from gongkai.secrecy.tests.factories import picture_bytes, text_file

pytestmark = pytest.mark.django_db


def review_path(review, act=""):
    return f"/desk/secrecy/{review.pk}/{act}"


def item_path(item, act=""):
    return f"/desk/catalogue/{item.pk}/{act}"


def release_path(item):
    return f"/desk/channels/items/{item.pk}/release/"


# Secrecy review


def test_the_register_shows_a_review_with_its_state_and_leads_to_it(as_, office):
    review = approved(office).review
    client = as_(office.reviewer)
    page = text(client.get("/desk/secrecy/"))
    assert review.number in page
    assert "Waits for the section" in page
    page = text(client.get(review_path(review)))
    assert review.package.checksum[:12] in page
    assert "The handling section has not stated its opinion yet." in page


@pytest.mark.parametrize(
    "attempt",
    [
        ("reviewer", "decide/", {"decision": "open", "opinion": "可以"}, "has not stated its opinion yet"),
        ("leader", "approve/", {}, "no decision of the review body waiting"),
        ("foi", "opinion/", {"opinion": "可以"}, "stated by the handling section"),
        ("reviewer", "send-back/", {"reason": "改"}, "Only a review under way"),
        ("reviewer", "refer/", {"to": "区保密局", "question": "？"}, "waits for the review body"),
        ("reviewer", "answer/", {"answer": "否", "answered_on": "2018-05-07"}, "No question was referred"),
    ],
)
def test_a_step_out_of_turn_is_refused_and_keeps_what_was_typed(as_, office, attempt):
    who, act, said, words = attempt
    review = approved(office).review
    answer = sent(as_(getattr(office, who)), review_path(review, act), **said)
    assert answer.status_code == 422
    assert words in text(answer)
    assert all(value in text(answer) for value in said.values())
    assert Review.objects.get(pk=review.pk).state == ReviewState.AWAITING_OPINION


def test_withholding_without_its_ground_is_refused_on_the_page(as_, office):
    review = approved(office).review
    secrecy.state_opinion(review, by=office.head, opinion="拟公开。")
    client = as_(office.reviewer)
    answer = sent(client, review_path(review, "decide/"), decision="withhold", opinion="有隐私")
    assert answer.status_code == 422
    assert "needs its ground" in text(answer)
    assert "有隐私" in text(answer)
    sent(client, review_path(review, "decide/"), decision="withhold", ground="state_secret", opinion="涉密")
    assert "This system is not made for state secrets" in text(client.get(review_path(review)))


@pytest.mark.parametrize("day", ["2018-05-08", "2017-01-01", "2018-02-30", "yesterday", ""])
def test_a_day_no_answer_can_have_is_refused(as_, office, day):
    review = approved(office).review
    secrecy.state_opinion(review, by=office.head, opinion="拟公开。")
    secrecy.refer(review, by=office.reviewer, to="区保密局", question="是否涉密？")
    answer = sent(as_(office.reviewer), review_path(review, "answer/"), answer="否", answered_on=day)
    assert answer.status_code == 422
    assert Review.objects.get(pk=review.pk).state == ReviewState.REFERRED


def test_a_review_is_decided_once_in_two_tabs(as_, office):
    review = approved(office).review
    secrecy.state_opinion(review, by=office.head, opinion="拟公开。")
    client = as_(office.reviewer)
    said = {"decision": "open", "opinion": "可以公开。"}
    assert sent(client, review_path(review, "decide/"), **said).status_code == 302
    answer = sent(client, review_path(review, "decide/"), **said)
    assert "decided already" in text(answer)
    assert Entry.objects.filter(act="secrecy.decided").count() == 1


def test_the_page_of_a_piece_that_is_not_adopted_yet_says_so(as_, office):
    piece = handed_in(office)
    secrecy.decide(piece.review, by=office.reviewer, opinion="可以公开。")
    page = text(as_(office.leader).get(review_path(piece.review)))
    assert "The piece has not been adopted yet." in page


def test_a_file_under_review_is_read_by_the_reviewer(as_, office):
    review = approved(office, files=[(text_file(office), "")]).review
    client = as_(office.reviewer)
    file = review.package.files.get().file_id
    assert client.get(review_path(review, f"files/{file}/")).status_code == 200
    for other in (uuid4(), "1", "99999999999999999999"):
        assert client.get(review_path(review, f"files/{other}/")).status_code == 404


# Publishing


def publish(client, document, office, **said):
    return sent(client, f"/desk/catalogue/publish/{document.pk}/", **{"column": column(office).pk} | said)


def test_publishing_shows_it_on_the_website_at_once(as_, office):
    channel(office)
    answer = publish(as_(office.foi), cleared(office), office, on_the_website="on", areas=["a", "b"])
    item = Item.objects.get()
    assert answer.url == item_path(item)
    assert item.releases.get().state == State.CONFIRMED
    page = text(as_(office.foi).get(answer.url))
    assert f"Published as {item.index_number}." in page
    assert f"/items/{item.pk}/" in page


def test_publishing_can_leave_the_website_out(as_, office):
    channel(office)
    publish(as_(office.editor), cleared(office), office)
    assert not Item.objects.get().releases.exists()


def test_a_document_is_published_once_by_double_click_and_in_two_tabs(as_, office):
    document, client, token = cleared(office), as_(office.foi), str(uuid4())
    assert publish(client, document, office, submission=token).status_code == 302
    assert publish(client, document, office, submission=token).status_code == 302
    answer = publish(client, document, office)
    assert answer.status_code == 422
    assert "It has been published already." in text(answer)
    assert Item.objects.get().index_number.endswith("2018-00001")


def test_what_is_not_cleared_is_not_published_from_its_page(as_, office):
    document, client = approved(office), as_(office.foi)
    assert "have not passed the secrecy review" in text(client.get(f"/desk/catalogue/publish/{document.pk}/"))
    answer = publish(client, document, office)
    assert answer.status_code == 422
    assert not Item.objects.exists()


def test_the_wrong_duty_does_not_publish(as_, office):
    answer = publish(as_(office.leader), cleared(office), office)
    assert answer.status_code == 422
    assert "Only the FOI officer or the channel editor of this agency publishes." in text(answer)


def test_a_document_without_package_has_no_page_for_publishing(as_, office):
    from gongkai.documents.tests.factories import submitted

    assert as_(office.foi).get(f"/desk/catalogue/publish/{submitted(office).pk}/").status_code == 404


@pytest.mark.parametrize("areas", ["z", "<script>", "a\x00"])
def test_a_key_area_that_is_none_is_refused(as_, office, areas):
    assert publish(as_(office.foi), cleared(office), office, areas=[areas]).status_code == 422


def test_a_correction_by_its_page_needs_a_cleared_package(as_, office):
    item = published(office)
    client = as_(office.foi)
    assert "There is no newer package" in text(sent(client, item_path(item, "correct/"), note="更正时间"))
    revised(item, office)
    answer = sent(client, item_path(item, "correct/"), note="更正时间")
    assert "have not passed the secrecy review" in text(answer)
    assert "更正时间" in text(answer)
    assert Item.objects.get().title == "关于停水的通知"


def test_a_correction_is_stated_on_the_item(as_, office):
    item = revised_and_cleared(published(office), office)
    client = as_(office.foi)
    answer = sent(client, item_path(item, "correct/"), note="更正停水时间")
    page = text(client.get(answer.url))
    assert "更正后的通知" in page
    assert "更正停水时间" in page


def test_a_withdrawal_needs_its_reason(as_, office):
    item, client = published(office), as_(office.foi)
    assert sent(client, item_path(item, "withdraw/"), reason="").status_code == 422
    answer = sent(client, item_path(item, "withdraw/"), reason="含有个人信息")
    assert "含有个人信息" in text(client.get(answer.url))
    assert Item.objects.get().is_withdrawn


# Releases


def release_typed(where, **said):
    return {"channel": where.pk, "happened": "done", "on": "2018-05-07", "address": "公众号第7期"} | said


def test_a_release_is_recorded_with_a_picture_as_proof(as_, office):
    item, client = published(office), as_(office.editor)
    proof = uploaded("截图.png", picture_bytes(kind="PNG"))
    said = release_typed(channel(office, ChannelKind.WECHAT), address="", proof=proof)
    answer = sent(client, release_path(item), **said)
    row = Release.objects.get()
    assert (row.state, row.proof.name) == (State.CONFIRMED, "截图.png")
    assert "截图.png" in text(client.get(answer.url))
    assert client.get(f"/desk/channels/releases/{row.pk}/proof/")["Content-Type"] == "image/png"


def test_a_release_without_proof_is_refused_whole(as_, office):
    item = published(office)
    said = release_typed(channel(office, ChannelKind.WECHAT), address=" ")
    answer = sent(as_(office.editor), release_path(item), **said)
    assert answer.status_code == 422
    assert "as proof" in text(answer)
    assert not Release.objects.exists()


def test_a_release_sent_twice_is_recorded_once(as_, office):
    item, client = published(office), as_(office.editor)
    said = release_typed(channel(office, ChannelKind.WECHAT), submission=str(uuid4()))
    for _each in range(2):
        answer = sent(client, release_path(item), **said)
        assert answer.status_code == 302
    assert "not done twice" in text(client.get(answer.url))
    assert Release.objects.count() == 1


def test_a_channel_it_has_gone_to_is_no_choice_any_more(as_, office):
    item, client = published(office), as_(office.editor)
    said = release_typed(channel(office, ChannelKind.WECHAT))
    sent(client, release_path(item), **said)
    answer = sent(client, release_path(item), **said)
    assert answer.status_code == 422
    assert "channel" in answer.context["form"].errors
    assert "It has gone to every channel of this agency." in text(client.get(item_path(item)))


@pytest.mark.parametrize("day", ["2018-05-08", "2018-05-06", "0001-01-01", "9999-12-31", "2018-02-30", ""])
def test_a_day_no_release_can_have_is_refused(as_, office, day):
    item = published(office)
    said = release_typed(channel(office, ChannelKind.WECHAT), on=day)
    answer = sent(as_(office.editor), release_path(item), **said)
    assert answer.status_code == 422
    assert "公众号第7期" in text(answer)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"happened": "planned"}, "The website publishes at once; record it"),
        ({"on": "2018-05-06"}, "The website publishes at once, so the day is today."),
    ],
)
def test_the_website_has_no_other_day_than_today(as_, office, said, words):
    item = published(office)
    answer = sent(as_(office.editor), release_path(item), **release_typed(channel(office), **said))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Release.objects.exists()


def test_a_planned_release_waits_from_its_day_on_and_is_confirmed(as_, office):
    item, client = published(office), as_(office.editor)
    where = channel(office, ChannelKind.NOTICE_BOARD)
    sent(client, release_path(item), **release_typed(where, happened="planned", on="2018-05-09"))
    row = Release.objects.get()
    assert row.state == State.PLANNED
    confirming = f"/desk/channels/releases/{row.pk}/confirm/"
    assert confirming not in text(client.get("/desk/"))
    with clock.pretend(datetime(2018, 5, 9, 9, 0)):
        assert confirming in text(client.get("/desk/"))
        answer = sent(client, confirming, confirmed_on="2018-05-09", address="")
        assert "as proof" in text(answer)
        sent(client, confirming, confirmed_on="2018-05-09", address="苏州社区公告栏")
    assert Release.objects.get().state == State.CONFIRMED


def test_a_wrong_proof_is_refused_in_words(as_, office):
    item, client = published(office), as_(office.editor)
    row = channels.release(item, channel(office, ChannelKind.WECHAT), by=office.editor)
    answer = sent(
        client,
        f"/desk/channels/releases/{row.pk}/confirm/",
        confirmed_on="2018-05-07",
        address="公众号第7期",
        proof=uploaded("截图.png", b"no picture"),
    )
    assert answer.status_code == 422
    assert "of a kind that is not taken" in text(answer)
    assert "公众号第7期" in text(answer)


def test_a_recall_by_its_page_needs_its_reason_and_the_right_duty(as_, office):
    item = published(office)
    row = channels.release(item, channel(office), by=office.editor)
    url = f"/desk/channels/releases/{row.pk}/recall/"
    assert "Only the FOI officer" in text(sent(as_(office.leader), url, reason="撤"))
    assert sent(as_(office.editor), url, reason="").status_code == 422
    sent(as_(office.editor), url, reason="发错栏目")
    assert Release.objects.get().state == State.RECALLED


def test_a_draft_changed_after_its_clearance_is_told_on_its_page(as_, office):
    item = published(office)
    document = revised(item, office)
    page = text(as_(office.foi).get(Document.objects.get(pk=document.pk).get_absolute_url()))
    assert "have not passed the secrecy review" in page
