"""The online form: from the first word to the receipt, and what keeps it from being lost or abused."""

import base64
import json
import re
from datetime import datetime, timedelta
from uuid import uuid4

import altcha
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from gongkai.acts import clock
from gongkai.cases.models import Case, Request, RequestDraft
from gongkai.files.models import StoredFile
from gongkai.portal.requests import checking
from gongkai.secrecy.tests.factories import picture_bytes
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

FORM, SAVE, RECEIPT = "/request/", "/request/save/", "/request/receipt/"
HOSTILE = "<script>alert(1)</script>\u202eгнол\u2066 🏮 𠮷 %(name)s {{ 7|add:7 }} \x07\x0b" + "长" * 50


@pytest.fixture(autouse=True)
def _calendar(office):
    load_shipped_notices()


@pytest.fixture(autouse=True)
def _today(_on_a_monday_in_may_2018):
    with clock.pretend(datetime(2025, 9, 15, 9, 0)):
        yield


def photo(raw=None, name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, raw or picture_bytes(), content_type="image/jpeg")


def words(**given):
    said = {
        "kind": "information",
        "requester_kind": "natural_person",
        "requester_name": "王小明（虚构）",
        "identity_number": "110101199003070038",
        "phone": "010-00000001",
        "description": "西总布胡同2018年不停车意愿问卷的汇总结果",
        "form_wanted": "electronic",
        "delivery_wanted": "online",
        "is_true": "on",
        "submission": str(uuid4()),
        "do": "send",
    }
    return {name: value for name, value in (said | given).items() if value is not None}


def solved(citizen):
    """Do the work a browser does."""
    task = citizen.get("/request/check/").json()
    found = altcha.altcha.solve_challenge(
        task["challenge"], task["salt"], task["algorithm"], task["max_number"]
    )
    answer = {name: task[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(answer | {"number": found.number}).encode()).decode()


def hand_in(citizen, **given):
    if citizen.get(FORM).status_code == 302:
        citizen.get(RECEIPT)
        citizen.get(FORM)
    return citizen.post(FORM, words(**{"proof": photo()} | given))


def text(answer):
    return answer.content.decode()


# The whole way


def test_a_request_is_handed_in_and_its_code_is_shown_once(citizen):
    answer = hand_in(citizen, check=solved(citizen))
    assert (answer.status_code, answer["Location"]) == (302, RECEIPT)
    case = Case.objects.get()
    receipt = citizen.get(RECEIPT)
    code = re.search(r'class="code" data-code>([0-9A-Z-]{14})<', text(receipt))[1]
    assert case.number in text(receipt)
    assert receipt["Cache-Control"].count("no-store") == 1
    assert code not in text(citizen.get(RECEIPT))
    assert "shown already" in text(citizen.get(RECEIPT))
    assert not RequestDraft.objects.exists()
    assert (case.requester_name, case.how_came, case.received_on) == ("王小明（虚构）", "online", None)
    assert case.requester_contact == "010-00000001"
    opened = citizen.post("/request/progress/", {"number": case.number, "code": code.lower()})
    assert opened.status_code == 302
    page = text(citizen.get("/request/progress/"))
    assert "Your request has arrived" in page
    assert "王小明" not in page


def test_the_receipt_can_be_saved_as_a_file(citizen):
    answer = citizen.post(f"{RECEIPT}file/", {"number": "建街公开申〔2025〕1号", "code": "ABCD-EFGH-2345"})
    assert "attachment" in answer["Content-Disposition"]
    assert "ABCD-EFGH-2345" in text(answer)


def test_the_file_of_the_receipt_repeats_nothing_else(citizen):
    assert citizen.post(f"{RECEIPT}file/", {"number": "x\r\ny", "code": "<b>"}).status_code == 302


def test_a_request_to_correct_ones_own_records_is_a_kind_of_its_own(citizen):
    hand_in(citizen, kind="correction", description="我的门牌号登记错误，应当为赵堂子胡同3号。")
    assert Case.objects.get().kind == "correction"


def test_the_name_of_the_document_becomes_the_matter(citizen):
    hand_in(citizen, known_name="建街发〔2018〕1号", description="全文及附件")
    case = Case.objects.get()
    assert case.title == "建街发〔2018〕1号"
    assert case.description == "建街发〔2018〕1号\n全文及附件"


# Nothing is lost


def test_what_was_typed_is_there_after_coming_back(citizen):
    citizen.get(FORM)
    answer = citizen.post(FORM, words(do="save", requester_name="赵一", proof=photo()))
    assert answer["Location"] == FORM
    page = text(citizen.get(FORM))
    assert "Saved." in page
    assert 'value="赵一"' in page
    assert "Kept, encrypted: a JPG" in page or "Kept, encrypted: a JPEG" in page
    assert not Case.objects.exists()


def test_another_browser_does_not_see_it(citizen):
    citizen.get(FORM)
    citizen.post(FORM, words(do="save", requester_name="赵一"))
    assert "赵一" not in text(Client().get(FORM))


def test_it_is_saved_while_typing(citizen):
    citizen.get(FORM)
    told = citizen.post(SAVE, {"description": "停车"}).json()
    assert told["saved"] == "Saved 09:00"
    assert "停车</textarea>" in text(citizen.get(FORM))


def test_what_lies_in_a_draft_cannot_be_read_in_the_database(citizen):
    citizen.get(FORM)
    citizen.post(SAVE, {"requester_name": "赵一"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, key_hash FROM cases_requestdraft")
        said, key_hash = cursor.fetchone()
    assert said.startswith("v1:")
    assert citizen.cookies["draft"].value not in key_hash


def test_the_cookie_goes_no_further_than_the_form(citizen):
    citizen.get(FORM)
    cookie = citizen.cookies["draft"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/request/", True, "Lax")


def test_a_draft_is_gone_after_its_days(citizen):
    citizen.get(FORM)
    citizen.post(SAVE, {"requester_name": "赵一"})
    with clock.pretend(clock.now() + timedelta(days=8)):
        assert "赵一" not in text(citizen.get(FORM))


def test_a_mistake_is_told_beside_the_field_and_everything_stays(citizen):
    answer = hand_in(citizen, description="停车费", requester_name="赵一")
    page = text(answer)
    assert answer.status_code == 422
    assert "Only 3 characters so far. Give the year and the matter, at least 10." in page
    assert 'href="#id_description"' in page
    assert "停车费</textarea>" in page
    assert "Kept, encrypted" in page
    assert not Case.objects.exists()


def test_the_proof_survives_a_mistake(citizen):
    hand_in(citizen, description="停车费")
    assert citizen.post(FORM, words()).status_code == 302
    assert Case.objects.get().request.proofs.count() == 1


def test_a_new_proof_takes_the_place_of_the_old_one(citizen):
    hand_in(citizen, description="停车费")
    hand_in(citizen, description="停车费", proof=photo())
    assert StoredFile.objects.filter(is_sealed=True, erased_at=None).count() == 1


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"proof": None}, "Add a photo or a PDF of your proof of identity."),
        ({"requester_name": ""}, "Fill this in."),
        ({"phone": ""}, "Give a telephone number, an e-mail address or a postal address."),
        ({"is_true": None}, "Confirm that what you have filled in is true."),
        ({"delivery_wanted": "post"}, "You want it by post: give the address."),
        ({"delivery_wanted": "email"}, "You want it by e-mail: give the address."),
        ({"requester_kind": "martian"}, "not one of the available choices"),
        ({"submission": "x"}, "Open the page again."),
    ],
)
def test_what_is_missing_is_said(citizen, missing, told):
    answer = hand_in(citizen, **missing)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Case.objects.exists()


