"""The attribute through its pages: FOI opinion, decided anew, changed, assessed; two lists; on paper."""

from datetime import datetime
from io import BytesIO

import pytest
from docx import Document as Word

from gongkai.acts import clock
from gongkai.desk.documents.waiting import waiting_for
from gongkai.desk.tests.pages import sent, text
from gongkai.documents import actions
from gongkai.documents.models import Document, Openness, State
from gongkai.documents.tests.factories import approved, checked, draft, submitted
from gongkai.secrecy import actions as secrecy

pytestmark = pytest.mark.django_db

WITHHELD = {
    "openness": Openness.NON_DISCLOSURE,
    "openness_reason": "内部事务",
    "openness_basis": "条例第十六条",
}


def path(document, act=""):
    return f"/desk/documents/{document.pk}/{act}"


def fresh(document):
    return Document.objects.get(pk=document.pk)


def in_part(office):
    document = approved(office, body="第一段。\n\n第二段：某人的情况。")
    review = secrecy.state_opinion(document.review, by=office.head, opinion="部分公开。")
    secrecy.decide(
        review,
        by=office.reviewer,
        opinion="第二段涉及个人隐私。",
        decision="in_part",
        ground="privacy",
        withheld_parts="第二段",
    )
    secrecy.approve(review, by=office.leader)
    return fresh(document)


def test_a_policy_document_that_is_not_disclosed_waits_for_the_foi_office(as_, office):
    document = draft(office, is_policy=True, **WITHHELD)
    sent(as_(office.officer), path(document, "submit/"))
    assert fresh(document).state == State.WITH_FOI
    assert any(row.title == document.title for row in waiting_for(office.foi))
    client = as_(office.foi)
    assert sent(client, path(document, "foi-opinion/"), opinion="").status_code == 422
    sent(client, path(document, "foi-opinion/"), opinion="同意不予公开。")
    assert fresh(document).state == State.SUBMITTED
    assert "同意不予公开。" in text(client.get(document.get_absolute_url()))


def test_the_attribute_of_a_joint_document_is_confirmed_at_the_check(as_, office):
    document = submitted(office, origin="joint", origin_bodies="区水务局")
    client = as_(office.checker)
    answer = sent(client, path(document, "check/"))
    assert answer.status_code == 422
    assert "decided anew" in text(answer)
    sent(client, path(document, "check/"), decided_anew="on")
    assert fresh(document).state == State.CHECKED


def test_of_our_own_document_nothing_is_to_be_decided_anew(as_, office):
    assert "decided_anew" not in text(as_(office.checker).get(path(submitted(office), "check/")))


def test_another_attribute_is_proposed_by_one_and_decided_by_the_leader(as_, office):
    document = approved(office, **WITHHELD)
    sent(
        as_(office.foi), path(document, "attribute/propose/"), openness="proactive", openness_reason="已过期"
    )
    assert fresh(document).openness == Openness.NON_DISCLOSURE
    assert any(row.url == path(document, "attribute/decide/") for row in waiting_for(office.leader))
    assert "已过期" in text(as_(office.leader).get(path(document, "attribute/decide/")))
    sent(as_(office.leader), path(document, "attribute/decide/"), agreed="yes")
    assert fresh(document).openness == Openness.PROACTIVE
    assert "Decisions on the attribute" in text(as_(office.foi).get(document.get_absolute_url()))


def test_a_change_refused_needs_its_reason_and_changes_nothing(as_, office):
    document = approved(office, **WITHHELD)
    actions.propose_change(document, Openness.PROACTIVE, by=office.foi, reason="已过期")
    client = as_(office.leader)
    assert sent(client, path(document, "attribute/decide/"), agreed="no").status_code == 422
    sent(client, path(document, "attribute/decide/"), agreed="no", remark="仍在执行")
    assert fresh(document).openness == Openness.NON_DISCLOSURE
    assert "Refused:" in text(client.get(document.get_absolute_url()))


