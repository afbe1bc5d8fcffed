"""What belongs to another case of the same office is refused at every form and address that takes its key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import (
    Case,
    OutgoingLetter,
    Redaction,
    Reply,
    ReplyState,
    Requester,
)
from gongkai.cases.tests.factories import (
    delivered_reply,
    filed_paper,
    on,
    registered_case,
    signed_reply,
)
from gongkai.documents.models import Document
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

DAY = date(2025, 9, 16)


@pytest.fixture(autouse=True)
def _its_tuesday() -> Iterator[None]:
    with on(DAY):
        yield


@pytest.fixture
def ours(office: SimpleNamespace) -> Case:
    case = registered_case(office, DAY, title="本案")
    filed_paper(case, office, name="本案.txt")
    return case


@pytest.fixture
def theirs(office: SimpleNamespace) -> Case:
    case = registered_case(office, DAY, title="另案", requester_name="王另案（虚构）")
    filed_paper(case, office, text="另一案的材料。", name="另案.txt")
    return case


def client_of(person: Any) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person)
    return client


def send(person: Any, name: str, *args: Any, **values: Any) -> Any:
    said = {"submission": str(uuid4())} | values
    return client_of(person).post(reverse(f"desk:{name}", args=args), said)


def refuses(answer: Any) -> bool:
    """Say whether the form came back, with what was typed and what is wrong."""
    return answer.status_code in {200, 422} and bool(answer.context["form"].errors)


def test_a_paper_of_another_case_is_not_enclosed(office: SimpleNamespace, ours: Case, theirs: Case) -> None:
    answer = send(
        office.foi,
        "case_propose",
        ours.pk,
        outcome_code="granted",
        text="随信提供。",
        enclosures=[theirs.papers.get().pk],
    )
    assert refuses(answer)
    assert not Reply.objects.exists()


def test_a_paper_of_another_case_is_not_redacted(office: SimpleNamespace, ours: Case, theirs: Case) -> None:
    assert refuses(send(office.foi, "redaction_begin", ours.pk, paper=theirs.papers.get().pk))
    assert not Redaction.objects.exists()


def test_a_paper_of_another_case_is_not_published(office: SimpleNamespace, ours: Case, theirs: Case) -> None:
    def granted(case: Case) -> None:
        reply = signed_reply(case, office, DAY, enclosures=[case.papers.get()])
        to = case.requester_name
        actions.deliver(reply, by=office.foi, to=to, how="in_person")

    granted(ours)
    granted(theirs)
    answer = send(
        office.foi,
        "case_publish",
        ours.pk,
        form="official",
        title="停车意愿",
        body="汇总",
        papers=[theirs.papers.get().pk],
    )
    assert refuses(answer)
    assert not Document.objects.exists()


def test_a_proof_of_another_request_is_not_shown(office: SimpleNamespace, ours: Case, theirs: Case) -> None:
    assert theirs.request is not None
    proof = actions.keep_proof(
        theirs.request, ContentFile(b"Proof\n", name="证件.txt"), by=office.foi, on=DAY
    )
    assert send(office.foi, "case_proof", ours.pk, proof.pk).status_code == 404
    assert send(office.foi, "case_proof", theirs.pk, proof.pk).status_code == 200
    assert Entry.objects.filter(act="cases.proof_shown").count() == 1


def test_a_letter_goes_to_nobody_but_its_recipient(office: SimpleNamespace, ours: Case, theirs: Case) -> None:
    letter = OutgoingLetter.objects.get(case=ours)
    answer = send(
        office.foi,
        "letter_send",
        letter.pk,
        to=theirs.requester_name,
        recipient_checked="on",
        how="in_person",
        sent_on=DAY.isoformat(),
    )
    assert "Check that the letter lies in the right envelope" in answer.content.decode()
    letter.refresh_from_db()
    assert letter.sent_on is None


def test_a_reply_goes_to_nobody_but_its_requester(office: SimpleNamespace, ours: Case, theirs: Case) -> None:
    reply = signed_reply(ours, office, DAY)
    answer = send(
        office.foi,
        "case_deliver",
        reply.pk,
        to=theirs.requester_name,
        recipient_checked="on",
        how="in_person",
        sent_on=DAY.isoformat(),
    )
    assert "Check that the letter lies in the right envelope" in answer.content.decode()
    reply.refresh_from_db()
    assert reply.state == ReplyState.SIGNED


def test_only_somebody_of_the_same_name_or_number_is_recognised(
    office: SimpleNamespace, ours: Case, theirs: Case
) -> None:
    assert theirs.request is not None
    other = theirs.request.requester_id
    assert refuses(send(office.foi, "case_merge", ours.pk, other=other, reason="同一人"))
    assert not Requester.objects.exclude(merged_into=None).exists()


def test_only_who_was_recognised_as_this_requester_is_parted(
    office: SimpleNamespace, ours: Case, theirs: Case
) -> None:
    again, once_more = (registered_case(office, DAY, requester_name=name) for name in ("李明", "王另"))
    assert ours.request
    assert theirs.request
    assert again.request
    assert once_more.request
    actions.merge_requesters(ours.request.requester, again.request.requester, by=office.foi, reason="同一人")
    actions.merge_requesters(
        theirs.request.requester, once_more.request.requester, by=office.foi, reason="同一人"
    )
    answer = send(
        office.foi, "case_part", ours.pk, requester=once_more.request.requester_id, reason="不是同一人"
    )
    assert refuses(answer)
    assert Requester.objects.exclude(merged_into=None).count() == 2


def test_a_section_of_another_agency_does_not_handle_a_case(office: SimpleNamespace, ours: Case) -> None:
    section = office.other.sections.create(name="外科室")
    assert refuses(send(office.foi, "case_section", ours.pk, section=section.pk))
    ours.refresh_from_db()
    assert ours.handling_section is None


def test_letters_of_another_office_are_not_printed(office: SimpleNamespace, ours: Case) -> None:
    letter = OutgoingLetter.objects.get(case=ours)
    neighbour = office.person("linju", "邻居（虚构）", ["foi_officer"], office.other)
    assert refuses(send(neighbour, "case_printing", letters=[letter.pk]))
    assert not Entry.objects.filter(act="cases.letters_printed").exists()


def test_a_letter_already_sent_is_not_printed_with_those_that_wait(
    office: SimpleNamespace, ours: Case, theirs: Case
) -> None:
    reply = delivered_reply(theirs, office, DAY)
    letter = OutgoingLetter.objects.get(case=ours)
    assert refuses(send(office.foi, "case_printing", letters=[letter.pk], replies=[reply.pk]))
