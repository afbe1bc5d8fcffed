"""Length, cost and hours of text messages, and the words that end them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import text_messages

NOW = date(2026, 11, 23)
CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=500)


@given(CHINESE)
def test_up_to_seventy_signs_are_one_part_and_beyond_each_part_has_sixty_seven(text):
    parts = text_messages.parts_of(text, NOW)
    if len(text) <= 70:
        assert parts == bool(text)
    else:
        assert (parts - 1) * 67 < len(text) <= parts * 67


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_longer_text_never_has_fewer_parts(text, more):
    assert text_messages.parts_of(text, NOW) <= text_messages.parts_of(text + more, NOW)


@given(st.integers(0, 20), st.integers(0, 10_000), st.decimals(0, 1, places=4))
def test_the_cost_is_parts_times_recipients_times_price(parts, recipients, price):
    cost = text_messages.cost_of(parts, recipients, price)
    assert abs(cost - parts * recipients * price) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("length", "parts"), [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_the_bounds_are_those_operators_print(length, parts):
    assert text_messages.parts_of("政" * length, NOW) == parts


def test_an_emoji_counts_two_signs():
    assert text_messages.parts_of("政" * 69 + "😀", NOW) == 2


@pytest.mark.parametrize(
    ("hour", "minute", "over"),
    [(20, 59, None), (21, 0, (24, 8)), (23, 59, (24, 8)), (0, 0, (23, 8)), (7, 59, (23, 8)), (8, 0, None)],
)
def test_between_nine_in_the_evening_and_eight_in_the_morning_it_is_quiet(hour, minute, over):
    moment = datetime(2026, 11, 23, hour, minute)
    found = text_messages.quiet_hours(NOW).over_at(moment)
    assert found == (datetime(2026, 11, *over) if over else None)


@pytest.mark.parametrize(
    "reply", ["TD", "td", " ＴＤ ", "T", "退订", "退订。", "退订，谢谢", "不要再发!", "TD退订"]
)
def test_these_replies_end_the_consent(reply):
    assert text_messages.ends_consent(reply, NOW)


@pytest.mark.parametrize("reply", ["", "好的", "谢谢", "收到", "请问怎么申请？", "1"])
def test_other_replies_do_not(reply):
    assert not text_messages.ends_consent(reply, NOW)
