"""Acts in any order, on any days: what is not refused in a sentence leaves a lawful case behind."""

from __future__ import annotations

import os
import random
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gongkai.acts import Refused, clock
from gongkai.cases import actions
from gongkai.cases.actions import Matter
from gongkai.cases.ledger import CLOSING, reckoning
from gongkai.cases.models import (
    Answer,
    Case,
    Consultation,
    DeliveredHow,
    FeeBasis,
    FeeNotice,
    HowCame,
    LedgerEntry,
    OutgoingLetter,
    Reassessment,
    Reply,
    RequestKind,
)
from gongkai.cases.tests.factories import on
from gongkai.journal.models import Entry
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

pytestmark = pytest.mark.django_db

EXAMPLES = 120 if os.environ.get("GONGKAI_TEST_ALL") == "1" else 25
MOST_ACTS = 10

# Under either text, on the day it changed, at a long holiday, at the end of the calendar and beyond it.
FIRST_DAYS = [
    date(2018, 4, 23),
    date(2019, 5, 10),
    date(2019, 5, 15),
    date(2025, 9, 3),
    date(2025, 9, 24),
    date(2026, 11, 25),
    date(2026, 12, 21),
    date(2027, 1, 4),
]
WAYS = [HowCame.REGISTERED_POST, HowCame.IN_PERSON, HowCame.REGISTERED_POST, HowCame.FAX, HowCame.EMAIL]
KINDS = [RequestKind.INFORMATION, RequestKind.INFORMATION, RequestKind.CORRECTION]
OUTCOMES = [
    "granted",
    "does_not_exist",
    "refused_state_secret",
    "still_unclear",
    "amendment_notice",
    "record_corrected",
    "partially_granted",
    "no_such_kind",
]
TEXT = "您申请公开的信息随本答复书提供。"


