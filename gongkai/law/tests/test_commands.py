"""The commands `due` and `fee`, as another program calls them."""

import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from gongkai.workdays.models import HolidayNotice


@pytest.fixture
def due(monkeypatch, capsys):
    def call(ledger):
        raw = ledger if isinstance(ledger, bytes) else json.dumps(ledger).encode()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        status = 0
        try:
            call_command("due")
        except SystemExit as end:
            status = end.code
        return status, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def fee(capsys):
    def call(*arguments):
        status = 0
        try:
            call_command("fee", *arguments)
        except SystemExit as end:
            status = end.code
        return status, json.loads(capsys.readouterr().out)

    return call


@pytest.mark.django_db
def test_the_due_day_is_printed_with_its_working(due):
    status, answer = due({"received": "2025-09-03", "events": []})
    assert status == 0
    assert (answer["regime"], answer["due"], answer["state"]) == ("2019", "2025-09-30", "running")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ledger", "words"),
    [
        (
            {"received": "2025-09-03", "events": [{"kind": "extension", "days": 21, "on": "2025-09-05"}]},
            "1 to 20",
        ),
        ({"received": "2025-02-30"}, "does not exist"),
        ({"received": "2150-01-05"}, "holiday notice for 2150"),
        (b"\xff\xfe", "not JSON"),
        (b"", "not JSON"),
    ],
    ids=["unlawful", "unreadable", "beyond the calendar", "no text", "nothing"],
)
def test_what_cannot_be_reckoned_is_said_in_words_with_status_2(due, ledger, words):
    status, answer = due(ledger)
    assert status == 2
    assert list(answer) == ["error"]
    assert words in answer["error"]


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{"\ud800": 1}, {"events": [{"kind": "\ud800"}]}], ids=["field", "kind"])
def test_half_a_character_in_the_input_is_answered_in_words_any_stream_takes(due, told):
    status, answer = due({"received": "2025-09-03", **told})
    assert status == 2
    assert "\ud800" in answer["error"]


@pytest.mark.parametrize("number", ["1_000", "１０", " 10", "0x10", "9" * 5000])
def test_a_number_written_oddly_is_no_number_on_a_bill(fee, number):
    status, answer = fee("--cases", number)
    assert status == 2
    assert "is not a whole number" in answer["error"]


@pytest.mark.django_db
def test_a_mark_at_the_beginning_of_the_input_is_no_fault(due):
    assert due(b'\xef\xbb\xbf{"received": "2025-09-03"}')[0] == 0


@pytest.mark.django_db
def test_the_loaded_notices_are_the_ones_that_count(due):
    HolidayNotice.objects.filter(year=2025).delete()
    assert "holiday notice for 2025" in due({"received": "2025-09-03"})[1]["error"]


def test_without_a_database_the_shipped_notices_count_and_none_is_created(tmp_path):
    own = {key: value for key, value in os.environ.items() if key != "GONGKAI_DATABASE_URL"}
    asked = subprocess.run(
        [sys.executable, "-m", "gongkai", "due"],
        input='{"received": "2025-09-03"}',
        env=own | {"GONGKAI_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(asked.stdout)["due"] == "2025-09-30"
    assert not (tmp_path / "gongkai.sqlite3").exists()


def test_the_fee_for_cases_is_printed_with_its_bands(fee):
    status, answer = fee("--cases", "31")
    assert status == 0
    assert (answer["amount"], answer["unit"]) == (2200, "CNY")
    assert answer["bands"][-1] == {"from": 31, "to": 31, "count": 1, "rate": 200, "amount": 200}


def test_the_fee_for_pages_is_printed(fee):
    assert fee("--pages", "201")[1]["amount"] == 2740


@pytest.mark.parametrize("number", ["-1", "ten", "1.5", "", "1000001"])
def test_a_fee_needs_a_whole_number(fee, number):
    status, answer = fee(f"--cases={number}")
    assert status == 2
    assert "whole number" in answer["error"]
