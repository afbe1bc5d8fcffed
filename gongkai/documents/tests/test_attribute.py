"""The attribute as a gate: the FOI office, joint papers, later changes, assessment, redacted versions."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency, Section
from gongkai.documents import actions
from gongkai.documents.models import Document, Genre, Openness, OpennessChange, Origin, State
from gongkai.documents.tests.factories import approved, cleared, draft, submitted
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision
from gongkai.secrecy.models import State as ReviewState

pytestmark = pytest.mark.django_db

REASON = {"openness_basis": "《政府信息公开条例》第十六条", "openness_reason": "内部事务信息"}


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def withheld(office, **given):
    values = {"openness": Openness.NON_DISCLOSURE} | REASON | given
    return draft(office, **values)


def fresh(document):
    return Document.objects.get(pk=document.pk)


# The FOI office first


@pytest.mark.parametrize("which", ["is_policy", "is_normative"])
@pytest.mark.parametrize("openness", [Openness.NON_DISCLOSURE, Openness.ON_REQUEST])
def test_a_policy_document_that_is_not_published_goes_to_the_foi_office_first(office, which, openness):
    document = actions.submit(withheld(office, openness=openness, **{which: True}), by=office.officer)
    assert document.state == State.WITH_FOI
    with pytest.raises(Refused, match="waits for the FOI office's opinion first"):
        actions.check(document, by=office.checker)
    document = actions.give_foi_opinion(document, by=office.foi_head, opinion="同意不予公开。")
    assert (document.state, document.foi_by) == (State.SUBMITTED, office.foi_head)
    assert actions.check(document, by=office.checker).state == State.CHECKED


def test_other_documents_go_to_the_office_at_once(office):
    assert actions.submit(withheld(office), by=office.officer).state == State.SUBMITTED
    assert submitted(office, is_policy=True).state == State.SUBMITTED


def test_the_opinion_is_the_foi_offices_and_nobodys_own(office):
    document = actions.submit(withheld(office, is_policy=True), by=office.officer)
    for who in (office.checker, office.leader, office.head, office.stranger):
        with pytest.raises(Refused, match="given by the FOI office"):
            actions.give_foi_opinion(document, by=who, opinion="同意。")
    own = draft(office, by=office.foi, is_policy=True, openness=Openness.NON_DISCLOSURE, **REASON)
    own = actions.submit(own, by=office.foi)
    with pytest.raises(Refused, match="Nobody checks a document of their own"):
        actions.give_foi_opinion(own, by=office.foi, opinion="同意。")


def test_the_foi_office_may_send_it_back(office):
    document = actions.submit(withheld(office, is_policy=True), by=office.officer)
    document = actions.send_back(document, by=office.foi_head, reason="应当公开。")
    assert document.state == State.DRAFTING


def test_when_the_office_withholds_a_policy_document_the_foi_office_speaks_all_the_same(office):
    document = submitted(office, is_policy=True)
    document = actions.set_openness(
        document, Openness.NON_DISCLOSURE, by=office.checker, reason="过程性信息", basis="条例第十六条"
    )
    assert document.state == State.WITH_FOI


def test_an_opinion_does_not_outlive_the_draft_it_was_given_on(office):
    document = actions.submit(withheld(office, is_policy=True), by=office.officer)
    document = actions.give_foi_opinion(document, by=office.foi, opinion="同意。")
    document = actions.send_back(document, by=office.checker, reason="改一改。")
    assert actions.submit(document, by=office.officer).state == State.WITH_FOI


# Joint and forwarded documents


@pytest.mark.parametrize("origin", [Origin.JOINT, Origin.FORWARDED])
def test_the_attribute_of_a_joint_or_forwarded_document_is_decided_anew(office, origin):
    document = submitted(office, origin=origin, origin_bodies="区民政局", origin_openness="on_request")
    with pytest.raises(Refused, match="has its attribute decided anew"):
        actions.check(document, by=office.checker)
    assert actions.check(document, by=office.checker, decided_anew=True).state == State.CHECKED


def test_a_joint_document_names_the_other_bodies(office):
    with pytest.raises(Refused, match="Say with whom it is issued"):
        submitted(office, origin=Origin.JOINT)


# A later change is a new decision


def test_a_change_is_proposed_with_its_reason_and_decided_by_the_leader(office):
    document = approved(office, openness=Openness.ON_REQUEST, **REASON)
    assert (document.review, document.reassess_on) == (None, date(2019, 5, 7))
    change = actions.propose_change(document, Openness.PROACTIVE, by=office.foi, reason="社会关注。")
    assert fresh(document).openness == Openness.ON_REQUEST
    with pytest.raises(Refused, match="Only the responsible leader"):
        actions.decide_change(change, by=office.checker, agreed=True)
    actions.decide_change(change, by=office.leader, agreed=True)
    document = fresh(document)
    assert (document.openness, document.openness_reason, document.reassess_on) == ("proactive", "", None)
    assert document.review.state == ReviewState.AWAITING_OPINION
    assert [each.openness for each in document.openness_decisions.all()] == ["proactive", "on_request"]


def test_a_refused_change_changes_nothing_and_says_why(office):
    document = approved(office, openness=Openness.ON_REQUEST, **REASON)
    change = actions.propose_change(document, Openness.PROACTIVE, by=office.officer, reason="社会关注。")
    with pytest.raises(Refused, match="Give the reason"):
        actions.decide_change(change, by=office.leader, agreed=False)
    actions.decide_change(change, by=office.leader, agreed=False, remark="时机未到。")
    assert fresh(document).openness == Openness.ON_REQUEST
    with pytest.raises(Refused, match="has been decided already"):
        actions.decide_change(change, by=office.leader, agreed=True)


@pytest.mark.parametrize(
    ("openness", "reason", "basis", "words"),
    [
        (Openness.NON_DISCLOSURE, "涉及内部管理", "", "Non-disclosure needs the provision"),
        (Openness.ON_REQUEST, "", "条例第二十七条", "needs the provision and the reason"),
        (Openness.PROACTIVE, "更正", "", "It has this attribute already"),
        ("", "更正", "", "exactly one of three"),
    ],
)
def test_a_change_needs_what_the_first_choice_needed(office, openness, reason, basis, words):
    with pytest.raises(Refused, match=words):
        actions.propose_change(approved(office), openness, by=office.officer, reason=reason, basis=basis)


def test_two_changes_are_not_under_way_at_once(office):
    document = approved(office)
    given = {"by": office.officer, "reason": "内部事务", "basis": "条例第十六条"}
    actions.propose_change(document, Openness.NON_DISCLOSURE, **given)
    with pytest.raises(Refused, match="under way already"):
        actions.propose_change(document, Openness.ON_REQUEST, **given)


def test_not_to_disclose_a_policy_document_later_is_proposed_by_the_foi_office(office):
    document = approved(office, is_policy=True)
    change = actions.propose_change(
        document, Openness.NON_DISCLOSURE, by=office.officer, reason="内部事务", basis="条例第十六条"
    )
    with pytest.raises(Refused, match="has to be proposed by the FOI office"):
        actions.decide_change(change, by=office.leader, agreed=True)


def test_nobody_decides_a_change_of_their_own_not_even_past_the_acts(office):
    change = actions.propose_change(
        approved(office), Openness.ON_REQUEST, by=office.officer, reason="内部", basis="条例第十六条"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        OpennessChange.objects.filter(pk=change.pk).update(decided_by=office.officer)


# Assessment of what is withheld


def test_what_is_withheld_is_assessed_again_a_year_after(office):
    document = approved(office, openness=Openness.NON_DISCLOSURE, **REASON)
    assert document.reassess_on == date(2019, 5, 7)
    with clock.pretend(datetime(2019, 5, 6, 9, 0)):
        with pytest.raises(Refused, match="assessed by the FOI office"):
            actions.assess(document, by=office.officer, reason="仍不宜公开。")
        assert actions.assess(document, by=office.foi, reason="仍不宜公开。").reassess_on == date(2020, 5, 6)


def test_what_is_public_is_not_assessed(office):
    with pytest.raises(Refused, match="not proactively disclosed"):
        actions.assess(approved(office), by=office.foi, reason="无。")


# Parts withheld


def in_part(office, **given):
    document = approved(office, **given)
    secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    review = secrecy.decide(
        document.review,
        by=office.reviewer,
        opinion="第二段涉及个人隐私。",
        decision=Decision.IN_PART,
        ground="privacy",
        withheld_parts="第二段",
    )
    secrecy.approve(review, by=office.leader)
    return fresh(document)


def test_a_redacted_version_with_a_number_left_in_it_is_not_handed_in(office):
    document = in_part(office)
    with pytest.raises(Refused, match=r"Mobile phone number still stands there: 138\*\*\*\*8000"):
        actions.prepare_redacted(document, by=office.officer, title="公告", body="联系人电话13800138000。")


def test_the_redacted_version_is_the_sections_work(office):
    with pytest.raises(Refused, match="prepared by the drafter"):
        actions.prepare_redacted(in_part(office), by=office.foi, title="公告", body="正文。")
    with pytest.raises(Refused, match="found that parts must be withheld"):
        actions.prepare_redacted(cleared(office), by=office.officer, title="公告", body="正文。")


# Numbers and limits


def test_letters_and_minutes_are_numbered_apart(office):
    numbers = [approved(office, genre=genre).number for genre in (Genre.NOTICE, Genre.LETTER, Genre.NOTICE)]
    assert numbers == ["建街发〔2018〕1号", "建街函〔2018〕1号", "建街发〔2018〕2号"]


# Handing over


def test_who_takes_a_draft_over_goes_on_with_it(office):
    successor = office.person(
        "xu", "徐安（虚构）", ["information_officer"], office.agency, Section.objects.get(name="苏州社区")
    )
    document = draft(office)
    with pytest.raises(Refused, match="changed by its drafter"):
        actions.save_version(document, by=successor, seen_version=1, title="新", body="新")
    document = actions.hand_over(document, by=office.head, to=successor, reason="调离。")
    document = actions.save_version(document, by=successor, seen_version=1, title="新", body="新")
    assert (document.drafted_by, document.handed_to) == (office.officer, successor)
    assert actions.submit(document, by=successor).submitted_by == successor


def test_drafts_are_not_handed_to_another_office(office):
    with pytest.raises(Refused, match="has no duty in which drafts are written"):
        actions.hand_over(draft(office), by=office.head, to=office.stranger)


def test_a_matter_of_another_agency_is_not_taken(office):
    from gongkai.inventory.models import Matter

    foreign = Matter(agency=Agency.objects.get(slug="chaoyangmen"), code="x")
    with pytest.raises(Refused, match="matter belongs to another agency"):
        draft(office, matter=foreign)
