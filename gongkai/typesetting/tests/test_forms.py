from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader

from gongkai.typesetting.docx import form_docx
from gongkai.typesetting.forms import (
    Field,
    Form,
    FormRow,
    Organisation,
    application_form,
    delivery_form,
    table_of,
    ticked,
)
from gongkai.typesetting.pdf import form_pdf
from gongkai.typesetting.tables import placed

from .factories import application, delivery_record, printed


def words_of(content):
    """The text of the one table of a DOCX, each cell once."""
    table = Document(BytesIO(content)).tables[0]
    return [cell.text for row in table.rows for cell in dict.fromkeys(row.cells)]


def test_a_delivery_record_has_the_eight_matters(chinese_font):
    text = printed(form_pdf(delivery_form(delivery_record())))
    for matter in ("送达回证", "受送达人", "送达地点", "送达方式", "送达时间", "送达人", "备注"):
        assert matter in text
    words = words_of(form_docx(delivery_form(delivery_record())))
    assert {"送达文书名称及文号", "收件人签名或盖章", "备注"} <= set(words)


def test_each_paper_delivered_stands_on_a_line_with_its_number():
    record = delivery_record(papers=(("答复书", "建街公开复〔2026〕5号"), ("招标文件", "")))
    words = words_of(form_docx(delivery_form(record)))
    assert words[words.index("送达文书名称及文号") + 1] == "答复书 建街公开复〔2026〕5号\n招标文件"


def test_what_is_not_known_of_a_delivery_leaves_room_to_write_it():
    assert "年　　月　　日　　时　　分" in words_of(form_docx(delivery_form(delivery_record())))


@pytest.mark.parametrize(
    ("moment", "said"),
    [(date(2026, 11, 5), "2026年11月5日"), (datetime(2026, 11, 5, 9, 5), "2026年11月5日9时5分")],
)
def test_a_delivery_is_dated_to_the_day_or_the_minute(moment, said):
    assert said in words_of(form_docx(delivery_form(delivery_record(delivered_on=moment))))


def test_there_is_room_for_a_signature():
    table = Document(BytesIO(form_docx(delivery_form(delivery_record())))).tables[0]
    row = next(row for row in table.rows if row.cells[0].text == "收件人签名或盖章")
    assert row.height >= Mm(24)


def test_an_application_written_down_by_the_office_says_so(chinese_font):
    text = printed(form_pdf(application_form(application())))
    assert "由本机关代为填写" in text
    assert "填写人李明" in text


def test_an_application_to_be_filled_in_by_the_applicant_does_not_say_so(chinese_font):
    assert "代为填写" not in printed(form_pdf(application_form(application(written_by=""))))


def test_an_application_asks_for_what_the_regulations_ask_for(chinese_font):
    text = printed(form_pdf(application_form(application())))
    for asked in ("姓名", "证件号码", "联系电话", "所需信息的形式", "获取信息的途径"):
        assert asked in text


def test_an_application_stays_on_one_page(chinese_font):
    assert len(PdfReader(BytesIO(form_pdf(application_form(application())))).pages) == 1


def test_an_identity_number_stands_on_one_line(chinese_font):
    page = PdfReader(BytesIO(form_pdf(application_form(application())))).pages[0]
    assert "110101199003070003" in page.extract_text()


def test_what_the_applicant_wants_is_ticked():
    words = words_of(form_docx(application_form(application())))
    assert "☑纸质　□电子文档　□光盘" in words


def test_an_organisation_stands_in_its_own_block():
    words = words_of(form_docx(application_form(application(applicant=Organisation(name="甲公司")))))
    assert words[words.index("名称") + 1] == "甲公司"
    assert words[words.index("姓名") + 1] == ""


def test_a_description_of_20000_characters_is_printed_whole(chinese_font):
    text = printed(form_pdf(application_form(application(description="国" * 20_000))))
    assert text.count("国") == 20_000 + 1  # 建国门


def test_a_name_of_a_group_stands_once_beside_all_its_rows():
    form = Form(title="登记表", rows=(FormRow((Field("甲"),), "组"), FormRow((Field("乙"),), "组")))
    assert [cell.down for cell in placed(table_of(form)) if cell.text == "组"] == [2]


def test_words_without_a_label_take_its_room():
    form = Form(
        title="登记表", rows=(FormRow((Field("甲", "1"), Field("乙", "2"))), FormRow((Field("", "话"),)))
    )
    assert [cell.across for cell in placed(table_of(form))] == [1, 1, 1, 1, 4]


@pytest.mark.parametrize("count", [0, 3])
def test_a_row_has_one_or_two_fields(count):
    with pytest.raises(ValueError, match="one or two fields"):
        table_of(Form(title="登记表", rows=(FormRow((Field("甲"),) * count),)))


def test_nothing_chosen_leaves_every_box_open():
    assert ticked(("邮寄", "传真")) == "□邮寄　□传真"


def test_notes_stand_below_the_table(chinese_font):
    form = Form(title="登记回执", rows=(FormRow((Field("登记编号", "1号"),)),), notes=("请凭编号查询。",))
    assert printed(form_pdf(form)).startswith("登记回执登记编号1号请凭编号查询。")
    assert Document(BytesIO(form_docx(form))).paragraphs[-1].text == "请凭编号查询。"


@pytest.mark.parametrize("make", [form_pdf, form_docx])
def test_the_same_form_gives_the_same_bytes(chinese_font, make):
    form = delivery_form(delivery_record())
    assert make(form) == make(form)


@pytest.mark.parametrize("hostile", ["<script>", "#eval(1)", "]]><w:p/>", "a" * 300, "王\u202e\x00喆"])
def test_no_words_break_a_form(chinese_font, hostile):
    form = delivery_form(delivery_record(recipient=hostile, remarks=hostile, office=hostile[:60]))
    assert printed(form_pdf(form)).count(hostile.translate({0x202E: None, 0: None})) >= 2
    assert form_docx(form)
