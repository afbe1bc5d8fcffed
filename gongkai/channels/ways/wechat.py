"""A WeChat official account served through its interface: cover, pictures, draft, publishing job."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from PIL import Image

from gongkai.channels.fitting import propose
from gongkai.channels.models import Channel, Release
from gongkai.channels.protocols.answers import Absent, Answer, Done, Never, Reason, Trouble
from gongkai.channels.protocols.wechat import WechatAccount
from gongkai.channels.protocols.wechat_material import (
    DIGEST_AT_MOST,
    PICTURES,
    TITLE_AT_MOST,
    Account,
    Article,
    Picture,
)
from gongkai.channels.protocols.wechat_text import fitted, pictures_of
from gongkai.channels.protocols.wechat_token import Fetch, Token
from gongkai.channels.setting_up import access_of
from gongkai.channels.ways import Limits
from gongkai.files.models import StoredFile
from gongkai.secrecy.models import Markup

# Sizes of a picture made smaller until WeChat takes it: longest side, quality.
_SMALLER = ((1600, 85), (1080, 80), (900, 75), (640, 70), (480, 60), (300, 50))


class Wechat:
    # WeChat counts the tags of the paragraphs too.
    limits = Limits(headline=TITLE_AT_MOST, text=19_000, links=False, picture_needed=True)
    steps: Sequence[str] = ("cover", "pictures", "draft", "publish")
    # A draft nobody reads can be made twice; an article cannot be published twice.
    outward: Collection[str] = ("publish",)

    def obstacles(self, channel: Channel) -> Iterator[str]:
        access = access_of(channel)
        if not access.get("app_id") or not access.get("app_secret"):
            yield _("The system administrator has not given the developer ID and secret of this account.")

    def take(self, release: Release, step: str) -> Answer:
        account = account_of(release.channel)
        if step == "cover":
            return self._cover(account, release)
        if step == "pictures":
            return self._pictures(account, release)
        if step == "draft":
            return self._draft(account, release)
        return account.submit(str(release.progress["draft"]))

    def look(self, release: Release) -> Answer | Absent:
        account = account_of(release.channel)
        job = release.progress.get("taken_as", "")
        if job:
            return account.look(str(job))
        return account.find_published(_article(release, content=""))

    def take_down(self, release: Release) -> Answer:
        account = account_of(release.channel)
        article = str(release.progress.get("stands_as", ""))
        if not article:
            found = account.find_published(_article(release, content=""))
            if isinstance(found, Absent):
                return Never(Reason.NO_RIGHTS)
            if not isinstance(found, Done):
                return found
            article = found.reference
        return account.recall(article)

    def _cover(self, account: WechatAccount, release: Release) -> Answer:
        if release.picture is None:
            return Never(Reason.PICTURE_NOT_ACCEPTED)
        return account.upload_material(_fit_for(release.picture, "thumb"), "thumb")

    def _pictures(self, account: WechatAccount, release: Release) -> Answer:
        """Upload the pictures inside the text; Done has their addresses, by file, as JSON."""
        placed: dict[str, str] = {}
        files = {str(each.file_id): each.file for each in release.item.package.frozen_files}
        for key in pictures_of(_rich_text(release)):
            file = files.get(key)
            if file is None:
                continue
            answer = account.upload_picture_of_text(_fit_for(file, "text"))
            if not isinstance(answer, Done):
                return answer
            placed[key] = answer.address
        return Done(reference=json.dumps(placed))

    def _draft(self, account: WechatAccount, release: Release) -> Answer:
        placed = json.loads(str(release.progress["pictures"]))
        rich = _rich_text(release)
        content = fitted(rich, placed) if rich else _plain(release)
        article = _article(release, content=content)
        if release.attempts > 1:
            found = account.find_draft(article)
            if not isinstance(found, Absent):
                return found
        return account.add_draft(article)


def account_of(channel: Channel) -> WechatAccount:
    access = access_of(channel)
    return WechatAccount(
        Account(access.get("app_id", ""), access.get("app_secret", "")),
        KeptWithTheChannel(channel.pk),
        base_url=settings.WECHAT_URL,
        timeout=settings.SENDING_TIMEOUT,
    )


class KeptWithTheChannel:
    """Keeps the access token with the channel, sealed, for all processes.

    Nothing is locked while WeChat is asked: two processes that fetch at the same time get the same token,
    that is what WeChat's stable token is for.
    """

    _lock = threading.Lock()

    def __init__(self, channel: int) -> None:
        self._channel = channel

    def kept(self) -> Token | None:
        told = Channel.objects.filter(pk=self._channel).values_list("access_token", flat=True).first()
        if not told:
            return None
        value, ends_at = json.loads(told)
        return Token(value, datetime.fromisoformat(ends_at))

    def renew(self, unlike: str, fetch: Fetch) -> Token | Trouble:
        with self._lock:
            kept = self.kept()
            if kept and kept.is_good() and kept.value != unlike:
                return kept
            fetched = fetch()
            if isinstance(fetched, Token):
                told = json.dumps([fetched.value, fetched.ends_at.isoformat()])
                Channel.objects.filter(pk=self._channel).update(access_token=told)
            return fetched


def _article(release: Release, *, content: str) -> Article:
    item = release.item
    # The fragment is the mark by which this release is known again after a lost answer.
    address = f"{settings.SITE_URL}{item.get_public_url()}#{release.reference[:12]}"
    return Article(
        title=(release.headline or item.title)[:TITLE_AT_MOST],
        content=content,
        thumb=str(release.progress.get("cover", "")),
        digest=item.abstract[:DIGEST_AT_MOST],
        author=item.agency.short_name[:16],
        source_url=address,
    )


def _rich_text(release: Release) -> str:
    """Return the reviewed rich text where it goes out whole; a shortened text goes as paragraphs."""
    package = release.item.package
    if package.markup != Markup.HTML:
        return ""
    whole = propose(release.item, release.channel).text
    return package.body if not release.text or release.text == whole else ""


def _plain(release: Release) -> str:
    parts = [part.strip() for part in release.text.split("\n") if part.strip()]
    return format_html("{}", format_html_join("", "<p>{}</p>", ((part,) for part in parts)))


def _fit_for(file: StoredFile, kind: str) -> Picture:
    """Return a picture as small as WeChat wants it."""
    at_most, types = PICTURES[kind]
    content = file.read()
    if len(content) <= at_most and file.content_type in types:
        return Picture(file.name, content, file.content_type)
    with Image.open(io.BytesIO(content)) as opened:
        drawn = opened.convert("RGB")
    made = b""
    for side, quality in _SMALLER:
        smaller = drawn.copy()
        smaller.thumbnail((side, side))
        stream_out = io.BytesIO()
        smaller.save(stream_out, "JPEG", quality=quality)
        made = stream_out.getvalue()
        if len(made) <= at_most:
            break
    return Picture(f"{file.name.rpartition('.')[0] or file.name}.jpg", made)
