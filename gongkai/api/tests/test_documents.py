"""Documents handed in by another system: the same rules and the same words as in the desk."""

import base64
import json

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from gongkai.acts import Refused
from gongkai.api import limits
from gongkai.api.door import api
from gongkai.api.tests.conftest import DRAFT, Caller
from gongkai.documents import actions
from gongkai.documents.models import Document, State
from gongkai.files.storing import store
from gongkai.journal.models import Entry
from gongkai.people.models import SystemCall
from gongkai.people.systems import close_system, open_system, renew_token
from tests import world

pytestmark = pytest.mark.django_db


def says(answer):
    """What a refusal says, by field; every refusal has this one shape."""
    told = answer.json()
    assert set(told) == {"errors"}
    assert all(set(each) == {"field", "says"} for each in told["errors"])
    return {each["field"]: each["says"] for each in told["errors"]}


def in_base64(content):
    return base64.b64encode(content).decode()


def word_file(tmp_path, *paragraphs):
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    path = tmp_path / "a.docx"
    document.save(path)
    return path.read_bytes()


def test_a_draft_is_taken_in_in_the_name_of_its_drafter(office, caller):
    answer = caller.hand_in(reference="OA-2025-117")
    assert answer.status_code == 201
    told = answer.json()
    document = Document.objects.get(pk=told["id"])
    assert (document.drafted_by, document.section, document.openness) == (
        office.officer,
        office.section,
        "proactive",
    )
    assert (told["reference"], told["state"], told["version"], told["number"]) == (
        "OA-2025-117",
        "drafting",
        1,
        "",
    )
    assert told["url"] == f"http://testserver/desk/documents/{document.pk}/"
    assert Entry.objects.get(act="people.system_handed_in").details == {"document": document.key}


def test_without_its_attribute_it_is_refused_in_the_words_of_the_desk(office, caller):
    for submit in (False, True):
        answer = caller.hand_in(openness=None, submit=submit)
        assert answer.status_code == 422
    draft = actions.draft(office.agency, by=office.officer, title="一", body="一", section=office.section)
    with pytest.raises(Refused) as refused:
        actions.submit(draft, by=office.officer)
    assert says(answer) == {"openness": refused.value.reasons[0]}
    assert Document.objects.count() == 1


def test_a_refusal_speaks_the_language_of_the_caller(system):
    answer = Caller(system.token, language="zh-CN,zh;q=0.9").hand_in(openness="")
    with translation.override("zh-hans"):
        assert says(answer)["openness"] == translation.gettext(
            "Choose the openness attribute first; then you can submit."
        )
    assert answer["Content-Language"] == "zh-hans"
    assert Caller(system.token, language="fr").hand_in(openness="")["Content-Language"] == "zh-hans"


def test_what_is_not_published_needs_provision_and_reason(caller):
    answer = caller.hand_in(openness="不予公开", openness_basis="条例第十六条")
    assert says(answer) == {"openness_reason": "Non-disclosure needs the provision and the reason."}
    assert "exactly one of three" in says(caller.hand_in(openness="保密"))["openness"]


def test_everything_wrong_is_told_at_once_and_by_field(caller):
    answer = caller.hand_in(
        title=" ", kind="密电", section="财务科", drafter="nobody", matter="X-1", phase="规划", origin="抄来"
    )
    assert answer.status_code == 422
    assert set(says(answer)) == {"title", "kind", "section", "drafter", "matter", "phase", "origin"}


def test_nobody_drafts_who_has_no_such_duty_or_works_next_door(office, caller):
    assert "information officers" in says(caller.hand_in(drafter="wu"))["drafter"]
    assert "no account" in says(caller.hand_in(drafter="zhao"))["drafter"]
    assert "Say who drafts it" in says(caller.hand_in(drafter=None))["drafter"]


def test_submitted_at_once_it_waits_for_the_office(caller):
    told = caller.hand_in(submit=True).json()
    assert told["state"] == "submitted"
    assert told["state_label"]


def test_personal_data_is_told_masked_and_holds_up_the_submission(caller):
    text = "联系人电话 13910012345。"
    (found,) = caller.hand_in(text=text).json()["findings"]
    assert found["kind"] == "mobile"
    assert "13910012345" not in found["masked"]
    answer = caller.hand_in(text=text, submit=True)
    assert answer.status_code == 422
    assert set(says(answer)) == {"submit", "text"}
    assert "13910012345" not in answer.content.decode()
    assert Document.objects.count() == 1


