"""The ground of the world: its day, its office, and what lies on a table there."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from PIL import Image

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE
from gongkai.catalogue.models import Column
from gongkai.channels.models import Channel
from gongkai.workdays.actions import load_shipped_notices

TODAY = datetime(2025, 10, 23, 9, 0)  # a Thursday

PARAGRAPHS = "10月20日，民生保障科走访辖区高龄老人。\n\n共走访32户，登记需求11项。"


def picture(colour: str = "#7a9ab0") -> bytes:
    """A small picture as a phone would send it."""
    drawn = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(drawn, "JPEG")
    return drawn.getvalue()


def found(office: SimpleNamespace) -> SimpleNamespace:
    """Give the office what no act makes: the calendar, columns, channels, and people with other duties."""
    load_shipped_notices()
    office.column = Column.objects.create(agency=office.agency, slug="gzdt", name="工作动态")
    office.notices = Column.objects.create(agency=office.agency, slug="tzgg", name="通知公告", order=2)
    office.website, office.wechat, office.board = (
        Channel.objects.create(agency=office.agency, kind=kind, name=name, order=order)
        for order, (kind, name) in enumerate(
            (("website", "街道网站"), ("wechat", "建国门街道微信公众号"), ("notice_board", "苏州社区布告栏"))
        )
    )
    # Somebody with every duty of an office, in the neighbouring one; and somebody with none at all.
    office.neighbour = office.person("linju", "邻街道人员（虚构）", sorted(OFFICE), office.other)
    office.nobody = office.person("xin", "新到人员（虚构）", [], office.agency)
    return office


def at(days_ago: int, hour: int = 9) -> Any:
    return clock.pretend(TODAY.replace(hour=hour) - timedelta(days=days_ago))
