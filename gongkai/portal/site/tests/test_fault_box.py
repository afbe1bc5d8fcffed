import base64
import hashlib
import json
from uuid import uuid4

import pytest

from gongkai.channels import faults
from gongkai.channels.models import SiteFault

pytestmark = pytest.mark.django_db


def send(client, **typed):
    said = {"kind": "wording", "text": "标题里有错别字", "path": "/items/3/", "submission": str(uuid4())}
    return client.post("/faults/", said | typed)


def test_a_reader_reports_without_an_account_and_finds_the_answer(citizen, office):
    answer = citizen.get(send(citizen)["Location"])
    fault = SiteFault.objects.get()
    assert fault.progress_number in answer.content.decode()
    faults.answer(fault, by=office.foi, text="已经改正，谢谢。")
    found = citizen.get("/faults/progress/", {"number": fault.progress_number})
    assert "已经改正" in found.content.decode()
    assert "错别字" not in found.content.decode()
    assert "no-store" in found["Cache-Control"]


def test_the_page_the_reader_comes_from_is_filled_in(citizen, office):
    page = citizen.get("/faults/", {"page": '/items/3/"><b>'}).content.decode()
    assert 'value="/items/3/&quot;&gt;&lt;b&gt;"' in page


def test_a_wrong_number_is_not_found_and_not_tried_for_ever(citizen, office, settings):
    settings.PROGRESS_TRIES = 2
    fault = faults.report(office.agency, kind="other", text="一个问题")
    for _each in range(2):
        assert citizen.get("/faults/progress/", {"number": "2018-001-XXXXXXXX"}).status_code == 404
    found = citizen.get("/faults/progress/", {"number": fault.progress_number}).content.decode()
    assert "Too many numbers" in found


def test_the_same_form_sent_twice_is_one_report(citizen, office):
    token = str(uuid4())
    first, second = send(citizen, submission=token), send(citizen, submission=token)
    assert first["Location"] == second["Location"]
    assert SiteFault.objects.count() == 1


def test_without_the_check_only_few_come_through(citizen, office, settings):
    settings.ONLINE_UNCHECKED_PER_ADDRESS = 1
    assert send(citizen).status_code == 302
    assert send(citizen).status_code == 429
    assert send(citizen, check=solved(citizen)).status_code == 302


def test_what_is_missing_is_said_and_what_was_typed_stays(citizen, office):
    answer = send(citizen, kind="", contact="13800000000")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "标题里有错别字" in page
    assert "13800000000" in page


def solved(client):
    task = client.get("/request/check/").json()
    number = next(
        number
        for number in range(task["max_number"] + 1)
        if hashlib.sha256(f"{task['salt']}{number}".encode()).hexdigest() == task["challenge"]
    )
    told = {name: task[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(told).encode()).decode()
