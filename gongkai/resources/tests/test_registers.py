from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.journal.queries import labelled
from gongkai.resources import actions
from gongkai.resources.models import DedicatedOffice, Employment, Fund, ReadingPoint, StaffMember
from gongkai.resources.tests.factories import fund, reading_point, staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_spring_2019():
    with clock.pretend(datetime(2019, 3, 4, 9, 0)):
        yield


# Entering


def test_a_reading_point_stands_in_the_register_of_its_agency(office):
    point = reading_point(office, address="东城区苏州胡同1号", section=office.community)
    assert ReadingPoint.objects.counted().get() == point
    assert (point.agency, point.entered_by) == (office.agency, office.foi.key)


def test_the_journal_tells_who_entered_a_reading_point(office):
    point = reading_point(office)
    entry = Entry.objects.get(act="resources.reading_point_entered")
    assert (entry.chain, entry.actor_key, entry.subject_key) == ("jianguomen", office.foi.key, point.key)
    assert entry.subject_label == "苏州社区服务站"


@pytest.mark.parametrize("keeper", ["foi", "foi_head", "checker"])
def test_the_foi_office_and_the_office_checker_keep_the_registers(office, keeper):
    by = getattr(office, keeper)
    assert actions.enter_dedicated_office(office.agency, name="信息公开办", since=date(2018, 1, 2), by=by)


@pytest.mark.parametrize("reader", ["officer", "leader", "editor", "supervisor", "stranger", "sysadmin"])
def test_nobody_else_keeps_them(office, reader):
    with pytest.raises(Refused, match="the register is kept by: FOI officer; Head of the FOI office"):
        actions.enter_dedicated_office(
            office.agency, name="信息公开办", since=date(2018, 1, 2), by=getattr(office, reader)
        )
    assert not DedicatedOffice.objects.exists()


def test_a_register_tells_nothing_of_the_future(office):
    with pytest.raises(Refused, match="5 March 2019 lies in the future"):
        reading_point(office, since=date(2019, 3, 5))


def test_nothing_ends_before_it_began(office):
    with pytest.raises(Refused, match="cannot end on 1 March 2015, before it began on 2 March 2015"):
        reading_point(office, until=date(2015, 3, 1))