# The proof of identity


def test_the_proof_of_identity_is_not_readable_on_disk(citizen, data_dir):
    raw = picture_bytes()
    hand_in(citizen, proof=photo(raw))
    file = Case.objects.get().request.proofs.get().file
    assert file.is_sealed
    assert not file.place.read_bytes().startswith(b"\xff\xd8")
    assert file.read().startswith(b"\xff\xd8")
    assert "IMG_0001" not in file.name


def test_too_large_a_file_is_refused_with_its_size(citizen):
    answer = hand_in(citizen, proof=photo(b"\xff\xd8\xff" + b"0" * 50_000_000))
    assert answer.status_code == 422
    assert "This file has 51 MB; at most 20 MB can be taken." in text(answer)


@pytest.mark.parametrize(
    "raw", [b"MZ\x90\x00program", b"plain words", b"PK\x03\x04zip", b"\xff\xd8\xffbroken"]
)
def test_what_is_no_photo_is_refused(citizen, raw):
    answer = hand_in(citizen, proof=photo(raw))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_wrong_file_is_told_while_typing_and_nothing_else_is_lost(citizen):
    citizen.get(FORM)
    told = citizen.post(SAVE, {"requester_name": "赵一", "proof": photo(b"words")}).json()
    assert "no JPG, PNG or PDF" in told["problem"]
    assert "赵一" in text(citizen.get(FORM))


# The check, and the limits without it


def test_the_check_of_the_browser_is_verified(citizen):
    answer = solved(citizen)
    assert checking.is_solved(answer)
    said = json.loads(base64.b64decode(answer))
    for wrong in (
        said | {"number": said["number"] + 1},
        said | {"signature": "0" * 64},
        said | {"number": "1"},
        said | {"algorithm": ["SHA-256"]},
        [],
    ):
        assert not checking.is_solved(base64.b64encode(json.dumps(wrong).encode()).decode())
    assert not checking.is_solved("x" * 30)
    assert not checking.is_solved("")


