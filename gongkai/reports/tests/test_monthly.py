"""The month of the requests as data, spreadsheet and form, and its command."""

import io
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from gongkai.cases.tests.factories import on
from gongkai.privacy.pages import page_text
from gongkai.reports.building import NoSuchReport
from gongkai.reports.monthly import build_month, month_as_pdf, month_as_xlsx
from gongkai.statistics.monthly import rows_of
from gongkai.statistics.tests.test_monthly import world
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = (2025, 9), (2025, 10)


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    load_shipped_notices()


def test_a_month_to_come_and_one_before_the_regulations_have_no_report(office):
    with on(date(2025, 10, 23)):
        for year, month in ((2025, 11), (2008, 4), (2025, 13)):
            with pytest.raises(NoSuchReport, match="There is no month"):
                build_month(office.agency, year, month)


def test_the_spreadsheet_holds_every_row_with_its_figure(office):
    world(office)
    with on(date(2025, 11, 3)):
        report = build_month(office.agency, *OCTOBER)
        sheet = load_workbook(io.BytesIO(month_as_xlsx(report))).active
    figures = {row[4].value: row[2].value for row in sheet.iter_rows(min_row=4) if row[4].value}
    assert figures == {code: float(figure) for code, figure in report.figures.items()}


def test_the_form_names_office_month_and_who_signs(office):
    world(office)
    with on(date(2025, 11, 3)):
        words = page_text(month_as_pdf(build_month(office.agency, *OCTOBER)), 0)
    assert "依申请公开工作月报" in "".join(words.split())
    assert "2025年10月" in "".join(words.split())


def run(*args):
    out = StringIO()
    call_command("monthly", *args, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_month_as_its_contract_says(office):
    world(office)
    data = json.loads(run("jianguomen", "2025-10", "--as", "json"))
    assert (data["agency"], data["month"]) == ("jianguomen", "2025-10")
    assert data["figures"]["received"] == 1
    assert [*data["figures"]] == [*rows_of(2025)]


@pytest.mark.parametrize(("kind", "begin"), [("json", b"{"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_month_is_written_to_a_file(office, tmp_path, kind, begin):
    file = tmp_path / f"month.{kind}"
    assert run("jianguomen", "2025-10", "--as", kind, "-o", str(file)) == ""
    assert file.read_bytes().startswith(begin)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("jianguomen", "2025-1"), "is no month"),
        (("jianguomen", "2025-13"), "There is no month"),
        (("nowhere", "2025-10"), "There is no agency"),
        (("jianguomen", "2025-10", "--as", "docx"), "A month is written as"),
    ],
)
def test_a_refusal_of_the_command_is_a_sentence_and_ends_with_2(office, args, words):
    with pytest.raises(CommandError, match=words) as refusal:
        run(*args)
    assert refusal.value.returncode == 2
