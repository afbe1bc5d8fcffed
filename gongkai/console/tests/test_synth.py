"""Synthetic data look like an office's own to every rule of the database, and say what they are."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.numbering import next_serial
from gongkai.cases.models import Case, Reply
from gongkai.catalogue.models import Item
from gongkai.channels import queries as channels
from gongkai.channels.models import Release
from gongkai.console.synth import making
from gongkai.console.synth.sheets import Sheet
from gongkai.journal import changes
from gongkai.journal.models import Entry
from gongkai.secrecy.models import Package

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def make(**given):
    values = {"agencies": 4, "items": 120, "cases": 40, "first_year": 2018, "last_year": 2019, "seed": 1}
    making.make(making.Wanted(**(values | given)), lambda told: None)


def test_as_much_is_made_as_was_asked_for():
    make()
    assert (Agency.objects.count(), Item.objects.count(), Case.objects.count()) == (4, 120, 40)
    assert set(Item.objects.values_list("published_on__year", flat=True)) == {2018, 2019}


def test_offices_and_folder_say_that_the_data_are_synthetic(tmp_path):
    make()
    assert all("合成数据" in agency.name for agency in Agency.objects.all())
    assert json.loads((tmp_path / "synthetic").read_text())["loaded"] is True


def test_the_portal_shows_what_was_released_and_not_withdrawn():
    make()
    shown = channels.public_items()
    assert 0 < shown.count() < Item.objects.count()
    assert all(item.package.is_unchanged() for item in shown.select_related("package")[:5])


def test_the_derived_years_of_releases_are_sound():
    make()
    assert Release.objects.count() > Item.objects.count() * 0.9
    assert list(channels.faults()) == []


def test_every_rule_of_the_database_holds():
    make()
    connection.check_constraints()


def test_numbers_go_on_where_the_synthetic_ones_end():
    make()
    agency = Agency.objects.get(slug="synthetic-001")
    last = Item.objects.filter(agency=agency, published_on__year=2019).count()
    assert next_serial(agency, "items", 2019) == last + 1
    assert next_serial(agency, "cases", 2019) == Case.objects.filter(agency=agency, year=2019).count() + 1


def test_most_requests_are_replied_to_in_time():
    make(cases=200)
    assert Reply.objects.count() > 150
    late = Case.objects.filter(timeliness="late").count()
    assert 0 < late < 20


def test_it_writes_no_journal_and_says_that_what_is_public_changed():
    before = changes.stand()
    entries = Entry.objects.count()
    make()
    assert Entry.objects.count() == entries
    assert changes.stand() != before


def test_it_is_made_once():
    make()
    wanted = making.Wanted(agencies=4, items=1, cases=1, first_year=2018, last_year=2018, seed=1)
    assert list(making.obstacles_to_making(wanted)) == ["Synthetic data stand in this database already."]


@pytest.mark.parametrize("years", ["2019-2018", "1999-2001", "next year"])
def test_years_that_make_no_sense_are_refused(years, capsys):
    with pytest.raises(SystemExit):
        call_command("synth", "--years", years)
    assert "not before 2008" in capsys.readouterr().err


def test_a_sheet_knows_the_columns_of_its_model():
    with pytest.raises(ValueError, match="Package has no colour"):
        Sheet(Package, ("id", "colour"))


def test_the_same_seed_gives_the_same_rows():
    told = []
    for _each in range(2):
        with transaction.atomic():
            make()
            rows = Item.objects.order_by("index_number")
            told.append(list(rows.values_list("index_number", "title", "published_on", "package__body")))
            transaction.set_rollback(True)
    assert told[0] == told[1] != []
