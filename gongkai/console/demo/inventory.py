"""The office's inventory: its matters, what it owed in 2018 and owes now, and the tasks of both years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.acts import clock
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.matters import ROWS
from gongkai.console.demo.present_day import Day, nearest
from gongkai.inventory import actions as inventory
from gongkai.inventory.models import DisclosureDuty, DueRule, Matter, OwedPeriod, PeriodState, Unit
from gongkai.inventory.rhythms import Rhythm
from gongkai.law.periods import months_after

LAST_DAY, ENDED_ON = date(2018, 12, 31), date(2019, 4, 2)
NEW_INVENTORY = "按修订后的《政府信息公开条例》重新梳理全清单，另立公开任务。"


@dataclass(frozen=True)
class Owed:
    """A duty of the founding report: on which matter, how often, and who of the office does it."""

    code: str
    rhythm: Rhythm
    what: str
    officer: str
    occasion: str = ""
    rule_2018: DueRule = DueRule.ITEM_BEIJING
    rule: DueRule = DueRule.SOCIAL_ASSISTANCE
    since: date = date(2018, 1, 1)
    occasions: tuple[date, ...] = ()


_ANNUAL_REPORT = "政务公开-01"
_PENALTIES = "城市综合执法-02"

RECURRING = (
    Owed("社会救助-06", Rhythm.MONTHLY, "低保对象情况", "chen"),
    Owed("社会救助-09", Rhythm.MONTHLY, "特困人员供养情况", "chen"),
    Owed("社会救助-10", Rhythm.QUARTERLY, "医疗救助情况", "chen"),
    Owed("社会救助-11", Rhythm.QUARTERLY, "临时救助情况", "chen"),
    Owed(
        "社会救助-12",
        Rhythm.SCHOOL_YEAR,
        "高等教育新生入学救助情况",
        "chen",
        since=date(2018, 9, 1),
    ),
    Owed(
        "财政预决算-01",
        Rhythm.PER_EVENT,
        "部门预算",
        "gao",
        occasion="部门预算批复",
        rule_2018=DueRule.BUDGET,
        rule=DueRule.BUDGET,
        occasions=(date(2018, 1, 29),),
    ),
    Owed(
        "财政预决算-02",
        Rhythm.PER_EVENT,
        "部门决算和“三公”经费",
        "gao",
        occasion="部门决算批复",
        rule_2018=DueRule.BUDGET,
        rule=DueRule.BUDGET,
        occasions=(date(2018, 8, 20),),
    ),
    Owed(
        _ANNUAL_REPORT,
        Rhythm.YEARLY,
        "政府信息公开工作年度报告",
        "gao",
        rule_2018=DueRule.OWN,
        rule=DueRule.OWN,
    ),
    Owed(
        _PENALTIES,
        Rhythm.PER_EVENT,
        "行政处罚决定",
        "liu",
        occasion="作出行政处罚决定",
        rule_2018=DueRule.DUAL_PUBLICITY,
        rule=DueRule.DUAL_PUBLICITY,
        occasions=(date(2018, 3, 14), date(2018, 7, 11), date(2018, 10, 17)),
    ),
)
# Matters whose reports stand on the website: publishing them fulfils the period.
BY_ITEMS = ("社会救助-06", "社会救助-10")
# In this month no household changed: the section asked, and nothing had to be disclosed.
EXCUSED = ("社会救助-09", date(2018, 2, 1), "2月没有新增、停止和变更的特困人员。")

_TASKS_2018 = (
    ("公文制发时同步确定公开属性，7月起在办公系统中必填", "办公室", date(2018, 7, 31), "公文处理办法修订稿"),
    ("社会救助信息按月、按季度公开", "民生保障科", date(2018, 12, 20), "社会救助栏目更新记录"),
    ("公开预算、决算和“三公”经费", "财政科", date(2018, 9, 20), "预决算栏目"),
    ("行政处罚信息7个工作日内双公示", "城管执法队", date(2018, 12, 20), "双公示栏目"),
    ("组织政务公开培训", "办公室", date(2018, 6, 30), "4月20日培训签到表"),
)


def stories_of_2018(office: Office) -> Iterator[Story]:
    yield story_of_matters(office)
    for owed in RECURRING:
        yield _year(office, owed)
    yield _tasks_of_2018(office)


def story_of_matters(office: Office) -> Story:
    yield at(date(2018, 1, 2), 9)
    for row in ROWS:
        inventory.add_matter(
            office.agency, by=office.people["zhou"], **row.facts(office.sections[row.section])
        )


def _lay(office: Office, owed: Owed, *, rule: DueRule, since: date) -> DisclosureDuty:
    matter = Matter.objects.select_related("agency", "section").get(agency=office.agency, code=owed.code)
    own = rule == DueRule.OWN
    if matter.section is None:
        raise LookupError(f"Nobody keeps {owed.code}.")
    return inventory.add_duty(
        matter,
        rhythm=owed.rhythm,
        rule=rule,
        number=3 if own else None,
        unit=Unit.MONTHS if own else "",
        section=matter.section,
        since=since,
        occasion=owed.occasion,
        by=office.people["zhou"],
    )


def _year(office: Office, owed: Owed) -> Story:
    """A duty through 2018: each period disclosed in time, one excused; ended when a new inventory came."""
    zhou, officer = office.people["zhou"], office.people[owed.officer]
    yield at(office.calendar.add(owed.since - timedelta(days=1), 1), 10)
    duty = _lay(office, owed, rule=owed.rule_2018, since=owed.since)
    for day in owed.occasions:
        yield at(day, 15)
        inventory.record_trigger(duty, day=day, by=officer)
        yield at(office.calendar.add(day, 4), 16)
        inventory.fulfil(duty.periods.get(starts_on=day), by=officer, evidence=_shown(owed, str(day)))
    for period in duty.periods.filter(starts_on__lte=LAST_DAY).exclude(starts_on__in=owed.occasions):
        if owed.code in BY_ITEMS and period.due_on is not None:
            yield at(period.due_on, 17)
            period.refresh_from_db()
            if period.state != PeriodState.OWED:
                continue
        elif owed.rhythm == Rhythm.SCHOOL_YEAR:
            yield at(date(2018, 9, 28), 10)
        else:
            yield at(office.calendar.add(period.ends_on, 6), 10)
        if (owed.code, period.starts_on) == EXCUSED[:2]:
            inventory.propose_excuse(period, reason=EXCUSED[2], by=officer)
            inventory.excuse(period, reason=EXCUSED[2], by=zhou)
        else:
            inventory.fulfil(period, by=officer, evidence=_shown(owed, period.label))
    yield at(ENDED_ON, 10)
    inventory.end_duty(duty, until=LAST_DAY, reason=NEW_INVENTORY, by=zhou)


def _shown(owed: Owed, label: str) -> tuple[str, str, str]:
    return ("other", "other", f"{label}{owed.what}")


def _tasks_of_2018(office: Office) -> Story:
    zhou = office.people["zhou"]
    yield at(date(2018, 4, 10), 9)
    priority = inventory.set_priority(
        office.agency, year=2018, title="2018年政务公开工作要点", source="区政府办公室印发（示例）", by=zhou
    )
    tasks = [
        inventory.add_task(priority, text=text, section=office.sections[section], due_on=due, by=zhou)
        for text, section, due, _evidence in _TASKS_2018
    ]
    told = sorted(zip(tasks, _TASKS_2018, strict=True), key=lambda pair: pair[1][2])
    for task, (_text, section, due, evidence) in told:
        yield at(Day(due, office.calendar).ago(3), 11)
        inventory.report_task(task, evidence=evidence, by=office.head_of(section))
        inventory.accept_task(task, by=zhou)


# Now


def stories(office: Office, day: Day) -> Iterator[Story]:
    """What is owed now: one period missed, some due soon, the others done or not due yet."""
    day = nearest(day, clock.today())
    for owed in RECURRING:
        yield _now(office, owed, day)
    yield _tasks_now(office, day)


def _now(office: Office, owed: Owed, day: Day) -> Story:
    officer = office.people[owed.officer]
    # Two periods back: enough to look at, and the years between are left to the imagination.
    back = {Rhythm.MONTHLY: 2, Rhythm.QUARTERLY: 6, Rhythm.SCHOOL_YEAR: 12, Rhythm.YEARLY: 12}
    since = months_after(day.today, -back.get(owed.rhythm, 2))
    yield at(day.ago(12), 9)
    duty = _lay(office, owed, rule=owed.rule, since=since)
    if owed.code == _PENALTIES:
        yield from _penalties(duty, owed, office, day)
    for period in list(duty.periods.filter(starts_on__lte=day.today)):
        if _was_due(period, day.today):
            yield at(day.ago(10), 10)
            inventory.fulfil(
                period,
                by=officer,
                evidence=_shown(owed, period.label),
                on=min(period.due_on or day.ago(10), day.ago(10)),
            )
    if owed.code == "社会救助-10":
        yield at(day.ago(1), 15)
        # The last period that has begun: the section asks, the FOI office has not decided.
        asked = duty.periods.owed().filter(starts_on__lte=day.today).order_by("starts_on").last()
        if asked is not None:
            inventory.propose_excuse(asked, reason="本季度没有新的医疗救助对象。", by=officer)


def _was_due(period: OwedPeriod, today: date) -> bool:
    return period.duty.rhythm != Rhythm.PER_EVENT and period.due_on is not None and period.due_on < today


def _penalties(duty: DisclosureDuty, owed: Owed, office: Office, day: Day) -> Story:
    """Three decisions: one disclosed, one missed two working days ago, one due in two working days."""
    officer = office.people[owed.officer]
    yield at(day.ago(11), 14)
    first = inventory.record_trigger(duty, day=day.ago(11), by=officer)
    yield at(day.ago(9), 14)
    inventory.record_trigger(duty, day=day.ago(9), by=officer)
    yield at(day.ago(8), 14)
    inventory.fulfil(first, by=officer, evidence=_shown(owed, first.label))
    yield at(day.ago(5), 14)
    inventory.record_trigger(duty, day=day.ago(5), by=officer)


def _tasks_now(office: Office, day: Day) -> Story:
    zhou, year = office.people["zhou"], day.today.year
    told = (
        # text, section, days from now until it is due (working days where it was), and how far it is
        ("更新政府信息公开指南和全清单", "办公室", -15, "accepted"),
        ("规范社会救助信息公示，公示期满撤下个人信息", "民生保障科", -4, "open"),
        ("行政处罚信息7个工作日内公示", "城管执法队", -1, "reported"),
        ("政策文件与解读材料同步公开", "办公室", 2, "open"),
        ("社区公示栏内容清理", "社区建设科", 15, "open"),
        ("编制预决算公开说明", "财政科", 25, "open"),
    )
    yield at(day.ago(20), 9)
    priority = inventory.set_priority(
        office.agency,
        year=year,
        title=f"{year}年政务公开工作要点",
        source="区政府办公室印发（示例）",
        by=zhou,
    )
    for text, section, days, state in told:
        due = day.ago(-days) if days < 0 else day.today + timedelta(days=days)
        task = inventory.add_task(priority, text=text, section=office.sections[section], due_on=due, by=zhou)
        if state != "open":
            task = inventory.report_task(task, evidence="见栏目更新记录", by=office.head_of(section))
        if state == "accepted":
            inventory.accept_task(task, by=zhou)
