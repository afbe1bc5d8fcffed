"""Notices and messages for tests."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.acts import clock
from gongkai.notices import actions
from gongkai.notices.addresses import masked
from gongkai.notices.kinds import Channel, Fault, MessageState
from gongkai.notices.models import Message, Notice
from gongkai.people.models import User

MOBILE = "13800000001"
EMAIL = "chen.xiao@example.cn"


def notice(to: User, **given: Any) -> Notice:
    """A reminder of a due day."""
    values: dict[str, Any] = {
        "kind": "cases.due",
        "subject_key": "cases.case:1",
        "text": "李明远（虚构）申请的停车问卷还剩3个工作日",
        "url": "/desk/cases/1/",
        "slot": "2026-11-27/3",
        "number": "建街〔2026〕第5号",
        "due_on": date(2026, 11, 27),
    } | given
    return actions.notify([to], **values)[0]


def written(office: SimpleNamespace, key: str = "a", **given: Any) -> Message:
    """A message of the office to somebody outside, in the outbox of an installation that has the channel."""
    values: dict[str, Any] = {
        "channel": Channel.SMS,
        "address": MOBILE,
        "subject": "申请有新进展",
        "text": "您的申请（建街〔2026〕第5号）有新进展。",
        "key": key,
        "by": office.foi,
    } | given
    message = actions.write(office.agency, **values)
    assert message is not None
    return message


def message_in(office: SimpleNamespace, state: str, key: str = "a", **given: Any) -> Message:
    """A message as it stands in the outbox after its attempts; the installation need not have the channel."""
    now = clock.now()
    values: dict[str, Any] = {
        "agency": office.agency,
        "channel": Channel.SMS,
        "kind": "cases.due",
        "key": key,
        "address": MOBILE,
        "shown_address": masked(Channel.SMS, MOBILE),
        "text": "期限临近。",
        "state": state,
        "attempts": 1,
        "taken_at": now,
        "next_try_at": now if state == MessageState.WAITING else None,
        "sent_at": now if state == MessageState.SENT else None,
        "last_fault": Fault.ANSWER_LOST if state == MessageState.UNCLEAR else "",
    } | given
    return Message.objects.create(**values)
