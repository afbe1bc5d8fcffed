"""A Weibo server: shares that stand, are hidden or vanish, tokens that end, and refusal of repeated texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .fake_server import Call, FakeServer

TOKEN, DOMAIN, UID = "2.00weibo-token", "jianguomen.example.gov.cn", "1404376560"
IP = "211.156.0.1"
LINK = re.compile(r"https?://[\w./?=&%#-]+", re.ASCII)


@dataclass
class Post:
    number: str
    text: str
    created_at: str
    picture: bytes = b""
    is_deleted: bool = False
    visible: int = 0

    def as_told(self) -> dict[str, Any]:
        # The address is made of the `mid`, which need not be the `id`.
        told = {"id": int(self.number), "idstr": self.number, "mid": str(int(self.number) + 2730)}
        text = LINK.sub("http://t.cn/A6abcdef", self.text)
        user = {"id": int(UID), "idstr": UID}
        return {
            **told,
            "created_at": self.created_at,
            "text": text,
            "user": user,
            "visible": {"type": self.visible},
        }


class FakeWeibo(FakeServer):
    """`posts` are what was shared; `now` is the moment the server believes it is."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.posts: dict[str, Post] = {}
        self.token, self.now = TOKEN, now

    def remove(self, number: str) -> None:
        """Take a post down, as the platform does after it had accepted it."""
        self.posts[number].is_deleted = True

    def hide(self, number: str) -> None:
        """Show a post to its writer only, as the platform does while it looks at it."""
        self.posts[number].visible = 1

    def respond(self, call: Call) -> tuple[int, Any]:
        if call.headers.get("authorization") != f"OAuth2 {self.token}":
            return _fault(call, 21327, "expired_token", 401)
        answer = {
            "/2/statuses/share.json": self._share,
            "/2/statuses/show.json": self._show,
            "/2/statuses/destroy.json": self._destroy,
            "/2/statuses/user_timeline.json": self._timeline,
        }.get(call.path)
        return answer(call) if answer else _fault(call, 10020, "Request api not found", 404)

    def _share(self, call: Call) -> tuple[int, Any]:
        text = call.form["status"]
        if not any(DOMAIN in link for link in LINK.findall(text)):
            return _fault(call, 10017, "text not find domain!")
        if not call.form.get("rip"):
            return _fault(call, 10016, "Miss required parameter (rip) , see doc for more info")
        if any(post.text == text and not post.is_deleted for post in self.posts.values()):
            return _fault(call, 20019, "repeat content!")
        number = str(3501756485200075 + len(self.posts))
        created_at = f"{self.now:%a %b %d %H:%M:%S %z %Y}"
        self.posts[number] = Post(number, text, created_at, call.files["pic"][1] if _has_file(call) else b"")
        return 200, self.posts[number].as_told()

    def _show(self, call: Call) -> tuple[int, Any]:
        post = self.posts.get(call.query["id"])
        return (200, post.as_told()) if post and not post.is_deleted else _gone(call)

    def _destroy(self, call: Call) -> tuple[int, Any]:
        post = self.posts.get(call.form["id"])
        if not post or post.is_deleted:
            return _gone(call)
        post.is_deleted = True
        return 200, post.as_told()

    def _timeline(self, call: Call) -> tuple[int, Any]:
        posts = [post.as_told() for post in reversed(self.posts.values()) if not post.is_deleted]
        begin = (int(call.query["page"]) - 1) * int(call.query["count"])
        return 200, {"statuses": posts[begin : begin + int(call.query["count"])], "total_number": len(posts)}


def _has_file(call: Call) -> bool:
    return call.headers.get("content-type", "").startswith("multipart/")


def _gone(call: Call) -> tuple[int, Any]:
    return _fault(call, 20101, "target weibo does not exist!")


def _fault(call: Call, code: int, words: str, status: int = 400) -> tuple[int, Any]:
    return status, {"error": words, "error_code": code, "request": call.path}
