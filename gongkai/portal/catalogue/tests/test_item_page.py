"""The page of an item: its head block, what belongs to it, what became of it, and the ways to it."""

from datetime import date, datetime

import pytest

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import addresses, columns, facts
from gongkai.catalogue.models import Column
from gongkai.catalogue.tests.factories import column, revised_and_cleared
from gongkai.channels import actions as channels
from gongkai.channels.tests.factories import approved_document, published_item, release_of, released_item

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def page_of(citizen, item):
    return text(citizen.get(f"/items/{item.pk}/"))


def test_the_head_block_tells_what_is_known(citizen, office):
    item = released_item(office, is_normative=True)
    facts.change_facts(
        item,
        by=office.foi,
        subject_category="综合政务",
        keywords="垃圾分类",
        abstract="宣传活动概述",
        source="区城管委",
        expiry_on=date(2023, 5, 7),
        reason="文件载明有效期五年",
    )
    page = page_of(citizen, item)
    for words in (
        item.index_number,
        "综合政务",
        "垃圾分类",
        "宣传活动概述",
        "区城管委",
        "7 May 2023",
        "建街发〔2018〕1号",
        "In force",
        "Proactive disclosure",
    ):
        assert words in page


def test_the_key_area_of_an_item_leads_to_what_else_lies_in_it(citizen, office):
    item = released_item(office)
    catalogue.assign_key_areas(item, ["b"], by=office.foi)
    assert '<a href="/content/areas/b/">' in page_of(citizen, item)


def test_related_items_and_interpretations_lead_to_each_other(citizen, office):
    document, piece, other = (
        released_item(office, title) for title in ("停车办法", "停车办法解读", "停车公告")
    )
    facts.name_interpretation(piece, document, by=office.foi)
    facts.relate(document, other, by=office.foi)
    assert "停车办法解读" in page_of(citizen, document)
    assert citizen.get(f"/items/{piece.pk}/").context["interprets"] == document
    for one, another in ((document, other), (other, document)):
        assert citizen.get(f"/items/{one.pk}/").context["related"] == [another]


def test_what_is_not_public_is_not_named_as_related(citizen, office):
    item, gone, inside = (
        released_item(office, "甲"),
        released_item(office, "乙"),
        published_item(office, "丙"),
    )
    for other in (gone, inside):
        facts.relate(item, other, by=office.foi)
    catalogue.withdraw(gone, by=office.foi, reason="有误")
    assert citizen.get(f"/items/{item.pk}/").context["related"] == []


def test_a_correction_is_told_with_its_day_and_not_with_the_earlier_text(citizen, office):
    document = approved_document(office, "关于停水的通知", is_normative=True, body="明日停水。")
    item = released_item(office, document=document)
    with clock.pretend(datetime(2018, 6, 1, 9, 0)):
        catalogue.correct(revised_and_cleared(item, office), by=office.foi, note="更正时间")
        page = page_of(citizen, item)
    assert "更正时间" in page
    assert "1 June 2018" in page
    assert "明日停水。" not in page


def test_another_column_and_the_end_of_validity_are_told_with_the_reason(citizen, office):
    item = released_item(office)
    there = Column.objects.create(agency=office.agency, name="通知公告", slug="tzgg")
    facts.change_facts(item, by=office.foi, column=there, reason="归错栏目")
    facts.change_facts(item, by=office.foi, keywords="不必说明")
    facts.change_facts(item, by=office.foi, expiry_on=date(2018, 5, 31), reason="活动结束")
    facts.expire_what_is_over(date(2018, 6, 1))
    page = page_of(citizen, item)
    assert "Changed: Column" in page
    assert "归错栏目" in page
    assert "It expired." in page
    assert len(citizen.get(f"/items/{item.pk}/").context["history"]) == 4


def test_the_page_is_taken_along_by_phone_mail_and_address(citizen, office, settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    item = released_item(office)
    page = page_of(citizen, item)
    assert f'value="https://www.example.gov.cn/items/{item.pk}/"' in page
    assert "mailto:?subject=" in page
    code = citizen.get(f"/items/{item.pk}/qr.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<?xml")
    assert b"<path" in code.content
    assert b"script" not in code.content


def test_a_withdrawn_item_has_no_qr_code(citizen, office):
    item = released_item(office)
    catalogue.withdraw(item, by=office.foi, reason="有误")
    assert citizen.get(f"/items/{item.pk}/").status_code == 410
    assert citizen.get(f"/items/{item.pk}/qr.svg").status_code == 404


def test_the_size_of_type_is_chosen_on_the_page(citizen, office):
    item = released_item(office)
    assert 'aria-label="Large type" aria-pressed="false"' in page_of(citizen, item)
    citizen.post("/type/", {"size": "large", "next": f"/items/{item.pk}/"})
    assert 'aria-label="Large type" aria-pressed="true"' in page_of(citizen, item)


def test_an_item_is_reached_by_its_index_number(citizen, office):
    item, inside = released_item(office), published_item(office, "没有发布到网站")
    answer = citizen.get(f"/items/by-number/{item.index_number}/")
    assert (answer.status_code, answer.url) == (301, f"/items/{item.pk}/")
    assert citizen.get(f"/items/by-number/{inside.index_number}/").status_code == 404
    assert citizen.get("/items/by-number/nothing/").status_code == 404


def test_old_addresses_lead_on(citizen, office):
    item = released_item(office)
    addresses.remember("/cms/show.do?id=12", office.agency, item=item)
    columns.change_column(column(office), by=office.editor, slug="news")
    for old, new in (
        ("/cms/show.do?id=12", f"/items/{item.pk}/"),
        ("/cms/show.do?id=12&from=timeline", f"/items/{item.pk}/"),
        ("/columns/dynamics/", "/columns/news/"),
    ):
        answer = citizen.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
    assert citizen.get("/cms/show.do?id=13").status_code == 404
    assert citizen.post("/cms/show.do?id=12").status_code == 404
    catalogue.withdraw(item, by=office.foi, reason="有误")
    assert citizen.get("/cms/show.do?id=12", follow=True).status_code == 410


def test_an_old_address_tells_nothing_of_what_was_never_public(citizen, office):
    item = published_item(office)
    addresses.remember("/old.html", office.agency, item=item)
    assert citizen.get("/old.html").status_code == 404
    release_of(item, office)
    assert citizen.get("/old.html").status_code == 301


def test_an_item_taken_off_and_shown_again_has_its_page_again(citizen, office):
    item = released_item(office)
    channels.recall(item.releases.get(), by=office.editor, reason="发错栏目")
    assert citizen.get(f"/items/{item.pk}/").status_code == 410
