from hypothesis import given
from hypothesis import strategies as st

from gongkai.typesetting.characters import CharactersMissing, printable, printable_lines, width


def test_marks_that_turn_the_direction_of_writing_are_left_out():
    assert printable("王\u202e喆\u2066\u200f") == "王喆"


def test_zero_width_and_control_characters_are_left_out():
    assert printable("\ufeff建\u200b国\x00门\x1b\u00ad街道") == "建国门街道"


def test_halves_of_surrogate_pairs_and_noncharacters_are_left_out():
    assert printable("国\ud842\uffff\ufdd0门") == "国门"


def test_indents_typed_with_spaces_are_taken_off():
    assert printable("\u3000\u3000您好。 ") == "您好。"


def test_rare_characters_of_a_name_stay():
    assert printable("𠮷㛃") == "𠮷㛃"


def test_a_line_end_in_a_name_becomes_a_space():
    assert printable("王\n喆") == "王 喆"


def test_lines_part_a_text_and_empty_ones_are_left_out():
    assert printable_lines("甲\r\n\r\n乙\u2029丙", " ") == ("甲", "乙", "丙")


@given(st.text())
def test_no_text_is_refused(text):
    assert printable(printable(text)) == printable(text)


def test_figures_are_half_as_wide_as_chinese_characters():
    assert width("2018年") == 3.0


def test_a_missing_character_is_named_with_its_code_point():
    said = str(CharactersMissing("\U0002ebe0"))
    assert "\U0002ebe0 (U+2EBE0)" in said
    assert "download the DOCX file" in said


def test_of_many_missing_characters_twelve_are_named_and_the_rest_counted():
    said = str(CharactersMissing("".join(chr(0xE000 + number) for number in range(20))))
    assert "U+E00B" in said
    assert "U+E00C" not in said
    assert "8 more" in said


def test_without_a_chinese_font_the_message_says_so():
    assert "No Chinese font is installed" in str(CharactersMissing("国", no_chinese_font=True))
