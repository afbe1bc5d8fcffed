from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from gongkai.typesetting.fonts import Role, chinese_faces, missing_characters
from gongkai.typesetting.pdf import letter_pdf

from .factories import letter

IN_NO_FONT = "\U000f1234"  # for private use

pytestmark = pytest.mark.usefixtures("chinese_font")


def save_face_with_a_rare_character(path, *, family):
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 800))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "rare"])
    builder.setupCharacterMap({ord(IN_NO_FONT): "rare"})
    builder.setupGlyf({".notdef": pen.glyph(), "rare": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "rare": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture
def folder_with_a_rare_face(tmp_path, monkeypatch):
    save_face_with_a_rare_character(tmp_path / "rare.ttf", family="Jigmo")
    monkeypatch.setenv("GONGKAI_FONT_DIRS", str(tmp_path))


def test_characters_of_everyday_letters_are_there():
    assert missing_characters("北京市东城区人民政府〔2018〕5号，。、；：“”《》（）—…①㎡℃") == ""


def test_rare_characters_of_personal_names_are_there():
    assert missing_characters("𠮷㛃喆") == ""


def test_a_character_in_no_font_is_missing_once():
    assert missing_characters(f"国{IN_NO_FONT}国{IN_NO_FONT}") == IN_NO_FONT


def test_missing_characters_keep_their_order():
    assert missing_characters("\U000f1235国\U000f1234") == "\U000f1235\U000f1234"


def test_spaces_and_variation_selectors_need_no_glyph():
    assert missing_characters("国 \u3000葛\U000e0100") == ""


def test_a_folder_of_the_office_adds_its_fonts(folder_with_a_rare_face):
    assert missing_characters(IN_NO_FONT) == ""


def test_a_folder_of_the_office_lets_a_letter_print_its_rare_character(folder_with_a_rare_face):
    pages = PdfReader(BytesIO(letter_pdf(letter(recipient=IN_NO_FONT)))).pages
    assert IN_NO_FONT in pages[0].extract_text()


def test_a_face_that_is_not_on_the_list_does_not_count(tmp_path, monkeypatch):
    save_face_with_a_rare_character(tmp_path / "rare.ttf", family="Any Face")
    monkeypatch.setenv("GONGKAI_FONT_DIRS", str(tmp_path))
    assert missing_characters(IN_NO_FONT) == IN_NO_FONT


@pytest.mark.parametrize("role", list(Role))
def test_every_role_falls_back_on_the_same_faces(role):
    assert set(chinese_faces(role)) == set(chinese_faces())