def test_one_check_is_good_for_one_request(citizen, settings):
    settings.ONLINE_UNCHECKED_PER_ADDRESS = 0
    answer = solved(citizen)
    assert hand_in(citizen, check=answer).status_code == 302
    again = hand_in(citizen, check=answer, requester_name="赵一")
    assert again.status_code == 429
    assert "赵一" in text(again)
    assert Case.objects.count() == 1


def test_without_the_check_three_come_through_in_an_hour(citizen):
    assert [hand_in(citizen).status_code for _time in range(4)] == [302, 302, 302, 429]
    assert hand_in(citizen, check=solved(citizen)).status_code == 302
    with clock.pretend(clock.now() + timedelta(minutes=61)):
        assert hand_in(citizen).status_code == 302


def test_without_the_check_all_together_have_a_limit(citizen, settings):
    settings.ONLINE_UNCHECKED_IN_ALL = 2
    got = []
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        citizen.defaults["REMOTE_ADDR"] = address
        got.append(hand_in(citizen).status_code)
    assert got == [302, 302, 429]


def test_with_the_check_there_is_a_limit_too(citizen, settings):
    settings.ONLINE_CHECKED_PER_ADDRESS = 1
    assert hand_in(citizen, check=solved(citizen)).status_code == 302
    refused = hand_in(citizen, check=solved(citizen))
    assert refused.status_code == 429
    assert "send it again in an hour" in text(refused)


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(citizen, settings):
    settings.BEHIND_TLS_PROXY, settings.ONLINE_UNCHECKED_PER_ADDRESS = True, 1
    citizen.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.9, 192.0.2.1"
    assert hand_in(citizen).status_code == 302
    citizen.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.77, 192.0.2.1"
    assert hand_in(citizen).status_code == 429


# Once, and hostile


def test_a_double_click_makes_one_request_and_still_shows_the_code(citizen):
    citizen.get(FORM)
    said = words()
    first = citizen.post(FORM, said | {"proof": photo()})
    second = citizen.post(FORM, said | {"proof": photo()})
    assert (first["Location"], second["Location"]) == (RECEIPT, RECEIPT)
    assert Case.objects.count() == 1
    assert "data-code>" in text(citizen.get(RECEIPT))


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_make_one_request_with_its_proof(office):
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    from django.db import connections

    citizen = Client()
    citizen.cookies["django_language"] = "en"
    citizen.get(FORM)
    said = words()

    def send(_time):
        try:
            mine = Client()
            mine.cookies.update(citizen.cookies)
            return mine.post(FORM, said | {"proof": photo()}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        running = [both.submit(copy_context().run, send, time) for time in range(2)]
        assert [each.result() for each in running] == [302, 302]
    case = Case.objects.get()
    assert case.request.proofs.get().file.read().startswith(b"\xff\xd8")
    assert "data-code>" in text(citizen.get(RECEIPT))


def test_saving_that_comes_late_does_not_disturb_the_receipt(citizen):
    hand_in(citizen)
    citizen.post(SAVE, {"requester_name": "赵一"})
    assert "data-code>" in text(citizen.get(RECEIPT))


def test_a_receipt_that_never_arrived_is_shown_when_the_person_comes_back(citizen):
    hand_in(citizen)
    assert citizen.get(FORM)["Location"] == RECEIPT
    assert "data-code>" in text(citizen.get(RECEIPT))


def test_hostile_text_breaks_nothing(citizen):
    answer = hand_in(
        citizen, requester_name=HOSTILE[:90], known_name=HOSTILE, description=HOSTILE, address=HOSTILE
    )
    assert answer.status_code == 302
    page = text(citizen.get(RECEIPT))
    assert "<script>alert" not in page
    assert "<script>alert" not in text(hand_in(citizen, requester_name=HOSTILE, description="<b>"))


def test_nul_is_refused_and_what_was_typed_stays(citizen):
    answer = hand_in(citizen, requester_name="赵\x00一")
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_too_long_a_text_is_refused_and_kept(citizen):
    answer = hand_in(citizen, description="长" * 6000)
    assert answer.status_code == 422
    assert "长" * 6000 in text(answer)


def test_the_form_is_nowhere_without_an_office(citizen, settings):
    settings.PORTAL_AGENCY = "nowhere"
    assert citizen.get(FORM).status_code == 404


def test_the_request_keeps_only_a_keyed_checksum_of_the_code(citizen):
    hand_in(citizen)
    assert re.fullmatch(r"keyed\$[0-9a-f]{64}", Request.objects.get().code_hash)


def test_pages_lead_to_the_form_and_to_the_progress(citizen):
    for path in ("/", "/guide/", "/requests/"):
        page = text(citizen.get(path))
        assert reverse("portal:request_progress") in page
    assert reverse("portal:request") in text(citizen.get("/requests/"))
