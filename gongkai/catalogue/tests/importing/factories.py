"""Imports for tests, made by the acts themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.catalogue.importing import actions
from gongkai.catalogue.importing.wishes import Wishes
from gongkai.catalogue.models import Import
from gongkai.catalogue.tests.factories import column

CLEARED = {
    "cleared_by": "王主任",
    "cleared_on": date(2010, 1, 4),
    "cleared_paper": "保密审查登记簿2010年第3页",
}
LIST = """标题,发布日期,栏目,文号,索引号,原地址,正文
关于防汛的通知,2017年5月3日,工作动态,建办发〔2017〕12号,000014349/2017-00110,/zwgk/t1.html,请各社区落实。
低保公示,2016/3/5,dynamics,,,,第一季度低保情况公示如下。
"""
PAGE = """<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day}"><meta name="Url" content="http://www.example.cn/zwgk/{name}"></head><body>
<div id="zoom"><p>{text}</p><p><img src="./p.png" alt="现场"></p><p><a href="./附件.txt">物资表</a></p></div>
</body></html>"""


def packed(files: Mapping[str, bytes | str]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    out.seek(0)
    return out


def page(
    title: str = "关于防汛的通知",
    day: str = "2017-05-03 09:10",
    text: str = "请各社区落实防汛。",
    name: str = "t1.html",
) -> str:
    return PAGE.format(title=title, day=day, text=text, name=name)


def brought(
    office: SimpleNamespace, content: str | bytes | io.BytesIO = LIST, name: str = "往期.csv"
) -> Import:
    if isinstance(content, str):
        content = content.encode()
    if isinstance(content, bytes):
        content = io.BytesIO(content)
    column(office)
    return actions.bring(office.agency, content, name=name, by=office.foi)


def checked(office: SimpleNamespace, content: Any = LIST, name: str = "往期.csv", **given: Any) -> Import:
    """Brought, chosen for and read through; cleared on the day of CLEARED unless told otherwise."""
    clearance = given.pop("clearance", CLEARED)
    counted = given.pop("is_counted", False)
    run = brought(office, content, name)
    run = actions.choose(run, Wishes(**given), by=office.foi, is_counted=counted, **clearance)
    return actions.check(run, by=office.foi)


def done(office: SimpleNamespace, content: Any = LIST, name: str = "往期.csv", **given: Any) -> Import:
    return actions.start(checked(office, content, name, **given), by=office.foi)
