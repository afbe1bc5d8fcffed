from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.journal.queries import labelled
from gongkai.meetings import actions
from gongkai.meetings.models import Meeting, MeetingKind, Training
from gongkai.meetings.tests.factories import meeting, training

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_spring_2019():
    with clock.pretend(datetime(2019, 3, 4, 9, 0)):
        yield


def test_meetings_on_disclosure_and_on_a_special_topic_of_it_count(office):
    for kind in MeetingKind:
        meeting(office, kind=kind)
    found = Meeting.objects.counted().of_year(2018)
    assert {each.kind for each in found.about_disclosure()} == {"disclosure_work", "special_topic"}


def test_press_conferences_count_with_and_without_the_principal_leader(office):
    meeting(office, kind=MeetingKind.PRESS_CONFERENCE, principal_attended=True)
    meeting(office, kind=MeetingKind.PRESS_CONFERENCE)
    meeting(office, kind=MeetingKind.ONLINE_INTERVIEW, principal_attended=True)
    assert Meeting.objects.press_conferences().count() == 2
    assert Meeting.objects.press_conferences().with_principal().count() == 1
    assert Meeting.objects.online_interviews().with_principal().count() == 1


def test_a_meeting_counts_in_the_year_in_which_it_was_held(office):
    meeting(office, held_on=date(2017, 12, 31))
    meeting(office, held_on=date(2018, 1, 1))
    assert Meeting.objects.of_year(2018).count() == 1


def test_a_meeting_is_entered_once_it_was_held(office):
    with pytest.raises(Refused, match="5 March 2019 lies in the future"):
        meeting(office, held_on=date(2019, 3, 5))
    assert meeting(office, held_on=date(2019, 3, 4)).pk


def test_a_meeting_of_a_kind_nobody_knows_is_refused(office):
    with pytest.raises(Refused, match="Kind of meeting"):
        meeting(office, kind="party")


def test_the_journal_tells_who_entered_a_meeting(office):
    held = meeting(office)
    entry = Entry.objects.get(act="meetings.meeting_entered")
    assert (entry.actor_key, entry.subject_key, entry.subject_label) == (
        office.foi.key,
        held.key,
        "政务公开工作会议",
    )


def test_attendances_are_added_up(office):
    training(office, 35)
    training(office, 20)
    assert Training.objects.counted().of_year(2018).attendances() == 55


def test_where_no_training_was_given_nobody_attended(office):
    assert Training.objects.attendances() == 0


@pytest.mark.parametrize("attendances", [0, -3])
def test_somebody_came_to_every_training(office, attendances):
    with pytest.raises(Refused, match=r"at least 1 person|greater than or equal to 0"):
        training(office, attendances)


def test_the_database_too_wants_somebody_at_every_training(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.filter(pk=training(office).pk).update(attendances=0)


def test_a_corrected_training_keeps_its_earlier_number_in_the_journal(office):
    row = actions.correct_training(training(office), reason="签到表补交", by=office.checker, attendances=36)
    assert row.attendances == 36
    assert Entry.objects.get(act="meetings.training_corrected").details == {"before": {"attendances": 35}}


def test_running_text_stays_out_of_the_journal(office):
    actions.correct_meeting(meeting(office, note="住户反映"), reason="更正", by=office.foi, note="改")
    assert Entry.objects.get(act="meetings.meeting_corrected").details == {"before": {"note": "…"}}


def test_a_training_struck_out_does_not_count(office):
    actions.strike_out_training(training(office), reason="区里办的培训", by=office.foi_head)
    assert Training.objects.counted().attendances() == 0


def test_a_channel_editor_does_not_keep_the_register_of_meetings(office):
    with pytest.raises(Refused, match="the register is kept by"):
        actions.strike_out_meeting(meeting(office), reason="重复", by=office.editor)


def test_another_agency_does_not_see_the_meetings(office):
    meeting(office)
    assert not Meeting.objects.visible_to(office.stranger).exists()


def test_every_act_has_words_of_its_own():
    for thing in ("meeting", "training"):
        for verb in ("entered", "corrected", "struck_out"):
            assert labelled(f"meetings.{thing}_{verb}")
