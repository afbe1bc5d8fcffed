"""The tariff of 国办函〔2020〕109号."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import (
    CostKind,
    NoTariff,
    by_cases,
    by_pages,
    cost_fee_allowed,
    cost_rule,
    tariff_in_force,
)


@pytest.mark.parametrize(
    ("cases", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
        (60, 11000),
        (61, 11500),
        (70, 16000),
        (100, 37000),
    ],
)
def test_the_fee_by_cases(cases, yuan):
    assert by_cases(cases).amount == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)]
)
def test_the_fee_by_pages(pages, yuan):
    assert by_pages(pages).amount == yuan


def test_before_2021_no_processing_fee_was_charged():
    with pytest.raises(NoTariff):
        by_cases(50, on=date(2020, 12, 31))
    assert by_cases(50, on=date(2021, 1, 1)).amount == 7000


@pytest.mark.parametrize("number", [-1, 1_000_001])
def test_a_number_no_office_counts_is_refused(number):
    with pytest.raises(ValueError, match="whole number"):
        by_pages(number)


@given(st.integers(0, 500), st.sampled_from([by_cases, by_pages]))
def test_the_bands_add_up_to_the_number_and_the_amount(number, tariff):
    fee = tariff(number)
    assert sum(band.count for band in fee.bands) == number
    assert sum(band.amount for band in fee.bands) == fee.amount


@given(st.integers(0, 500), st.sampled_from([by_cases, by_pages]))
def test_one_more_never_costs_less(number, tariff):
    assert tariff(number + 1).amount >= tariff(number).amount


def test_a_processing_fee_needs_a_tariff_in_force():
    assert not tariff_in_force(date(2020, 12, 31))
    assert tariff_in_force(date(2021, 1, 1))


def test_until_march_2017_search_copying_and_posting_could_be_charged_and_nothing_else():
    assert cost_rule(date(2017, 3, 31)).kinds == (CostKind.SEARCH, CostKind.COPYING, CostKind.POSTING)
    assert cost_fee_allowed(date(2017, 3, 31), CostKind.COPYING)
    assert cost_rule(date(2017, 3, 31)).reason == ""


@pytest.mark.parametrize(
    ("day", "act"),
    [
        (date(2017, 4, 1), "财税〔2017〕20号"),
        (date(2018, 5, 7), "财税〔2017〕20号"),
        (date(2019, 5, 15), "第四十二条"),
    ],
)
def test_since_april_2017_no_cost_fee_is_charged(day, act):
    assert not cost_fee_allowed(day)
    assert not cost_fee_allowed(day, CostKind.POSTING)
    assert act in cost_rule(day).reason


def test_before_the_regulations_there_was_no_fee():
    with pytest.raises(NoTariff):
        cost_rule(date(2008, 4, 30))


def test_every_kind_of_cost_has_a_name():
    assert all(kind.label for kind in CostKind)
