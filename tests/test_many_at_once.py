"""Eight people at the same moment: nothing is done twice, nothing is lost, no number is missing."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from gongkai.acts import Refused, clock
from gongkai.agencies.numbering import next_serial
from gongkai.cases import actions
from gongkai.cases.actions import Matter
from gongkai.cases.models import (
    Case,
    DeliveredHow,
    EntryKind,
    HowCame,
    LetterState,
    OutgoingLetter,
    Reply,
    ReplyState,
    Requester,
)
from gongkai.cases.tests.factories import checked_reply, registered_case
from gongkai.files.storing import store
from gongkai.journal.models import Entry
from gongkai.journal.verifying import faults
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Justification
from gongkai.secrecy.tests.factories import cleared_orally, packed
from gongkai.workdays.actions import load_shipped_notices
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 8
DAY = date(2026, 11, 18)
IDENTITY = "11010519491231002X"


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """Every thread lives on the same day."""
    with clock.starting_at(datetime(2026, 11, 20, 9, 0)):
        yield


@pytest.fixture
def office(office: SimpleNamespace) -> SimpleNamespace:
    load_shipped_notices()
    return office


def each_their_own(acts: Iterable[Callable[[], object]]) -> list[str]:
    """Have all acts done at once, each by a person of their own; return "done" or "refused" for each."""
    waiting = list(acts)
    places = itertools.count()

    def act() -> str:
        try:
            waiting[next(places)]()
        except Refused:
            return "refused"
        return "done"

    return together(len(waiting), act)


def gapless(numbers: Iterable[str]) -> bool:
    """Say whether the serials of numbers such as 建街公开申〔2026〕3号 are 1, 2, 3 …, each once."""
    serials = sorted(int(re.findall(r"〕(\d+)号", number)[0]) for number in numbers)
    return serials == list(range(1, len(serials) + 1))


def entries(act: str) -> int:
    return Entry.objects.filter(act=act).count()


def test_eight_people_take_numbers(office: SimpleNamespace) -> None:
    def take() -> list[int]:
        taken = []
        for _time in range(10):
            with transaction.atomic():
                taken.append(next_serial(office.agency, "cases", 2026))
        return taken

    taken = itertools.chain.from_iterable(together(PEOPLE, take))
    assert sorted(taken) == list(range(1, 10 * PEOPLE + 1))


def test_four_register_letters_while_four_requests_come_in_online(office: SimpleNamespace) -> None:
    def by_letter() -> None:
        actions.register_request(
            office.agency,
            by=office.foi,
            matters=[Matter("停车意愿问卷"), Matter("绿化合同")],
            how_came=HowCame.REGISTERED_POST,
            requester_name="李明远（虚构）",
            requester_contact="010-00000001",
            identity_number=IDENTITY,
            submitted_on=DAY,
            arrived_on=DAY,
        )

    def online() -> None:
        proof = store(
            ContentFile(b"Proof\n"), name="证件.txt", by=office.foi, agency=office.agency, sealed=True
        )
        actions.receive_online(
            office.agency,
            description="社区食堂的招标文件",
            requester_name="王（虚构）",
            requester_contact="010-00000002",
            proof=proof,
        )

    assert each_their_own([by_letter, online] * (PEOPLE // 2)) == ["done"] * PEOPLE
    cases = Case.objects.all()
    assert len(cases) == 12
    assert sorted(case.serial for case in cases) == list(range(1, 13))
    assert gapless(OutgoingLetter.objects.filter(kind="receipt").values_list("number", flat=True))
    assert {case.letters.count() for case in cases} == {1}
    assert Requester.objects.exclude(identity_index="").count() == 1
    assert (entries("cases.registered"), entries("cases.received_online")) == (8, 4)
    assert list(faults()) == []


def test_matters_are_confirmed_while_others_are_registered(office: SimpleNamespace) -> None:
    cases = actions.register_request(
        office.agency,
        by=office.foi,
        matters=[Matter("一"), Matter("二"), Matter("三")],
        how_came=HowCame.FAX,
        requester_name="李明远（虚构）",
        requester_contact="010-00000001",
        submitted_on=DAY,
        arrived_on=DAY,
    )

    def confirm(case: Case) -> Callable[[], object]:
        return lambda: actions.confirm_receipt(case, by=office.foi, on=DAY, how="电话")

    def register() -> object:
        return registered_case(office, DAY, identity_number=IDENTITY)

    done = each_their_own([*(confirm(case) for case in (*cases, *reversed(cases))), register, register])
    assert Counter(done) == {"done": 3, "refused": 5}
    assert {case.received_on for case in Case.objects.all()} == {DAY}
    assert entries("cases.receipt_confirmed") == 3
    # A receipt when each came in, and one when it was confirmed.
    assert gapless(OutgoingLetter.objects.filter(kind="receipt").values_list("number", flat=True))
    assert OutgoingLetter.objects.filter(kind="receipt").count() == 3 + 3 + 2


def test_eight_replies_are_signed_and_one_of_them_by_all(office: SimpleNamespace) -> None:
    replies = [checked_reply(registered_case(office, DAY), office) for _person in range(PEOPLE)]
    first, *others = replies

    def sign(reply: Reply) -> Callable[[], object]:
        return lambda: actions.sign(Reply.objects.get(pk=reply.pk), by=office.leader)

    assert Counter(each_their_own([sign(first)] * PEOPLE)) == {"done": 1, "refused": PEOPLE - 1}
    assert each_their_own(sign(reply) for reply in others) == ["done"] * len(others)
    signed = Reply.objects.filter(state=ReplyState.SIGNED)
    assert len(signed) == PEOPLE
    assert gapless(reply.number for reply in signed)
    assert entries("cases.reply_signed") == PEOPLE
    assert list(faults()) == []


def test_the_same_letter_is_written_and_sent_once(office: SimpleNamespace) -> None:
    case = registered_case(office, DAY)

    def write() -> object:
        return actions.ask_to_clarify(case, by=office.foi, what="请说明年份。", until=date(2026, 12, 4))

    assert Counter(each_their_own([write] * PEOPLE)) == {"done": 1, "refused": PEOPLE - 1}
    letter = case.letters.get(kind="clarification")

    def send() -> object:
        how = DeliveredHow.IN_PERSON
        return actions.send_letter(letter, by=office.foi, to=letter.recipient, how=how)

    assert Counter(each_their_own([send] * PEOPLE)) == {"done": 1, "refused": PEOPLE - 1}
    letter.refresh_from_db()
    assert letter.state == LetterState.DELIVERED
    assert case.entries.filter(kind=EntryKind.CLARIFICATION_ASKED).count() == 1
    assert (entries("cases.clarification_written"), entries("cases.letter_sent")) == (1, 1)


def test_letters_of_eight_cases_are_written_at_once(office: SimpleNamespace) -> None:
    cases = [registered_case(office, DAY) for _person in range(PEOPLE)]

    def write(case: Case) -> Callable[[], object]:
        return lambda: actions.consult(
            case, by=office.foi, to="third_party", name="某公司", question="投标文件"
        )

    assert each_their_own(write(case) for case in cases) == ["done"] * PEOPLE
    written = OutgoingLetter.objects.filter(kind="third_party")
    assert len(written) == PEOPLE
    assert gapless(letter.number for letter in written)
    assert {letter.case_id for letter in written} == {case.pk for case in cases}
    assert list(faults()) == []


def test_due_days_are_reckoned_anew_while_cases_go_on(office: SimpleNamespace) -> None:
    cases = [registered_case(office, DAY) for _person in range(PEOPLE - 2)]

    def extend(case: Case) -> Callable[[], object]:
        return lambda: actions.extend(case, by=office.foi_head, days=5, reason="材料较多")

    acts = [
        *(extend(case) for case in reversed(cases)),
        actions.recompute_due_days,
        actions.recompute_due_days,
    ]
    assert each_their_own(acts) == ["done"] * PEOPLE
    assert len(set(Case.objects.values_list("due_on", "due_unknown_year"))) == 1
    assert actions.recompute_due_days() == []


def test_requesters_are_recognised_by_many_at_once_and_nobody_gets_lost(office: SimpleNamespace) -> None:
    them = [
        Requester.objects.create(agency=office.agency, name=f"李{place}", kind="natural_person")
        for place in range(PEOPLE + 1)
    ]

    def merge(one: Requester, other: Requester) -> Callable[[], object]:
        return lambda: actions.merge_requesters(one, other, by=office.foi, reason="同一地址")

    # Each with their neighbour, from both ends.
    done = each_their_own(merge(one, other) for one, other in itertools.pairwise(them))
    assert done == ["done"] * PEOPLE
    roots = {actions.root_of(Requester.objects.get(pk=each.pk)).pk for each in them}
    assert roots == {them[0].pk}


def test_eight_sign_for_one_oral_approval_and_one_signature_counts(office: SimpleNamespace) -> None:
    review = cleared_orally(office)
    done = each_their_own(lambda: secrecy.countersign(review, by=office.leader) for _person in range(PEOPLE))
    assert Counter(done) == {"done": 1, "refused": PEOPLE - 1}
    assert entries("secrecy.countersigned") == 1


def test_eight_answer_for_the_same_finding_and_one_answer_stands(office: SimpleNamespace) -> None:
    review = packed(office, body="咨询电话13800138000。")
    prints = list(review.package.unresolved().values_list("fingerprint", flat=True))
    together(
        PEOPLE, lambda: secrecy.justify_in_package(review, prints, by=office.head, reason="窗口公开电话。")
    )
    assert Justification.objects.count() == entries("secrecy.justified") == 1