def test_the_database_too_keeps_the_end_after_the_beginning(office):
    point = reading_point(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingPoint.objects.filter(pk=point.pk).update(until=date(2015, 3, 1))


def test_a_year_that_is_a_slip_of_the_pen_is_refused(office):
    with pytest.raises(Refused, match="The year 218 is too early"):
        reading_point(office, since=date(218, 3, 2))


def test_a_name_is_needed_and_has_its_limit(office):
    with pytest.raises(Refused, match="Name: This field cannot be blank"):
        reading_point(office, name="")
    with pytest.raises(Refused, match="Name: Ensure this value has at most 100 characters"):
        reading_point(office, name="长" * 101)


def test_a_reading_point_in_place_cannot_be_entered_again(office):
    reading_point(office)
    with pytest.raises(Refused, match="in the register for these days already"):
        reading_point(office)


def test_a_reading_point_that_closed_can_be_opened_again(office):
    reading_point(office, until=date(2017, 12, 29))
    reading_point(office, since=date(2018, 6, 1))
    assert ReadingPoint.objects.of_year(2018).count() == 1


def test_two_people_of_one_name_work_in_two_sections(office):
    staff_member(office, section=office.section)
    staff_member(office, section=office.community)
    with pytest.raises(Refused, match="It would count twice"):
        staff_member(office, section=office.section)


def test_a_section_of_another_agency_is_refused(office):
    office.section.agency = office.other
    office.section.save()
    with pytest.raises(Refused, match="belongs to another agency"):
        staff_member(office, section=office.section)


def test_an_employment_nobody_knows_is_refused(office):
    with pytest.raises(Refused, match="Employment"):
        staff_member(office, employment="sometimes")


@pytest.mark.parametrize("amount", ["0", "-2000"])
def test_a_fund_is_more_than_nothing(office, amount):
    with pytest.raises(Refused, match="must be more than 0 yuan"):
        fund(office, amount)


def test_the_database_too_refuses_a_fund_below_zero(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.filter(pk=fund(office).pk).update(amount=Decimal("-1"))


@pytest.mark.parametrize("year", [2007, 2020])
def test_a_fund_belongs_to_a_year_of_the_regulations_that_has_come(office, year):
    with pytest.raises(Refused, match="Give a year from 2008 to 2019"):
        fund(office, year=year)


def test_a_fund_that_is_no_number_is_refused(office):
    with pytest.raises(Refused, match=r"Amount \(yuan\)"):
        actions.enter_fund(office.agency, year=2018, amount="viel", purpose="培训", by=office.foi)


# What counts


def test_what_was_there_on_31_december_counts_for_the_year(office):
    reading_point(office, "甲", since=date(2018, 12, 31))
    reading_point(office, "乙", until=date(2018, 12, 31))
    reading_point(office, "丙", until=date(2018, 12, 30))
    reading_point(office, "丁", since=date(2019, 1, 1))
    assert {point.name for point in ReadingPoint.objects.counted().of_year(2018)} == {"甲", "乙"}


def test_full_time_staff_of_gazette_and_website_are_left_out(office):
    staff_member(office, "甲（虚构）", employment=Employment.FULL_TIME)
    staff_member(office, "乙（虚构）", employment=Employment.FULL_TIME, works_for_gazette_or_site=True)
    assert [member.name for member in StaffMember.objects.full_time()] == ["甲（虚构）"]
    assert StaffMember.objects.in_table().count() == 1


def test_part_time_staff_count_whatever_they_work_on_besides(office):
    staff_member(office, works_for_gazette_or_site=True)
    assert StaffMember.objects.part_time().count() == StaffMember.objects.in_table().count() == 1


def test_money_for_the_website_is_left_out(office):
    fund(office, "2000")
    fund(office, "90000", purpose="网站维护", for_gazette_or_site=True)
    assert [one.amount for one in Fund.objects.counted().of_year(2018).in_table()] == [Decimal("2000")]


# Correcting


def test_a_correction_keeps_in_the_journal_what_stood_there(office):
    point = actions.correct_reading_point(
        reading_point(office), reason="门牌写错", by=office.foi, address="东城区苏州胡同3号"
    )
    assert point.address == "东城区苏州胡同3号"
    entry = Entry.objects.get(act="resources.reading_point_corrected")
    assert (entry.reason, entry.details) == ("门牌写错", {"before": {"address": ""}})


def test_a_correction_needs_a_reason(office):
    with pytest.raises(Refused, match="Say why the record is corrected"):
        actions.correct_fund(fund(office), reason=" ", by=office.foi, amount=Decimal(3000))


def test_a_correction_that_changes_nothing_is_refused(office):
    with pytest.raises(Refused, match="Nothing is different"):
        actions.correct_fund(fund(office), reason="核对", by=office.foi, amount=Decimal("2000.00"))


def test_a_correction_is_held_to_the_same_rules(office):
    point = reading_point(office)
    with pytest.raises(Refused, match="lies in the future"):
        actions.correct_reading_point(point, reason="更正", by=office.foi, since=date(2020, 1, 1))
    point.refresh_from_db()
    assert point.since == date(2015, 3, 2)


def test_nobody_overwrites_a_correction_they_have_not_seen(office):
    point = reading_point(office)
    actions.correct_reading_point(point, reason="电话", by=office.foi, seen=0, phone="010-65126891")
    with pytest.raises(Refused, match="Somebody corrected this record after you opened it"):
        actions.correct_reading_point(point, reason="电话", by=office.checker, seen=0, phone="010-1")


def test_only_the_register_s_own_facts_can_be_corrected(office):
    with pytest.raises(TypeError, match="entered_by"):
        actions.correct_fund(fund(office), reason="更正", by=office.foi, entered_by="people.user:1")


# Ending


def test_a_closed_reading_point_counts_up_to_its_last_day(office):
    actions.close_reading_point(reading_point(office), until=date(2018, 6, 29), by=office.foi)
    assert ReadingPoint.objects.of_year(2017).exists()
    assert not ReadingPoint.objects.of_year(2018).exists()


def test_what_has_ended_does_not_end_again(office):
    member = actions.end_staff_member(staff_member(office), until=date(2018, 6, 29), by=office.foi)
    with pytest.raises(Refused, match="ended on 29 June 2018 already"):
        actions.end_staff_member(member, until=date(2018, 7, 2), by=office.foi)


def test_the_last_day_is_not_before_the_first(office):
    with pytest.raises(Refused, match="before it began"):
        actions.end_staff_member(staff_member(office), until=date(2016, 6, 30), by=office.foi)


# Striking out


def test_a_record_struck_out_stays_and_does_not_count(office):
    row = actions.strike_out_fund(fund(office), reason="重复登记", by=office.foi)
    assert (row.struck_on, row.struck_reason) == (date(2019, 3, 4), "重复登记")
    assert Fund.objects.count() == 1
    assert not Fund.objects.counted().exists()
    assert Entry.objects.get(act="resources.fund_struck_out").reason == "重复登记"


def test_striking_out_needs_a_reason(office):
    with pytest.raises(Refused, match="Say why the record is struck out"):
        actions.strike_out_fund(fund(office), reason="", by=office.foi)


def test_what_is_struck_out_stays_as_it_is(office):
    row = actions.strike_out_reading_point(reading_point(office), reason="重复登记", by=office.foi)
    for act in (
        lambda: actions.strike_out_reading_point(row, reason="又一次", by=office.foi),
        lambda: actions.correct_reading_point(row, reason="更正", by=office.foi, name="乙"),
        lambda: actions.close_reading_point(row, until=date(2018, 1, 2), by=office.foi),
    ):
        with pytest.raises(Refused, match="was struck out on 4 March 2019"):
            act()


def test_what_was_struck_out_can_be_entered_again(office):
    actions.strike_out_reading_point(reading_point(office), reason="地址不对", by=office.foi)
    assert reading_point(office).counts


def test_the_database_too_wants_a_reason_for_striking_out(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.filter(pk=fund(office).pk).update(struck_on=date(2019, 3, 4))


# Who sees


def test_another_agency_does_not_see_the_registers(office):
    reading_point(office)
    assert not ReadingPoint.objects.visible_to(office.stranger).exists()


def test_the_district_reads_the_registers_of_its_subdistricts(office):
    reading_point(office)
    assert ReadingPoint.objects.visible_to(office.supervisor).exists()


def test_administrators_do_not_see_the_registers(office):
    reading_point(office)
    assert not ReadingPoint.objects.visible_to(office.sysadmin).exists()


def test_every_act_has_words_of_its_own(office):
    for name in dir(actions):
        if name.startswith(("enter_", "correct_", "close_", "end_", "strike_out_")):
            thing = name.split("_", 2)[2] if name.startswith("strike") else name.split("_", 1)[1]
            verb = {"enter": "entered", "correct": "corrected", "close": "closed", "end": "ended"}.get(
                name.split("_", 1)[0], "struck_out"
            )
            assert labelled(f"resources.{thing}_{verb}"), name
