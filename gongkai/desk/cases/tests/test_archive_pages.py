"""The pages of the file: archived, taken out, looked at again, published, printed."""

import io
import zipfile
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pikepdf import Pdf

from gongkai.acts import clock
from gongkai.cases import actions
from gongkai.cases.models import Case
from gongkai.cases.tests.factories import delivered_reply, filed_paper, on, registered_case, signed_reply
from gongkai.desk.cases.tests.test_pages import send, signed_in, words
from gongkai.documents.models import Document
from gongkai.journal.models import Entry
from gongkai.workdays.actions import load_shipped_notices

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LATER = date(2025, 10, 10)


@pytest.fixture(autouse=True)
def _its_october() -> Any:
    load_shipped_notices()
    with on(LATER):
        yield


def concluded(office: SimpleNamespace, **given: Any) -> Case:
    reply = given.pop("reply", {})
    case = registered_case(office, **given)
    delivered_reply(case, office, **reply)
    return Case.objects.get(pk=case.pk)


def refused(office: SimpleNamespace) -> Case:
    reply = {"outcome_code": "refused_trade_secret", "ground": "《条例》第十五条", "reasons": "商业秘密"}
    return concluded(office, reply=reply)


def test_the_file_is_archived_and_taken_out_on_its_page(office: SimpleNamespace) -> None:
    case = concluded(office)
    client = signed_in(office.foi)
    assert "Archive the file" in words(client.get(case.get_absolute_url()))
    done = send(client, reverse("desk:case_archive", args=[case.pk]))
    assert done.url == case.get_absolute_url()
    assert "Archive package" in words(client.get(done.url))
    packed = client.get(reverse("desk:case_archive_file", args=[case.pk]))
    assert packed["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as archive:
        assert "案卷.pdf" in archive.namelist()
    assert Entry.objects.filter(act="cases.archive_read").count() == 1


def test_nobody_outside_the_office_takes_the_file(office: SimpleNamespace) -> None:
    case = actions.archive(concluded(office), by=office.foi)
    url = reverse("desk:case_archive_file", args=[case.pk])
    for person in (office.supervisor, office.stranger, office.officer):
        assert signed_in(person).get(url).status_code == 404


def test_a_file_that_is_not_archived_does_not_exist(office: SimpleNamespace) -> None:
    case = concluded(office)
    assert signed_in(office.foi).get(reverse("desk:case_archive_file", args=[case.pk])).status_code == 404


def test_a_changed_paper_is_told_before_the_file_is_archived(office: SimpleNamespace) -> None:
    case = registered_case(office)
    # Equal contents lie in the store once, so this one is like no other.
    paper = filed_paper(case, office, text="在页面上将被改动的内容")
    delivered_reply(case, office)
    assert paper.file is not None
    paper.file.path.write_bytes(b"another paper")
    told = send(signed_in(office.foi), reverse("desk:case_archive", args=[case.pk]))
    assert told.status_code == 422
    assert "not what it was" in words(told)


def test_the_file_as_it_stands_is_handed_out_with_a_reason(office: SimpleNamespace) -> None:
    case = registered_case(office)
    url = reverse("desk:case_extract", args=[case.pk])
    counsel = signed_in(office.counsel)
    assert send(counsel, url, reason="").status_code == 422
    packed = send(counsel, url, reason="（2025）京0101行初12号")
    assert packed["Content-Type"] == "application/zip"
    assert packed["Cache-Control"] == "private, no-store"
    assert "Only an FOI officer" in words(signed_in(office.leader).get(url))


def test_what_was_withheld_stands_in_a_list_and_is_looked_at_again(office: SimpleNamespace) -> None:
    case = refused(office)
    again = case.reassessments.get()
    client = signed_in(office.foi)
    with clock.pretend(clock.now() + timedelta(days=400)):
        listed = words(client.get(reverse("desk:reassessment_list")))
        assert case.title in listed
        assert "Overdue" in listed
        assert "Look again at what was withheld" in words(client.get(case.get_absolute_url()))
        url = reverse("desk:reassessment", args=[again.pk])
        assert "商业秘密" in words(client.get(url))
        done = send(client, url, opens="no", reason="合同仍在履行")
        assert done.url == case.get_absolute_url()
        assert "stays withheld" in words(client.get(done.url))
    assert case.reassessments.filter(done_on=None).count() == 1


def test_what_can_be_opened_now_leads_on_to_a_draft(office: SimpleNamespace) -> None:
    case = refused(office)
    client = signed_in(office.foi)
    url = reverse("desk:reassessment", args=[case.reassessments.get().pk])
    done = send(client, url, opens="yes", reason="已公示")
    assert done.url == reverse("desk:case_publish", args=[case.pk])
    assert client.get(done.url).status_code == 200


def test_a_granted_reply_becomes_a_draft_and_the_case_links_to_it(office: SimpleNamespace) -> None:
    case = concluded(office, reply={"text": "李明远：停车汇总结果见附件。"})
    client = signed_in(office.foi)
    url = reverse("desk:case_publish", args=[case.pk])
    begun = words(client.get(url))
    assert "1 place was masked" in begun
    assert "李明远：" not in begun
    told = send(client, url, form="official", title="停车汇总结果", body="李明远反映的情况")
    assert "the name of the requester" in words(told)
    done = send(client, url, form="official", title="停车汇总结果", body="汇总结果如下。")
    document = Document.objects.get()
    assert done.url == document.get_absolute_url()
    assert document.get_absolute_url() in words(client.get(case.get_absolute_url()))
    assert "was begun from this reply already" in words(client.get(url))


def test_the_register_is_printed_with_surnames_only(office: SimpleNamespace) -> None:
    case = concluded(office)
    client = signed_in(office.leader)
    url = reverse("desk:case_book")
    shown = words(client.get(url, {"year": 2025, "month": 9}))
    assert case.number in shown
    assert "李明远" not in shown
    assert client.post(url, {"year": 2025, "as": "pdf"}).content.startswith(b"%PDF")
    assert client.post(url, {"year": 2025, "as": "xlsx"}).content.startswith(b"PK")
    assert not Entry.objects.filter(act="cases.register_printed").exists()


def test_with_names_the_register_is_for_the_foi_office_and_journaled(office: SimpleNamespace) -> None:
    concluded(office)
    url, asked = reverse("desk:case_book"), {"year": 2025, "as": "xlsx", "full": "1"}
    assert signed_in(office.leader).post(url, asked).status_code == 302
    printed = signed_in(office.foi).post(url, asked)
    sheet = load_workbook(io.BytesIO(printed.content)).active
    assert "李明远（虚构）" in [row[3].value for row in sheet.iter_rows(min_row=4)]
    assert Entry.objects.get(act="cases.register_printed").details["cases"] == 1


def test_another_month_and_another_office_are_not_in_the_register(office: SimpleNamespace) -> None:
    case = concluded(office)
    url = reverse("desk:case_book")
    assert case.number not in words(signed_in(office.foi).get(url, {"year": 2025, "month": 8}))
    assert case.number not in words(signed_in(office.stranger).get(url, {"year": 2025}))
    assert signed_in(office.officer).get(url).status_code == 403


def test_hostile_names_do_not_break_the_register(office: SimpleNamespace) -> None:
    registered_case(office, title="<script>alert(1)</script>\U0001f9ff", requester_name="=1+1")
    client = signed_in(office.foi)
    url = reverse("desk:case_book")
    assert "<script>alert(1)" not in words(client.get(url, {"year": 2025}))
    for kind in ("pdf", "xlsx"):
        assert client.post(url, {"year": 2025, "as": kind, "full": "1"}).status_code == 200
    assert client.get(url, {"year": "x", "month": "99", "agency": "nowhere"}).status_code == 200


def test_letters_that_wait_are_printed_as_one_with_their_records(office: SimpleNamespace) -> None:
    reply = signed_reply(registered_case(office), office)
    receipt = reply.case.letters.get()
    client = signed_in(office.foi)
    url = reverse("desk:case_printing")
    assert reply.number in words(client.get(url))
    printed = send(client, url, letters=[receipt.pk], replies=[reply.pk], with_records="on")
    with Pdf.open(io.BytesIO(printed.content)) as bound:
        assert len(bound.pages) >= 4
    assert Entry.objects.filter(act="cases.letters_printed").count() == 2
    assert "Choose at least one letter" in words(send(client, url))


def test_a_letter_of_another_office_is_no_choice(office: SimpleNamespace) -> None:
    reply = signed_reply(registered_case(office), office)
    told = send(signed_in(office.stranger), reverse("desk:case_printing"), replies=[reply.pk])
    assert told.status_code == 422


def test_delivery_records_are_for_the_office_only(office: SimpleNamespace) -> None:
    case = concluded(office)
    pages = [
        reverse("desk:reply_record", args=[case.replies.get().pk]),
        reverse("desk:letter_record", args=[case.letters.get().pk]),
    ]
    for url in pages:
        assert signed_in(office.foi).get(url).content.startswith(b"%PDF")
        for person in (office.supervisor, office.stranger, office.officer):
            assert signed_in(person).get(url).status_code == 404


@pytest.mark.parametrize("name", ["reassessment_list", "case_book", "case_printing"])
def test_lists_ask_as_many_questions_for_many_rows_as_for_few(office: SimpleNamespace, name: str) -> None:
    client = signed_in(office.foi)
    asked = []
    for _round in range(2):
        refused(office)
        signed_reply(registered_case(office), office)
        client.get(reverse(f"desk:{name}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"desk:{name}"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
