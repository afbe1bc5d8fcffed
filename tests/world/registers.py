"""What is kept in registers: events, disputes, meetings, matters, people, imports."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from gongkai.acts import clock
from gongkai.cases.models import Case
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.importing import factories as importing
from gongkai.channels import faults
from gongkai.concerns import actions as concern_actions
from gongkai.concerns.tests import factories as concerns
from gongkai.disputes import actions as disputes
from gongkai.disputes.tests import factories as disputing
from gongkai.files.uploading import begin
from gongkai.inventory import actions as inventory
from gongkai.inventory.tests import factories as matters
from gongkai.meetings.tests import factories as meetings
from gongkai.notices.tests import factories as notices
from gongkai.people import systems
from gongkai.people.charges import give_charge
from gongkai.resources import actions as resources
from gongkai.resources.tests import factories as resourcing
from gongkai.search import synonyms
from tests.world.ground import TODAY, at


def registers(office: SimpleNamespace) -> dict[str, Any]:
    with at(5):
        event = concerns.event(office)
        answered = concerns.event(office, "胡同停水")
        response = concerns.response(office, answered)
        struck = concerns.press_report(office, "重复登记的报道")
        concern_actions.strike_out_press_report(struck, reason="重复。", by=office.editor)
        dispute = disputing.opened_dispute(office)
        decided = disputing.opened_dispute(office, kind="direct_suit", body="北京市东城区人民法院")
        disputes.record_outcome(decided, by=office.foi, outcome="upheld", decided_on=clock.today())
        about = Case.objects.get(title="便民服务清单")
        lost = disputing.lost(
            disputing.opened_dispute(office, clock.today(), case=about),
            office,
            clock.today(),
            orders_new_reply=True,
            ordered_within_days=15,
        )
        (served_paper,) = disputes.add_papers(
            lost, [ContentFile(b"Copy.\n", name="复议申请书.txt")], by=office.foi, kind="application"
        )
        complaint = disputing.received_complaint(office)
        closed = resourcing.reading_point(office, "旧阅览点")
        resources.close_reading_point(closed, until=clock.today(), by=office.foi, reason="搬迁。")
        return {
            "synonyms": synonyms.add("", ["低保", "最低生活保障"], by=office.editor),
            "event": event,
            "event_answered": answered,
            "response": response,
            "press_report": concerns.press_report(office),
            "press_report_struck_out": struck,
            "dispute": dispute,
            "dispute_served": disputing.opened_suit(office, served_on=disputing.OPENED),
            "dispute_lost": lost,
            "dispute_paper": served_paper,
            "complaint": complaint,
            "meeting": meetings.meeting(office),
            "training": meetings.training(office),
            "dedicated_office": resources.enter_dedicated_office(
                office.agency, name="信息公开科", since=date(2018, 1, 2), by=office.foi
            ),
            "reading_point": resourcing.reading_point(office),
            "reading_point_closed": closed,
            "staff_member": resourcing.staff_member(office, section=office.section),
            "fund": resourcing.fund(office),
        }


def matters_and_tasks(office: SimpleNamespace) -> dict[str, Any]:
    with at(4):
        kept = matters.matter(office)
        duty = matters.duty(office, kept, since=date(2025, 7, 1))
        owed, asked, fulfilled = duty.periods.order_by("starts_on")[:3]
        inventory.propose_excuse(asked, reason="没有变化。", by=office.head)
        inventory.fulfil(fulfilled, evidence=("other", "other", "苏州社区公示栏"), by=office.officer)
        priority = matters.priority(office)
        reported = matters.task(office, priority, text="开展培训")
        return {
            "matter": kept,
            "matter_without_duties": matters.matter(office, code="社会救助-02"),
            "disclosure_duty": duty,
            "disclosure_duty_per_event": matters.event_duty(office, kept),
            "owed_period": owed,
            "owed_period_asked": asked,
            "owed_period_fulfilled": fulfilled,
            "work_priority": priority,
            "task": matters.task(office, priority),
            "task_reported": inventory.report_task(reported, evidence="签到表", by=office.head),
        }


def what_readers_found(office: SimpleNamespace) -> dict[str, Any]:
    """What readers found on the website."""
    with at(2):
        faults.report(office.agency, kind="leak", text="附件里能看到手机号。", path="/items/1/")
        return {
            "site_fault": faults.report(
                office.agency, kind="link", text="附件打不开。", path="/guide/", contact="13800000000"
            )
        }


def imports(office: SimpleNamespace) -> dict[str, Any]:
    with at(6):
        done = importing.done(office, column=office.column.pk)
        # Without the clearance of its time: what is left of a run, for which one may be recorded.
        more = importing.LIST.replace("防汛", "防火").replace("低保", "特困").replace("t1", "t2")
        return {
            "import_done": importing.done(office, more, clearance={}),
            "import_checked": importing.checked(office, _another(more), column=office.column.pk),
            "import_at_work": _at_work(importing.brought(office, _another(more), "等候.csv")),
            "item_imported": Item.objects.filter(imported=done).first(),
        }


def _at_work(run: Any) -> Any:
    """As a long run stands that waits for the worker."""
    run.state = run.State.CHECKING
    run.save()
    return run


def _another(rows: str) -> str:
    return rows.replace("防火", "防雨").replace("特困", "临时救助").replace("t2", "t3")


def people(office: SimpleNamespace) -> dict[str, Any]:
    with at(1):
        return {
            "account": office.officer,
            "charge": give_charge(office.leader, office.agency, section=office.section, by=office.foi),
            "system": systems.open_system(
                office.agency, name="区办公自动化系统", scopes=["documents.draft"], by=office.sysadmin
            )[0],
            "post": office.officer.posts.get(),
            "upload": begin("听证会录音整理.pdf", size=12_000_000, by=office.foi, agency=office.agency),
            "notice": notices.notice(office.foi, due_on=TODAY.date()),
            "message": notices.message_in(office, "unclear"),
        }
