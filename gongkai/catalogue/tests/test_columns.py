"""The tree of columns: arranged by the editor, without circles, with old addresses that lead on."""

from datetime import datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue import addresses, columns
from gongkai.catalogue.models import Column, OldAddress
from gongkai.catalogue.tests.factories import column, published
from gongkai.documents.tests.factories import cleared
from gongkai.law.columns import ColumnKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def opened(office, name="预决算", slug="ysjs", parent=None, **said):
    return columns.open_column(office.agency, by=office.editor, name=name, slug=slug, parent=parent, **said)


def tree(office):
    return [
        (each.name, each.parent.name if each.parent else "")
        for each in Column.objects.order_by("parent", "order")
    ]


def test_the_editor_opens_a_column_with_its_facts(office):
    made = opened(office, kind=ColumnKind.BUDGETS, duty="20.7", responsible=office.officer, update_days=366)
    assert (made.kind, made.duty, made.responsible, made.order) == ("budgets", "20.7", office.officer, 1)


def test_nobody_else_arranges_the_columns(office):
    made = opened(office)
    for by in (office.officer, office.leader, office.sysadmin, office.stranger):
        with pytest.raises(Refused, match="arranges its columns"):
            columns.open_column(office.agency, by=by, name="社会救助", slug="shjz")
        with pytest.raises(Refused, match="arranges its columns"):
            columns.change_column(made, by=by, name="预算")
        with pytest.raises(Refused, match="arranges its columns"):
            columns.move_column(made, by=by, under=None)
        with pytest.raises(Refused, match="arranges its columns"):
            columns.close_column(made, by=by)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": " "}, "Name"),
        ({"slug": "预算"}, "Short address"),
        ({"slug": "gzdt"}, "has this short address"),
        ({"name": "工作动态"}, "A column of this name"),
        ({"kind": "nonsense"}, "Type of column"),
        ({"update_days": 0}, "Give 1 to 3660 days"),
        ({"duty": "20.16"}, "no such item"),
    ],
)
def test_what_cannot_stand_is_refused(office, said, why):
    opened(office, "工作动态", "gzdt")
    with pytest.raises(Refused, match=why):
        opened(office, **said)


def test_the_person_in_charge_belongs_to_the_office(office):
    with pytest.raises(Refused, match="account of this office"):
        opened(office, responsible=office.stranger)


def test_a_column_keeps_its_old_address_when_it_gets_another(office):
    made = opened(office)
    columns.change_column(made, by=office.foi, slug="budget")
    columns.change_column(made, by=office.foi, slug="budgets")
    found = [addresses.find(path) for path in ("/columns/ysjs/", "/columns/budget/", "/columns/budget")]
    assert [each.column for each in found if each] == [made] * 3
    # Who takes an address stands there himself.
    opened(office, "预算", "ysjs")
    assert addresses.find("/columns/ysjs/") is None
    columns.change_column(made, by=office.foi, slug="budget")
    assert OldAddress.objects.get().path == "/columns/budgets/"


def test_columns_are_moved_up_down_and_under_one_another(office):
    first, second, third = (
        opened(office, name, name_) for name, name_ in (("甲", "a"), ("乙", "b"), ("丙", "c"))
    )
    columns.move_column(third, by=office.editor, under=None, place=1)
    assert [each.name for each in Column.objects.order_by("order")] == ["丙", "甲", "乙"]
    columns.move_column(second, by=office.editor, under=first)
    columns.move_column(first, by=office.editor, under=third)
    assert set(tree(office)) == {("丙", ""), ("甲", "丙"), ("乙", "甲")}


def test_no_column_stands_under_itself(office):
    top = opened(office)
    below = opened(office, "预算", "ys", parent=top)
    for under in (top, below):
        with pytest.raises(Refused, match="cannot stand under itself"):
            columns.move_column(top, by=office.editor, under=under)


def test_columns_stand_on_four_levels_at_most(office):
    level = None
    for number in range(4):
        level = opened(office, f"第{number}层", f"level-{number}", parent=level)
    with pytest.raises(Refused, match="at most 4 levels"):
        opened(office, "第五层", "level-5", parent=level)
    top, other = Column.objects.get(slug="level-0"), opened(office, "另一个", "another")
    with pytest.raises(Refused, match="at most 4 levels"):
        columns.move_column(top, by=office.editor, under=other)


def test_a_column_is_not_put_under_that_of_another_office(office):
    theirs = Column.objects.create(agency=office.other, name="动态", slug="gzdt")
    with pytest.raises(Refused, match="another agency"):
        columns.move_column(opened(office), by=office.editor, under=theirs)


def test_a_closed_column_keeps_its_items_and_takes_nothing_new(office):
    item = published(office)
    closed = columns.close_column(column(office), by=office.editor)
    item.refresh_from_db()
    assert item.column == closed
    with pytest.raises(Refused, match="takes nothing new"):
        published(office, cleared(office, title="又一份通知"))
    columns.reopen_column(closed, by=office.editor)
    published(office, cleared(office, title="再一份通知"))


def test_a_column_with_open_ones_under_it_is_not_closed(office):
    top = opened(office)
    below = opened(office, "预算", "ys", parent=top)
    with pytest.raises(Refused, match="Columns stand under it"):
        columns.close_column(top, by=office.editor)
    columns.close_column(below, by=office.editor)
    columns.close_column(top, by=office.editor)
    with pytest.raises(Refused, match="Open that one first"):
        columns.reopen_column(below, by=office.editor)


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("/art/2018/5/7/art_123.html", "/art/2018/5/7/art_123.html"),
        ("http://jgm.example.gov.cn/show.do?id=12", "/show.do?id=12"),
        ("/show.do?type=3&id=12", "/show.do?id=12&type=3"),
        ("/show.do?id=12", "/show.do?from=timeline&id=12"),
        ("/zwgk/公开/", "/zwgk/%E5%85%AC%E5%BC%80"),
        ("/list.jsp", "/list.jsp?page=2"),
    ],
)
def test_an_old_address_is_known_again_however_it_is_written(office, kept, asked):
    addresses.remember(kept, office.agency, column=column(office))
    found = addresses.find(asked)
    assert found is not None
    assert found.column == column(office)


@pytest.mark.parametrize(
    "asked", ["", "/", "/nowhere/", "/show.do?id=13", "/\x00", "//[", "?" + "x=1&" * 500]
)
def test_an_address_nobody_had_leads_nowhere(office, asked):
    addresses.remember("/show.do?id=12", office.agency, column=column(office))
    assert addresses.find(asked) is None
