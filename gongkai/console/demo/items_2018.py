"""The pieces of 2018: 1,275 of the 1,280 items; the other five are documents.

Website 229, Weibo 271, WeChat 520, other means 260, none of them on two kinds of channel: so says the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.channels import actions as channels
from gongkai.console.demo import places, topics
from gongkai.console.demo.chance import chance as chance_of
from gongkai.console.demo.diary import Story, at, spread
from gongkai.console.demo.ground import Office
from gongkai.console.demo.matters import matter_of
from gongkai.console.demo.website_2018 import Told, named_items
from gongkai.documents import actions as documents
from gongkai.documents.models import Form, Genre, Openness
from gongkai.law.channels import ChannelKind

WEBSITE, WEIBO, WECHAT, OTHER_MEANS = 229, 271, 520, 260
ALL_ITEMS = WEBSITE + WEIBO + WECHAT + OTHER_MEANS
NEWSPAPER, TEXT_MESSAGES = 64, 48
# Working days of a month, from 0, by which a report on the month before is out.
_IN_TIME = 12
PLAN = "《建国门次支路工程项目房屋征收补偿方案》（征求意见稿）"


@dataclass(frozen=True)
class Piece:
    """A piece and where it goes. `boards` are more channels of the same kind, after the first."""

    day: date
    title: str
    text: str
    section: str
    column: str
    channel: str
    genre: str = Genre.NEWS
    areas: str = ""
    interprets: str = ""
    boards: tuple[str, ...] = ()
    matter: str = ""


def pieces_2018(office: Office, documents_on_website: int) -> list[Piece]:
    """Return the pieces of the year in the order of their days."""
    chance = chance_of(0)
    writer = _Writer(chance)
    days = working_days(office, 2018)
    named = [_named(told, days, chance) for told in named_items(chance)]
    news = spread(WEBSITE - documents_on_website - len(named), days)
    plan = _plan(days)
    boards = spread(OTHER_MEANS - NEWSPAPER - TEXT_MESSAGES - 1, days)
    communities = list(places.COMMUNITIES)
    pieces = [
        *named,
        *(writer.piece(day, places.WEBSITE, "工作动态") for day in news),
        *(writer.piece(day, places.WEIBO, "便民提示", mark=True) for day in spread(WEIBO, days)),
        *(writer.piece(day, places.WECHAT, "工作动态") for day in spread(WECHAT, days)),
        *(writer.piece(day, places.NEWSPAPER, "工作动态") for day in spread(NEWSPAPER, days)),
        *(_job(day, number, chance) for number, day in enumerate(spread(TEXT_MESSAGES, days))),
        *(writer.notice(day, communities[number % 7]) for number, day in enumerate(boards)),
        plan,
    ]
    return sorted(pieces, key=lambda piece: piece.day)


def working_days(office: Office, year: int) -> list[date]:
    first = date(year, 1, 1)
    days = (date.fromordinal(first.toordinal() + number) for number in range(366))
    return [day for day in days if day.year == year and office.calendar.is_working(day)]


def story_of(piece: Piece, office: Office, number: int, published: dict[str, Item]) -> Story:
    """A piece in one day: handed in, adopted, approved, published, released.

    `published` remembers the items by title, for those that interpret another one.
    """
    people = office.people
    officer = office.officer_of(piece.section)
    yield at(piece.day, 9, number % 60)
    document = documents.draft(
        office.agency,
        by=officer,
        form=Form.PIECE,
        genre=piece.genre,
        title=piece.title,
        body=piece.text,
        section=office.sections[piece.section],
        openness=Openness.PROACTIVE,
    )
    document = documents.submit(
        document, by=officer, pictures_seen=True, opinion="内容属实，不涉及秘密和个人隐私，建议公开。"
    )
    yield at(piece.day, 11, number % 60)
    documents.adopt(document, by=people["zhou"], remark="未发现涉密和涉及个人隐私的内容，同意采用。")
    yield at(piece.day, 14, number % 60)
    document = documents.approve(document, by=people["wu"])
    yield at(piece.day, 16, number % 60)
    assert document.review is not None  # noqa: S101 - a piece that was submitted has its review
    item = catalogue.publish(
        document.review.package,
        by=people["yang"],
        column=office.columns[piece.column],
        areas=piece.areas,
        is_interpretation=piece.genre == Genre.INTERPRETATION,
        interprets=published.get(piece.interprets),
        phase=places.phase_of(piece.column, piece.genre),
        matter=matter_of(office, piece.matter),
    )
    published[piece.title] = item
    for name in (piece.channel, *piece.boards):
        channel = office.channels[name]
        if channel.publishes_at_once:
            channels.release(item, channel, by=people["yang"])
            continue
        release = channels.release(item, channel, by=people["yang"], planned_on=piece.day)
        # What hangs on a board is confirmed by the community that hung it there.
        on_board = channel.kind == ChannelKind.NOTICE_BOARD
        channels.confirm(
            release,
            by=officer if on_board else people["yang"],
            confirmed_on=piece.day,
            address=_proof(piece.day, channel.kind, channel.address, number),
        )


def _proof(day: date, kind: str, place: str, number: int) -> str:
    """Where the release can be found, as the one who confirms it writes down."""
    if kind == ChannelKind.NEWSPAPER:
        issue = (day.month - 1) * 2 + (1 if day.day <= 15 else 2)
        return f"第{issue}期第{number % 4 + 1}版"
    if kind == ChannelKind.SMS:
        return f"群发{180 + number % 90}人，发送回执已存档"
    if kind == ChannelKind.NOTICE_BOARD:
        return f"{place}，张贴照片已存档"
    return f"{place} {day.month}月{day.day}日 第{number}条"


def _named(told: Told, days: list[date], chance: Random) -> Piece:
    of_month = [day for day in days if day.month == told.month]
    # What explains another item comes after it.
    day = of_month[-3] if told.interprets else chance.choice(of_month[2:-6])
    if told.matter:
        # In time for the period it reports on.
        day = min(day, of_month[_IN_TIME])
    text = f"{told.text}\n\n如需进一步了解，可向建国门街道{told.section}咨询，电话010-65126891。"
    return Piece(
        day,
        told.title,
        text,
        told.section,
        told.column,
        places.WEBSITE,
        told.genre,
        told.areas,
        told.interprets,
        matter=told.matter,
    )


def _plan(days: list[date]) -> Piece:
    """The expropriation plan, on the boards of two communities for a month."""
    day = next(day for day in days if day >= date(2018, 6, 4))
    text = (
        "《建国门次支路工程项目房屋征收补偿方案》（征求意见稿）在北极阁头条和后椅子胡同等处张贴，征求公众意见。\n\n"
        "征求意见时间：自张贴之日起30日。意见可以书面形式送交街道办事处，请写明姓名和联系方式。\n\n"
        "公众意见和采纳情况将公示。"
    )
    first, second = places.board_of("外交部街社区"), places.board_of("苏州社区")
    return Piece(day, PLAN, text, "外交部街社区", "通知公告", first, Genre.NOTICE, boards=(second,))


def _job(day: date, number: int, chance: Random) -> Piece:
    first, second = chance.sample(topics.JOBS, 2)
    text = (
        f"建国门街道社保所：{day.month}月招聘{first}{chance.randint(1, 6)}人、"
        f"{second}{chance.randint(1, 4)}人，"
        "有意者请携身份证到社保所1号窗口登记，工作日9:00至17:00。"
    )
    return Piece(
        day,
        f"{day.month}月招聘信息第{number % 4 + 1}期：{first}、{second}",
        text,
        "社会保障事务所",
        "就业创业",
        places.SMS,
        Genre.NOTICE,
    )


# Which section writes, where it is not the community itself.
_SECTION_OF = {"检查": ("综合治理办公室", "城市管理科", "城管执法队"), "工程": ("城市管理科",)}
_MARKS = {"活动": "社区活动", "检查": "整治提升", "工程": "工程进展", "提示": "便民提示"}
_COLUMN_OF = {"检查": "城市管理综合行政执法", "提示": "便民提示"}


class _Writer:
    """Writes pieces on the topics of the season, no title twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._used: set[str] = set()

    def piece(self, day: date, channel: str, column: str, *, mark: bool = False) -> Piece:
        for _attempt in range(1000):
            topic, community, street = self._choose(day)
            title = self._chance.choice(topics.FRAMES[topic.kind]).format(
                topic=topic.name, community=community, street=street
            )
            if mark:
                title = f"【{_MARKS[topic.kind]}】{title}"
            if title not in self._used:
                break
        section = community
        if topic.kind in _SECTION_OF and self._chance.random() < 0.6:
            section = self._chance.choice(_SECTION_OF[topic.kind])
        return self._written(
            day,
            title=title,
            topic=topic,
            community=community,
            street=street,
            section=section,
            column=column,
            channel=channel,
            genre=Genre.NEWS,
        )

    def notice(self, day: date, community: str) -> Piece:
        """A notice on the board of that community."""
        for _attempt in range(1000):
            topic, _community, _street = self._choose(day)
            street = self._chance.choice(places.COMMUNITIES[community])
            title = self._chance.choice(topics.BOARD_FRAMES[topic.kind]).format(
                topic=topic.name, community=community, street=street
            )
            if title not in self._used:
                break
        channel = places.board_of(community)
        return self._written(
            day,
            title=title,
            topic=topic,
            community=community,
            street=street,
            section=community,
            column="通知公告",
            channel=channel,
            genre=Genre.NOTICE,
        )

    def _choose(self, day: date) -> tuple[topics.Topic, str, str]:
        topic = self._chance.choice([each for each in topics.topics() if day.month in each.months])
        community = self._chance.choice(list(places.COMMUNITIES))
        return topic, community, self._chance.choice(places.COMMUNITIES[community])

    def _written(
        self,
        day: date,
        *,
        title: str,
        topic: topics.Topic,
        community: str,
        street: str,
        section: str,
        column: str,
        channel: str,
        genre: str,
    ) -> Piece:
        self._used.add(title)
        words = {
            "day": f"{day.month}月{day.day}日",
            "community": community,
            "street": street,
            "topic": topic.name,
        }
        text = "\n\n".join(
            [
                topics.OPENINGS[topic.kind].format(**words),
                topic.text,
                self._chance.choice(topics.CLOSINGS).format(**words),
            ]
        )
        if genre == Genre.NEWS:
            column = _COLUMN_OF.get(topic.kind, column)
        return Piece(day, title, text, section, column, channel, genre)


def stories_of_pieces(office: Office, documents_on_website: int) -> Iterator[Story]:
    published: dict[str, Item] = {}
    for number, piece in enumerate(pieces_2018(office, documents_on_website), start=1):
        yield story_of(piece, office, number, published)
