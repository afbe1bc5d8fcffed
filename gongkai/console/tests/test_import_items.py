"""`gongkai import items` and `gongkai export`."""

import io
import json
import zipfile
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from gongkai.acts import clock
from gongkai.catalogue.models import Import, Item
from gongkai.catalogue.tests.factories import column
from gongkai.catalogue.tests.importing.factories import LIST, page
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

CLEARED = ("--cleared-by", "王主任", "--cleared-on", "2010-01-04", "--paper", "登记簿第3页")


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "往期.csv"
    path.write_text(LIST, encoding="gb18030")
    return path


def take_in(file, *options):
    out, code = io.StringIO(), 0
    try:
        call_command("import", "items", str(file), *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def test_a_dry_run_tells_what_would_come_and_brings_nothing(office, file):
    column(office)
    code, told = take_in(file, "--dry-run", "--agency", "jianguomen", *CLEARED)
    assert (code, told["loaded"], told["items"], told["cleared"]) == (0, False, 2, 2)
    assert not Item.objects.exists()
    assert not Import.objects.exists()


def test_a_list_comes_in_whole(office, file):
    column(office)
    code, told = take_in(file, "--by", office.foi.username, *CLEARED)
    assert (code, told["loaded"], told["items"], told["unpublished"]) == (0, True, 2, 0)
    assert Item.objects.filter(imported=told["import"]).count() == 2


def test_without_a_clearance_they_come_in_unpublished(office, file):
    column(office)
    assert take_in(file, "--by", office.foi.username)[1]["unpublished"] == 2


def test_errors_are_told_by_line_and_nothing_comes_in(office, file):
    column(office)
    file.write_text(LIST + "没有日期,不详,工作动态,,,,正文\n", encoding="utf-8")
    for more in ((), ("--dry-run",)):
        code, told = take_in(file, "--by", office.foi.username, *CLEARED, *more)
        assert code == 1
        assert told["errors"] == ["line 4: “不详” is no day."]
    assert not Item.objects.exists()
    assert take_in(file, "--by", office.foi.username, "--leave-out", *CLEARED)[1]["items"] == 2


def test_a_folder_of_pages_comes_in(office, tmp_path):
    made = column(office)
    (tmp_path / "zwgk").mkdir()
    (tmp_path / "zwgk" / "t1.html").write_text(page(), encoding="utf-8")
    (tmp_path / "zwgk" / "附件.txt").write_text("沙袋", encoding="utf-8")
    code, told = take_in(tmp_path, "--by", office.foi.username, "--column", made.name, *CLEARED)
    assert (code, told["items"], told["source"]) == (0, 1, "pages")
    assert [each.name for each in Item.objects.get().package.frozen_files] == ["物资表.txt"]


def test_only_the_foi_office_brings_in(office, file):
    column(office)
    code, told = take_in(file, "--by", office.officer.username, *CLEARED)
    assert code == 1
    assert "brings earlier items in" in told["errors"][0]


def test_an_unknown_column_is_refused(office, file):
    assert take_in(file, "--by", office.foi.username, "--column", "没有", *CLEARED)[0] == 1


def test_everything_is_written_out_and_noted(office, file, tmp_path):
    column(office)
    take_in(file, "--by", office.foi.username, *CLEARED)
    target = tmp_path / "all.zip"
    call_command("export", "jianguomen", str(target), "--by", office.foi.username, stdout=io.StringIO())
    with zipfile.ZipFile(target) as archive:
        assert len(json.loads(archive.read("items.json"))) == 2
    assert Entry.objects.filter(act="catalogue.exported").exists()


def test_an_export_of_nobodys_is_refused(office, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("export", "nirgends", str(tmp_path / "x.zip"), stdout=io.StringIO())
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError) as refusal:
        call_command("export", "jianguomen", str(tmp_path / "x.zip"), "--by", office.officer.username)
    assert refusal.value.returncode == 1
