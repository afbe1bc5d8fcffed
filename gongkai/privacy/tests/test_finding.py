"""What is personal data in Chinese text, and what only looks like it."""

import pytest
from stdnum.cn import ric

from gongkai.privacy.finding import KINDS, find

# Nobody's: the numbers of the textbooks, and one made for these tests.
IDENTITY = "110101199003071233"
IDENTITY_X = "11010119900301102X"
FOREIGNER = "93184019900307123X"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def kinds(text):
    return [each.kind for each in find(text)]


def said(text, kind):
    return [each.text for each in find(text) if each.kind == kind]


def test_the_numbers_of_these_tests_have_right_check_digits():
    assert ric.is_valid(IDENTITY)
    assert ric.is_valid(IDENTITY_X)
    assert ric.calc_check_digit(FOREIGNER) == FOREIGNER[-1]


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY_X,
        IDENTITY_X.lower(),
        IDENTITY_X.translate(FULL_WIDTH),
        "110101 19900307 1233",
        "110101-19900307-1233",
        "110101 1990 0307 1233",
        f"身份证号：{IDENTITY}，",
        f"（{IDENTITY}）",
        f"身份证{IDENTITY}号",
        f"身份证{IDENTITY}QQ12345",
        "1101011990\n03071233",
        "1101011990\r\n  03071233",
        "身份证号110101900307123",
        f"残疾人证号{IDENTITY}42",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text):
    assert "resident_id" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "110101199003071234",  # the check digit is wrong
        "110101199002301236",  # there is no 30 February
        "990101199003071233",  # no such province
        "1101011990030712331",
        "91110000600037341L",
        "统一社会信用代码：91110000600037341L",
        "统一社会信用代码 11110101000061000X",
    ],
)
def test_what_is_no_identity_number_is_left_alone(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("手机13800138000。", "13800138000"),
        ("138-0013-8000", "138-0013-8000"),
        ("138 0013 8000", "138 0013 8000"),
        ("+86 138-0013-8000", "+86 138-0013-8000"),
        ("0086 13800138000", "0086 13800138000"),
        ("１３８００１３８０００", "１３８００１３８０００"),
        ("Tel13800138000", "13800138000"),
        ("2018-05-07 13800138000", "13800138000"),
    ],
)
def test_a_mobile_number_is_found_however_it_is_grouped(text, number):
    assert said(text, "mobile") == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("010-65123456", "010-65123456"),
        ("(010) 6512-3456", "(010) 6512-3456"),
        ("01065123456", "01065123456"),
        ("0312—7123456", "0312—7123456"),
        ("010-65123456转8012", "010-65123456转8012"),
        ("联系电话：65123456", "65123456"),
    ],
)
def test_a_telephone_is_found_by_area_code_or_by_being_called_one(text, number):
    assert said(text, "phone") == [number]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("手机一三八零零一三八零零零", "mobile"),
        ("电话138零零1380零零", "mobile"),
        ("138\u200b0013\u00ad8000", "mobile"),
        ("138.0013.8000", "mobile"),
        ("手机：1 3 8 0 0 1 3 8 0 0 0", "mobile"),
        ("联系电话138001\n38000", "mobile"),
        ("013800138000", "mobile"),
        ("＋86（138）00138000", "mobile"),
        ("+86-10-65123456", "phone"),
        ("0086 312 7123456", "phone"),
        ("010/65123456", "phone"),
        ("电  话：12345、65123456", "phone"),
        ("一一零一零一一九九零零三零七一二三三", "resident_id"),
        ("壹壹零壹零壹壹玖玖零零叁零柒壹贰叁叁", "resident_id"),
        (" ".join(IDENTITY), "resident_id"),
        (IDENTITY_X[:-1] + "×", "resident_id"),
        ("110101/19900307/1233", "resident_id"),
        ("6\u20602220212 34567890 128", "bank_card"),
        ("卡号：62220212345\n67890128", "bank_card"),
        ("牌照京Ｎ１２３４５", "plate"),
        ("李红138\n0013 8000，", "mobile"),
        ("138\n0013 8000", "mobile"),
        ("李红138-0013\n8000，", "mobile"),
        ("1 3 8 0 0 1 3 8 0 0 0", "mobile"),
        ("138零0138000", "mobile"),
        ("1380〇138000", "mobile"),
        ("138-0○13-8000", "mobile"),
        ("62220 21234567 890128", "bank_card"),
        ("41111 11111 111111", "bank_card"),
        (FOREIGNER, "resident_id"),
    ],
)
def test_a_number_is_found_through_what_parts_or_disguises_it(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "合计 13800138000",
        "预算（元）：13800138000",
        "138 2016 2017 2018 2019",
        "120 138 0013 8000 77",
        "http://www.example.gov.cn/detail?id=13800138000&page=2",
        "订单编号：" + IDENTITY,
        "合同编号：" + IDENTITY_X,
        "档号：010-2018-0001",
        "第13800138000号",
        "受理号110101180507001",
        "电话：12345\n3278 5180 142",
        "快递单号：8613800138000",
        "服务器139.168.123.45:8080",
        "138\n2016 2017",
        "2018年138\n2016 2017",
        "1 3 8 0 0 1 3 8 0 0 0 4",
        "手机138○○○○8000",
        "二〇18年5月，2○18年第1零3号",
    ],
)
def test_figures_papers_and_addresses_do_not_alarm(text):
    assert find(text) == []


