"""The office of the tests: a district with two subdistricts, and one person per duty in the first."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

PEOPLE = {
    # attribute: (user name, name, duties, in a section?)
    "officer": ("chen", "陈晓（虚构）", ["information_officer"], True),
    "head": ("qian", "钱立（虚构）", ["section_head"], True),
    "checker": ("he", "何敏（虚构）", ["office_checker"], False),
    "reviewer": ("sun", "孙立群（虚构）", ["secrecy_reviewer"], False),
    "leader": ("wu", "吴建国（虚构）", ["responsible_leader"], False),
    "principal": ("zheng", "郑海（虚构）", ["principal_leader"], False),
    "foi": ("zhou", "周文静（虚构）", ["foi_officer"], False),
    "foi_head": ("feng", "冯远（虚构）", ["foi_head"], False),
    "counsel": ("han", "韩律（虚构）", ["legal_counsel"], False),
    "editor": ("yang", "杨帆（虚构）", ["channel_editor"], False),
    "sysadmin": ("sysadmin", "系统管理员（虚构）", ["system_administrator"], False),
    "secadmin": ("secadmin", "安全管理员（虚构）", ["security_administrator"], False),
    "auditor": ("auditor", "审计管理员（虚构）", ["audit_administrator"], False),
    "council_reporter": ("council", "自管会报送人（虚构）", ["council_reporter"], False),
    "property_service": ("property", "物业报送人（虚构）", ["property_service"], False),
    "citizen": ("citizen", "居民（虚构）", ["registered_citizen"], False),
}

PASSWORD = "Kaifang-2018-demo"

# The keys of the office's rows, the same each time; what a test made before has lower ones, the rest higher.
FIRST_KEY = 1001


@dataclass(frozen=True)
class Laid:
    """The office as it was first made in this process: the statements that wrote it, and its objects."""

    statements: tuple[tuple[str, Any], ...]
    objects: bytes

    def again(self) -> SimpleNamespace:
        from django.db import connection, transaction

        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values)
        # Only what `lay_down` packed is unpacked here.
        return pickle.loads(self.objects)  # noqa: S301


_laid: dict[str, Laid] = {}


def furnish() -> SimpleNamespace:
    """Make the office in an empty database.

    Most tests begin here: after the first time in a process the same rows are written by the statements of
    that time, without asking the models anew.
    """
    from django.db import connection

    if connection.vendor not in _laid:
        _laid[connection.vendor] = lay_down()
        return _with_person(pickle.loads(_laid[connection.vendor].objects))  # noqa: S301
    return _with_person(_laid[connection.vendor].again())


def lay_down() -> Laid:
    """Write the office by its models, and note the statements that did it."""
    from django.core.management.color import no_style
    from django.db import connection

    from gongkai.agencies.models import Agency, Section
    from gongkai.people.models import Post, User

    statements: list[tuple[str, Any]] = []

    def note(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        if statement.startswith("INSERT"):
            statements.append((statement, values))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(note):
        made = _made()
    # PostgreSQL goes on counting where it was, whatever keys were given.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Agency, Section, User, Post]):
            cursor.execute(statement)
    return Laid(tuple(statements), pickle.dumps(made))


def _made() -> SimpleNamespace:
    from django.contrib.auth.hashers import make_password

    from gongkai.acts.clock import BEIJING
    from gongkai.agencies.models import Agency, Section, SectionKind
    from gongkai.people.models import Post, User

    keys = count(FIRST_KEY)
    district = Agency(
        pk=next(keys),
        slug="dongcheng",
        path="dongcheng",
        name="北京市东城区人民政府",
        short_name="东城区",
        code="000000001",
        level="district",
    )
    agency = Agency(
        pk=next(keys),
        slug="jianguomen",
        path="dongcheng/jianguomen",
        name="北京市东城区人民政府建国门街道办事处",
        short_name="建国门街道",
        code="000000047",
        number_mark="建街",
        level="subdistrict",
        parent=district,
        review_body="北京市东城区人民政府",
        court="北京市东城区人民法院",
        foi_office="街道办公室",
        address="东城区赵堂子胡同16号",
        phone="010-65126891",
        office_hours="工作日 9:00–12:00，14:00–17:30",
    )
    other = Agency(
        pk=next(keys),
        slug="chaoyangmen",
        path="dongcheng/chaoyangmen",
        name="北京市东城区人民政府朝阳门街道办事处",
        short_name="朝阳门街道",
        code="000000048",
        number_mark="朝街",
        level="subdistrict",
        parent=district,
    )
    Agency.objects.bulk_create([district, agency, other])
    section = Section(pk=next(keys), agency=agency, name="民生保障科")
    community = Section(pk=next(keys), agency=agency, name="苏州社区", kind=SectionKind.COMMUNITY)
    Section.objects.bulk_create([section, community])

    known = {
        attribute: (username, name, duties, agency, section if in_section else None)
        for attribute, (username, name, duties, in_section) in PEOPLE.items()
    }
    known["supervisor"] = ("qu", "区级监督员（虚构）", ["district_supervisor"], district, None)
    known["stranger"] = ("zhao", "赵外（虚构）", ["foi_officer"], other, None)
    password, joined = make_password(PASSWORD), datetime(2010, 1, 1, 9, tzinfo=BEIJING)
    accounts = User.objects.bulk_create(
        User(pk=next(keys), username=username, name=name, agency=where, password=password, date_joined=joined)
        for username, name, _duties, where, _section in known.values()
    )
    people: dict[str, Any] = dict(zip(known, accounts, strict=True))
    Post.objects.bulk_create(
        Post(
            pk=next(keys),
            user=people[attribute],
            agency=where,
            section=in_section,
            duty=duty,
            since=date(2010, 1, 1),
        )
        for attribute, (_username, _name, duties, where, in_section) in known.items()
        for duty in duties
    )
    return SimpleNamespace(
        agency=agency,
        district=district,
        other=other,
        section=section,
        community=community,
        password=PASSWORD,
        **people,
    )


def _with_person(office: SimpleNamespace) -> SimpleNamespace:
    """Add what makes further people: `office.person(username, name, duties, where, in_section)`."""
    from gongkai.people.models import Post, User

    def person(username: str, name: str, duties: list[str], where: Any, in_section: Any = None) -> Any:
        user = User.objects.create_user(username, name=name, agency=where, password=PASSWORD)
        for duty in duties:
            Post.objects.create(
                user=user, agency=where, section=in_section, duty=duty, since=date(2010, 1, 1)
            )
        return user

    office.person = person
    return office
