"""What a page hands out is what was handed in, also when it lies encrypted."""

from types import SimpleNamespace

import pytest
from django.http import Http404

from gongkai.acts.actor import PROGRAM
from gongkai.files.erasing import erase
from gongkai.files.storing import store
from gongkai.kit.serving import serve_file

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def keep(sealed):
    return store(PDF, name="a.pdf", by=PROGRAM, agency=SimpleNamespace(slug="jianguomen"), sealed=sealed)


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