class Play:
    """One office at work on one request. `pick` chooses among what there is, `back` sets days back."""

    def __init__(self, office: SimpleNamespace, first: date, how: HowCame, kind: RequestKind) -> None:
        self.office = office
        self.today, self.back, self.pick = first, 0, 0
        with on(first):
            self.case = actions.register(
                office.agency,
                by=office.foi,
                description="停车意愿问卷的汇总结果",
                how_came=how,
                kind=kind,
                requester_name="李明远（虚构）",
                requester_contact="010-00000001",
                submitted_on=first,
                arrived_on=first,
            )

    @property
    def day(self) -> date:
        return self.today - timedelta(days=self.back)

    @property
    def later(self) -> date:
        return self.today + timedelta(days=self.pick)

    def one_of(self, things: object) -> object | None:
        rows = list(things)  # type: ignore[call-overload]
        return rows[self.pick % len(rows)] if rows else None

    def do(self, name: str) -> int:
        """Do an act and return how many entries it makes in the journal; 0 where there was nothing to do."""
        others = Case.objects.order_by("pk")
        self.case = others[self.pick % len(others)] if self.pick % 7 == 0 else others.get(pk=self.case.pk)
        return ACTS[name](self)

    # Intake

    def confirm(self) -> int:
        waiting = Case.objects.filter(request=self.case.request, received_on=None, concluded_on=None).count()
        actions.confirm_receipt(self.case, by=self.office.foi, on=self.day, how="电话")
        return waiting

    def attempt(self) -> int:
        actions.note_attempt(self.case, by=self.office.foi, how="电话", result="无人接听")
        return 1

    def split(self) -> int:
        actions.split(self.case, [Matter("问卷"), Matter("意见")], by=self.office.foi)
        return 2

    def assign(self) -> int:
        section = self.office.section if self.pick % 2 else None
        actions.assign_section(self.case, section, by=self.office.foi)
        return 1

    # The period

    def extend(self) -> int:
        by = self.office.foi_head
        actions.extend(self.case, by=by, days=self.pick % 22, reason="材料较多", on=self.day)
        return 1

    def later_date(self) -> int:
        by = self.office.foi_head
        actions.set_later_date(
            self.case, by=by, due=self.later + timedelta(days=30), reason="数量大", on=self.day
        )
        return 1

    def ask_for_reasons(self) -> int:
        actions.ask_for_reasons(self.case, by=self.office.foi, text="请说明理由。", until=self.later)
        return 1

    def clarify(self) -> int:
        actions.ask_to_clarify(self.case, by=self.office.foi, what="请说明年份。", until=self.later)
        return 1

    def clarify_by_letter(self) -> int:
        self.post(
            actions.ask_to_clarify(self.case, by=self.office.foi, what="请说明年份。", until=self.later)
        )
        return 2

    def take_clarification(self) -> int:
        late = "住院" if self.pick % 2 else ""
        actions.take_clarification(
            self.case, by=self.office.foi, on=self.day, text="2024年的", late_reason=late
        )
        return 1

    def abandon(self) -> int:
        actions.deem_abandoned(self.case, by=self.office.foi)
        return 1

    def withdraw(self) -> int:
        actions.withdraw(self.case, by=self.office.foi, on=self.day)
        return 1

    def consult(self) -> int:
        to = Consultation.To.values[self.pick % 2]
        actions.consult(self.case, by=self.office.foi, to=to, name="某公司", question="投标文件")
        return 1

    def consult_by_letter(self) -> int:
        to = Consultation.To.values[self.pick % 2]
        asked = actions.consult(self.case, by=self.office.foi, to=to, name="某公司", question="投标文件")
        self.post(asked.letter)
        return 2

    def take_opinion(self) -> int:
        asked = self.one_of(self.case.consultations.all())
        if not isinstance(asked, Consultation):
            return 0
        answer = Answer.values[self.pick % 4]
        actions.take_opinion(asked, by=self.office.foi, answer=answer, on=self.day, reasons="商业秘密")
        return 1

    def note_silence(self) -> int:
        asked = self.one_of(self.case.consultations.all())
        if not isinstance(asked, Consultation):
            return 0
        actions.note_silence(asked, by=self.office.foi)
        return 1

    def override(self) -> int:
        asked = self.one_of(self.case.consultations.all())
        if not isinstance(asked, Consultation):
            return 0
        actions.override_objection(asked, by=self.office.foi_head, reason="公共安全")
        return 1

    def ask_for_fee(self) -> int:
        basis = FeeBasis.PAGES if self.pick % 3 else FeeBasis.CASES
        actions.ask_for_fee(self.case, by=self.office.foi, basis=basis, pages=self.pick * 10)
        return 1

    def ask_for_fee_by_letter(self) -> int:
        pages = self.pick * 20
        notice = actions.ask_for_fee(self.case, by=self.office.foi, basis=FeeBasis.PAGES, pages=pages)
        self.post(notice.letter)
        return 2

    def take_fee(self) -> int:
        notice = FeeNotice.objects.filter(case=self.case).first()
        if notice is None:
            return 0
        actions.take_fee(notice, by=self.office.foi, on=self.day)
        return 1

    def record_fee(self) -> int:
        actions.record_fee(self.case, by=self.office.foi, amount=Decimal(self.pick), received_on=self.day)
        return 1

    def transfer(self) -> int:
        actions.transfer(self.case, by=self.office.foi, to="区住建委", text="转送有关内容。")
        return 1

    # Letters

    def post(self, letter: OutgoingLetter) -> None:
        """Send a letter as soon as it is written; now and then it is known at once when it arrived."""
        delivered_on = self.today if self.pick % 2 else None
        actions.send_letter(
            letter,
            by=self.office.foi,
            to=letter.recipient,
            how=DeliveredHow.POST,
            delivered_on=delivered_on,
            tracking_number="EMS1",
        )

    def send(self) -> int:
        letter = self.one_of(self.case.letters.exclude(kind="receipt").filter(state="written"))
        if not isinstance(letter, OutgoingLetter):
            return 0
        how = DeliveredHow.IN_PERSON if self.pick % 2 else DeliveredHow.POST
        actions.send_letter(
            letter, by=self.office.foi, to=letter.recipient, how=how, sent_on=self.day, tracking_number="EMS1"
        )
        return 1

    def letter_arrived(self) -> int:
        letter = self.one_of(self.case.letters.filter(state="sent"))
        if not isinstance(letter, OutgoingLetter):
            return 0
        actions.record_letter_arrival(letter, by=self.office.foi, delivered_on=self.day)
        return 1

    def void(self) -> int:
        letter = self.one_of(self.case.letters.all())
        if not isinstance(letter, OutgoingLetter):
            return 0
        actions.void_letter(letter, by=self.office.foi, reason="不再需要")
        return 1

    # The reply

    def propose(self) -> int:
        actions.propose_reply(
            self.case,
            by=self.office.foi,
            outcome_code=OUTCOMES[self.pick % len(OUTCOMES)],
            text=TEXT,
            ground="第十四条",
            reasons="经查。",
        )
        return 1

    def _reply(self) -> Reply | None:
        return Reply.objects.filter(case=self.case).order_by("-pk").first()

    def on_reply(self, act: Callable[[Reply], object]) -> int:
        reply = self._reply()
        if reply is None:
            return 0
        act(reply)
        return 1

    def agree(self) -> int:
        return self.on_reply(
            lambda reply: actions.agree_for_section(reply, by=self.office.head, opinion="可")
        )

    def check(self) -> int:
        return self.on_reply(lambda reply: actions.legal_check(reply, by=self.office.counsel, opinion="可"))

    def send_back(self) -> int:
        by = (self.office.head, self.office.counsel, self.office.leader)[self.pick % 3]
        return self.on_reply(lambda reply: actions.send_back(reply, by=by, reason="请改"))

    def sign(self) -> int:
        return self.on_reply(lambda reply: actions.sign(reply, by=self.office.leader))

    def deliver(self) -> int:
        how = DeliveredHow.IN_PERSON if self.pick % 2 else DeliveredHow.POST
        return self.on_reply(
            lambda reply: actions.deliver(
                reply,
                by=self.office.foi,
                to=reply.case.requester_name,
                how=how,
                sent_on=self.day,
                tracking_number="EMS2",
                late_reason="人手不足",
            )
        )

    def reply_arrived(self) -> int:
        return self.on_reply(
            lambda reply: actions.record_arrival(reply, by=self.office.foi, delivered_on=self.day)
        )

    # A reply that gets through to the end, for only few plays would come so far by chance.
    def answer(self) -> int:
        outcome = "record_correct_as_is" if self.case.is_about_correction else "granted"
        by = self.office
        reply = actions.propose_reply(self.case, by=by.foi, outcome_code=outcome, text=TEXT)
        done = 4
        if reply.state == "with_section":
            actions.agree_for_section(reply, by=by.head, opinion="可")
            done += 1
        actions.legal_check(reply, by=by.counsel, opinion="可")
        actions.sign(reply, by=by.leader)
        how = DeliveredHow.IN_PERSON
        to = self.case.requester_name
        actions.deliver(reply, by=by.foi, to=to, how=how, late_reason="人手不足")
        return done

    # Afterwards

    def reopen(self) -> int:
        due_on = self.later if self.pick % 2 else None
        actions.reopen_by_order(
            self.case, by=self.office.foi, ordered_on=self.day, due_on=due_on, basis="复议决定"
        )
        return 2

    def reassess(self) -> int:
        again = self.one_of(Reassessment.objects.filter(case=self.case))
        if not isinstance(again, Reassessment):
            return 0
        actions.reassess(again, by=self.office.foi, opens=bool(self.pick % 2), reason="仍需保密")
        return 1

    def archive(self) -> int:
        actions.archive(self.case, by=self.office.foi)
        return 1


