"""The outbox of the channels: it survives a kill at any instant, loses nothing and sends nothing twice.

A release is taken by one worker, by a conditional write that is committed before anything leaves the house.
Each step towards the other side is noted before it is taken and again with its answer. So a release found
in somebody's hands long afterwards tells how far it came: a step nobody outside saw is taken again; after one
that may have been seen the program looks, and if that says nothing a person clears it up. A channel that is
down, or asks us to wait, is paused by itself; the others have turns of their own.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import translation

from gongkai.acts import clock
from gongkai.channels import actions, fitting, policy
from gongkai.channels.fitting import Fitted
from gongkai.channels.models import Channel, Release, State
from gongkai.channels.protocols.answers import (
    Absent,
    Accepted,
    Answer,
    Done,
    Later,
    Never,
    Reason,
    Unclear,
)
from gongkai.channels.ways import WayOut, way_of

log = logging.getLogger(__name__)

# How long to wait after each failed attempt. After the last one the release has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
# How long a channel that is down is left alone, longer each time; a wait it names goes before.
CHANNEL_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
# When to look again for the outcome of what was accepted.
LOOKS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 180, 720))
# No step takes as long as this: whoever took the release was killed meanwhile.
LOST_AFTER = timedelta(minutes=10)
LONGEST_TURN_SECONDS = 45
# What stands is read back for so many days.
READ_BACK_DAYS = 30

# After a lost answer the program looks so often; then a person clears it up.
LOOKS_AFTER_A_LOST_ANSWER = 3
MOST_IN_A_TURN = 200

_Answer = TypeVar("_Answer")


def work() -> None:
    """Give each channel with something to do a turn of its own, all at the same time."""
    find_the_lost()
    channels = list(Channel.objects.filter(pk__in=_busy()).select_related("agency", "cover"))
    turns = [threading.Thread(target=_turn, args=[channel], daemon=True) for channel in channels]
    for turn in turns:
        turn.start()
    until = time.monotonic() + LONGEST_TURN_SECONDS
    for turn in turns:
        turn.join(max(until - time.monotonic(), 0))


def work_off(channel: Channel) -> None:
    """Do all that is due on one channel now: send, look, take down."""
    plug_in = way_of(channel)
    if plug_in is None:
        return
    until = time.monotonic() + LONGEST_TURN_SECONDS
    for row in _due(channel):
        channel.refresh_from_db(fields=["paused_until"])
        if time.monotonic() > until or (channel.paused_until and channel.paused_until > clock.now()):
            return
        row.channel = channel
        if row.state == State.WAITING:
            send(row, plug_in)
        elif row.state in {State.ACCEPTED, State.UNCLEAR}:
            look_for(row, plug_in)
        elif row.state == State.RECALLED:
            take_down(row, plug_in)


def send(row: Release, plug_in: WayOut) -> None:
    """Take the steps of one release; nothing is sent that another worker holds or that may no longer go."""
    if not _take(row):
        return
    row.refresh_from_db()
    refused = _refusal(row)
    if refused:
        _put_aside(row, State.FAILED, refused)
        return
    for step in plug_in.steps:
        if step in row.progress:
            continue
        _note(row, at=step)
        answer: Answer = _asked(row, plug_in.take, row, step)
        if isinstance(answer, Unclear) and step not in plug_in.outward:
            answer = Later(answer.reason, answer.words, answer.code)
        if not (isinstance(answer, Done) and step != plug_in.steps[-1]):
            heard(row, answer)
            return
        _note(row, at="", **{step: answer.reference})


def look_for(row: Release, plug_in: WayOut) -> None:
    """Look on the channel what became of a release that was accepted, or whose answer was lost."""
    answer: Answer | Absent = _asked(row, plug_in.look, row)
    if isinstance(answer, Later) and answer.channel_is_down:
        _pause(row.channel, answer)
    if isinstance(answer, (Done, Never)) or (isinstance(answer, Accepted) and row.state == State.UNCLEAR):
        heard(row, answer)
    else:
        _look_later(row, answer)


def take_down(row: Release, plug_in: WayOut) -> None:
    """Take a recalled release down there; where the interface cannot, a person is told to."""
    answer: Answer = _asked(row, plug_in.take_down, row)
    if isinstance(answer, Done):
        actions.note_gone(row)
    elif isinstance(answer, Later):
        if answer.channel_is_down:
            _pause(row.channel, answer)
        _try_again(row, answer, State.RECALLED)
    else:
        _put_aside(row, State.RECALLED, said(answer))


def read_back() -> None:
    """Look once a day whether what was released through an interface still stands there."""
    since = clock.today() - timedelta(days=READ_BACK_DAYS)
    standing = Release.objects.standing().filter(confirmed_on__gte=since).exclude(progress={})
    for row in standing.select_related("channel", "item", "agency"):
        plug_in = way_of(row.channel)
        if plug_in is None:
            continue
        answer: Answer | Absent = _asked(row, plug_in.look, row)
        found = said(answer) if isinstance(answer, (Never, Absent)) else ""
        Release.objects.filter(pk=row.pk).update(read_back_at=clock.now(), read_back=found)


def find_the_lost() -> None:
    """Free what a killed worker held: safe steps are taken again, after others it is looked for."""
    lost = Release.objects.filter(state=State.SENDING, taken_at__lt=clock.now() - LOST_AFTER)
    for row in lost.select_related("channel", "item", "agency"):
        plug_in = way_of(row.channel)
        step = row.progress.get("at", "")
        if plug_in is not None and step in plug_in.outward:
            heard(row, Unclear())
        else:
            _moved(row, state=State.WAITING, next_try_at=clock.now())


def heard(row: Release, answer: Answer | Absent) -> None:
    """Note what came of a step that may have been the last one."""
    if isinstance(answer, Done):
        _note(row, at="", stands_as=answer.reference)
        actions.confirm_sent(row, address=answer.address)
        Channel.objects.filter(pk=row.channel_id).exclude(pauses=0).update(
            pauses=0, paused_until=None, paused_reason=""
        )
    elif isinstance(answer, Accepted):
        _note(row, at="", taken_as=answer.reference, looks=0)
        _moved(row, state=State.ACCEPTED, next_try_at=clock.now() + LOOKS[0], fault="")
    elif isinstance(answer, Later):
        if answer.channel_is_down:
            _pause(row.channel, answer)
        _try_again(row, answer, State.WAITING)
    elif isinstance(answer, Never):
        _put_aside(row, State.FAILED, said(answer))
    else:
        # The program looks for it a few times; what it does not find a person clears up.
        _note(row, looks=0)
        _moved(row, state=State.UNCLEAR, next_try_at=clock.now() + LOOKS[0], fault=said(answer))


def told(channel: Channel, reference: str, answer: Answer | None) -> None:
    """Hear what a channel tells of its own accord; without a proven answer the worker looks at once."""
    rows = Release.objects.filter(channel=channel, state__in=[State.ACCEPTED, State.UNCLEAR])
    for row in rows.filter(progress__taken_as=reference).select_related("channel", "item", "agency"):
        if answer is None:
            _moved(row, next_try_at=clock.now())
        else:
            heard(row, answer)


def said(answer: Answer | Absent) -> str:
    """Return what came of it as a sentence, with the other side's own words where it gave some."""
    if isinstance(answer, (Done, Accepted)):
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        reason = str(Reason.TAKEN_DOWN.label if isinstance(answer, Absent) else answer.reason.label)
    words = "" if isinstance(answer, Absent) else " ".join(filter(None, [answer.code, answer.words]))
    return f"{reason} {words}".strip()[:300]


