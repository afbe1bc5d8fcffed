"""What the public hands in to prove who it is lies encrypted, and can be removed for ever."""

import io
import shutil
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused
from gongkai.acts.actor import PROGRAM
from gongkai.files.erasing import erase
from gongkai.files.models import ContentErased, ContentSealed, StoredFile
from gongkai.files.storing import store, store_made
from gongkai.files.verifying import faults
from gongkai.journal.models import Entry
from gongkai.vault.fields import Unreadable
from gongkai.vault.keys import remove_key

pytestmark = pytest.mark.django_db

AGENCY = SimpleNamespace(slug="jianguomen")
PROOF = b"%PDF-1.7\n110101199003070000 \xe5\xbc\xa0\xe4\xb8\x89\n%%EOF\n"
PUBLIC = SimpleNamespace(key="portal.public", name="Somebody without an account")


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Erase as outside a test, where the transaction ends."""

    def _erase(row):
        with django_capture_on_commit_callbacks(execute=True):
            return erase(row, by=PROGRAM)

    return _erase


def keep(content=PROOF, name="Identity proof.pdf", sealed=True):
    return store(content, name=name, by=PUBLIC, agency=AGENCY, sealed=sealed)


def on_disk(folder):
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_sealed_file_reads_like_what_was_handed_in():
    row = StoredFile.objects.get(pk=keep().pk)
    assert (row.read(), row.open_plain().read(), row.size) == (PROOF, PROOF, len(PROOF))
    assert (row.is_sealed, row.key_id) == (True, 1)


def test_nothing_of_it_is_found_on_the_disk(tmp_path):
    keep()
    assert on_disk(tmp_path / "files")
    assert not any(b"110101199003070000" in content or b"%PDF" in content for content in on_disk(tmp_path))


def test_its_key_lies_sealed_in_the_row():
    assert keep().sealed_key.startswith("v1:1:")


def test_two_equal_proofs_do_not_look_equal():
    one, two = keep(), keep()
    assert one.place != two.place
    assert one.sha256 != two.sha256
    assert one.content_check != two.content_check


def test_a_sealed_and_a_plain_file_of_one_content_stand_apart():
    sealed, plain = keep(), keep(sealed=False)
    assert (sealed.read(), plain.read()) == (PROOF, PROOF)
    assert plain.key_id is None


def test_nobody_hands_out_its_bytes_by_their_path():
    with pytest.raises(ContentSealed):
        _ = keep().path


def test_a_neutral_name_gets_the_ending_of_its_content():
    assert keep(name="Identity proof").name == "Identity proof.pdf"


def test_what_is_not_taken_is_not_taken_sealed_either():
    for content, name in ((b"MZ\x90\x00", "proof"), (PROOF, "proof.png"), (b"", "proof")):
        with pytest.raises(Refused):
            keep(content, name)
    assert not StoredFile.objects.exists()


def test_whether_a_content_was_this_file_can_be_told():
    row = keep()
    assert row.was(PROOF)
    assert not row.was(PROOF + b" ")
    assert not keep(sealed=False).was(PROOF)


def test_untouched_sealed_files_are_sound():
    keep()
    assert list(faults()) == []


def test_changed_bytes_are_refused_and_found():
    row = keep()
    raw = bytearray(row.place.read_bytes())
    raw[-1] ^= 1
    row.place.write_bytes(bytes(raw))
    with pytest.raises(Unreadable, match="its content was changed"):
        row.read()
    assert list(faults()) == [f"File “Identity proof.pdf” ({row.pk}) was changed."]


def test_the_bytes_of_another_file_in_its_place_are_refused():
    one, two = keep(), keep(PROOF + b"another")
    one.place.write_bytes(two.place.read_bytes())
    with pytest.raises(Unreadable):
        one.read()


def test_a_file_whose_key_is_gone_is_told():
    row = keep()
    remove_key(1)
    assert list(faults()) == [f"File “Identity proof.pdf” ({row.pk}) does not open: key 1 is missing."]


def test_another_index_key_is_told(settings, tmp_path):
    keep()
    kept = (tmp_path / "keys", tmp_path / "files")
    settings.DATA_DIR = tmp_path / "restored"
    for folder in kept:
        shutil.copytree(folder, settings.DATA_DIR / folder.name)
    (settings.DATA_DIR / "keys" / "index.key").unlink()
    (sentence,) = faults()
    assert sentence.endswith("the key of the blind indexes is not the one it was stored with.")


def test_an_erased_file_is_gone_from_the_disk_and_its_row_says_when(tmp_path, done):
    row = keep()
    done(row)
    stands = StoredFile.objects.get(pk=row.pk)
    assert stands.erased_at
    assert (stands.sealed_key, stands.key_id) == ("", None)
    assert on_disk(tmp_path / "files") == []
    for opened in (stands.read, stands.open_plain, row.read):
        with pytest.raises(ContentErased):
            opened()


def test_an_erased_file_is_no_fault(done):
    done(keep())
    assert list(faults()) == []


def test_an_erasure_stands_in_the_journal_without_the_name_people_gave(done):
    done(keep(sealed=False, name="张三.pdf"))
    done(keep())
    plain, sealed = Entry.objects.order_by("number")
    assert {plain.act, sealed.act} == {"files.erased"}
    assert "张三" not in plain.subject_label
    assert sealed.subject_label == "Identity proof.pdf"


def test_what_an_erasure_cut_short_left_is_found_and_removed_by_the_next(tmp_path, done):
    row = keep()
    erase(row, by=PROGRAM)
    assert list(faults()) == [
        f"File “Identity proof.pdf” ({row.pk}) was erased, and its content is still there."
    ]
    done(row)
    assert list(faults()) == []
    assert on_disk(tmp_path / "files") == []
    assert Entry.objects.count() == 1


def test_the_content_of_two_equal_files_goes_with_the_last(done):
    one, two = keep(sealed=False), keep(sealed=False, name="b.pdf")
    done(one)
    assert two.read() == PROOF
    assert list(faults()) == []
    done(two)
    assert not two.place.exists()


def test_a_content_handed_in_again_after_its_erasure_is_there(done):
    done(keep(sealed=False))
    assert keep(sealed=False).read() == PROOF


def test_an_equal_file_that_is_being_erased_is_written_again(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = keep(sealed=False)
        row.place.unlink()
    assert row.read() == PROOF


def test_a_row_that_is_gone_is_not_erased():
    with pytest.raises(Refused, match="not there any more"):
        erase(StoredFile(name="Identity proof.pdf"), by=PROGRAM)


def test_an_open_file_is_sealed_like_its_bytes():
    assert keep(io.BytesIO(PROOF)).read() == PROOF


def test_what_the_program_made_is_kept_sealed_and_of_any_kind():
    row = store_made(
        b"PK\x03\x04", name="案卷.zip", content_type="application/zip", by=PROGRAM, agency=AGENCY
    )
    assert (row.is_sealed, row.read(), row.content_type) == (True, b"PK\x03\x04", "application/zip")
