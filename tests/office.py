"""The office of the tests: a district with two subdistricts, and one person per duty in the first."""

from __future__ import annotations

from datetime import date
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


def furnish() -> SimpleNamespace:
    """Make the office in an empty database."""
    from django.contrib.auth.hashers import make_password

    from gongkai.agencies.models import Agency, Section, SectionKind
    from gongkai.people.models import Post, User

    district = Agency.objects.create(
        slug="dongcheng", name="北京市东城区人民政府", short_name="东城区", code="000000001", level="district"
    )
    agency = Agency.objects.create(
        slug="jianguomen",
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
    other = Agency.objects.create(
        slug="chaoyangmen",
        name="北京市东城区人民政府朝阳门街道办事处",
        short_name="朝阳门街道",
        code="000000048",
        number_mark="朝街",
        level="subdistrict",
        parent=district,
    )
    section = Section.objects.create(agency=agency, name="民生保障科")
    community = Section.objects.create(agency=agency, name="苏州社区", kind=SectionKind.COMMUNITY)

    def person(
        username: str, name: str, duties: list[str], where: Agency, in_section: Section | None = None
    ) -> User:
        user = User.objects.create_user(username, name=name, agency=where, password=PASSWORD)
        for duty in duties:
            Post.objects.create(
                user=user, agency=where, section=in_section, duty=duty, since=date(2010, 1, 1)
            )
        return user

    # Most tests begin here, so that everybody comes in two statements.
    known = {
        attribute: (username, name, duties, agency, section if in_section else None)
        for attribute, (username, name, duties, in_section) in PEOPLE.items()
    }
    known["supervisor"] = ("qu", "区级监督员（虚构）", ["district_supervisor"], district, None)
    known["stranger"] = ("zhao", "赵外（虚构）", ["foi_officer"], other, None)
    password = make_password(PASSWORD)
    accounts = User.objects.bulk_create(
        User(username=username, name=name, agency=where, password=password)
        for username, name, _duties, where, _section in known.values()
    )
    people: dict[str, Any] = dict(zip(known, accounts, strict=True))
    Post.objects.bulk_create(
        Post(user=people[attribute], agency=where, section=in_section, duty=duty, since=date(2010, 1, 1))
        for attribute, (_username, _name, duties, where, in_section) in known.items()
        for duty in duties
    )
    return SimpleNamespace(
        agency=agency,
        district=district,
        other=other,
        section=section,
        community=community,
        person=person,
        password=PASSWORD,
        **people,
    )