def _busy() -> list[int]:
    now = clock.now()
    free = Q(channel__paused_until=None) | Q(channel__paused_until__lte=now)
    return list(_to_do(now).filter(free).order_by().values_list("channel_id", flat=True).distinct())


def _due(channel: Channel) -> list[Release]:
    rows = _to_do(clock.now()).filter(channel=channel).select_related("item__package", "agency", "picture")
    return list(rows.order_by("next_try_at", "pk")[:MOST_IN_A_TURN])


def _to_do(now: datetime) -> QuerySet[Release]:
    sending = Q(state__in=[State.WAITING, State.ACCEPTED, State.UNCLEAR])
    return Release.objects.filter(sending | Q(state=State.RECALLED, taken_down_at=None), next_try_at__lte=now)


def _turn(channel: Channel) -> None:
    try:
        with translation.override(settings.LANGUAGE_CODE):
            work_off(channel)
    except Exception:
        log.exception("The turn of channel %s broke off.", channel.pk)
    finally:
        connection.close()


def _take(row: Release) -> bool:
    taken = Release.objects.filter(pk=row.pk, state=State.WAITING).update(
        state=State.SENDING, taken_at=clock.now(), attempts=F("attempts") + 1
    )
    return bool(taken)


def _refusal(row: Release) -> str:
    """Say why what was planned may no longer go out: withdrawn, not cleared, or corrected meanwhile."""
    with translation.override(settings.LANGUAGE_CODE):
        reasons = list(policy.obstacles_of_the_item(row.item))
        fitted = Fitted(row.headline, row.text, row.picture)
        reasons += fitting.obstacles_to_this_text(row.item, row.channel, fitted)
    return " ".join(reasons)[:300]