def test_without_a_proposal_there_is_nothing_to_decide(as_, office):
    assert as_(office.leader).get(path(approved(office), "attribute/decide/")).status_code == 404


def test_what_is_due_for_assessment_waits_for_the_foi_office_and_is_done_on_its_page(as_, office):
    document = approved(office, **WITHHELD)
    with clock.pretend(datetime(2019, 6, 3, 9, 0)):
        client = as_(office.foi)
        assert "due" in text(client.get("/desk/documents/withheld/"))
        assert any("due for assessment" in row.title for row in waiting_for(office.foi))
        sent(client, path(document, "assess/"), reason="仍涉内部事务")
        assert not any("due for assessment" in row.title for row in waiting_for(office.foi))
    assert fresh(document).reassess_on.year == 2020


def test_what_is_signed_and_not_public_within_its_limit_is_pointed_out(as_, office):
    document = approved(office)
    client = as_(office.foi)
    assert document.title in text(client.get("/desk/documents/unpublished/"))
    assert "past the limit" not in text(client.get("/desk/documents/unpublished/"))
    with clock.pretend(datetime(2018, 7, 2, 9, 0)):
        assert "past the limit" in text(client.get("/desk/documents/unpublished/"))
        assert any("past its limit" in row.title for row in waiting_for(office.foi))
    assert document.title not in text(as_(office.stranger).get("/desk/documents/unpublished/"))


def test_the_redacted_version_begins_with_the_whole_text_and_gets_a_review_of_its_own(as_, office):
    document = in_part(office)
    client = as_(office.officer)
    page = text(client.get(path(document, "redact/")))
    assert "某人的情况" in page
    assert "These parts are withheld" in page
    sent(client, path(document, "redact/"), title=document.title, body="第一段。")
    assert fresh(document).review.package.body == "第一段。"
    assert fresh(document).body == document.body
    assert "Redacted versions" in text(client.get(document.get_absolute_url()))


def test_only_what_makes_sense_is_offered(as_, office):
    for document, names in (
        (draft(office), {"Publish", "Revise", "Send back", "Adopt"}),
        (approved(office), {"Submit", "Change", "Approve", "Check", "Drop the draft"}),
    ):
        context = as_(office.officer).get(document.get_absolute_url()).context
        told = {offer.label for offer in context["offers"]} | {
            label for label, _reasons in context["refusals"]
        }
        assert not told & names


# On paper


def words_of(answer):
    return "\n".join(each.text for each in Word(BytesIO(answer.getvalue())).paragraphs)


def test_a_document_on_paper_carries_its_attribute_and_a_draft_says_so(as_, office):
    client = as_(office.officer)
    paper = words_of(client.get(path(draft(office), "docx/")))
    assert "明日停水。" in paper
    document = approved(office)
    paper = words_of(client.get(path(document, "docx/")))
    assert "此件主动公开" in paper
    assert document.number in paper


@pytest.mark.one_database
def test_document_and_issuing_form_are_printed_as_pdf(as_, office):
    document = checked(office)
    client = as_(office.officer)
    for act in ("pdf/", "issuing-form/pdf/"):
        assert client.get(path(document, act)).getvalue().startswith(b"%PDF")
    assert client.get(path(document, "issuing-form/xlsx/")).status_code == 404
    assert as_(office.stranger).get(path(document, "pdf/")).status_code == 404


def test_the_issuing_form_names_who_took_each_step(as_, office):
    document = approved(office, is_policy=True)
    form = Word(BytesIO(as_(office.officer).get(path(document, "issuing-form/docx/")).getvalue()))
    said = "\n".join(cell.text for table in form.tables for row in table.rows for cell in row.cells)
    for words in (office.checker.name, office.leader.name, office.section.name):
        assert words in said


def test_a_piece_has_no_official_paper(as_, office):
    piece = draft(office, form="piece", genre="news")
    assert as_(office.officer).get(path(piece, "pdf/")).status_code == 404
