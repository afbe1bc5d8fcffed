"""Information items for tests, published by the acts themselves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gongkai.catalogue import actions
from gongkai.catalogue.models import Column, Item
from gongkai.documents import actions as documents
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import clear, cleared


def column(office: SimpleNamespace) -> Column:
    made, _new = Column.objects.get_or_create(
        agency=office.agency, slug="dynamics", defaults={"name": "工作动态"}
    )
    return made


def published(office: SimpleNamespace, document: Document | None = None, **given: Any) -> Item:
    """An item from an official document that was cleared, released nowhere yet."""
    publishing = {"column": column(office), "by": office.foi}
    publishing |= {
        name: given.pop(name)
        for name in ("areas", "is_interpretation", "interprets", "keywords", "abstract")
        if name in given
    }
    document = document or cleared(office, **given)
    assert document.review is not None
    return actions.publish(document.review.package, **publishing)


def revised(item: Item, office: SimpleNamespace, *, title: str = "更正后的通知", **given: Any) -> Document:
    """The item's document with a new text, approved anew; its new package still waits for its review."""
    document = item.document
    assert document is not None
    document = documents.revise(document, by=office.officer, reason="错别字")
    values = {"title": title, "body": "更正后的正文。"} | given
    document = documents.save_version(document, by=office.officer, seen_version=document.version, **values)
    document = documents.submit(document, by=office.officer, pictures_seen=True)
    document = documents.check(document, by=office.checker)
    return documents.approve(document, by=office.leader)


def revised_and_cleared(item: Item, office: SimpleNamespace, **given: Any) -> Item:
    clear(revised(item, office, **given), office)
    return Item.objects.get(pk=item.pk)
