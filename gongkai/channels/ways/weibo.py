"""A Weibo account served through its interface: one post with a picture and a link to the item."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.channels.models import Channel, Release
from gongkai.channels.protocols.answers import Absent, Answer, Never, Reason
from gongkai.channels.protocols.weibo import (
    PICTURE_AT_MOST,
    PICTURE_TYPES,
    SIGNS_AT_MOST,
    Account,
    Picture,
    WeiboAccount,
    length_of,
)
from gongkai.channels.setting_up import access_of
from gongkai.channels.ways import Limits
from gongkai.files.models import StoredFile


class Weibo:
    limits = Limits(headline=None, text=SIGNS_AT_MOST, measure=length_of, topics=False)
    steps: Sequence[str] = ("post",)
    outward: Collection[str] = ("post",)

    def obstacles(self, channel: Channel) -> Iterator[str]:
        if not access_of(channel).get("access_token"):
            yield _("The system administrator has not given the access token of this account.")
        elif not access_of(channel).get("ip"):
            yield _("Weibo wants to know the office's address on the internet; it is given with the access.")
        if not settings.SITE_URL:
            yield _("A post has to link the website: its address is not set (GONGKAI_SITE_URL).")

    def take(self, release: Release, step: str) -> Answer:
        picture = release.picture
        return account_of(release.channel).share(release.text, _handed(picture) if picture else None)

    def look(self, release: Release) -> Answer | Absent:
        account = account_of(release.channel)
        number = release.progress.get("taken_as", "")
        if number:
            return account.look(str(number))
        if release.taken_at is None:
            return Absent()
        return account.find(release.text, release.taken_at)

    def take_down(self, release: Release) -> Answer:
        number = release.progress.get("stands_as") or release.progress.get("taken_as")
        if not number:
            return Never(Reason.NO_RIGHTS)
        return account_of(release.channel).recall(str(number))


def account_of(channel: Channel) -> WeiboAccount:
    access = access_of(channel)
    domain = access.get("domain") or urlsplit(settings.SITE_URL).hostname or ""
    return WeiboAccount(
        Account(access.get("access_token", ""), domain, access.get("uid", ""), access.get("ip", "")),
        base_url=settings.WEIBO_URL,
        timeout=settings.SENDING_TIMEOUT,
    )


def _handed(file: StoredFile) -> Picture | None:
    """Return the picture as Weibo takes it; a post without its picture is better than none."""
    if file.size >= PICTURE_AT_MOST or file.content_type not in PICTURE_TYPES:
        return None
    return Picture(file.name, file.read(), file.content_type)
