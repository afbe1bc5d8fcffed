"""Packages for tests, packed and reviewed by the acts themselves."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from PIL import Image

from gongkai.acts import clock
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.secrecy import actions
from gongkai.secrecy.models import Decision, Ground, Review


def text_file(office: SimpleNamespace, name: str = "附件.txt", words: str = "附件正文") -> StoredFile:
    return store(words.encode(), name=name, by=office.officer, agency=office.agency)


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (8, 6), **saving: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, kind, **saving)
    return out.getvalue()


def packed(office: SimpleNamespace, title: str = "关于停水的通知", **given: Any) -> Review:
    """A package of the section, handed in by its information officer."""
    values: dict[str, Any] = {
        "about": "tests.paper:1",
        "agency": office.agency,
        "section": office.section,
        "title": title,
        "body": "明日停水。",
        "files": [(text_file(office), "")],
        "submitted_by": office.officer,
        "drafted_by": office.officer,
        "by": office.officer,
    } | given
    return actions.pack(**values)


def with_opinion(office: SimpleNamespace, **given: Any) -> Review:
    return actions.state_opinion(packed(office, **given), by=office.head, opinion="拟公开。")


def decided(office: SimpleNamespace, **given: Any) -> Review:
    return actions.decide(with_opinion(office, **given), by=office.reviewer, opinion="未发现涉密内容。")


def withheld(office: SimpleNamespace, ground: str = "privacy", **given: Any) -> Review:
    review = with_opinion(office, **given)
    review = actions.decide(
        review, by=office.reviewer, opinion="含有个人信息。", decision=Decision.WITHHOLD, ground=ground
    )
    return actions.approve(review, by=office.leader)


def cleared(office: SimpleNamespace, **given: Any) -> Review:
    return actions.approve(decided(office, **given), by=office.leader)


def found_secret(office: SimpleNamespace, **given: Any) -> Review:
    """A package in which the review body found a state secret; the leader has not confirmed it yet."""
    return actions.decide(
        with_opinion(office, **given),
        by=office.reviewer,
        opinion="涉及国家秘密。",
        decision=Decision.WITHHOLD,
        ground=Ground.STATE_SECRET,
    )


def cleared_orally(office: SimpleNamespace, **given: Any) -> Review:
    """Decided in writing and approved by word of mouth at this moment, noted by the FOI officer."""
    return actions.approve_orally(
        decided(office, **given),
        by=office.foi,
        leader=office.leader,
        said_at=clock.now(),
        reason="汛情紧急。",
    )


def justified(office: SimpleNamespace, review: Review, reason: str = "办事窗口公开电话。") -> Review:
    """All that was found in a package is answered for by the section."""
    prints = list(review.package.unresolved().values_list("fingerprint", flat=True))
    return actions.justify_in_package(review, prints, by=office.head, reason=reason)
