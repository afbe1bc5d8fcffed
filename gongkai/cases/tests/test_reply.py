from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused
from gongkai.cases import actions, letters
from gongkai.cases.models import Case, DeliveredHow, PaperKind, Reply, ReplyState
from gongkai.cases.tests.factories import (
    MONDAY,
    checked_reply,
    clear_enclosures,
    delivered_reply,
    filed_paper,
    on,
    proposed_reply,
    redacted_paper,
    registered_case,
    signed_reply,
)
from gongkai.journal.models import Entry
from gongkai.law.outcomes import outcomes
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.fonts import missing_characters

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def text_of(reply: Reply) -> str:
    from docx import Document

    assert reply.docx
    return "\n".join(each.text for each in Document(BytesIO(reply.docx.read())).paragraphs)


def deliver(reply: Reply, office: SimpleNamespace, day: date = MONDAY, **given: Any) -> Reply:
    values = {"to": reply.case.requester_name, "how": DeliveredHow.IN_PERSON, "by": office.foi} | given
    with on(day, 16):
        return actions.deliver(reply, **values)


# Proposing


def test_every_kind_of_reply_of_the_governing_regulations_can_be_proposed(office: SimpleNamespace) -> None:
    for received in (date(2018, 5, 7), MONDAY):
        for kind in outcomes(received):
            if kind.letter and kind.code != "still_unclear":
                case = registered_case(office, received)
                enclosures = [redacted_paper(case, office)] if kind.code == "partially_granted" else []
                reply = proposed_reply(
                    case,
                    office,
                    outcome_code=kind.code,
                    ground="第三十六条",
                    reasons="已检索，没有找到。",
                    enclosures=enclosures,
                )
                assert reply.outcome_in_law == kind


def test_a_kind_of_reply_of_the_other_regulations_is_refused(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="no kind of reply under the Regulations that govern"):
        proposed_reply(case, office, outcome_code="amendment_notice")


