"""A notice is read whole from a file or from lines, or refused with every line that is wrong."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from gongkai.acts import Refused
from gongkai.workdays import template
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.reading import read_notice
from gongkai.workdays.sheets import LARGEST_FILE, rows_of_file, rows_of_text
from gongkai.workdays.shipped import shipped_notices

PASTED = """
# 2031, as typed from the paper
2031-01-01,休,元旦
2031-01-22..2031-01-28,休,春节
2031-01-19，班，春节
"""
FILE = """年份,2031
文号,国办发明电〔2030〕1号
发文日期,2030-11-05
日期,类型,名称
2031/1/1,休,元旦
2031年1月19日,班,春节
"""


def read(text, **said):
    return read_notice(rows_of_text(text), **said)


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def faults(text, **said):
    with pytest.raises(Refused) as refused:
        read(text, **({"year": 2031} | said))
    return refused.value.reasons


def test_pasted_lines_give_days_and_spans():
    notice = read(PASTED, year=2031)
    assert len(notice.days) == 9
    assert notice.days[date(2031, 1, 19)] == Exceptional(True, "Spring Festival")
    assert notice.days[date(2031, 1, 28)] == Exceptional(False, "Spring Festival")


def test_a_file_says_year_number_and_date_itself():
    notice = read_notice(rows_of_file(FILE.encode()))
    assert (notice.year, notice.number, notice.issued_on) == (
        2031,
        "国办发明电〔2030〕1号",
        date(2030, 11, 5),
    )
    assert sorted(notice.days) == [date(2031, 1, 1), date(2031, 1, 19)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_as_offices_programs_write_it(encoding):
    assert read_notice(rows_of_file(FILE.encode(encoding))) == read(FILE)


def test_lines_copied_out_of_a_sheet_are_separated_by_tabs():
    assert read(FILE.replace(",", "\t")) == read(FILE)


def test_an_excel_sheet_holds_days_as_days_and_numbers_as_numbers():
    content = sheet(
        ["年份", 2031.0],
        ["文号", "国办发明电〔2030〕1号"],
        ["发文日期", datetime(2030, 11, 5)],
        [],
        ["日期", "类型", "名称"],
        [date(2031, 1, 1), "休", "元旦"],
        ["2031-01-19", "班", "春节"],
    )
    assert read_notice(rows_of_file(content)) == read(FILE)


def test_the_columns_may_stand_in_another_order_beside_remarks():
    mixed = "Name,Remark,Kind,Date\n元旦,星期三,off,2031-01-01\n春节,,make-up,2031-01-19\n"
    assert read(mixed, year=2031).days == read(FILE).days


@pytest.mark.parametrize("write", [template.as_csv, template.as_xlsx])
def test_the_file_to_fill_in_reads_back_as_the_notice_it_shows(write):
    assert read_notice(rows_of_file(write())) == shipped_notices()[-1]


@pytest.mark.parametrize("notice", shipped_notices(), ids=lambda notice: str(notice.year))
def test_every_shipped_notice_survives_being_written_and_read(notice):
    back = read_notice(rows_of_file(template.as_csv(notice)))
    assert (back.year, back.issued_on, back.days) == (notice.year, notice.issued_on, notice.days)


@pytest.mark.parametrize(
    "line",
    [
        "1 January",
        "2031-02-30,休,春节",
        "2031-01-01,假,元旦",
        "2031-01-28..2031-01-22,休,春节",
        "2031-01-01..2031-05-01,休,春节",
        "2031-01-01",
        "2031-01-01,休,元旦,多余",
        "2031-01-01,休,\x07",
        "２０３１-01-01,休,元旦",
    ],
)
def test_a_line_that_cannot_be_read_is_named(line):
    (said,) = faults("2031-05-01,休,劳动节\n" + line)
    assert said.startswith("Line 2 cannot be read")


def test_a_day_stands_in_a_notice_once():
    (said,) = faults("2031-05-01..2031-05-03,休,劳动节\n\n2031-05-02,休,劳动节")
    assert said.startswith("Line 3 names ")
    assert said.endswith("which stands in line 1 already.")


def test_a_day_of_another_year_is_named_with_its_line():
    (said,) = faults("2031-05-01,休,劳动节\n2032-05-01,休,劳动节")
    assert said.startswith("Line 2: ")
    assert "does not belong to the notice for 2031" in said


def test_new_year_may_begin_in_december():
    assert date(2030, 12, 31) in read("2030-12-31..2031-01-01,休,元旦", year=2031).days


def test_a_make_up_day_on_a_weekday_is_named_with_its_line():
    (said,) = faults("2031-01-20,班,春节")
    assert said.startswith("Line 1: ")
    assert "only a weekend day" in said


def test_a_day_off_may_fall_on_a_weekend():
    assert read("2031-01-25,休,春节", year=2031).days[date(2031, 1, 25)].works is False


def test_all_wrong_lines_are_told_at_once():
    assert len(faults("x\n2031-05-01,休,劳动节\ny\n2032-05-01,休,z")) == 3


def test_of_a_wrong_file_only_the_first_lines_are_told():
    said = faults("nothing\n" * 100)
    assert len(said) == 21
    assert said[-1] == "80 more lines are wrong."


def test_what_was_filled_in_and_what_the_file_says_agree():
    assert read(FILE, year=2031, number="国办发明电〔2030〕1号").year == 2031
    (said,) = faults(FILE, number="国办发明电〔2030〕2号")
    assert said.startswith("Line 2 says “国办发明电〔2030〕1号”")


def test_a_notice_without_a_year_is_not_guessed():
    assert faults("2031-05-01,休,劳动节", year=None) == ["Say for which year the notice is."]


@pytest.mark.parametrize("year", ["31", "2007", "2101", "二〇三一"])
def test_a_year_that_cannot_be_one_is_refused(year):
    assert "is no year of a holiday notice" in faults(f"年份,{year}", year=None)[-1]


def test_nothing_is_no_notice():
    assert faults("") == ["No day is named."]
    with pytest.raises(Refused, match="empty"):
        rows_of_file(b"\n")


def test_a_file_that_is_too_large_or_too_long_is_refused():
    with pytest.raises(Refused, match="larger than 1000 KB"):
        rows_of_file(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(Refused, match="more than 1000 lines"):
        rows_of_file(b"x\n" * 1001)


def test_an_old_excel_file_is_refused_in_words():
    with pytest.raises(Refused, match="XLS"):
        rows_of_file(b"\xd0\xcf\x11\xe0" + b"\0" * 100)


def test_a_picture_is_no_list():
    with pytest.raises(Refused, match="neither XLSX nor text"):
        rows_of_file(b"\x89PNG\r\n\x1a\n\xff\xff\x00")


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(f"xl/{name}.xml", text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        archive(workbook="<workbook/>"),
        archive(workbook="x" * 25_000_000),
        archive(sharedStrings='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        sheet()[:2000],
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_in_words(content):
    with pytest.raises(Refused, match="The XLSX file cannot be read"):
        rows_of_file(content)


def test_a_broken_quotation_names_its_line():
    with pytest.raises(Refused, match="Line 2 cannot be taken apart"):
        rows_of_file('2031-01-01,休,元旦\n2031-01-02,"休,元旦\n'.encode())
