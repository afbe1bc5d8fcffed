from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import Case, OwnGround, Reply, ReplyState
from gongkai.cases.prepared import prepared_text
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
    sent,
)
from gongkai.law.grounds import ground, grounds_for
from gongkai.law.outcomes import outcomes, outcomes_of_corrections

pytestmark = pytest.mark.django_db

TUESDAY = date(2025, 9, 16)


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(TUESDAY):
        yield


def signed_in(person: Any, language: str = "en") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person)
    return client


def send(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, {"submission": str(uuid4())} | values)


def words(response: Any) -> str:
    return str(response.content.decode())


def propose(office: SimpleNamespace, case: Case, **values: Any) -> Any:
    return send(signed_in(office.foi), reverse("desk:case_propose", args=[case.pk]), **values)


# Proposing


def test_a_chosen_ground_brings_its_article(office: SimpleNamespace) -> None:
    case = registered_case(office)
    done = propose(
        office,
        case,
        outcome_code="refused_personal_privacy",
        ground_code="personal_privacy",
        text="您申请公开的信息涉及个人隐私，不予公开。",
        reasons="含居民住址。",
    )
    assert done.status_code == 302
    act = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
    assert case.replies.get().ground == f"{act}第十五条、第三十二条、第三十六条第（三）项"


def test_a_ground_of_another_kind_of_reply_is_refused(office: SimpleNamespace) -> None:
    case = registered_case(office)
    answer = propose(
        office, case, outcome_code="does_not_exist", ground_code="personal_privacy", text="无", reasons="无"
    )
    assert answer.status_code == 422
    assert "belongs to another kind of reply" in words(answer)


def test_without_a_script_an_empty_text_comes_back_filled_and_is_completed(office: SimpleNamespace) -> None:
    case = registered_case(office)
    said = {
        "outcome_code": "already_disclosed",
        "ground_code": "already_disclosed",
        "where": "http://www.example.gov.cn/1.html",
    }
    first = propose(office, case, **said)
    assert first.status_code == 422
    text = prepared_text("already_disclosed", ground("already_disclosed"))
    assert text.endswith("获取方式和途径：〔填写：网址，或者查阅场所和文号〕。")
    assert all(line in words(first) for line in text.splitlines())
    assert propose(office, case, text=text, **said).status_code == 302
    assert "获取方式和途径：http://www.example.gov.cn/1.html。" in case.replies.get().text


def test_a_text_with_a_gap_in_it_is_not_proposed(office: SimpleNamespace) -> None:
    case = registered_case(office)
    answer = propose(office, case, outcome_code="granted", text="提供的信息：〔填写：信息名称、文号〕。")
    assert answer.status_code == 422
    assert "still says “〔填写：信息名称、文号〕”" in words(answer)


def test_every_kind_of_reply_begins_with_a_text(office: SimpleNamespace) -> None:
    for received in (date(2018, 5, 7), MONDAY):
        for kind in (*outcomes(received), *outcomes_of_corrections(received)):
            if kind.letter:
                first = next(iter(grounds_for(kind.code, received)), None)
                assert prepared_text(kind.code, first), kind.code


def test_the_form_tells_what_each_kind_needs_and_what_the_letter_says_against_it(
    office: SimpleNamespace,
) -> None:
    case = registered_case(office)
    page = words(signed_in(office.foi).get(reverse("desk:case_propose", args=[case.pk])))
    assert "data-kinds=" in page
    assert "partial_personal_privacy" in page
    assert "The law is not settled here" in page
    assert "style=" not in page


