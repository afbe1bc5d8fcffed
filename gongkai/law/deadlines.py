"""The clock of a request: from the entries of its time ledger to the day the reply is due, day by day.

Everything here is derived. Nothing is stored, nothing asks what day it is, and the same ledger with
the same calendar always gives the same answer.

Law: Regulations on the Disclosure of Government Information, arts. 30 to 35 and 42; in the text of
2007 arts. 21, 23 and 24.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from gongkai.law import terms
from gongkai.law.events import (
    AskedParty,
    ClarificationAsked,
    ClarificationReceived,
    Consultation,
    Event,
    Extension,
    FeeNotice,
    FeePaid,
    LaterDate,
    ReplySent,
    Withdrawn,
    days_of,
)
from gongkai.law.periods import ends_on
from gongkai.law.regimes import BeforeTheRegulations, Regime
from gongkai.workdays.calendar import Calendar, CalendarMissing, DayKind

__all__ = [
    "AskedParty",
    "ClarificationAsked",
    "ClarificationReceived",
    "Consultation",
    "CountedDay",
    "DayMark",
    "Event",
    "Extension",
    "FeeNotice",
    "FeePaid",
    "LaterDate",
    "Reckoning",
    "Regime",
    "ReplySent",
    "State",
    "UnlawfulLedger",
    "Withdrawn",
    "last_day_to_ask",
    "longest_extension",
    "reckon",
    "working_days_left",
]


class UnlawfulLedger(Exception):
    """The entries tell of something the law does not allow; `sentence` says what, to the reader."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class State(StrEnum):
    """Where a request stands in time. What was answered is another matter."""

    RUNNING = "running"
    WAITING_CLARIFICATION = "waiting_clarification"
    WAITING_FEE = "waiting_fee"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    AMENDMENT_NOTICE_GIVEN = "amendment_notice_given"
    REPLIED_ON_TIME = "replied_on_time"
    REPLIED_AFTER_EXTENSION = "replied_after_extension"
    REPLIED_LATE = "replied_late"
    OVERDUE = "overdue"

    @property
    def is_open(self) -> bool:
        """Whether the agency or the requester still has something to do."""
        return self in {State.RUNNING, State.WAITING_CLARIFICATION, State.WAITING_FEE, State.OVERDUE}


class DayMark(StrEnum):
    """What a day is in the working, for a drawn calendar."""

    START = "start"  # the day the period is counted from: received, corrected, paid
    BEFORE = "before"  # counted before, until the period started anew
    COUNTED = "counted"
    OFF = "off"
    HELD = "held"  # somebody else is being asked or waited for
    LATER = "later"  # after the period, up to a later date under art. 35


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of the working: whether it counts, why, and as which day of the period (`number`, from 1).

    On a held day `held_by` tells whose turn it is: clarification, fee, third_party or agency.
    """

    day: date
    counts: bool
    why: str
    mark: DayMark = DayMark.COUNTED
    number: int | None = None
    held_by: str = ""


@dataclass(frozen=True)
class Reckoning:
    """What the ledger comes to.

    `due` is the last day on which the reply is in time, None while something is waited for.
    `provisional` says that `due` may still move forward: somebody was asked and has not answered,
    and `due` reckons with the longest time the law gives for the answer.
    """

    regime: Regime
    due: date | None
    state: State
    counted_from: date
    provisional: bool = False
    _show: Callable[[], Iterator[CountedDay]] = field(default=lambda: iter(()), repr=False, compare=False)

    @cached_property
    def working(self) -> tuple[CountedDay, ...]:
        """The days one by one, from the day of receipt up to `due`, or to the present day without one.

        Made when first asked for, in the reader's language: a list of cases needs only the due days.
        """
        return tuple(self._show())


def reckon(
    received: date, events: Sequence[Event], calendar: Calendar, today: date | None = None
) -> Reckoning:
    """Return the due day, the state and the working of a request received on `received`.

    `events` are the entries of its time ledger in the order of their days. `today` decides what is
    overdue or given up; without it the day of the last entry is taken.

    Raises UnlawfulLedger when the entries tell of something the law does not allow, and
    CalendarMissing when the calendar ends before the due day or before an entry.

    Law: Regulations on the Disclosure of Government Information, arts. 30 to 35 and 42.
    """
    course = _Course(received, calendar)
    for event in events:
        course.take(event)
    last = max((day for event in events for day in days_of(event)), default=received)
    return course.reckoning(today or max(last, received))


def working_days_left(due: date, today: date, calendar: Calendar) -> int:
    """Return the working days after `today` up to and including `due`: 0 on the due day itself.

    Negative once `due` has passed: the working days gone by since, at least one.
    Raises CalendarMissing when a day between the two is in a year that is not loaded.
    """
    if today <= due:
        return calendar.between(today, due)
    return min(-1, calendar.between(today, due))


def last_day_to_ask(received: date, calendar: Calendar) -> date | None:
    """Return the last day on which a question starts the period anew; None under the text of 2007.

    Law: Regulations (2019), art. 30: within 7 working days of receipt.
    """
    term = terms.find("clarification_notice", received)
    return calendar.add(received, term.value) if term else None


def longest_extension(received: date) -> int:
    """Return the longest extension, in working days, for a request received on that day.

    It is 15 until 14 May 2019 and 20 since.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    return terms.term("longest_extension", received).value


