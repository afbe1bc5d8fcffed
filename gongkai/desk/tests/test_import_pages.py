"""Bringing earlier items in on the desk: file, choices, what would come, run, back; and the way out."""

import io
import json
import zipfile

import pytest

from gongkai.catalogue.importing import actions
from gongkai.catalogue.models import Import, Item
from gongkai.catalogue.tests.factories import column
from gongkai.catalogue.tests.importing.factories import LIST, brought, checked, done, packed, page
from gongkai.desk.tests.pages import HOSTILE, faults_of, sent, shown, text, uploaded

pytestmark = pytest.mark.django_db

State = Import.State
CLEARANCE = {"cleared_by": "王主任", "cleared_on": "2010-01-04", "cleared_paper": "登记簿第3页"}


def path(run, act=""):
    return f"/desk/imports/{run.pk}/{act}"


def choices(**given):
    headings = {
        "heading_title": "标题",
        "heading_published_on": "发布日期",
        "heading_column": "栏目",
        "heading_body": "正文",
    }
    return headings | {"genre": "other"} | CLEARANCE | given


def test_a_file_goes_all_the_way_and_back(as_, office):
    client = as_(office.foi)
    column(office)
    answer = sent(client, "/desk/imports/new/", file=uploaded("往期.csv", LIST.encode()))
    run = Import.objects.get()
    assert answer.url == path(run, "choose/")
    assert '<option value="文号" selected>' in text(client.get(path(run, "choose/")))

    sent(client, path(run, "choose/"), **choices())
    page = shown(client.get(path(run)))
    assert "What would come in" in page
    assert "Bring them in" in page
    assert not Item.objects.exists()

    sent(client, path(run, "start/"))
    assert "What came in" in shown(client.get(path(run)))
    assert Item.objects.filter(imported=run).count() == 2

    sent(client, path(run, "undo/"), reason="导错了")
    assert not Item.objects.exists()
    run.refresh_from_db()
    assert run.state == State.UNDONE


def test_a_file_that_is_none_of_these_is_refused_above_the_form(as_, office):
    answer = sent(as_(office.foi), "/desk/imports/new/", file=uploaded("x.csv", b"\xd0\xcf\x11\xe0old"))
    assert answer.status_code == 422
    assert "old kind" in shown(answer)


def test_a_word_that_names_no_column_here_is_asked_for(as_, office):
    run = checked(office, LIST.replace("工作动态", "防汛抗旱"))
    client = as_(office.foi)
    assert "Column for “防汛抗旱”" in shown(client.get(path(run, "choose/")))
    sent(client, path(run, "choose/"), **choices(word_0=column(office).pk))
    run.refresh_from_db()
    assert run.report["error_lines"] == 0


def test_findings_are_named_and_those_to_look_at_can_be_answered_for(as_, office):
    run = checked(office, LIST.replace("请各社区落实。", "咨询电话010-65221234。"))
    client = as_(office.foi)
    assert "Personal data and hidden content" in shown(client.get(path(run)))
    answer = sent(client, path(run, "choose/"), **choices(answered=["phone"]))
    assert "Say why what was found may stay." in shown(answer)
    sent(client, path(run, "choose/"), **choices(answered=["phone"], why="公开的咨询电话"))
    run.refresh_from_db()
    assert run.report["cleared"] == 2


def test_lines_that_are_wrong_are_told_and_hold_the_run(as_, office):
    run = checked(office, LIST + "没有日期,不详,工作动态,,,,正文\n")
    page = shown(as_(office.foi).get(path(run)))
    assert "“不详” is no day." in page.replace("\u2068", "").replace("\u2069", "")
    assert "Some lines are wrong" in page
    assert "不详" in text(as_(office.foi).get(path(run, "lines/")))


def test_a_long_run_shows_how_far_it_is(as_, office, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    page = text(as_(office.foi).get(path(checked(office))))
    assert "<progress" in page
    assert "It waits for its turn" in page


def test_a_clearance_for_the_rest_is_recorded(as_, office):
    run = done(office, clearance={})
    answer = sent(
        as_(office.foi), path(run, "clear/"), cleared_by="王主任", cleared_on="2015-01-01", paper="登记簿"
    )
    assert answer.status_code == 302
    assert all(item.package.is_cleared for item in Item.objects.filter(imported=run))


def test_hostile_names_and_titles_break_no_page(as_, office):
    told = "标题,发布日期,正文\n" + '"' + HOSTILE.replace('"', '""') + '",2017-05-03,正文\n'
    run = checked(office, told, name=f"{HOSTILE[:50]}.csv", column=column(office).pk)
    actions.start(run, by=office.foi)
    client = as_(office.foi)
    for address in ("/desk/imports/", path(run), path(run, "lines/"), path(run, "undo/")):
        answer = client.get(address)
        assert answer.status_code == 200
        if "lines" not in address:
            assert faults_of(answer) == []


def test_somebody_else_does_not_know_of_it(as_, office):
    run = brought(office)
    for who in (office.officer, office.leader, office.stranger, office.editor):
        assert as_(who).get(path(run)).status_code == 404


def test_everything_is_taken_out_as_a_zip(as_, office):
    done(office)
    answer = sent(as_(office.foi), "/desk/imports/out/", what="open", period="30年")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(json.loads(archive.read("items.json"))) == 2


def test_a_year_for_the_archives_has_to_be_named(as_, office):
    answer = sent(as_(office.foi), "/desk/imports/out/", what="archives", period="30年")
    assert answer.status_code == 422
    assert "Say which year." in shown(answer)


def test_the_list_asks_as_much_for_many_runs_as_for_few(as_, office, django_assert_max_num_queries):
    for place in range(12):
        brought(office, LIST, name=f"{place}.csv")
    client = as_(office.foi)
    client.get("/desk/imports/")
    with django_assert_max_num_queries(20):
        client.get("/desk/imports/")


def test_work_at_a_long_run_is_stopped_from_its_page(as_, office, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    run = checked(office)
    client = as_(office.foi)
    assert "Stop it" in shown(client.get(path(run)))
    assert sent(client, path(run, "stop/")).status_code == 302
    run.refresh_from_db()
    assert run.state == State.UPLOADED


def test_what_is_passed_over_is_told_on_the_page(as_, office):
    pages = packed({"index.html": "<title>街道</title>", "x.html": page(), "p.png": b"x", "附件.txt": "x"})
    run = checked(office, pages, "site.zip", column=column(office).pk)
    client = as_(office.foi)
    assert "Passed over" in shown(client.get(path(run)))
    assert "index.html" in text(client.get(path(run, "lines/")))
    assert "Address the folder stood at" in shown(client.get(path(run, "choose/")))
