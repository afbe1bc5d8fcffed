"""`gongkai redact` writes a file without what was to be hidden, or none at all."""

import io
import json

import pytest
from django.core.management import call_command
from django.utils import translation
from pypdf import PdfReader

from gongkai.privacy.tests.papers import IDENTITY, MOBILE, SECRET, encrypted, paper


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in.pdf").write_bytes(paper())
    return tmp_path


def redact(folder, *arguments, source="in.pdf"):
    """Run the command and return its exit code, its answer, and the file it has written if any."""
    out, code = io.StringIO(), 0
    target = folder / "out.pdf"
    try:
        call_command(
            "redact", str(folder / source), "-o", str(target), *arguments, stdout=out, stderr=io.StringIO()
        )
    except SystemExit as end:
        code = end.code
    [line] = out.getvalue().splitlines()
    return code, json.loads(line), target.read_bytes() if target.exists() else None


def boxes(folder, *listed):
    (folder / "boxes.json").write_text(json.dumps(listed))
    return "--boxes", str(folder / "boxes.json")


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_boxes_are_painted_on_pages_counted_from_one(folder):
    box = {"page": 1, "x": 0.1, "y": 0.1, "width": 0.5, "height": 0.1}
    code, answer, written = redact(folder, *boxes(folder, box))
    assert (code, answer) == (0, {"pages": 1, "boxes": 1, "residue": []})
    assert text_of(written) == ""


def test_words_and_personal_data_are_found_and_hidden(folder):
    code, answer, written = redact(folder, "--find", SECRET, "--find", "以上信息", "--personal")
    assert (code, answer["boxes"], answer["residue"]) == (0, 4, [])
    assert not any(secret.encode() in written for secret in (SECRET, MOBILE, IDENTITY))


def test_words_that_are_not_there_stop_it(folder):
    code, answer, written = redact(folder, "--find", "李大力")
    assert code == 2
    assert "“李大力” was not found" in answer["error"]
    assert written is None


def test_somebody_who_does_not_say_what_to_hide_is_asked(folder):
    code, answer, written = redact(folder)
    assert (code, written) == (2, None)
    assert "Say what to hide" in answer["error"]


@pytest.mark.parametrize(
    "box",
    [
        {"page": 2, "x": 0.1, "y": 0.1, "width": 0.5, "height": 0.1},
        {"page": 0, "x": 0.1, "y": 0.1, "width": 0.5, "height": 0.1},
        {"page": 1, "x": 0.1, "y": 0.1, "width": 0, "height": 0.1},
        {"page": 1, "x": 2, "y": 0.1, "width": 0.5, "height": 0.1},
        {"page": 1.5, "x": 0.1, "y": 0.1, "width": 0.5, "height": 0.1},
        {"page": True, "x": 0.1, "y": 0.1, "width": 0.5, "height": 0.1},
        {"page": 1, "x": "0.1", "y": 0.1, "width": 0.5, "height": 0.1},
        {"page": 1, "x": 0.1},
        "box",
        None,
    ],
)
def test_a_box_that_is_none_is_refused_and_nothing_written(folder, box):
    code, answer, written = redact(folder, *boxes(folder, box))
    assert (code, written) == (2, None)
    assert answer["error"]


def test_a_file_that_cannot_be_opened_is_refused(folder):
    (folder / "locked.pdf").write_bytes(encrypted(owner="2", user="1"))
    for source, says in (("locked.pdf", "password"), ("missing.pdf", "cannot be read")):
        code, answer, written = redact(folder, "--personal", source=source)
        assert (code, written) == (2, None)
        assert says in answer["error"]


def test_plain_text_is_made_a_pdf_first(folder):
    (folder / "note.txt").write_text(f"电话{MOBILE}")
    code, answer, written = redact(folder, "--personal", source="note.txt")
    assert (code, answer["boxes"]) == (0, 1)
    assert text_of(written) == ""


def test_what_stood_at_the_target_stays_when_it_is_refused(folder):
    (folder / "out.pdf").write_bytes(b"older")
    _code, _answer, written = redact(folder, "--find", "李大力")
    assert written == b"older"
