"""The desk's pages of the inventory: lists, matters, the board, periods, tasks and the import."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.inventory import actions, table
from gongkai.inventory.models import DisclosureDuty, Matter, OwedPeriod, PeriodState, Task, TaskState
from gongkai.inventory.tests.factories import FACTS, duty, matter, on, period, priority, task
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 23)
HOSTILE = "<script>alert(1)</script>\u202e😀"


@pytest.fixture(autouse=True)
def today(db):
    load_shipped_notices()
    with on(TODAY):
        yield


@pytest.fixture
def desk(client, office):
    """Open pages as a person of the office."""

    def log_in(user):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return log_in


def token(page):
    return page.context["form"]["submission"].value()


def send(client, url, follow=True, **values):
    values["submission"] = token(client.get(url))
    return client.post(url, values, follow=follow)


LISTS = ("desk:matter_list", "desk:inventory_board", "desk:owed_period_list", "desk:task_list", "desk:home")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_much_for_thirty_rows_as_for_three(office, desk, name, django_assert_num_queries):
    def fill(count, start):
        of = priority(office, title=f"{start}")
        for number in range(count):
            there = matter(office, code=f"{start}-{number}")
            duty(office, there, since=date(2025, 9, 1))
            task(office, of, due_on=date(2025, 10, 24), owner=office.head)

    fill(3, 1)
    client = desk(office.head)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    fill(27, 2)
    with django_assert_num_queries(len(few)):
        client.get(reverse(name))


def test_a_matter_is_added_with_a_form(office, desk):
    values = FACTS | {"channels": ["website"], "levels": ["township"], "section": office.section.pk}
    page = send(desk(office.foi), reverse("desk:matter_add"), **values)
    assert page.status_code == 200
    assert Matter.objects.get().channels == ("website",)


def test_a_hostile_title_neither_runs_nor_breaks_a_page(office, desk):
    there = matter(office, level2=HOSTILE[:90], content_elements=HOSTILE * 500)
    laid = duty(office, there)
    client = desk(office.foi)
    for page in (
        there.get_absolute_url(),
        laid.get_absolute_url(),
        period(laid, date(2025, 9, 1)).get_absolute_url(),
        reverse("desk:matter_list"),
        reverse("desk:inventory_board"),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_the_filter_finds_by_field_phase_and_words(office, desk):
    matter(office)
    matter(office, code="b", field="财政预决算", level2="部门预算", phase="decision")
    client = desk(office.officer)
    for asked, found in (
        ({"field": "财政预决算"}, 1),
        ({"phase": "result"}, 1),
        ({"q": "部门"}, 1),
        ({"q": "没有"}, 0),
        ({}, 2),
    ):
        page = client.get(reverse("desk:matter_list"), asked)
        assert len(page.context["object_list"]) == found


def test_an_ended_matter_is_left_out_unless_asked_for(office, desk):
    actions.end_matter(matter(office), reason="取消", by=office.foi)
    client = desk(office.foi)
    assert not client.get(reverse("desk:matter_list")).context["object_list"]
    assert client.get(reverse("desk:matter_list"), {"ended": "all"}).context["object_list"]


def test_the_neighbour_finds_nothing_of_ours(office, desk):
    there = matter(office)
    laid = duty(office, there)
    client = desk(office.stranger)
    for thing in (there, laid, period(laid, date(2025, 9, 1)), task(office)):
        assert client.get(thing.get_absolute_url()).status_code == 404


def test_a_duty_is_laid_on_a_matter_and_shows_what_is_owed(office, desk):
    there = matter(office)
    page = send(
        desk(office.foi),
        reverse("desk:disclosure_duty_add", args=[there.pk]),
        rhythm="quarterly",
        rule="own",
        number=15,
        unit="days",
        section=office.section.pk,
        since="2025-07-01",
    )
    laid = DisclosureDuty.objects.get()
    assert page.context["subject"] == laid
    assert "third quarter of 2025" in page.content.decode()


def test_the_section_fulfils_with_what_it_posted_on_the_board(office, desk):
    owed = period(duty(office), date(2025, 9, 1))
    url = reverse("desk:owed_period_fulfil", args=[owed.pk])
    send(desk(office.officer), url, other="苏州社区公示栏", on="2025-10-08")
    owed.refresh_from_db()
    assert (owed.state, owed.evidence_label, owed.fulfilled_on) == (
        PeriodState.FULFILLED,
        "苏州社区公示栏",
        date(2025, 10, 8),
    )


def test_nothing_chosen_is_asked_for(office, desk):
    owed = period(duty(office), date(2025, 9, 1))
    page = send(desk(office.officer), reverse("desk:owed_period_fulfil", args=[owed.pk]), other="")
    assert page.status_code == 422
    assert "one of the two" in page.content.decode()


def test_the_board_opens_the_periods_it_counted(office, desk):
    duty(office)
    client = desk(office.foi)
    page = client.get(reverse("desk:inventory_board"))
    missed = page.context["tiles"][0]
    found = client.get(missed["url"])
    assert missed["number"] == found.context["paginator"].count == 9


def test_the_supervisor_looks_at_the_board_of_an_office_below(office, desk):
    duty(office)
    page = desk(office.supervisor).get(
        reverse("desk:inventory_board"), {"year": 2025, "agency": office.agency.pk}
    )
    assert page.context["board"].agency == office.agency


def test_a_missed_period_waits_for_the_section_and_the_foi_officer(office, desk):
    owed = period(duty(office, since=date(2025, 9, 1)), date(2025, 9, 1))
    for person in (office.officer, office.head, office.foi):
        rows = desk(person).get(reverse("desk:home")).context["timed"]
        assert [(row.url, row.deadline.kind) for row in rows] == [(owed.get_absolute_url(), "late")]
    assert not desk(office.counsel).get(reverse("desk:home")).context["timed"]


def test_an_excuse_is_asked_by_the_section_and_given_by_the_foi_office(office, desk):
    owed = period(duty(office), date(2025, 9, 1))
    send(desk(office.head), reverse("desk:owed_period_propose", args=[owed.pk]), reason="没有变化")
    page = desk(office.foi).get(reverse("desk:owed_period_excuse", args=[owed.pk]))
    assert page.context["form"]["reason"].value() == "没有变化"
    send(desk(office.foi), reverse("desk:owed_period_excuse", args=[owed.pk]), reason="没有变化")
    owed.refresh_from_db()
    assert owed.state == PeriodState.EXCUSED


def test_an_import_is_compared_first_and_done_after(office, desk):
    client = desk(office.foi)
    url = reverse("desk:matter_import")
    form = {"submission": token(client.get(url)), "paper": SimpleUploadedFile("m.xlsx", table.template())}
    shown = client.post(url, form)
    assert len(shown.context["shown"].new) == 1
    assert not Matter.objects.exists()
    confirm = {name: shown.context["form"][name].value() for name in ("submission", "paper")}
    client.post(reverse("desk:matter_import_confirm"), confirm, follow=True)
    assert Matter.objects.get().level2 == "办事指南"


def test_a_comparison_of_somebody_else_imports_nothing(office, desk):
    client = desk(office.foi)
    url = reverse("desk:matter_import")
    form = {"submission": token(client.get(url)), "paper": SimpleUploadedFile("m.xlsx", table.template())}
    shown = client.post(url, form)
    confirm = {name: shown.context["form"][name].value() for name in ("submission", "paper")}
    desk(office.foi_head).post(reverse("desk:matter_import_confirm"), confirm)
    assert not Matter.objects.exists()


def test_a_file_that_is_none_is_refused_with_words(office, desk):
    client = desk(office.foi)
    url = reverse("desk:matter_import")
    form = {"submission": token(client.get(url)), "paper": SimpleUploadedFile("m.xlsx", b"\x00\x01")}
    page = client.post(url, form)
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()


def test_the_export_holds_what_the_filter_leaves(office, desk):
    matter(office)
    matter(office, code="b", field="财政预决算")
    answer = desk(office.officer).get(reverse("desk:matter_export"), {"field": "财政预决算"})
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


def test_a_task_is_reported_and_accepted(office, desk):
    there = task(office)
    send(desk(office.head), reverse("desk:task_report", args=[there.pk]), evidence="建街发〔2025〕3号")
    send(desk(office.foi), reverse("desk:task_accept", args=[there.pk]))
    assert Task.objects.get().state == TaskState.ACCEPTED


def test_the_year_of_a_task_is_a_filter(office, desk):
    task(office, priority(office, 2024))
    task(office, priority(office, 2025))
    page = desk(office.head).get(reverse("desk:task_list"), {"year": 2024})
    assert [each.priority.year for each in page.context["object_list"]] == [2024]


def test_a_period_beyond_the_calendar_says_which_notice_is_missing(office, desk):
    laid = duty(office)
    owed = period(laid, date(2025, 9, 1))
    OwedPeriod.objects.filter(pk=owed.pk).update(due_on=None, due_unknown_year=2031)
    page = desk(office.head).get(owed.get_absolute_url())
    assert "2031" in page.content.decode()
