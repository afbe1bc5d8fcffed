"""A WeChat server: tokens that end, material, drafts, publishing jobs with a verdict, and its callbacks."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .fake_server import Call, FakeServer

APP_ID, SECRET = "wx0123456789abcdef", "app-secret-of-32-signs-0123456789"
CALLBACK_TOKEN = "agreed-word"
AES_KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
NOT_FOUND = {"errcode": 40007, "errmsg": "invalid media_id"}


@dataclass
class Job:
    """A publishing job. `verdict` is its publish_status, 1 while it is under way."""

    number: str
    article: dict[str, Any]
    article_id: str
    verdict: int = 1

    @property
    def address(self) -> str:
        return f"https://mp.weixin.qq.com/s/{self.article_id}"


@dataclass
class State:
    token: str = ""
    fetched: int = 0
    material: dict[str, bytes] = field(default_factory=dict)
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    menu: list[Any] | None = None


class FakeWechat(FakeServer):
    """Publishes at once when `at_once` is set; else `settle(number, status)` says how a job ends."""

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__()
        self.state, self.at_once = State(), at_once

    def end_token(self) -> None:
        """Make the present token one that WeChat no longer knows."""
        self.state.token = ""

    def settle(self, number: str, verdict: int) -> None:
        """End a publishing job: 0 published, 2 to 6 as WeChat counts them."""
        self.state.jobs[number].verdict = verdict

    def respond(self, call: Call) -> tuple[int, Any]:
        step = call.path.removeprefix("/cgi-bin/").replace("/", "_")
        if step == "stable_token":
            return 200, self._stable_token(call.json)
        token = call.query.get("access_token", "")
        if not token:
            return 200, {"errcode": 41001, "errmsg": "access_token missing"}
        if token != self.state.token:
            return 200, {
                "errcode": 40001,
                "errmsg": f"invalid credential, access_token {token} is not latest",
            }
        answer = getattr(self, f"_{step}", None)
        return (200, answer(call)) if answer else (404, {"errcode": 404, "errmsg": "no such interface"})

    def _stable_token(self, told: dict[str, Any]) -> dict[str, Any]:
        if told["appid"] != APP_ID or told["secret"] != SECRET:
            return {"errcode": 40125, "errmsg": f"invalid appsecret {told['secret']}"}
        if told.get("force_refresh") or not self.state.token:
            self.state.fetched += 1
            self.state.token = f"TOKEN-{self.state.fetched}"
        return {"access_token": self.state.token, "expires_in": 7200}

    def _material_add_material(self, call: Call) -> dict[str, Any]:
        name, content = call.files["media"]
        number = f"MATERIAL-{len(self.state.material) + 1}"
        self.state.material[number] = content
        return {"media_id": number, "url": f"https://mmbiz.qpic.cn/{call.query['type']}/{name}"}

    def _media_uploadimg(self, call: Call) -> dict[str, Any]:
        return {"url": f"https://mmbiz.qpic.cn/text/{call.files['media'][0]}"}

    def _draft_add(self, call: Call) -> dict[str, Any]:
        (article,) = call.json["articles"]
        if article["thumb_media_id"] not in self.state.material:
            return NOT_FOUND
        number = f"DRAFT-{len(self.state.drafts) + len(self.state.jobs) + 1}"
        self.state.drafts[number] = article
        return {"media_id": number}

    def _draft_batchget(self, call: Call) -> dict[str, Any]:
        items = [
            {"media_id": number, "content": {"news_item": [{**article, "content": ""}]}}
            for number, article in reversed(self.state.drafts.items())
        ]
        return _page(call, items)

    def _draft_delete(self, call: Call) -> dict[str, Any]:
        return _ok() if self.state.drafts.pop(call.json["media_id"], None) else NOT_FOUND

    def _freepublish_submit(self, call: Call) -> dict[str, Any]:
        article = self.state.drafts.pop(call.json["media_id"], None)
        if article is None:
            return NOT_FOUND
        number = f"{2247503050 + len(self.state.jobs) + 1}"
        job = Job(number, article, f"ARTICLE-{len(self.state.jobs) + 1}", 0 if self.at_once else 1)
        self.state.jobs[number] = job
        return {"errcode": 0, "errmsg": "ok", "publish_id": int(number)}

    def _freepublish_get(self, call: Call) -> dict[str, Any]:
        job = self.state.jobs.get(str(call.json["publish_id"]))
        if not job:
            return {"errcode": 53502, "errmsg": "invalid publish_id"}
        told: dict[str, Any] = {"publish_id": int(job.number), "publish_status": job.verdict, "fail_idx": []}
        if job.verdict == 0:
            item = {"idx": 1, "article_url": job.address}
            told |= {"article_id": job.article_id, "article_detail": {"count": 1, "item": [item]}}
        return told

    def _freepublish_batchget(self, call: Call) -> dict[str, Any]:
        jobs = [job for job in self.state.jobs.values() if job.verdict == 0]
        items = [
            {
                "article_id": job.article_id,
                "content": {
                    "news_item": [
                        {
                            **job.article,
                            "url": job.address,
                            "is_deleted": job.article_id in self.state.deleted,
                        }
                    ]
                },
            }
            for job in reversed(jobs)
        ]
        return _page(call, items)

    def _freepublish_delete(self, call: Call) -> dict[str, Any]:
        number = call.json["article_id"]
        known = any(job.article_id == number for job in self.state.jobs.values())
        if not known or number in self.state.deleted:
            return {"errcode": 53600, "errmsg": "invalid article_id"}
        self.state.deleted.add(number)
        return _ok()

    def _menu_create(self, call: Call) -> dict[str, Any]:
        self.state.menu = call.json["button"]
        return _ok()

    def _menu_get(self, call: Call) -> dict[str, Any]:
        if self.state.menu is None:
            return {"errcode": 46003, "errmsg": "menu no exist"}
        return {"menu": {"button": self.state.menu}}


def job_message(job: Job) -> str:
    """The XML by which WeChat says that a job is over."""
    detail = (
        f"<article_id><![CDATA[{job.article_id}]]></article_id><article_detail><count>1</count><item>"
        f"<idx>1</idx><article_url><![CDATA[{job.address}]]></article_url></item></article_detail>"
    )
    return (
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName>"
        "<CreateTime>1481013459</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        "<Event><![CDATA[PUBLISHJOBFINISH]]></Event><PublishEventInfo>"
        f"<publish_id>{job.number}</publish_id><publish_status>{job.verdict}</publish_status>"
        f"{detail if job.verdict == 0 else '<fail_idx>1</fail_idx>'}</PublishEventInfo></xml>"
    )


def plain_call(message: str, timestamp: int, nonce: str = "1320562132") -> tuple[dict[str, str], bytes]:
    """Query and body of a callback in plain mode."""
    query = {"timestamp": str(timestamp), "nonce": nonce}
    return {**query, "signature": _signed(CALLBACK_TOKEN, *query.values())}, message.encode()


def sealed_call(message: str, timestamp: int, nonce: str = "1320562132") -> tuple[dict[str, str], bytes]:
    """Query and body of a callback in safe mode."""
    key, content = base64.b64decode(AES_KEY + "="), message.encode()
    plain = os.urandom(16) + len(content).to_bytes(4, "big") + content + APP_ID.encode()
    fill = 32 - len(plain) % 32
    sealer = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    sealed = base64.b64encode(sealer.update(plain + bytes([fill]) * fill) + sealer.finalize()).decode()
    query, _message = plain_call("", timestamp, nonce)
    query |= {"encrypt_type": "aes", "msg_signature": _signed(CALLBACK_TOKEN, str(timestamp), nonce, sealed)}
    body = f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return query, body.encode()


def _signed(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - WeChat's protocol


def _page(call: Call, items: list[Any]) -> dict[str, Any]:
    offset, count = call.json["offset"], call.json["count"]
    shown = items[offset : offset + count]
    return {"total_count": len(items), "item_count": len(shown), "item": shown}


def _ok() -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok"}
