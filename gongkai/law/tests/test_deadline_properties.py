"""What holds for every ledger, whatever the days."""

import json
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law.deadlines import (
    AskedParty,
    ClarificationAsked,
    ClarificationReceived,
    Consultation,
    Extension,
    FeeNotice,
    FeePaid,
    LaterDate,
    Reckoning,
    ReplySent,
    State,
    UnlawfulLedger,
    Withdrawn,
    longest_extension,
    reckon,
)
from gongkai.law.ledger import UnreadableLedger, as_json, read, read_text
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
RECEIPTS = st.dates(date(2008, 5, 1), date(2026, 6, 30))
RECEIPTS_SINCE_2019 = st.dates(date(2019, 5, 15), date(2026, 6, 30))
PARTIES = st.sampled_from(AskedParty)


def due(received, *events):
    return reckon(received, events, CALENDAR).due


@st.composite
def ledgers(draw):
    """Any entries in the order of their days, lawful or not."""
    received = draw(RECEIPTS)
    days = sorted(draw(st.lists(st.integers(0, 60), max_size=6)))
    return received, tuple(draw(_event(received + timedelta(days=day))) for day in days)


@st.composite
def _event(draw, day):
    later = day + timedelta(days=draw(st.integers(0, 40)))
    latest = later + timedelta(days=draw(st.integers(0, 40)))
    return draw(
        st.sampled_from(
            [
                Extension(draw(st.integers(1, 20)), day),
                LaterDate(latest, day),
                ClarificationAsked(day, draw(st.sampled_from([None, later]))),
                ClarificationReceived(day),
                Consultation(draw(PARTIES), day, draw(st.sampled_from([None, later])), None),
                Consultation(draw(PARTIES), day, later, latest),
                FeeNotice(day, later),
                FeePaid(day),
                Withdrawn(day),
                ReplySent(day),
            ]
        )
    )


@st.composite
def lawful_ledgers(draw):
    """Entries of which each is lawful after those before it, in whatever order that comes to."""
    received = draw(RECEIPTS)
    events: tuple = ()
    day = received
    for gap in draw(st.lists(st.integers(0, 15), max_size=8)):
        further = draw(_event(day + timedelta(days=gap)))
        if _lawful(received, (*events, further)):
            events, day = (*events, further), further.on
    return received, events


def _answer_or_refusal(received, events) -> Reckoning | str:
    try:
        return reckon(received, events, CALENDAR)
    except (UnlawfulLedger, CalendarMissing) as refusal:
        return str(refusal)


def _lawful(received, events) -> Reckoning | None:
    said = _answer_or_refusal(received, events)
    return said if isinstance(said, Reckoning) else None


@given(RECEIPTS)
def test_a_due_day_is_a_working_day_after_receipt(received):
    day = due(received)
    assert CALENDAR.is_working(day)
    assert day > received


@given(RECEIPTS)
def test_who_comes_a_day_later_is_not_answered_earlier(received):
    assert due(received) <= due(received + timedelta(days=1))


@given(RECEIPTS, PARTIES, st.integers(0, 20), st.integers(0, 30))
def test_asking_somebody_never_brings_the_due_day_forward(received, party, after, length):
    sent = received + timedelta(days=after)
    asked = Consultation(party, sent, answered=sent + timedelta(days=length))
    assert due(received, asked) >= due(received)


@given(RECEIPTS, PARTIES, st.integers(0, 20), st.integers(0, 19), st.data())
def test_a_consultation_cut_in_two_leaves_out_the_same_days(received, party, after, length, data):
    # Within 15 working days of delivery, so that no part of it lapses.
    sent = received + timedelta(days=after)
    answered = sent + timedelta(days=length)
    between = sent + timedelta(days=data.draw(st.integers(0, length)))
    whole = Consultation(party, sent, answered=answered)
    parts = (Consultation(party, sent, answered=between), Consultation(party, between, answered=answered))
    if CALENDAR.between(sent, answered) <= 15:
        assert due(received, *parts) == due(received, whole)


@given(RECEIPTS, PARTIES, st.integers(0, 20), st.integers(0, 30))
def test_the_same_consultation_twice_counts_once(received, party, after, length):
    sent = received + timedelta(days=after)
    asked = Consultation(party, sent, answered=sent + timedelta(days=length))
    assert due(received, asked, asked) == due(received, asked)


