"""One stylesheet for a page: all its parts, in the order of the cascade, under a name of its content."""

import re
import subprocess
import sys

import pytest
from django.contrib.staticfiles import finders

from gongkai.kit import collected, stylesheets
from gongkai.kit.templatetags.kit import stylesheet_links


@pytest.mark.parametrize("frame", ["portal", "desk", "plain"])
def test_the_parts_of_a_frame_exist_each_once_and_paper_comes_last(frame):
    parts = stylesheets.parts_of(frame)
    assert all(part.exists() for part in parts)
    assert len(parts) == len(set(parts))
    assert (parts[0].name, parts[-1].name) == ("tokens.css", "print.css")


def rules_of(css):
    return re.sub(r"\s+", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


@pytest.mark.parametrize("frame", ["portal", "desk", "plain"])
def test_the_stylesheet_of_a_frame_says_what_its_parts_say(frame):
    parts = "".join(part.read_text(encoding="utf-8") for part in stylesheets.parts_of(frame))
    assert rules_of(stylesheets.put_together(frame)) == rules_of(parts)


def test_parts_name_no_other_file():
    """A part lies elsewhere than the whole: an address relative to it would lead nowhere."""
    for frame in stylesheets.FRAMES:
        assert not re.search(r"url\((?!['\"]?data:)|@import|@charset", stylesheets.put_together(frame))


def test_a_page_links_one_stylesheet_that_is_found():
    link = stylesheet_links("portal")
    assert link.count("<link") == 1
    assert finders.find("kit/portal.css")
    assert "/static/kit/portal.css" in link


def test_a_part_that_changed_is_put_in_at_once(tmp_path):
    stylesheets.write(tmp_path)
    path = tmp_path / "kit" / "portal.css"
    wanted = path.read_text(encoding="utf-8")
    path.write_text("old", encoding="utf-8")
    stylesheets.write(tmp_path)
    assert path.read_text(encoding="utf-8") == wanted


def test_before_they_are_collected_files_go_by_their_own_names():
    assert not collected.are_collected()
    assert "/static/kit/portal.css" in stylesheet_links("portal")


@pytest.mark.one_database
def test_collected_files_are_named_by_their_content_and_packed(tmp_path):
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup()\n"
            "from gongkai.kit.collected import collect; collect()\n"
            "from gongkai.kit.templatetags.kit import stylesheet_links; print(stylesheet_links('portal'))",
        ],
        env={"DJANGO_SETTINGS_MODULE": "gongkai.config.settings", "GONGKAI_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    name = re.search(r"/static/kit/(portal\.[0-9a-f]{12}\.css)", told)
    assert name, told
    assert (tmp_path / "static" / "kit" / f"{name.group(1)}.gz").exists()
