"""What an inspection finds, reckoned with days one can check on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import inspection
from gongkai.law.columns import ColumnKind, limit_of, type_of_column
from gongkai.law.inspection import ColumnFacts, State, Visits, judge, judge_columns, judge_guides

TODAY = date(2026, 11, 23)  # a Monday


def column(kind="news", days_ago=None, *, key=1, items=1, **facts):
    latest = TODAY - timedelta(days=days_ago) if days_ago is not None else None
    return judge(
        ColumnFacts(key=key, name=f"栏目{key}", kind=kind, items=items, latest_on=latest, **facts), TODAY
    )


@pytest.mark.parametrize(
    ("days_ago", "state", "left"),
    [
        (0, State.FINE, 14),
        (6, State.FINE, 8),
        (7, State.SOON, 7),
        (8, State.SOON, 6),
        (14, State.SOON, 0),
        (15, State.DUE, -1),
        (400, State.DUE, -386),
    ],
)
def test_news_are_due_after_two_weeks(days_ago, state, left):
    found = column("news", days_ago)
    assert (found.state, found.days_left) == (state, left)


def test_notices_and_policies_are_due_after_six_months():
    for kind in ("notices", "policies"):
        facts = ColumnFacts(1, "通知公告", kind, 1, date(2026, 5, 24))
        assert judge(facts, TODAY).due_on == date(2026, 11, 24)
        assert judge(facts, date(2026, 11, 24)).state is State.SOON
        assert judge(facts, date(2026, 11, 25)).state is State.DUE


def test_six_months_after_the_last_of_august_is_the_last_of_february():
    assert inspection.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert inspection.months_after(date(2026, 1, 15), -12) == date(2025, 1, 15)


def test_the_offices_own_limit_goes_before_the_kinds():
    found = column("assistance", 25, update_days=31)
    assert (found.state, found.days_left) == (State.SOON, 6)
    assert column("other", 40, update_days=31).is_overdue
    assert not column("other", 4000).is_overdue


def test_an_annual_report_is_due_on_31_january_and_that_of_a_government_on_31_march():
    facts = ColumnFacts(1, "年报", "reports", 8, date(2025, 1, 20))
    assert judge(facts, date(2026, 1, 20)).due_on == date(2026, 1, 31)
    assert judge(facts, date(2026, 2, 1)).is_overdue
    of_government = ColumnFacts(1, "年报", "reports", 8, date(2025, 1, 20), of_government=True)
    assert judge(of_government, date(2026, 2, 1)).due_on == date(2026, 3, 31)


def test_this_years_report_keeps_the_column_in_time_until_next_year():
    facts = ColumnFacts(1, "年报", "reports", 9, date(2026, 1, 28))
    assert judge(facts, TODAY).due_on == date(2027, 1, 31)


def test_a_column_without_a_limit_is_never_overdue_but_must_not_be_empty():
    assert column("guide", 5000).state is State.FINE
    empty = column("guide", items=0)
    assert empty.state is State.DUE
    assert not empty.is_overdue


def test_what_bears_no_date_counts_as_not_updated():
    undated = column("news", None, items=3)
    assert undated.state is State.DUE
    assert undated.is_overdue


def test_every_kind_of_column_has_its_limit_and_its_type_with_a_source():
    for kind in ColumnKind:
        assert limit_of(kind, TODAY).source
        assert type_of_column(kind)


@pytest.mark.parametrize(("stale", "state"), [(0, State.FINE), (4, State.DUE), (5, State.VETO)])
def test_five_news_columns_not_updated_fail(stale, state):
    columns = [column("news", 20 if place < stale else 1, key=place) for place in range(8)]
    assert judge_columns(columns, TODAY).state is state


def test_notices_below_the_first_level_do_not_count_among_the_five():
    columns = [column("notices", 300, key=place, stands_first=False) for place in range(9)]
    assert judge_columns(columns, TODAY).state is State.DUE
    columns.append(column("assistance", 300, key=9))
    assert judge_columns(columns, TODAY).state is State.VETO  # ten overdue in all


@pytest.mark.parametrize(("empty", "state"), [(4, State.DUE), (5, State.VETO)])
def test_five_empty_columns_fail(empty, state):
    columns = [column("guide", items=0 if place < empty else 3, key=place, days_ago=1) for place in range(9)]
    assert judge_columns(columns, TODAY).state is state


def test_the_forecast_names_the_day_on_which_the_fifth_column_is_not_updated():
    columns = [column("news", days_ago, key=days_ago) for days_ago in (1, 9, 10, 11, 20, 30)]
    verdict = judge_columns(columns, TODAY)
    assert verdict.state is State.DUE
    # 20 and 30 days ago are overdue; of 11, 10 and 9 days ago the last day in time is 26, 27, 28 November.
    assert verdict.fails_on == date(2026, 11, 29)


def test_a_column_without_items_counts_once():
    verdict = judge_columns([column("news", items=0, key=1), column("news", 20, key=2)], TODAY)
    assert [each.facts.key for each in verdict.columns] == [1, 2]


@pytest.mark.parametrize(
    ("tried", "failed", "state"),
    [(0, 0, State.UNKNOWN), (200, 0, State.FINE), (200, 9, State.SOON), (200, 10, State.VETO)],
)
def test_one_visit_in_twenty_that_does_not_open_fails(tried, failed, state):
    assert inspection.judge_visits(Visits(7, tried, failed), TODAY) is state


def test_five_guides_that_lack_four_elements_fail():
    bare = inspection.lacking_elements("事项名称：低保申请")
    assert "办理材料" in bare
    assert "事项名称" not in bare
    assert judge_guides([bare] * 5, TODAY) is State.VETO
    assert judge_guides([bare] * 4, TODAY) is State.DUE
    assert judge_guides([("办理流程",)] * 9, TODAY) is State.DUE
    assert judge_guides([()] * 9, TODAY) is State.FINE


days = st.integers(min_value=0, max_value=800)
kinds = st.sampled_from(ColumnKind.values)


@settings(deadline=None)
@given(kinds, days, st.one_of(st.none(), st.integers(min_value=1, max_value=400)))
def test_a_column_is_overdue_exactly_after_its_last_day(kind, days_ago, own):
    found = column(kind, days_ago, update_days=own)
    if found.due_on is None:
        assert found.state is State.FINE
    else:
        assert found.is_overdue == (found.due_on < TODAY)
        assert found.days_left == (found.due_on - TODAY).days


@settings(deadline=None)
@given(st.lists(st.tuples(kinds, days, st.booleans()), max_size=25))
def test_updating_a_column_never_makes_the_verdict_worse(told):
    before = [
        column(kind, ago, key=place, items=int(not empty)) for place, (kind, ago, empty) in enumerate(told)
    ]
    for place, (kind, _ago, _empty) in enumerate(told):
        after = [*before[:place], column(kind, 0, key=place), *before[place + 1 :]]
        assert _place(after) >= _place(before)


@settings(deadline=None)
@given(st.lists(st.tuples(kinds, days), max_size=25), st.integers(min_value=1, max_value=300))
def test_the_forecast_is_the_first_day_on_which_the_site_fails(told, ahead):
    def on(day):
        columns = [
            judge(ColumnFacts(place, "", kind, 1, TODAY - timedelta(days=ago)), day)
            for place, (kind, ago) in enumerate(told)
        ]
        return judge_columns(columns, day)

    fails_on, later = on(TODAY).fails_on, TODAY + timedelta(days=ahead)
    assert (on(later).state is State.VETO) == (fails_on is not None and fails_on <= later)


def _place(columns):
    return inspection.URGENCY[judge_columns(columns, TODAY).state]
