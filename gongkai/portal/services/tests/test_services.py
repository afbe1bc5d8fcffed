"""Service guides: a list by subject, and the key elements of each as a table."""

import pytest

from gongkai.catalogue import columns, facts
from gongkai.catalogue.tests.factories import column
from gongkai.channels.tests.factories import approved_piece, released_item
from gongkai.portal.services.elements import missing, split

GUIDE = """办理前请先预约。
事项名称：城乡居民基本养老保险参保登记
二、设定依据：《中华人民共和国社会保险法》
申请条件：
（一）年满16周岁；
（二）不在校。
办理材料: 身份证、户口簿
联系电话：010-65126891"""


def test_elements_are_read_with_the_lines_that_belong_to_them():
    before, elements = split(GUIDE)
    assert before == "办理前请先预约。"
    assert [name for name, _value in elements] == ["事项名称", "设定依据", "申请条件", "办理材料", "联系电话"]
    assert dict(elements)["申请条件"] == "（一）年满16周岁；\n（二）不在校。"
    assert missing(elements) == ["办理地点", "办理时间", "办理流程"]


@pytest.mark.parametrize("text", ["", "联系电话：010-1", "申请条件和办理材料见附件。\n办理地点：窗口"])
def test_a_text_that_only_mentions_them_is_no_guide(text):
    assert split(text) == (text, [])


@pytest.fixture
def guides(office):
    columns.change_column(column(office), by=office.editor, kind="services")
    made = [
        released_item(office, document=approved_piece(office, title, body=GUIDE, genre="guide"))
        for title in ("养老保险参保登记", "失业登记")
    ]
    for item, subject in zip(made, ("社会保险", "就业创业"), strict=True):
        facts.change_facts(item, by=office.foi, subject_category=subject)
    return made


@pytest.mark.django_db
def test_guides_are_listed_by_subject_and_found_by_words(citizen, guides):
    assert citizen.get("/services/").context["total"] == 2
    answer = citizen.get("/services/", {"subject": "社会保险"})
    assert [heading for heading, _guides in answer.context["groups"]] == ["社会保险"]
    assert citizen.get("/services/", {"q": "失业"}).context["groups"][0][1] == [guides[1]]
    assert "Nothing found for" in citizen.get("/services/", {"q": "\x00<script>\u202e"}).content.decode()


@pytest.mark.django_db
def test_the_page_of_a_guide_shows_its_elements_as_a_table(citizen, guides):
    page = citizen.get(f"/items/{guides[0].pk}/").content.decode()
    assert '<th scope="row">设定依据</th>' in page
    assert "办理前请先预约。" in page


@pytest.mark.django_db
def test_other_columns_are_no_service_guides(citizen, office):
    released_item(office)
    assert citizen.get("/services/").context["total"] == 0
