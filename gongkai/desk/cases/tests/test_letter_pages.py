"""The pages of the letters: sending, arrival, leaving one unsent, the files."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import LetterState, OutgoingLetter
from gongkai.cases.tests.factories import on, registered_case, sent
from gongkai.desk.cases.tests.test_pages import send, signed_in, words
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

TUESDAY = date(2025, 9, 16)
PAGES = ("letter_send", "letter_arrival", "letter_void")


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(TUESDAY, 15):
        yield


@pytest.fixture
def letter(office: SimpleNamespace) -> OutgoingLetter:
    case = registered_case(office)
    with on(TUESDAY):
        return actions.ask_to_clarify(case, by=office.foi, what="请写明年份。", until=date(2025, 9, 29))


def page(name: str, letter: OutgoingLetter) -> str:
    return reverse(f"desk:{name}", args=[letter.pk])


def file(letter: OutgoingLetter, kind: str) -> str:
    return reverse("desk:letter_file", args=[letter.pk, kind])


SENDING = {"recipient_checked": "on", "how": "in_person", "sent_on": "2025-09-16"}


def test_the_page_shows_the_letter_and_its_recipient_before_it_leaves(
    office: SimpleNamespace, letter: OutgoingLetter
) -> None:
    shown = words(signed_in(office.foi).get(page("letter_send", letter)))
    assert "goes to 李明远（虚构）" in shown
    assert "请写明年份。" in shown
    assert letter.number in shown


def test_nothing_leaves_unless_the_recipient_was_checked(
    office: SimpleNamespace, letter: OutgoingLetter
) -> None:
    client, url = signed_in(office.foi), page("letter_send", letter)
    values = SENDING | {"to": letter.recipient}
    unchecked = send(client, url, **{k: v for k, v in values.items() if k != "recipient_checked"})
    assert (unchecked.status_code, "then tick this" in words(unchecked)) == (422, True)
    other = send(client, url, **values | {"to": "王某"})
    assert (other.status_code, "right envelope" in words(other)) == (422, True)
    done = send(client, url, **values)
    assert done.url == f"{letter.case.get_absolute_url()}#letters"
    letter.refresh_from_db()
    assert letter.state == LetterState.DELIVERED
    assert "Take the clarification" in words(client.get(letter.case.get_absolute_url()))


def test_the_address_of_the_requester_is_shown_on_a_click_the_journal_tells_of(
    office: SimpleNamespace, letter: OutgoingLetter
) -> None:
    client, url = signed_in(office.foi), page("letter_send", letter)
    assert "010-00000001" not in words(client.get(url))
    shown = send(client, url, show="address", tracking_number="EMS77", sent_on="2025-09-16")
    assert "010-00000001" in words(shown)
    assert "EMS77" in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.filter(act="cases.contact_shown").count() == 1
    letter.refresh_from_db()
    assert letter.state == LetterState.WRITTEN


def test_a_bad_day_is_refused_and_what_was_typed_stays(
    office: SimpleNamespace, letter: OutgoingLetter
) -> None:
    answer = send(
        signed_in(office.foi),
        page("letter_send", letter),
        **SENDING | {"to": letter.recipient, "sent_on": "2025-09-15", "note": "交给本人"},
    )
    assert answer.status_code == 422
    assert "cannot be sent before" in words(answer)
    assert "交给本人" in words(answer)


def test_the_arrival_is_recorded_on_its_own_page(office: SimpleNamespace, letter: OutgoingLetter) -> None:
    sent(letter, office, TUESDAY)
    client = signed_in(office.foi)
    assert page("letter_arrival", letter) in words(client.get(letter.case.get_absolute_url()))
    assert send(client, page("letter_arrival", letter), delivered_on="2025-09-16").status_code == 302
    letter.refresh_from_db()
    assert letter.delivered_on == TUESDAY


def test_a_letter_left_unsent_needs_a_reason(office: SimpleNamespace, letter: OutgoingLetter) -> None:
    client, url = signed_in(office.foi), page("letter_void", letter)
    assert send(client, url, reason="").status_code == 422
    assert send(client, url, reason="问题不全").status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.VOID
    shown = words(client.get(letter.case.get_absolute_url()))
    assert "its number stays void" in shown
    assert "问题不全" in shown


def test_the_files_are_saved_as_docx_and_pdf(office: SimpleNamespace, letter: OutgoingLetter) -> None:
    client = signed_in(office.foi)
    docx, pdf = (client.get(file(letter, kind)) for kind in ("docx", "pdf"))
    assert docx.getvalue().startswith(b"PK")
    assert pdf.getvalue().startswith(b"%PDF")
    assert client.get(file(letter, "exe")).status_code == 404


def test_a_pdf_with_holes_is_refused_with_a_sentence(office: SimpleNamespace) -> None:
    case = registered_case(office, requester_name="𠮷㛃\U0003fffd（虚构）")
    letter = case.letters.get()
    answer = signed_in(office.foi).get(file(letter, "pdf"), follow=True)
    assert "No installed font has the characters" in words(answer)


@pytest.mark.usefixtures("plain_refusals")
def test_for_others_no_letter_exists(office: SimpleNamespace, letter: OutgoingLetter) -> None:
    addresses = [page(name, letter) for name in PAGES] + [file(letter, "docx"), file(letter, "pdf")]
    for person in (office.stranger, office.officer, office.supervisor, office.auditor, office.head):
        client = signed_in(person)
        for url in addresses:
            assert client.get(url).status_code == 404, (person, url)
            if "letter." not in url:
                assert send(client, url).status_code == 404
    assert "建街公开补" not in words(signed_in(office.supervisor).get(letter.case.get_absolute_url()))


def test_who_may_only_read_is_told_why_and_given_no_form(
    office: SimpleNamespace, letter: OutgoingLetter
) -> None:
    shown = words(signed_in(office.leader).get(page("letter_send", letter)))
    assert "Only an FOI officer of this agency does this." in shown
    assert "recipient_checked" not in shown


def test_a_form_sent_twice_sends_once(office: SimpleNamespace, letter: OutgoingLetter) -> None:
    client, url = signed_in(office.foi), page("letter_send", letter)
    values = SENDING | {"to": letter.recipient, "submission": "8c7e0a52-6f4e-4a40-9f0f-0f6b1a6d5a10"}
    assert client.post(url, values).status_code == 302
    assert client.post(url, values).status_code == 302
    assert Entry.objects.filter(act="cases.letter_sent").count() == 1
