"""Official documents: drafted with an attribute, checked, approved, sent back, revised."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.documents import actions
from gongkai.documents.models import Document, Genre, Openness, State
from gongkai.documents.queries import document_about, normative_documents_issued, waiting_for
from gongkai.documents.tests.factories import approved, checked, clear, cleared, draft, submitted
from gongkai.journal.models import Entry
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import State as ReviewState
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def acts_on(subject):
    return list(
        Entry.objects.filter(subject_key=subject.key).order_by("number").values_list("act", flat=True)
    )


def fresh(document):
    return Document.objects.get(pk=document.pk)


# Drafting


def test_an_information_officer_drafts_with_text_and_an_attachment(office):
    document = draft(office, files=[(text_file(office), "")])
    assert (document.state, document.version, document.drafted_by) == (State.DRAFTING, 1, office.officer)
    assert [each.file.name for each in document.files] == ["附件.txt"]
    assert document.versions.get().files[0][1] == "附件.txt"
    assert acts_on(document) == ["documents.drafted"]


@pytest.mark.parametrize("who", ["leader", "reviewer", "editor", "sysadmin", "citizen", "supervisor"])
def test_drafts_are_written_by_the_sections_and_the_office(office, who):
    with pytest.raises(Refused, match="Drafts are written by information officers"):
        draft(office, by=getattr(office, who))


def test_an_officer_of_another_agency_drafts_nothing_here(office):
    with pytest.raises(Refused, match="Drafts are written by"):
        draft(office, by=office.stranger)


def test_a_draft_belongs_to_a_section_of_its_own_agency(office):
    from gongkai.agencies.models import Section

    elsewhere = Section.objects.create(agency=office.other, name="邻办科室")
    with pytest.raises(Refused, match="section belongs to another agency"):
        draft(office, section=elsewhere)
    with pytest.raises(Refused, match="section belongs to another agency"):
        actions.save_version(
            draft(office), by=office.officer, seen_version=1, title="甲", body="", section=elsewhere
        )


def test_each_saving_keeps_a_version_of_text_and_attachments(office):
    document = draft(office, files=[(text_file(office, "旧.txt"), "")])
    document = actions.save_version(
        document,
        by=office.officer,
        seen_version=1,
        title="关于停电的通知",
        body="明日停电。",
        genre=Genre.CIRCULAR,
        is_normative=True,
        add=[(text_file(office, "新.txt"), "")],
        remove=[each.pk for each in document.files],
    )
    assert (document.version, document.title, document.genre) == (2, "关于停电的通知", Genre.CIRCULAR)
    assert document.is_normative
    assert [each.file.name for each in document.files] == ["新.txt"]
    assert [(each.number, each.title, each.files[0][1]) for each in document.versions.all()] == [
        (2, "关于停电的通知", "新.txt"),
        (1, "关于停水的通知", "旧.txt"),
    ]
    assert acts_on(document)[-1] == "documents.saved"


def test_the_head_of_the_section_may_change_its_drafts(office):
    document = actions.save_version(draft(office), by=office.head, seen_version=1, title="甲", body="乙")
    assert document.changed_by == office.head


def test_others_do_not_change_a_draft(office):
    with pytest.raises(Refused, match="changed by its drafter or the head of its section"):
        actions.save_version(draft(office), by=office.checker, seen_version=1, title="甲", body="乙")


def test_nothing_is_saved_over_what_somebody_else_saved_in_between(office):
    document = draft(office)
    actions.save_version(document, by=office.head, seen_version=1, title="科长改的", body="一")
    with pytest.raises(Refused, match=f"{office.head.name} changed this draft at 09:00"):
        actions.save_version(document, by=office.officer, seen_version=1, title="我改的", body="二")
    assert fresh(document).title == "科长改的"


def test_what_is_under_way_is_not_changed(office):
    with pytest.raises(Refused, match="under way and cannot be changed"):
        actions.save_version(submitted(office), by=office.officer, seen_version=1, title="甲", body="乙")


# The openness attribute


def test_without_an_attribute_a_draft_is_not_submitted(office):
    document = draft(office, openness="")
    with pytest.raises(Refused, match="Choose the openness attribute first"):
        actions.submit(document, by=office.officer)
    assert fresh(document).state == State.DRAFTING


@pytest.mark.parametrize(
    ("openness", "words"),
    [
        (Openness.NON_DISCLOSURE, "Non-disclosure needs the provision and the reason"),
        (Openness.ON_REQUEST, "on request only needs the provision and the reason"),
    ],
)
@pytest.mark.parametrize(("reason", "basis"), [("", ""), ("内部事务", ""), (" ", "条例第十六条")])
def test_what_is_not_proactive_needs_provision_and_reason(office, openness, words, reason, basis):
    with pytest.raises(Refused, match=words):
        actions.set_openness(
            draft(office, openness=""), openness, by=office.officer, reason=reason, basis=basis
        )
    with pytest.raises(Refused, match=words):
        draft(office, openness=openness, openness_reason=reason, openness_basis=basis)


@pytest.mark.parametrize("openness", ["", "open", "PROACTIVE"])
def test_the_attribute_is_exactly_one_of_three(office, openness):
    with pytest.raises(Refused, match="exactly one of three"):
        actions.set_openness(draft(office), openness, by=office.officer)


def test_a_document_past_its_draft_without_attribute_cannot_even_be_written(office):
    document = draft(office, openness="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(state=State.SUBMITTED)


def test_a_document_kept_back_without_its_reason_cannot_even_be_written(office):
    document = submitted(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(openness=Openness.NON_DISCLOSURE)


def test_the_choice_of_the_attribute_stands_in_the_journal_with_its_reason(office):
    document = actions.set_openness(
        draft(office), Openness.NON_DISCLOSURE, by=office.officer, reason="内部事务", basis="条例第十六条"
    )
    entry = Entry.objects.get(act="documents.openness_set")
    assert (entry.reason, entry.details["openness"]) == ("内部事务", "non_disclosure")
    assert document.openness_basis == "条例第十六条"


def test_proactive_disclosure_carries_no_reason_against_itself(office):
    chosen = actions.set_openness(
        draft(office), Openness.PROACTIVE, by=office.officer, reason="旧", basis="旧"
    )
    drafted = draft(office, openness_reason="旧", openness_basis="旧")
    assert {chosen.openness_reason, chosen.openness_basis, drafted.openness_reason} == {""}


def test_the_office_may_change_the_attribute_when_it_checks(office):
    document = actions.set_openness(
        submitted(office), Openness.ON_REQUEST, by=office.checker, reason="仅涉及个别单位", basis="条例"
    )
    assert document.openness == Openness.ON_REQUEST


@pytest.mark.parametrize(("at", "who"), [(submitted, "officer"), (checked, "checker"), (approved, "officer")])
def test_the_attribute_is_not_changed_by_others_or_later(office, at, who):
    with pytest.raises(Refused, match="chosen by the drafter; the office may change it"):
        actions.set_openness(at(office), Openness.PROACTIVE, by=getattr(office, who))


# Submission, check, approval


def test_a_submitted_document_waits_for_the_office(office):
    document = submitted(office)
    assert (document.state, document.submitted_by) == (State.SUBMITTED, office.officer)
    assert acts_on(document) == ["documents.drafted", "documents.submitted"]
    assert list(waiting_for(office.checker)) == [document]


def test_a_document_is_submitted_once(office):
    with pytest.raises(Refused, match="submitted already"):
        actions.submit(submitted(office), by=office.officer)


def test_others_do_not_submit_a_draft(office):
    with pytest.raises(Refused, match="submitted by its drafter or the head"):
        actions.submit(draft(office), by=office.foi)


def test_an_empty_draft_is_not_submitted(office):
    with pytest.raises(Refused, match="no text and no attachment"):
        actions.submit(draft(office, body=" \n"), by=office.officer)


def test_an_attachment_alone_is_enough(office):
    document = actions.submit(draft(office, body="", files=[(text_file(office), "")]), by=office.officer)
    assert document.state == State.SUBMITTED


def test_a_draft_without_section_is_not_submitted(office):
    with pytest.raises(Refused, match="Say which section handles it"):
        actions.submit(draft(office, section=None), by=office.officer)


def test_the_office_checks_and_its_remark_is_kept(office):
    document = actions.check(submitted(office), by=office.checker, remark="格式已核")
    assert (document.state, document.checked_by) == (State.CHECKED, office.checker)
    assert document.remarks.get().text == "格式已核"
    assert Entry.objects.get(act="documents.checked").reason == "格式已核"


def test_only_the_office_checker_checks(office):
    with pytest.raises(Refused, match="Only the office checker"):
        actions.check(submitted(office), by=office.leader)


def test_nobody_checks_a_document_of_their_own(office):
    document = actions.submit(draft(office, by=office.checker), by=office.checker)
    with pytest.raises(Refused, match="Nobody checks a document of their own"):
        actions.check(document, by=office.checker)


@pytest.mark.parametrize("at", [draft, checked, approved])
def test_the_check_has_its_place(office, at):
    with pytest.raises(Refused, match="does not wait for the office's check"):
        actions.check(at(office), by=office.checker)


def test_the_leader_approves_and_the_document_gets_its_number(office):
    document = actions.approve(checked(office), by=office.leader, remark="同意")
    assert (document.state, document.number) == (State.APPROVED, "建街发〔2018〕1号")
    assert (document.approved_by, document.signed_on) == (office.leader, date(2018, 5, 7))
    assert acts_on(document)[-1] == "documents.approved"


def test_numbers_of_documents_have_no_gaps(office):
    first = approved(office)
    with pytest.raises(Refused):
        actions.approve(first, by=office.leader)
    assert approved(office).number == "建街发〔2018〕2号"


def test_an_approved_document_for_the_public_goes_on_to_its_secrecy_review(office):
    document = approved(office, files=[(text_file(office), "")])
    assert document.review.state == ReviewState.AWAITING_OPINION
    assert document.review.package.frozen_files[0].name == "附件.txt"
    assert document_about(document.review.package.about) == document


@pytest.mark.parametrize("openness", [Openness.ON_REQUEST, Openness.NON_DISCLOSURE])
def test_what_is_not_for_the_public_has_no_package(office, openness):
    document = approved(office, openness=openness, openness_reason="内部事务", openness_basis="条例第十六条")
    assert document.number
    assert document.review is None


def test_nobody_approves_a_document_of_their_own(office):
    both = office.person("both", "兼任（虚构）", ["section_head", "responsible_leader"], office.agency)
    document = actions.submit(draft(office, by=both), by=both)
    document = actions.check(document, by=office.checker)
    with pytest.raises(Refused, match="You drafted this document, so another person must approve it"):
        actions.approve(document, by=both)


def test_who_checked_does_not_approve(office):
    both = office.person("both", "兼任（虚构）", ["office_checker", "responsible_leader"], office.agency)
    with pytest.raises(Refused, match="You checked this document"):
        actions.approve(actions.check(submitted(office), by=both), by=both)


@pytest.mark.parametrize("at", [draft, submitted, approved])
def test_the_approval_has_its_place(office, at):
    with pytest.raises(Refused, match="does not wait for the leader's approval"):
        actions.approve(at(office), by=office.leader)


def test_the_leader_of_another_agency_does_not_approve(office):
    other = office.person("other", "邻办（虚构）", ["responsible_leader"], office.other)
    with pytest.raises(Refused, match="Only the responsible leader of this agency"):
        actions.approve(checked(office), by=other)


# Sending back, revising, dropping


@pytest.mark.parametrize(("at", "who"), [(submitted, "checker"), (checked, "leader")])
def test_a_document_is_sent_back_with_a_remark_by_the_one_whose_step_it_is(office, at, who):
    by = getattr(office, who)
    document = actions.send_back(at(office), by=by, reason="标题不准确")
    assert (document.state, document.checked_by) == (State.DRAFTING, None)
    assert (document.remarks.first().text, document.remarks.first().by) == ("标题不准确", by)
    assert Entry.objects.get(act="documents.sent_back").reason == "标题不准确"
    assert list(waiting_for(office.officer)) == [document]


@pytest.mark.parametrize(("at", "who"), [(submitted, "leader"), (checked, "checker")])
def test_nobody_sends_back_out_of_turn(office, at, who):
    with pytest.raises(Refused, match="the one whose step it is"):
        actions.send_back(at(office), by=getattr(office, who), reason="标题不准确")


@pytest.mark.parametrize("at", [draft, approved])
def test_only_what_is_under_way_is_sent_back(office, at):
    with pytest.raises(Refused, match="Only what is under way"):
        actions.send_back(at(office), by=office.leader, reason="标题不准确")


def test_sending_back_says_what_has_to_change(office):
    with pytest.raises(Refused, match="Say what has to be changed"):
        actions.send_back(submitted(office), by=office.checker, reason=" ")


def test_what_was_sent_back_is_changed_and_takes_every_step_anew(office):
    document = actions.send_back(checked(office), by=office.leader, reason="标题不准确")
    document = actions.save_version(document, by=office.officer, seen_version=1, title="改好", body="正文")
    document = actions.submit(document, by=office.officer)
    with pytest.raises(Refused, match="does not wait for the leader's approval"):
        actions.approve(document, by=office.leader)
    document = actions.approve(actions.check(document, by=office.checker), by=office.leader)
    assert document.review.package.title == "改好"


def test_a_revision_keeps_the_number_and_the_day_of_the_first_signature(office):
    document = cleared(office, is_normative=True)
    with clock.pretend(datetime(2019, 2, 1, 9, 0)):
        document = actions.revise(document, by=office.officer, reason="错别字")
        assert document.state == State.DRAFTING
        document = actions.submit(document, by=office.officer)
        document = actions.approve(actions.check(document, by=office.checker), by=office.leader)
    assert (document.number, document.signed_on) == ("建街发〔2018〕1号", date(2018, 5, 7))
    assert list(normative_documents_issued(office.agency, 2018)) == [document]
    assert not normative_documents_issued(office.agency, 2019).exists()


def test_a_revised_text_needs_a_review_of_its_own(office):
    document = cleared(office)
    first = document.review
    document = actions.revise(document, by=office.foi, reason="错别字")
    document = actions.save_version(document, by=office.officer, seen_version=1, title="改好", body="正文")
    document = actions.submit(document, by=office.officer)
    document = actions.approve(actions.check(document, by=office.checker), by=office.leader)
    assert document.review != first
    assert document.review.state == ReviewState.AWAITING_OPINION
    assert first.package.title == "关于停水的通知"


def test_a_revision_ends_the_review_that_was_under_way(office):
    document = approved(office)
    review = document.review
    actions.revise(document, by=office.officer, reason="错别字")
    review.refresh_from_db()
    assert (review.state, review.sent_back_reason) == (ReviewState.SENT_BACK, "错别字")
    with pytest.raises(Refused):
        secrecy.state_opinion(review, by=office.head, opinion="拟公开。")


def test_a_cleared_review_stays_cleared_when_the_revision_begins(office):
    document = cleared(office)
    actions.revise(document, by=office.officer, reason="错别字")
    document.review.refresh_from_db()
    assert document.review.state == ReviewState.CLEARED


def test_only_what_was_approved_is_revised(office):
    with pytest.raises(Refused, match="Only what has been approved is revised"):
        actions.revise(submitted(office), by=office.officer, reason="错别字")


def test_a_revision_is_begun_by_the_drafter_the_head_or_the_foi_officer(office):
    with pytest.raises(Refused, match="begun by the drafter"):
        actions.revise(approved(office), by=office.leader, reason="错别字")


def test_a_revision_says_its_reason(office):
    with pytest.raises(Refused, match="Say what has to be changed"):
        actions.revise(approved(office), by=office.officer, reason="")


def test_after_its_review_was_sent_back_a_document_is_handed_in_again(office):
    document = approved(office)
    secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    secrecy.send_back(document.review, by=office.reviewer, reason="补充意见")
    document = actions.ask_for_review(fresh(document), by=office.officer)
    assert document.review.state == ReviewState.AWAITING_OPINION
    assert acts_on(document)[-1] == "documents.review_asked"
    assert clear(document, office).review.state == ReviewState.CLEARED


def test_a_review_under_way_is_not_asked_for_again(office):
    with pytest.raises(Refused, match="under way or has ended"):
        actions.ask_for_review(approved(office), by=office.officer)


def test_a_document_not_for_the_public_is_not_handed_in_for_review(office):
    document = approved(
        office, openness=Openness.NON_DISCLOSURE, openness_reason="内部事务", openness_basis="条例第十六条"
    )
    with pytest.raises(Refused, match="Only an approved document for proactive disclosure"):
        actions.ask_for_review(document, by=office.officer)


def test_others_do_not_hand_in_for_review_again(office):
    document = approved(office)
    secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    secrecy.send_back(document.review, by=office.reviewer, reason="补充意见")
    with pytest.raises(Refused, match="handed in by its drafter or the head"):
        actions.ask_for_review(fresh(document), by=office.foi)


def test_a_draft_is_dropped_and_stays_on_record(office):
    document = actions.drop(draft(office), by=office.officer, reason="不发了")
    assert fresh(document).state == State.DROPPED
    assert Entry.objects.get(act="documents.dropped").reason == "不发了"
    assert not waiting_for(office.officer).exists()


def test_a_numbered_document_is_not_dropped(office):
    document = actions.revise(approved(office), by=office.officer, reason="错别字")
    with pytest.raises(Refused, match="has a number cannot be dropped"):
        actions.drop(document, by=office.officer)


# Who sees what


def test_a_draft_is_seen_by_its_office_and_nobody_else(office):
    document = draft(office)

    def sees(person):
        return document in Document.objects.visible_to(User.objects.get(pk=person.pk))

    assert all(
        sees(each) for each in (office.officer, office.head, office.checker, office.foi, office.leader)
    )
    for each in (office.stranger, office.supervisor, office.sysadmin, office.secadmin, office.citizen):
        assert not sees(each)


def test_another_section_does_not_see_a_draft(office):
    community = office.person(
        "shequ", "社区（虚构）", ["information_officer"], office.agency, office.community
    )
    assert not Document.objects.visible_to(community).filter(pk=draft(office).pk).exists()


def test_who_only_reports_to_a_section_from_outside_does_not_see_its_drafts(office):
    for duty in ("council_reporter", "property_service"):
        outside = office.person(duty, "报送（虚构）", [duty], office.agency, office.section)
        assert not Document.objects.visible_to(outside).filter(pk=draft(office).pk).exists()


def test_the_district_reads_what_is_approved(office):
    done, under_way = approved(office), submitted(office)
    assert list(Document.objects.visible_to(office.supervisor)) == [done]
    assert under_way.state == State.SUBMITTED


@pytest.mark.parametrize(
    "about", ["", "documents.document:", "documents.document:x", "documents.document:٣", "tests.paper:1"]
)
def test_a_package_of_another_room_is_about_no_document(office, about):
    assert document_about(about) is None