def test_attachments_come_in_base64_and_are_looked_at_as_in_the_desk(caller):
    answer = caller.hand_in(attachments=[{"name": "清单.txt", "content": in_base64(b"1. Broom\n")}])
    document = Document.objects.get(pk=answer.json()["id"])
    assert [each.file.name for each in document.files] == ["清单.txt"]
    refused = caller.hand_in(attachments=[{"name": "a.exe", "content": in_base64(b"MZ\x90\x00")}])
    assert "of a kind that is not taken" in says(refused)["attachments"]
    broken = caller.hand_in(attachments=[{"name": "a.txt", "content": "%%%"}])
    assert set(says(broken)) == {"attachments.0.content"}


def test_a_call_in_parts_brings_its_text_as_docx(caller, tmp_path):
    said = {name: value for name, value in DRAFT.items() if name != "text"}
    body = {
        "document": json.dumps(said),
        "text_file": SimpleUploadedFile("通知.docx", word_file(tmp_path, "各社区：", "请做好准备。")),
        "attachments": [SimpleUploadedFile("清单.txt", b"1. Broom\n")],
    }
    answer = caller.post(body, content_type="multipart/form-data", key="p-1")
    assert answer.status_code == 201
    document = Document.objects.get(pk=answer.json()["id"])
    assert document.markup == "html"
    assert "请做好准备。" in document.body
    assert [each.file.name for each in document.files] == ["清单.txt"]
    for file in (body["text_file"], *body["attachments"]):
        file.seek(0)
    again = caller.post(body, content_type="multipart/form-data", key="p-1")
    assert again.json() == answer.json()


def test_a_file_that_is_no_docx_is_refused_as_text(caller):
    answer = caller.hand_in(text=None, text_file={"name": "a.docx", "content": in_base64(b"no")})
    assert set(says(answer)) == {"text"}


def test_rich_text_is_cleaned(caller):
    told = caller.hand_in(markup="html", text="<p onclick='x()'>好<script>alert(1)</script></p>").json()
    assert Document.objects.get(pk=told["id"]).body == "<p>好</p>"


def test_a_file_of_another_paper_is_not_shown_by_its_key(office, caller):
    foreign = store(world.picture(), name="a.jpg", by=office.head, agency=office.agency)
    told = caller.hand_in(markup="html", text=f'<p>好<img data-file="{foreign.pk}" alt="x"></p>').json()
    assert str(foreign.pk) not in Document.objects.get(pk=told["id"]).body


