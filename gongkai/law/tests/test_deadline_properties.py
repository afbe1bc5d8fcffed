"""What holds for every ledger, whatever the days."""

from datetime import date, timedelta

from hypothesis import given
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
    UnlawfulLedger,
    Withdrawn,
    longest_extension,
    reckon,
)
from gongkai.law.ledger import as_json
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