def test_a_finding_stands_where_it_was_before_unseen_signs_were_left_out():
    (found,) = find("\u200b手机138\u200b00138000，")
    assert (found.start, found.text) == (3, "138\u200b00138000")
    assert len(found.masked) == len(found.text)


def test_the_second_telephone_of_a_list_is_found_too():
    assert said("电话：65123456、65123457", "phone") == ["65123456", "65123457"]


@pytest.mark.parametrize(
    "text",
    ["6222021234567890128", "卡号6222 0212 3456 7890 128", "4111111111111111", "4111 1111 1111 1111"],
)
def test_a_bank_card_is_found_by_its_check_digit(text):
    assert kinds(text) == ["bank_card"]


@pytest.mark.parametrize(
    "text",
    [
        "京政发〔2018〕12号",
        "索引号：11D00061000-2018-000123",
        "索引号 000014349/2018-00123",
        "2018年5月7日至2018年5月27日，9:00-17:30",
        "2018-05-07 2018-05-27 20180507",
        "预算1234567890元，决算13800138000元",
        "13800138000.55",
        "1,380,013,800,011",
        "订单号2018050712345678",
        "订单号：13800138000",
        "合同编号4111111111111111",
        "6222021234567890129",
        "http://www.example.gov.cn/t20180507_13800138000.html",
        "GB/T 9704-2012，ISBN 978-7-5093-1234-5",
        "京公网安备 11010102000001号，京ICP备05083640号-1",
        "服务热线12345、95588、400-810-1234",
        "许可证编号：JY11101010012345",
        "邮编100005",
        "65123456",
        "占地1380013平方米，共12345678人次",
    ],
)
def test_the_numbers_of_an_office_do_not_alarm(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("护照号码：E12345678", "passport", "E12345678"),
        ("持护照EA1234567入境", "passport", "EA1234567"),
        ("往来港澳通行证C12345678", "permit", "C12345678"),
        ("港澳居民来往内地通行证H12345678", "permit", "H12345678"),
        ("台胞证号：12345678", "permit", "12345678"),
        ("军官证：军字第1234567号", "permit", "1234567"),
        ("车牌京A12345", "plate", "京A12345"),
        ("京AD12345", "plate", "京AD12345"),
        ("粤B·1234学", "plate", "粤B·1234学"),
        ("zhang.san@example.com，", "email", "zhang.san@example.com"),
    ],
)
def test_documents_plates_and_addresses_of_mail_are_found(text, kind, what):
    assert said(text, kind) == [what]


