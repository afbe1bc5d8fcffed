"""The registers of 2018: reading points, staff, the fund, meetings, the training, and the year's disputes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from gongkai.cases.models import Case
from gongkai.console.demo import places
from gongkai.console.demo.accounts import INVENTED, STAFF
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import ADDRESS, OFFICE_HOURS, PHONE, Office
from gongkai.disputes import actions as disputes
from gongkai.disputes.models import DisputeKind, DisputeOutcome
from gongkai.meetings import actions as meetings
from gongkai.meetings.models import MeetingKind
from gongkai.resources import actions as resources
from gongkai.resources.models import Employment

# The part-time officers without an account, by section or community: seventeen. With the FOI officer and the
# twelve information officers who have one they are thirty.
_MORE_STAFF = (
    ("办公室", "白露"),
    ("财政科", "崔颖"),
    ("财政科", "邓凯"),
    ("民生保障科", "范敏"),
    ("城市管理科", "郭涛"),
    ("社区建设科", "韩雪"),
    ("综合治理办公室", "侯健"),
    ("计划生育办公室", "姜蕾"),
    ("社会保障事务所", "康宁"),
    ("城管执法队", "雷鸣"),
    ("苏州社区", "梁爽"),
    ("西总布社区", "孟婷"),
    ("赵家楼社区", "牛力"),
    ("大雅宝社区", "彭月"),
    ("站东社区", "秦岚"),
    ("外交部街社区", "任飞"),
    ("金宝街北社区", "沈悦"),
)


def staff() -> list[tuple[str, str]]:
    """The thirty part-time officers: name and section. The FOI officer is one of them."""
    with_account = [("办公室", "周文静")]
    for account in STAFF:
        if account.posts[0][1] and account.posts[0][0] == "information_officer":
            with_account.append((account.posts[0][1], account.bare_name))
    return [(f"{name}{INVENTED}", section) for section, name in (*with_account, *_MORE_STAFF)]


def stories_of_registers(office: Office) -> Iterator[Story]:
    yield _resources(office)
    yield _training(office)
    yield _meetings(office)


def _resources(office: Office) -> Story:
    zhou, feng = office.people["zhou"], office.people["feng"]
    yield at(date(2018, 1, 8), 9)
    points: list[tuple[str, str, str | None]] = [
        ("建国门街道政务服务大厅", ADDRESS, None),
        ("建国门街道图书馆", "东城区外交部街31号", None),
    ]
    points += [
        (f"{community}居委会查阅点", f"东城区{streets[0]}", community)
        for community, streets in places.COMMUNITIES.items()
    ]
    for name, address, community in points:
        resources.enter_reading_point(
            office.agency,
            name=name,
            address=address,
            hours=OFFICE_HOURS,
            phone=PHONE,
            section=office.sections[community] if community else None,
            since=date(2009, 5, 1),
            by=zhou,
        )
    for name, section in staff():
        resources.enter_staff_member(
            office.agency,
            name=name,
            section=office.sections[section],
            employment=Employment.PART_TIME,
            since=date(2017, 1, 1),
            by=zhou,
        )
    yield at(date(2018, 1, 15), 10)
    resources.enter_fund(
        office.agency,
        year=2018,
        amount=Decimal("2000.00"),
        purpose="政府信息公开申请办理和查阅点材料印制",
        by=feng,
    )


def _training(office: Office) -> Story:
    yield at(date(2018, 4, 20), 16)
    meetings.enter_training(
        office.agency,
        held_on=date(2018, 4, 20),
        title="主任办公会上的政府信息与政务公开实务培训",
        lecturer="街道律师顾问（虚构）",
        attendances=35,
        by=office.people["zhou"],
    )


def _meetings(office: Office) -> Story:
    told = (
        (date(2018, 3, 16), MeetingKind.DISCLOSURE_WORK, "2018年政务公开工作部署会", True),
        (date(2018, 5, 18), MeetingKind.RESIDENTS, "“问计于民 问需于民”座谈会", True),
        (date(2018, 9, 21), MeetingKind.RESIDENTS, "垃圾分类和停车自治居民座谈会", False),
        (date(2018, 12, 14), MeetingKind.OFFICE, "基层党建述职评议考核会", True),
    )
    for day, kind, title, principal in told:
        yield at(day, 17)
        meetings.enter_meeting(
            office.agency,
            kind=kind,
            held_on=day,
            title=title,
            place="街道办事处三层会议室",
            principal_attended=principal,
            by=office.people["he"],
        )


COURT, GOVERNMENT = "北京市东城区人民法院", "北京市东城区人民政府"

# Docket number, kind, opened, decided: the suits of the year, three of them from the year before.
_SUITS = (
    ("示例（2017）行初101号", DisputeKind.DIRECT_SUIT, date(2017, 9, 11), date(2018, 1, 26)),
    ("示例（2017）行初118号", DisputeKind.DIRECT_SUIT, date(2017, 10, 17), date(2018, 3, 14)),
    ("示例（2017）行初133号", DisputeKind.SUIT_AFTER_RECONSIDERATION, date(2017, 12, 5), date(2018, 4, 18)),
    ("示例（2018）行初27号", DisputeKind.DIRECT_SUIT, date(2018, 3, 6), date(2018, 7, 24)),
    ("示例（2018）行初64号", DisputeKind.DIRECT_SUIT, date(2018, 6, 12), date(2018, 11, 20)),
)


def stories_of_suits(office: Office) -> Iterator[Story]:
    for number, kind, opened, decided in _SUITS:
        yield _dispute(
            office,
            kind=kind,
            body=COURT,
            number=number,
            opened=opened,
            decided=decided,
            note="判决驳回原告的诉讼请求。",
        )


def reconsideration(office: Office, case: Case) -> Story:
    """The reconsideration of the year, about a reply of the year: the act was upheld."""
    return _dispute(
        office,
        kind=DisputeKind.RECONSIDERATION,
        body=GOVERNMENT,
        number="示例东政复字〔2018〕9号",
        opened=date(2018, 8, 13),
        decided=date(2018, 10, 10),
        note="决定维持答复。",
        case=case,
    )


def _dispute(
    office: Office,
    *,
    kind: str,
    body: str,
    number: str,
    opened: date,
    decided: date,
    note: str,
    case: Case | None = None,
) -> Story:
    # The register was taken up with the year: what is older was entered on its first days.
    yield at(max(opened, date(2018, 1, 10)), 11)
    dispute = disputes.open_dispute(
        office.agency,
        kind=kind,
        body=body,
        opened_on=opened,
        number=number,
        case=case,
        by=office.people["han"],
    )
    yield at(decided, 15, 30)
    disputes.record_outcome(
        dispute, outcome=DisputeOutcome.UPHELD, decided_on=decided, note=note, by=office.people["han"]
    )
