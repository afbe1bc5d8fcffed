"""What is found in a package bars its clearance until it is masked or a person answers for it."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.secrecy import actions, gate
from gongkai.secrecy.models import FileScan, Justification, Package, State
from gongkai.secrecy.tests.factories import (
    cleared,
    decided,
    justified,
    packed,
    picture_bytes,
    text_file,
    with_opinion,
)

pytestmark = pytest.mark.django_db

NUMBER = "11010519491231002X"
MOBILE = "13800138000"


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def stored_picture(office, name="走访.jpg"):
    from gongkai.files.storing import store

    return store(picture_bytes(), name=name, by=office.officer, agency=office.agency)


def kinds(review):
    return [each.kind for each in review.package.findings.all()]


def read_by_other_rules(review):
    """The package as it was read by rules of an earlier year, which found nothing."""
    review.package.findings.all().delete()
    Package.objects.filter(pk=review.package_id).update(scanned_with="2017")


@pytest.mark.parametrize("where", ["title", "body", "name", "alternative text", "file"])
def test_an_identity_number_is_found_wherever_it_stands_in_a_package(office, where):
    given = {
        "title": {"title": f"关于{NUMBER}的通知"},
        "body": {"body": f"当事人身份证号{NUMBER}。"},
        "name": {"files": [(text_file(office, name=f"{NUMBER}.txt"), "")]},
        "alternative text": {"files": [(text_file(office), f"{NUMBER}的证件")]},
        "file": {"files": [(text_file(office, words=f"身份证号{NUMBER}"), "")]},
    }[where]
    review = packed(office, **given)
    (found,) = review.package.unresolved()
    assert found.kind == "resident_id"
    assert NUMBER not in found.masked
    assert (found.file is not None) == (where == "file")


def test_a_number_in_rich_text_is_found_across_its_marks(office):
    body = f"<p>身份证号<strong>{NUMBER[:6]}</strong>{NUMBER[6:]}</p>"
    assert kinds(packed(office, body=body, markup="html")) == ["resident_id"]


def test_a_picture_that_no_program_reads_has_to_be_looked_at(office):
    review = packed(office, files=[(stored_picture(office), "老人在家中")])
    assert kinds(review) == ["unreadable"]
    with pytest.raises(Refused, match="found in 1 place"):
        actions.decide(
            actions.state_opinion(review, by=office.head, opinion="拟公开。"),
            by=office.reviewer,
            opinion="可以公开。",
        )


def test_the_decision_waits_until_somebody_answered_for_every_finding(office):
    review = with_opinion(office, body=f"咨询电话{MOBILE}。身份证号{NUMBER}。")
    with pytest.raises(Refused, match="found in 2 places"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")
    justified(office, review)
    assert actions.decide(review, by=office.reviewer, opinion="可以公开。").state == State.AWAITING_APPROVAL


def test_what_must_not_be_published_may_be_withheld_with_its_findings(office):
    review = with_opinion(office, body=f"身份证号{NUMBER}。")
    review = actions.decide(
        review, by=office.reviewer, opinion="含个人信息。", decision="withhold", ground="privacy"
    )
    assert review.state == State.AWAITING_APPROVAL


def test_a_finding_bars_the_approval_too(office):
    review = decided(office, body="明日停水。")
    review.package.findings.create(
        kind="mobile", where="text", masked="138****8000", treatment="mask", fingerprint="x"
    )
    Package.objects.filter(pk=review.package.pk).update(has_findings=True)
    with pytest.raises(Refused, match="found in 1 place"):
        actions.approve(review, by=office.leader)


def test_an_answer_says_who_when_and_why_and_stands_in_the_journal(office):
    justified(office, with_opinion(office, body=f"咨询电话{MOBILE}。"))
    answer = Justification.objects.get()
    assert (answer.by, answer.reason, answer.at) == (office.head, "办事窗口公开电话。", clock.now())
    entry = Entry.objects.get(act="secrecy.justified")
    assert entry.reason == "办事窗口公开电话。"
    assert MOBILE not in str(entry.details)


def test_an_answer_needs_its_reason_also_where_the_acts_are_passed_by(office):
    review = with_opinion(office, body=f"咨询电话{MOBILE}。")
    with pytest.raises(Refused, match="Say why it may stay"):
        justified(office, review, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Justification.objects.create(
            about="x", fingerprint="x", kind="mobile", reason="", by=office.head, at=clock.now()
        )


def test_only_the_section_and_the_review_body_answer_for_a_finding(office):
    review = with_opinion(office, body=f"咨询电话{MOBILE}。")
    prints = [each.fingerprint for each in review.package.unresolved()]
    with pytest.raises(Refused, match="handling section or by a secrecy reviewer"):
        actions.justify_in_package(review, prints, by=office.foi, reason="公开电话。")
    actions.justify_in_package(review, prints, by=office.reviewer, reason="公开电话。")
    assert not review.package.unresolved().exists()


def test_an_answer_carries_over_to_the_next_package_of_the_same_paper_only(office):
    body = f"咨询电话{MOBILE}。"
    justified(office, packed(office, body=body))
    assert not packed(office, body=f"已更正。{body}").package.unresolved().exists()
    assert packed(office, body=body, about="tests.paper:2").package.unresolved().count() == 1


def test_another_number_in_the_next_package_needs_its_own_answer(office):
    justified(office, packed(office, body=f"咨询电话{MOBILE}。"))
    review = packed(office, body="咨询电话13900139000。")
    assert review.package.unresolved().count() == 1


def test_after_the_review_has_ended_nothing_is_answered_any_more(office):
    review = with_opinion(office, body=f"咨询电话{MOBILE}。")
    actions.send_back(review, by=office.reviewer, reason="删去电话。")
    with pytest.raises(Refused, match="This review has ended"):
        justified(office, review)


@pytest.mark.parametrize("phone", ["010-65126891", "01065126891", "65126891", "（010）65126891"])
def test_the_office_s_own_telephone_may_stay(office, phone):
    review = packed(office, body=f"咨询电话：{phone}。")
    assert not review.package.unresolved().exists()


def test_a_list_that_has_to_show_names_has_rules_of_its_own(office):
    body = "公示名单：王小明，低保，每月600元。"
    ordinary, publicity = (
        packed(office, body=body, about=f"tests.paper:{code}", rule_set=code)
        for code in ("ordinary", "publicity")
    )
    assert "health_welfare" in {each.kind for each in ordinary.package.unresolved()}
    assert not publicity.package.unresolved().exists()


def test_in_a_list_that_has_to_show_names_numbers_are_masked_all_the_same(office):
    review = packed(office, body=f"公示名单：王小明，低保，{NUMBER}。", rule_set="publicity")
    assert "resident_id" in {each.kind for each in review.package.unresolved()}


def test_what_goes_to_one_person_only_is_shown_and_bars_nothing(office):
    review = with_opinion(office, body=f"您的身份证号{NUMBER}。", is_for_public=False)
    assert kinds(review) == ["resident_id"]
    assert actions.decide(review, by=office.reviewer, opinion="可以提供。").state == State.AWAITING_APPROVAL


def test_a_large_file_bars_the_package_until_the_worker_has_read_it(office, monkeypatch):
    monkeypatch.setattr(gate, "READ_AT_ONCE", 10)
    review = with_opinion(office, files=[(text_file(office, words="十八岁以下免费入场，欢迎前来。"), "")])
    assert kinds(review) == [gate.UNREAD]
    with pytest.raises(Refused, match="A file is still being read"):
        justified(office, review)
    with pytest.raises(Refused, match="found in 1 place"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")
    gate.read_large_files()
    assert actions.decide(review, by=office.reviewer, opinion="可以公开。").state == State.AWAITING_APPROVAL


def test_what_the_worker_finds_in_a_large_file_can_be_answered_for(office, monkeypatch):
    monkeypatch.setattr(gate, "READ_AT_ONCE", 10)
    review = with_opinion(office, files=[(text_file(office, words=f"咨询电话{MOBILE}"), "")])
    gate.read_large_files()
    gate.read_large_files()
    assert kinds(review) == ["mobile"]
    justified(office, review)
    assert actions.decide(review, by=office.reviewer, opinion="可以公开。").state == State.AWAITING_APPROVAL


def test_the_same_file_is_read_once(office):
    file = text_file(office, words=f"咨询电话{MOBILE}")
    for number in (1, 2):
        packed(office, files=[(file, "")], about=f"tests.paper:{number}")
    assert FileScan.objects.filter(sha256=file.sha256).count() == 1


def test_when_the_rules_have_changed_the_decision_reads_the_package_again(office):
    review = with_opinion(office, body=f"身份证号{NUMBER}。")
    read_by_other_rules(review)
    with pytest.raises(Refused, match="found in 1 place"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")


def test_when_the_rules_have_changed_the_worker_reads_what_is_under_review(office):
    review = with_opinion(office, body=f"身份证号{NUMBER}。")
    read_by_other_rules(review)
    gate.read_large_files()
    assert kinds(review) == ["resident_id"]


def test_when_the_rules_have_changed_a_cleared_package_is_read_again_and_answered_for_by_the_reviewer(office):
    review = cleared(office)
    # Frozen with a number that the rules of then did not know.
    Package.objects.filter(pk=review.package_id).update(body=f"咨询电话{MOBILE}。")
    read_by_other_rules(review)
    actions.read_again(review, by=office.foi)
    prints = [each.fingerprint for each in review.package.unresolved()]
    assert len(prints) == 1
    with pytest.raises(Refused, match="justified by a secrecy reviewer"):
        actions.justify_in_package(review, prints, by=office.head, reason="公开电话。")
    actions.justify_in_package(review, prints, by=office.reviewer, reason="公开电话。")
    assert not review.package.unresolved().exists()


def test_nothing_is_read_again_while_the_rules_are_the_same(office):
    with pytest.raises(Refused, match="read by the rules that hold now"):
        actions.read_again(packed(office), by=office.reviewer)
