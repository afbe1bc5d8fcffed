"""Drafts and pieces, and how far they got: handed in, adopted, published."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.channels import actions as channels
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Form, Genre, Openness
from gongkai.files.storing import store
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Package, PackageFinding, Review
from tests.world.ground import PARAGRAPHS, picture


def document(office: SimpleNamespace, title: str = "关于开展秋季大扫除的通知", **given: Any) -> Document:
    """A draft of an official document, with a file."""
    values: dict[str, Any] = {
        "title": title,
        "body": PARAGRAPHS,
        "section": office.section,
        "openness": Openness.PROACTIVE,
        "files": [(store(b"1. Broom\n", name="清单.txt", by=office.officer, agency=office.agency), "")],
    } | given
    return documents.draft(office.agency, by=office.officer, form=Form.OFFICIAL, **values)


def piece(office: SimpleNamespace, title: str = "走访高龄老人", **given: Any) -> Document:
    """A piece with a picture, not handed in yet."""
    shown = store(picture(), name="走访.jpg", by=office.officer, agency=office.agency)
    values: dict[str, Any] = {
        "title": title,
        "body": PARAGRAPHS,
        "section": office.section,
        "genre": Genre.NEWS,
        "openness": Openness.PROACTIVE,
        "files": [(shown, "工作人员在老人家中")],
    } | given
    return documents.draft(office.agency, by=office.officer, form=Form.PIECE, **values)


def handed_in(office: SimpleNamespace, title: str, **given: Any) -> Document:
    return documents.submit(
        piece(office, title, **given), by=office.officer, pictures_seen=True, opinion="可以公开。"
    )


def adopted(office: SimpleNamespace, title: str, **given: Any) -> Document:
    """Adopted, and decided by the review body: the leader approves next."""
    done = documents.adopt(handed_in(office, title, **given), by=office.foi)
    secrecy.decide(done.review, by=office.reviewer, opinion="不涉密。")
    done.refresh_from_db()
    return done


def published(office: SimpleNamespace, title: str, **given: Any) -> Item:
    """An item that stands on the website."""
    done = documents.approve(adopted(office, title, **given), by=office.leader)
    item = catalogue.publish(done.review.package, by=office.foi, column=office.column)
    channels.release(item, office.website, by=office.foi)
    return item


def with_findings(office: SimpleNamespace) -> Review:
    """The review of a document in which the rules of today find what those it was packed under did not."""
    review = awaiting_decision(office, "关于规范楼门信息栏的通知")
    PackageFinding.objects.create(
        package=review.package,
        kind="mobile",
        where="正文第1行",
        masked="138****8000",
        treatment="mask",
        fingerprint="0" * 64,
    )
    Package.objects.filter(pk=review.package_id).update(has_findings=True, scanned_with="earlier")
    return review


def awaiting_decision(office: SimpleNamespace, title: str) -> Review:
    """The review of an official document that waits for the review body."""
    done = documents.submit(document(office, title), by=office.officer, pictures_seen=True)
    documents.check(done, by=office.checker)
    review = documents.approve(done, by=office.leader).review
    return secrecy.state_opinion(review, by=office.officer, opinion="不涉密，建议公开。")
