"""What is handed to a WeChat official account, and how much of it WeChat takes."""

from dataclasses import dataclass, field
from typing import Any

TITLE_AT_MOST, DIGEST_AT_MOST, AUTHOR_AT_MOST = 64, 120, 16
# WeChat wants fewer than 20,000 signs, tags and addresses of pictures counted.
CONTENT_AT_MOST = 19_999

# What a picture is uploaded as -> the bytes it may have, and its types.
_PLAIN = {"image/jpeg", "image/png"}
PICTURES: dict[str, tuple[int, set[str]]] = {
    "text": (1024 * 1024, _PLAIN),
    "image": (10 * 1024 * 1024, {*_PLAIN, "image/gif", "image/bmp"}),
    "thumb": (64 * 1024, {"image/jpeg"}),
}


@dataclass(frozen=True, slots=True)
class Account:
    """An official account and the keys of its interface."""

    app_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to upload: in a text JPEG or PNG of 1 MB, as thumb JPEG of 64 kB, as image 10 MB."""

    name: str
    content: bytes = field(repr=False)
    content_type: str = "image/jpeg"

    def fits(self, kind: str) -> bool:
        """Say whether WeChat takes it as `text`, `image` or `thumb`."""
        at_most, types = PICTURES[kind]
        return len(self.content) <= at_most and self.content_type in types


@dataclass(frozen=True, slots=True)
class Article:
    """One text as WeChat takes it: title at most 64 signs, digest 120, author 16, content fewer than 20,000.

    `source_url` is where "read the original" leads. It also is the mark by which a text of ours is found
    again after a lost answer: give each release one of its own, as with a fragment.
    """

    title: str
    content: str
    thumb: str
    digest: str = ""
    author: str = ""
    source_url: str = ""

    @property
    def is_too_long(self) -> bool:
        """Say whether WeChat would refuse it for its length."""
        return (
            len(self.title) > TITLE_AT_MOST
            or len(self.digest) > DIGEST_AT_MOST
            or len(self.author) > AUTHOR_AT_MOST
            or len(self.content) > CONTENT_AT_MOST
        )

    def as_told(self) -> dict[str, object]:
        return {
            "title": self.title,
            "author": self.author,
            "digest": self.digest,
            "content": self.content,
            "content_source_url": self.source_url,
            "thumb_media_id": self.thumb,
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }

    def is_told_by(self, news: dict[str, Any]) -> bool:
        """Say whether what WeChat lists is this text."""
        wanted = {"title": self.title, "content_source_url": self.source_url}
        if self.digest:
            wanted["digest"] = self.digest
        return all(str(news.get(name, "")).strip() == value.strip() for name, value in wanted.items())