class _Course:
    """A request on its way through its entries. Each entry is checked against what came before it."""

    def __init__(self, received: date, calendar: Calendar) -> None:
        try:
            self.regime = Regime.on(received)
        except BeforeTheRegulations:
            raise UnlawfulLedger(
                gettext("The request was received before the Regulations took effect on 1 May 2008.")
            ) from None
        self.received = received
        self.calendar = calendar
        self._need(received)
        self.period = terms.term("reply", received).value
        self.counted_from = received
        self.latest = received
        self.starts: dict[date, str] = {received: gettext_noop("received, not counted")}
        self.waits: list[_Wait] = []
        self.pauses: list[_Pause] = []
        self.extension: Extension | None = None
        self.later: LaterDate | None = None
        self.asked: ClarificationAsked | None = None
        self.clarified = False
        self.fee: FeeNotice | None = None
        self.paid = False
        self.closed_by: ReplySent | Withdrawn | ClarificationAsked | None = None

    # Taking the entries in

    def take(self, event: Event) -> None:
        self._check_place(event)
        match event:
            case Extension():
                self._extend(event)
            case LaterDate():
                self._set_later_date(event)
            case ClarificationAsked():
                self._ask(event)
            case ClarificationReceived():
                self._take_clarification(event)
            case Consultation():
                self._consult(event)
            case FeeNotice():
                self._ask_for_fee(event)
            case FeePaid():
                self._take_fee(event)
            case ReplySent() | Withdrawn():
                self.closed_by = event
        self.latest = event.on

    def _check_place(self, event: Event) -> None:
        """Refuse an entry that cannot stand where it stands, whatever it tells of."""
        for day in days_of(event):
            self._need(day)
        if event.on < self.received:
            _refuse(
                gettext("An entry of %(day)s lies before the request was received on %(received)s."),
                day=event.on,
                received=self.received,
            )
        if event.on < self.latest:
            _refuse(
                gettext("The entries are not in the order of their days: %(day)s comes after %(latest)s."),
                day=event.on,
                latest=self.latest,
            )
        if isinstance(event, ClarificationReceived) and self.regime is Regime.OF_2007:
            raise UnlawfulLedger(
                gettext("Under the Regulations of 2007 an amended request is a new one; register it as such.")
            )
        if self.closed_by:
            _refuse(
                gettext("The request was concluded on %(day)s; nothing can follow."), day=self.closed_by.on
            )

    def _extend(self, event: Extension) -> None:
        longest = longest_extension(self.received)
        if not 1 <= event.days <= longest:
            raise UnlawfulLedger(
                gettext("An extension has 1 to %(longest)s working days, not %(days)s.")
                % {"longest": longest, "days": event.days}
            )
        if self.extension:
            raise UnlawfulLedger(gettext("The period was extended already; it can be extended only once."))
        if self.later:
            raise UnlawfulLedger(
                gettext("A later date has been set for the reply; the period cannot be extended as well.")
            )
        self._need_in_time(
            event.on, gettext("The extension of %(day)s was decided after the due day, %(due)s.")
        )
        self.extension = event

    def _set_later_date(self, event: LaterDate) -> None:
        self._need(event.due)
        if self.regime is Regime.OF_2007:
            raise UnlawfulLedger(
                gettext("The Regulations of 2007 know no later date; the period can only be extended.")
            )
        self._need_in_time(
            event.on, gettext("The later date was set on %(day)s, after the due day, %(due)s.")
        )
        before = self._due()
        if event.due <= event.on or (before and event.due <= before):
            _refuse(gettext("The later date, %(day)s, is not later than the due day."), day=event.due)
        self.later = event

    def _ask(self, event: ClarificationAsked) -> None:
        if self.asked:
            raise UnlawfulLedger(
                gettext("The requester was asked to clarify already; that is done once and completely.")
            )
        if event.until and event.until < event.on:
            _refuse(
                gettext("The last day for the clarification, %(day)s, lies before the question."),
                day=event.until,
            )
        self.asked = event
        term = terms.find("clarification_notice", self.received)
        if term is None:
            # Under the text of 2007 the notice to amend is itself the reply; an amended request is a new one.
            self.closed_by = event
        elif self._is_within(term.value, event.on):
            self.waits.append(
                _Wait(
                    State.WAITING_CLARIFICATION,
                    event.on,
                    event.until,
                    gettext_noop("waiting for the correction"),
                )
            )

    def _take_clarification(self, event: ClarificationReceived) -> None:
        if not self.asked:
            raise UnlawfulLedger(gettext("A clarification was received that nobody had asked for."))
        if self.clarified:
            raise UnlawfulLedger(gettext("The clarification was received already."))
        self.clarified = True
        # A notice after the 7th working day neither stops nor restarts anything: there may be no wait to end.
        # A correction after the last day set for it is recorded only when the delay had a good reason.
        if self._end_wait(State.WAITING_CLARIFICATION, event.on):
            self._start_anew(event.on, gettext_noop("corrected request received, not counted"))

    def _consult(self, event: Consultation) -> None:
        if event.answered and event.answered < event.sent:
            _refuse(gettext("The answer of %(day)s lies before the question."), day=event.answered)
        if event.reached < event.sent:
            _refuse(gettext("The letter was delivered on %(day)s, before it was sent."), day=event.reached)
        if event.answered and event.answered < event.reached:
            _refuse(
                gettext("The answer of %(day)s lies before the letter was delivered."), day=event.answered
            )
        if self.regime is Regime.OF_2007 and event.to is AskedParty.AGENCY:
            return  # Asking another agency stops nothing under art. 24 of the text of 2007.
        self.pauses.append(_Pause(event, self._last_day_of(event)))

    def _ask_for_fee(self, event: FeeNotice) -> None:
        if self.regime is Regime.OF_2007:
            raise UnlawfulLedger(
                gettext("Under the Regulations of 2007 a fee does not stop the period; leave the entry out.")
            )
        if self.fee:
            raise UnlawfulLedger(gettext("A fee was asked for already; it is asked for once."))
        if event.reached < event.on:
            _refuse(gettext("The letter was delivered on %(day)s, before it was sent."), day=event.reached)
        self._need_in_time(
            event.on, gettext("The fee notice of %(day)s was made after the due day, %(due)s.")
        )
        self.fee = event
        last_day = self._last_day_to_pay(event)
        self.waits.append(_Wait(State.WAITING_FEE, event.on, last_day, gettext_noop("waiting for the fee")))

    def _take_fee(self, event: FeePaid) -> None:
        if not self.fee:
            raise UnlawfulLedger(gettext("A fee was paid that nobody had asked for."))
        if self.paid:
            raise UnlawfulLedger(gettext("The fee was paid already."))
        self.paid = True
        wait = next(each for each in self.waits if each.state is State.WAITING_FEE)
        # Whoever pays after the last day has given the request up all the same.
        if wait.until and event.on <= wait.until:
            self._end_wait(State.WAITING_FEE, event.on)
            self._start_anew(event.on, gettext_noop("fee paid, not counted"))

    def _end_wait(self, state: State, on: date) -> bool:
        for place, wait in enumerate(self.waits):
            if wait.state is state and wait.ended is None:
                self.waits[place] = wait.end(on)
                return True
        return False

    def _start_anew(self, on: date, why: str) -> None:
        """Count from `on`. An extension or a later date belonged to the old period and lapses with it."""
        self.counted_from = on
        self.extension = None
        self.later = None
        self.starts[on] = why

    def _last_day_of(self, consultation: Consultation) -> date | None:
        """Return the last day that is left out of the count; None while that is not known (text of 2007)."""
        name = "third_party_answer" if consultation.to is AskedParty.THIRD_PARTY else "agency_answer"
        term = terms.find(name, self.received)
        if term is None:
            return consultation.answered
        try:
            lapse = self.calendar.add(consultation.reached, term.value)
        except CalendarMissing:
            # The lapse lies beyond the calendar; reckoning says so if the count comes that far.
            lapse = date.max
        return min(consultation.answered or lapse, lapse)

    def _last_day_to_pay(self, notice: FeeNotice) -> date:
        try:
            return ends_on(notice.reached, terms.term("fee_payment", self.received), self.calendar)
        except CalendarMissing:
            return date.max  # It lies beyond the calendar, and so beyond every day an entry can have.

    def _is_within(self, working_days: int, day: date) -> bool:
        """Say whether `day` lies within the first `working_days` working days after receipt.

        Counted up to `day` and no further: near the end of the calendar that much is known.
        """
        gone = self.calendar.between(self.received, day)
        return gone < working_days or (gone == working_days and self.calendar.is_working(day))

    def _need(self, day: date) -> None:
        if not self.calendar.covers(day):
            raise CalendarMissing(day.year)

    def _need_in_time(self, day: date, sentence: str) -> None:
        try:
            due = self._due()
        except CalendarMissing as missing:
            if missing.year <= day.year:
                raise
            return  # The due day lies beyond the calendar, so `day` lies before it.
        if due and due < day:
            _refuse(sentence, day=day, due=due)

    # Reckoning

    @property
    def waiting(self) -> "_Wait | None":
        return next((wait for wait in self.waits if wait.ended is None), None)

    def _due(self, *, with_extension: bool = True) -> date | None:
        """Return the due day of the period as it stands; None while somebody is waited for."""
        if self.waiting:
            return None
        if self.later:
            return self.later.due
        needed = self.period + (self.extension.days if self.extension and with_extension else 0)
        for day in self.calendar.after(self.counted_from):
            pause = self._pause_on(day)
            if pause is None:
                needed -= 1
                if needed == 0:
                    return day
            elif pause.last is None:
                return None
        raise AssertionError("The calendar either goes on or says that it ends.")

    def _pause_on(self, day: date) -> "_Pause | None":
        covering = [pause for pause in self.pauses if pause.covers(day)]
        # One that ends nowhere decides; otherwise any of them will do, since a day is left out only once.
        return next((pause for pause in covering if pause.last is None), covering[0] if covering else None)

    def reckoning(self, today: date) -> Reckoning:
        due = self._due()
        state = self._state(due, today)
        if due:
            end = due
        else:
            end = self.closed_by.on if self.closed_by else max(today, self.latest)
            if state is State.ABANDONED and self.waiting and self.waiting.until:
                end = min(end, max(self.waiting.until, self.latest))
            end = min(end, self.calendar.last_day)
        return Reckoning(
            regime=self.regime,
            due=due,
            state=state,
            counted_from=self.counted_from,
            provisional=bool(
                due
                and not self.later
                and any(
                    pause.consultation.answered is None and pause.consultation.sent < due
                    for pause in self.pauses
                )
            ),
            _show=lambda: self._working(end),
        )

    def _state(self, due: date | None, today: date) -> State:
        if isinstance(self.closed_by, Withdrawn):
            return State.WITHDRAWN
        if isinstance(self.closed_by, ClarificationAsked):
            return State.AMENDMENT_NOTICE_GIVEN
        day = self.closed_by.on if self.closed_by else today
        if self.waiting and self.waiting.until == date.max:
            self._need(day)  # The last day lies beyond the calendar: only within it the request surely waits.
        if any(wait.ended is None and wait.until and wait.until < day for wait in self.waits):
            return State.ABANDONED
        return self._state_replied(due, day) if self.closed_by else self._state_open(due, day)

    def _state_open(self, due: date | None, today: date) -> State:
        if self.waiting:
            return self.waiting.state
        return State.OVERDUE if due and due < today else State.RUNNING

    def _state_replied(self, due: date | None, replied: date) -> State:
        if due and due < replied:
            return State.REPLIED_LATE
        without = self._due_without_extension() if self.extension else None
        if without and without < replied:
            return State.REPLIED_AFTER_EXTENSION
        return State.REPLIED_ON_TIME

    def _due_without_extension(self) -> date | None:
        """Return the due day as it would be without the extension; a later date stands if set by then."""
        later, self.later = self.later, None
        try:
            due = self._due(with_extension=False)
        finally:
            self.later = later
        return later.due if later and due and later.on <= due else due

    # Showing the working

    def _working(self, end: date) -> Iterator[CountedDay]:
        number = 0
        needed = self.period + (self.extension.days if self.extension else 0)
        for day in _days(self.received, end):
            if day in self.starts:
                yield CountedDay(day, False, gettext(self.starts[day]), DayMark.START)
                continue
            reason = self.calendar.why(day)
            if reason.kind in {DayKind.WEEKEND, DayKind.HOLIDAY}:
                yield CountedDay(day, False, str(reason), DayMark.OFF)
                continue
            wait = next((wait for wait in self.waits if wait.covers(day)), None)
            if wait:
                by = wait.state.removeprefix("waiting_")
                yield CountedDay(day, False, gettext(wait.why), DayMark.HELD, held_by=by)
                continue
            if day < self.counted_from:
                yield CountedDay(day, False, gettext("before the period started anew"), DayMark.BEFORE)
                continue
            pause = self._pause_on(day)
            if number == needed:
                yield CountedDay(day, False, gettext("later date under article 35"), DayMark.LATER)
            elif pause:
                yield CountedDay(day, False, pause.why, DayMark.HELD, held_by=pause.consultation.to)
            else:
                number += 1
                why = self._say_counted(number, make_up=reason.kind is DayKind.MAKE_UP)
                yield CountedDay(day, True, why, DayMark.COUNTED, number)

    def _say_counted(self, number: int, *, make_up: bool) -> str:
        if number > self.period:
            sentence = (
                gettext("day %(number)s, of the extension, make-up working day")
                if make_up
                else gettext("day %(number)s, of the extension")
            )
        else:
            sentence = (
                gettext("day %(number)s, make-up working day") if make_up else gettext("day %(number)s")
            )
        return sentence % {"number": number}


@dataclass(frozen=True, slots=True)
class _Wait:
    """The requester is waited for, from the day of the letter; the request is given up after `until`."""

    state: State
    asked: date
    until: date | None
    why: str
    ended: date | None = None

    def end(self, on: date) -> "_Wait":
        return _Wait(self.state, self.asked, self.until, self.why, on)

    def covers(self, day: date) -> bool:
        return self.asked < day and (self.ended is None or day <= self.ended)


@dataclass(frozen=True, slots=True)
class _Pause:
    """Days left out because somebody is being asked: from the day after sending to `last`, both included."""

    consultation: Consultation
    last: date | None

    def covers(self, day: date) -> bool:
        return self.consultation.sent < day and (self.last is None or day <= self.last)

    @property
    def why(self) -> str:
        if self.consultation.to is AskedParty.THIRD_PARTY:
            return gettext("a third party is being asked")
        return gettext("another agency is being asked")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _refuse(sentence: str, **days: date) -> None:
    raise UnlawfulLedger(sentence % {name: date_format(day) for name, day in days.items()})
