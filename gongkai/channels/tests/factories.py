"""Items released on channels, made by the acts themselves, each at the hour of its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Item
from gongkai.channels import actions
from gongkai.channels.models import Channel, Release
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Form, Genre, Openness
from gongkai.law.channels import ChannelKind
from gongkai.people.models import Post, User
from gongkai.secrecy import actions as secrecy

RELEASED = date(2018, 5, 7)


def on(day: date, hour: int = 9) -> Any:
    """Within the block it is that day, in the morning."""
    return clock.pretend(datetime.combine(day, time(hour)))


def channel(office: SimpleNamespace, kind: str = ChannelKind.WEBSITE, name: str = "") -> Channel:
    """A channel of the office, made when it is first asked for."""
    made, _new = Channel.objects.get_or_create(agency=office.agency, kind=kind, name=name or f"渠道 {kind}")
    return made


def column(office: SimpleNamespace) -> Column:
    made, _new = Column.objects.get_or_create(
        agency=office.agency, slug="dynamics", defaults={"name": "工作动态"}
    )
    return made


def approved_piece(office: SimpleNamespace, title: str, day: date = RELEASED, **given: Any) -> Document:
    """A piece of a section, handed in, adopted and approved on one day: its package is cleared."""
    _let_review(office.foi)
    values: dict[str, Any] = {
        "form": Form.PIECE,
        "genre": Genre.NEWS,
        "title": title,
        "body": f"{title}。",
        "section": office.section,
        "openness": Openness.PROACTIVE,
    } | given
    with on(day):
        piece = documents.draft(office.agency, by=office.officer, **values)
        piece = documents.submit(piece, by=office.officer, pictures_seen=True)
        piece = documents.adopt(piece, by=office.foi)
        return documents.approve(piece, by=office.leader)


def approved_document(office: SimpleNamespace, title: str, day: date = RELEASED, **given: Any) -> Document:
    """An official document, checked and signed on one day; one for proactive disclosure is cleared too."""
    _let_review(office.foi)
    values: dict[str, Any] = {
        "form": Form.OFFICIAL,
        "genre": Genre.NOTICE,
        "title": title,
        "body": f"{title}。",
        "section": office.section,
        "openness": Openness.PROACTIVE,
    } | given
    with on(day):
        document = documents.draft(office.agency, by=office.officer, **values)
        document = documents.submit(document, by=office.officer, pictures_seen=True)
        document = documents.check(document, by=office.checker)
        document = documents.approve(document, by=office.leader)
        if document.review is not None:
            secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
            secrecy.decide(document.review, by=office.reviewer, opinion="未发现涉密内容。")
            secrecy.approve(document.review, by=office.leader)
            document.refresh_from_db()
        return document


def published_item(
    office: SimpleNamespace,
    title: str = "社区开展垃圾分类宣传",
    day: date = RELEASED,
    *,
    areas: Iterable[str] = (),
    is_normative: bool = False,
    is_interpretation: bool = False,
    document: Document | None = None,
) -> Item:
    """An item with its index number, not yet released anywhere."""
    if document is None:
        make = approved_document if is_normative else approved_piece
        document = make(office, title, day, is_normative=is_normative)
    review = document.review
    assert review is not None
    with on(day, 10):
        return catalogue.publish(
            review.package,
            by=office.foi,
            column=column(office),
            areas=areas,
            is_interpretation=is_interpretation,
        )


def release_of(
    item: Item,
    office: SimpleNamespace,
    kind: str = ChannelKind.WEBSITE,
    day: date = RELEASED,
    *,
    name: str = "",
    is_test: bool = False,
) -> Release:
    """A release confirmed on that day."""
    where = channel(office, kind, name)
    with on(day, 11):
        row = actions.release(item, where, by=office.foi, is_test=is_test)
        if not where.publishes_at_once:
            row = actions.confirm(row, by=office.foi, confirmed_on=day, address="现场张贴")
        return row


def released_item(
    office: SimpleNamespace,
    title: str = "社区开展垃圾分类宣传",
    on: date = RELEASED,
    channels: Iterable[str] = (ChannelKind.WEBSITE,),
    **given: Any,
) -> Item:
    """An item published and released on one day on a channel of each kind."""
    item = published_item(office, title, on, **given)
    for kind in channels:
        release_of(item, office, kind, on)
    return item


def _let_review(person: User) -> None:
    """As in a small office: the FOI officer is the secrecy reviewer of pieces too."""
    _post, new = Post.objects.get_or_create(
        user=person,
        agency=person.agency,
        duty=Duty.SECRECY_REVIEWER,
        defaults={"since": date(2010, 1, 1)},
    )
    if new:
        person.__dict__.pop("posts_held", None)
        person.__dict__.pop("duties", None)
