from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from gongkai.typesetting.pdf import register_pdf
from gongkai.typesetting.registers import register_xlsx
from gongkai.typesetting.tables import Column

from .factories import printed, register


def sheet_of(content):
    return load_workbook(BytesIO(content)).active


def first_cell(value):
    return sheet_of(register_xlsx(register(columns=(Column("甲"),), rows=((value,),)))).cell(4, 1)


def test_a_register_is_printed_on_a4_across(chinese_font):
    box = PdfReader(BytesIO(register_pdf(register()))).pages[0].mediabox
    assert (round(box.width * 25.4 / 72), round(box.height * 25.4 / 72)) == (297, 210)


def test_the_head_and_the_page_number_stand_on_every_page(chinese_font):
    pages = [page.extract_text() for page in PdfReader(BytesIO(register_pdf(register(100)))).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert "登记编号" in text
        assert f"第{number}页共{len(pages)}页" in "".join(text.split())


def test_the_day_of_printing_and_the_number_of_entries_stand_at_the_foot(chinese_font):
    text = printed(register_pdf(register()))
    assert "打印日期：2026年11月22日" in text
    assert "共3条" in text


def test_all_rows_are_printed(chinese_font):
    text = printed(register_pdf(register(200)))
    assert all(f"建街公开申〔2026〕{number}号2026-11-05" in text for number in range(1, 201))


def test_a_register_without_entries_still_has_its_head(chinese_font):
    assert "登记编号" in printed(register_pdf(register(0)))
    assert sheet_of(register_xlsx(register(0))).cell(3, 1).value == "登记编号"


def test_a_long_address_breaks_inside_its_column(chinese_font):
    columns = (Column("甲"), Column("乙", 20))
    text = printed(register_pdf(register(columns=columns, rows=(("a" * 100, "乙"),))))
    assert "a" * 100 in text


def test_an_entry_higher_than_a_page_is_printed_whole(chinese_font):
    columns = (Column("甲"), Column("乙", 9))
    assert printed(register_pdf(register(columns=columns, rows=(("国" * 2000, ""),)))).count("国") == 2001


@pytest.mark.parametrize("make", [register_pdf, register_xlsx])
def test_a_row_of_another_length_is_an_error(make):
    with pytest.raises(ValueError, match="row 1 has 2 values for 3 columns"):
        make(register(rows=(("1", "2"),)))


@pytest.mark.parametrize("make", [register_pdf, register_xlsx])
def test_the_same_register_gives_the_same_bytes(chinese_font, make):
    assert make(register()) == make(register())


def test_days_are_days_in_the_spreadsheet():
    cell = first_cell(date(2026, 11, 5))
    assert cell.is_date
    assert cell.value == datetime(2026, 11, 5)
    assert cell.number_format == "yyyy-mm-dd"


def test_moments_are_those_of_beijing():
    assert first_cell(datetime(2026, 11, 5, 1, 30, tzinfo=UTC)).value == datetime(2026, 11, 5, 9, 30)


def test_money_keeps_its_two_places():
    cell = first_cell(Decimal("10.50"))
    assert (cell.value, cell.number_format) == (10.5, "0.00")


def test_figures_are_figures():
    assert first_cell(7).value == 7


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text):
    cell = first_cell(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_titles_and_heads_do_not_become_formulas_either():
    sheet = sheet_of(register_xlsx(register(title="=1+1", columns=(Column("=2"),), rows=())))
    assert (sheet.cell(1, 1).data_type, sheet.cell(3, 1).data_type) == ("s", "s")


@pytest.mark.parametrize("number", ["007", "110101199003070003"])
def test_numbers_of_documents_stay_as_written(number):
    cell = first_cell(number)
    assert (cell.value, cell.number_format) == (number, "@")


def test_a_number_too_long_for_a_spreadsheet_becomes_text():
    assert first_cell(110101199003070003).value == "110101199003070003"


def test_yes_and_no_are_words():
    assert [first_cell(value).value for value in (True, False, None)] == ["是", "否", None]


def test_the_head_stays_in_sight_and_is_printed_on_every_page():
    sheet = sheet_of(register_xlsx(register()))
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_columns_are_as_wide_as_what_stands_in_them():
    sheet = sheet_of(register_xlsx(register()))
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width
    assert max(each.width for each in sheet.column_dimensions.values()) <= 60


@pytest.mark.parametrize("text", ["甲\x00\x0b乙\ud800", "国" * 40_000, "<script>", "🙏"])
def test_no_text_damages_the_spreadsheet(text):
    assert first_cell(text).value


@pytest.mark.parametrize("title", ["甲/乙[丙]:*?", "国" * 100, "", "'"])
def test_any_title_makes_a_name_of_a_sheet(title):
    assert sheet_of(register_xlsx(register(title=title))).title