def test_the_same_call_is_answered_the_same_and_done_once(caller):
    first = caller.hand_in(key="k-1")
    again = caller.hand_in(key="k-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert Document.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(caller):
    caller.hand_in(key="k-1")
    answer = caller.hand_in(key="k-1", title="另一份通知")
    assert answer.status_code == 409
    assert set(says(answer)) == {"Idempotency-Key"}


def test_a_refused_call_can_be_mended_and_sent_with_the_same_key(caller):
    assert caller.hand_in(key="k-1", openness="").status_code == 422
    assert not SystemCall.objects.exists()
    assert caller.hand_in(key="k-1").status_code == 201


def test_what_came_under_a_reference_comes_in_once(caller):
    caller.hand_in(reference="OA-1")
    answer = caller.hand_in(reference="OA-1", title="另一份")
    assert answer.status_code == 409
    assert says(answer) == {"reference": "“OA-1” has come in already."}


def test_without_a_known_token_nothing_is_answered(office, system, caller):
    for other in (Caller(), Caller("gk_wrong"), Caller(system.token[3:])):
        answer = other.hand_in()
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert says(answer)
    renew_token(system.row, by=office.sysadmin)
    assert caller.hand_in().status_code == 401


def test_a_session_of_the_desk_opens_nothing_here(office):
    client = Client()
    client.force_login(office.officer)
    assert client.post("/api/v1/documents", DRAFT, content_type="application/json").status_code == 401


def test_a_closed_system_is_unknown(office, system, caller):
    close_system(system.row, reason="换系统", by=office.sysadmin)
    assert caller.hand_in().status_code == 401


def test_many_unknown_tokens_from_one_address_are_turned_away(caller, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    for _time in range(limits.WRONG_TOKENS):
        limits.note_wrong_token(RequestFactory().get("/"))
    answer = Caller("gk_wrong").get("documents/1")
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    # Who has a token is not held up by those who guess.
    assert caller.hand_in().status_code == 201


def test_a_system_does_only_what_it_was_opened_for(office):
    _system, token = open_system(office.agency, name="只读", scopes=["documents.read"], by=office.sysadmin)
    assert Caller(token).hand_in().status_code == 403
    _system, token = open_system(office.agency, name="只写", scopes=["documents.draft"], by=office.sysadmin)
    writer = Caller(token)
    told = writer.hand_in().json()
    assert writer.get(f"documents/{told['id']}").status_code == 403


def test_another_office_and_another_system_see_nothing_of_it(office, caller):
    told = caller.hand_in(reference="OA-1").json()
    sysadmin = office.person("sys2", "邻办系统（虚构）", ["system_administrator"], office.other)
    for agency, by in ((office.other, sysadmin), (office.agency, office.sysadmin)):
        _system, token = open_system(agency, name="另一系统", scopes=["documents.read"], by=by)
        other = Caller(token)
        assert other.get(f"documents/{told['id']}").status_code == 404
        assert other.get("documents", reference="OA-1").json() == {"documents": []}


def test_what_was_written_in_the_desk_is_not_told(office, caller):
    document = actions.draft(office.agency, by=office.officer, title="一", section=office.section)
    assert caller.get(f"documents/{document.pk}").status_code == 404


def test_what_became_of_it_is_found_by_id_and_by_reference(office, caller):
    told = caller.hand_in(reference="OA-1", submit=True).json()
    document = Document.objects.get(pk=told["id"])
    actions.check(document, by=office.checker)
    actions.approve(document, by=office.leader)
    (became,) = caller.get("documents", reference="OA-1").json()["documents"]
    assert became == caller.get(f"documents/{told['id']}").json()
    document.refresh_from_db()
    assert (became["state"], became["number"], became["signed_on"]) == (
        "approved",
        document.number,
        "2025-10-23",
    )
    assert became["review"]["state"] == "awaiting_opinion"
    assert became["item"] is None


def test_a_document_sent_back_says_why(office, caller):
    told = caller.hand_in(submit=True).json()
    actions.send_back(Document.objects.get(pk=told["id"]), by=office.checker, reason="请补充联系科室。")
    became = caller.get(f"documents/{told['id']}").json()
    assert became["state"] == State.DRAFTING
    assert became["sent_back"]["reason"] == "请补充联系科室。"


def test_an_item_is_told_once_it_is_public(office, caller):
    told = caller.hand_in().json()
    item = world.published(world.found(office), "走访高龄老人")
    item.document = Document.objects.get(pk=told["id"])
    item.save()
    became = caller.get(f"documents/{told['id']}").json()
    assert became["item"]["index_number"] == item.index_number
    assert became["item"]["url"].endswith(item.get_public_url())


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("[]", "application/json", 422),
        ('{"opennes": "主动公开"}', "application/json", 422),
        ('{"title": 7}', "application/json", 422),
        ('{"attachments": "a"}', "application/json", 422),
        ("<a/>", "text/xml", 415),
        ("a=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_cannot_be_understood_is_said(caller, body, kind, status):
    answer = caller.post(body, content_type=kind)
    assert answer.status_code == status
    assert says(answer)


def test_what_is_too_large_is_refused_before_it_is_read(caller, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = caller.hand_in(text="文" * 1000)
    assert answer.status_code == 413
    assert says(answer)


@pytest.mark.parametrize(
    "marks", ["标题\x00", "<script>alert(1)</script>", "长" * 301, "🏮" * 200, "\u202eabc"]
)
def test_odd_titles_break_nothing(caller, marks):
    answer = caller.hand_in(title=marks)
    assert answer.status_code in {201, 422}
    assert answer.json()


@pytest.mark.parametrize("field", ["drafter", "section", "matter", "kind", "text", "reference", "openness"])
def test_a_mark_that_is_no_character_is_told_wherever_it_stands(caller, field):
    answer = caller.hand_in(**{field: "a\x00b"})
    assert answer.status_code == 422
    assert says(answer) == {field: "There are marks in it that are no characters."}
    assert caller.get("documents", reference="a\x00b").status_code == 422


def test_other_ways_and_addresses_answer_in_the_same_shape(caller):
    answer = caller.told(caller.client.delete("/api/v1/documents", headers=caller.headers))
    assert (answer.status_code, bool(says(answer))) == (405, True)
    for path in ("documents/abc", "nothing", "", "documents/99999999999999999999999"):
        answer = caller.get(path)
        assert (answer.status_code, bool(says(answer))) == (404, True)
    assert caller.get("documents").status_code == 422


def test_a_fault_of_ours_is_told_without_its_inside(caplog):
    answer = api.on_exception(RequestFactory().get("/api/v1/documents"), ZeroDivisionError("inside"))
    assert answer.status_code == 500
    assert b"inside" not in answer.content


def test_the_description_is_open_and_names_what_a_hand_in_says(client):
    told = client.get("/api/v1/openapi.json").json()
    body = told["paths"]["/api/v1/documents"]["post"]["requestBody"]["content"]
    assert set(DRAFT) <= set(body["application/json"]["schema"]["properties"])
    assert "$ref" not in json.dumps(body)
    assert "multipart/form-data" in body


def test_no_answer_is_for_others_to_keep(caller):
    answer = caller.hand_in()
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"].startswith("application/json")
    assert not answer.cookies
