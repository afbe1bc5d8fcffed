"""The demo: its 2018 gives the founding report's table, its current work gives people something to do."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency, Level
from gongkai.cases.models import Case, Reply, ReplyState, Timeliness
from gongkai.catalogue.models import Item
from gongkai.channels.models import Release
from gongkai.channels.queries import public_items
from gongkai.concerns.models import ConcernEvent, PressReport, Response
from gongkai.console import serving
from gongkai.console.demo import ground, inventory, loading, present, present_day, topics
from gongkai.console.demo.accounts import ACCOUNTS, OFFICE, PASSWORD
from gongkai.console.demo.diary import Diary
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import Document, Form, OpennessChange, State
from gongkai.inventory.models import OwedPeriod, Phase
from gongkai.journal.models import Entry
from gongkai.journal.verifying import faults
from gongkai.people.models import Post, User
from gongkai.secrecy.models import Review
from gongkai.secrecy.models import State as ReviewState
from gongkai.statistics.checking import check_own
from gongkai.statistics.counting import count
from gongkai.workdays.queries import loaded_calendar
from gongkai.workdays.shipped import shipped_calendar

# The annex of the founding report, row by row; every other of its 71 rows is 0.
ANNEX = {
    "1.1": 1280,
    "1.2": 17,
    "1.2.a": 4,
    "1.2.c": 4,
    "1.2.k": 9,
    "1.2.l": 2,
    "1.3.2": 229,
    "1.3.3": 271,
    "1.3.4": 520,
    "1.3.5": 260,
    "2.1": 31,
    "2.2.3": 1,
    "2.2.4": 53,
    "3.1": 5,
    "3.1.1": 2,
    "3.1.4": 3,
    "3.2": 5,
    "3.2.1": 5,
    "3.3": 5,
    "3.3.1": 1,
    "3.3.2": 2,
    "3.3.6": 1,
    "3.3.8": 1,
    "4": 1,
    "4.1": 1,
    "5": 5,
    "5.1": 5,
    "8.2": 9,
    "8.3": 30,
    "8.3.2": 30,
    "8.4": Decimal("0.2"),
    "9.1": 1,
    "9.2": 1,
    "9.3": 35,
}

A_WEDNESDAY = datetime(2026, 7, 1, 9, 30)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def lay(moment: datetime) -> ground.Ground:
    """The ground and the current work as loaded at that moment, without the year 2018."""
    with clock.pretend(moment), transaction.atomic():
        founded = ground.found()
        laid_around = present_day.day_that_fits(loaded_calendar(), clock.today())
        diary = Diary(present_day.until(laid_around, clock.now()))
        diary.tell(inventory.story_of_matters(founded.office))
        present.tell(founded, diary, laid_around)
        diary.play()
    return founded


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_whole_demo(own_folder: Path, subtests: Any) -> None:
    said: list[str] = []
    with clock.pretend(A_WEDNESDAY):
        assert loading.load(said.append)
    office = Agency.objects.get(slug=OFFICE)
    figures = count("report-2018", office, 2018)

    with subtests.test("the table equals the founding annex in all 71 rows"):
        assert len(figures) == 71
        assert {code: ANNEX.get(code, 0) for code in figures} == dict(figures)

    with subtests.test("the findings are those of the founding report"):
        findings = check_own("report-2018", office, 2018, figures)
        assert {finding.rule for finding in findings} >= {"R18-13", "R18-16"}
        assert not [finding for finding in findings if finding.severity == "error"]

    with subtests.test("the fire was answered on the day it broke out"):
        fire = ConcernEvent.objects.get(title="苏州胡同62号火情")
        assert [each.responded_at.astimezone(clock.BEIJING).date() for each in fire.responses.all()] == [
            date(2018, 4, 26)
        ] * 2

    with subtests.test("nearly 400 media reports"):
        assert 390 <= PressReport.objects.of_year(2018).count() < 400

    with subtests.test("every item belongs to a phase and reports of a matter fulfil its periods"):
        assert set(Item.objects.filter(published_on__year=2018).values_list("phase", flat=True)) == set(Phase)
        fulfilled = OwedPeriod.objects.filter(evidence_kind="item", ends_on__year=2018)
        assert fulfilled.filter(duty__matter__code="社会救助-06").count() == 11
        assert fulfilled.filter(duty__matter__code="社会救助-10").count() == 3

    with subtests.test("titles are not the same over and over"):
        titles = Counter(Item.objects.filter(published_on__year=2018).values_list("title", flat=True))
        assert len(titles) > 1270

    with subtests.test("nothing of 2018 was done on a day off"):
        calendar = loaded_calendar()
        days = {entry.at.astimezone(clock.BEIJING).date() for entry in Entry.objects.filter(at__year=2018)}
        assert [day for day in sorted(days) if not calendar.is_working(day)] == []

    with subtests.test("the journal reads in the order of time and is unbroken"):
        moments = list(Entry.objects.filter(chain=OFFICE).order_by("number").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= A_WEDNESDAY.replace(tzinfo=clock.BEIJING)
        assert list(faults()) == []

    with subtests.test("nothing lies beyond the loaded calendars"):
        last = loaded_calendar().last_day
        assert max(Case.objects.exclude(due_on=None).values_list("due_on", flat=True)) <= last
        assert max(Release.objects.exclude(planned_on=None).values_list("planned_on", flat=True)) <= last

    with subtests.test("the progress is told"):
        assert any("1,280" in line for line in said)

    with subtests.test("loading again does nothing"):
        with clock.pretend(A_WEDNESDAY):
            assert not loading.load(said.append)
        assert Item.objects.filter(published_on__year=2018).count() == 1280

    with subtests.test("the server finds the accounts"):
        standing = serving.standing_demo()
        assert standing is not None
        assert standing.loaded
        assert standing.password == PASSWORD
        assert {account["username"] for account in standing.accounts} == set(
            User.objects.values_list("username", flat=True)
        )


@pytest.mark.django_db
def test_every_duty_has_an_account() -> None:
    from gongkai.acts.duties import Duty

    ground.found()
    assert set(Post.objects.values_list("duty", flat=True)) == set(Duty.values)


@pytest.mark.django_db
def test_names_of_people_say_that_they_are_invented() -> None:
    assert all(account.name.endswith("（虚构）") for account in ACCOUNTS)


@pytest.mark.django_db
def test_one_logs_in_with_the_password_of_the_demo() -> None:
    ground.found()
    user = User.objects.get(username="zhou")
    assert user.check_password(PASSWORD)
    assert not user.must_change_password


@pytest.mark.django_db
def test_the_current_work(subtests: Any) -> None:
    with clock.pretend(A_WEDNESDAY):
        lay(A_WEDNESDAY)
    open_cases = Case.objects.open().filter(agency__slug=OFFICE)

    with subtests.test("a case is due on the next working day"):
        assert open_cases.filter(due_on=date(2026, 7, 2)).exists()

    with subtests.test("a case is overdue"):
        assert open_cases.filter(due_on__lt=date(2026, 7, 1)).exists()

    with subtests.test("a case came in today"):
        assert open_cases.filter(received_on=date(2026, 7, 1)).exists()

    with subtests.test("a reply waits at every step"):
        waiting = set(Reply.objects.values_list("state", flat=True))
        assert {ReplyState.PROPOSED, ReplyState.CHECKED, ReplyState.SIGNED} <= waiting

    with subtests.test("one reply was late one in time and one period was extended"):
        assert {Timeliness.LATE, Timeliness.ON_TIME} <= set(Case.objects.values_list("timeliness", flat=True))
        assert Case.objects.open().filter(entries__kind="extension").exists()

    with subtests.test("a draft has no attribute yet"):
        assert Document.objects.filter(
            state=State.DRAFTING, openness="", drafted_by__username="chen"
        ).exists()

    with subtests.test("documents wait at every step"):
        assert {State.SUBMITTED, State.CHECKED} <= set(
            Document.objects.filter(form=Form.OFFICIAL).values_list("state", flat=True)
        )

    with subtests.test("pieces wait in batches"):
        pieces = Document.objects.filter(form=Form.PIECE, agency__slug=OFFICE)
        assert pieces.filter(state=State.HANDED_IN).count() >= 3
        assert pieces.filter(state=State.ADOPTED, review__state=ReviewState.AWAITING_APPROVAL).count() >= 3

    with subtests.test("reviews wait and one was referred upward"):
        assert {
            ReviewState.AWAITING_OPINION,
            ReviewState.AWAITING_DECISION,
            ReviewState.AWAITING_APPROVAL,
            ReviewState.REFERRED,
        } <= set(Review.objects.values_list("state", flat=True))

    with subtests.test("a cleared document waits to be published"):
        assert Document.objects.filter(review__state=ReviewState.CLEARED, item=None).exists()

    with subtests.test("a rich text has a telephone and a number to answer for and a picture to look at"):
        draft = Document.objects.get(markup="html", state=State.DRAFTING)
        found = {each.kind for each in look_through_document(draft) if each.is_open}
        assert found == {"mobile", "resident_id", "unreadable"}

    with subtests.test("the FOI office is asked about a policy document that shall not be disclosed"):
        assert Document.objects.filter(state=State.WITH_FOI, is_policy=True).exists()

    with subtests.test("a forwarded document waits for the office's check"):
        assert Document.objects.filter(state=State.SUBMITTED, origin="forwarded").exists()

    with subtests.test("what is withheld is assessed again within days"):
        soon = Document.objects.filter(reassess_on__range=(date(2026, 7, 2), date(2026, 7, 10)))
        assert soon.exists()

    with subtests.test("a change of the attribute waits for the leader"):
        assert OpennessChange.objects.filter(decided_at=None).exists()

    with subtests.test("a document signed fourteen working days ago is not published yet"):
        waiting = Document.objects.filter(signed_on=date(2026, 6, 10), review__state=ReviewState.CLEARED)
        assert waiting.filter(item=None).exists()

    with subtests.test("what was cleared by word of mouth is signed for tomorrow and published already"):
        review = Review.objects.to_countersign().get()
        assert review.countersign_due_on == date(2026, 7, 2)
        assert Item.objects.filter(package=review.package).exists()

    with subtests.test("a section owes a redacted version and a work secret stays withheld"):
        assert Review.objects.filter(state=ReviewState.IN_PART).exists()
        assert Review.objects.filter(state=ReviewState.WITHHELD, ground="work_secret").exists()

    with subtests.test("an item fulfilled what its matter owed"):
        assert OwedPeriod.objects.filter(evidence_kind="item").exists()

    with subtests.test("a planned release waits to be confirmed"):
        assert Release.objects.filter(state="planned", planned_on=date(2026, 7, 1)).exists()

    with subtests.test("every information officer has a piece that came back"):
        officers = set(
            Post.objects.filter(duty="information_officer").values_list("user__username", flat=True)
        )
        returned = Document.objects.filter(state=State.DRAFTING, remarks__step="sent_back")
        assert set(returned.values_list("drafted_by__username", flat=True)) == officers

    with subtests.test("the website looks alive"):
        items = public_items(Agency.objects.get(slug=OFFICE))
        assert items.count() >= 20
        assert items.values("column").distinct().count() >= 8

    with subtests.test("an item has files one is explained one corrected one withdrawn"):
        assert Item.objects.filter(package__files__isnull=False).exists()
        assert Item.objects.filter(interprets__isnull=False).exists()
        assert Item.objects.filter(editions__number=2).exists()
        assert Item.objects.filter(withdrawn_at__isnull=False).exists()

    with subtests.test("an event waits for a response"):
        assert ConcernEvent.objects.waiting().exists()
        assert not Response.objects.exists()

    with subtests.test("nothing is told of the future"):
        assert not Entry.objects.filter(at__gt=A_WEDNESDAY.replace(tzinfo=clock.BEIJING)).exists()

    with subtests.test("the other office has a little of its own"):
        assert Item.objects.filter(agency__slug="chaoyangmen").exists()
        assert Case.objects.filter(agency__slug="chaoyangmen").exists()


@pytest.mark.django_db
def test_without_the_calendar_of_the_year_the_case_of_today_names_the_missing_notice() -> None:
    lay(datetime(2027, 1, 4, 9))
    case = Case.objects.get(received_on=date(2027, 1, 4))
    assert case.due_on is None
    assert case.due_unknown_year == 2027


@pytest.mark.django_db
def test_where_the_set_lies_before_today_a_case_is_due_on_the_next_working_day_all_the_same() -> None:
    lay(datetime(2026, 11, 22, 9))  # a Sunday; 40 working days later lie in 2027
    open_cases = Case.objects.open().filter(agency__slug=OFFICE)
    assert open_cases.filter(due_on=date(2026, 11, 23)).exists()
    assert open_cases.filter(received_on=date(2026, 11, 20)).exists()


def test_the_set_is_laid_around_today_where_the_calendars_reach() -> None:
    calendar = shipped_calendar()
    assert present_day.day_that_fits(calendar, date(2026, 7, 1)) == date(2026, 7, 1)


def test_on_a_sunday_it_is_laid_around_the_friday() -> None:
    calendar = shipped_calendar()
    assert present_day.day_that_fits(calendar, date(2026, 7, 5)) == date(2026, 7, 3)
    assert present_day.is_current(calendar, date(2026, 7, 3), date(2026, 7, 5))


def test_where_they_do_not_reach_it_is_laid_around_the_last_day_that_fits() -> None:
    calendar = shipped_calendar()
    day = present_day.day_that_fits(calendar, date(2027, 1, 4))
    assert calendar.add(day, present_day.REACH) <= date(2026, 12, 31)
    following = calendar.add(day, 1)
    with pytest.raises(Exception, match="2027"):
        calendar.add(following, present_day.REACH)
    assert not present_day.is_current(calendar, day, date(2027, 1, 4))


def test_every_month_has_enough_to_write_about() -> None:
    for month in range(1, 13):
        assert sum(month in topic.months for topic in topics.topics()) >= 35


@pytest.mark.django_db
def test_the_demo_is_not_loaded_into_the_database_of_an_office(own_folder: Path) -> None:
    Agency.objects.create(
        slug="office", name="某街道", short_name="某街道", code="1", level=Level.SUBDISTRICT
    )
    with pytest.raises(Refused, match="data of an office"):
        loading.load(lambda said: None)
    assert not serving.demo_file().exists()


@pytest.mark.django_db
def test_a_load_that_breaks_off_leaves_nothing(own_folder: Path) -> None:
    class PowerCut(Exception):
        pass

    def say(told: str) -> None:
        raise PowerCut

    with pytest.raises(PowerCut):
        loading.load(say)
    assert not Agency.objects.exists()
    assert not Entry.objects.filter(chain=OFFICE).exists()
    assert not serving.demo_file().exists()
