"""The progress page: what number and code open, what is told there, and what never is."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from gongkai.acts import clock
from gongkai.cases import actions
from gongkai.cases.models import DeliveredHow, LetterKind, Message, PaperKind, Request
from gongkai.cases.tests import factories
from gongkai.files.storing import store
from gongkai.portal.requests.access import read_number
from gongkai.secrecy.tests.factories import picture_bytes
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

PROGRESS = "/request/progress/"
MONDAY = date(2025, 9, 15)


@pytest.fixture(autouse=True)
def _calendar(office):
    load_shipped_notices()


@pytest.fixture(autouse=True)
def _today(_on_a_monday_in_may_2018):
    with clock.pretend(datetime(2025, 9, 15, 9, 0)):
        yield


def came_online(office, **given):
    """A request handed in at the portal: its case and its code."""
    from gongkai.acts import Outsider

    proof = store(picture_bytes(), name="Proof", by=Outsider(), agency=office.agency, sealed=True)
    values = {
        "description": "西总布胡同2018年不停车意愿问卷的汇总结果",
        "requester_name": "王小明（虚构）",
        "requester_contact": "010-00000001",
        "delivery_wanted": "online",
        "proof": proof,
    } | given
    return actions.receive_online(office.agency, **values)


def confirmed(office, **given):
    case, code = came_online(office, **given)
    return actions.confirm_receipt(case, by=office.foi, on=clock.today(), how="电话"), code


def open_it(citizen, case, code, number=""):
    return citizen.post(PROGRESS, {"number": number or case.number, "code": code})


def shown(citizen):
    answer = citizen.get(PROGRESS)
    assert answer.status_code == 200
    return answer.content.decode()


def on(day, hour=10):
    return clock.pretend(datetime.combine(day, datetime.min.time()).replace(hour=hour))


# Number and code


@pytest.mark.parametrize(
    "number",
    [
        "建街公开申〔2026〕17号",
        "建街公开申[2026]17号",
        "建街公开申（2026）17号",
        "建街公开申【２０２６】１７号",
        "2026-17",
        "2026 17",
        "2026年第17号",
        " 建街公开申〔2026〕 017 号 ",
    ],
)
def test_a_number_is_read_as_people_write_it(number):
    assert read_number(number) == (2026, 17)


@pytest.mark.parametrize("number", ["", "17", "十七号", "2026", "202617", "\x00"])
def test_what_is_no_number_is_none(number):
    assert read_number(number) is None


@pytest.mark.parametrize("code", ["lower", "spaces", "plain"])
def test_a_code_is_taken_as_people_type_it(citizen, office, code):
    case, secret = came_online(office)
    typed = {"lower": secret.lower(), "spaces": secret.replace("-", " "), "plain": secret.replace("-", "")}
    assert open_it(citizen, case, typed[code], number="2025-1").status_code == 302


def test_neither_number_nor_code_stand_in_an_address(citizen, office):
    case, code = came_online(office)
    answer = open_it(citizen, case, code)
    assert answer["Location"] == PROGRESS


@pytest.mark.parametrize(("number", "code"), [("2025-1", "AAAA-BBBB-CCCC"), ("2025-99", ""), ("x", "")])
def test_a_wrong_pair_says_one_sentence_whatever_was_wrong(citizen, office, number, code):
    case, right = came_online(office)
    answer = open_it(citizen, case, code or right, number=number)
    assert answer.status_code == 422
    assert "Number and code do not belong together." in answer.content.decode()


def test_ten_wrong_tries_are_the_last_for_a_while(citizen, office):
    case, code = came_online(office)
    for _time in range(10):
        assert open_it(citizen, case, "AAAA-BBBB-CCCC").status_code == 422
    answer = open_it(citizen, case, code)
    assert answer.status_code == 429
    assert "Try again in a quarter of an hour" in answer.content.decode()
    with clock.pretend(clock.now() + timedelta(minutes=16)):
        assert open_it(citizen, case, code).status_code == 302


def test_many_addresses_cannot_try_one_number(citizen, office):
    case, _code = came_online(office)
    for place in range(10):
        citizen.defaults["REMOTE_ADDR"] = f"192.0.2.{place}"
        open_it(citizen, case, "AAAA-BBBB-CCCC")
    citizen.defaults["REMOTE_ADDR"] = "192.0.2.99"
    assert open_it(citizen, case, "AAAA-BBBB-CCCC").status_code == 429


def test_a_request_without_a_code_is_not_opened(citizen, office):
    case = factories.registered_case(office, MONDAY)
    assert open_it(citizen, case, "").status_code == 422
    assert open_it(citizen, case, "AAAA").status_code == 422


def test_it_closes_by_itself_and_by_a_button(citizen, office):
    case, code = came_online(office)
    open_it(citizen, case, code)
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        assert case.number not in shown(citizen)
    assert case.number in shown(citizen)
    citizen.post(PROGRESS, {"do": "leave"})
    assert case.number not in shown(citizen)


# What is told


def test_before_the_confirmation_no_period_runs(citizen, office):
    case, code = came_online(office)
    open_it(citizen, case, code)
    page = shown(citizen)
    assert "the office still confirms it with you" in page
    assert "王***" in page or "王**" in page
    assert "王小明" not in page


def test_a_running_period_shows_its_due_day_and_its_working(citizen, office):
    case, code = confirmed(office)
    open_it(citizen, case, code)
    page = shown(citizen)
    assert "Being handled, reply by 17 October 2025" in page
    assert "20 working days are left." in page
    assert 'class="days"' in page


def test_a_missing_holiday_notice_is_told(citizen, office):
    with on(date(2027, 1, 4)):
        case, code = confirmed(office)
        open_it(citizen, case, code)
        assert "The holiday notice for 2027 is not loaded." in shown(citizen)


def test_a_question_is_answered_on_the_page(citizen, office):
    case, code = confirmed(office)
    letter = actions.ask_to_clarify(case, by=office.foi, what="请写明年份。", until=date(2025, 9, 30))
    open_it(citizen, case, code)
    assert "请写明年份" not in shown(citizen)
    factories.sent(letter, office, MONDAY, delivered_on=MONDAY)
    with on(date(2025, 9, 16)):
        open_it(citizen, case, code)
        page = shown(citizen)
        assert "请写明年份" in page
        assert "Answer by 30 September 2025." in page
        address = f"{PROGRESS}{case.pk}/clarification/"
        assert "西总布胡同" in citizen.get(address).content.decode()
        token = str(uuid4())
        answer = citizen.post(address, {"text": "2018年的问卷", "submission": token})
        assert answer["Location"] == PROGRESS
        assert citizen.post(address, {"text": "2018年的问卷", "submission": token})["Location"] == PROGRESS
        case.refresh_from_db()
        assert (case.clarified, case.entries.count()) == ("2018年的问卷", 2)
        assert "Being handled" in shown(citizen)
        assert "received already" in citizen.get(address).content.decode()


def test_a_fee_is_told_with_amount_and_last_day(citizen, office):
    case, code = confirmed(office)
    notice = actions.ask_for_fee(case, by=office.foi, basis="pages", pages=100)
    open_it(citizen, case, code)
    assert "To pay" not in shown(citizen)
    factories.sent(notice.letter, office, MONDAY, delivered_on=MONDAY)
    page = shown(citizen)
    assert f"To pay: {notice.amount:.2f} yuan" in page
    assert "The information has 100 pages." in page
    assert "Pay by 15 October 2025." in page
    assert "A fee is to be paid before the office goes on" in page
    with on(date(2025, 9, 16)):
        actions.take_fee(notice, by=office.foi, on=date(2025, 9, 16))
        open_it(citizen, case, code)
        assert "To pay" not in shown(citizen)
    assert notice.amount > Decimal(0)


def test_who_is_consulted_is_not_told(citizen, office):
    case, code = confirmed(office)
    consultation = actions.consult(
        case, by=office.foi, to="third_party", name="某物业公司（虚构）", question="是否同意公开？"
    )
    factories.sent(consultation.letter, office, MONDAY, delivered_on=MONDAY)
    open_it(citizen, case, code)
    page = shown(citizen)
    assert "The office is asking others for their opinion" in page
    assert "某物业公司" not in page
    assert consultation.letter.number not in page
    assert citizen.get(f"{PROGRESS}letters/{consultation.letter.pk}/docx/").status_code == 404


def test_an_extension_is_told(citizen, office):
    case, code = confirmed(office)
    actions.extend(case, by=office.foi_head, days=10, reason="材料较多")
    open_it(citizen, case, code)
    page = shown(citizen)
    assert "Period extended by 10 working days" in page or "Being handled" in page


def test_sections_and_opinions_are_not_told(citizen, office):
    case, code = confirmed(office)
    case = actions.assign_section(case, office.section, by=office.foi)
    open_it(citizen, case, code)
    assert office.section.name not in shown(citizen)


def test_a_withdrawn_request_says_so(citizen, office):
    case, code = confirmed(office)
    actions.withdraw(case, by=office.foi, note="来信撤回。")
    open_it(citizen, case, code)
    assert "You withdrew this request on 15 September 2025" in shown(citizen)


def test_a_request_given_up_says_why(citizen, office):
    case, code = confirmed(office)
    letter = actions.ask_to_clarify(case, by=office.foi, what="请写明年份。", until=date(2025, 9, 30))
    factories.sent(letter, office, MONDAY, delivered_on=MONDAY)
    with on(date(2025, 10, 9)):
        open_it(citizen, case, code)
        assert "The time for your answer or payment is over" in shown(citizen)
        actions.deem_abandoned(case, by=office.foi)
        assert "No answer came to the question of the office in time." in shown(citizen)


def test_a_late_office_says_what_can_be_done(citizen, office):
    case, code = confirmed(office)
    with on(date(2025, 11, 3)):
        open_it(citizen, case, code)
        page = shown(citizen)
    assert "Not replied in time: it was due on 17 October 2025" in page
    assert "行政复议" in page


# Papers


def replied(office, case):
    """A reply with an enclosure, signed and not sent."""
    file = BytesIO("汇总结果".encode())
    file.name = "汇总.txt"
    (paper,) = actions.add_papers(case, [file], by=office.foi, kind=PaperKind.INTERNAL)
    return factories.signed_reply(case, office, MONDAY, enclosures=[paper]), paper


def test_the_reply_can_be_downloaded_once_it_was_sent(citizen, office):
    case, code = confirmed(office)
    reply, paper = replied(office, case)
    open_it(citizen, case, code)
    places = (
        f"{PROGRESS}replies/{reply.pk}/docx/",
        f"{PROGRESS}replies/{reply.pk}/enclosures/{paper.pk}/",
    )
    assert [citizen.get(place).status_code for place in places] == [404, 404]
    with clock.pretend(datetime(2025, 9, 15, 16, 0)):
        actions.deliver(reply, by=office.foi, to=case.requester_name, how=DeliveredHow.ONLINE)
        open_it(citizen, case, code)
        page = shown(citizen)
        assert "Replied on 15 September 2025" in page
        assert reply.number in page
        assert "If you do not agree with the reply" in page
        answers = [citizen.get(place) for place in places]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "attachment" in answers[0]["Content-Disposition"]
    assert b"".join(answers[1].streaming_content) == "汇总结果".encode()


def test_letters_are_there_once_they_were_sent_and_the_receipt_at_once(citizen, office):
    case, code = confirmed(office)
    letter = actions.ask_to_clarify(case, by=office.foi, what="请写明年份。", until=date(2025, 9, 30))
    receipt = case.letters.filter(kind=LetterKind.RECEIPT).first()
    open_it(citizen, case, code)
    assert citizen.get(f"{PROGRESS}letters/{receipt.pk}/docx/").status_code == 200
    assert citizen.get(f"{PROGRESS}letters/{letter.pk}/docx/").status_code == 404
    assert citizen.get(f"{PROGRESS}letters/{receipt.pk}/exe/").status_code == 404
    factories.sent(letter, office, MONDAY)
    assert citizen.get(f"{PROGRESS}letters/{letter.pk}/docx/").status_code == 200


def test_a_receipt_is_drawn_when_it_is_first_asked_for_and_then_kept(citizen, office):
    with clock.pretend(datetime(2025, 9, 8, 10, 0)):
        case, code = came_online(office)
        receipt = case.letters.get()
        assert (receipt.number, receipt.is_drawn) == ("建街公开回〔2025〕1号", False)
        open_it(citizen, case, code)
        address = f"{PROGRESS}letters/{receipt.pk}/pdf/"
        assert address in citizen.get(PROGRESS).content.decode()
        first, again = (b"".join(citizen.get(address).streaming_content) for _each in range(2))
    assert first.startswith(b"%PDF")
    assert first == again
    receipt.refresh_from_db()
    assert receipt.pdf.read() == first


def test_a_receipt_no_font_can_print_leads_back_to_the_docx_with_a_sentence(citizen, office):
    with clock.pretend(datetime(2025, 9, 8, 10, 0)):
        case, code = came_online(office, requester_name="𠮷㛃\U0003fffd（虚构）")
        receipt = case.letters.get()
        open_it(citizen, case, code)
        answer = citizen.get(f"{PROGRESS}letters/{receipt.pk}/pdf/", follow=True)
        assert answer.redirect_chain == [(PROGRESS, 302)]
        assert f"{PROGRESS}letters/{receipt.pk}/pdf/" not in answer.content.decode()
        assert citizen.get(f"{PROGRESS}letters/{receipt.pk}/docx/").status_code == 200


def test_a_code_that_was_given_when_hashes_were_slow_still_opens(citizen, office):
    with clock.pretend(datetime(2025, 9, 8, 10, 0)):
        case, code = came_online(office)
        Request.objects.update(code_hash=make_password(code.replace("-", "")))
        open_it(citizen, case, code)
        assert case.number in citizen.get(PROGRESS).content.decode()


def test_papers_of_another_request_do_not_exist(citizen, office):
    case, code = confirmed(office)
    other, _code = confirmed(office, requester_name="赵一（虚构）")
    reply, paper = replied(office, other)
    with clock.pretend(datetime(2025, 9, 15, 16, 0)):
        actions.deliver(reply, by=office.foi, to=other.requester_name, how=DeliveredHow.ONLINE)
        open_it(citizen, case, code)
        for place in (
            f"letters/{other.letters.first().pk}/docx/",
            f"replies/{reply.pk}/docx/",
            f"replies/{reply.pk}/enclosures/{paper.pk}/",
            f"{other.pk}/clarification/",
            f"{other.pk}/message/",
            f"{other.pk}/withdrawal/",
            f"{other.pk}/rating/",
        ):
            assert citizen.get(PROGRESS + place).status_code == 404, place
        for place in ("clarification", "message", "withdrawal", "rating"):
            said = {"text": "x", "rating": 5, "submission": str(uuid4())}
            assert citizen.post(f"{PROGRESS}{other.pk}/{place}/", said).status_code == 404
    assert not Message.objects.exists()


def test_without_number_and_code_every_address_leads_to_the_question(office):
    case, _code = confirmed(office)
    for place in (f"letters/{case.letters.first().pk}/docx/", f"{case.pk}/message/", "999999/message/"):
        assert Client().get(PROGRESS + place)["Location"] == PROGRESS


# What the requester says


def said(citizen, case, place, **given):
    return citizen.post(f"{PROGRESS}{case.pk}/{place}/", {"submission": str(uuid4())} | given)


def test_messages_go_both_ways(citizen, office):
    case, code = confirmed(office)
    actions.tell_requester(case, by=office.foi, text="我们正在查找。")
    open_it(citizen, case, code)
    assert said(citizen, case, "message", text="谢谢<script>").status_code == 302
    page = shown(citizen)
    assert "我们正在查找。" in page
    assert "谢谢&lt;script&gt;" in page
    assert office.foi.name not in page


def test_messages_have_a_limit(citizen, office, settings):
    settings.ONLINE_MESSAGES_PER_REQUEST = 1
    case, code = confirmed(office)
    open_it(citizen, case, code)
    assert said(citizen, case, "message", text="一").status_code == 302
    assert said(citizen, case, "message", text="二").status_code == 422


def test_a_withdrawal_is_a_message_the_officer_records(citizen, office):
    case, code = confirmed(office)
    open_it(citizen, case, code)
    said(citizen, case, "withdrawal", reason="已经找到了。")
    assert Message.objects.get().text == f"I withdraw the request {case.number}.\n已经找到了。"
    case.refresh_from_db()
    assert case.is_open


def test_a_concluded_request_can_be_rated_and_an_open_one_cannot(citizen, office):
    case, code = confirmed(office)
    open_it(citizen, case, code)
    assert said(citizen, case, "rating", rating=5).status_code == 422
    actions.withdraw(case, by=office.foi, note="来信撤回。")
    assert said(citizen, case, "rating", rating=4, note="很快").status_code == 302
    case.refresh_from_db()
    assert (case.rating, case.rating_note) == (4, "很快")
    assert said(citizen, case, "rating", rating=9).status_code == 422
    assert re.search(r"Change your rating \(4\)", shown(citizen))
