"""The guide stays current by itself: what it says comes from the office's records and the law of the day."""

import io
from datetime import datetime

import pytest
from docx import Document

from gongkai.acts import clock
from gongkai.agencies.actions import change_particulars
from gongkai.channels.tests.factories import released_item

pytestmark = pytest.mark.django_db

BELOW = datetime(2025, 10, 24, 9, 0)


def text(answer):
    return answer.content.decode()


def test_the_guide_tells_who_answers_where_and_when(citizen, office):
    change_particulars(office.agency, by=office.sysadmin, fax="010-65126800", postcode="100005")
    page = text(citizen.get("/guide/"))
    for words in (
        "街道办公室",
        "东城区赵堂子胡同16号",
        "010-65126891",
        "010-65126800",
        "100005",
        "工作日 9:00",
    ):
        assert words in page


def test_periods_are_those_of_the_day_with_their_articles(citizen, office):
    page = text(citizen.get("/guide/"))
    assert "15 working days（《政府信息公开条例》（国务院令第492号）第二十四条）" in page
    with clock.pretend(BELOW):
        page = text(citizen.get("/guide/"))
    assert "20 working days（《政府信息公开条例》（国务院令第711号）第三十三条）" in page
    assert "7 working days" in page


def test_the_fee_is_told_only_while_there_is_a_tariff(citizen, office):
    assert "yuan" not in text(citizen.get("/guide/"))
    with clock.pretend(BELOW):
        page = text(citizen.get("/guide/"))
    assert "from the 11: 100 yuan each" in page
    assert "国办函〔2020〕109号第四条" in page


def test_the_columns_and_remedies_are_named(citizen, office):
    released_item(office)
    page = text(citizen.get("/guide/"))
    assert "/columns/dynamics/" in page
    assert "北京市东城区人民法院" in page
    assert "60 days" in page


def test_the_guide_is_saved_as_a_paper_in_chinese(citizen, office):
    released_item(office)
    answer = citizen.get("/guide/save/docx/")
    assert "attachment" in answer["Content-Disposition"]
    paper = "\n".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    assert "政府信息公开指南" in paper
    assert "010-65126891" in paper
    assert "http://testserver/columns/dynamics/" in paper
    assert citizen.get("/guide/save/odt/").status_code == 404
