"""The office's sections, communities, streets, columns and channels, as data."""

from __future__ import annotations

from gongkai.documents.models import Genre
from gongkai.inventory.models import Phase
from gongkai.law.channels import ChannelKind
from gongkai.law.columns import ColumnKind

SECTIONS = (
    "办公室",
    "财政科",
    "民生保障科",
    "城市管理科",
    "社区建设科",
    "综合治理办公室",
    "计划生育办公室",
    "社会保障事务所",
    "城管执法队",
)

# Each community with streets and places in it.
COMMUNITIES: dict[str, tuple[str, ...]] = {
    "苏州社区": ("苏州胡同", "后椅子胡同", "船板胡同"),
    "西总布社区": ("西总布胡同", "东堂子胡同", "协和胡同"),
    "赵家楼社区": ("赵家楼胡同", "赵堂子胡同", "宝盖胡同"),
    "大雅宝社区": ("大雅宝胡同", "小雅宝胡同", "禄米仓胡同"),
    "站东社区": ("北京站东街", "盔甲厂胡同", "建国门北大街"),
    "外交部街社区": ("外交部街", "春雨胡同", "北极阁头条"),
    "金宝街北社区": ("金宝街", "红星胡同", "干面胡同"),
}

COLUMNS = (
    ("ysjs", "预决算"),
    ("jhsy", "计划生育"),
    ("shbx", "社会保险"),
    ("jycy", "就业创业"),
    ("shjz", "社会救助"),
    ("cgzf", "城市管理综合行政执法"),
    ("tzgg", "通知公告"),
    ("sgs", "双公示"),
    ("gzdt", "工作动态"),
    ("zcjd", "政策解读"),
    ("zdwj", "制度文件"),
    ("bmts", "便民提示"),
)

# What each column holds: the limits of the inspection follow from it.
KINDS = {
    "预决算": ColumnKind.BUDGETS,
    "社会救助": ColumnKind.ASSISTANCE,
    "通知公告": ColumnKind.NOTICES,
    "双公示": ColumnKind.PUBLICITY,
    "工作动态": ColumnKind.NEWS,
    "政策解读": ColumnKind.INTERPRETATION,
    "制度文件": ColumnKind.RULES,
}

# Which of the five phases (五公开) the items of a column belong to.
PHASES = {
    "预决算": Phase.DECISION,
    "计划生育": Phase.SERVICE,
    "社会保险": Phase.SERVICE,
    "就业创业": Phase.SERVICE,
    "社会救助": Phase.RESULT,
    "城市管理综合行政执法": Phase.MANAGEMENT,
    "通知公告": Phase.MANAGEMENT,
    "双公示": Phase.RESULT,
    "政府信息公开年报": Phase.RESULT,
    "工作动态": Phase.EXECUTION,
    "政策解读": Phase.DECISION,
    "制度文件": Phase.MANAGEMENT,
    "便民提示": Phase.SERVICE,
}

WEBSITE, WEIBO, WECHAT = "数字东城建国门街道网站", "建国门街道政务微博", "建国门街道微信公众号"
NEWSPAPER, SMS = "建国门生活报", "社保所短信"

CHANNELS: tuple[tuple[ChannelKind, str, str], ...] = (
    (ChannelKind.WEBSITE, WEBSITE, ""),
    (ChannelKind.WEIBO, WEIBO, "@建国门街道"),
    (ChannelKind.WECHAT, WECHAT, "建国门街道"),
    (ChannelKind.NEWSPAPER, NEWSPAPER, "半月一期，社区投放"),
    (ChannelKind.SMS, SMS, "重点帮扶对象群发"),
    *(
        (ChannelKind.NOTICE_BOARD, f"{community}宣传布告栏", f"{streets[0]}居委会门前")
        for community, streets in COMMUNITIES.items()
    ),
)


def board_of(community: str) -> str:
    """The name of the channel that is a community's notice board."""
    return f"{community}宣传布告栏"


def phase_of(column: str, genre: str) -> Phase:
    """The phase of an item in that column; a guide is a service wherever it stands."""
    return Phase.SERVICE if genre == Genre.GUIDE else PHASES[column]
