"""An account of Weibo: sharing a text with a picture, looking whether it stands, taking it down.

After the pages of Weibo's open platform on statuses/share, show, destroy and user_timeline.

Weibo answers a share at once and may hide or delete it afterwards, so a share is only accepted; `look` tells
whether it can be read. Shares have no key against doubles, but Weibo refuses a text it has already: after a
lost answer `find` tells whether it was ours.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from .answers import Absent, Accepted, Answer, Done, Never, Reason, Trouble
from .calling import TIMEOUT, Heard, Line, trouble_of
from .weibo_answers import GONE, meaning_of

HOST = "https://api.weibo.com"
# Two half-width signs count as one; Weibo counts a link as 20 half-width signs or more.
SIGNS_AT_MOST, LINK_COUNTS = 140, 20
PICTURE_AT_MOST = 5 * 1024 * 1024
PICTURE_TYPES = {"image/jpeg", "image/png", "image/gif"}
PAGE, PAGES = 50, 4
# Weibo's clock and ours may differ by so much.
CLOCKS_DIFFER = timedelta(minutes=5)

# Texts shared by others than Weibo's own clients hold no topics: "#word#".
_TOPIC = re.compile(r"#[^#\s][^#\n]*#")
_LINK = re.compile(r"https?://[\w./?=&%#:~+,;!@$'()*\[\]-]+", re.ASCII)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Account:
    """The token a person obtained for an account, and the domain registered with Weibo ("example.gov.cn").

    `ip` is the address of the office on the internet, which Weibo wants to be told with each share.
    """

    token: str = field(repr=False)
    domain: str
    uid: str = ""
    ip: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to share: JPEG, PNG or GIF of less than 5 MB."""

    name: str
    content: bytes = field(repr=False)
    content_type: str = "image/jpeg"


def length_of(text: str) -> int:
    """Return how many signs Weibo counts: two half-width ones as one, rounded up.

    Links count with their full length, and as 20 half-width signs at least: Weibo may count less, never more.
    """
    links = _LINK.findall(text)
    halves = sum(1 if sign < "\x80" else 2 * (1 + (sign > "\uffff")) for sign in text)
    return (halves + sum(max(0, LINK_COUNTS - len(link)) for link in links) + 1) // 2


def faults_of(text: str, picture: Picture | None, domain: str) -> Never | None:
    """Return why Weibo would not take the text, before it is asked."""
    if length_of(text) > SIGNS_AT_MOST:
        return Never(Reason.TOO_LONG)
    if not any(_is_under(link, domain) for link in _LINK.findall(text)):
        return Never(Reason.NO_LINK)
    if _TOPIC.search(_LINK.sub(" ", text)):
        return Never(Reason.NO_TOPIC)
    if picture and (len(picture.content) >= PICTURE_AT_MOST or picture.content_type not in PICTURE_TYPES):
        return Never(Reason.PICTURE_NOT_ACCEPTED)
    return None


def short_number(mid: str) -> str:
    """Return the number of a post as it stands in its address: each seven digits in base 62."""
    parts = []
    while mid:
        mid, part = mid[:-7], int(mid[-7:])
        signs = ""
        while part:
            part, sign = divmod(part, 62)
            signs = _DIGITS[sign] + signs
        parts.append(signs.rjust(4, "0"))
    return "".join(reversed(parts)).lstrip("0")


