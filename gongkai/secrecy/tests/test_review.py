"""Three steps by three people; nothing is cleared otherwise."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.people.models import User
from gongkai.secrecy import actions
from gongkai.secrecy.models import Decision, Ground, PackageFile, Review, State
from gongkai.secrecy.tests.factories import cleared, decided, packed, text_file, with_opinion, withheld

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def acts_on(review):
    return list(Entry.objects.filter(subject_key=review.key).order_by("number").values_list("act", flat=True))


def test_a_package_is_frozen_with_its_files_in_their_order(office):
    files = [(text_file(office, f"附件{n}.txt", f"正文{n}"), f"图{n}") for n in (1, 2)]
    package = packed(office, files=files).package
    assert [(each.order, each.name, each.alternative_text) for each in package.frozen_files] == [
        (1, "附件1.txt", "图1"),
        (2, "附件2.txt", "图2"),
    ]
    assert package.is_unchanged()


def test_a_new_review_waits_for_the_opinion_of_the_section(office):
    review = packed(office)
    assert (review.state, review.number) == (State.AWAITING_OPINION, "2018-0001")
    assert not review.package.is_cleared


def test_reviews_are_numbered_without_gaps(office):
    assert [packed(office).number for _each in range(3)] == ["2018-0001", "2018-0002", "2018-0003"]


def test_three_steps_by_three_people_clear_a_package(office):
    review = cleared(office)
    assert review.state == State.CLEARED
    assert review.package.is_cleared
    assert (review.opinion_by, review.decided_by, review.approved_by) == (
        office.head,
        office.reviewer,
        office.leader,
    )


def test_every_step_of_a_review_stands_in_the_journal(office):
    review = cleared(office)
    assert acts_on(review) == [
        "secrecy.packed",
        "secrecy.opinion_stated",
        "secrecy.decided",
        "secrecy.approved",
    ]
    last = Entry.objects.filter(subject_key=review.key).latest("number")
    assert (last.actor_name, last.chain) == (office.leader.name, "jianguomen")


def test_without_the_opinion_the_review_body_does_not_decide(office):
    with pytest.raises(Refused, match="has not stated its opinion yet"):
        actions.decide(packed(office), by=office.reviewer, opinion="可以公开。")


def test_without_a_decision_the_leader_does_not_approve(office):
    with pytest.raises(Refused, match="no decision of the review body waiting"):
        actions.approve(with_opinion(office), by=office.leader)


def test_the_opinion_is_stated_once(office):
    with pytest.raises(Refused, match="has been stated already"):
        actions.state_opinion(with_opinion(office), by=office.officer, opinion="再写一次")


def test_an_opinion_says_something(office):
    with pytest.raises(Refused, match="Write the section's opinion"):
        actions.state_opinion(packed(office), by=office.head, opinion=" \n ")


def test_another_section_states_no_opinion(office):
    from gongkai.agencies.models import Section

    elsewhere = Section.objects.create(agency=office.agency, name="城市管理科")
    colleague = office.person("li", "李外（虚构）", ["section_head"], office.agency, elsewhere)
    with pytest.raises(Refused, match="stated by the handling section"):
        actions.state_opinion(packed(office), by=colleague, opinion="拟公开。")


def test_nobody_reviews_a_package_of_their_own(office):
    review = packed(office, submitted_by=office.reviewer)
    review = actions.state_opinion(review, by=office.head, opinion="拟公开。")
    with pytest.raises(Refused, match="Nobody reviews a package of their own"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")


def test_who_stated_the_opinion_cannot_decide(office):
    both = office.person(
        "both", "兼任（虚构）", ["section_head", "secrecy_reviewer"], office.agency, office.section
    )
    review = actions.state_opinion(packed(office), by=both, opinion="拟公开。")
    with pytest.raises(Refused, match="cannot decide as the review body"):
        actions.decide(review, by=both, opinion="可以公开。")


def test_who_decided_cannot_approve(office):
    both = office.person("both", "兼任（虚构）", ["responsible_leader", "secrecy_reviewer"], office.agency)
    review = actions.decide(with_opinion(office), by=both, opinion="可以公开。")
    with pytest.raises(Refused, match="three different people"):
        actions.approve(review, by=both)


def test_the_reviewer_of_another_agency_does_not_decide(office):
    other = office.person("other", "邻办（虚构）", ["secrecy_reviewer"], office.other)
    with pytest.raises(Refused, match="Only a secrecy reviewer of this agency decides"):
        actions.decide(with_opinion(office), by=other, opinion="可以公开。")


def test_only_the_responsible_leader_approves(office):
    with pytest.raises(Refused, match="Only the responsible leader of this agency approves"):
        actions.approve(decided(office), by=office.principal)


def test_a_review_is_decided_once(office):
    with pytest.raises(Refused, match="decided already"):
        actions.decide(decided(office), by=office.reviewer, opinion="再审一次。")


def test_a_cleared_review_is_not_approved_again(office):
    with pytest.raises(Refused, match="no decision of the review body waiting"):
        actions.approve(cleared(office), by=office.leader)


def test_withholding_needs_its_ground(office):
    with pytest.raises(Refused, match="needs its ground"):
        actions.decide(
            with_opinion(office), by=office.reviewer, opinion="不宜公开。", decision=Decision.WITHHOLD
        )


def test_a_ground_belongs_to_withholding_only(office):
    with pytest.raises(Refused, match="belongs to “must not be published” only"):
        actions.decide(with_opinion(office), by=office.reviewer, opinion="可以公开。", ground=Ground.PRIVACY)


def test_a_withheld_package_is_not_cleared(office):
    review = withheld(office)
    assert review.state == State.WITHHELD
    assert not review.package.is_cleared
    assert acts_on(review)[-1] == "secrecy.withheld"


def test_nobody_reviews_what_they_wrote_though_another_handed_it_in(office):
    review = packed(office, drafted_by=office.reviewer)
    actions.state_opinion(review, by=office.head, opinion="拟公开。")
    with pytest.raises(Refused, match="package of their own"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")


def test_a_changed_alternative_text_stops_the_approval_too(office):
    review = decided(office)
    review.package.files.update(alternative_text="另一张图")
    with pytest.raises(Refused, match="no longer what was packed"):
        actions.approve(review, by=office.leader)


def test_a_changed_checksum_stops_the_approval(office):
    review = decided(office)
    review.package.__class__.objects.filter(pk=review.package_id).update(body="后天停水。")
    with pytest.raises(Refused, match="no longer what was packed"):
        actions.approve(review, by=office.leader)


def test_a_file_exchanged_behind_the_package_is_noticed(office):
    review = decided(office)
    other = text_file(office, "附件.txt", "另一份")
    PackageFile.objects.filter(package=review.package).update(file=other)
    assert not review.package.is_unchanged()
    with pytest.raises(Refused, match="no longer what was packed"):
        actions.approve(review, by=office.leader)


def test_the_reviewer_sends_a_package_back_with_the_reason(office):
    review = actions.send_back(with_opinion(office), by=office.reviewer, reason="附件有电话号码")
    assert (review.state, review.sent_back_by, review.sent_back_reason) == (
        State.SENT_BACK,
        office.reviewer,
        "附件有电话号码",
    )
    assert Entry.objects.get(act="secrecy.sent_back").reason == "附件有电话号码"


def test_what_waits_for_the_leader_is_sent_back_by_the_leader(office):
    with pytest.raises(Refused, match="the one whose step it is"):
        actions.send_back(decided(office), by=office.reviewer, reason="再看看")


def test_nothing_is_sent_back_without_saying_what_has_to_change(office):
    with pytest.raises(Refused, match="Say what has to be changed"):
        actions.send_back(with_opinion(office), by=office.reviewer, reason="  ")


@pytest.mark.parametrize("ended", [cleared, withheld])
def test_a_review_that_has_ended_is_not_sent_back(office, ended):
    with pytest.raises(Refused, match="Only a review under way"):
        actions.send_back(ended(office), by=office.reviewer, reason="晚了")


def test_a_question_referred_upward_stops_the_decision_until_the_answer(office):
    review = actions.refer(with_opinion(office), by=office.reviewer, to="区保密局", question="是否涉密？")
    assert review.state == State.REFERRED
    with pytest.raises(Refused, match="the answer has not come yet"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")
    with clock.pretend(datetime(2018, 5, 9, 9, 0)):
        review = actions.record_answer(
            review, by=office.reviewer, answer="不涉密", answered_on=date(2018, 5, 8)
        )
        review = actions.decide(review, by=office.reviewer, opinion="可以公开。")
    assert review.state == State.AWAITING_APPROVAL
    assert acts_on(review)[2:4] == ["secrecy.referred", "secrecy.answered"]


def test_a_referral_says_who_is_asked_and_what(office):
    with pytest.raises(Refused, match="Say who is asked, and what"):
        actions.refer(with_opinion(office), by=office.reviewer, to="区保密局", question=" ")


def test_only_the_reviewer_refers_upward_and_records_the_answer(office):
    with pytest.raises(Refused, match="refers a question upward"):
        actions.refer(with_opinion(office), by=office.leader, to="区保密局", question="是否涉密？")
    review = actions.refer(with_opinion(office), by=office.reviewer, to="区保密局", question="是否涉密？")
    with pytest.raises(Refused, match="records the answer"):
        actions.record_answer(review, by=office.head, answer="不涉密", answered_on=date(2018, 5, 7))


def test_an_answer_needs_a_question(office):
    with pytest.raises(Refused, match="No question was referred upward"):
        actions.record_answer(
            with_opinion(office), by=office.reviewer, answer="不涉密", answered_on=date(2018, 5, 7)
        )


@pytest.mark.parametrize("day", [date(2018, 5, 7), date(2018, 5, 10)])
def test_the_answer_comes_between_the_question_and_today(office, day):
    review = with_opinion(office)
    # At seven in the morning it is still the day before in London.
    with clock.pretend(datetime(2018, 5, 8, 7, 0)):
        review = actions.refer(review, by=office.reviewer, to="区保密局", question="是否涉密？")
    review = Review.objects.get(pk=review.pk)
    with (
        clock.pretend(datetime(2018, 5, 9, 9, 0)),
        pytest.raises(Refused, match="between the day of the question and today"),
    ):
        actions.record_answer(review, by=office.reviewer, answer="不涉密", answered_on=day)


def test_a_clearance_by_two_people_does_not_exist_even_where_the_acts_are_passed_by(office):
    review = decided(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(
            state=State.CLEARED, approved_by=office.reviewer, approved_at=clock.now()
        )


def test_a_refused_step_leaves_no_trace(office):
    review = packed(office)
    with pytest.raises(Refused):
        actions.approve(review, by=office.leader)
    assert acts_on(review) == ["secrecy.packed"]


def test_reviews_are_seen_by_the_office_the_section_and_nobody_else(office):
    review = packed(office)

    def sees(person):
        return review in Review.objects.visible_to(User.objects.get(pk=person.pk))

    assert all(sees(each) for each in (office.officer, office.head, office.reviewer, office.leader))
    for each in (office.stranger, office.supervisor, office.sysadmin, office.auditor, office.counsel):
        assert not sees(each)


def test_who_only_reports_to_a_section_from_outside_sees_none_of_its_reviews(office):
    reporter = office.person("bao", "报送（虚构）", ["council_reporter"], office.agency, office.section)
    assert not Review.objects.visible_to(reporter).filter(pk=packed(office).pk).exists()


def test_the_district_sees_cleared_reviews_only(office):
    done, under_way = cleared(office), packed(office)
    seen = set(Review.objects.visible_to(office.supervisor))
    assert (done in seen, under_way in seen) == (True, False)


def test_the_section_tells_with_its_opinion_what_the_form_asks_besides(office):
    told = actions.Particulars(
        channels=("website", "wechat"),
        planned_on=date(2018, 5, 10),
        summary="停水安排。",
        picture_author="陈晓（虚构）",
    )
    review = actions.state_opinion(packed(office), by=office.head, opinion="拟公开。", particulars=told)
    review = Review.objects.get(pk=review.pk)
    assert (review.channels, review.planned_on, review.summary, review.picture_author) == (
        ["website", "wechat"],
        date(2018, 5, 10),
        "停水安排。",
        "陈晓（虚构）",
    )


def test_what_was_told_when_packing_stays_where_the_opinion_tells_nothing_else(office):
    review = packed(office, particulars=actions.Particulars(summary="停水安排。"))
    assert actions.state_opinion(review, by=office.head, opinion="拟公开。").summary == "停水安排。"


def test_a_way_of_publication_that_is_none_is_not_taken(office):
    with pytest.raises(ValueError, match="no channel"):
        packed(office, particulars=actions.Particulars(channels=("pigeon",)))


def test_who_edited_the_wording_does_not_review_it(office):
    review = packed(office, edited_by=office.reviewer)
    actions.state_opinion(review, by=office.head, opinion="拟公开。")
    with pytest.raises(Refused, match="package of their own"):
        actions.decide(review, by=office.reviewer, opinion="可以公开。")