@pytest.mark.parametrize("text", ["型号E12345678", "川A区12345", "logo@2x.png", "粤B2-20090059", "a@b"])
def test_letters_and_digits_without_meaning_are_left_alone(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("家住东城区某胡同8号院3号楼2单元501室。", "东城区某胡同8号院3号楼2单元501室"),
        ("上海市徐汇区漕溪路12弄3号402室", "上海市徐汇区漕溪路12弄3号402室"),
        ("住址：河北省某县某镇某村12号", "河北省某县某镇某村12号"),
        ("王某，住北京市东城区朝内大街1号。", "北京市东城区朝内大街1号"),
        ("幸福里小区3-2-501", None),
        ("李红，东城区干面胡同甲6号院2号楼1203", "东城区干面胡同甲6号院2号楼1203"),
        ("李红，家住干面胡同甲6号院2号楼1203", "干面胡同甲6号院2号楼1203"),
        ("某街5号楼３单元５０２室", "某街5号楼３单元５０２室"),
    ],
)
def test_a_home_is_found_down_to_its_door(text, home):
    assert said(text, "address") == ([home] if home else [])


@pytest.mark.parametrize(
    "text",
    [
        "东城区建国门内大街18号",
        "办公地址：东城区建国门内大街18号3号楼501室",
        "住所地：北京市东城区建国门内大街18号",
        "3号楼前新增停车位12个",
        "居民住房和住宅小区管理",
        "五号院改造项目",
        "干面胡同6号院2号楼120平方米",
        "干面胡同6号院2号楼2018年完工",
    ],
)
def test_the_address_of_an_office_does_not_alarm(text):
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "出生日期：1990-03-07",
        "出生年月：1990年3月",
        "生于1990年3月7日",
        "男，汉族，1990年3月生，大学学历",
        "1990年3月7日出生",
        "一九九〇年三月出生",
        "生日19900307",
    ],
)
def test_a_date_of_birth_is_found_by_the_words_around_it(text):
    assert kinds(text) == ["birth_date"]


@pytest.mark.parametrize(
    "text",
    ["火灾发生于2018年4月26日", "2018年5月7日生效", "世界卫生日2018年4月7日", "毕业生于2018年6月30日报到"],
)
def test_other_dates_are_no_dates_of_birth(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王小明，男，患有精神分裂症", ["王小明"]),
        ("低保户张三，家庭困难", ["张三"]),
        ("低保对象：王小明、李大红、张三", ["王小明", "李大红", "张三"]),
        ("残疾人李四（男，45岁）", ["李四"]),
        ("居民陈建国身患白血病", ["陈建国"]),
        ("马小妮，女，因糖尿病住院", ["马小妮"]),
        ("临时救助王五2000元", ["王五"]),
        ("马某某，女，因糖尿病住院", []),
    ],
)
def test_a_person_named_with_illness_or_welfare_is_found(text, names):
    assert said(text, "health_welfare") == names


@pytest.mark.parametrize(
    "text",
    [
        "为低保户、残疾人、困难群众发放慰问金",
        "确诊患者应当隔离，任何单位不得歧视艾滋病患者",
        "申请低保的居民应当提交材料",
        "关爱残疾人，帮扶困难职工",
        "街道残疾人联合会成立",
        "发放临时救助金2000元，临时救助金额3000元，临时救助金共4000元，临时救助单次5000元",
    ],
)
def test_illness_and_welfare_without_a_name_do_not_alarm(text):
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "秘密★10年",
        "机密★",
        "绝密★长期",
        "内部资料 注意保存",
        "密级：机密",
        "（内部使用）",
        "标题\n秘密\n正文",
        "绝 密",
    ],
)
def test_markings_are_found(text):
    assert kinds(text) == ["marking"]


@pytest.mark.parametrize(
    "text",
    ["国家秘密分为绝密、机密、秘密三级", "不得泄露工作秘密和商业秘密", "内部管理制度", "保守秘密，人人有责"],
)
def test_speaking_of_secrecy_is_no_marking(text):
    assert find(text) == []


def test_findings_stand_in_order_and_say_where_they_are():
    text = f"申请人电话13800138000，身份证{IDENTITY}，邮箱a1@example.com。"
    found = find(text)
    assert [each.kind for each in found] == ["mobile", "resident_id", "email"]
    assert all(text[each.start : each.end] == each.text for each in found)


def test_every_kind_has_a_name_for_people():
    assert len(KINDS) == 12


def test_an_office_report_without_persons_is_clean():
    text = (
        "全年主动公开政府信息1280条，通过微博公开412条，受理申请5件，举办培训1次，35人次参加，经费0.2万元。"
    )
    assert find(text * 50) == []
