"""What is left of personal data when it is masked."""

import pytest

from gongkai.privacy.finding import find
from gongkai.privacy.masking import mask, mask_contact, mask_name, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("110101199003071233", "110***********1233"),
        ("110101 19900307 1233", "110*** ******** 1233"),
        ("13800138000", "138****8000"),
        ("+86 138-0013-8000", "+86 138-****-8000"),
        ("010-65123456", "010-65****56"),
        ("6222021234567890128", "6222***********0128"),
        ("护照E12345678", "护照E*****678"),
        ("京A12345", "京A***45"),
        ("zhang@example.com", "z****@example.com"),
        ("生于1990年3月7日", "生于1990年*月*日"),
        ("低保户张三丰，男", "低保户张**，男"),
        ("秘密★10年", "秘密★10年"),
    ],
)
def test_the_shape_stays_and_the_person_goes(text, masked):
    assert mask(text) == masked


def test_of_a_home_only_the_district_stays():
    assert mask("家住北京市东城区某街8号院3号楼2单元501室。") == "家住北京市东城区***************。"


def test_only_the_findings_handed_in_are_masked():
    text = "电话13800138000，邮箱a1@example.com"
    assert mask(text, find(text)[1:]) == "电话13800138000，邮箱a*@example.com"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王小明", "王**"), ("李四", "李*"), ("欧阳小明", "欧阳**"), ("王", "*"), ("", ""), (" 张三 ", "张*")],
)
def test_of_a_name_the_surname_stays(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("contact", "masked"),
    [
        ("13800138000", "138****8000"),
        ("a1@example.com", "a*@example.com"),
        ("微信 wangxm2018", "微信 w******018"),
    ],
)
def test_no_contact_is_shown_whole(contact, masked):
    assert mask_contact(contact) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证110101199003071233", "身份证110101********1233"),
        ("身份证 110101 19900307 1233", "身份证 110101 ******** 1233"),
        ("身份证110101900307123", "身份证110101******123"),
        ("手机13800138000", "手机138****8000"),
        ("卡号6222021234567890128", "卡号622202*********0128"),
        ("生于1980年3月7日", "生于1980年*月*日"),
        ("低保户张三丰，男", "低保户张某某，男"),
        ("低保户李四，男", "低保户李某，男"),
        ("低保户欧阳小明，男", "低保户欧阳某某，男"),
        ("秘密★10年", "秘密★10年"),
    ],
)
def test_in_a_paper_that_goes_out_it_is_masked_as_offices_do(text, masked):
    assert mask_text(text) == masked


def test_of_an_address_the_street_stays_and_the_door_goes():
    assert mask_text("家住北京市东城区某街8号院3号楼2单元501室。") == "家住北京市东城区某街*************。"


def test_a_street_that_is_still_an_address_goes_too():
    masked = mask_text("住址：东城区干面胡同8号")
    assert not find(masked)
    assert len(masked) == len("住址：东城区干面胡同8号")


def test_a_choice_is_masked_and_the_rest_stays():
    text = "电话13800138000，身份证110101199003071233"
    assert mask_text(text, find(text)[:1]) == "电话138****8000，身份证110101199003071233"


def test_nothing_chosen_changes_nothing():
    assert mask_text("电话13800138000", []) == "电话13800138000"
