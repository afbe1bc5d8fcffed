"""The statutory section: five entries, and what is disclosed by column, by duty and by key area."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from gongkai.agencies.models import Agency
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import columns, facts
from gongkai.catalogue.models import Column, Item
from gongkai.catalogue.tests.factories import column
from gongkai.channels.tests.factories import published_item, release_of, released_item

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def told(answer):
    return b"".join(answer.streaming_content)


def test_the_section_has_its_five_entries(citizen, office):
    released_item(office)
    page = text(citizen.get("/disclosure/"))
    for words in ("Disclosure guide", "Rules on disclosure", "Disclosed by law", "Annual reports"):
        assert words in page
    assert "Request information" in page
    assert "Last updated 2018-05-07" in page


def test_columns_are_counted_with_those_below_them(citizen, office):
    top = columns.open_column(office.agency, by=office.editor, name="社会救助", slug="shjz")
    columns.move_column(column(office), by=office.editor, under=top)
    released_item(office)
    answer = citizen.get("/content/")
    rows = [
        (each.column.name, each.level, each.tally.total)
        for root in answer.context["branches"]
        for each in root.all()
    ]
    assert rows == [("社会救助", 1, 1), ("工作动态", 2, 1)]
    assert answer.context["branches"][0].tally.latest == date(2018, 5, 7)


def test_what_is_not_public_is_counted_nowhere(citizen, office):
    gone, tested = released_item(office), published_item(office, "停水测试")
    release_of(tested, office, is_test=True)
    published_item(office, "没有发布到网站")
    catalogue.withdraw(gone, by=office.foi, reason="有误")
    for path in ("/content/", "/disclosure/", "/content/duties/"):
        assert "No item" not in text(citizen.get(path))
    assert citizen.get("/content/").context["whole"].total == 0
    assert b"2018-0000" not in told(citizen.get("/content/save/csv/"))


def test_a_closed_column_is_shown_while_something_stands_in_it(citizen, office):
    item = released_item(office)
    columns.close_column(item.column, by=office.editor)
    assert "closed" in text(citizen.get("/content/"))
    assert "This column is closed" in text(citizen.get("/columns/dynamics/"))
    catalogue.withdraw(item, by=office.foi, reason="有误")
    assert "dynamics" not in text(citizen.get("/content/"))
    assert citizen.get("/columns/dynamics/").status_code == 200


def test_a_column_page_shows_what_stands_below_and_is_chosen_by_year(citizen, office):
    top = columns.open_column(office.agency, by=office.editor, name="社会救助", slug="shjz")
    columns.move_column(column(office), by=office.editor, under=top)
    old, new = released_item(office, "去年的事", on=date(2017, 3, 1)), released_item(office, "今年的事")
    page = text(citizen.get("/columns/shjz/"))
    assert old.title in page
    assert new.title in page
    page = text(citizen.get("/columns/shjz/?year=2017"))
    assert old.title in page
    assert new.title not in page
    for odd in ("year=2016", "year=abcd", "year=２０１７", "year=-1", "page=abc", "page=99"):
        assert citizen.get(f"/columns/shjz/?{odd}").status_code in (200, 404)


def test_the_columns_of_an_office_below_are_reached_by_its_name(citizen, office, settings):
    settings.PORTAL_AGENCY = "dongcheng"
    Column.objects.create(agency=office.district, name="区级动态", slug="dynamics")
    released_item(office)
    assert citizen.get("/columns/dynamics/").context["column"].name == "区级动态"
    answer = citizen.get("/columns/dynamics/?office=jianguomen")
    assert answer.context["column"].name == "工作动态"
    assert answer.context["paginator"].count == 1
    assert "?office=jianguomen" in text(citizen.get("/content/"))
    assert "工作动态" in text(citizen.get("/content/?office=jianguomen"))
    item = Item.objects.get()
    assert "/columns/dynamics/?office=jianguomen" in text(citizen.get(f"/items/{item.pk}/"))


def test_items_are_listed_by_the_duty_they_or_their_column_belong_to(citizen, office):
    columns.change_column(column(office), by=office.editor, duty="20.7")
    inherits, own = released_item(office, "预算公开"), released_item(office, "低保公示")
    facts.change_facts(own, by=office.foi, duty="21.6")
    assert inherits.title in text(citizen.get("/content/duties/20.7/"))
    assert own.title not in text(citizen.get("/content/duties/20.7/"))
    assert own.title in text(citizen.get("/content/duties/21.6/"))
    assert citizen.get("/content/duties/").context["articles"][0][1][6][1].total == 1
    assert citizen.get("/content/duties/20.16/").status_code == 404


def test_items_are_listed_by_key_area(citizen, office):
    item = released_item(office, areas=["c"])
    assert item.title in text(citizen.get("/content/areas/c/"))
    assert item.title not in text(citizen.get("/content/areas/a/"))
    assert citizen.get("/content/areas/z/").status_code == 404
    assert [tally.total for _area, tally in citizen.get("/content/areas/").context["areas"]].count(1) == 1


def test_the_catalogue_is_saved_with_index_title_abstract_and_day(citizen, office):
    item = released_item(office, "=SUM(A1)")
    facts.change_facts(item, by=office.foi, abstract="+摘要")
    answer = citizen.get("/content/save/csv/")
    assert "attachment" in answer["Content-Disposition"]
    heading, line = csv.reader(io.StringIO(told(answer).decode("utf-8-sig")))
    assert heading[:4] == ["索引号", "名称", "内容概述", "生成日期"]
    assert line[:4] == [item.index_number, "'=SUM(A1)", "'+摘要", "2018-05-07"]
    assert line[-1] == f"http://testserver/items/{item.pk}/"
    sheet = openpyxl.load_workbook(io.BytesIO(told(citizen.get("/content/save/xlsx/")))).active
    assert [cell.value for cell in sheet[2]][:4] == line[:4]
    assert sheet["B2"].data_type == "s"
    assert citizen.get("/content/save/pdf/").status_code == 404


def test_the_catalogue_of_an_office_that_is_not_here_is_not_that_of_another(citizen, office):
    released_item(office)
    assert citizen.get(f"/content/save/csv/?office={office.agency.slug}").status_code == 200
    assert citizen.get(f"/content/save/csv/?office={office.other.slug}").status_code == 404


def test_hostile_titles_make_no_broken_table(citizen, office):
    released_item(office, "\u202e<b>&\ud83c\udfee]]>🏮".encode("utf-16", "surrogatepass").decode("utf-16"))
    sheet = openpyxl.load_workbook(io.BytesIO(told(citizen.get("/content/save/xlsx/")))).active
    assert "🏮" in sheet["B2"].value


def test_the_rules_are_those_in_force(citizen, office):
    item = released_item(office, "政务公开制度")
    catalogue.name_rule(office.agency, "disclosure", item, by=office.foi)
    page = text(citizen.get("/rules/"))
    assert "政务公开制度" in page
    assert "国务院令第492号" in page
    assert "国务院令第711号" not in page


def test_an_office_without_anything_has_its_pages_all_the_same(citizen, office):
    assert not Item.objects.exists()
    for path in (
        "/",
        "/disclosure/",
        "/rules/",
        "/content/",
        "/content/duties/",
        "/content/areas/",
        "/services/",
    ):
        assert citizen.get(path).status_code == 200
    assert Agency.objects.count() == 3
