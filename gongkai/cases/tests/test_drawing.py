"""Receipts of online requests: frozen when the request comes in, drawn once, by whoever asks first."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest

from gongkai.cases import actions
from gongkai.cases.drawing import draw_what_waits, drawn
from gongkai.cases.models import Case, OutgoingLetter
from gongkai.cases.tests.factories import MONDAY, on, registered_case
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.secrecy.tests.factories import picture_bytes
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calendar(office: SimpleNamespace) -> None:
    load_shipped_notices()


def online(office: SimpleNamespace, **given: Any) -> Case:
    proof = store(picture_bytes(), name="Proof", by=office.foi, agency=office.agency, sealed=True)
    said = {
        "description": "停车意愿问卷的汇总结果",
        "requester_name": "王小明（虚构）",
        "requester_contact": "010-00000001",
        "proof": proof,
    } | given
    with on(MONDAY):
        return actions.receive_online(office.agency, **said)[0]


def test_what_the_receipt_says_is_frozen_before_it_is_drawn(office: SimpleNamespace) -> None:
    letter = online(office).letters.get()
    assert (letter.number, letter.is_drawn) == ("建街公开回〔2025〕1号", False)
    assert letter.content["title"] == "政府信息公开申请登记回执"
    assert letter.signed_on == MONDAY


def test_two_who_ask_first_at_once_get_the_same_files(office: SimpleNamespace) -> None:
    one = online(office).letters.get()
    other = OutgoingLetter.objects.get(pk=one.pk)
    before = StoredFile.objects.count()
    assert drawn(one).docx == drawn(other).docx
    assert one.pdf == other.pdf
    assert StoredFile.objects.count() == before + 2


def test_the_worker_draws_what_nobody_asked_for(office: SimpleNamespace) -> None:
    letter = online(office).letters.get()
    assert (draw_what_waits(), draw_what_waits()) == (1, 0)
    letter.refresh_from_db()
    assert letter.docx
    assert letter.docx.name == "政府信息公开申请登记回执 建街公开回〔2025〕1号.docx"
    assert letter.pdf
    assert letter.pdf.read().startswith(b"%PDF")


def test_a_receipt_no_font_can_print_keeps_its_request_and_is_drawn_once(office: SimpleNamespace) -> None:
    letter = online(office, requester_name="𠮷㛃\U0003fffd（虚构）").letters.get()
    assert (draw_what_waits(), draw_what_waits()) == (1, 0)
    letter.refresh_from_db()
    assert (letter.is_drawn, letter.pdf) == (True, None)


def test_a_letter_that_cannot_be_drawn_holds_up_no_other(office: SimpleNamespace) -> None:
    broken, sound = (online(office).letters.get() for _each in range(2))
    OutgoingLetter.objects.filter(pk=broken.pk).update(content={})
    with pytest.raises(TypeError):
        draw_what_waits()
    assert not OutgoingLetter.objects.get(pk=broken.pk).is_drawn
    assert OutgoingLetter.objects.get(pk=sound.pk).is_drawn


def test_letters_an_officer_writes_are_drawn_at_once(office: SimpleNamespace) -> None:
    assert registered_case(office).letters.get().is_drawn


def test_a_receipt_nobody_asked_for_is_printed(office: SimpleNamespace) -> None:
    letter = online(office).letters.get()
    with on(MONDAY):
        assert actions.print_letters([letter], [], by=office.foi).startswith(b"%PDF")
    assert OutgoingLetter.objects.get().is_drawn


def test_a_receipt_nobody_asked_for_lies_in_the_file(office: SimpleNamespace) -> None:
    case = online(office)
    with on(MONDAY):
        actions.confirm_receipt(case, by=office.foi, on=MONDAY, how="电话")
        packed = actions.extract_file(case, by=office.foi, reason="法院调取")
    names = ZipFile(BytesIO(packed)).namelist()
    assert sum("登记回执.pdf" in name for name in names) == 2
    assert not OutgoingLetter.objects.undrawn().exists()
