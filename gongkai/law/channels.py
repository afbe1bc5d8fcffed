"""Kinds of channel information is disclosed through, and where the table of 2014 to 2018 counts them."""

from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.law.data_files import rows


class ChannelKind(TextChoices):
    GAZETTE = "gazette", _("Government gazette")
    WEBSITE = "website", _("Government website")
    WEIBO = "weibo", _("Government Weibo")
    WECHAT = "wechat", _("Government WeChat")
    NEWSPAPER = "newspaper", _("Newspaper")
    NOTICE_BOARD = "notice_board", _("Notice board")
    SMS = "sms", _("Text message")
    VISIT = "visit", _("Visit to households")
    READING_POINT = "reading_point", _("Reading point")
    OTHER = "other", _("Other means")


def row_2018(kind: str) -> str:
    """Return the row of block 1.3 in which items released through `kind` are counted, such as "1.3.2".

    Raises ValueError for a kind that does not exist.
    """
    return _rows()[ChannelKind(kind)]


@cache
def _rows() -> dict[ChannelKind, str]:
    return {ChannelKind(row["kind"]): row["row"] for row in rows("channels", "channel")}
