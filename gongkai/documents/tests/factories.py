"""Documents and pieces for tests, brought by the acts themselves to the step a test begins with."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.acts.duties import Duty
from gongkai.documents import actions
from gongkai.documents.models import Document, Form, Genre, Openness
from gongkai.people.models import Post, User
from gongkai.secrecy import actions as secrecy


def draft(office: SimpleNamespace, title: str = "关于停水的通知", **given: Any) -> Document:
    """A draft of an official document for proactive disclosure, by the information officer of the section."""
    values: dict[str, Any] = {
        "by": office.officer,
        "title": title,
        "body": "明日停水。",
        "section": office.section,
        "openness": Openness.PROACTIVE,
    } | given
    return actions.draft(office.agency, **values)


def submitted(office: SimpleNamespace, **given: Any) -> Document:
    return actions.submit(draft(office, **given), by=office.officer, pictures_seen=True)


def checked(office: SimpleNamespace, **given: Any) -> Document:
    return actions.check(submitted(office, **given), by=office.checker)


def approved(office: SimpleNamespace, **given: Any) -> Document:
    return actions.approve(checked(office, **given), by=office.leader)


def cleared(office: SimpleNamespace, **given: Any) -> Document:
    """An approved document whose package has passed its three steps."""
    return clear(approved(office, **given), office)


def clear(document: Document, office: SimpleNamespace) -> Document:
    review = document.review
    assert review is not None
    secrecy.state_opinion(review, by=office.head, opinion="拟公开。")
    secrecy.decide(review, by=office.reviewer, opinion="未发现涉密内容。")
    secrecy.approve(review, by=office.leader)
    return Document.objects.get(pk=document.pk)


def piece(office: SimpleNamespace, title: str = "社区开展垃圾分类宣传", **given: Any) -> Document:
    return draft(office, title, form=Form.PIECE, genre=Genre.NEWS, **given)


def handed_in(office: SimpleNamespace, title: str = "社区开展垃圾分类宣传", **given: Any) -> Document:
    return actions.submit(piece(office, title, **given), by=office.officer, pictures_seen=True)


def adopted(office: SimpleNamespace, title: str = "社区开展垃圾分类宣传", **given: Any) -> Document:
    """Adopted and, since the FOI officer reviews too, decided by the review body in the same act."""
    let_review(office.foi)
    return actions.adopt(handed_in(office, title, **given), by=office.foi)


def approved_piece(office: SimpleNamespace, title: str = "社区开展垃圾分类宣传", **given: Any) -> Document:
    return actions.approve(adopted(office, title, **given), by=office.leader)


def let_review(person: User) -> None:
    """Give the person the duty of a secrecy reviewer besides their own, as in a small office."""
    Post.objects.get_or_create(
        user=person,
        agency=person.agency,
        duty=Duty.SECRECY_REVIEWER,
        defaults={"since": date(2010, 1, 1)},
    )
    for remembered in ("posts_held", "duties"):
        person.__dict__.pop(remembered, None)
