"""`gongkai report` and `gongkai check-report`: what they print and how they end."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gongkai.reports.exports import number
from gongkai.statistics.tests.test_relations import FOUNDING


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def check(tmp_path, told):
    """The findings and the exit of check-report for a file of that content."""
    file = tmp_path / "report.json"
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    out, status = StringIO(), 0
    try:
        call_command("check-report", str(file), stdout=out)
    except SystemExit as end:
        status = end.code
    except CommandError as error:
        return str(error), error.returncode
    return json.loads(out.getvalue())["findings"], status


def founding(**more):
    figures = {code: number(figure) for code, figure in FOUNDING.items()}
    return {"format": "report-2018", "agency": "jianguomen", "year": 2018, "figures": figures} | more


@pytest.mark.django_db
def test_the_report_is_printed_as_json(office):
    data = json.loads(run("report", "jianguomen", "2018", "--format", "report-2018", "--as", "json"))
    assert (data["agency"], data["year"], len(data["figures"])) == ("jianguomen", 2018, 71)


@pytest.mark.django_db
def test_without_a_format_it_is_that_of_the_year(office):
    assert json.loads(run("report", "jianguomen", "2023"))["format"] == "report-2021"


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "begin"), [("json", b"{"), ("html", b"<!doctype"), ("docx", b"PK")])
def test_the_report_is_written_to_a_file(office, tmp_path, kind, begin):
    file = tmp_path / f"report.{kind}"
    assert run("report", "jianguomen", "2018", "--as", kind, "-o", str(file)) == ""
    assert file.read_bytes().startswith(begin)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nowhere", "2018"), "There is no agency “nowhere”"),
        (("jianguomen", "1918"), "There is no report for 1918"),
        (("jianguomen", "last"), "“last” is no year"),
        (("jianguomen", "２０１８"), "is no year"),
        (("jianguomen", "2018", "--format", "report-2020"), "There is no format “report-2020”"),
        (("jianguomen", "2018", "--as", "odt"), "There is no “odt”"),
        (("jianguomen", "2018", "--as", "xlsx"), "comes with a later version"),
        (("jianguomen", "2018", "--as", "pdf"), "comes with a later version"),
        (("jianguomen", "2018", "-o", "/nowhere/report.json"), "cannot be written"),
    ],
)
def test_what_cannot_be_reported_is_said_in_one_line(office, args, words):
    with pytest.raises(CommandError, match=words) as refusal:
        run("report", *args)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)


def test_the_founding_table_passes_with_a_warning(tmp_path):
    found, status = check(tmp_path, founding())
    assert [(each["rule"], each["severity"]) for each in found] == [("R18-16", "warning"), ("R18-13", "info")]
    assert found[0]["cells"] == ["1.1", "1.3.2", "1.3.3", "1.3.4", "1.3.5"]
    assert status == 0


def test_an_error_ends_with_1(tmp_path):
    told = founding()
    told["figures"]["3.1"] = 6
    found, status = check(tmp_path, told)
    assert (found[0]["rule"], status) == ("R18-01", 1)


def test_a_blank_is_not_assessable_and_ends_with_0(tmp_path):
    told = founding()
    told["figures"]["3.1"] = None
    found, status = check(tmp_path, told)
    assert ("R18-01", "not assessable") in {(each["rule"], each["severity"]) for each in found}
    assert status == 0


def test_the_year_before_may_stand_beside_it(tmp_path):
    told = {"format": "report-2021", "figures": {"t3.2.total": 1}, "previous": {"t3.4.total": 2}}
    found, status = check(tmp_path, told)
    assert (found[0]["rule"], status) == ("R21-04", 1)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "no json",
        "[1]",
        "{}",
        '{"format":"report-2018"}',
        '{"format":"report-2020","figures":{}}',
        '{"format":["report-2018"],"figures":{}}',
        '{"format":"report-2018","figures":[]}',
        '{"format":"report-2018","figures":{"1.1":NaN}}',
        '{"format":"report-2018","figures":{},"previous":3}',
        '{"format":"report-2018","figures":{},"text":{"s1":3}}',
        "[" * 100_000,
        '{"format":"report-2018","figures":{"1.1":' + "9" * 10_000 + "}}",
    ],
)
def test_what_is_no_report_ends_with_2_and_says_why(tmp_path, told):
    words, status = check(tmp_path, told)
    assert status == 2
    assert isinstance(words, str)


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as refusal:
        call_command("check-report", str(tmp_path / "nothing.json"))
    assert refusal.value.returncode == 2


def test_bytes_that_are_no_text_end_with_2(tmp_path):
    file = tmp_path / "report.json"
    file.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(CommandError) as refusal:
        call_command("check-report", str(file))
    assert refusal.value.returncode == 2


@pytest.mark.django_db
def test_what_report_prints_check_report_reads(office, tmp_path):
    file = tmp_path / "report.json"
    run("report", "jianguomen", "2018", "-o", str(file))
    assert json.loads(run("check-report", str(file))) == {"findings": []}


def test_a_cell_that_stands_twice_makes_a_report_unreadable(tmp_path):
    words, status = check(tmp_path, '{"format": "report-2018", "figures": {"1.1": 1, "1.1": 2}}')
    assert (status, words) == (2, "“1.1” stands twice in the same object.")


def test_half_a_character_in_a_cell_is_named_as_it_came(tmp_path):
    findings, _status = check(tmp_path, '{"format": "report-2018", "figures": {"\\ud800": 1}}')
    assert any("\ud800" in found["cells"] for found in findings)


def test_a_figure_written_as_text_is_named_as_no_figure(tmp_path):
    findings, status = check(tmp_path, '{"format": "report-2018", "figures": {"1.1": "1280"}}')
    assert status == 1
    assert "1.1 holds something that is no figure." in [found["text"] for found in findings]
