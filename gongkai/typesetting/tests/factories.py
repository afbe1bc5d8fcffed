from datetime import date
from typing import Any

from gongkai.typesetting.letters import Letter
from gongkai.typesetting.tables import Alignment, Column, Report, Row, Table

PARAGRAPHS = (
    "您好！您于2018年4月10日提交的政府信息公开申请已收悉，登记编号为“建国门街道〔2018〕第5号”。",
    "一、关于公开的信息",
    "经审查，您申请公开的信息属于公开范围，现予以公开，具体见附件（共12页）。",
    "（一）关于合同",
    "如对本答复不服，可以在收到本答复之日起60日内申请行政复议。",
)


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
