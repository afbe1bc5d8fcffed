"""The offices of a synthetic data set, with people, columns and channels; their names say what they are."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Level, Section
from gongkai.catalogue.models import Column
from gongkai.channels.models import Channel
from gongkai.console.synth.sheets import Sheet, at, on
from gongkai.law.channels import ChannelKind
from gongkai.people.models import Post, User

SLUG = "synthetic"
TO_A_DISTRICT = 17  # subdistrict offices below one district
COLUMNS = (
    ("tzgg", "通知公告", "notices"),
    ("gzdt", "工作动态", "news"),
    ("shjz", "社会救助", "other"),
    ("ysjs", "预决算", "budgets"),
    ("jycy", "就业创业", "other"),
    ("cgzf", "城市管理综合行政执法", "other"),
    ("zcjd", "政策解读", "interpretation"),
    ("zdwj", "制度文件", "policies"),
)
CHANNELS = (
    (ChannelKind.WEBSITE, "门户网站"),
    (ChannelKind.WECHAT, "微信公众号"),
    (ChannelKind.WEIBO, "政务微博"),
    (ChannelKind.NOTICE_BOARD, "社区公告栏"),
)
DUTIES = (
    Duty.INFORMATION_OFFICER,
    Duty.SECRECY_REVIEWER,
    Duty.RESPONSIBLE_LEADER,
    Duty.FOI_OFFICER,
    Duty.FOI_HEAD,
    Duty.LEGAL_COUNSEL,
    Duty.CHANNEL_EDITOR,
    Duty.SECTION_HEAD,
)
OFFICER, REVIEWER, LEADER, FOI, FOI_HEAD, COUNSEL, EDITOR, HEAD = range(len(DUTIES))
SECTIONS = ("办公室", "民政科", "城建科", "社区办")


@dataclass(frozen=True)
class Ground:
    """The first key of each kind of row; those of one office lie together, in the order of the offices."""

    offices: int  # how many subdistrict offices there are
    agencies: list[int]  # of the subdistrict offices
    codes: list[str]
    users: int
    sections: int
    columns: int
    channels: int

    def user(self, office: int, who: int) -> int:
        """Return the key of the person who holds the duty `who`, by its place in DUTIES."""
        return self.users + office * len(DUTIES) + who


def lay(count: int, since: date) -> Ground:
    """Write `count` agencies (2 or more): a district to every seventeen subdistrict offices."""
    agency = Sheet(
        Agency,
        ("id", "slug", "name", "short_name", "code", "number_mark", "level", "parent_id", "path"),
        office_hours="工作日 9:00–12:00，14:00–17:30",
        address="合成路1号",
        phone="010-00000000",
    )
    keys = list(agency.take(count))
    districts = [place % (TO_A_DISTRICT + 1) == 0 for place in range(count)]
    above = [keys[place - place % (TO_A_DISTRICT + 1)] for place in range(count)]
    slugs = [f"{SLUG}-{place:03d}" for place in range(count)]
    agency.write(
        id=keys,
        slug=slugs,
        name=[
            f"合成第{place:03d}{'区人民政府' if is_district else '街道办事处'}（合成数据）"
            for place, is_district in enumerate(districts)
        ],
        short_name=[f"合成{place:03d}" for place in range(count)],
        code=[f"9{place:08d}" for place in range(count)],
        number_mark=[f"合成{place:03d}" for place in range(count)],
        level=[Level.DISTRICT.value if is_district else Level.SUBDISTRICT.value for is_district in districts],
        parent_id=[None if is_district else over for is_district, over in zip(districts, above, strict=True)],
        path=[
            slug if is_district else f"{slugs[place - place % (TO_A_DISTRICT + 1)]}/{slug}"
            for place, (slug, is_district) in enumerate(zip(slugs, districts, strict=True))
        ],
    )
    offices = [key for key, is_district in zip(keys, districts, strict=True) if not is_district]
    return Ground(
        offices=len(offices),
        agencies=offices,
        codes=[f"9{key - keys[0]:08d}" for key in offices],
        users=_employ(offices, [key for key in keys if key not in set(offices)], since),
        sections=_sections(offices),
        columns=_columns(offices),
        channels=_channels(offices),
    )


def _sections(offices: list[int]) -> int:
    sheet = Sheet(Section, ("id", "agency_id", "name", "order"))
    keys = sheet.take(len(offices) * len(SECTIONS))
    sheet.write(
        id=keys,
        agency_id=[office for office in offices for _each in SECTIONS],
        name=[*SECTIONS] * len(offices),
        order=[*range(len(SECTIONS))] * len(offices),
    )
    return keys.start


def _columns(offices: list[int]) -> int:
    sheet = Sheet(Column, ("id", "agency_id", "slug", "name", "kind", "order"))
    keys = sheet.take(len(offices) * len(COLUMNS))
    sheet.write(
        id=keys,
        agency_id=[office for office in offices for _each in COLUMNS],
        slug=[slug for slug, _name, _kind in COLUMNS] * len(offices),
        name=[name for _slug, name, _kind in COLUMNS] * len(offices),
        kind=[kind for _slug, _name, kind in COLUMNS] * len(offices),
        order=[*range(len(COLUMNS))] * len(offices),
    )
    return keys.start


def _channels(offices: list[int]) -> int:
    sheet = Sheet(Channel, ("id", "agency_id", "kind", "name", "order"))
    keys = sheet.take(len(offices) * len(CHANNELS))
    sheet.write(
        id=keys,
        agency_id=[office for office in offices for _each in CHANNELS],
        kind=[kind.value for kind, _name in CHANNELS] * len(offices),
        name=[name for _kind, name in CHANNELS] * len(offices),
        order=[*range(len(CHANNELS))] * len(offices),
    )
    return keys.start


def _employ(offices: list[int], districts: list[int], since: date) -> int:
    """Write the people of each office, one to a duty, and supervisors of the districts; nobody can log in."""
    held = [(office, duty) for office in offices for duty in DUTIES]
    held += [(district, Duty.DISTRICT_SUPERVISOR) for district in districts]
    user = Sheet(User, ("id", "username", "name", "agency_id", "date_joined"), password=make_password(None))
    keys = user.take(len(held))
    user.write(
        id=keys,
        username=[f"{SLUG}-{agency}-{duty.value}" for agency, duty in held],
        name=[f"合成{number}" for number in keys],
        agency_id=[agency for agency, _duty in held],
        date_joined=[at(since)] * len(held),
    )
    post = Sheet(Post, ("id", "user_id", "agency_id", "duty"), since=on(since))
    post.write(
        id=post.take(len(held)),
        user_id=keys,
        agency_id=[agency for agency, _duty in held],
        duty=[duty.value for _agency, duty in held],
    )
    return keys.start
