"""A large file comes in parts by the desk's addresses, and goes along with the form it belongs to."""

from __future__ import annotations

import hashlib
import json
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from gongkai.cases.models import Paper
from gongkai.cases.tests.factories import registered_case
from gongkai.desk.tests.pages import text
from gongkai.files.models import Upload
from gongkai.files.uploading import append, begin

pytestmark = pytest.mark.django_db

TEXT = "杨梅竹斜街\n".encode() * 100


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def sender(office, client):
    client.force_login(office.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def begun(client):
    said = json.dumps({"name": "名单.txt", "size": len(TEXT)})
    return client.post(reverse("desk:uploads"), said, content_type="application/json")


def sent(client, key, part, offset, checksum=""):
    return client.post(
        reverse("desk:upload", args=[key]),
        part,
        content_type="application/octet-stream",
        headers={
            "Upload-Offset": str(offset),
            "Upload-Checksum": checksum or hashlib.sha256(part).hexdigest(),
        },
    )


def whole(person, content=TEXT, name="名单.txt"):
    upload = begin(name, size=len(content), by=person, agency=person.agency)
    return append(upload, content, offset=0, sha256=hashlib.sha256(content).hexdigest(), by=person)


@pytest.fixture
def papers(office, client):
    """The page on which a paper is added to a case, and who adds it."""
    client.force_login(office.foi)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return reverse("desk:case_papers", args=[registered_case(office).pk])


def typed(**more):
    return {"submission": str(uuid4()), "kind": "internal", "on": "2018-05-07", **more}


def test_a_file_comes_in_two_parts_and_is_looked_through(sender):
    key = begun(sender).json()["id"]
    assert sent(sender, key, TEXT[:700], 0).json()["received"] == 700
    assert sender.get(reverse("desk:upload", args=[key])).json()["received"] == 700
    assert sent(sender, key, TEXT[700:], 700).json()["received"] == len(TEXT)
    answer = sender.post(reverse("desk:upload_finish", args=[key]))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


def test_a_part_at_the_wrong_place_is_told_the_right_one(sender):
    key = begun(sender).json()["id"]
    sent(sender, key, TEXT[:700], 0)
    answer = sent(sender, key, TEXT[900:], 900)
    assert (answer.status_code, answer.json()["received"]) == (409, 700)


@pytest.mark.parametrize("offset", ["", "-1", "x", "٣", "9" * 50])
def test_a_place_that_is_no_number_is_told_the_right_one(sender, offset):
    key = begun(sender).json()["id"]
    answer = sent(sender, key, TEXT, offset)
    assert (answer.status_code, answer.json()["received"]) == (409, 0)


def test_a_part_changed_on_its_way_is_refused(sender):
    key = begun(sender).json()["id"]
    answer = sent(sender, key, TEXT, 0, checksum="0" * 64)
    assert answer.status_code == 400
    assert answer.json()["reasons"] == ["This part was changed on its way. Send it again."]


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"name": "a.txt"}', '{"name": 1, "size": 1}', '{"name": "a.txt", "size": "1"}']
)
def test_what_does_not_say_name_and_size_begins_nothing(sender, said):
    answer = sender.post(reverse("desk:uploads"), said, content_type="application/json")
    assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_a_file_that_will_not_be_taken_is_refused_before_the_form_is_sent(sender, office):
    upload = whole(office.officer, b"<html></html>", "名单.txt")
    answer = sender.post(reverse("desk:upload_finish", args=[upload.pk]))
    assert answer.status_code == 400
    assert "web pages and drawings" in answer.json()["reasons"][0]


def test_another_persons_upload_does_not_exist(sender, office):
    upload = whole(office.head)
    address = reverse("desk:upload", args=[upload.pk])
    answers = [
        sender.get(address),
        sent(sender, upload.pk, TEXT, 0),
        sender.delete(address),
        sender.post(reverse("desk:upload_finish", args=[upload.pk])),
    ]
    assert [each.status_code for each in answers] == [404] * 4
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_what_is_not_wanted_any_more_is_removed(sender, office):
    upload = whole(office.officer)
    assert sender.delete(reverse("desk:upload", args=[upload.pk])).status_code == 200
    assert not Upload.objects.exists()
    assert not upload.place.exists()


def test_an_upload_goes_along_with_its_form(client, office, papers, django_capture_on_commit_callbacks):
    upload = whole(office.foi)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(papers, typed(files_uploads=[str(upload.pk)]))
    assert answer.status_code == 302
    file = Paper.objects.get().file
    assert (file.name, file.read()) == ("名单.txt", TEXT)
    assert not Upload.objects.exists()
    assert not list(upload.place.parent.iterdir())


def test_a_form_to_be_corrected_keeps_the_upload(client, office, papers):
    upload = whole(office.foi)
    answer = client.post(papers, typed(on="", files_uploads=[str(upload.pk)]))
    assert answer.status_code == 422
    assert f'name="files_uploads" value="{upload.pk}"' in answer.content.decode()
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_nobody_hands_in_the_upload_of_another_person(client, office, papers):
    answer = client.post(papers, typed(files_uploads=[str(whole(office.head).pk)]))
    assert answer.status_code == 422
    assert "is not there any more. Choose it again." in text(answer)
    assert not Paper.objects.exists()


@pytest.mark.parametrize("key", ["x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_an_upload_that_never_was_is_asked_for_again(client, papers, key):
    assert client.post(papers, typed(files_uploads=[key])).status_code == 422


def test_half_an_upload_is_not_handed_in(client, office, papers):
    upload = begin("名单.txt", size=len(TEXT), by=office.foi, agency=office.agency)
    answer = client.post(papers, typed(files_uploads=[str(upload.pk)]))
    assert answer.status_code == 422
    assert "has not arrived whole" in text(answer)


def test_the_page_tells_the_script_where_to_send(client, papers):
    page = client.get(papers).content.decode()
    assert f'data-uploads="{reverse("desk:uploads")}"' in page
    assert "kit/upload.js" in page


def test_identity_proofs_never_come_in_parts(client, papers):
    page = client.get(reverse("desk:case_register")).content.decode()
    (proofs,) = [each for each in page.split("<input") if 'name="proofs"' in each]
    assert "data-uploads" not in proofs
