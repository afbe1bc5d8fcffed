import io

import pytest
from django.utils import translation
from PIL import Image

from gongkai.privacy.pages import (
    CannotRedact,
    page_count,
    page_picture,
    page_size,
    page_text,
    pages_without_text,
    proposals,
    search,
    text_boxes,
)

from .papers import (
    CARELESS,
    IDENTITY,
    MOBILE,
    SECRET,
    changed,
    encrypted,
    paper,
    scan,
    with_page_keys,
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_pages_are_counted_and_measured():
    pdf = with_page_keys(paper("一\f二\f三"), Rotate=90)
    assert page_count(pdf) == 3
    assert page_size(pdf, 2) == pytest.approx((841.89, 595.28), abs=0.01)


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(CannotRedact, match="There is no page 4; the PDF has 3"):
        page_size(paper("一\f二\f三"), 3)
    with pytest.raises(CannotRedact, match="There is no page 0"):
        page_picture(paper(), -1, 800)


def test_a_picture_of_a_page_is_as_wide_as_asked_for():
    picture = Image.open(io.BytesIO(page_picture(paper(), 0, 800)))
    assert (picture.format, picture.size) == ("JPEG", (800, 1132))


def test_a_picture_is_never_wider_than_a_screen_can_show():
    assert Image.open(io.BytesIO(page_picture(paper(), 0, 1_000_000))).width == 2400


def test_words_are_found_with_the_box_around_them():
    [hit] = search(paper(), SECRET)
    [box] = hit.boxes
    assert (hit.page, hit.text) == (0, SECRET)
    assert box.width * 595.28 == pytest.approx(3 * 16, abs=2)
    assert box.height * 841.89 == pytest.approx(16, abs=3)


def test_words_are_found_across_the_end_of_a_line():
    [hit] = search(paper("申请人王", "小明来信"), SECRET)
    upper, lower = hit.boxes
    assert upper.y < lower.y
    assert upper.width < lower.width
    assert hit.text == SECRET


@pytest.mark.parametrize("wanted", ["１３８００００１２３４", "138 0000 1234", "13800001234"])
@pytest.mark.parametrize("written", ["13800001234", "１３８００００１２３４", "138 0000 1234"])
def test_full_and_half_width_and_spaces_make_no_difference(written, wanted):
    assert len(search(paper(f"电话{written}。"), wanted)) == 1


def test_capital_letters_make_no_difference():
    assert [hit.text for hit in search(paper("Ab123，AB123"), "ab123")] == ["Ab123", "AB123"]


def test_every_place_on_every_page_is_found():
    hits = search(paper(f"{SECRET}和{SECRET}\f无\f{SECRET}"), SECRET)
    assert [hit.page for hit in hits] == [0, 0, 2]


def test_a_rare_character_is_found():
    assert [hit.text for hit in search(paper("申请人𠮷小明。"), "𠮷小")] == ["𠮷小"]


@pytest.mark.parametrize("nothing", ["", "   ", "\n", "\u200b"])
def test_nothing_is_found_nowhere(nothing):
    assert search(paper(), nothing) == []


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_a_turned_page_words_are_found_once(turned):
    [hit] = search(with_page_keys(paper(), Rotate=turned), SECRET)
    assert len(hit.boxes) == 1


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_number_broken_over_two_lines_is_proposed(turned):
    pdf = with_page_keys(paper(f"身份证号{IDENTITY[:10]}", f"{IDENTITY[10:]}，住址略"), Rotate=turned)
    [proposal] = [each for each in proposals(pdf) if each.kind == "resident_id"]
    assert len(proposal.boxes) == 2
    assert len(proposal.masked) == len(IDENTITY)
    assert proposal.masked != IDENTITY


def test_two_numbers_under_each_other_are_both_proposed():
    kinds = [each.kind for each in proposals(paper(f"电话{MOBILE}", f"身份证{IDENTITY}"))]
    assert sorted(kinds) == ["mobile", "resident_id"]


def test_what_stands_in_form_fields_and_remarks_is_proposed():
    for left_in in ("form field", "remarks"):
        pdf = changed(paper("公开内容"), CARELESS[left_in])
        assert [each.kind for each in proposals(pdf)] == ["mobile"]


def test_a_mark_of_secrecy_is_no_personal_data():
    assert proposals(paper("机密★10年", "内部资料，不得外传")) == []


def test_what_is_proposed_is_told_masked():
    assert not any(MOBILE in each.masked or IDENTITY in each.masked for each in proposals(paper()))


def test_words_outside_the_crop_are_not_seen_and_have_no_box():
    pdf = with_page_keys(paper(), CropBox=[0, 0, 595, 300])
    assert search(pdf, SECRET) == []


def test_part_of_a_text_has_its_boxes():
    pdf = paper()
    start = page_text(pdf, 0).index(SECRET)
    assert text_boxes(pdf, 0, start, start + len(SECRET)) == list(search(pdf, SECRET)[0].boxes)


def test_pages_that_are_only_pictures_are_named():
    assert pages_without_text(scan()) == [0]
    assert pages_without_text(paper()) == []


def test_a_protected_file_is_refused():
    with pytest.raises(CannotRedact, match="protected by a password"):
        page_count(encrypted(owner="2", user="1"))
