"""What is taken in, what is refused, and what is kept of it."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from PIL import Image

from gongkai.acts import Refused
from gongkai.acts.actor import PROGRAM
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.files.verifying import faults

pytestmark = pytest.mark.django_db

AGENCY = SimpleNamespace(slug="jianguomen")
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def keep(content, name="通知.pdf"):
    return store(content, name=name, by=PROGRAM, agency=AGENCY)


def picture(kind, **more):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, kind, **more)
    return out.getvalue()


def package(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return out.getvalue()


def test_a_file_is_kept_byte_by_byte():
    row = keep(PDF)
    assert (row.read(), row.size, row.content_type) == (PDF, len(PDF), "application/pdf")


def test_an_open_file_is_taken_like_its_bytes():
    assert keep(io.BytesIO(PDF)).read() == PDF


def test_the_same_content_lies_in_the_store_once():
    assert keep(PDF, "a.pdf").path == keep(PDF, "b.pdf").path
    assert StoredFile.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (package("word/document.xml"), "a.docx"),
        (package("xl/workbook.xml"), "a.xlsx"),
        (picture("PNG"), "a.png"),
        (picture("JPEG"), "a.JPEG"),
        ("意见".encode(), "a.txt"),
        ("意见".encode("gb18030"), "a.txt"),
    ],
    ids=["docx", "xlsx", "png", "jpeg", "txt", "txt gb18030"],
)
def test_the_kinds_an_office_works_with_are_taken(content, name):
    assert keep(content, name).pk


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00", "a.exe"),
        (b"<html><script>alert(1)</script>", "a.txt"),
        (b"\xef\xbb\xbf <svg onload=alert(1)>", "a.txt"),
        (PDF, "a.docx"),
        (PDF, "a"),
        (package("word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (package("evil.txt"), "a.docx"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b"\x89PNG\r\n\x1a\n broken", "a.png"),
        (b"text\x00more", "a.txt"),
    ],
    ids=[
        "program",
        "page",
        "drawing",
        "other name",
        "no ending",
        "macro",
        "archive",
        "broken archive",
        "broken picture",
        "binary",
    ],
)
def test_anything_else_is_refused_by_its_content(content, name):
    with pytest.raises(Refused, match="of a kind that is not taken"):
        keep(content, name)
    assert not StoredFile.objects.exists()


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="is empty"):
        keep(b"")


def test_a_file_beyond_the_limit_is_refused_with_the_limit(settings):
    settings.LARGEST_FILE = 1_000_000
    with pytest.raises(Refused, match="has 2 MB; at most 1 MB"):
        keep(PDF + b"x" * 1_000_000)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
def test_a_small_file_that_would_unfold_into_a_huge_picture_is_refused(kind, name):
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (10_000, 8_001)).save(out, kind)
    with pytest.raises(Refused, match="has 81 million points; at most 80 million"):
        keep(out.getvalue(), name)
    assert not StoredFile.objects.exists()


def test_a_picture_that_says_thirty_thousand_by_thirty_thousand_points_is_not_drawn():
    told = bytearray(picture("PNG"))
    told[16:24] = (30_000).to_bytes(4) + (30_000).to_bytes(4)
    with pytest.raises(Refused, match="has 900 million points"):
        keep(bytes(told), "a.png")


def test_where_a_picture_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 0.0)}
    exif[0x010F] = "Camera"
    row = keep(picture("JPEG", exif=exif), "a.jpg")
    with Image.open(io.BytesIO(row.read())) as kept:
        assert not kept.getexif()
        assert kept.size == (8, 6)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\通知.pdf", "通知.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_hidden_marks(told, kept):
    assert keep(PDF, told).name == kept


def test_a_very_long_name_is_shortened_and_keeps_its_ending():
    name = keep(PDF, "通" * 500 + ".pdf").name
    assert name.endswith(".pdf")
    assert len(name) <= 200


def test_untouched_files_are_sound():
    keep(PDF)
    assert list(faults()) == []


def test_a_changed_file_is_found():
    row = keep(PDF)
    row.path.write_bytes(b"another")
    assert list(faults()) == [f"File “通知.pdf” ({row.pk}) was changed."]


def test_a_missing_file_is_found():
    row = keep(PDF)
    row.path.unlink()
    assert list(faults()) == [f"File “通知.pdf” ({row.pk}) is missing."]
