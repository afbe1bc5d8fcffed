from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from gongkai.typesetting.forms import Application, DeliveryRecord, Person
from gongkai.typesetting.letters import Letter, Slip, SlipLine
from gongkai.typesetting.registers import Register
from gongkai.typesetting.tables import Alignment, Column, Report, Row, Table

PARAGRAPHS = (
    "您好！您于2018年4月10日提交的政府信息公开申请已收悉，登记编号为“建国门街道〔2018〕第5号”。",
    "一、关于公开的信息",
    "经审查，您申请公开的信息属于公开范围，现予以公开，具体见附件（共12页）。",
    "（一）关于合同",
    "如对本答复不服，可以在收到本答复之日起60日内申请行政复议。",
)


SLIP = Slip(
    "征求意见回复单",
    (
        SlipLine("你机关第三方意见征询函收悉，意见如下："),
        SlipLine(boxes=("同意公开",)),
        SlipLine(boxes=("不同意公开，理由：",), rules=4),
        SlipLine("联系电话：", rules=1),
    ),
    "建国门街道办事处",
)


def printed(pdf: bytes) -> str:
    """All text of a PDF without spaces, line ends and the marks where long runs may break."""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return "".join(text.replace("\u200b", "").split())


def letter(**changes: Any) -> Letter:
    """A reply to a request; `changes` replace what it says."""
    said: dict[str, Any] = {
        "issuer": "北京市东城区人民政府建国门街道办事处",
        "title": "政府信息公开申请答复书",
        "number": "建街公开〔2018〕5号",
        "recipient": "王喆",
        "paragraphs": PARAGRAPHS,
        "enclosures": ("招标文件", "中标通知书"),
        "signature": "建国门街道办事处",
        "signed_on": date(2018, 5, 7),
    }
    return Letter(**{**said, **changes})


def statistics_table(rows: int = 78) -> Table:
    """The annex of the annual report in outline: headings, numbered rows, 其中 rows."""
    columns = (
        Column("统 计 指 标", 7),
        Column("单位", 1, Alignment.CENTRE),
        Column("统计数", 1.2, Alignment.CENTRE),
    )
    body = (
        Row(("一、主动公开情况", "", ""), heading=True),
        *(
            Row((f"（{number}）主动公开政府信息数", "条", str(number)), level=1)
            for number in range(1, rows - 1)
        ),
        Row(("其中：主动公开规范性文件数", "件", "0"), level=2),
    )
    return Table(columns, body, caption="政府信息公开情况统计表（2018年度）")


def report(**changes: Any) -> Report:
    """An annual report in outline; `changes` replace what it says."""
    said: dict[str, Any] = {
        "title": "建国门街道办事处2018年政府信息公开工作年度报告",
        "subtitle": "（2019年3月）",
        "parts": ("一、概述", "本年度主动公开政府信息1280条。", statistics_table()),
        "findings_title": "填报说明",
        "findings": ("各渠道之和与总数相等，请核对。",),
        "signature": "建国门街道办事处",
        "signed_on": date(2019, 3, 29),
    }
    return Report(**{**said, **changes})


def delivery_record(**changes: Any) -> DeliveryRecord:
    """The record that goes along with a reply; `changes` replace what it says."""
    said: dict[str, Any] = {
        "office": "北京市东城区人民政府建国门街道办事处",
        "papers": (("政府信息公开申请答复书", "建街公开复〔2026〕5号"),),
        "recipient": "王喆",
        "address": "北京市东城区建国门内大街1号",
        "way": "邮寄送达",
        "served_by": "李明",
    }
    return DeliveryRecord(**{**said, **changes})


def application(**changes: Any) -> Application:
    """An application the office wrote down; `changes` replace what it says."""
    said: dict[str, Any] = {
        "office": "北京市东城区人民政府建国门街道办事处",
        "applicant": Person(name="王喆", proof="居民身份证", proof_number="110101199003070003"),
        "description": "2017年老旧小区综合整治工程招标文件",
        "chosen": frozenset({"纸质", "邮寄"}),
        "written_by": "李明",
        "received_on": date(2026, 11, 5),
    }
    return Application(**{**said, **changes})


def register(entries: int = 3, **changes: Any) -> Register:
    """A register of requests; `changes` replace what it says."""
    said: dict[str, Any] = {
        "title": "政府信息公开申请登记簿",
        "subtitle": "建国门街道办事处",
        "columns": (Column("登记编号", 3), Column("收到日期", 2, Alignment.CENTRE), Column("申请内容", 6)),
        "rows": tuple(
            (f"建街公开申〔2026〕{number}号", date(2026, 11, 5), "招标文件")
            for number in range(1, entries + 1)
        ),
        "printed_on": date(2026, 11, 22),
    }
    return Register(**{**said, **changes})
