"""The tree of columns in the desk, and what the editor says of items."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.catalogue.models import Column, Relation
from gongkai.catalogue.tests.factories import column
from gongkai.channels.tests.factories import released_item
from gongkai.desk.tests.pages import HOSTILE, faults_of, sent, shown
from gongkai.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    def logged_in(person):
        client.cookies["django_language"] = "en"
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return logged_in


def facts_of(item):
    return {
        "column": item.column_id,
        "subject_category": item.subject_category,
        "keywords": "",
        "abstract": "",
        "source": "",
        "validity": item.validity,
        "expiry_on": "",
        "duty": "",
        "reason": "",
    }


def opened(client, **said):
    values = {"name": "社会救助", "slug": "shjz", "kind": "assistance"} | said
    return sent(client, "/desk/columns/new/", **values)


def test_the_editor_opens_changes_moves_and_closes_columns(as_, office):
    client = as_(office.editor)
    first = column(office)
    assert opened(client).status_code == 302
    second = Column.objects.get(slug="shjz")
    assert "社会救助" in shown(client.get(f"/desk/columns/{second.pk}/"))
    form = {"name": "救助", "slug": "jiuzhu", "kind": "assistance", "duty": "21.6"}
    assert sent(client, f"/desk/columns/{second.pk}/change/", **form).status_code == 302
    assert sent(client, f"/desk/columns/{second.pk}/move/", under=first.pk).status_code == 302
    second.refresh_from_db()
    assert (second.name, second.duty, second.parent) == ("救助", "21.6", first)
    assert "/columns/shjz/" in shown(client.get(f"/desk/columns/{second.pk}/"))
    assert "Columns stand under it" in shown(client.get(f"/desk/columns/{first.pk}/close/"))
    assert sent(client, f"/desk/columns/{second.pk}/close/").status_code == 302
    assert sent(client, f"/desk/columns/{second.pk}/reopen/").status_code == 302


def test_a_column_goes_up_and_down_by_its_buttons(as_, office):
    client = as_(office.editor)
    for name, slug in (("甲", "a"), ("乙", "b"), ("丙", "c")):
        opened(client, name=name, slug=slug)
    last = Column.objects.get(slug="c")
    assert sent(client, f"/desk/columns/{last.pk}/shift/", way="up").status_code == 302
    assert [each.name for each in Column.objects.order_by("order")] == ["甲", "丙", "乙"]
    assert sent(client, f"/desk/columns/{last.pk}/shift/", way="down").status_code == 302
    assert [each.name for each in Column.objects.order_by("order")] == ["甲", "乙", "丙"]
    assert client.get(f"/desk/columns/{last.pk}/shift/").status_code == 405


def test_a_column_is_not_moved_under_itself_and_the_form_says_so(as_, office):
    client = as_(office.editor)
    opened(client)
    top = Column.objects.get(slug="shjz")
    opened(client, name="低保", slug="dibao", parent=top.pk)
    below = Column.objects.get(slug="dibao")
    answer = sent(client, f"/desk/columns/{top.pk}/move/", under=below.pk)
    assert answer.status_code == 422
    assert "cannot stand under itself" in shown(answer)


def test_the_tree_is_read_by_the_office_and_arranged_by_the_editor_only(as_, office):
    made = column(office)
    assert "Open a column" not in shown(as_(office.officer).get("/desk/columns/"))
    assert "arranges its columns" in shown(as_(office.officer).get(f"/desk/columns/{made.pk}/change/"))
    assert as_(office.officer).get("/desk/columns/new/").status_code == 403
    assert as_(office.stranger).get(f"/desk/columns/{made.pk}/").status_code == 404
    assert as_(office.citizen).get("/desk/columns/").status_code == 403
    assert "工作动态" in shown(as_(office.supervisor).get("/desk/columns/?office=jianguomen"))


def test_hostile_words_are_only_words(as_, office):
    client = as_(office.editor)
    opened(client, name=HOSTILE[:50], description=HOSTILE)
    for path in ("/desk/columns/", f"/desk/columns/{Column.objects.get(slug='shjz').pk}/"):
        assert faults_of(client.get(path)) == []


def test_the_tree_costs_as_many_queries_for_many_columns_as_for_few(as_, office):
    client = as_(office.editor)

    def queries(columns):
        for number in range(Column.objects.count(), columns):
            Column.objects.create(agency=office.agency, name=f"栏目{number}", slug=f"c{number}", order=number)
        client.get("/desk/columns/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/columns/")
        return len(captured)

    assert queries(3) == queries(12)


def test_the_facts_of_an_item_are_changed_with_a_reason(as_, office):
    item = released_item(office)
    there = Column.objects.create(agency=office.agency, name="通知公告", slug="tzgg")
    client, path = as_(office.editor), f"/desk/catalogue/{item.pk}/facts/"
    assert client.get(path).status_code == 200
    answer = sent(client, path, **facts_of(item) | {"column": there.pk})
    assert "Give the reason; the public reads it." in shown(answer)
    assert sent(client, path, **facts_of(item) | {"column": there.pk, "reason": "归错"}).status_code == 302
    answer = sent(
        client, path, **facts_of(item) | {"column": there.pk, "expiry_on": "2010-01-01", "reason": "到期"}
    )
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.column, item.validity) == (there, "expired")


def test_items_are_related_and_parted_by_index_number(as_, office):
    first, second = released_item(office, "甲"), released_item(office, "乙")
    client, path = as_(office.editor), f"/desk/catalogue/{first.pk}/related/"
    assert sent(client, path, index_number=second.index_number).status_code == 302
    assert Relation.objects.count() == 1
    assert "no item of this index number" in shown(sent(client, path, index_number="x"))
    part = f"{path}{second.pk}/part/"
    assert client.get(part).status_code == 200
    assert sent(client, part).status_code == 302
    assert client.get(part).status_code == 404


def test_an_interpretation_is_named_by_index_number_and_taken_back(as_, office):
    document, piece = released_item(office, "甲"), released_item(office, "乙")
    client, path = as_(office.editor), f"/desk/catalogue/{piece.pk}/interprets/"
    assert sent(client, path, index_number=document.index_number).status_code == 302
    piece.refresh_from_db()
    assert piece.interprets == document
    assert sent(client, path, index_number="").status_code == 302
    piece.refresh_from_db()
    assert piece.interprets is None
