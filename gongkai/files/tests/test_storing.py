"""What is taken in, what is refused, and what is kept of it."""

import io
import tracemalloc
from types import SimpleNamespace

import pytest
from PIL import Image

from gongkai.acts import Refused
from gongkai.acts.actor import PROGRAM
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.files.tests.factories import SHEET, SLIDES, archive, office_file, pdf, picture
from gongkai.files.verifying import faults

pytestmark = pytest.mark.django_db

AGENCY = SimpleNamespace(slug="jianguomen")
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def keep(content, name="通知.pdf"):
    return store(content, name=name, by=PROGRAM, agency=AGENCY)


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
        (office_file(), "a.docx"),
        (office_file("xl/workbook.xml", SHEET), "a.xlsx"),
        (office_file("ppt/presentation.xml", SLIDES), "a.pptx"),
        (archive({"OFD.xml": "<ofd/>"}), "a.ofd"),
        (picture("PNG"), "a.png"),
        (picture("JPEG"), "a.JPEG"),
        ("意见".encode(), "a.txt"),
        ("意见".encode("gb18030"), "a.txt"),
    ],
    ids=["docx", "xlsx", "pptx", "ofd", "png", "jpeg", "txt", "txt gb18030"],
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
        (office_file(more={"word/vbaProject.bin": "x"}), "a.docx"),
        (archive({"evil.txt": "x"}), "a.docx"),
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


@pytest.mark.parametrize(
    ("kind", "mode", "name", "kept"),
    [
        ("GIF", "P", "a.gif", "a.png"),
        ("BMP", "RGB", "a.bmp", "a.png"),
        ("TIFF", "RGB", "扫描.TIF", "扫描.png"),
        ("TIFF", "CMYK", "a.tiff", "a.png"),
        ("WEBP", "RGB", "a.webp", "a.jpg"),
        ("WEBP", "RGBA", "a.webp", "a.png"),
    ],
)
def test_a_picture_of_a_lesser_kind_becomes_one_everybody_opens(kind, mode, name, kept):
    row = keep(picture(kind, mode), name)
    assert row.name == kept
    with Image.open(io.BytesIO(row.read())) as drawn:
        assert (f"image/{drawn.format.lower()}", drawn.size) == (row.content_type, (8, 6))


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
def test_what_hangs_behind_a_picture_is_not_kept(kind, name):
    row = keep(picture(kind) + archive({"evil.exe": "MZ"}), name)
    assert b"PK\x03\x04" not in row.read()
    assert b"evil" not in row.read()


def test_a_pdf_with_a_password_is_refused():
    with pytest.raises(Refused, match="has a password"):
        keep(pdf(user="geheim", owner="geheim"))


def test_a_pdf_that_only_may_not_be_printed_is_taken():
    assert keep(pdf(owner="geheim")).pk


def test_a_pdf_of_too_many_pages_is_to_be_parted(settings):
    settings.MOST_PDF_PAGES = 3
    assert keep(pdf(3)).pk
    with pytest.raises(Refused, match="has 4 pages; at most 3 can be taken"):
        keep(pdf(4))


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="is empty"):
        keep(b"")


def test_a_file_beyond_the_limit_is_refused_with_the_limit(settings):
    settings.LARGEST_FILE = 1_000_000
    with pytest.raises(Refused, match="has 2 MB; at most 1 MB"):
        keep(PDF + b"x" * 1_000_000)


class Endless(io.RawIOBase):
    """A line that never ends and does not say how much is to come."""

    given = 0

    def read(self, size=-1):
        self.given += size
        return b"x" * size


def test_what_comes_without_an_end_is_cut_at_the_limit(settings):
    settings.LARGEST_FILE = 3_000_000
    line = Endless()
    with pytest.raises(Refused, match="at most 3 MB"):
        keep(line, "a.txt")
    assert line.given < 5_000_000


def test_a_large_file_never_stands_in_memory(tmp_path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        for _each in range(24):
            file.write(b"0123456789abcde\n" * 65_536)
    tracemalloc.start()
    with large.open("rb") as file:
        row = keep(file, "a.txt")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert row.size == 24 << 20
    assert most < 12 << 20
    assert list(faults()) == []


def test_what_is_encrypted_as_a_whole_has_a_lower_limit(settings):
    settings.LARGEST_SEALED_FILE = 1_000_000
    with pytest.raises(Refused, match="at most 1 MB"):
        store(b"x" * 1_000_001, name="a.txt", by=PROGRAM, agency=AGENCY, sealed=True)


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


def test_a_truncated_file_is_found():
    row = keep(PDF)
    row.path.write_bytes(PDF[:-3])
    assert list(faults()) == [f"File “通知.pdf” ({row.pk}) was changed."]
