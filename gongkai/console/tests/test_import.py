"""`gongkai import`: a register from a file, all of it or nothing."""

import io
import json
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from gongkai.acts import clock
from gongkai.cases.tests.factories import counter_case
from gongkai.journal.models import Entry
from gongkai.workdays.models import HolidayNotice

pytestmark = pytest.mark.django_db

NOTICE = """年份,2027
文号,国办发明电〔2026〕9号
发文日期,2026-11-10
日期,类型,名称
2027-01-01..2027-01-03,休,元旦
2027-02-05..2027-02-11,休,春节
2027-02-14,班,春节
2027-04-05,休,清明节
2027-05-01..2027-05-05,休,劳动节
2027-06-09,休,端午节
2027-09-15,休,中秋节
2027-10-01..2027-10-07,休,国庆节
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "2027.csv"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def take_in(file, *options, kind="workdays"):
    out, code = io.StringIO(), 0
    try:
        call_command("import", kind, str(file), *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def refused(*arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("import", *map(str, arguments), stdout=io.StringIO())
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_a_dry_run_tells_everything_and_loads_nothing(office, file):
    with clock.pretend(datetime(2027, 1, 4, 9, 0)):
        case = counter_case(office, date(2027, 1, 4))
        code, told = take_in(file, "--dry-run")
    assert code == 0
    assert told["loaded"] is False
    assert (told["year"], told["number"], told["replaces"]) == (2027, "国办发明电〔2026〕9号", False)
    assert told["days"][0] == {
        "first": "2027-01-01",
        "last": "2027-01-03",
        "works": False,
        "name": "New Year's Day",
    }
    assert told["warnings"] == []
    assert told["moved"] == [
        {"agency": "jianguomen", "number": case.number, "before": None, "after": "2027-02-01"}
    ]
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_the_file_is_loaded_as_the_act_of_the_administrator(office, file):
    code, told = take_in(file, "--by", office.sysadmin.username)
    assert (code, told["loaded"]) == (0, True)
    notice = HolidayNotice.objects.get(year=2027)
    assert (notice.number, notice.issued_on, notice.days.count()) == (
        "国办发明电〔2026〕9号",
        date(2026, 11, 10),
        26,
    )
    # The notices that come with the program are entered as loaded too, by nobody's hand.
    (entry,) = Entry.objects.filter(act="workdays.loaded", subject_key=notice.key)
    assert entry.actor_key == office.sysadmin.key


def test_the_due_days_that_moved_stay_with_the_notice(office, file):
    with clock.pretend(datetime(2027, 1, 4, 9, 0)):
        case = counter_case(office, date(2027, 1, 4))
        take_in(file, "--by", "sysadmin")
    (move,) = HolidayNotice.objects.get(year=2027).moves
    assert (move.number, move.before_year, move.after) == (case.number, 2027, date(2027, 2, 1))


def test_what_the_file_does_not_say_is_said_beside_it(office, file):
    file.write_text("2027-01-01,off,\n", encoding="utf-8")
    _code, told = take_in(
        file, "--dry-run", "--year", "2027", "--number", "国办发明电〔2026〕9号", "--issued-on", "2026-11-10"
    )
    assert (told["number"], told["issued_on"]) == ("国办发明电〔2026〕9号", "2026-11-10")
    assert told["warnings"]


def test_with_one_wrong_line_nothing_is_loaded_and_the_line_is_told(office, file):
    file.write_text(NOTICE + "2027-10-09,休\n2027-10-11,班,国庆节\n", encoding="utf-8")
    code, told = take_in(file, "--by", "sysadmin")
    assert code == 1
    assert told["loaded"] is False
    (said,) = told["errors"]
    assert said.startswith("Line 14: ")
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_whoever_is_no_system_administrator_is_refused(office, file):
    code, told = take_in(file, "--by", office.foi.username)
    assert code == 1
    assert told["errors"] == ["Only a system administrator loads a holiday notice."]


def test_a_loaded_notice_is_replaced_only_with_a_reason(office, file):
    take_in(file, "--by", "sysadmin")
    assert take_in(file, "--by", "sysadmin")[0] == 1
    assert take_in(file, "--by", "sysadmin", "--reason", "The notice was amended.")[0] == 0


def test_nobody_acts_without_a_name(office, file):
    assert "--by" in refused("workdays", file)
    assert "no account" in refused("workdays", file, "--by", "nobody-at-all")


def test_what_cannot_be_imported_is_said(office, file):
    assert "workdays" in refused("weather", file, "--dry-run")


def test_a_file_that_is_not_there_is_named(office, tmp_path):
    assert "cannot be read" in refused("workdays", tmp_path / "none.csv", "--dry-run")
