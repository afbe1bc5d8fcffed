"""What is erased once the time of keeping is over, and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.cases import actions, retention
from gongkai.cases.models import Case, IdentityProof, Message, RequestDraft
from gongkai.cases.tests.factories import MONDAY, delivered_reply, on, registered_case
from gongkai.journal.models import Entry
from gongkai.law import terms
from gongkai.notices.models import Message as Sent
from gongkai.notices.tests.factories import message_in

pytestmark = pytest.mark.django_db

# Concluded on 15 September 2025; the term is 24 months.
LAST_DAY = date(2027, 9, 15)
AFTER = date(2027, 9, 16)


def proof() -> BytesIO:
    file = BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    file.name = "idcard.pdf"
    return file


def concluded(office: SimpleNamespace, **given: Any) -> Case:
    case = registered_case(
        office,
        identity_number="110101199003070011",
        requester_email="li@example.cn",
        help_needed="看不见",
        proofs=[proof()],
        **given,
    )
    with on(MONDAY):
        actions.hear_requester(case, text="我的电话是13800138000")
    return delivered_reply(case, office).case


def erase(day: date = AFTER) -> int:
    with on(day):
        return actions.erase_what_is_over()


def fetched(case: Case) -> Case:
    return Case.objects.select_related("request__requester").get(pk=case.pk)


@pytest.fixture
def kept_while() -> Iterator[Any]:
    before = list(retention._reasons)
    yield retention.keep_while
    retention._reasons[:] = before


def test_the_term_is_dated_data_and_ends_24_months_after_the_conclusion(office: SimpleNamespace) -> None:
    assert terms.term("retention_contact", MONDAY, "local").value == 24
    assert retention.erased_from(concluded(office)) == LAST_DAY
    assert retention.erased_from(registered_case(office)) is None


def test_contact_data_and_identity_are_erased_after_the_term(office: SimpleNamespace) -> None:
    case = concluded(office)
    assert erase(LAST_DAY) == 0
    assert fetched(case).requester_contact
    assert erase() == 1
    gone = fetched(case)
    assert (gone.requester_contact, gone.requester_email, gone.identity_number) == ("", "", "")
    assert gone.erased_on == AFTER
    assert gone.request is not None
    assert (gone.request.help_needed, gone.request.requester.identity_index) == ("", "")


def test_addresses_on_letters_and_replies_are_erased(office: SimpleNamespace) -> None:
    case = concluded(office)
    assert any(letter.recipient_address for letter in case.letters.all())
    case.replies.update(recipient_address="东城区某胡同1号")
    erase()
    assert {letter.recipient_address for letter in fetched(case).letters.all()} == {""}
    assert fetched(case).replies.get().recipient_address == ""


def test_the_proof_of_identity_is_erased_with_its_content(office: SimpleNamespace) -> None:
    concluded(office)
    erase()
    kept = IdentityProof.objects.select_related("file").get()
    assert kept.erased_on == AFTER
    assert kept.file.erased_at is not None


def test_of_a_message_only_that_there_was_one_stays(office: SimpleNamespace) -> None:
    case = concluded(office)
    with on(MONDAY):
        actions.give_code(case, by=office.foi)
        actions.tell_requester(case, by=office.foi, text="已寄出")
    erase()
    assert "13800138000" not in Message.objects.get(from_office=False).text
    assert Message.objects.get(from_office=True).text == "已寄出"


def test_addresses_of_news_that_was_sent_are_erased(office: SimpleNamespace) -> None:
    case, other = concluded(office), registered_case(office)
    message_in(office, "sent", key=f"{case.key}:news:reply:1", channel="email", address="li@example.cn")
    message_in(office, "sent", key=f"{other.key}:news:reply:2", channel="email", address="wang@example.cn")
    erase()
    assert dict(Sent.objects.values_list("key", "address")) == {
        f"{case.key}:news:reply:1": "",
        f"{other.key}:news:reply:2": "wang@example.cn",
    }


def test_the_register_stays(office: SimpleNamespace) -> None:
    case = concluded(office)
    erase()
    kept = fetched(case)
    assert (kept.number, kept.requester_name, kept.title, kept.description) == (
        case.number,
        case.requester_name,
        case.title,
        case.description,
    )
    assert kept.replies.get().text


def test_erasing_is_journaled_and_done_once(office: SimpleNamespace) -> None:
    concluded(office)
    erase()
    assert erase() == 0
    entry = Entry.objects.get(act="cases.data_erased")
    assert "110101" not in str(entry.details)


def test_an_open_case_is_left_alone(office: SimpleNamespace) -> None:
    registered_case(office)
    assert erase(date(2035, 1, 4)) == 0


def test_a_case_that_is_still_needed_is_kept(office: SimpleNamespace, kept_while: Any) -> None:
    kept, gone = concluded(office), concluded(office)
    kept_while(lambda case: case.pk == kept.pk)
    assert erase() == 1
    assert fetched(kept).requester_contact
    # One of their requests is kept, so the requester can still be recognised.
    assert fetched(gone).request.requester.identity_index  # type: ignore[union-attr]


def test_the_proof_of_a_request_is_kept_as_long_as_one_of_its_cases(
    office: SimpleNamespace, kept_while: Any
) -> None:
    case = concluded(office)
    with on(MONDAY):
        second = registered_case(office)
    Case.objects.filter(pk=second.pk).update(request=case.request)
    erase()
    assert IdentityProof.objects.get().erased_on is None


def test_a_form_that_was_begun_is_removed_after_its_own_term(office: SimpleNamespace) -> None:
    with on(MONDAY):
        actions.keep_draft(office.agency, actions.new_draft_key(), {"requester_name": "李"}, proof=proof())
    erase(date(2025, 9, 22))
    assert RequestDraft.objects.exists()
    erase(date(2025, 9, 23))
    assert not RequestDraft.objects.exists()
