"""What was found in a draft is masked in its words or cleaned out of its files, as a new version."""

from datetime import datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.documents import actions
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import Document, State
from gongkai.documents.tests.factories import draft, handed_in, piece
from gongkai.documents.tests.test_gate import picture
from gongkai.journal.models import Entry
from gongkai.secrecy.models import FileScan
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

NUMBER = "11010519491231002X"
MASKED = "110105********002X"
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def fresh(document):
    return Document.objects.get(pk=document.pk)


def still(document):
    return [each for each in look_through_document(document) if each.is_open]


def masked(document, office, *found, version=1):
    fingerprints = [each.fingerprint for each in found or still(document)]
    return actions.mask(document, fingerprints, by=office.officer, seen_version=version)


def test_a_number_is_masked_in_title_and_text_as_offices_do(office):
    document = draft(office, f"关于{NUMBER}的通知", body=f"身份证号{NUMBER}，以下同。")
    document = masked(document, office)
    assert (document.title, document.body) == (f"关于{MASKED}的通知", f"身份证号{MASKED}，以下同。")
    assert still(document) == []
    assert actions.submit(document, by=office.officer).state == State.SUBMITTED


def test_only_what_was_chosen_is_masked(office):
    document = draft(office, body=f"身份证号{NUMBER}，电话{PHONE}。")
    (phone,) = (each for each in still(document) if each.kind == "mobile")
    document = masked(document, office, phone)
    assert NUMBER in document.body
    assert PHONE not in document.body
    assert [each.kind for each in still(document)] == ["resident_id"]


def test_a_number_in_two_runs_of_rich_text_is_masked_and_the_marks_stay(office):
    document = draft(
        office, markup="html", body=f"<p>身份证号{NUMBER[:8]}<strong>{NUMBER[8:]}</strong>。</p>"
    )
    document = masked(document, office)
    assert document.body == "<p>身份证号110105**<strong>******002X</strong>。</p>"


def test_the_text_before_the_mask_stays_with_its_version(office):
    document = masked(draft(office, body=f"身份证号{NUMBER}。"), office)
    now, before = document.versions.all()
    assert (document.version, now.number) == (2, 2)
    assert NUMBER in before.body
    assert NUMBER not in now.body


def test_masking_stands_in_the_journal_without_the_number(office):
    document = masked(draft(office, body=f"身份证号{NUMBER}。"), office)
    entry = Entry.objects.get(act="documents.masked")
    assert entry.details == {"version": 2, "count": 1}
    assert document.key == entry.subject_key


def test_a_number_in_the_name_of_a_file_is_masked_and_the_file_stays_as_it_is(office):
    document = draft(office, files=[(text_file(office, name=f"{NUMBER}.txt"), "")])
    before = document.files[0].file
    document = masked(document, office)
    (after,) = document.files
    assert after.file.name == "110105＊＊＊＊＊＊＊＊002X.txt"
    assert after.file.sha256 == before.sha256
    assert still(document) == []


def test_the_description_of_a_picture_in_the_text_is_masked_with_it(office):
    shown = picture(office)
    document = draft(office, markup="html", body=f'<p>图</p><img data-file="{shown.pk}" alt="电话{PHONE}">')
    actions.look_at_pictures(document, by=office.officer)
    document = masked(document, office)
    assert PHONE not in document.body + document.files[0].alternative_text
    assert still(document) == []


def test_nothing_is_masked_over_what_somebody_else_saved(office):
    document = draft(office, body=f"身份证号{NUMBER}。")
    actions.save_version(document, by=office.head, seen_version=1, title="新", body=f"电话{PHONE}。")
    with pytest.raises(Refused, match="changed this draft"):
        masked(document, office, *still(fresh(document)))


def test_what_stands_in_the_text_no_more_cannot_be_masked(office):
    document = draft(office, body=f"身份证号{NUMBER}。")
    with pytest.raises(Refused, match="Nothing of this stands in the text"):
        actions.mask(document, ["0" * 64], by=office.officer, seen_version=1)


def test_who_may_not_change_a_draft_masks_nothing_in_it(office):
    document = draft(office, body=f"身份证号{NUMBER}。")
    with pytest.raises(Refused, match="changed by its drafter"):
        actions.mask(document, ["0" * 64], by=office.foi, seen_version=1)
    with pytest.raises(Refused, match="under way"):
        actions.mask(handed_in(office), ["0" * 64], by=office.officer, seen_version=1)


# Files


def with_a_file(office, words=f"身份证号{NUMBER}，电话{PHONE}。", **given):
    return draft(office, files=[(text_file(office, name="名单.txt", words=words), "")], **given)


def cleaned(document, office, *found, version=1):
    fingerprints = [each.fingerprint for each in found or still(document)]
    return actions.clean_file(
        document, document.files[0], by=office.officer, seen_version=version, fingerprints=fingerprints
    )


def test_a_cleaned_copy_takes_the_place_of_the_file_and_is_read_again(office):
    document = with_a_file(office)
    before = document.files[0].file
    document = cleaned(document, office)
    (after,) = document.files
    assert (after.file.name, document.version) == ("名单.txt", 2)
    assert MASKED in after.file.read().decode()
    assert still(document) == []
    assert FileScan.objects.filter(sha256=after.file.sha256).exists()
    assert document.versions.get(number=1).files[0][0] == str(before.pk)


def test_what_was_not_chosen_is_left_in_the_copy_and_found_again(office):
    document = with_a_file(office)
    (number,) = (each for each in still(document) if each.kind == "resident_id")
    document = cleaned(document, office, number)
    assert [each.kind for each in still(document)] == ["mobile"]


def test_a_picture_in_the_text_follows_its_file(office):
    shown = picture(office, name=f"{PHONE}.png")
    document = draft(office, markup="html", body=f'<p>图</p><img data-file="{shown.pk}" alt="图">')
    document = masked(document, office, *(each for each in still(document) if each.file is None))
    (after,) = document.files
    assert after.file_id != shown.pk
    assert f'data-file="{after.file_id}"' in document.body


def test_a_file_in_which_nothing_was_chosen_is_not_replaced(office):
    document = with_a_file(office)
    with pytest.raises(Refused, match="Nothing could be taken out"):
        actions.clean_file(
            document, document.files[0], by=office.officer, seen_version=1, fingerprints=["0" * 64]
        )
    assert fresh(document).version == 1


# Pictures


def test_who_writes_a_piece_answers_for_its_pictures_once(office):
    shown = piece(office, files=[(picture(office), "合影")])
    actions.look_at_pictures(shown, by=office.officer)
    assert still(shown) == []
    assert actions.submit(shown, by=office.officer).state == State.HANDED_IN


def test_the_foi_officer_answers_for_the_pictures_an_edit_brings(office):
    shown = handed_in(office)
    given = {"by": office.foi, "seen_version": 1, "title": "新", "body": "新"}
    new = [(picture(office, by=office.foi), "会场")]
    with pytest.raises(Refused, match="Look at every picture first"):
        actions.edit_piece(shown, add=new, **given)
    edited = actions.edit_piece(shown, add=new, pictures_seen=True, **given)
    assert edited.review.package.unresolved().count() == 0


def test_what_a_picture_shows_is_bettered_with_the_text(office):
    shown = piece(office, files=[(picture(office), "")])
    (attached,) = shown.files
    saved = actions.save_version(
        shown, by=office.officer, seen_version=1, title="新", body="新", words={attached.pk: "志愿者合影"}
    )
    assert saved.files[0].alternative_text == "志愿者合影"
