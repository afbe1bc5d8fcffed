"""What WeChat tells us of its own accord: that a publishing job is over.

In plain mode only the time and a random word are signed, not the message: whoever saw one call can send
others for some minutes. What comes in that way is a hint to look, never the proof. Safe mode signs and
encrypts the message; once its key is set, nothing plain is taken.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree  # type: ignore[import-untyped]

from .answers import Answer
from .wechat_answers import meaning_of_job

BODY_AT_MOST = 64 * 1024
# A call older, or further ahead, than this is a repeated one.
FRESH = timedelta(minutes=5)
_ECHO = re.compile(r"[\w+/=-]{1,512}", re.ASCII)


class NotFromWechat(Exception):
    """The call is not signed with our keys, or is not of this moment."""


class Unreadable(Exception):
    """The call is signed, and what it says cannot be read."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What the account and we agreed upon. `aes_key` is the EncodingAESKey of 43 signs; empty: plain mode."""

    token: str = field(repr=False)
    app_id: str = ""
    aes_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class JobOver:
    """A publishing job ended. `fingerprint` is the same for a call that is sent twice.

    `is_proof` is False in plain mode: the caller then looks at the job itself before believing it.
    """

    publish_id: str
    answer: Answer
    fingerprint: str
    is_proof: bool


def signature_of(*parts: str) -> str:
    """Return WeChat's signature: the SHA-1, in hex, of the sorted parts, the token among them."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - WeChat's protocol


def greeted(query: Mapping[str, str], keys: Keys, at: datetime | None = None) -> str:
    """Return what to answer (as text/plain) to the call by which WeChat checks our address.

    Raises NotFromWechat when it is not signed with our token or not of this moment.
    """
    _check(query, "signature", keys, at)
    echo = query.get("echostr", "")
    if not _ECHO.fullmatch(echo):
        raise NotFromWechat
    return echo


def read(body: bytes, query: Mapping[str, str], keys: Keys, at: datetime | None = None) -> JobOver | None:
    """Return what a call says of a publishing job, None when it speaks of something else.

    `at` is the true present moment. Answer the call with "success" in either case: WeChat repeats it else.

    Raises NotFromWechat, and Unreadable for a signed call that is no message of WeChat.
    """
    if len(body) > BODY_AT_MOST:
        raise Unreadable
    if not keys.aes_key:
        _check(query, "signature", keys, at)
        return _job_in(_parsed(body), query.get("signature", ""), is_proof=False)
    sealed = (_parsed(body).findtext("Encrypt") or "").strip()
    _check(query, "msg_signature", keys, at, sealed)
    opened = _opened(sealed, keys)
    return _job_in(_parsed(opened), query.get("msg_signature", ""), is_proof=True)


def _check(query: Mapping[str, str], name: str, keys: Keys, at: datetime | None, *signed: str) -> None:
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    expected = signature_of(keys.token, timestamp, nonce, *signed)
    if not keys.token or not hmac.compare_digest(expected.encode(), query.get(name, "").encode()):
        raise NotFromWechat
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise NotFromWechat
    if abs((at or datetime.now(UTC)) - datetime.fromtimestamp(int(timestamp), UTC)) > FRESH:
        raise NotFromWechat


def _parsed(body: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable from None
    if root is None or root.getroottree().docinfo.doctype:
        raise Unreadable
    return root


def _opened(sealed: str, keys: Keys) -> bytes:
    """Decrypt: 16 random bytes, the length of the message, the message, the account it is for."""
    try:
        key = base64.b64decode(keys.aes_key + "=")
        content = base64.b64decode(sealed, validate=True)
        opener = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
        padded = opener.update(content) + opener.finalize()
    except (ValueError, binascii.Error):
        raise Unreadable from None
    plain = padded[: -padded[-1]] if padded and 1 <= padded[-1] <= 32 else b""
    length = int.from_bytes(plain[16:20], "big")
    if len(plain) < 20 + length or plain[20 + length :] != keys.app_id.encode():
        raise NotFromWechat
    return plain[20 : 20 + length]


def _job_in(root: "etree._Element", fingerprint: str, *, is_proof: bool) -> JobOver | None:
    if root.findtext("MsgType") != "event" or root.findtext("Event") != "PUBLISHJOBFINISH":
        return None
    status = (root.findtext("PublishEventInfo/publish_status") or "").strip()
    publish_id = (root.findtext("PublishEventInfo/publish_id") or "").strip()
    if not publish_id or len(publish_id) > 100 or status not in set("0123456"):
        raise Unreadable
    # The documentation's own example breaks the id over two lines.
    article_id = "".join((root.findtext("PublishEventInfo/article_id") or "").split())[:200]
    addresses = [
        (item.findtext("article_url") or "").strip()[:2000]
        for item in root.iterfind("PublishEventInfo/article_detail/item")
    ]
    answer = meaning_of_job(publish_id, int(status), article_id, [one for one in addresses if one])
    return JobOver(publish_id, answer, fingerprint, is_proof)
