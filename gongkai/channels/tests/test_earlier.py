"""Earlier items on the website, in the count, in the search, and out again with everything else."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import datetime

import pytest

from gongkai import search
from gongkai.acts import Refused, clock
from gongkai.catalogue import archives
from gongkai.catalogue.actions import withdraw
from gongkai.catalogue.exporting import export, note_export
from gongkai.catalogue.importing import actions
from gongkai.catalogue.models import Column, Item, Relation
from gongkai.catalogue.tests.factories import column, published
from gongkai.catalogue.tests.importing.factories import LIST, checked, done, packed, page
from gongkai.channels.models import Channel, Release
from gongkai.channels.queries import faults, public_items
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.tests.factories import picture_bytes

pytestmark = pytest.mark.django_db

PERSONAL = LIST.replace("请各社区落实。", "联系人手机13800138000。")


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture
def website(office):
    return Channel.objects.create(agency=office.agency, kind=ChannelKind.WEBSITE, name="门户网站")


def site(office):
    files = {"t1.html": page("走访高龄老人"), "p.png": picture_bytes("PNG"), "附件.txt": "沙袋200个"}
    return done(
        office,
        packed(files),
        "site.zip",
        column=column(office).pk,
        answered=("unreadable",),
        why="已人工查看",
    )


def test_a_cleared_item_is_shown_as_of_its_day(office, website):
    run = done(office)
    release = Release.objects.get(item__title="关于防汛的通知")
    assert release.confirmed_on == release.item.published_on
    assert set(public_items()) == set(Item.objects.filter(imported=run))


def test_an_item_without_clearance_or_with_findings_is_shown_to_nobody(office, website):
    done(office, PERSONAL)
    assert {item.title for item in public_items()} == {"低保公示"}
    done(office, LIST.replace("防汛", "防火").replace("低保", "特困").replace("t1", "t2"), clearance={})
    assert {item.title for item in public_items()} == {"低保公示"}
    assert search.find("public", "防火").total == 0


def test_what_was_counted_in_its_own_time_changes_no_figure_here(office, website):
    done(office)
    assert not Release.objects.counted().exists()
    assert list(faults()) == []


def test_it_counts_in_its_year_where_that_is_chosen(office, website):
    done(office, is_counted=True)
    assert sorted(Release.objects.counted().values_list("first_year", "is_first")) == [
        (2016, True),
        (2017, True),
    ]
    assert list(faults()) == []


def test_what_came_in_is_found_and_what_was_taken_back_is_not(office, website):
    run = done(office)
    assert search.find("public", "防汛").total == 1
    actions.undo(run, by=office.foi, reason="导错了")
    assert search.find("public", "防汛").total == 0
    assert not Release.objects.exists()


def test_a_clearance_recorded_later_shows_the_item(office, website):
    run = done(office, clearance={})
    assert not public_items().exists()
    actions.clear_rest(
        run, by=office.foi, cleared_by="王主任", cleared_on=datetime(2015, 1, 1).date(), paper="登记簿"
    )
    assert public_items().count() == 2


def test_a_run_released_elsewhere_stays(office, website):
    run = done(office)
    board = Channel.objects.create(agency=office.agency, kind=ChannelKind.NOTICE_BOARD, name="公示栏")
    item = Item.objects.filter(imported=run).first()
    Release.objects.create(item=item, channel=board, agency=office.agency, kind=board.kind)
    with pytest.raises(Refused, match="other channels"):
        actions.undo(run, by=office.foi, reason="导错了")


def unpacked(pieces):
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_the_export_holds_every_item_and_says_what_is_not_public(office, website):
    done(office, PERSONAL)
    site(office)
    archive = unpacked(export(office.agency))
    items = {each["title"]: each for each in json.loads(archive.read("items.json"))}
    assert len(items) == 3
    assert items["低保公示"]["is_public"] is True
    assert items["低保公示"]["releases"][0]["confirmed_on"] == "2016-03-05"
    held = next(each for each in items.values() if each["index_number"] == "000014349/2017-00110")
    assert (held["is_public"], held["clearance"]) == (False, None)
    assert json.loads(archive.read("manifest.json"))["items"] == Item.objects.count()


def test_every_file_of_the_export_has_its_checksum(office, website):
    site(office)
    archive = unpacked(export(office.agency))
    sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == told for name, told in sums.items())


def facts_of(agency):
    """What an export tells of its items, without what only names their rows."""
    told = json.loads(unpacked(export(agency)).read("items.json"))
    for each in told:
        for name in ("id", "text", "editions", "checksum"):
            del each[name]
        for file in each["files"]:
            each["body"] = each["body"].replace(file.pop("key"), file["name"])
            del file["path"]
        if each["withdrawn"]:
            # On which channels it was once is not brought along.
            each["withdrawn"], each["releases"] = each["withdrawn"]["reason"], []
        for release in each["releases"]:
            del release["address"]
    return sorted(told, key=lambda each: each["index_number"])


def test_what_was_exported_comes_in_again_as_it_was(office, website):
    run = done(office)
    first, second = Item.objects.order_by("pk")
    withdraw(first, by=office.foi, reason="内容有误")
    second.interprets, second.is_interpretation = first, True
    second.save()
    Relation.objects.create(item=first, other=second, by=office.foi)
    before = facts_of(office.agency)
    content = b"".join(export(office.agency))
    actions.undo(run, by=office.foi, reason="往返")
    assert not Item.objects.exists()
    again = done(office, content, "export.zip", clearance={})
    assert again.state == "done", again.report
    assert facts_of(office.agency) == before


def test_pictures_and_files_come_back_with_their_words(office, website):
    run = site(office)
    before = facts_of(office.agency)
    content = b"".join(export(office.agency))
    actions.undo(run, by=office.foi, reason="往返")
    run = done(office, content, "export.zip", clearance={}, answered=("unreadable",), why="已人工查看")
    assert run.state == "done", run.report
    assert facts_of(office.agency) == before


def test_the_export_goes_to_another_office_with_its_columns(office, website):
    done(office)
    content = b"".join(export(office.agency))
    Column.objects.create(agency=office.other, name="工作动态", slug="dynamics")
    run = actions.bring(office.other, io.BytesIO(content), name="export.zip", by=office.stranger)
    run = actions.check(run, by=office.stranger)
    assert run.report["items"] == 2
    assert run.report["columns"] == {"工作动态": 2}


def test_only_the_foi_office_takes_everything_out(office):
    note_export(office.agency, by=office.foi_head)
    for who in (office.editor, office.leader, office.stranger):
        with pytest.raises(Refused, match="takes everything out"):
            note_export(office.agency, by=who)


@pytest.mark.one_database
def test_the_archives_get_each_item_as_pdf_with_its_files_and_a_list(office, website):
    site(office)
    published(office)
    archive = unpacked(archives.hand_over(office.agency, 2017))
    names = archive.namelist()
    top = names[0].split("/")[0]
    assert f"{top}/件/0001/0001 走访高龄老人.pdf" in names
    assert f"{top}/件/0001/附件/2 物资表.txt" in names
    assert f"{top}/归档文件目录.xlsx" in names
    assert archive.read(f"{top}/移交清单.pdf").startswith(b"%PDF")
    assert not any("0002" in name for name in names)


def test_a_run_of_another_year_is_no_part_of_the_archives(office, website):
    checked(office)
    names = unpacked(archives.hand_over(office.agency, 2015)).namelist()
    assert not any("/件/" in name for name in names)


def test_the_table_of_the_export_is_written_in_the_words_of_offices(office, website):
    done(office, LIST, clearance={})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(export(office.agency))))
    first = next(csv.DictReader(io.StringIO(archive.read("tables/items.csv").decode("utf-8-sig"))))
    assert (first["体裁"], first["有效性"], first["是否公开"]) == ("通知", "有效", "否")
