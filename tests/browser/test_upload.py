"""A large file arrives whole over a line that breaks, and goes on after the page was left."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from gongkai.cases.models import Paper
from gongkai.cases.tests.factories import registered_case
from gongkai.files.models import Upload
from gongkai.files.uploading import PART

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = 12
NAME = "听证会记录.txt"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A text of twelve parts, none of which is like another."""
    file = tmp_path / NAME
    lines = (f"{number:09} 听证会记录\n".encode() for number in range(PARTS * PART // 26 + 1))
    file.write_bytes(b"".join(lines)[: PARTS * PART - 8].rpartition(b"\n")[0].ljust(PARTS * PART))
    return file


class Line:
    """Lets so many parts through, and counts them; a broken one loses all that comes after."""

    def __init__(self) -> None:
        self.passed = 0
        self.lost = 0
        self.breaks_after = -1
        self.is_back = True

    def carry(self, route: Route) -> None:
        if route.request.method != "POST" or not route.request.headers.get("upload-checksum"):
            route.continue_()
        elif self.passed == self.breaks_after and not (self.is_back and self.lost):
            self.lost += 1
            route.abort("connectionfailed")
        else:
            self.passed += 1
            route.continue_()


@pytest.fixture
def at_the_form(our_office: SimpleNamespace, visit: Any) -> SimpleNamespace:
    """An officer who adds a paper to a case, and the line to the office."""
    case = registered_case(our_office)
    foi, line = visit(our_office.foi), Line()
    foi.page.route("**/desk/uploads/*/", line.carry)
    foi.open("desk:case_papers", case.pk)
    return SimpleNamespace(foi=foi, line=line, case=case)


def add_and_compare(at_the_form: SimpleNamespace, large: Path) -> None:
    at_the_form.foi.press("Add").page.wait_for_url(f"**{at_the_form.case.get_absolute_url()}")
    file = Paper.objects.get(title__startswith="听证会记录").file
    assert file.sha256 == hashlib.sha256(large.read_bytes()).hexdigest()
    assert not Upload.objects.exists()


def test_a_large_file_arrives_whole_over_a_line_that_breaks_once(at_the_form: SimpleNamespace, large: Path):
    foi, line = at_the_form.foi, at_the_form.line
    line.breaks_after = 4
    foi.fill(files=str(large))
    # On a busy machine a part takes as long as it takes.
    expect(foi.page.locator(".uploads li.whole")).to_have_count(1, timeout=60_000)
    assert (line.passed, line.lost) == (PARTS, 1)
    add_and_compare(at_the_form, large)


def test_a_large_file_goes_on_after_the_page_was_left(at_the_form: SimpleNamespace, large: Path):
    foi, line = at_the_form.foi, at_the_form.line
    line.breaks_after, line.is_back = 4, False
    foi.fill(files=str(large))
    foi.reads("The connection was lost. Sending goes on as soon as it is back.")
    foi.page.reload()
    line.is_back = True
    foi.fill(files=str(large))
    # Sent before everything has arrived, the form waits for the file.
    foi.press("Add").page.wait_for_url(f"**{at_the_form.case.get_absolute_url()}")
    assert line.passed == PARTS
    assert Paper.objects.get(title__startswith="听证会记录").file.size == PARTS * PART