class WeiboAccount:
    """Speaks for one account."""

    def __init__(self, account: Account, *, base_url: str = HOST, timeout: float = TIMEOUT) -> None:
        self._account, self._line = account, Line(base_url, timeout)

    def share(self, text: str, picture: Picture | None = None) -> Answer:
        """Post the text; Accepted has its number as reference and the address it will stand at."""
        fault = faults_of(text, picture, self._account.domain)
        if fault:
            return fault
        data = {"status": text, **({"rip": self._account.ip} if self._account.ip else {})}
        # Without a picture too the body is what the documentation calls for, a form.
        files = {"pic": (picture.name, picture.content, picture.content_type)} if picture else None
        heard = self._ask("POST", "/2/statuses/share.json", repeatable=False, data=data, files=files)
        if not isinstance(heard, Heard):
            return heard
        number = _number_of(heard)
        return Accepted(number, _address_of(heard)) if number else trouble_of(heard, repeatable=False)

    def look(self, number: str) -> Answer:
        """Return whether a post can be read: Done, still Accepted while only we see it, Never once gone."""
        heard = self._ask("GET", "/2/statuses/show.json", params={"id": number})
        if isinstance(heard, Never) and heard.code in GONE:
            return Never(Reason.TAKEN_DOWN, heard.words, heard.code)
        if not isinstance(heard, Heard):
            return heard
        if heard.text("deleted") == "1":
            return Never(Reason.TAKEN_DOWN, heard.text("text")[:100], "deleted")
        if _number_of(heard) != number:
            return trouble_of(heard, repeatable=True)
        address, visible = _address_of(heard), heard.get("visible")
        hidden = isinstance(visible, dict) and visible.get("type") not in (None, 0)
        return Accepted(number, address) if hidden else Done(address, number)

    def find(self, text: str, since: datetime) -> Accepted | Absent | Trouble:
        """Look among our own posts for `text`, posted at `since` (a true moment) or later.

        Weibo rewrites links, so only the words are compared. Accepted has the number to `look` at.
        """
        wanted = _words_of(text)
        for page in range(1, PAGES + 1):
            params = {"count": str(PAGE), "page": str(page), "trim_user": "0"}
            heard = self._ask("GET", "/2/statuses/user_timeline.json", params=params)
            if not isinstance(heard, Heard):
                return heard
            posts = heard.objects("statuses")
            for post in posts:
                posted_at = _moment(post.get("created_at"))
                if posted_at is None or posted_at + CLOCKS_DIFFER < since:
                    continue
                told = Heard(200, post)
                if _words_of(str(post.get("text", ""))) == wanted:
                    return Accepted(_number_of(told), _address_of(told))
            if len(posts) < PAGE:
                break
        return Absent()

    def recall(self, number: str) -> Answer:
        """Delete a post; one that is gone already is Done too."""
        heard = self._ask("POST", "/2/statuses/destroy.json", data={"id": number})
        if isinstance(heard, Heard) or (isinstance(heard, Never) and heard.code in GONE):
            return Done(reference=number)
        return heard

    def _ask(self, method: str, path: str, *, repeatable: bool = True, **body: Any) -> Heard | Trouble:
        headers = {"Authorization": f"OAuth2 {self._account.token}"}
        heard = self._line.ask(method, path, repeatable=repeatable, headers=headers, **body)
        if not isinstance(heard, Heard):
            return heard
        code = heard.text("error_code")
        if code and code != "0":
            return meaning_of(code, heard.get("error"), self._account.token, repeatable=repeatable)
        return heard if heard.is_success else trouble_of(heard, repeatable)


def _is_under(link: str, domain: str) -> bool:
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _number_of(told: Heard) -> str:
    number = told.text("idstr") or told.text("id")
    return number if number.isascii() and number.isdigit() else ""


def _address_of(told: Heard) -> str:
    user = Heard(200, told.get("user"))
    uid, number = user.text("idstr") or user.text("id"), told.text("mid") or _number_of(told)
    is_number = number.isascii() and number.isdigit()
    return f"https://weibo.com/{uid}/{short_number(number)}" if uid.isdigit() and is_number else ""


def _words_of(text: str) -> str:
    return "".join(_LINK.sub("", text).split())


def _moment(told: object) -> datetime | None:
    """Read Weibo's way of naming a moment: "Tue May 31 17:46:55 +0800 2011"."""
    try:
        _weekday, month, day, hour, zone, year = str(told).split()
        moment = parsedate_to_datetime(f"{day} {month} {year} {hour} {zone}")
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else None
