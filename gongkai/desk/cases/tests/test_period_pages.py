"""The pages of the acts on the clock: what they explain, show beforehand and write."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import Case, Consultation, FeeNotice, OutgoingLetter
from gongkai.cases.tests.factories import MONDAY, delivered_reply, on, registered_case, sent
from gongkai.desk.cases.tests.test_pages import send, signed_in, words

pytestmark = pytest.mark.django_db

TUESDAY = date(2025, 9, 16)
OF_CASES = (
    "case_clarify",
    "case_clarification",
    "case_abandon",
    "case_consult",
    "case_reasons",
    "case_later_date",
    "case_ask_fee",
    "case_transfer",
    "case_extend",
    "case_fee",
)
OF_CONSULTATIONS = ("consultation_answer", "consultation_silence", "consultation_override")


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(TUESDAY, 15):
        yield


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def page(name: str, subject: Any) -> str:
    return reverse(f"desk:{name}", args=[subject.pk])


def asked(case: Case, office: SimpleNamespace, day: date = TUESDAY) -> OutgoingLetter:
    with on(day):
        letter = actions.ask_to_clarify(case, by=office.foi, what="请写明年份。", until=date(2025, 9, 29))
    return sent(letter, office, day, delivered_on=day)


def consulted(case: Case, office: SimpleNamespace, **given: Any) -> Consultation:
    values = {"to": "third_party", "name": "示例公司（虚构）", "question": "停车场合同"} | given
    with on(TUESDAY):
        consultation = actions.consult(case, by=office.foi, **values)
    sent(consultation.letter, office, TUESDAY, delivered_on=TUESDAY)
    consultation.refresh_from_db()
    return consultation


def fee_asked(case: Case, office: SimpleNamespace) -> FeeNotice:
    with on(TUESDAY):
        notice = actions.ask_for_fee(case, by=office.foi, basis="pages", pages=200, how_to_pay="柜台缴纳。")
    sent(notice.letter, office, TUESDAY, delivered_on=TUESDAY)
    return notice


# Clarification


def test_the_page_says_which_day_it_is_and_proposes_ten_working_days(
    case: Case, office: SimpleNamespace
) -> None:
    shown = words(signed_in(office.foi).get(page("case_clarify", case)))
    assert "Today is working day 1 after receipt. Sent by 24 September 2025, working day 7" in shown
    # Ten working days after Tuesday the 16th, with the worked Sunday of the 28th: Monday the 29th.
    assert 'value="2025-09-29"' in shown


def test_after_the_7th_working_day_the_page_says_what_that_means(case: Case, office: SimpleNamespace) -> None:
    with on(date(2025, 9, 25)):
        shown = words(signed_in(office.foi).get(page("case_clarify", case)))
    assert "The 7 working days for the question are over" in shown
    assert "The reply stays due on 17 October 2025." in shown


def test_the_letter_is_shown_and_nothing_is_written(case: Case, office: SimpleNamespace) -> None:
    client, url = signed_in(office.foi), page("case_clarify", case)
    before = case.letters.count()
    values = {"what": "请写明<年份>。", "until": "2025-09-29"}
    shown = send(client, url, preview="yes", **values)
    assert shown.status_code == 200
    assert "（签发时编号）" in words(shown)
    assert "请于2025年9月29日（含当日）前提交" in words(shown)
    assert "请写明&lt;年份&gt;。" in words(shown)
    assert case.letters.count() == before
    assert send(client, url, **values).url == f"{case.get_absolute_url()}#letters"
    assert case.letters.filter(kind="clarification").count() == 1


def test_a_preview_says_what_would_refuse_it(case: Case, office: SimpleNamespace) -> None:
    values = {"what": "年份", "until": "2025-09-16", "preview": "yes"}
    shown = send(signed_in(office.foi), page("case_clarify", case), **values)
    assert shown.status_code == 422
    assert "The requester needs time" in words(shown)
    assert 'id="letter"' not in words(shown)


def test_the_clarification_is_taken_and_the_new_due_day_named(case: Case, office: SimpleNamespace) -> None:
    asked(case, office)
    client = signed_in(office.foi)
    # Anew from the 16th: the 17th to the 30th are eleven working days, 9 to 11 October three, 13 to 20 six.
    assert "the reply is due on 20 October 2025" in words(client.get(page("case_clarification", case)))
    done = send(client, page("case_clarification", case), on="2025-09-16", text="2024年的")
    assert "Reply by 20 October" in words(client.get(done.url))


def test_closing_as_given_up_shows_its_notice_first(case: Case, office: SimpleNamespace) -> None:
    asked(case, office)
    with on(date(2025, 9, 30)):
        client, url = signed_in(office.foi), page("case_abandon", case)
        assert "No clarification came in time" in words(client.get(url))
        assert "政府信息公开申请终止办理告知书" in words(send(client, url, preview="yes", note=""))
        done = send(client, url, note="电话提醒过")
        shown = words(client.get(done.url))
    case.refresh_from_db()
    assert case.outcome == "clarification_lapsed"
    # The notice is sent after the case ended.
    assert page("letter_send", case.letters.get(kind="closed")) in shown


# Extension and later date


def test_the_extension_page_shows_the_due_day_before_and_after(case: Case, office: SimpleNamespace) -> None:
    client, url = signed_in(office.foi_head), page("case_extend", case)
    # Twenty more: 20 to 24, 27 to 31 October, 3 to 7, 10 to 14 November.
    assert "Due now on 17 October 2025; with 20 more working days, on 14 November 2025." in words(
        client.get(url)
    )
    values = {"days": "5", "on": "2025-09-16", "reason": "材料较多", "preview": "yes"}
    assert "延长后不迟于2025年10月24日答复" in words(send(client, url, **values))
    case.refresh_from_db()
    assert case.due_on == date(2025, 10, 17)


def test_a_later_date_follows_the_reasons(case: Case, office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    assert page("case_later_date", case) not in words(client.get(case.get_absolute_url()))
    send(client, page("case_reasons", case), text="请说明。", until="2025-09-29")
    sent(case.letters.get(kind="reasons"), office, TUESDAY)
    head = signed_in(office.foi_head)
    assert page("case_later_date", case) in words(head.get(case.get_absolute_url()))
    values = {"due": "2025-11-28", "on": "2025-09-16", "reason": "申请过多"}
    send(head, page("case_later_date", case), **values)
    case.refresh_from_db()
    assert case.due_on == date(2025, 11, 28)
    assert "later date" in words(head.get(case.get_absolute_url()))


# Consultations


def test_the_page_tells_the_two_meanings_of_silence(case: Case, office: SimpleNamespace) -> None:
    shown = words(signed_in(office.foi).get(page("case_consult", case)))
    assert "If it does not answer, this agency decides (article 32)." in shown
    assert "If it does not answer, it is taken to agree (article 34)." in shown
    assert "Delivered today, that is 13 October 2025." in shown


def test_several_are_asked_at_once_and_the_period_names_the_latest_day(
    case: Case, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    for to, name in (("third_party", "示例公司（虚构）"), ("agency", "某局（虚构）")):
        values = {"to": to, "name": name, "question": "停车场合同", "address": "某街1号"}
        send(client, page("case_consult", case), **values)
    for consultation in case.consultations.all():
        sent(consultation.letter, office, TUESDAY, delivered_on=TUESDAY)
    shown = words(client.get(case.get_absolute_url()))
    assert shown.count('id="consultation-') == 2
    assert "Due on 7 November at the latest" in shown
    assert "by 7 November at the latest" in words(client.get(reverse("desk:case_list")))
    assert "third party" in shown


def test_an_answer_brings_the_due_day_back(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office)
    client = signed_in(office.foi)
    values = {"answer": "refuses", "on": "2025-09-16", "reasons": "商业秘密"}
    done = send(client, page("consultation_answer", consultation), **values)
    shown = words(client.get(done.url))
    assert "Does not agree to disclosure" in shown
    assert "at the latest" not in shown
    assert page("consultation_override", consultation) not in shown
    assert page("consultation_override", consultation) in words(
        signed_in(office.foi_head).get(case.get_absolute_url())
    )


def test_the_override_shows_its_notice_first(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office)
    with on(TUESDAY, 14):
        actions.take_opinion(consultation, by=office.foi, answer="refuses", on=TUESDAY, reasons="秘密")
    client, url = signed_in(office.foi_head), page("consultation_override", consultation)
    shown = words(send(client, url, preview="yes", reason="涉及公共安全"))
    assert "涉及公共安全" in shown
    assert "李明远" not in shown.split('id="letter"')[1].split("</section>")[0]
    send(client, url, reason="涉及公共安全")
    consultation.refresh_from_db()
    assert consultation.override_letter


def test_silence_is_noted_after_its_last_day(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office, to="agency", name="某局（虚构）")
    url = page("consultation_silence", consultation)
    client = signed_in(office.foi)
    assert "There is time for the answer until 13 October 2025." in words(client.get(url))
    with on(date(2025, 10, 14)):
        assert "taken to agree" in words(client.get(url))
        send(client, url)
    consultation.refresh_from_db()
    assert consultation.answer == "silent"


# Fees


def test_the_fee_page_counts_the_requests_of_the_month(office: SimpleNamespace) -> None:
    cases = [registered_case(office, identity_number="11010519491231002X") for _n in range(11)]
    client, url = signed_in(office.foi), page("case_ask_fee", cases[10])
    shown = words(client.get(url))
    assert "This one is no. 11 and adds 100 yuan; up to it the month comes to 100 yuan." in shown
    assert cases[0].number in shown
    preview = words(send(client, url, basis="cases", how_to_pay="柜台", preview="yes"))
    assert "内向本机关提出的第11件申请，应缴金额为100.00元" in preview
    assert not FeeNotice.objects.exists()


def test_a_fee_by_pages_needs_their_number_and_shows_its_bands(case: Case, office: SimpleNamespace) -> None:
    client, url = signed_in(office.foi), page("case_ask_fee", case)
    assert send(client, url, basis="pages", how_to_pay="柜台").status_code == 422
    free = send(client, url, basis="pages", pages="30", how_to_pay="柜台", preview="yes")
    assert "free of charge" in words(free)
    shown = words(send(client, url, basis="pages", pages="200", how_to_pay="柜台", preview="yes"))
    assert "<strong>2700</strong>" in shown
    send(client, url, basis="pages", pages="200", how_to_pay="柜台")
    assert FeeNotice.objects.get().amount == 2700


def test_the_payment_is_recorded_on_its_page(case: Case, office: SimpleNamespace) -> None:
    notice = fee_asked(case, office)
    client = signed_in(office.foi)
    shown = words(client.get(case.get_absolute_url()))
    assert "waiting for the fee" in words(client.get(reverse("desk:case_list")))
    assert page("case_take_fee", notice) in shown
    assert "16 October 2025" in words(client.get(page("case_take_fee", notice)))
    done = send(client, page("case_take_fee", notice), on="2025-09-16")
    assert "Reply by 20 October" in words(client.get(done.url))


def test_costs_are_offered_only_while_the_law_knew_them(case: Case, office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    assert page("case_fee", case) not in words(client.get(case.get_absolute_url()))
    assert "No cost fee may be charged" in words(client.get(page("case_fee", case)))
    old = registered_case(office, date(2016, 5, 9))
    with on(date(2016, 5, 10)):
        assert page("case_fee", old) in words(client.get(old.get_absolute_url()))
        values = {"amount": "12.50", "received_on": "2016-05-10"}
        assert send(client, page("case_fee", old), **values).status_code == 302


def test_a_transfer_is_written_without_the_requester(case: Case, office: SimpleNamespace) -> None:
    client, url = signed_in(office.foi), page("case_transfer", case)
    named = send(client, url, to="区房管局", text="李明远（虚构）要的材料", preview="yes")
    assert "does not say who made the request" in words(named)
    assert send(client, url, to="区房管局", text="危房鉴定部分").status_code == 302
    assert case.letters.get(kind="transfer").recipient == "区房管局"


# The working


def test_every_due_day_leads_to_its_working(case: Case, office: SimpleNamespace) -> None:
    client, working = signed_in(office.foi), f"{case.get_absolute_url()}#period"
    for url in (reverse("desk:home"), reverse("desk:case_list")):
        assert working in words(client.get(url)), url
    delivered_reply(case, office, MONDAY)
    assert working in words(client.get(reverse("desk:case_list_concluded")))


def test_a_case_that_waits_shows_the_held_days(case: Case, office: SimpleNamespace) -> None:
    asked(case, office)
    with on(date(2025, 9, 19)):
        shown = words(signed_in(office.foi).get(case.get_absolute_url()))
    assert "The clock stands still since 17 September" in shown
    assert "Asked to clarify on 16 September 2025, by 29 September 2025." in shown
    assert "correction" in shown


def test_a_restart_is_drawn_as_one(case: Case, office: SimpleNamespace) -> None:
    asked(case, office)
    with on(date(2025, 9, 19)):
        actions.take_clarification(case, by=office.foi, on=date(2025, 9, 19), text="2024年的")
        shown = words(signed_in(office.foi).get(case.get_absolute_url()))
    assert shown.index(">received<") < shown.index(">starts anew<")


# Who sees what


@pytest.mark.usefixtures("plain_refusals")
def test_for_others_none_of_these_pages_exists(case: Case, office: SimpleNamespace) -> None:
    consultation = consulted(case, office)
    notice = fee_asked(case, office)
    addresses = [page(name, case) for name in OF_CASES]
    inside = [page(name, consultation) for name in OF_CONSULTATIONS] + [page("case_take_fee", notice)]
    for person in (office.stranger, office.officer, office.auditor):
        client = signed_in(person)
        for url in addresses + inside:
            assert client.get(url).status_code == 404, (person, url)
            assert send(client, url).status_code == 404
    supervisor = signed_in(office.supervisor)
    assert {supervisor.get(url).status_code for url in addresses} == {200}
    assert {supervisor.get(url).status_code for url in inside} == {404}
    shown = words(supervisor.get(case.get_absolute_url()))
    assert "示例公司" not in shown


def test_no_page_breaks_for_a_case_of_2007_one_not_confirmed_or_one_concluded(
    case: Case, office: SimpleNamespace
) -> None:
    old = registered_case(office, date(2018, 5, 7))
    by_post = registered_case(office, received_on=TUESDAY, how_came="online")
    delivered_reply(case, office, MONDAY)
    client = signed_in(office.foi)
    for each in (old, by_post, case):
        for name in ("case", *OF_CASES):
            assert client.get(page(name, each)).status_code == 200, (name, each)
