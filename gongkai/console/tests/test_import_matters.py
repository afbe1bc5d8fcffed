"""`gongkai import matters`: the inventory from a file, all of it or nothing."""

import io
import json

import pytest
from django.core.management import call_command

from gongkai.inventory import table
from gongkai.inventory.models import Matter
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "事项.xlsx"
    path.write_bytes(table.template())
    return path


def take_in(file, *options):
    out, code = io.StringIO(), 0
    try:
        call_command("import", "matters", str(file), *options, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def test_a_dry_run_tells_what_would_be_new_and_writes_nothing(office, file):
    code, told = take_in(file, "--agency", "jianguomen", "--dry-run")
    assert (code, told["loaded"], told["new"]) == (0, False, ["社会救助-01"])
    assert not Matter.objects.exists()


def test_the_file_is_imported_as_the_act_of_the_foi_officer(office, file):
    code, told = take_in(file, "--by", office.foi.username)
    assert (code, told["loaded"], told["agency"]) == (0, True, "jianguomen")
    assert Matter.objects.get().agency == office.agency
    assert Entry.objects.get(act="inventory.matters_imported").details["source"] == "事项.xlsx"


def test_the_same_file_a_second_time_changes_nothing(office, file):
    take_in(file, "--by", office.foi.username)
    _code, told = take_in(file, "--by", office.foi.username)
    assert (told["new"], told["changed"], told["same"]) == ([], [], 1)


def test_an_information_officer_imports_nothing(office, file):
    code, told = take_in(file, "--by", office.officer.username)
    assert code == 1
    assert "keep the inventory" in told["errors"][0]
    assert not Matter.objects.exists()


def test_a_dry_run_without_an_agency_says_what_is_missing(office, file):
    code, told = take_in(file, "--dry-run")
    assert code == 1
    assert "--agency" in told["errors"][0]
