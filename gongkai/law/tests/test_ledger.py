"""The ledger as JSON."""

import json
from datetime import date

import pytest

from gongkai.law.deadlines import reckon
from gongkai.law.events import AskedParty, ClarificationAsked, Consultation, Extension, LaterDate
from gongkai.law.ledger import UnreadableLedger, as_json, read, read_text
from gongkai.workdays.shipped import shipped_calendar

OTHER_KINDS = ["clarification_received", "fee_notice", "fee_paid", "withdrawn", "reply_sent"]


def refusal(data):
    with pytest.raises(UnreadableLedger) as refused:
        read(data)
    return refused.value.sentence


def refusal_of_event(event):
    return refusal({"received": "2025-09-03", "events": [event]})


def test_a_ledger_is_read_with_all_its_entries():
    ledger = read(
        {
            "received": "2025-09-03",
            "events": [
                {"kind": "clarification_asked", "on": "2025-09-05", "until": "2025-09-12"},
                {"kind": "consultation", "to": "third_party", "sent": "2025-09-08", "answered": None},
                {"kind": "extension", "days": 5, "on": "2025-09-10"},
                {"kind": "later_date", "due": "2025-12-31", "on": "2025-09-11"},
                *({"kind": kind, "on": "2025-09-12"} for kind in OTHER_KINDS),
            ],
            "today": "2025-09-20",
        }
    )
    assert ledger.received == date(2025, 9, 3)
    assert ledger.today == date(2025, 9, 20)
    assert ledger.events[:4] == (
        ClarificationAsked(date(2025, 9, 5), date(2025, 9, 12)),
        Consultation(AskedParty.THIRD_PARTY, date(2025, 9, 8)),
        Extension(5, date(2025, 9, 10)),
        LaterDate(date(2025, 12, 31), date(2025, 9, 11)),
    )
    assert len(ledger.events) == 9


def test_a_ledger_without_entries_is_one():
    assert read({"received": "2025-09-03"}).events == ()
    assert read({"received": "2025-09-03", "events": [], "today": None}).today is None


def test_a_day_that_does_not_exist_is_refused():
    assert refusal({"received": "2025-02-30"}) == "In the ledger: the day 2025-02-30 does not exist."


@pytest.mark.parametrize(
    "day", ["20250903", "2025-9-3", "3.9.2025", "2025-W36-3", 20250903, "", "２０２５-09-03"]
)
def test_a_day_has_one_way_to_be_written(day):
    assert refusal({"received": day}) == "In the ledger: “received” must be a day such as 2025-09-03."


def test_the_day_of_receipt_must_be_there():
    assert refusal({"events": []}) == "In the ledger: the field “received” is missing."


def test_an_entry_without_its_day_is_named_by_its_place():
    assert refusal_of_event({"kind": "withdrawn"}) == "In event 1: the field “on” is missing."


@pytest.mark.parametrize("kind", ["pause", None, 7, ["extension"]])
def test_an_unknown_kind_is_refused(kind):
    assert refusal_of_event({"kind": kind, "on": "2025-09-05"}).endswith("is unknown.")


def test_a_field_nobody_knows_is_refused():
    assert refusal({"received": "2025-09-03", "event": []}) == "In the ledger: the field “event” is unknown."
    assert refusal_of_event({"kind": "withdrawn", "on": "2025-09-05", "why": ""}) == (
        "In event 1: the field “why” is unknown."
    )


@pytest.mark.parametrize("days", ["5", 5.0, True, None])
def test_an_extension_has_a_whole_number_of_days(days):
    assert refusal_of_event({"kind": "extension", "days": days, "on": "2025-09-05"}) == (
        "In event 1: “days” must be a whole number."
    )


@pytest.mark.parametrize("party", ["district", None, ["agency"]])
def test_only_a_third_party_or_an_agency_is_asked(party):
    assert refusal_of_event({"kind": "consultation", "to": party, "sent": "2025-09-05"}) == (
        "In event 1: “to” must be third_party or agency."
    )


@pytest.mark.parametrize("data", [[], "2025-09-03", None, 7])
def test_a_ledger_is_an_object(data):
    assert refusal(data) == "In the ledger: an object was expected."


@pytest.mark.parametrize("events", [{}, "none", 3])
def test_the_events_are_a_list(events):
    assert refusal({"received": "2025-09-03", "events": events}) == "The events must be a list."


@pytest.mark.parametrize("text", ["", "x", "{", "[" * 100_000, '{"received": 1' + "0" * 5000 + "}"])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(UnreadableLedger, match="not JSON"):
        read_text(text)


def test_a_field_that_stands_twice_is_refused():
    with pytest.raises(UnreadableLedger, match="stands twice"):
        read_text('{"received": "2025-09-03", "received": "2025-09-04"}')


def test_the_answer_has_the_shape_of_the_contract():
    answer = as_json(reckon(date(2025, 9, 3), [], shipped_calendar()))
    assert list(answer) == ["regime", "due", "state", "counted_from", "working"]
    assert answer["due"] == "2025-09-30"
    assert answer["working"][0] == {"day": "2025-09-03", "counts": False, "why": "received, not counted"}
    assert json.loads(json.dumps(answer)) == answer
