"""The 71 figures of the table of 2014 to 2018: what each counts, and the list behind it."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.statistics.counting import NoSuchCell, behind, count, definition_of, figure_of
from gongkai.statistics.formats import format_of
from gongkai.statistics.tests.factories import MAY, YEAR, concluded_case, world

pytestmark = pytest.mark.django_db

FORMAT = "report-2018"
SOURCE = Path(__file__).parents[1] / "data" / "report-2018.toml"

# What the world of the factories holds: written down by hand, row by row.
EXPECTED = {
    "1.1": 15, "1.1.a": 1, "1.1.b": 1,
    "1.2": 12, "1.2.a": 3, **{f"1.2.{letter}": 1 for letter in "bcdefghijkl"},
    "1.3.1": 2, "1.3.2": 14, "1.3.3": 1, "1.3.4": 1, "1.3.5": 1,
    "2.1": 2, "2.2.1": 2, "2.2.1.a": 1, "2.2.2": 2, "2.2.2.a": 1, "2.2.3": 1, "2.2.4": 3, "2.2.5": 1,
    "3.1": 20, "3.1.1": 1, "3.1.2": 1, "3.1.3": 1, "3.1.4": 17,
    "3.2": 15, "3.2.1": 14, "3.2.2": 1,
    "3.3": 14, "3.3.1": 1, "3.3.2": 2, "3.3.3": 1,
    "3.3.4": 6, "3.3.4.a": 1, "3.3.4.b": 1, "3.3.4.c": 1, "3.3.4.d": 1, "3.3.4.e": 1, "3.3.4.f": 1,
    "3.3.5": 1, "3.3.6": 1, "3.3.7": 1, "3.3.8": 1,
    "4": 3, "4.1": 1, "4.2": 1, "4.3": 1,
    "5": 6, "5.1": 2, "5.2": 2, "5.3": 2,
    "6": 1, "7": Decimal("0.01234"),
    "8.1": 1, "8.2": 1, "8.3": 3, "8.3.1": 1, "8.3.2": 2, "8.4": Decimal("0.2"),
    "9.1": 1, "9.2": 2, "9.3": 47,
}  # fmt: skip


def test_the_table_has_78_rows_of_which_7_are_headings():
    rows = tomllib.loads(SOURCE.read_text("utf-8"))["row"]
    assert len(rows) == 78
    assert [row["code"] for row in rows if row["relation"] == "heading"] == [
        "1",
        "1.3",
        "2",
        "2.2",
        "3",
        "8",
        "9",
    ]
    assert len(format_of(FORMAT).structure.cells) == 71


def test_every_row_with_a_figure_is_declared_and_no_other():
    assert list(format_of(FORMAT).definitions) != []
    assert set(format_of(FORMAT).definitions) == set(format_of(FORMAT).structure.cells)


def test_every_row_counts_its_records_in_sixteen_statements_for_all(office, django_assert_num_queries):
    world(office)
    with django_assert_num_queries(16):
        figures = count(FORMAT, office.agency, YEAR)
    assert dict(figures) == EXPECTED


def test_every_figure_is_the_length_of_its_list_or_its_sum(office, subtests):
    world(office)
    figures = count(FORMAT, office.agency, YEAR)
    for code, figure in figures.items():
        with subtests.test(code):
            definition = definition_of(format_of(FORMAT), code)
            records = behind(FORMAT, office.agency, YEAR, code)
            assert figure_of(definition, records) == figure
            assert len({record.pk for record in records}) == len(records) == records.count()


def test_another_office_and_another_year_count_nothing_of_it(office):
    world(office)
    in_place = {"8.1", "8.2", "8.3", "8.3.1", "8.3.2"}
    next_year = count(FORMAT, office.agency, YEAR + 1)
    assert {code for code, figure in next_year.items() if figure} == in_place
    assert not any(count(FORMAT, office.other, YEAR).values())
    assert not any(count(FORMAT, office.district, YEAR).values())
    # The report of a district counts the agencies below it, when it is asked for.
    assert dict(count(FORMAT, office.district, YEAR, below=True)) == EXPECTED


def test_a_heading_has_no_list(office):
    with pytest.raises(NoSuchCell):
        behind(FORMAT, office.agency, YEAR, "1.3")


def test_a_request_counts_as_received_in_one_year_and_as_concluded_in_another(office):
    concluded_case(office, received=date(2018, 12, 27), sent=date(2019, 1, 4))
    then, after = (count(FORMAT, office.agency, year) for year in (2018, 2019))
    assert (then["3.1"], then["3.2"], then["3.3"]) == (1, 0, 0)
    assert (after["3.1"], after["3.2"], after["3.3.2"]) == (0, 1, 1)
    assert (then.beside["carried_out"], after.beside["carried_in"]) == (1, 1)


def test_a_request_concluded_late_stands_neither_on_time_nor_extended(office):
    concluded_case(office, received=MAY, sent=date(2018, 8, 1))
    figures = count(FORMAT, office.agency, YEAR)
    assert (figures["3.2"], figures["3.2.1"], figures["3.2.2"]) == (1, 0, 0)


def test_what_has_no_records_is_0_because_0_were_counted(office):
    figures = count(FORMAT, office.agency, YEAR)
    assert set(figures.values()) == {0}
    assert list(behind(FORMAT, office.agency, YEAR, "1.1")) == []


def test_every_definition_says_in_a_sentence_what_it_counts():
    for code, definition in format_of(FORMAT).definitions.items():
        assert definition.says().endswith("."), code
