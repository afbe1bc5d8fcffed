"""What is read from a printed time limit."""

import pytest

from gongkai.inventory.limits import Limit, read_limit
from gongkai.inventory.models import CountedFrom, Unit


@pytest.mark.parametrize(
    ("printed", "limit"),
    [
        ("制定或获取信息之日起10个工作日内", Limit(10, Unit.WORKING_DAYS, CountedFrom.MADE)),
        ("自信息形成或者变更之日起20个工作日内予以公开", Limit(20, Unit.WORKING_DAYS, CountedFrom.CHANGED)),
        ("作出决定之日起７个工作日内", Limit(7, Unit.WORKING_DAYS, CountedFrom.DECIDED)),
        ("部门批复后20日内", Limit(20, Unit.DAYS, CountedFrom.APPROVED)),
        ("形成之日起二十个工作日之内", Limit(20, Unit.WORKING_DAYS, CountedFrom.MADE)),
        ("20个工作日内", Limit(20, Unit.WORKING_DAYS)),
        ("每年十二个月内", Limit(12, Unit.MONTHS)),
    ],
)
def test_a_plain_number_of_days_is_read(printed, limit):
    assert read_limit(printed) == limit


def test_how_long_a_list_stays_posted_is_no_limit():
    assert read_limit("制定或获取信息之日起10个工作日内，公示7个工作日") == Limit(
        10, Unit.WORKING_DAYS, CountedFrom.MADE
    )


@pytest.mark.parametrize("printed", ["及时公开", "征求意见不少于30日；修改情况及时公布", "", "长期公开"])
def test_what_names_no_days_is_left_as_printed(printed):
    assert read_limit(printed) is None


def test_two_different_limits_are_left_as_printed():
    assert read_limit("决定之日起7个工作日内，变更之日起20个工作日内") is None