def test_a_refusal_needs_ground_and_reasons(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        proposed_reply(case, office, outcome_code="refused_personal_privacy")
    assert "needs the legal ground" in str(refused.value)
    assert "needs the reasons" in str(refused.value)


def test_still_unclear_needs_a_clarification_before(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="only after a clarification"):
        proposed_reply(case, office, outcome_code="still_unclear", ground="第三十条", reasons="不明确")


def test_a_case_has_one_standing_reply(case: Case, office: SimpleNamespace) -> None:
    proposed_reply(case, office)
    with pytest.raises(Refused, match="There is a reply to this request already"):
        proposed_reply(case, office)


def test_an_enclosure_of_another_case_is_refused(case: Case, office: SimpleNamespace) -> None:
    other = registered_case(office)
    with pytest.raises(Refused, match="belongs to another case"):
        proposed_reply(case, office, enclosures=[filed_paper(other, office)])


def test_part_is_granted_only_with_a_redacted_enclosure(case: Case, office: SimpleNamespace) -> None:
    said = {"outcome_code": "partially_granted", "ground": "第三十七条", "reasons": "涉及个人隐私。"}
    with pytest.raises(Refused, match="encloses the open part: redact a paper"):
        proposed_reply(case, office, enclosures=[filed_paper(case, office)], **said)
    paper = redacted_paper(case, office)
    assert proposed_reply(case, office, enclosures=[paper], **said).package is not None


def test_a_reply_is_signed_only_when_what_it_encloses_was_cleared(
    case: Case, office: SimpleNamespace
) -> None:
    reply = checked_reply(case, office, enclosures=[filed_paper(case, office)])
    with on(MONDAY, 14):
        with pytest.raises(Refused, match="has not passed the secrecy review yet"):
            actions.sign(reply, by=office.leader)
        clear_enclosures(reply, office)
        assert actions.sign(reply, by=office.leader).number == "建街公开复〔2025〕1号"


def test_the_handling_section_agrees_before_the_counsel_checks(office: SimpleNamespace) -> None:
    case = registered_case(office, handling_section=office.section)
    reply = proposed_reply(case, office)
    assert reply.state == ReplyState.WITH_SECTION
    with on(MONDAY, 11):
        with pytest.raises(Refused, match="does not wait for a legal check"):
            actions.legal_check(reply, by=office.counsel, opinion="同意。")
        with pytest.raises(Refused, match="Only the head of the handling section gives"):
            actions.agree_for_section(reply, by=office.leader, opinion="属实。")
        reply = actions.agree_for_section(reply, by=office.head, opinion="情况属实。")
        assert actions.legal_check(reply, by=office.counsel, opinion="同意。").state == ReplyState.CHECKED


def test_the_handling_section_sends_a_reply_back(office: SimpleNamespace) -> None:
    case = registered_case(office, handling_section=office.section)
    reply = proposed_reply(case, office)
    with on(MONDAY, 11):
        reply = actions.send_back(reply, by=office.head, reason="还有一份统计表。")
    assert (reply.state, reply.sent_back_by) == (ReplyState.SENT_BACK, office.head)


def test_only_the_foi_officer_proposes(case: Case, office: SimpleNamespace) -> None:
    for person in (office.foi_head, office.counsel, office.stranger):
        with pytest.raises(Refused, match="Only an FOI officer of this agency proposes"):
            actions.propose_reply(case, by=person, outcome_code="granted", text="好")


# Checking, sending back, signing


def test_the_counsels_opinion_is_written(case: Case, office: SimpleNamespace) -> None:
    reply = checked_reply(case, office)
    assert (reply.state, reply.legal_opinion) == (ReplyState.CHECKED, "同意。")
    assert Entry.objects.get(act="cases.reply_checked").actor_key == office.counsel.key


def test_an_empty_opinion_is_none(case: Case, office: SimpleNamespace) -> None:
    reply = proposed_reply(case, office)
    with pytest.raises(Refused, match="Write the legal opinion"):
        actions.legal_check(reply, by=office.counsel, opinion=" ")


def test_proposer_counsel_and_signer_are_three_people(case: Case, office: SimpleNamespace) -> None:
    everything = ["foi_officer", "legal_counsel", "responsible_leader"]
    anna = office.person("anna", "安娜（虚构）", everything, office.agency)
    boris = office.person("boris", "鲍里斯（虚构）", everything, office.agency)
    with on(MONDAY):
        reply = actions.propose_reply(case, by=anna, outcome_code="granted", text="好")
        with pytest.raises(Refused, match="Nobody checks a reply of their own"):
            actions.legal_check(reply, by=anna, opinion="好")
        with pytest.raises(Refused, match="Nobody sends back a reply of their own"):
            actions.send_back(reply, by=anna, reason="改")
        reply = actions.legal_check(reply, by=boris, opinion="好")
        with pytest.raises(Refused, match="Nobody signs a reply of their own"):
            actions.sign(reply, by=anna)
        with pytest.raises(Refused, match="cannot sign it as well"):
            actions.sign(reply, by=boris)
        assert actions.sign(reply, by=office.leader).signed_by == office.leader


def test_the_database_too_wants_three_people(case: Case, office: SimpleNamespace) -> None:
    reply = checked_reply(case, office)
    for person in (office.foi, office.counsel):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.filter(pk=reply.pk).update(signed_by=person)


def test_an_unchecked_reply_is_not_signed(case: Case, office: SimpleNamespace) -> None:
    reply = proposed_reply(case, office)
    with pytest.raises(Refused, match="does not wait for a signature"):
        actions.sign(reply, by=office.leader)


def test_a_reply_sent_back_can_be_proposed_anew(case: Case, office: SimpleNamespace) -> None:
    reply = proposed_reply(case, office)
    with on(MONDAY):
        reply = actions.send_back(reply, by=office.counsel, reason="理由不足")
    assert (reply.state, reply.sent_back_reason) == (ReplyState.SENT_BACK, "理由不足")
    assert proposed_reply(case, office).state == ReplyState.PROPOSED


def test_the_leader_sends_back_after_the_check_and_the_counsel_no_longer(
    case: Case, office: SimpleNamespace
) -> None:
    reply = checked_reply(case, office)
    with pytest.raises(Refused, match="Only the responsible leader sends back"):
        actions.send_back(reply, by=office.counsel, reason="改")
    assert actions.send_back(reply, by=office.leader, reason="改").sent_back_by == office.leader


def test_a_signed_reply_is_not_sent_back(case: Case, office: SimpleNamespace) -> None:
    reply = signed_reply(case, office)
    with pytest.raises(Refused, match="can no longer be sent back"):
        actions.send_back(reply, by=office.leader, reason="改")


def test_signing_freezes_the_letter_with_number_and_remedy(case: Case, office: SimpleNamespace) -> None:
    reply = signed_reply(case, office)
    assert reply.number == "建街公开复〔2025〕1号"
    text = text_of(reply)
    assert "政府信息公开申请答复书" in text
    assert "李明远（虚构）：" in text
    assert "北京市东城区人民政府" in text
    assert "60日内" in text
    assert "北京市东城区人民法院" in text
    assert "2025年9月15日" in text
    assert "《中华人民共和国政府信息公开条例》（国务院令第711号）第三十六条第（二）项" in text
    Case.objects.filter(pk=case.pk).update(title="改过的标题")
    reply.refresh_from_db()
    assert reply.letter is not None
    assert "改过的标题" not in str(letters.thawed(reply.letter))


def test_after_a_refusal_reconsideration_comes_first(case: Case, office: SimpleNamespace) -> None:
    reply = signed_reply(
        case,
        office,
        outcome_code="refused_personal_privacy",
        ground="《条例》第十五条",
        reasons="涉及他人隐私。",
    )
    text = text_of(reply)
    assert "先向北京市东城区人民政府申请行政复议" in text
    assert "《条例》第十五条" in text
    assert "涉及他人隐私" in text


def test_letters_are_numbered_without_gaps(office: SimpleNamespace) -> None:
    first, second = registered_case(office), registered_case(office)
    assert [signed_reply(each, office).number for each in (second, first)] == [
        "建街公开复〔2025〕1号",
        "建街公开复〔2025〕2号",
    ]


def test_a_reply_names_body_and_court_or_is_not_signed(case: Case, office: SimpleNamespace) -> None:
    reply = checked_reply(case, office)
    type(office.agency).objects.filter(pk=office.agency.pk).update(court="")
    with pytest.raises(Refused, match="the body for reconsideration and the court"):
        actions.sign(reply, by=office.leader)


def test_a_character_no_font_has_gives_a_docx_and_a_sentence_for_the_pdf(office: SimpleNamespace) -> None:
    case = registered_case(office, requester_name="𠮷㛃\U0003fffd（虚构）")
    reply = signed_reply(case, office)
    assert reply.docx
    assert "𠮷㛃" in text_of(reply)
    assert reply.pdf is None
    with pytest.raises(CharactersMissing, match="No installed font has"):
        actions.letter_as_pdf(reply)


def test_rare_characters_are_never_printed_as_holes(office: SimpleNamespace) -> None:
    case = registered_case(office, requester_name="𠮷㛃（虚构）")
    reply = signed_reply(case, office)
    assert (reply.pdf is None) == bool(missing_characters("𠮷㛃国"))


def test_a_letter_with_common_characters_is_a_pdf_too(case: Case, office: SimpleNamespace) -> None:
    assert not missing_characters("国"), (
        "The tests need a font with Chinese characters; script/test finds one."
    )
    reply = signed_reply(case, office)
    assert reply.pdf
    assert actions.letter_as_pdf(reply).startswith(b"%PDF")


def test_hostile_text_is_only_text(office: SimpleNamespace) -> None:
    case = registered_case(
        office,
        title="<script>alert(1)</script>\u202e",
        description="字" * 10_000 + "😀<b>",
        requester_name="<img src=x>\u202e😀",
    )
    reply = signed_reply(case, office, text="第一段\u0007<w:p/>\n" + "很" * 5000)
    assert "<script>alert(1)</script>" in text_of(reply)


# Delivery


def test_sending_concludes_the_case(case: Case, office: SimpleNamespace) -> None:
    reply = deliver(signed_reply(case, office), office)
    case.refresh_from_db()
    assert (reply.state, reply.sent_on, reply.delivered_on) == (ReplyState.DELIVERED, MONDAY, MONDAY)
    assert (case.concluded_on, case.outcome, case.timeliness) == (MONDAY, "granted", "on_time")
    assert Entry.objects.filter(act="cases.reply_sent", subject_key=case.key).count() == 1


def test_the_letter_must_lie_in_the_right_envelope(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="right envelope"):
        deliver(signed_reply(case, office), office, to="王别人（虚构）")


def test_a_reply_is_not_sent_before_it_is_signed(case: Case, office: SimpleNamespace) -> None:
    reply = signed_reply(case, office, date(2025, 9, 16))
    with pytest.raises(Refused, match="cannot be sent before"):
        deliver(reply, office, date(2025, 9, 17), sent_on=MONDAY)
    with pytest.raises(Refused, match="lies in the future"):
        deliver(reply, office, date(2025, 9, 17), sent_on=date(2025, 9, 18))


def test_post_has_a_tracking_number_and_its_arrival_comes_later(case: Case, office: SimpleNamespace) -> None:
    reply = signed_reply(case, office)
    with pytest.raises(Refused, match="tracking number"):
        deliver(reply, office, how=DeliveredHow.POST)
    reply = deliver(reply, office, how=DeliveredHow.POST, tracking_number="EX000000000CN")
    assert (reply.state, reply.delivered_on) == (ReplyState.SENT, None)
    with on(date(2025, 9, 18)):
        with pytest.raises(Refused, match="cannot arrive before it was sent"):
            actions.record_arrival(reply, by=office.foi, delivered_on=date(2025, 9, 14))
        reply = actions.record_arrival(reply, by=office.foi, delivered_on=date(2025, 9, 17), note="本人签收")
    assert (reply.state, reply.delivered_on) == (ReplyState.DELIVERED, date(2025, 9, 17))


def test_a_late_reply_states_why(case: Case, office: SimpleNamespace) -> None:
    late = date(2025, 10, 30)
    reply = signed_reply(case, office, late)
    with pytest.raises(Refused, match="State why it is late"):
        deliver(reply, office, late)
    deliver(reply, office, late, late_reason="档案查找时间较长")
    assert Entry.objects.get(act="cases.reply_sent").reason == "档案查找时间较长"


def test_a_reply_is_delivered_once(case: Case, office: SimpleNamespace) -> None:
    reply = deliver(signed_reply(case, office), office)
    with pytest.raises(Refused, match="no signed reply that waits"):
        deliver(reply, office)


def test_only_the_foi_officer_delivers(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Only an FOI officer of this agency delivers"):
        deliver(signed_reply(case, office), office, by=office.leader)


# Papers


def test_papers_are_filed_with_their_case(case: Case, office: SimpleNamespace) -> None:
    filed_paper(case, office, name="问卷汇总表.txt")
    with on(MONDAY), pytest.raises(Refused, match="Choose a file"):
        actions.add_papers(case, [], by=office.foi, kind=PaperKind.INTERNAL)
    paper = case.papers.get(kind="internal")
    reply = signed_reply(case, office, enclosures=[paper])
    assert "附件：问卷汇总表.txt" in text_of(reply)
    assert list(reply.enclosures.all()) == [paper]


def test_counts_come_from_concluded_cases(office: SimpleNamespace) -> None:
    delivered_reply(registered_case(office), office)
    registered_case(office)
    cases = Case.objects.visible_to(office.foi)
    assert (cases.open().count(), cases.concluded().count()) == (1, 1)
