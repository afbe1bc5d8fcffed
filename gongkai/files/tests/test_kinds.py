"""What a file is decides its content, and each refusal says what to do instead."""

import gzip
import io
import tarfile

import pytest
from PIL import Image

from gongkai.acts import Refused
from gongkai.files import packages
from gongkai.files.sniffing import ALLOWED, EXCEL, OFD, SLIDES, WORD, kind_of, points_of, type_of
from gongkai.files.tests.factories import (
    DOCUMENT,
    SHEET,
    archive,
    office_file,
    overlapping,
    pdf,
    picture,
    with_lied_sizes,
)
from gongkai.files.tests.factories import SLIDES as PRESENTATION

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MEGABYTE = 1_000_000


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        kind_of(content, "材料")
    (sentence,) = refusal.value.reasons
    assert "“材料”" in sentence
    return sentence


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (office_file(), WORD),
        (office_file("xl/workbook.xml", SHEET), EXCEL),
        (office_file("ppt/presentation.xml", PRESENTATION), SLIDES),
        (office_file("word/document2.xml", DOCUMENT), WORD),
        (archive({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": "<x/>"}), OFD),
        (pdf(), "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (picture("BMP"), "image/bmp"),
        (picture("TIFF"), "image/tiff"),
        ("意见".encode(), "text/plain"),
        ("BM会议纪要".encode(), "text/plain"),
        (b"", "text/plain"),
    ],
)
def test_a_kind_is_told_by_its_content(content, kind):
    assert kind_of(content, "材料") == kind
    assert kind_of(io.BytesIO(content), "材料") == kind


def test_every_kind_has_an_ending():
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    "content",
    [
        archive({"a.txt": "x"}),
        archive({}),
        b"Rar!\x1a\x07\x01\x00",
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        gzip.compress(b"x"),
        tar(),
        b"BZh91AY",
    ],
    ids=["zip", "empty zip", "rar", "7z", "gz", "tar", "bz2"],
)
def test_an_archive_is_to_be_unpacked(content):
    assert refused(content).endswith("Unpack it and hand in the files one by one.")


@pytest.mark.parametrize(
    "content",
    [
        office_file(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        office_file("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        office_file("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        office_file(more={"word/vbaProject.bin": OLD}),
        office_file(more={"word/VBAPROJECT.BIN": OLD}),
        office_file("xl/workbook.xml", SHEET, {"xl/macrosheets/sheet1.xml": "<x/>"}),
        office_file(more={"word/embeddings/t.xlsm": office_file(more={"xl/vbaProject.bin": OLD})}),
        archive(
            {
                "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml".encode(
                    "utf-16"
                ),
                "word/document.xml": "<x/>",
            }
        ),
    ],
    ids=[
        "docm",
        "xlsm",
        "xlsb",
        "project",
        "great letters",
        "sheet of Excel 4",
        "inside",
        "two-byte letters",
    ],
)
def test_macros_are_refused_under_any_name(content):
    assert "it has macros, which are programs" in refused(content)


def test_an_old_document_is_to_be_saved_as_a_new_one():
    assert "Save it as DOCX, XLSX or PPTX" in refused(OLD)


@pytest.mark.parametrize(
    "content",
    [b"<!doctype html><script>", b"\xef\xbb\xbf\n <svg onload=x>", b"<?xml version='1.0'?>"],
    ids=["page", "drawing", "xml"],
)
def test_pages_and_drawings_have_a_sentence_of_their_own(content):
    assert "web pages and drawings" in refused(content)


def test_the_text_of_a_page_behind_a_megabyte_of_blanks_is_one_still():
    assert "web pages and drawings" in refused(b" \n" * MEGABYTE + b"<html>")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (archive({"mimetype": "x", "content.xml": "<x/>"}), "OpenDocument"),
    ],
)
def test_what_people_do_hand_in_is_called_by_its_name(content, word):
    assert word in refused(content)


def test_an_encrypted_document_wants_its_password_taken_off():
    assert "has a password" in refused(OLD + "EncryptedPackage".encode("utf-16-le"))


def test_a_package_with_encrypted_parts_wants_its_password_taken_off():
    content = bytearray(office_file())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    assert "has a password" in refused(bytes(content))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF"])
def test_several_pictures_in_one_file_are_not_cut_to_the_first(kind):
    out = io.BytesIO()
    first, second = Image.new("RGB", (8, 6), "red"), Image.new("RGB", (8, 6), "blue")
    first.save(out, kind, save_all=True, append_images=[second])
    assert "has several pictures in one file" in refused(out.getvalue())


def test_what_a_phone_with_two_lenses_takes_is_a_picture():
    out = io.BytesIO()
    first, second = Image.new("RGB", (8, 6), "red"), Image.new("RGB", (4, 3), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert type_of(out.getvalue()) == "image/jpeg"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_the_points_of_a_picture_are_known_without_drawing_it(kind):
    assert points_of(picture(kind)) == 48


# Two things at once


def test_a_pdf_that_is_an_archive_too_is_refused():
    assert "a PDF and an archive at once" in refused(pdf() + archive({"a.exe": "MZ"}))


def test_a_pdf_begins_with_its_mark():
    assert "something stands before the beginning" in refused(b"#!/bin/sh\n" + pdf())


def test_a_document_with_something_before_it_is_refused():
    hidden = archive({"evil.txt": "x"})
    assert "its parts cannot be read" in refused(hidden + office_file())


def test_an_archive_in_a_document_is_refused():
    for inside in (archive({"a.exe": "MZ"}), b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00\x04"):
        assert "an archive lies in it" in refused(office_file(more={"word/embeddings/a.bin": inside}))


def test_a_table_in_a_document_is_taken():
    table = office_file("xl/workbook.xml", SHEET)
    assert type_of(office_file(more={"word/embeddings/t.xlsx": table})) == WORD


def test_a_table_in_a_document_in_a_document_is_not_looked_for():
    table = office_file("xl/workbook.xml", SHEET)
    inner = office_file(more={"word/embeddings/t.xlsx": table})
    assert "an archive lies in it" in refused(office_file(more={"word/embeddings/d.docx": inner}))


# Bombs


def unpacks_to_too_much(content: bytes) -> bool:
    return "would unpack to far more than a paper needs" in refused(content)


def test_ten_megabytes_of_nothing_are_refused_before_they_are_unpacked(monkeypatch):
    def never(*args):
        raise AssertionError("It was unpacked.")

    monkeypatch.setattr(packages, "_inflated", never)
    assert unpacks_to_too_much(office_file(more={"word/media/a.bmp": bytes(10 * MEGABYTE)}))


def test_a_small_empty_picture_packs_a_thousand_times_and_is_no_bomb():
    assert type_of(office_file(more={"word/media/a.bmp": bytes(2 * MEGABYTE)})) == WORD


def test_more_than_a_paper_can_have_is_refused_however_it_is_packed(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", MEGABYTE)
    assert unpacks_to_too_much(office_file(more={"a": bytes(MEGABYTE)}))


def test_the_parts_of_what_is_inside_count_too(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", MEGABYTE)
    inside = office_file("xl/workbook.xml", SHEET, {"x": bytes(600_000)})
    one = {"word/embeddings/a.xlsx": inside}
    two = one | {"word/embeddings/b.xlsx": inside}
    assert type_of(office_file(more=one)) == WORD
    assert unpacks_to_too_much(office_file(more=two))


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_PARTS", 10)
    assert unpacks_to_too_much(office_file(more={f"word/{n}.xml": "" for n in range(20)}))


def test_a_list_of_parts_too_long_to_read_is_refused(monkeypatch):
    monkeypatch.setattr(packages, "LARGEST_LIST", 1000)
    assert unpacks_to_too_much(office_file(more={f"word/{n}.xml": "" for n in range(20)}))


@pytest.mark.parametrize("told", [0, 100, 9 * MEGABYTE])
def test_a_list_that_lies_about_its_sizes_is_refused(told):
    content = office_file(more={"word/media/a.bmp": bytes(2 * MEGABYTE)})
    sentence = refused(with_lied_sizes(content, "word/media/a.bmp", told))
    assert "its parts cannot be read" in sentence or "far more than a paper needs" in sentence


def test_parts_that_share_their_bytes_are_refused():
    assert "its parts cannot be read" in refused(overlapping(copies=4, size=50_000))


def test_a_part_named_twice_is_refused():
    content = office_file(more={"word/a.xml": "1", "word/b.xml": "2"})
    assert "its parts cannot be read" in refused(content.replace(b"word/b.xml", b"word/a.xml"))


@pytest.mark.parametrize("at", [60, 200, 320])
def test_a_damaged_package_is_refused_and_breaks_nothing(at):
    content = bytearray(office_file(more={"word/a.xml": "x" * 500}))
    content[at] ^= 0xFF
    assert type_of(bytes(content)) in (None, WORD)
    assert type_of(bytes(content[:-at])) is None


def test_a_broken_picture_is_refused_whatever_breaks_in_it():
    content = picture("TIFF")
    without_width = content.replace(b"\x00\x01\x04\x00\x01", b"\x00\x7f\x04\x00\x01").replace(
        b"\x00\x01\x03\x00\x01", b"\x00\x7f\x03\x00\x01"
    )
    assert without_width != content
    assert type_of(without_width) is None
    assert points_of(without_width) == 0
