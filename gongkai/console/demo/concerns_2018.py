"""The 31 public opinion events of 2018 with their 53 responses, and what the press reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.concerns import actions as concerns
from gongkai.concerns.models import Gravity, ResponseChannel
from gongkai.console.demo import places, topics
from gongkai.console.demo.chance import chance as chance_of
from gongkai.console.demo.diary import Story, at, spread
from gongkai.console.demo.ground import Office
from gongkai.console.demo.items_2018 import working_days

PRESS_REPORTS = 396
# Of the thirty events beside the fire, so many were answered on one account only; all others on two.
ANSWERED_ONCE = 9

FIRE_DAY = date(2018, 4, 26)

_EVENTS = (
    "网友反映{street}夜间施工扰民",
    "网友反映{street}路灯连续两晚不亮",
    "居民关注{street}停车收费标准",
    "网友拍到{street}垃圾桶满溢",
    "居民询问{street}雨后积水何时排除",
    "网友反映{street}共享单车堵塞通道",
    "居民关注{street}公厕改造期间如何如厕",
    "网友反映{street}树枝遮挡信号灯",
    "居民询问{street}停水时间",
    "网友反映{street}油烟气味大",
)
_RESPONSES = (
    "街道已派人到现场核实，情况属实，正在处理，预计三日内完成。",
    "已联系责任单位现场处置，问题已经解决，感谢监督。",
    "有关标准和时间已在公告栏张贴，咨询电话010-65126891。",
)

# Media whose names are invented, so that no real one is made to report what it did not.
MEDIA = ("都市日报（虚构）", "京华晚报（虚构）", "社区周刊（虚构）", "东城视点（虚构）", "首善新闻网（虚构）")
_PRESS = (
    "{street}的{topic}",
    "{topic}进{community}",
    "走访{community}：{topic}",
    "{community}里的{topic}",
)
_PRESS_BY_NAME = (
    (date(2018, 2, 5), "建国门街道立春日举办“风车迎春 鞭打春牛”民俗活动"),
    (date(2018, 8, 13), "老树倒塌压房顶 物业奋战除险情"),
    (date(2018, 10, 22), "西总布胡同：一条不停车的胡同"),
)


def stories_of_concerns(office: Office) -> Iterator[Story]:
    yield _fire(office)
    chance = chance_of(1)
    streets = [street for of_community in places.COMMUNITIES.values() for street in of_community]
    for number, day in enumerate(spread(30, working_days(office, 2018))):
        title = _EVENTS[number % len(_EVENTS)].format(street=streets[number % len(streets)])
        yield _event(
            office, day, title, chance.choice(_RESPONSES), answers=1 if number < ANSWERED_ONCE else 2
        )


def _fire(office: Office) -> Story:
    """The fire at 苏州胡同62号: facts first, then how to save oneself, both within the afternoon."""
    yield at(FIRE_DAY, 13, 10)
    event = concerns.open_event(
        office.agency,
        title="苏州胡同62号火情",
        gravity=Gravity.GRAVE,
        happened_on=FIRE_DAY,
        noticed_at=at(FIRE_DAY, 12, 50),
        source="媒体来电和网络",
        summary="苏州胡同62号突发火情，多家媒体关注。消防部门到场后明火扑灭，街道安置相关居民。",
        by=office.people["zhou"],
    )
    for hour, text in (
        (14, "今天中午苏州胡同62号发生火情，明火已经扑灭，原因正在调查，有进展及时公布。"),
        (16, "火灾自救指南：小火先扑、大火先逃，低姿捂口鼻，不乘电梯，及时拨打119。"),
    ):
        yield at(FIRE_DAY, hour)
        concerns.record_response(
            event,
            channel=ResponseChannel.WECHAT,
            responded_at=at(FIRE_DAY, hour),
            address="建国门街道微信公众号",
            text=text,
            by=office.people["yang"],
        )


def _event(office: Office, day: date, title: str, text: str, answers: int) -> Story:
    yield at(day, 9, 40)
    event = concerns.open_event(
        office.agency,
        title=title,
        happened_on=day - timedelta(days=1),
        noticed_at=at(day, 9, 15),
        source="政务微博留言",
        by=office.people["yang"],
    )
    for channel, hour in ((ResponseChannel.WEIBO, 11), (ResponseChannel.WECHAT, 17))[:answers]:
        yield at(day, hour)
        concerns.record_response(
            event,
            channel=channel,
            responded_at=at(day, hour),
            address="@建国门街道",
            text=text,
            by=office.people["yang"],
        )


def story_of_press(office: Office) -> Story:
    """The press reports, entered by the editor at the end of each month."""
    chance = chance_of(2)
    days = working_days(office, 2018)
    told = [(day, title) for day, title in _PRESS_BY_NAME]
    for day in spread(PRESS_REPORTS - len(told), days):
        topic = chance.choice([each for each in topics.topics() if day.month in each.months])
        community = chance.choice(list(places.COMMUNITIES))
        street = chance.choice(places.COMMUNITIES[community])
        told.append((day, chance.choice(_PRESS).format(topic=topic.name, community=community, street=street)))
    for month in range(1, 13):
        of_month = [day for day in days if day.month == month]
        yield at(of_month[-1], 17, 30)
        for day, title in told:
            if day.month == month:
                concerns.record_press_report(
                    office.agency,
                    medium=chance.choice(MEDIA),
                    title=title,
                    published_on=day,
                    by=office.people["yang"],
                )