ACTS: dict[str, Callable[[Play], int]] = {
    name: act
    for name, act in vars(Play).items()
    if callable(act) and not name.startswith("_") and name != "do"
}
for _not_an_act in ("one_of", "on_reply", "post"):
    del ACTS[_not_an_act]

# What moves a play on comes more often than what needs a chance.
OFTEN = (
    *("send", "send", "confirm", "confirm", "letter_arrived", "extend", "answer", "propose", "check"),
    *("clarify_by_letter", "clarify_by_letter", "take_clarification", "take_clarification", "abandon"),
    *("consult_by_letter", "consult_by_letter", "take_opinion", "take_opinion", "note_silence", "override"),
    *("ask_for_fee_by_letter", "take_fee"),
)
# What a play can begin with, so that there is something to answer.
BEGUN = (
    *("clarify_by_letter", "consult_by_letter", "consult", "ask_for_fee_by_letter"),
    *("assign", "propose", "extend", "answer"),
)
Step = tuple[str, int, int, int]


def made_up(seed: int, length: int) -> list[Step]:
    """Return acts with the days gone by since the last, the days set back, and what chooses among things.

    Drawn by the seed, for Hypothesis prefers the small and the same, and a play needs variety.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    begun = [(name, 1, 0, 29) for name in chance.sample(BEGUN, chance.randint(0, 3))]
    acts = sorted(ACTS) + sorted(OFTEN)
    return begun + [
        (
            chance.choice(acts),
            chance.choice([0, 0, 1, 1, 2, 4, 9, 30]),
            chance.choice([0, 0, 0, 1, 3]),
            chance.randint(0, 40),
        )
        for _act in range(length)
    ]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    first=st.sampled_from(FIRST_DAYS),
    how=st.sampled_from(WAYS),
    kind=st.sampled_from(KINDS),
    seed=st.integers(0, 2**32),
    length=st.integers(MOST_ACTS // 2, MOST_ACTS),
)
def test_any_order_of_acts_is_refused_in_a_sentence_or_lawful(
    office: SimpleNamespace,
    *,
    first: date,
    how: HowCame,
    kind: RequestKind,
    seed: int,
    length: int,
) -> None:
    acts = made_up(seed, length)
    note(f"{acts}")
    with transaction.atomic():
        play = Play(office, first, how, kind)
        for name, gone, back, pick in acts:
            play.today += timedelta(days=gone)
            play.back, play.pick = back, pick
            before = entries()
            made, reasons = done_or_refused(play, name)
            assert all(reason.strip() for reason in reasons)
            assert entries() == before + made, name
            with on(play.today):
                look_at_every_case()
                look_at_the_numbers()
        transaction.set_rollback(True)


def done_or_refused(play: Play, name: str) -> tuple[int, list[str]]:
    try:
        with on(play.today), transaction.atomic():
            return play.do(name), []
    except Refused as refused:
        return 0, refused.reasons


def entries() -> int:
    return Entry.objects.filter(act__startswith="cases.").count()


def look_at_every_case() -> None:
    calendar = loaded_calendar()
    for case in Case.objects.all():
        lines = [entry for entry in case.entries.all() if entry.kind not in CLOSING]
        if case.received_on is None:
            assert (case.due_on, case.due_unknown_year, lines) == (None, None, [])
            continue
        if case.ordered_due_on:
            assert case.due_on == case.ordered_due_on
            reckoning(case.received_on, lines, calendar, clock.today())
            continue
        assert (case.due_on, case.due_unknown_year) == reckoned(case.received_on, lines, calendar)
        assert case.due_on is None or calendar.is_working(case.due_on)
    remembered = list(Case.objects.values_list("pk", "due_on", "due_unknown_year", "timeliness"))
    assert actions.recompute_due_days() == []
    assert list(Case.objects.values_list("pk", "due_on", "due_unknown_year", "timeliness")) == remembered


def reckoned(received: date, lines: list[LedgerEntry], calendar: Calendar) -> tuple[date | None, int | None]:
    """Return due day and missing year straight from the law. An unlawful ledger is not forgiven."""
    try:
        return reckoning(received, lines, calendar, received).due, None
    except CalendarMissing as missing:
        return None, missing.year


def look_at_the_numbers() -> None:
    series: dict[str, list[int]] = defaultdict(list)
    numbers = [
        *Case.objects.values_list("number", flat=True),
        *OutgoingLetter.objects.values_list("number", flat=True),
        *Reply.objects.exclude(number="").values_list("number", flat=True),
    ]
    for number in numbers:
        found = re.fullmatch(r"(.+〔\d{4}〕)(\d+)号", number)
        assert found, number
        series[found[1]].append(int(found[2]))
    for name, serials in series.items():
        assert sorted(serials) == list(range(1, len(serials) + 1)), name
