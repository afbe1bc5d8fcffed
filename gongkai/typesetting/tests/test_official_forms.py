from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from gongkai.typesetting.docx import form_docx
from gongkai.typesetting.official_forms import (
    IssuingApplication,
    Opinion,
    SecrecyReviewForm,
    issuing_form,
    secrecy_form,
)
from gongkai.typesetting.pdf import form_pdf

from .factories import printed

pytestmark = pytest.mark.one_database

AGREED = Opinion("同意。", "张三", date(2026, 11, 5))
CHECKSUM = "ab12" * 16


def application(**changes):
    said = {
        "office": "建国门街道办事处",
        "title": "关于做好政府信息公开工作的通知",
        "section": "综合办公室",
        "drafter": "王五",
        "drafted_on": date(2026, 11, 5),
        "genre": "通知",
        "recipients": ("各科室", "各社区"),
        "attribute": "依申请公开",
        "reason": "内部事务信息",
        "provision": "《条例》第十六条",
        "is_policy": True,
        "section_head": AGREED,
        "office_check": AGREED,
    }
    return IssuingApplication(**{**said, **changes})


def review(**changes):
    said = {
        "office": "建国门街道办事处",
        "title": "低保对象公示",
        "section": "民生保障办公室",
        "applicant": "王五",
        "filled_in_on": date(2026, 11, 5),
        "kind": "公文类",
        "ways": ("政府网站",),
        "summary": "2026年10月低保对象名单。",
        "section_opinion": AGREED,
        "checksum": CHECKSUM,
    }
    return SecrecyReviewForm(**{**said, **changes})


def words_of(form):
    """The text of the one table of the DOCX, each cell once, in its order."""
    table = Document(BytesIO(form_docx(form))).tables[0]
    return [cell.text for row in table.rows for cell in dict.fromkeys(row.cells)]


def beside(form, label):
    words = words_of(form)
    return words[words.index(label) + 1]


def test_the_issuing_form_ticks_the_attribute_and_gives_its_reason():
    form = issuing_form(application())
    assert beside(form, "公开属性") == "□主动公开　☑依申请公开　□不予公开"
    assert beside(form, "不主动公开\n的理由") == "内部事务信息"
    assert beside(form, "依据条款") == "《条例》第十六条"


def test_an_undecided_attribute_leaves_every_box_open():
    assert beside(issuing_form(application(attribute="")), "公开属性") == "□主动公开　□依申请公开　□不予公开"
    assert beside(issuing_form(application(is_policy=None)), "是否政策性\n文件") == "□是　□否"
    assert beside(issuing_form(application(is_policy=False)), "是否政策性\n文件") == "□是　☑否"


def test_each_opinion_has_name_and_day_or_room_for_them():
    form = issuing_form(application())
    assert beside(form, "科室负责人\n意见") == "同意。\n签名：张三　　2026年11月5日"
    assert beside(form, "领导签发") == "签名：　　　　　　年　　月　　日"


def test_the_secrecy_form_has_all_fields():
    words = " ".join(words_of(secrecy_form(review()))).replace("\n", "")
    for field in (
        *("承办部门", "承办人", "填表日期", "信息名称", "信息载体形式", "图片作者", "图片数量", "拟公开方式"),
        *(
            "拟公开时间",
            "信息内容摘要",
            "附件",
            "承办部门自审意见",
            "保密审查机构意见",
            "不予公开的理由",
            "依据",
        ),
        *("主管（分管）领导审批意见", "网站责任人意见", "审批状态", "紧急口头审批", "事后补签"),
    ):
        assert field in words


def test_withheld_information_is_ticked_with_its_reasons():
    form = secrecy_form(review(outcome="部分公开", secrets=("个人隐私",), provision="《条例》第十五条"))
    assert "☑部分公开" in beside(form, "保密审查\n机构意见")
    assert beside(form, "不予公开的理由") == (
        "□国家秘密　□工作秘密　□商业秘密　☑个人隐私　□其他\n依据：《条例》第十五条"
    )


def test_another_way_is_printed_behind_its_box():
    assert beside(secrecy_form(review(ways=("政府网站", "社区大屏"))), "拟公开方式").endswith(
        "☑其他：社区大屏"
    )


def test_an_oral_approval_says_who_noted_it_and_leaves_room_to_countersign():
    oral = Opinion("同意。", "李四", date(2026, 11, 5), oral=True, noted_by="王五")
    form = secrecy_form(review(leader=oral, is_emergency=True))
    assert beside(form, "紧急口头审批") == "☑紧急发布　☑口头同意　记录人：王五　2026年11月5日"
    assert beside(form, "事后补签") == "签名：　　　　　　年　　月　　日"
    # A court that reads the form must not take a word for a signature.
    assert beside(form, "主管（分管）\n领导审批意见") == "同意。\n口头同意：李四　　2026年11月5日"
    assert "签名：李四" not in str(form)
    assert beside(secrecy_form(review()), "紧急口头审批") == "□紧急发布　□口头同意"


SIGNED = dict.fromkeys(("review_body", "leader", "uploader"), AGREED)


@pytest.mark.parametrize("form", [issuing_form(application()), secrecy_form(review(**SIGNED))])
def test_each_form_fits_on_one_page(chinese_font, form):
    assert len(PdfReader(BytesIO(form_pdf(form))).pages) == 1


def test_the_checksum_is_printed_whole(chinese_font):
    assert CHECKSUM in printed(form_pdf(secrecy_form(review())))
