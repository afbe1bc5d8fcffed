"""What the gate finds in a draft: seen, masked, cleaned and answered for through its pages."""

import pytest

from gongkai.desk.tests.pages import faults_of, sent, text
from gongkai.documents import actions
from gongkai.documents.models import Document, State
from gongkai.documents.tests.factories import draft, handed_in, piece
from gongkai.documents.tests.test_gate import picture
from gongkai.documents.tests.test_masking import NUMBER, PHONE, still
from gongkai.files.storing import store
from gongkai.secrecy.tests.factories import picture_bytes, text_file

pytestmark = pytest.mark.django_db


def path(document, act=""):
    return f"/desk/documents/{document.pk}/{act}"


def fresh(document):
    return Document.objects.get(pk=document.pk)


def with_findings(office, **given):
    return draft(office, body=f"身份证号{NUMBER}，电话{PHONE}。", **given)


def test_the_page_of_a_draft_tells_calmly_what_is_still_to_do(as_, office):
    document = with_findings(office)
    client = as_(office.officer)
    for page in (path(document), path(document, "submit/")):
        answer = text(client.get(page))
        assert "2 places are to be masked or justified." in answer
        assert path(document, "findings/") in answer
    assert "to be masked" not in text(as_(office.leader).get(path(document)))
    assert "to be masked" not in text(as_(office.officer).get(path(draft(office))))


def test_a_submission_refused_for_findings_leads_to_them(as_, office):
    document = with_findings(office)
    answer = sent(as_(office.officer), path(document, "submit/"))
    assert answer.status_code == 422
    assert "found in 2 places" in text(answer)
    assert path(document, "findings/") in text(answer)


def test_findings_are_shown_masked_only(as_, office):
    document = with_findings(office)
    answer = as_(office.officer).get(path(document, "findings/"))
    page = text(answer)
    assert all(each.masked in page for each in still(document))
    assert NUMBER not in page
    assert PHONE not in page
    assert "Ordinary paper" in page
    assert faults_of(answer) == []


def test_a_list_of_names_is_read_by_rules_of_its_own(as_, office):
    document = piece(office)
    Document.objects.filter(pk=document.pk).update(genre="publicity")
    assert "List that has to show names" in text(as_(office.officer).get(path(document, "findings/")))


def test_one_click_masks_one_finding(as_, office):
    document, client = with_findings(office), as_(office.officer)
    (phone,) = (each for each in still(document) if each.kind == "mobile")
    answer = sent(
        client, path(document, "findings/mask/"), findings=phone.fingerprint, seen_version=document.version
    )
    assert answer.url == path(document, "findings/")
    assert "Masked, as a new version." in text(client.get(answer.url))
    assert PHONE not in fresh(document).body
    assert NUMBER in fresh(document).body


def test_one_click_masks_all_of_them_and_the_draft_goes_on(as_, office):
    document, client = with_findings(office), as_(office.officer)
    sent(client, path(document, "findings/mask/"), findings="all", seen_version=1)
    assert "Nothing was found" in text(client.get(path(document, "findings/")))
    assert sent(client, path(document, "submit/")).status_code == 302
    assert fresh(document).state == State.SUBMITTED


def test_a_click_in_a_page_that_is_old_masks_nothing(as_, office):
    document = with_findings(office)
    actions.save_version(document, by=office.head, seen_version=1, title="新", body=f"电话{PHONE}。")
    answer = sent(as_(office.officer), path(document, "findings/mask/"), findings="all", seen_version=1)
    assert answer.status_code == 422
    assert "changed this draft" in text(answer)
    assert PHONE in fresh(document).body


def test_what_stays_is_answered_for_with_its_reason(as_, office):
    document, client = draft(office, body="咨询电话：010-64031118。"), as_(office.officer)
    (found,) = still(document)
    where = path(document, "findings/justify/")
    answer = sent(client, where, findings=found.fingerprint, reason="")
    assert answer.status_code == 422
    sent(client, where, findings=found.fingerprint, reason="科室公开电话。")
    page = text(client.get(path(document, "findings/")))
    assert "科室公开电话。" in page
    assert office.officer.name in page
    assert "All answered for" in page


def test_a_file_is_cleaned_and_what_is_left_is_shown(as_, office):
    file = text_file(office, name="名单.txt", words=f"身份证号{NUMBER}，电话{PHONE}。")
    document, client = draft(office, files=[(file, "")]), as_(office.officer)
    where = path(document, f"files/{file.pk}/clean/")
    assert where in text(client.get(path(document, "findings/")))
    assert text(client.get(where)).count(" checked") == 2
    (number,) = (each for each in still(document) if each.kind == "resident_id")
    answer = sent(client, where, findings=number.fingerprint, seen_version=1)
    page = text(client.get(answer.url))
    assert "The cleaned copy stands in its place and was read again" in page
    assert "1 still open" in page
    assert client.get(where).status_code == 404


def test_every_picture_is_looked_at_with_one_answer(as_, office):
    shown = piece(
        office,
        files=[
            (picture(office, name="图.png"), ""),
            (store(picture_bytes(), name="照片.jpg", by=office.officer, agency=office.agency), ""),
        ],
    )
    client = as_(office.officer)
    page = text(client.get(path(shown, "findings/")))
    assert page.count("/small/") == 2
    assert page.count("Not looked at yet") == 2
    sent(client, path(shown, "findings/pictures/"))
    assert "Not looked at yet" not in text(client.get(path(shown, "findings/")))
    assert actions.submit(fresh(shown), by=office.officer).state == State.HANDED_IN


def test_who_only_reads_a_draft_is_offered_nothing_about_findings(as_, office):
    document, client = with_findings(office), as_(office.leader)
    page = text(client.get(path(document, "findings/")))
    assert "2 still open" in page
    assert "<button" not in page.partition("<main")[2]
    assert "changed by its drafter" in text(client.get(path(document, "findings/mask/")))
    assert sent(client, path(document, "findings/mask/"), findings="all", seen_version=1).status_code == 422
    assert NUMBER in fresh(document).body


def test_what_is_under_way_is_masked_no_more(as_, office):
    shown = handed_in(office)
    page = text(as_(office.officer).get(path(shown, "findings/")))
    assert shown.review.number in page
    answer = sent(as_(office.officer), path(shown, "findings/pictures/"))
    assert "under way and cannot be changed" in text(answer)


def test_thirty_findings_and_files_cost_as_many_queries_as_three(as_, office, django_assert_max_num_queries):
    def with_so_many(count):
        files = [(text_file(office, name=f"{n}.txt", words=f"电话1380013{n:04d}"), "") for n in range(count)]
        phones = "，".join(f"1390013{n:04d}" for n in range(count))
        return draft(office, body=f"电话{phones}。", files=files)

    client = as_(office.officer)
    for count in (3, 30):
        document = with_so_many(count)
        client.get(path(document, "findings/"))
        with django_assert_max_num_queries(16):
            client.get(path(document, "findings/"))
