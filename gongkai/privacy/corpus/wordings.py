"""Sentences of an office: some with personal data and its labels, some with numbers that only look like it."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

from collections.abc import Callable

from gongkai.privacy.corpus.pen import (
    CARD_WAYS,
    IDENTITY_WAYS,
    MOBILE_WAYS,
    Pen,
    Way,
    one_by_one,
    phone_ways,
    wide,
)  # fmt: skip
from gongkai.privacy.corpus.sample import Label

Said = tuple[str, list[Label]]

_IDENTITIES = (
    "申请人{name}，身份证号码：{it}，现申请公开有关信息。", "{name}（公民身份号码{it}）于当日到场。", "经核，{name}　{it}　情况属实。",
    "被征收人：{name}；证件号码：{it}；", "{it}", "兹有我社区居民{name}，身份证：{it}，特此证明。", "姓名：{name} ID: {it} 签字",
    "法定代表人{name}（{it}）委托他人办理。", "参会人员名单：{name}，{it}，已签到。", "证号为{it}的人员已核减。",
)  # fmt: skip
_MOBILES = (
    "联系电话：{it}。", "请致电{it}（{name}）。", "手机 {it}，微信同号。", "联系人：{name}，{it}；", "{name} {it}",
    "Tel:{it}", "（联系方式：{it}）", "电　话：{it}", "来电号码{it}反映噪声扰民。", "收件人{name}，手机号码{it}，请查收。",
)  # fmt: skip
_NEEDS_WORD = ("联系电话：{it}。", "手机 {it}，微信同号。", "（联系方式：{it}）", "移动电话：{it}")
_CARDS = (
    "补贴发放至银行卡{it}，户名{name}。", "开户行：某某银行，账号：{it}", "卡号 {it} 已核对。", "{name}，{it}，工商银行",
    "收款账户：{it}；收款人{name}。", "社保卡金融账户{it}",
)  # fmt: skip
_PHONES = (
    "联系电话：{it}。",
    "电话：{it}",
    "咨询电话{it}，工作日接听。",
    "传真 {it}",
    "值班电话：{it}，联系人{name}",
)
_LOCALS = (
    "联系电话：{it}", "办公电话 {it}，", "电　　话：{it}", "投诉举报电话：{it}。", "座机{it}", "联系人及电话：{name} {it}", "Tel: {it}",
    "传真：{it}（自动）", "电话：12345、{it}",
)  # fmt: skip


def _number(pen: Pen, kind: str, frames: tuple[str, ...], number: str, way: Way) -> Said:
    return pen.chance.choice(frames).format(it=way(number), name=pen.name()), [Label(kind, number)]


def identity(pen: Pen, way: Way | None = None) -> Said:
    """Return a sentence with an identity number, written in this way or in one by chance."""
    number = pen.identity_with_x() if pen.chance.random() < 0.15 else pen.identity()
    return _number(pen, "resident_id", _IDENTITIES, number, way or pen.chance.choice(IDENTITY_WAYS))


def old_identity(pen: Pen) -> Said:
    return _number(pen, "resident_id", _IDENTITIES[:2], pen.old_identity(), pen.chance.choice((str, wide)))


def mobile(pen: Pen, way: Way | None = None) -> Said:
    way = way or pen.chance.choice(MOBILE_WAYS)
    # Groups nobody would take for a telephone are called one, as are those that a line end breaks.
    frames = _MOBILES if MOBILE_WAYS.index(way) < len(MOBILE_WAYS) - 5 else _NEEDS_WORD
    return _number(pen, "mobile", frames, pen.mobile(), way)


def card(pen: Pen, way: Way | None = None) -> Said:
    number = pen.credit_card() if pen.chance.random() < 0.3 else pen.card()
    way = way or pen.chance.choice(CARD_WAYS)
    return _number(pen, "bank_card", _CARDS if way is not CARD_WAYS[-1] else _CARDS[:1], number, way)


def phone(pen: Pen) -> Said:
    area, local = pen.landline()
    ways = phone_ways(area, local)
    ending = pen.chance.choice(("", "", "转8012", "-803", " 转 12", "分机8001"))
    frame = pen.chance.choice(_PHONES)
    return frame.format(it=pen.chance.choice(ways) + ending, name=pen.name()), [Label("phone", area + local)]


def local_phone(pen: Pen) -> Said:
    number = pen.local()
    way = pen.chance.choice(
        (str, str, wide, lambda said: f"{said[:4]}-{said[4:]}", lambda said: f"{said[:4]} {said[4:]}")
    )
    return _number(pen, "phone", _LOCALS, number, way)


def phone_list(pen: Pen) -> Said:
    numbers = [pen.local() for _each in range(3)]
    return "咨询电话：" + pen.chance.choice("、，；/").join(numbers), [
        Label("phone", each) for each in numbers
    ]


def several(pen: Pen) -> Said:
    """Several numbers beside one another, as a careless list has them."""
    identity, mobiles = pen.identity(), [pen.mobile(), pen.mobile()]
    by = pen.chance.choice(("、", " ", "/", "，", "；", "或"))
    said = f"{pen.name()} {identity} " + by.join(mobiles)
    return said, [Label("resident_id", identity), *(Label("mobile", each) for each in mobiles)]


def passport(pen: Pen) -> Said:
    number = pen.chance.choice(("E", "G", "EA", "EB", "P")) + pen.digits(8)
    number = number[:9]
    frame = pen.chance.choice(
        ("护照号码：{}", "持中国护照（{}）出境", "Passport No. {}", "护照号{}，有效期十年")
    )
    return frame.format(number), [Label("passport")]


def permit(pen: Pen) -> Said:
    frame = pen.chance.choice(
        ("往来港澳通行证C{}", "港澳居民来往内地通行证号码：H{}", "台湾居民来往大陆通行证{}", "台胞证号码：{}")
    )
    return frame.format(pen.digits(8)), [Label("permit")]


def plate(pen: Pen) -> Said:
    number = pen.chance.choice(
        ("京A{}", "京N·{}", "津C {}", "沪AD{}", "冀R{}挂", "京Q-{}", "粤BF{}", "京Ｎ{}")
    )
    size = 4 if number[-3] in "DF" or number.endswith("挂") else 5
    return f"车牌号{number.format(pen.digits(size))}，违停。", [Label("plate")]


def email(pen: Pen) -> Said:
    host = pen.chance.choice(("qq.com", "163.com", "example.com", "mail.example.com.cn"))
    return f"邮箱：{pen.chance.choice('abcdef')}{pen.digits(5)}@{host}，", [Label("email")]


def home(pen: Pen) -> Said:
    frame = pen.chance.choice(
        (
            "家住东城区某胡同{a}号院{b}号楼2单元{c}室。", "住址：北京市东城区某大街{a}号", "{name}，住某区某街道某里{b}号楼{c}室，",
            "户籍地址：河北省某县某镇某村{a}号", "现住某某家园{b}号楼3单元{c}",
        )
    )  # fmt: skip
    said = frame.format(
        a=pen.chance.randint(1, 99),
        b=pen.chance.randint(1, 20),
        c=pen.chance.randint(101, 2505),
        name=pen.name(),
    )
    return said, [Label("address")]


def birth(pen: Pen) -> Said:
    year, month, day = pen.day()
    frame = pen.chance.choice(
        (
            "出生日期：{y}-{m:02d}-{d:02d}",
            "{name}，男，{y}年{m}月{d}日出生",
            "生于{y}年{m}月",
            "出生年月：{y}.{m:02d}",
            "女，汉族，{y}年{m}月生，",
        )
    )
    return frame.format(y=year, m=month, d=day, name=pen.name()), [Label("birth_date")]


def health(pen: Pen) -> Said:
    frame = pen.chance.choice(
        (
            "{name}，女，患有精神分裂症。",
            "低保户{name}，每月补助。",
            "特困人员：{name}、{other}",
            "居民{name}确诊肺结核。",
            "残疾人{name}（肢体二级）",
        )
    )
    return frame.format(name=pen.name(), other=pen.name()), [Label("health_welfare")]


def marking(pen: Pen) -> Said:
    return pen.chance.choice(("秘密★10年", "机密★", "内部资料　注意保存", "工作秘密★1年", "密级：秘密")), [
        Label("marking")
    ]


POSITIVE: tuple[Callable[[Pen], Said], ...] = (
    *(identity, identity, mobile, mobile, card, card, phone, local_phone, phone_list, several, old_identity),
    *(passport, permit, plate, email, home, birth, health, marking),
)


def innocent(pen: Pen) -> str:
    """Return a sentence with numbers that are nobody's."""
    d, pick = pen.digits, pen.chance.choice
    figures = " ".join(str(pen.chance.randint(0, 99_999)) for _each in range(pen.chance.randint(6, 14)))
    year, credit_card, card = pen.chance.randint(2008, 2026), pen.credit_card(), pen.card()
    return pick(
        (
            f"东建办发〔{year}〕{pen.chance.randint(1, 99)}号", f"索引号：11D00061000-{year}-{d(6)}", f"索引号：1101010{d(8)}/{year}-{d(5)}",
            f"订单号{d(18)}", f"合同编号：{credit_card}", f"合同编号 HT{year}{d(11)}", f"发票号码：{d(8)}，发票代码：0{d(11)}", f"流水号：1{pick('3578')}{d(9)}",
            f"交易流水号{card}", f"运单号：{card[:15]}", f"单据编号：{pen.mobile()}", f"资产编号：{pen.mobile()}", f"统一社会信用代码：91110101MA{d(7)}X",
            "统一社会信用代码 91110000600037341L", f"政务服务热线12345，办公时间9:00-17:30，{year}年{d(2)}号", "便民热线96156、95588、400-810-1234",
            f"{year}-05-07 08:30:00 至 {year}-05-27 17:30:00", f"经度116.{d(6)}，纬度39.{d(6)}", "ISBN 978-7-5093-1234-5", f"版本 V{year}.10.3.138",
            f"服务器地址 {pick(('10', '139', '192', '202'))}.168.{pen.chance.randint(0, 255)}.{pen.chance.randint(0, 255)}:8080", figures,
            f"预算{pen.mobile()}元，决算{d(10)}元", f"占地{pen.mobile()}平方米", f"合计 {pen.mobile()}", f"总投资{pen.mobile()}.55元", f"1,380,013,800,0{d(2)}",
            f"身份证{pen.identity()[:6]}********{d(4)}", f"手机{pen.mobile()[:3]}****{d(4)}", f"卡号{card[:4]} **** **** {d(4)}", f"证件号：{pen.slipped_identity()}",
            f"序号 {pen.slipped_card()}", f"准考证号：{d(12)}", f"http://www.example.gov.cn/art/{year}/5/7/art_{pen.mobile()}.html",
            f"http://www.example.gov.cn/detail?id={pen.mobile()}&page=2", f"GB/T 9704-2012 第{d(2)}条", f"京公网安备 1101010200{d(4)}号", f"IMG_{year}0507_{d(6)}.jpg",
            f"项目代码：{year}-110101-{d(2)}-03-{d(6)}", f"许可证编号：JY1110101{d(7)}", f"邮编1000{d(2)}，档案号{d(10)}", "二〇一八年五月七日，一二三四五，三十一号",
            f"受理编号：{year}{d(8)}", f"受理单号 {pen.local(8)}", f"共计{d(7)}人次、{d(8)}件", f"{year}年完成{d(4)}.{d(2)}万元，同比增长{d(2)}.{d(1)}%",
            f"快递单号：{d(13)}", f"设备序列号 SN{d(12)}", f"MAC 00-1B-44-11-3A-B7，IMEI：{d(15)}", f"车架号LSVAM4187C2{d(6)}", f"房产证号：X京房权证东字第{d(6)}号",
            f"案号（{year}）京0101行初{d(3)}号", f"工单号：{year}{d(14)}", f"开标编号：{year}{d(12)}", f"数据编码 {year}0507{d(10)}", "公安机关举报网站12377，电话12337",
            f"{d(4)} {d(4)} {d(3)}", f"第{d(2)}届第{d(3)}次会议，议题{d(1)}，票数{d(3)}", f"{year} {year + 1} {year + 2} {year + 3}", f"一般公共预算 {d(4)}.{d(2)} {d(4)}.{d(2)} {d(3)}.{d(2)}",
        )
    )  # fmt: skip


def plain_office(pen: Pen) -> str:
    return pen.chance.choice(
        (
            "各科室、社区应当按照职责分工，做好主动公开政府信息的收集、整理、审核和发布工作。",
            "街道办事处召开政府信息公开工作会议，研究部署全年重点任务。", "全年受理便民服务事项若干件，群众满意率进一步提高。",
            "街道残联为辖区残疾人发放补贴，民政科办理低保、特困供养和临时救助等业务。", "下一步将完善工作制度，加强督促检查。",
            "办事大厅位于建国门内大街18号，周一至周五办公。", "不得泄露国家秘密、商业秘密和个人隐私。",
        )
    )  # fmt: skip


__all__ = ["POSITIVE", "Said", "one_by_one"]
