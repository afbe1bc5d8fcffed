"""Pictures come in the size a screen needs, drawn once, through the same gate, and go with their file."""

import io
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from PIL import Image

from gongkai.acts.actor import PROGRAM
from gongkai.files.drawn import drawn_from
from gongkai.files.erasing import erase
from gongkai.files.storing import store
from gongkai.kit import pictures, rich_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def drawing(width=1200, height=800, kind="JPEG", mode="RGB"):
    made = io.BytesIO()
    Image.new(mode, (width, height), "teal").save(made, kind)
    return made.getvalue()


def keep(content, name="a.jpg", **given):
    return store(content, name=name, by=PROGRAM, agency=SimpleNamespace(slug="jianguomen"), **given)


def asked(file, width=""):
    answer = pictures.serve_picture(file, RequestFactory().get("/", {"w": width} if width else {}))
    return answer, b"".join(answer)


def test_a_picture_says_how_large_it_is_and_which_sizes_there_are():
    address = pictures.address_of(keep(drawing()), "/items/1/files/x/")
    assert address == "/items/1/files/x/"
    assert 'width="1200" height="800"' in address.attributes
    assert "?w=480 480w, /items/1/files/x/?w=960 960w, /items/1/files/x/ 1200w" in address.attributes
    assert "1600w" not in address.attributes


def test_a_small_picture_comes_as_it_is():
    address = pictures.address_of(keep(drawing(300, 200)), "/x/")
    assert address.attributes == ' width="300" height="200"'


def test_a_file_that_is_no_picture_has_only_its_address():
    assert type(pictures.address_of(keep(b"%PDF-1.7\n%%EOF\n", "a.pdf"), "/x/")) is str


def test_the_picture_in_a_text_gets_sizes_and_does_not_let_the_page_jump():
    file = keep(drawing())
    text = f'<p>x</p><img data-file="{file.pk}" alt="灯">'
    page = rich_text.shown(text, {str(file.pk): pictures.address_of(file, "/x/")})
    assert 'srcset="/x/?w=480 480w' in page
    assert 'width="1200" height="800"' in page


@pytest.mark.parametrize("width", [480, 960])
def test_a_picture_is_drawn_in_the_width_asked_for(width):
    answer, small = asked(keep(drawing()), str(width))
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.size == (width, round(width * 800 / 1200))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_it_is_drawn_once():
    file = keep(drawing())
    asked(file, "480")
    (kept,) = drawn_from(file.sha256).iterdir()
    kept.write_bytes(b"drawn before")
    assert asked(file, "480")[1] == b"drawn before"


def test_what_one_can_see_through_stays_so():
    answer, small = asked(keep(drawing(kind="PNG", mode="RGBA"), "a.png"), "480")
    assert answer["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.mode == "RGBA"


@pytest.mark.parametrize("width", ["", "481", "1600", "99999999", "x", "-480"])
def test_any_other_width_is_the_picture_itself(width):
    file = keep(drawing())
    assert asked(file, width)[1] == file.read()
    assert not drawn_from(file.sha256).exists()


def test_what_is_sealed_is_never_drawn_onto_the_disk():
    file = keep(drawing(), sealed=True)
    assert type(pictures.address_of(file, "/x/")) is str
    asked(file, "480")
    assert not drawn_from(file.sha256).exists()


def test_what_was_drawn_goes_with_the_file(django_capture_on_commit_callbacks):
    file = keep(drawing())
    asked(file, "480")
    with django_capture_on_commit_callbacks(execute=True):
        erase(file, by=PROGRAM)
    assert not drawn_from(file.sha256).exists()
