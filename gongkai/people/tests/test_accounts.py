"""Accounts, duties and the three administrators."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.acts.duties import ADMINISTRATORS, Duty
from gongkai.journal.models import Entry
from gongkai.people import actions
from gongkai.people.models import Post, User

pytestmark = pytest.mark.django_db

GOOD = "Huanghe-7-shui"


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture
def newcomer(office):
    return actions.open_account(
        office.agency, username="xin", name="新人（虚构）", password=GOOD, by=office.sysadmin
    )


def fresh(user):
    return User.objects.get(pk=user.pk)


def last_act():
    return Entry.objects.latest("pk")


def test_a_new_account_chooses_its_own_password_first(newcomer):
    assert fresh(newcomer).must_change_password
    assert fresh(newcomer).check_password(GOOD)
    assert last_act().act == "people.account_opened"


def test_a_new_account_may_nothing_until_it_has_a_duty(newcomer):
    assert not newcomer.duties
    assert newcomer.readable_agency_ids == set()


@pytest.mark.parametrize("who", ["secadmin", "auditor", "foi", "principal", "supervisor"])
def test_only_the_system_administrator_opens_accounts(office, who):
    with pytest.raises(Refused, match="Only the system administrator"):
        actions.open_account(
            office.agency, username="xin", name="新人", password=GOOD, by=getattr(office, who)
        )


def test_the_system_administrator_of_another_agency_opens_none_here(office):
    other = office.person("sys2", "邻办系统（虚构）", ["system_administrator"], office.other)
    with pytest.raises(Refused, match="Only the system administrator of this agency"):
        actions.open_account(office.agency, username="xin", name="新人", password=GOOD, by=other)


@pytest.mark.parametrize("username", ["chen", "CHEN", "Chen", "ｃｈｅｎ"])
def test_a_user_name_is_given_once_whatever_its_capitals(office, username):
    with pytest.raises(Refused, match="user name is taken"):
        actions.open_account(office.agency, username=username, name="新人", password=GOOD, by=office.sysadmin)


@pytest.mark.parametrize("username", ["<script>", "a b", "xin\u202e", "xin\x00", ""])
def test_a_user_name_has_letters_digits_and_few_signs(office, username):
    with pytest.raises(Refused, match=r"valid username|Null characters|blank"):
        actions.open_account(office.agency, username=username, name="新人", password=GOOD, by=office.sysadmin)


def test_a_name_has_no_marks_that_turn_its_neighbours(office):
    user = actions.open_account(
        office.agency, username="xin", name=" 新\u202e人\u2066 ", password=GOOD, by=office.sysadmin
    )
    assert user.name == "新人"


@pytest.mark.parametrize(
    ("password", "why"),
    [("kurz", "too short"), ("1234567890123", "entirely numeric"), ("password123", "too common")],
)
def test_a_weak_first_password_is_refused(office, password, why):
    with pytest.raises(Refused, match=why):
        actions.open_account(
            office.agency, username="xin", name="新人", password=password, by=office.sysadmin
        )
    assert not User.objects.filter(username="xin").exists()


def test_a_closed_account_has_no_duties_and_its_history_stays(office):
    actions.close_account(office.foi, reason="调离", by=office.sysadmin)
    closed = fresh(office.foi)
    assert not closed.is_active
    assert not closed.has_duty(Duty.FOI_OFFICER, office.agency)
    assert closed.readable_agency_ids == set()
    assert (last_act().act, last_act().reason) == ("people.account_closed", "调离")


def test_an_account_is_closed_once(office):
    actions.close_account(office.foi, reason="调离", by=office.sysadmin)
    with pytest.raises(Refused, match="closed already"):
        actions.close_account(office.foi, reason="调离", by=office.sysadmin)


def test_nobody_closes_their_own_account(office):
    with pytest.raises(Refused, match="Nobody closes their own account"):
        actions.close_account(office.sysadmin, reason="退休", by=office.sysadmin)


def test_a_password_set_by_the_administrator_lasts_one_log_in(office):
    actions.set_password(office.foi, password=GOOD, by=office.sysadmin)
    assert fresh(office.foi).must_change_password
    assert fresh(office.foi).check_password(GOOD)
    assert last_act().act == "people.password_set"
    assert GOOD not in str(last_act().details)


def test_the_security_administrator_gives_a_duty_from_today_on(office, newcomer):
    actions.assign_post(newcomer, duty=Duty.FOI_OFFICER, agency=office.agency, by=office.secadmin)
    assert fresh(newcomer).has_duty(Duty.FOI_OFFICER, office.agency)
    assert not fresh(newcomer).has_duty(Duty.FOI_OFFICER, office.other)
    assert last_act().details == {"duty": "foi_officer", "section": ""}


@pytest.mark.parametrize("who", ["sysadmin", "auditor", "principal"])
def test_only_the_security_administrator_gives_duties(office, newcomer, who):
    with pytest.raises(Refused, match="Only the security administrator"):
        actions.assign_post(newcomer, duty=Duty.FOI_OFFICER, agency=office.agency, by=getattr(office, who))


def test_nobody_gives_a_duty_to_themselves(office):
    with pytest.raises(Refused, match="Nobody gives a duty to themselves"):
        actions.assign_post(office.secadmin, duty=Duty.FOI_OFFICER, agency=office.agency, by=office.secadmin)


@pytest.mark.parametrize("held", ["sysadmin", "auditor"])
@pytest.mark.parametrize("duty", sorted(ADMINISTRATORS))
def test_the_three_administrators_exclude_each_other(office, held, duty):
    with pytest.raises(Refused, match=r"exclude each other"):
        actions.assign_post(getattr(office, held), duty=duty, agency=office.agency, by=office.secadmin)


@pytest.mark.parametrize("duty", sorted(set(Duty) - ADMINISTRATORS))
def test_an_administrator_holds_no_other_duty(office, duty):
    with pytest.raises(Refused, match="is an administrator and can hold no other duty"):
        actions.assign_post(office.sysadmin, duty=duty, agency=office.agency, by=office.secadmin)


def test_two_administrators_in_one_person_cannot_even_be_written(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            user=office.sysadmin,
            agency=office.agency,
            duty=Duty.AUDIT_ADMINISTRATOR,
            since=date(2018, 1, 1),
        )


def test_a_duty_is_held_once(office):
    with pytest.raises(Refused, match="holds this duty already"):
        actions.assign_post(office.foi, duty=Duty.FOI_OFFICER, agency=office.agency, by=office.secadmin)


def test_a_duty_is_given_where_the_account_is(office):
    with pytest.raises(Refused, match="has no account in this agency"):
        actions.assign_post(office.stranger, duty=Duty.FOI_OFFICER, agency=office.agency, by=office.secadmin)


def test_a_section_of_another_agency_is_refused(office, newcomer):
    from gongkai.agencies.models import Section

    elsewhere = Section.objects.create(agency=office.other, name="邻办科室")
    with pytest.raises(Refused, match="section belongs to another agency"):
        actions.assign_post(
            newcomer,
            duty=Duty.SECTION_HEAD,
            agency=office.agency,
            section=elsewhere,
            by=office.secadmin,
        )


def test_an_ended_duty_is_no_longer_held(office):
    actions.end_post(office.foi.posts.get(), by=office.secadmin, reason="轮岗")
    assert not fresh(office.foi).has_duty(Duty.FOI_OFFICER, office.agency)
    assert office.foi.posts.get().until == date(2018, 5, 6)
    assert (last_act().act, last_act().reason) == ("people.duty_ended", "轮岗")


def test_a_duty_ends_once(office):
    post = actions.end_post(office.foi.posts.get(), by=office.secadmin)
    with pytest.raises(Refused, match="has ended already"):
        actions.end_post(post, by=office.secadmin)


def test_nobody_ends_a_duty_of_their_own(office):
    with pytest.raises(Refused, match="Nobody ends a duty of their own"):
        actions.end_post(office.secadmin.posts.get(), by=office.secadmin)


def test_a_duty_given_and_ended_on_one_day_leaves_only_its_entries(office, newcomer):
    post = actions.assign_post(newcomer, duty=Duty.FOI_OFFICER, agency=office.agency, by=office.secadmin)
    actions.end_post(post, by=office.secadmin)
    assert not newcomer.posts.exists()
    acts = Entry.objects.filter(subject_key=newcomer.key).values_list("act", flat=True)
    assert {"people.duty_given", "people.duty_ended"} <= set(acts)


def test_after_an_administrator_post_has_ended_another_duty_can_be_given(office):
    actions.end_post(office.auditor.posts.get(), by=office.secadmin)
    actions.assign_post(office.auditor, duty=Duty.FOI_OFFICER, agency=office.agency, by=office.secadmin)
    assert fresh(office.auditor).duties == {Duty.FOI_OFFICER}


def test_a_duty_in_one_section_is_none_in_another(office):
    assert office.head.has_duty(Duty.SECTION_HEAD, office.agency, office.section)
    assert not office.head.has_duty(Duty.SECTION_HEAD, office.agency, office.community)


def test_the_district_reads_what_lies_below_and_works_in_nothing_of_it(office):
    assert office.supervisor.readable_agency_ids >= {office.agency.pk, office.other.pk}
    assert office.supervisor.working_agency_ids == set()


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor", "council_reporter", "citizen"])
def test_administrators_and_people_from_outside_read_no_papers(office, who):
    assert getattr(office, who).readable_agency_ids == set()
