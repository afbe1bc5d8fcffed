"""The ledgers of ledgers.toml, counted from the holiday notices, against the program."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from gongkai.law.deadlines import State, UnlawfulLedger, reckon
from gongkai.law.ledger import UnreadableLedger, as_json, read
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.shipped import shipped_calendar

LEDGERS = tomllib.loads(Path(__file__).with_name("ledgers.toml").read_text("utf-8"))["ledger"]
LAWFUL = [each for each in LEDGERS if "error" not in each]
REFUSED = [each for each in LEDGERS if "error" in each]


def named(ledgers):
    return pytest.mark.parametrize("told", ledgers, ids=[each["name"] for each in ledgers])


def answer(told):
    ledger = read({name: told[name] for name in ("received", "events", "today") if name in told})
    return as_json(reckon(ledger.received, ledger.events, shipped_calendar(), ledger.today))


@named(LAWFUL)
def test_the_program_counts_as_the_hand_does(told):
    reckoned = answer(told)
    assert {name: reckoned[name] for name in ("due", "state", "counted_from")} == {
        "due": told.get("due"),
        "state": told["state"],
        "counted_from": told["counted_from"],
    }


@named([each for each in LAWFUL if "due" in each])
def test_the_working_shows_the_days_from_receipt_to_the_due_day(told):
    working = answer(told)["working"]
    assert (working[0]["day"], working[-1]["day"]) == (told["received"], told["due"])
    assert all(day["why"] for day in working)


@named(REFUSED)
def test_what_the_law_does_not_allow_is_refused_in_words(told):
    with pytest.raises((UnlawfulLedger, UnreadableLedger, CalendarMissing)) as refused:
        answer(told)
    assert told["error"] in str(refused.value)


def test_the_ledgers_have_each_a_name_of_their_own_and_say_how_they_were_counted():
    assert max(Counter(each["name"] for each in LEDGERS).values()) == 1
    assert all(each["reasoning"] for each in LEDGERS)


def test_every_state_and_every_year_of_the_task_is_among_the_ledgers():
    assert {each["state"] for each in LAWFUL} == set(State)
    assert {"2018", "2019", "2022", "2024", "2025", "2026"} <= {each["received"][:4] for each in LAWFUL}
    assert len(LAWFUL) > 66
    assert len(REFUSED) > 12