@given(RECEIPTS, st.data())
def test_an_extension_is_worth_exactly_its_working_days(received, data):
    days = data.draw(st.integers(1, longest_extension(received)))
    assert due(received, Extension(days, received)) == CALENDAR.add(due(received), days)


@given(RECEIPTS_SINCE_2019, st.integers(0, 5), st.integers(0, 60))
def test_a_corrected_request_has_the_period_of_a_new_one(received, after, later):
    asked = received + timedelta(days=after)
    corrected = asked + timedelta(days=later)
    assert due(received, ClarificationAsked(asked), ClarificationReceived(corrected)) == due(corrected)


@given(ledgers())
def test_any_ledger_is_reckoned_or_refused_in_words(ledger):
    said = _answer_or_refusal(*ledger)
    assert isinstance(said, Reckoning) or said.endswith(".")


@given(ledgers())
def test_the_working_agrees_with_the_due_day(ledger):
    reckoning = _lawful(*ledger)
    if reckoning is None:
        return
    days = [each.day for each in reckoning.working]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert days[0] == ledger[0]
    assert all(CALENDAR.is_working(each.day) for each in reckoning.working if each.counts)
    assert all(
        each.day > reckoning.counted_from for each in reckoning.working if each.counts and reckoning.due
    )
    if reckoning.due:
        assert days[-1] == reckoning.due
        assert reckoning.due > reckoning.counted_from >= ledger[0]


@given(ledgers())
def test_the_same_ledger_always_gives_the_same_answer(ledger):
    first, second = _lawful(*ledger), _lawful(*ledger)
    assert first == second
    if first and second:
        assert as_json(first) == as_json(second)


@given(lawful_ledgers())
def test_a_reply_is_due_on_a_working_day_unless_the_agency_named_another(ledger):
    reckoning = _lawful(*ledger)
    if reckoning and reckoning.due and not any(isinstance(each, LaterDate) for each in ledger[1]):
        assert CALENDAR.is_working(reckoning.due)


@given(lawful_ledgers())
def test_the_counted_days_are_those_of_the_period_and_its_extension(ledger):
    reckoning = _lawful(*ledger)
    if not reckoning or not reckoning.due or any(isinstance(each, LaterDate) for each in ledger[1]):
        return
    counted = sum(each.counts for each in reckoning.working)
    period = 20 if reckoning.regime == "2019" else 15
    extensions = [each.days for each in ledger[1] if isinstance(each, Extension)]
    assert counted in {period} | {period + days for days in extensions}


@given(lawful_ledgers(), st.integers(-5, 400))
def test_the_present_day_moves_no_due_day(ledger, later):
    received, events = ledger
    told, plain = reckon(received, events, CALENDAR, received + timedelta(days=later)), _lawful(*ledger)
    assert plain
    assert (told.due, told.counted_from) == (plain.due, plain.counted_from)


@given(lawful_ledgers(), PARTIES, st.integers(0, 30), st.integers(0, 10), st.none() | st.integers(10, 40))
def test_one_more_consultation_never_brings_a_due_day_forward(ledger, party, after, way, length):
    received, events = ledger
    before = _lawful(received, events)
    sent = received + timedelta(days=after)
    answered = None if length is None else sent + timedelta(days=length)
    asked = Consultation(party, sent, sent + timedelta(days=way), answered)
    place = sum(each.on <= sent for each in events)
    with_it = _lawful(received, (*events[:place], asked, *events[place:]))
    if before and with_it and with_it.due:
        assert before.due
        assert with_it.due >= before.due