def test_objections_of_third_parties_are_shown_and_stand_against_disclosure(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(MONDAY, 10):
        consultation = actions.consult(
            case, by=office.foi, to="third_party", name="某公司（虚构）", question="合同价款"
        )
    sent(consultation.letter, office, MONDAY, delivered_on=MONDAY)
    with on(TUESDAY):
        actions.take_opinion(
            consultation, by=office.foi, answer="refuses", on=TUESDAY, reasons="涉及商业秘密。"
        )
    page = words(signed_in(office.foi).get(reverse("desk:case_propose", args=[case.pk])))
    assert "某公司（虚构）" in page
    assert "涉及商业秘密。" in page
    answer = propose(office, case, outcome_code="granted", text="提供。")
    assert "does not agree to disclosure" in words(answer)


def test_only_papers_of_the_case_can_be_enclosed(office: SimpleNamespace) -> None:
    case, other = registered_case(office), registered_case(office)
    filed_paper(case, office)
    strange = filed_paper(other, office)
    answer = propose(office, case, outcome_code="granted", text="提供。", enclosures=[strange.pk])
    assert answer.status_code == 422
    assert not case.replies.exists()


def test_part_is_granted_with_a_redacted_paper_chosen_on_the_page(office: SimpleNamespace) -> None:
    case = registered_case(office)
    paper = redacted_paper(case, office)
    done = propose(
        office,
        case,
        outcome_code="partially_granted",
        ground_code="partial_personal_privacy",
        text="公开的内容见附件。",
        reasons="含居民电话。",
        enclosures=[paper.pk],
    )
    assert done.status_code == 302
    page = words(signed_in(office.counsel).get(case.get_absolute_url()))
    assert reverse("desk:case_paper", args=[paper.pk]) in page


# The steps


def test_the_section_agrees_the_counsel_checks_and_the_page_shows_each(office: SimpleNamespace) -> None:
    case = registered_case(office, handling_section=office.section)
    assert "Send to the handling section" in words(
        signed_in(office.foi).get(reverse("desk:case_propose", args=[case.pk]))
    )
    reply = proposed_reply(case, office)
    url = reverse("desk:case_agree", args=[reply.pk])
    head = signed_in(office.head)
    assert url in words(head.get(case.get_absolute_url()))
    assert "This cannot be done now" in words(signed_in(office.counsel).get(url))
    assert send(head, url, opinion="已查明，属实。").status_code == 302
    reply.refresh_from_db()
    assert (reply.state, reply.section_by) == (ReplyState.PROPOSED, office.head)
    page = words(signed_in(office.counsel).get(reverse("desk:case_check", args=[reply.pk])))
    assert "已查明，属实。" in page
    assert office.head.name in page


def test_the_section_sends_back_from_the_page(office: SimpleNamespace) -> None:
    case = registered_case(office, handling_section=office.section)
    reply = proposed_reply(case, office)
    url = reverse("desk:case_send_back", args=[reply.pk])
    assert send(signed_in(office.head), url, reason="还有一份。").status_code == 302
    assert "还有一份。" in words(signed_in(office.foi).get(reverse("desk:case_propose", args=[case.pk])))


def test_the_signing_page_warns_while_the_review_of_the_enclosures_is_open(office: SimpleNamespace) -> None:
    case = registered_case(office)
    reply = checked_reply(case, office, enclosures=[filed_paper(case, office)])
    assert reply.package
    review = reply.package.review
    leader, url = signed_in(office.leader), reverse("desk:case_sign", args=[reply.pk])
    page = words(leader.get(url))
    assert "has not passed the secrecy review yet" in page
    assert review.get_absolute_url() in page
    counsel = words(signed_in(office.counsel).get(case.get_absolute_url()))
    assert review.get_absolute_url() not in counsel
    clear_enclosures(reply, office)
    assert "has not passed the secrecy review yet" not in words(leader.get(url))


def test_a_reply_by_order_names_the_decision_on_page_and_letter(office: SimpleNamespace) -> None:
    first = registered_case(office)
    delivered_reply(first, office)
    with on(TUESDAY, 10):
        case = actions.reopen_by_order(
            first, by=office.foi, ordered_on=TUESDAY, due_on=None, basis="东政复字〔2025〕9号行政复议决定书"
        )
    page = words(signed_in(office.foi).get(reverse("desk:case_propose", args=[case.pk])))
    assert "东政复字〔2025〕9号行政复议决定书" in page
    reply = proposed_reply(case, office, TUESDAY)
    letter = words(signed_in(office.counsel).get(reverse("desk:case_check", args=[reply.pk])))
    assert "依据东政复字〔2025〕9号行政复议决定书，本机关对该申请重新作出答复" in letter
    assert f"登记编号为{first.number}" in letter
    assert f"登记编号为{case.number}" in letter


# Grounds


GROUND = {
    "outcome_code": "refused_barred_by_law",
    "label": "统计资料",
    "article": "《中华人民共和国统计法》第二十八条",
    "text": "您申请公开的信息属于能够识别单个统计调查对象身份的资料，不予公开。",
    "valid_from": "2025-09-01",
}


def test_an_added_ground_can_be_chosen_at_once_and_until_its_last_day(office: SimpleNamespace) -> None:
    admin = signed_in(office.sysadmin)
    assert send(admin, reverse("desk:ground_add"), **GROUND).status_code == 302
    kept = OwnGround.objects.get()
    case = registered_case(office)
    form = reverse("desk:case_propose", args=[case.pk])
    assert "统计资料" in words(signed_in(office.foi).get(form))
    done = propose(
        office,
        case,
        outcome_code="refused_barred_by_law",
        ground_code=f"own-{kept.pk}",
        text=GROUND["text"],
        reasons="可识别单个对象。",
    )
    assert done.status_code == 302
    assert case.replies.get().ground == GROUND["article"]
    ended = send(admin, reverse("desk:ground_end", args=[kept.pk]), valid_to="2025-09-14")
    assert ended.status_code == 302
    again = registered_case(office)
    page = words(signed_in(office.foi).get(reverse("desk:case_propose", args=[again.pk])))
    assert "统计资料" not in page


def test_grounds_of_an_office_are_its_own(office: SimpleNamespace) -> None:
    send(signed_in(office.sysadmin), reverse("desk:ground_add"), **GROUND)
    other = actions.register(
        office.other,
        by=office.stranger,
        how_came="in_person",
        title="停车",
        description="停车",
        requester_name="李明远（虚构）",
        requester_contact="010-00000001",
        submitted_on=TUESDAY,
        arrived_on=TUESDAY,
    )
    page = words(signed_in(office.stranger).get(reverse("desk:case_propose", args=[other.pk])))
    assert "统计资料" not in page
    assert signed_in(office.stranger).get(reverse("desk:ground_list")).status_code == 403
    kept = OwnGround.objects.get()
    assert signed_in(office.foi).get(reverse("desk:ground_end", args=[kept.pk])).status_code == 404


def test_the_list_of_grounds_shows_the_laws_and_those_added(office: SimpleNamespace) -> None:
    admin = signed_in(office.sysadmin)
    assert "No ground has been added" in words(admin.get(reverse("desk:ground_list")))
    send(admin, reverse("desk:ground_add"), **GROUND)
    page = words(admin.get(reverse("desk:ground_list")))
    assert "统计资料" in page
    assert "第三十六条第（一）项" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome_code": "nonsense"},
        {"label": " "},
        {"label": "名" * 101},
        {"article": ""},
        {"text": "字" * 501},
        {"valid_from": "yesterday"},
        {"valid_to": "2025-08-01"},
    ],
)
def test_a_ground_that_makes_no_sense_is_refused(office: SimpleNamespace, wrong: dict[str, str]) -> None:
    answer = send(signed_in(office.sysadmin), reverse("desk:ground_add"), **GROUND | wrong)
    assert answer.status_code == 422
    assert not OwnGround.objects.exists()