def _asked(row: Release, step: Callable[..., _Answer], *told: Any) -> Any:
    """Take a step; a fault of ours in it is no reason to believe that nothing was sent."""
    try:
        return step(*told)
    except Exception:
        log.exception("A step of release %s broke off.", row.pk)
        return Unclear(Reason.NOT_UNDERSTOOD)


def _note(row: Release, **told: object) -> None:
    row.progress = {**row.progress, **told}
    Release.objects.filter(pk=row.pk).update(progress=row.progress, taken_at=clock.now())


def _moved(row: Release, **told: Any) -> None:
    """Change the release only from where it was: what a person did meanwhile stays."""
    if Release.objects.filter(pk=row.pk, state=row.state).update(**told):
        for name, value in told.items():
            setattr(row, name, value)


def _put_aside(row: Release, state: str, fault: str) -> None:
    _moved(row, state=state, next_try_at=None, fault=fault)


def _try_again(row: Release, answer: Later, state: str) -> None:
    """Wait and try again; a channel that is down says nothing against what waits for it."""
    attempts = row.attempts
    if state == State.RECALLED:
        attempts += 1
    if answer.channel_is_down:
        attempts = max(attempts - 1, 0)
    if attempts > len(PAUSES):
        _put_aside(row, State.FAILED if state == State.WAITING else state, said(answer))
        return
    pause = answer.wait or PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
    _moved(row, state=state, next_try_at=clock.now() + pause, attempts=attempts, fault=said(answer))


def _look_later(row: Release, answer: Answer | Absent) -> None:
    looks = int(row.progress.get("looks", 0)) + 1
    most = len(LOOKS) if row.state == State.ACCEPTED else LOOKS_AFTER_A_LOST_ANSWER
    if looks >= most:
        absent = Never(Reason.NOT_FOUND) if isinstance(answer, Absent) else answer
        _put_aside(row, State.UNCLEAR, said(absent) or row.fault)
        return
    _note(row, looks=looks)
    _moved(row, next_try_at=clock.now() + LOOKS[looks])


def _pause(channel: Channel, answer: Later) -> None:
    """Leave a channel alone that is down: longer each time; a wait it names itself goes before."""
    channel.pauses = min(channel.pauses + 1, 10)
    pause = answer.wait or min(CHANNEL_PAUSE * 2 ** (channel.pauses - 1), LONGEST_PAUSE)
    channel.paused_until, channel.paused_reason = clock.now() + pause, said(answer)
    Channel.objects.filter(pk=channel.pk).update(
        pauses=channel.pauses, paused_until=channel.paused_until, paused_reason=channel.paused_reason
    )