@given(lawful_ledgers(), PARTIES, st.integers(0, 25), st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_a_consultation_cut_into_adjoining_ones_gives_the_same_due_day(ledger, party, after, lengths):
    # Within 15 working days of each delivery, so that nothing lapses.
    received, events = ledger
    first = sent = received + timedelta(days=after)
    parts = []
    for length in lengths:
        answered = sent + timedelta(days=length)
        parts.append(Consultation(party, sent, answered=answered))
        sent = answered
    if not CALENDAR.covers(sent) or CALENDAR.between(first, sent) > 15:
        return
    in_order = lambda entries: tuple(sorted(entries, key=lambda each: each.on))  # noqa: E731
    whole = _lawful(received, in_order((Consultation(party, first, answered=sent), *events)))
    cut = _lawful(received, in_order((*parts, *events)))
    if whole and cut:
        assert cut.due == whole.due


@given(lawful_ledgers(), st.data())
def test_the_order_of_letters_sent_on_one_day_does_not_matter(ledger, data):
    received, events = ledger
    letters = [each for each in events if isinstance(each, Consultation)]
    swapped = list(data.draw(st.permutations(letters)))
    if [each.on for each in swapped] != [each.on for each in letters]:
        return
    mixed = tuple(swapped.pop(0) if isinstance(each, Consultation) else each for each in events)
    first, second = _lawful(received, events), _lawful(received, mixed)
    assert first
    assert second
    assert first.due == second.due


@given(lawful_ledgers(), st.data())
def test_an_extension_of_any_running_request_is_worth_exactly_its_days(ledger, data):
    received, events = ledger
    before = _lawful(received, events)
    days = data.draw(st.integers(1, longest_extension(received)))
    decided = max((each.on for each in events), default=received)
    after = _lawful(received, (*events, Extension(days, decided)))
    if before and after and before.due and after.due:
        # Between the two due days lie its days, besides those a consultation leaves out.
        counted = [each for each in after.working if each.counts]
        assert after.due > before.due
        assert counted[-1].number == counted[-1 - days].number + days
        assert counted[-1 - days].day == before.due


@given(lawful_ledgers(), st.integers(0, 200))
def test_a_reply_is_judged_by_the_due_day_alone(ledger, after):
    received, events = ledger
    before = _lawful(received, events)
    sent = max((each.on for each in events), default=received) + timedelta(days=after)
    replied = _lawful(received, (*events, ReplySent(sent)))
    if not before or not replied or replied.state is State.ABANDONED:
        return
    late = bool(before.due and before.due < sent)
    assert (replied.state is State.REPLIED_LATE) == late
    assert replied.due == before.due
    if replied.state is State.REPLIED_AFTER_EXTENSION:
        assert any(isinstance(each, Extension) for each in events)


# Whatever another program may send

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["2025-09-03", "2025-09-05", "2018-05-07", "2026-12-31", "9999-12-31", "0001-01-01"])
    | st.sampled_from(["2025-02-29", "2025-09-03T10:00", "third_party", "agency", "extension"])
)
KINDS = st.sampled_from(
    [
        "clarification_asked",
        "clarification_received",
        "consultation",
        "extension",
        "later_date",
        "fee_notice",
        "fee_paid",
        "withdrawn",
        "reply_sent",
    ]
)
NAMES = st.sampled_from(["on", "until", "to", "sent", "delivered", "answered", "days", "due", "today"])
ENTRIES = st.builds(lambda kind, rest: {"kind": kind, **rest}, KINDS, st.dictionaries(NAMES, SCALARS))
ANYTHING = st.recursive(
    SCALARS | ENTRIES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | NAMES, inner),
    max_leaves=12,
)
ALMOST_LEDGERS = st.fixed_dictionaries(
    {"received": SCALARS},
    optional={
        "events": st.lists(ENTRIES | ANYTHING, max_size=5) | ANYTHING,
        "today": SCALARS,
        "note": ANYTHING,
    },
)


def _answered_or_refused_in_words(reading, told):
    try:
        ledger = reading(told)
        answer = as_json(reckon(ledger.received, ledger.events, CALENDAR, ledger.today))
    except (UnreadableLedger, UnlawfulLedger, CalendarMissing) as refusal:
        return str(refusal).rstrip().endswith(".")
    return set(answer) == {"regime", "due", "state", "counted_from", "working"} and json.dumps(answer)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ALMOST_LEDGERS | ANYTHING)
def test_any_json_is_answered_or_refused_in_words(told):
    assert _answered_or_refused_in_words(read, told)


@given(st.text() | ANYTHING.map(json.dumps))
def test_any_text_is_answered_or_refused_in_words(told):
    assert _answered_or_refused_in_words(read_text, told)
