"""The ground the demo stands on: agencies, sections, accounts, columns, channels.

What no act exists for is made directly, and so are the first two administrators and the few accounts of
agencies without administrators; every other account is opened, and every duty given, by its act.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.test.utils import override_settings

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Level, Section, SectionKind
from gongkai.catalogue.models import Column
from gongkai.channels.models import Channel
from gongkai.console.demo import places, statutory
from gongkai.console.demo.accounts import (
    ACCOUNTS,
    DISTRICT,
    ELSEWHERE,
    NEIGHBOUR,
    OFFICE,
    PASSWORD,
    SECURITY_ADMINISTRATOR,
    STAFF,
    SYSTEM_ADMINISTRATOR,
    Account,
)
from gongkai.console.demo.diary import at
from gongkai.law.channels import ChannelKind
from gongkai.law.columns import ColumnKind
from gongkai.people import actions as people
from gongkai.people.models import Post, User
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar

_QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"

# The last working day before the year that is told.
FOUNDED_ON = date(2017, 12, 29)
POSTS_SINCE = date(2017, 1, 1)

ADDRESS, PHONE = "东城区赵堂子胡同16号", "010-65126891"
OFFICE_HOURS = "工作日 9:00–12:00，14:00–17:30"


@dataclass
class Office:
    """The office with everybody and everything the stories need, by name."""

    agency: Agency
    calendar: Calendar
    people: dict[str, User] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    def head_of(self, section: str) -> User:
        """The head of a section, who agrees to replies about what the section found."""
        return self.people[_HEAD_OF[self.agency.slug, section]]

    def officer_of(self, section: str) -> User:
        """The information officer of a section or community."""
        return self.people[_OFFICER_OF[self.agency.slug, section]]


_OFFICER_OF = {
    (account.agency, section): account.username
    for account in ACCOUNTS
    for duty, section in account.posts
    if duty == "information_officer"
}


_HEAD_OF = {
    (account.agency, section): account.username
    for account in ACCOUNTS
    for duty, section in account.posts
    if duty == "section_head"
}


@dataclass(frozen=True)
class Ground:
    """The two offices of the demo: the founding one, and the neighbour."""

    office: Office
    neighbour: Office


def found() -> Ground:
    """Make the agencies, people, columns and channels; to be called once, in an empty database."""
    district = Agency.objects.create(
        slug=DISTRICT,
        name="北京市东城区人民政府",
        short_name="东城区",
        code="000000001",
        number_mark="东政",
        level=Level.DISTRICT,
        foi_office="区政府办公室",
        review_body="北京市人民政府",
        court="北京市第二中级人民法院",
    )
    agency = Agency.objects.create(
        slug=OFFICE,
        name="北京市东城区人民政府建国门街道办事处",
        short_name="建国门街道",
        code="000000047",
        number_mark="建街",
        level=Level.SUBDISTRICT,
        parent=district,
        address=ADDRESS,
        phone=PHONE,
        email="jgmchuban@126.com",
        office_hours=OFFICE_HOURS,
        foi_office="建国门街道办公室",
        review_body=district.name,
        court="北京市东城区人民法院",
        # Domain and numbers are invented.
        site_name="建国门街道政府信息公开（演示）",
        site_domain="www.example.gov.cn",
        site_code="1101010000",
        site_operator="建国门街道办公室",
        icp_number="京ICP备00000000号",
        police_number="京公网安备00000000000000号",
    )
    neighbour = Agency.objects.create(
        slug=NEIGHBOUR,
        name="北京市东城区人民政府朝阳门街道办事处",
        short_name="朝阳门街道",
        code="000000048",
        number_mark="朝街",
        level=Level.SUBDISTRICT,
        parent=district,
        office_hours=OFFICE_HOURS,
        foi_office="朝阳门街道办公室",
        review_body=district.name,
        court="北京市东城区人民法院",
    )
    calendar = loaded_calendar()
    ground = Ground(Office(agency, calendar), Office(neighbour, calendar))
    _equip(ground.office, places.SECTIONS, tuple(places.COMMUNITIES), places.COLUMNS, places.CHANNELS)
    _equip(ground.neighbour, ("办公室",), (), (("gzdt", "工作动态"), ("tzgg", "通知公告")), _ITS_WEBSITE)
    _employ(ground, district)
    statutory.furnish(ground.office)
    return ground


_ITS_WEBSITE = ((ChannelKind.WEBSITE, "数字东城朝阳门街道网站", ""),)


def _equip(
    office: Office,
    sections: tuple[str, ...],
    communities: tuple[str, ...],
    columns: tuple[tuple[str, str], ...],
    channels: tuple[tuple[ChannelKind, str, str], ...],
) -> None:
    kinds = [(name, SectionKind.SECTION) for name in sections]
    kinds += [(name, SectionKind.COMMUNITY) for name in communities]
    for order, (name, section_kind) in enumerate(kinds, start=1):
        office.sections[name] = Section.objects.create(
            agency=office.agency, name=name, kind=section_kind, order=order
        )
    for order, (slug, name) in enumerate(columns, start=1):
        kind_of_column = places.KINDS.get(name, ColumnKind.OTHER)
        office.columns[name] = Column.objects.create(
            agency=office.agency, slug=slug, name=name, order=order, kind=kind_of_column
        )
    for order, (kind, name, address) in enumerate(channels, start=1):
        office.channels[name] = Channel.objects.create(
            agency=office.agency, kind=kind, name=name, address=address, order=order
        )


def _employ(ground: Ground, district: Agency) -> None:
    office = ground.office
    # Hashing is slow on purpose. Everybody shares one password that is no secret: it is hashed once for all,
    # and until then the accounts hold a hash made quickly.
    password = make_password(PASSWORD)
    with clock.pretend(at(FOUNDED_ON, 9)), override_settings(PASSWORD_HASHERS=[_QUICK_HASHER]):
        sysadmin = _open_directly(SYSTEM_ADMINISTRATOR, office, office.agency, password)
        secadmin = _open_directly(SECURITY_ADMINISTRATOR, office, office.agency, password)
        for account in ELSEWHERE:
            elsewhere = ground.neighbour if account.agency == NEIGHBOUR else Office(district, office.calendar)
            _open_directly(account, elsewhere, elsewhere.agency, password)
        for account in STAFF:
            user = people.open_account(
                office.agency, username=account.username, name=account.name, password=PASSWORD, by=sysadmin
            )
            for duty, section in account.posts:
                people.assign_post(
                    user,
                    duty=duty,
                    agency=office.agency,
                    section=office.sections[section] if section else None,
                    since=POSTS_SINCE,
                    by=secadmin,
                )
            office.people[account.username] = User.objects.get(pk=user.pk)
    # The demo's password stays as it is: nobody is asked to choose another one.
    User.objects.update(password=password, must_change_password=False)


def _open_directly(account: Account, office: Office, agency: Agency, password: str) -> User:
    user = User.objects.create(
        username=account.username,
        name=account.name,
        agency=agency,
        password=password,
        date_joined=clock.now(),
    )
    for duty, section in account.posts:
        Post.objects.create(
            user=user,
            agency=agency,
            section=office.sections[section] if section else None,
            duty=duty,
            since=POSTS_SINCE,
        )
    office.people[account.username] = user
    return user
