"""Packages for tests, packed and reviewed by the acts themselves."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from PIL import Image

from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.secrecy import actions
from gongkai.secrecy.models import Decision, Review


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
