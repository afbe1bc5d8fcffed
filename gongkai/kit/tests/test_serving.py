"""What a page hands out is what was handed in, also when it lies encrypted."""

from types import SimpleNamespace

import pytest
from django.http import Http404
from django.test import RequestFactory

from gongkai.acts.actor import PROGRAM
from gongkai.files.erasing import erase
from gongkai.files.storing import store
from gongkai.kit.serving import serve_file

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def keep(sealed, name="a.pdf"):
    return store(PDF, name=name, by=PROGRAM, agency=SimpleNamespace(slug="jianguomen"), sealed=sealed)


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_a_file_is_handed_out_as_it_was_handed_in(sealed):
    answer = serve_file(keep(sealed))
    assert b"".join(answer) == PDF
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]


def test_a_pdf_is_saved_where_the_page_wants_it_saved():
    assert serve_file(keep(False))["Content-Disposition"].startswith("inline")
    assert serve_file(keep(False), save=True)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_an_erased_file_is_not_found(sealed):
    row = keep(sealed)
    erase(row, by=PROGRAM)
    with pytest.raises(Http404):
        serve_file(row)


def part(wanted, sealed=False, **headers):
    request = RequestFactory().get("/", headers={"Range": wanted, **headers})
    answer = serve_file(keep(sealed), request=request)
    return answer.status_code, b"".join(answer), answer.headers


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
@pytest.mark.parametrize(
    ("wanted", "content", "place"),
    [
        ("bytes=0-3", b"%PDF", "bytes 0-3/15"),
        ("bytes=9-", b"%%EOF\n", "bytes 9-14/15"),
        ("bytes=-6", b"%%EOF\n", "bytes 9-14/15"),
        ("bytes=9-999", b"%%EOF\n", "bytes 9-14/15"),
        ("bytes=-999", PDF, "bytes 0-14/15"),
    ],
)
def test_a_reader_whose_line_broke_gets_the_rest(wanted, content, place, sealed):
    status, given, headers = part(wanted, sealed)
    assert (status, given, headers["Content-Range"]) == (206, content, place)
    assert headers["Content-Length"] == str(len(content))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "wanted", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-3", "bytes=x-"]
)
def test_who_asks_for_nonsense_gets_the_whole(wanted):
    status, given, headers = part(wanted)
    assert (status, given, headers["Accept-Ranges"]) == (200, PDF, "bytes")


def test_who_is_not_sure_of_the_file_gets_the_whole():
    assert part("bytes=0-3", **{"If-Range": "x"})[:2] == (200, PDF)


@pytest.mark.parametrize("wanted", ["bytes=15-", "bytes=99-100", "bytes=-0"])
def test_behind_the_end_there_is_nothing(wanted):
    status, given, headers = part(wanted)
    assert (status, given, headers["Content-Range"]) == (416, b"", "bytes */15")


def test_a_name_of_any_script_is_told_as_it_is():
    told = serve_file(keep(False, "通知“一”;.pdf"), save=True)["Content-Disposition"]
    assert told.startswith("attachment; filename*=utf-8''%E9%80%9A%E7%9F%A5")
    assert "\n" not in told


def test_no_other_site_may_draw_a_file_into_its_pages():
    assert serve_file(keep(False))["Cross-Origin-Resource-Policy"] == "same-origin"
