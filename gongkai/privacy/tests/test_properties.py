"""What holds for any text."""

import itertools
import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from gongkai.privacy.finding import find
from gongkai.privacy.masking import mask, mask_contact, mask_name, mask_text
from gongkai.privacy.web_cleaning import findings_in_html, mask_html

DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2025, 12, 31))
ORDINARY = st.text(alphabet=st.characters(exclude_categories=("Nd", "Cs")), max_size=30)


@st.composite
def identities(draw):
    county = draw(st.sampled_from(["110101", "310104", "440106", "510107", "130102"]))
    body = f"{county}{draw(DAYS):%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return body + ric.calc_check_digit(body + "0")


@settings(deadline=None)
@given(ORDINARY, identities(), ORDINARY)
def test_an_identity_number_is_found_with_anything_around_it(before, number, after):
    assert number in [each.text for each in find(before + number + after) if each.kind == "resident_id"]


@settings(deadline=None)
@given(identities(), st.sampled_from("0123456789X"))
def test_no_identity_number_with_a_wrong_check_digit_is_found(number, sign):
    if sign != number[-1]:
        assert "resident_id" not in [each.kind for each in find(number[:-1] + sign)]


@settings(deadline=None)
@given(ORDINARY, identities(), ORDINARY)
def test_masked_text_never_holds_the_number(before, number, after):
    masked = mask(before + number + after)
    assert number not in masked
    assert len(masked) == len(before + number + after)


SIGNS = "0123456789０９xX- \n\t()（）转省市区县路号楼单元室住址出生日期年月王李患低保密秘机★@.京AEC护照"


@settings(deadline=None)
@given(st.text(alphabet=SIGNS, max_size=120))
def test_any_text_is_read_and_findings_never_overlap(text):
    found = find(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    assert all(
        text[each.start : each.end] == each.text and len(each.masked) == len(each.text) for each in found
    )


@settings(deadline=None)
@given(st.text(max_size=200))
def test_what_is_masked_once_needs_no_second_mask(text):
    found = [each for each in find(text) if each.kind in ("resident_id", "mobile", "bank_card")]
    again = find(mask(text, found))
    assert not {each.text for each in found} & {each.text for each in again}


@settings(deadline=None)
@given(st.text(min_size=2, max_size=40))
def test_a_name_and_a_contact_are_never_shown_whole(text):
    letters = re.findall(r"[^\W_]", text.strip())
    if len(letters) > 2:
        assert mask_name(text) != text.strip()
        assert mask_contact(text) != text.strip()


@settings(deadline=None)
@given(st.text(alphabet=SIGNS + "低保户张王小明因患癌，。", max_size=120))
def test_a_paper_that_was_masked_needs_no_second_mask(text):
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert {each.kind for each in find(masked)} <= {"marking"}
    assert mask_text(masked) == masked


SAID = ["13800138000", "；住址：东城区干面胡同8号", "低保户张三丰，"]


@settings(deadline=None)
@given(st.lists(st.one_of(identities(), st.sampled_from(SAID))))
def test_no_number_stays_in_a_paper_that_was_masked(parts):
    masked = mask_text("，".join(parts))
    assert not [part for part in parts if part in masked]
    assert {each.kind for each in find(masked)} <= {"marking"}


MARKUP = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "&amp;",
    "&lt",
    "&#49;",
    "<",
    "&",
    "<!--",
    "低保户",
    "张三",
]
MARKUP += ["110101", "19900307", "1233", "13800138000", " ", "\n", "<a href='tel:13800138000'>"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(MARKUP), max_size=25).map("".join))
def test_any_markup_stays_but_for_what_is_masked(html):
    assert mask_html(html, []) == html
    assert {each.kind for each in findings_in_html(mask_html(html))} <= {"marking"}
