"""No page of the portal fetches anything from another host, and none needs what WeChat's web view lacks."""

import re
from pathlib import Path

import pytest

from gongkai import kit, portal

FOLDERS = [Path(room.__file__).parent for room in (kit, portal)]
PAGES = sorted(page for folder in FOLDERS for page in folder.glob("templates/**/*.html"))
STYLES = sorted(sheet for folder in FOLDERS for sheet in folder.glob("static/**/*.css"))
FETCHED = re.compile(r"""(?:src|srcset|href|action|data|poster)\s*=\s*["']?\s*(?:https?:)?//""", re.I)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_template_names_a_foreign_host(page):
    assert not FETCHED.search(page.read_text("utf-8"))


@pytest.mark.parametrize("sheet", STYLES, ids=lambda sheet: sheet.name)
def test_no_stylesheet_fetches_from_elsewhere(sheet):
    text = sheet.read_text("utf-8")
    assert "@import" not in text
    assert not re.search(r"""url\(\s*["']?\s*(?:https?:)?//""", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_template_has_script_or_style_of_its_own(page):
    text = page.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", text) or "ld+json" in text
    assert not re.search(r"\s(?:style|on[a-z]+)=[\"']", text)
