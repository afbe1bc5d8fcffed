"""What does not tie up in a table of 2014 to 2018."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statistics.checking import check_foreign
from gongkai.statistics.formats import format_of
from gongkai.statistics.relations import Severity

FORMAT = "report-2018"
CODES = list(format_of(FORMAT).structure.cells)

FOUNDING = dict.fromkeys(CODES, 0) | {
    "1.1": 1280, "1.2": 17, "1.2.a": 4, "1.2.c": 4, "1.2.k": 9, "1.2.l": 2,
    "1.3.2": 229, "1.3.3": 271, "1.3.4": 520, "1.3.5": 260,
    "2.1": 31, "2.2.3": 1, "2.2.4": 53,
    "3.1": 5, "3.1.1": 2, "3.1.4": 3, "3.2": 5, "3.2.1": 5,
    "3.3": 5, "3.3.1": 1, "3.3.2": 2, "3.3.6": 1, "3.3.8": 1,
    "4": 1, "4.1": 1, "5": 5, "5.1": 5,
    "8.2": 9, "8.3": 30, "8.3.2": 30, "8.4": Decimal("0.2"), "9.1": 1, "9.2": 1, "9.3": 35,
}  # fmt: skip


def found(**changes):
    """The rules with the severities found in the founding table, changed in some cells."""
    figures = FOUNDING | {code.replace("_", "."): value for code, value in changes.items()}
    return {(each.rule, each.severity.value): each for each in check_foreign(FORMAT, figures)}


def with_cells(cells, **more):
    return {
        (each.rule, each.severity.value): each for each in check_foreign(FORMAT, FOUNDING | cells, **more)
    }


def test_the_founding_table_has_exactly_two_findings():
    assert set(found()) == {("R18-13", "info"), ("R18-16", "warning")}


def test_17_items_against_4_4_9_2_are_explained_by_two_double_assignments():
    finding = found()["R18-13", "info"]
    assert "1.2 counts 17 items; the areas add up to 19 (4 + 4 + 9 + 2): 2 double assignments" in finding.text
    assert finding.cells == ("1.2", "1.2.a", "1.2.c", "1.2.k", "1.2.l")


def test_1280_that_equals_the_sum_of_the_channels_is_flagged():
    finding = found()["R18-16", "warning"]
    assert "(229 + 271 + 520 + 260 = 1280)" in finding.text


def test_items_through_several_channels_are_no_finding():
    assert ("R18-16", "warning") not in with_cells({"1.3.3": 300})


def test_one_channel_alone_is_no_finding():
    cells = {"1.3.2": 1280, "1.3.3": 0, "1.3.4": 0, "1.3.5": 0}
    assert ("R18-16", "warning") not in with_cells(cells)


@pytest.mark.parametrize(
    ("cells", "rule", "severity", "words"),
    [
        ({"3.1": 6}, "R18-01", "error", "3.1 says 6, but 3.1.1 to 3.1.4 add up to 5: 2 + 0 + 0 + 3."),
        ({"3.2.2": 1}, "R18-02", "error", "3.2 says 5, but 3.2.1 + 3.2.2 add up to 6: 5 + 1."),
        ({"3.3.5": 1}, "R18-03", "error", "3.3 says 5"),
        ({"3.3.4.a": 1}, "R18-04", "error", "3.3.4.a says 1, more than 3.3.4 with 0."),
        ({"3.3.4": 2, "3.3.2": 0, "3.3.4.a": 1}, "R18-05", "warning", "3.3.4 says 2"),
        ({"4.2": 1}, "R18-06", "error", "4 says 1"),
        ({"5.3": 2}, "R18-07", "error", "5 says 5, but 5.1 + 5.2 + 5.3 add up to 7: 5 + 0 + 2."),
        ({"8.3.1": 1}, "R18-08", "error", "8.3 says 30"),
        ({"1.1.a": 1281, "1.1.b": 1281}, "R18-09", "error", "more than 1.1 with 1280"),
        ({"2.2.1.a": 1}, "R18-09", "error", "more than 2.2.1 with 0"),
        ({"2.2.2.a": 1}, "R18-09", "error", "more than 2.2.2 with 0"),
        ({"1.2": 1281}, "R18-10", "error", "1.2 says 1281, more than 1.1 with 1280."),
        ({"1.2.k": 18}, "R18-11", "error", "1.2.k says 18, more than 1.2 with 17."),
        ({"1.2": 25}, "R18-12", "warning", "at least 6 items lie in no area"),
        ({"1.3.4": 1300}, "R18-14", "error", "more than 1.1 with 1280"),
        ({"1.3.4": 500}, "R18-15", "error", "20 items went through no channel"),
        ({"1.1.a": 1}, "R18-17", "warning", "1.1.a says 1, more than 1.1.b with 0."),
        ({"2.1": 60}, "R18-18", "warning", "2.1 counts 60 events"),
        ({"3.2": 6, "3.2.1": 6}, "R18-19", "info", "5 requests were received and 6 concluded"),
        (
            {"3.2": 6, "3.2.1": 6},
            "R18-20",
            "warning",
            "3.2 counts 6 requests concluded, 3.3 counts 5 replies.",
        ),
        ({"6": Decimal("1.5")}, "R18-21", "error", "6 says 1.5"),
        ({"6": -1}, "R18-21", "error", "A figure is never below 0"),
        ({"6": "3"}, "R18-21", "error", "6 holds something that is no figure"),
        ({"6": True}, "R18-21", "error", "6 holds something that is no figure"),
        ({"6": 10**40}, "R18-21", "error", "6 holds something that is no figure"),
        ({"7": Decimal("-0.2")}, "R18-21", "error", "never below 0"),
        ({"1.4": 3}, "R18-21", "warning", "no figure in 1.4"),
        ({"6": None}, "R18-23", "info", "1 cell has no figure: 6."),
    ],
)
def test_each_rule_names_the_numbers(cells, rule, severity, words):
    findings = with_cells(cells)
    assert words in findings[rule, severity].text


def test_money_may_have_a_fraction():
    assert not [rule for rule, _severity in with_cells({"7": Decimal("0.0123")}) if rule == "R18-21"]


def test_a_rule_over_a_blank_cell_is_not_assessable_and_no_error():
    findings = with_cells({"3.1.2": None, "3.1": 99})
    assert findings["R18-01", "not assessable"].cells == ("3.1.2",)
    assert not [each for each in findings.values() if each.severity is Severity.ERROR]


def test_requests_and_suits_are_never_compared():
    assert not [
        rule for rule, _severity in with_cells({"5": 50, "5.1": 50}) if rule not in {"R18-13", "R18-16"}
    ]


def test_figures_quoted_in_the_text_are_compared_with_the_table():
    text = {"二": "2018年，主动公开政府信息1281条。全年重点领域公开政府信息17条。接受培训次数35人。"}
    findings = with_cells({}, text=text)
    assert findings["R18-22", "warning"].text == (
        "The text says “主动公开政府信息1281条”, 1.1 in the table says 1280."
    )


def test_a_text_that_agrees_is_no_finding():
    text = {"二": "通过各类渠道，主动公开政府信息1280条，重点领域公开政府信息17条，收到政府信息公开申请5件。"}
    assert set(with_cells({}, text=text)) == {("R18-13", "info"), ("R18-16", "warning")}


values = st.none() | st.integers(-5, 50) | st.decimals(allow_nan=True) | st.booleans() | st.text(max_size=3)


@given(figures=st.dictionaries(st.sampled_from(CODES), values))
def test_no_table_is_too_odd_to_be_checked(figures):
    for finding in check_foreign(FORMAT, figures):
        assert finding.text
        assert finding.severity in Severity


@given(
    parts=st.lists(st.integers(0, 1000), min_size=4, max_size=4),
    off=st.integers(-5, 5).filter(lambda off: off),
)
def test_a_sum_that_is_off_is_found_whatever_its_size(parts, off):
    cells = dict(zip(("3.1.1", "3.1.2", "3.1.3", "3.1.4"), parts, strict=True))
    assert ("R18-01", "error") not in with_cells(cells | {"3.1": sum(parts)})
    assert ("R18-01", "error") in with_cells(cells | {"3.1": sum(parts) + off})
