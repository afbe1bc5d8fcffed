"""A provider of text messages that keeps what it took and can be told to misbehave, and groups to send to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from gongkai.acts import clock
from gongkai.channels import groups
from gongkai.channels.models import SmsGroup
from gongkai.channels.protocols.answers import Absent, Accepted, Unclear
from gongkai.channels.protocols.sms import Batch

MORNING = datetime(2018, 5, 7, 12, 0)
NUMBERS = [f"1380013800{n}" for n in range(5)]


class Killed(BaseException):
    """What a kill is to a running program: nothing after it is done, no handler sees it."""


class Provider:
    """A provider that keeps what it took; two numbers at a time."""

    most = 2

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.batches: list[Batch] = []
        self.answers: dict[str, Any] = {}
        self.all_answers: list[Any] = []
        self.kill_before = 0
        self.kill_after = 0
        self.is_found = True

    def send(self, batch: Batch) -> dict[str, Any]:
        self.batches.append(batch)
        if len(self.batches) == self.kill_before:
            raise Killed
        if self.all_answers:
            answer = self.all_answers.pop(0)
            if answer is not None:
                return dict.fromkeys(batch.numbers, answer)
        told = {}
        for number in batch.numbers:
            told[number] = self.answers.get(number, Accepted(f"p-{number}"))
            if isinstance(told[number], (Accepted, Unclear)):
                self.sent.append(number)
        if len(self.batches) == self.kill_after:
            raise Killed
        return told

    def find(self, number: str, reference: str, since: datetime) -> Any:
        return Accepted(f"p-{number}") if self.is_found and number in self.sent else Absent()


def group_of(office: SimpleNamespace, numbers: list[str], name: str = "低保家庭") -> SmsGroup:
    with clock.pretend(MORNING - timedelta(days=30)):
        group = groups.open_group(office.agency, by=office.foi, name=name, purpose="低保政策和通知")
        for number in numbers:
            groups.add_contact(
                group,
                by=office.foi,
                number=number,
                source="paper",
                source_note="2018年登记表",
                consented_on=date(2018, 4, 1),
            )
    return group