def test_hostile_text_in_a_reply_breaks_no_page(office: SimpleNamespace) -> None:
    case = registered_case(office, title="<script>alert(1)</script>\u202e")
    answer = propose(
        office,
        case,
        outcome_code="already_disclosed",
        ground="<u>\u202e",
        text="<script>x</script>",
        where="javascript:alert(1)",
    )
    assert answer.status_code == 302
    assert Reply.objects.get().text.startswith("<script>x</script>")
    page = words(signed_in(office.counsel).get(case.get_absolute_url()))
    assert "<script>x" not in page
    assert "\u202e" not in page


def test_a_request_to_correct_records_is_answered_as_one(office: SimpleNamespace) -> None:
    case = registered_case(office, kind="correction", title="户籍地址登记")
    page = words(signed_in(office.foi).get(reverse("desk:case_propose", args=[case.pk])))
    assert 'value="record_corrected"' in page
    assert 'value="granted"' not in page
    done = propose(
        office, case, outcome_code="record_corrected", ground_code="record_inaccurate", text="现予以更正。"
    )
    assert done.status_code == 302
    letter = words(signed_in(office.counsel).get(reverse("desk:case_check", args=[case.replies.get().pk])))
    assert "政府信息更正申请告知书" in letter
    assert "您申请更正的内容：户籍地址登记" in letter
