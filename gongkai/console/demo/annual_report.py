"""The annual report of 2018: drafted in March 2019 from the counted table, reviewed, published with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_items import cleared, handed_in, publish
from gongkai.documents.models import Genre
from gongkai.files.storing import store
from gongkai.reports.building import Report, build
from gongkai.reports.exports import as_docx

YEAR, FORMAT = 2018, "report-2018"
COLUMN, SECTION = "政府信息公开年报", "办公室"
DRAFTED_ON, PUBLISHED_ON = date(2019, 3, 18), date(2019, 3, 21)
TITLE = "建国门街道2018年政府信息公开工作年度报告"


def stories(office: Office) -> Iterator[Story]:
    yield _reported(office)


def _reported(office: Office) -> Story:
    yield at(DRAFTED_ON, 10)
    report = build(office.agency, YEAR, FORMAT)
    by = office.officer_of(SECTION)
    table = store(as_docx(report), name=f"{TITLE}（附表）.docx", by=by, agency=office.agency)
    document = handed_in(
        office, DRAFTED_ON, SECTION, TITLE, _text(report), genre=Genre.REPORT, files=[(table, "")]
    )
    yield at(PUBLISHED_ON, 10)
    document = cleared(office, document)
    yield at(PUBLISHED_ON, 15)
    publish(office, document, COLUMN)


def _text(report: Report) -> str:
    """The four parts such a report has, with the figures the program counted."""
    figures = report.figures
    return "\n\n".join(
        (
            "本报告由建国门街道办事处根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为"
            "2018年1月1日至12月31日，全部统计数据见附表。",
            f"一、主动公开情况。2018年共主动公开政府信息{figures['1.1']}条，其中政府网站{figures['1.3.2']}条，"
            f"政务微博{figures['1.3.3']}条，政务微信{figures['1.3.4']}条，其他方式{figures['1.3.5']}条。",
            f"二、依申请公开情况。2018年共收到政府信息公开申请{figures['3.1']}件，办结{figures['3.2']}件。",
            "三、存在的问题和改进。部分信息发布不够及时，公告栏信息更新偏慢。2019年将完善主动公开事项目录，"
            "加强信息公开工作人员培训，方便居民查询和获取信息。",
        )
    )
