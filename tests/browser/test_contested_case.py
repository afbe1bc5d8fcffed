"""The way of a contested case: clarified, consulted on, extended, granted in part, disputed, replied to anew.

The due days are counted by hand from the notices for 2025 (国办发明电〔2024〕12号) and 2026
(国办发明电〔2025〕7号). After 11 October 2025 there is no holiday until 1 to 3 January 2026; Sunday, 4
January 2026 is worked in their place. From 1 to 31 March 2026 there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gongkai.cases.models import Case, Consultation, LetterKind, OutgoingLetter, Paper, Redaction, Timeliness
from gongkai.disputes.models import Dispute
from tests.browser.axe import violations
from tests.browser.conftest import Days
from tests.browser.person import HEIGHT, PHONE, WIDE, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REQUESTER = "李明远（虚构）"
COMPANY = "某停车管理有限公司（虚构）"
COMMISSION = "某区城市管理委员会（虚构）"
LETTER = {
    "how_came": "registered_post",
    "requester_name": REQUESTER,
    "requester_contact": "010-00000001，东城区某胡同1号",
    "title": "不停车管理的合同和问卷",
    "description": "西总布胡同不停车管理的有关材料。",
}
CLARIFIED = "西总布胡同不停车管理的委托合同和居民问卷汇总。"
TELEPHONE = "13800138000"
SUMMARY = {
    "name": "问卷汇总.txt",
    "mimeType": "text/plain",
    "buffer": (
        f"居民问卷汇总\n\n收回120份，同意98份。\n联系人电话{TELEPHONE}。\n\n"
        f"某公司报价：每月3000元。\n复核人电话{TELEPHONE}。\n"
    ).encode(),
}


def day(month: int, number: int, year: int = 2025) -> datetime:
    return datetime(year, month, number, 9, 0)


def is_fit(person: Person) -> Person:
    """Nothing stands in the way of anybody on this page, and it does not move sideways."""
    assert violations(person.page) == []
    assert not person.scrolls_sideways()
    return person


def is_fit_on_a_phone(person: Person) -> Person:
    person.page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    is_fit(person)
    person.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    return person


def is_due(person: Person, case: Case, on: date, *, at_the_latest: bool = False) -> None:
    """The case is due on that day, and its page says so to the person."""
    case.refresh_from_db()
    assert case.due_on == on
    person.open("desk:case", case.pk)
    said = person.page.locator(".next-due .by").inner_text()
    assert f"{on.month}月{on.day}日" in said
    latest = person.word("by %(day)s at the latest", day="").strip()
    assert (latest in said) is at_the_latest


def counted(person: Person) -> int:
    """How many days the calendar of the page counts, the due day among them."""
    return person.page.locator("table.days .long, table.days .due-day").count()


def send(foi: Person, letter: OutgoingLetter, **how: object) -> None:
    """Send a letter of the open case; it does not go out before its recipient is confirmed."""
    foi.open("desk:case", letter.case_id).follow_to("desk:letter_send", letter.pk)
    foi.sees(letter.recipient).fill(**how).press("Record the sending").reads(
        "Check the recipient, then tick this."
    )
    foi.fill(recipient_checked=True).press("Record the sending")
    letter.refresh_from_db()
    assert letter.sent_on is not None


def letter_of(case: Case, kind: LetterKind) -> OutgoingLetter:
    return case.letters.get(kind=kind)


@pytest.fixture
def people(our_office: SimpleNamespace, visit: Callable[..., Person]) -> SimpleNamespace:
    """Everybody who has a step in it, each before a browser of their own; and who has none."""
    names = ("foi", "foi_head", "head", "reviewer", "counsel", "leader", "stranger", "editor")
    return SimpleNamespace(**{name: visit(getattr(our_office, name)) for name in names})


def test_a_contested_case_from_the_letter_to_the_new_reply_by_order(
    our_office: SimpleNamespace, people: SimpleNamespace, days: Days
) -> None:
    case = registered_and_clarified(people, days, our_office.section)
    consulted_in_parallel(people, days, case)
    extended(people, days, case)
    redaction = redacted(people, days, case)
    granted_in_part(people, days, case, redaction)
    dispute = disputed(people, days, case)
    replied_anew(people, days, case, dispute)
    archived(people, days, case)
    nobody_else_gets_near(people, case, redaction, dispute)


def registered_and_clarified(people: SimpleNamespace, days: Days, section: object) -> Case:
    foi = people.foi
    # Thursday, 23 October: day 1 is Friday the 24th; 6 days to the 31st, 16 to 14 November, day 20 is
    # Thursday, 20 November.
    foi.open("desk:home").follow("Register a request")
    is_fit(foi).fill(**LETTER).press("Register")
    case = Case.objects.get()
    is_due(foi, case, date(2025, 11, 20))
    assert counted(foi) == 20
    is_fit_on_a_phone(foi)
    foi.follow("Name the handling section").fill(section=section.pk).press("Save")
    foi.reads("The handling section is named.")
    # Working day 2; the 7th is 3 November. The letter is shown, written, then sent.
    days.turn_to(day(10, 27))
    foi.open("desk:case", case.pk).follow("Ask the requester to clarify")
    foi.fill(what="请写明需要哪一份材料。", until="2025-11-10")
    foi.press("Show the letter").reads("The letter as it will be").sees("请写明需要哪一份材料。")
    assert not case.letters.filter(kind=LetterKind.CLARIFICATION).exists()
    is_fit(foi).press("Write the letter")
    letter = letter_of(case, LetterKind.CLARIFICATION)
    is_fit(foi.open("desk:letter_send", letter.pk))
    send(foi, letter, how="post", tracking_number="XA00000000111")
    # Nothing is due while the requester is waited for.
    case.refresh_from_db()
    assert case.due_on is None
    foi.open("desk:case", case.pk).reads("waiting for the requester")
    # Monday, 3 November, not counted: day 1 is the 4th, 4 to the 7th, 19 to the 28th, day 20 on 1 December.
    days.turn_to(day(11, 3))
    foi.open("desk:case", case.pk).follow("Take the clarification")
    is_fit(foi).fill(text=CLARIFIED).press("Take it")
    foi.sees(CLARIFIED).sees("12月1日")
    is_due(foi, case, date(2025, 12, 1))
    return case


def consulted_in_parallel(people: SimpleNamespace, days: Days, case: Case) -> None:
    foi = people.foi
    days.turn_to(day(11, 6))
    for to, name in (("third_party", COMPANY), ("agency", COMMISSION)):
        foi.open("desk:case", case.pk).follow("Consult a third party or an agency")
        foi.fill(to=to, name=name, address="某街1号", question="委托合同中的报价。")
        foi.press("Show the letter").sees("委托合同中的报价。").misses(REQUESTER)
        foi.press("Write the letter")
    third_party, agency = Consultation.objects.order_by("pk")
    send(foi, third_party.letter, how="post", tracking_number="XA00000000222")
    send(foi, agency.letter, how="in_person", delivered_on="2025-11-06")
    days.turn_to(day(11, 10))
    foi.open("desk:case", case.pk).follow_to("desk:letter_arrival", third_party.letter_id)
    is_fit(foi).fill(delivered_on="2025-11-07").press("Record it").reads("The arrival is recorded.")
    # Counted: 4, 5 and 6 November. The company has 15 working days from the 7th, until the 28th; the
    # commission until the 27th. The other 17 begin on 1 December: 5 to the 5th, 10 to the 12th, 15 to the
    # 19th, 22 and 23 December.
    is_due(foi, case, date(2025, 12, 23), at_the_latest=True)
    is_fit_on_a_phone(foi)
    foi.sees("11月28日").sees("11月27日")
    is_fit(foi.open("desk:consultation_answer", agency.pk))
    # One agrees; the days of the other go on being left out, and no day is left out twice.
    days.turn_to(day(11, 12))
    answered(foi, agency, "12月23日", answer="agrees")
    is_due(foi, case, date(2025, 12, 23), at_the_latest=True)
    # 7 November to 17 November are 7 working days: the due day moves by 7 from 1 December to the 10th.
    days.turn_to(day(11, 17))
    answered(foi, third_party, "12月10日", answer="refuses", reasons="报价属于商业秘密。")
    is_due(foi, case, date(2025, 12, 10))
    assert counted(foi) == 20
    foi.reads("Does not agree to disclosure").reads("Agrees to disclosure")


def answered(foi: Person, consultation: Consultation, due: str, **said: str) -> None:
    foi.open("desk:case", consultation.case_id).follow_to("desk:consultation_answer", consultation.pk)
    foi.fill(**said).press("Record it")
    foi.reads("The answer is recorded. Reply by %(day)s.", day=due)


def extended(people: SimpleNamespace, days: Days, case: Case) -> None:
    foi, head = people.foi, people.foi_head
    days.turn_to(day(11, 20))
    # Not the officer's to decide.
    foi.open("desk:case_extend", case.pk).reads("Only the head of the FOI office extends the period.")
    head.open("desk:case", case.pk).follow("Extend the period")
    head.fill(days=20, reason="材料较多，需要区分处理。")
    is_fit(head.press("Show the letter").sees("材料较多，需要区分处理。"))
    head.press("Extend").reads(
        "Extended. Reply by %(day)s. The notice is written; the FOI officer sends it.",
        day="1月8日",
    )
    send(foi, letter_of(case, LetterKind.EXTENSION), how="post", tracking_number="XA00000000333")
    # 20 more after 10 December: 2 to the 12th, 7 to the 19th, 12 to the 26th, 15 to the 31st; Sunday, 4
    # January is the 16th, and Thursday the 8th the 20th.
    is_due(foi, case, date(2026, 1, 8))
    assert counted(foi) == 40


def redacted(people: SimpleNamespace, days: Days, case: Case) -> Redaction:
    foi, head = people.foi, people.head
    days.turn_to(day(11, 24))
    # The section finds the paper, the officer hides what must not be read.
    head.open("desk:home").follow_to("desk:case", case.pk).follow("Add papers")
    is_fit(head).fill(files=[SUMMARY]).press("Add").sees("问卷汇总")
    paper = Paper.objects.get(case=case, file__name="问卷汇总.txt")
    foi.open("desk:case", case.pk).follow("Redact a paper")
    is_fit(foi).fill(paper=paper.pk).press("Open it for redaction")
    redaction = Redaction.objects.get()
    is_fit_on_a_phone(foi)
    is_fit(foi).fill(words=TELEPHONE).press("Find in the paper")
    hits = foi.page.locator("#hits")
    hits.get_by_role("button", name=foi.word("Hide all of these")).click()
    expect(foi.page.locator("#boxes > li")).to_have_count(2)
    # The quotation is hidden by hand, as a trade secret.
    foi.page.locator("#ground-drawn").select_option("商业秘密")
    sheet = foi.page.locator('.sheet[data-page="1"] .cover')
    sheet.scroll_into_view_if_needed()
    area = sheet.bounding_box()
    assert area is not None
    mouse = foi.page.mouse
    mouse.move(area["x"] + area["width"] * 0.1, area["y"] + area["height"] * 0.2)
    mouse.down()
    mouse.move(area["x"] + area["width"] * 0.9, area["y"] + area["height"] * 0.24, steps=4)
    # All three are kept, and not only the two from before.
    with foi.page.expect_response(lambda answer: (answer.request.post_data or "").count('"ground"') == 3):
        mouse.up()
        expect(foi.page.locator("#boxes > li")).to_have_count(3)
    expect(foi.page.locator("#kept")).to_have_text(foi.word("Everything is kept."))
    is_fit(foi).follow("Make the redacted paper")
    is_fit(foi).press("Make it and read it again")
    foi.reads("The redacted paper is made and was read again: nothing of what was hidden is left.")
    redaction.refresh_from_db()
    assert [box["ground"] for box in redaction.boxes] == ["个人隐私", "个人隐私", "商业秘密"]
    assert redaction.result is not None
    assert TELEPHONE not in text_of(redaction.result.file.read())
    return redaction


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def granted_in_part(people: SimpleNamespace, days: Days, case: Case, redaction: Redaction) -> None:
    foi, head, reviewer = people.foi, people.head, people.reviewer
    counsel, leader = people.counsel, people.leader
    days.turn_to(day(11, 25))
    foi.follow("Enclose it in a reply")
    is_fit(foi)
    # The request stands there as clarified, and the objection with it: the paper itself cannot be given out.
    foi.sees(CLARIFIED).sees("报价属于商业秘密。")
    foi.fill(outcome_code="partially_granted", ground_code="partial_trade_secret")
    # The sentence of the ground comes by itself; what it leaves open is completed.
    text = foi.page.locator("[name=text]").input_value()
    assert "未提供的内容涉及商业秘密" in text
    foi.fill(text=re.sub("〔填写[^〕]*〕", "问卷汇总第1页的报价和电话", text))
    foi.fill(reasons="报价属于商业秘密，第三方不同意公开。")
    foi.press("Send to the handling section").reads(
        "“%(kind)s” encloses the open part: redact a paper of this case and choose it.",
        kind="部分公开",
    )
    foi.fill(enclosures=[str(redaction.result_id)])
    is_fit_on_a_phone(foi)
    foi.press("Send to the handling section")
    foi.reads("Proposed. The head of the handling section says next whether it is right.")
    reply = case.replies.get()
    review = reply.package.review

    # The section agrees; then its opinion, the decision and the approval of three people on the enclosure.
    head.open("desk:home").follow_to("desk:case", case.pk).follow("Agree for the section")
    is_fit(head).fill(opinion="材料齐全，遮盖得当。").press("Agree and pass to the legal counsel")
    head.reads("Agreed. The legal counsel checks it next.")
    head.open("desk:review", review.pk).follow("State the section's opinion")
    is_fit(head).press("Send on to the review body")
    reviewer.open("desk:home").follow_to("desk:review", review.pk).follow("Decide")
    is_fit(reviewer).fill(decision="open", opinion="不涉密。").press("Decide")
    reviewer.reads("Decided. The responsible leader approves next.")
    counsel.open("desk:home").follow_to("desk:case", case.pk).follow("Check the reply")
    counsel.sees(f"本机关于2025年11月3日收到补正的申请。经补正，您申请公开的内容：{CLARIFIED}")
    is_fit(counsel).fill(opinion="依据正确，同意。").press("Agree and pass on")
    leader.open("desk:case_sign", case.replies.get().pk)
    leader.reads("What is enclosed has not passed the secrecy review yet.")
    leader.open("desk:home").follow_to("desk:review", review.pk).follow("Approve").press("Approve")
    days.turn_to(day(12, 12))
    leader.open("desk:home").follow_to("desk:case", case.pk).follow("Sign the reply")
    is_fit(leader).press("Sign")
    reply.refresh_from_db()
    leader.reads("Signed as %(number)s. The FOI officer delivers it next.", number=reply.number)

    # Sent two days after the period as it was, in time by the extension.
    foi.open("desk:case", case.pk).follow("Deliver the reply")
    is_fit(foi).fill(recipient_checked=True, how="post", tracking_number="XA00000000444")
    foi.press("Record the delivery")
    foi.reads("Sent. The case is concluded; record the arrival once the slip comes back.")
    days.turn_to(day(12, 16))
    foi.open("desk:case", case.pk).follow("Record the arrival").fill(delivered_on="2025-12-15")
    foi.press("Record it").reads("The arrival is recorded.")
    case.refresh_from_db()
    assert case.timeliness == Timeliness.EXTENDED


def disputed(people: SimpleNamespace, days: Days, case: Case) -> Dispute:
    counsel = people.counsel
    days.turn_to(day(1, 6, 2026))
    counsel.open("desk:dispute_list")
    is_fit(counsel).follow_to("desk:dispute_open")
    is_fit(counsel).fill(
        kind="reconsideration",
        case_number=case.number,
        body="北京市东城区人民政府",
        number="东政复字〔2026〕3号",
        claimant=REQUESTER,
        against="reply",
    )
    counsel.press("Register").reads("The dispute is registered.")
    dispute = Dispute.objects.get()
    # Served on Thursday, 8 January: the 10th day is Sunday the 18th, so Monday the 19th.
    days.turn_to(day(1, 8, 2026))
    counsel.open("desk:dispute", dispute.pk).follow("Record the service")
    is_fit(counsel).press("Record it").reads("The day of service is recorded.").sees("1月19日")
    is_fit_on_a_phone(counsel)
    days.turn_to(day(1, 15, 2026))
    counsel.open("desk:dispute", dispute.pk).follow("Record the defence").press("Record it")
    counsel.reads("The defence is recorded.")
    dispute.refresh_from_db()
    assert dispute.defence_due_on == date(2026, 1, 19)
    # While it is under way the file stays open.
    people.foi.open("desk:case_archive", case.pk).reads(
        "A dispute about this request is under way; its papers belong to the file."
    )
    # Decided on 5 March, served on Monday the 9th. 10 working days: 4 to the 13th, 9 to the 20th, the 23rd.
    days.turn_to(day(3, 9, 2026))
    counsel.open("desk:dispute", dispute.pk).follow("Record the outcome")
    is_fit(counsel).fill(
        judgment="annulled",
        decided_on="2026-03-05",
        orders_new_reply=True,
        ordered_within_days=15,
        ordered_unit="working days",
    )
    counsel.press("Record it").reads("The outcome is recorded.").sees("3月23日")
    is_fit(counsel)
    dispute.refresh_from_db()
    assert (dispute.outcome, dispute.filing_due_on) == ("corrected", date(2026, 3, 23))
    days.turn_to(day(3, 11, 2026))
    counsel.open("desk:dispute", dispute.pk).follow("Report the lost case")
    is_fit(counsel).fill(how="建街函〔2026〕4号").press("Record it")
    counsel.reads("The report to the district is recorded.")
    return dispute


def replied_anew(people: SimpleNamespace, days: Days, case: Case, dispute: Dispute) -> None:
    foi = people.foi
    # 15 working days from 9 March: 4 to the 13th, 9 to the 20th, 14 to the 27th, the 15th on Monday the 30th.
    foi.open("desk:dispute", dispute.pk).follow("Open the new reply")
    is_fit(foi).press("Open it").reads("The new request file is open.")
    anew = Case.objects.get(follows=case)
    assert foi.path == anew.get_absolute_url()
    foi.sees("北京市东城区人民政府东政复字〔2026〕3号").follow(case.number).follow(anew.number)
    assert foi.path == anew.get_absolute_url()
    is_due(foi, anew, date(2026, 3, 30))
    is_fit_on_a_phone(foi)
    foi.open("desk:case_list").sees(anew.number)
    foi.open("desk:case", anew.pk).follow("Propose a reply").reads("A new reply by order")
    is_fit(foi)


def archived(people: SimpleNamespace, days: Days, case: Case) -> None:
    foi = people.foi
    days.turn_to(day(3, 12, 2026))
    foi.open("desk:case", case.pk).follow("Archive the file")
    is_fit(foi).press("Check and archive").reads("Archived. The package lies with the papers.")
    is_fit(foi)
    with foi.page.expect_download() as download:
        foi.follow_to("desk:case_archive_file", case.pk)
    assert download.value.path().read_bytes().startswith(b"PK")


def nobody_else_gets_near(
    people: SimpleNamespace, case: Case, redaction: Redaction, dispute: Dispute
) -> None:
    """The officer of another office and who keeps the channels of this one find nothing at any address."""
    letter, reply = letter_of(case, LetterKind.CLARIFICATION), case.replies.get()
    addresses = [
        *(
            reverse(f"desk:{name}", args=[case.pk])
            for name in ("case", "case_clarify", "case_extend", "case_propose", "case_archive_file")
        ),
        reverse("desk:letter_send", args=[letter.pk]),
        reverse("desk:letter_file", args=[letter.pk, "pdf"]),
        reverse("desk:consultation_answer", args=[Consultation.objects.first().pk]),
        reverse("desk:case_paper", args=[redaction.paper_id]),
        reverse("desk:redaction", args=[redaction.pk]),
        reverse("desk:redaction_page", args=[redaction.pk, 1]),
        reverse("desk:case_sign", args=[reply.pk]),
        reverse("desk:case_letter", args=[reply.pk, "pdf"]),
        *(reverse(f"desk:{name}", args=[dispute.pk]) for name in ("dispute", "dispute_outcome")),
    ]
    for person in (people.stranger, people.editor):
        asked = {url: person.page.request.get(person.server + url).status for url in addresses}
        assert asked == dict.fromkeys(addresses, 404)
        person.open("desk:search", q=case.number).misses(case.title)
