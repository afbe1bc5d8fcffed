"""The text of an item as fitted to a channel: shorter, never other than what was reviewed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.catalogue.models import Item
from gongkai.channels.models import Channel
from gongkai.channels.ways import Limits, limits_of
from gongkai.files.models import StoredFile
from gongkai.secrecy.models import Markup, Package
from gongkai.typesetting.rich_text import plain_text

_LINK = re.compile(r"https?://[^\s，。；、）)》]+", re.ASCII | re.IGNORECASE)
# A topic as Weibo writes it; no place for numbers of people.
_TAG = re.compile(r"#(?!\w*\d{5})[^#\s]{1,40}#")
_ENDS = re.compile(r"(?<=[。！？；!?;\n])")
_SHOWN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text for a channel, proposed or typed."""

    headline: str = ""
    text: str = ""
    picture: StoredFile | None = None


def propose(item: Item, channel: Channel, address: str = "") -> Fitted:
    """Return a text for the channel made of the item's own sentences: as many whole ones as fit.

    `address` is that of the item on the portal; it ends the text where the channel takes links.
    """
    limits = limits_of(channel)
    address = address or (f"{settings.SITE_URL}{item.get_public_url()}" if settings.SITE_URL else "")
    ending = f" {address}" if address and limits.links else ""
    whole = _words(item.package)
    text = whole
    if limits.text and limits.measure(whole + ending) > limits.text:
        text = ""
        for sentence in _ENDS.split(whole):
            if limits.measure(text + sentence + ending) > limits.text:
                break
            text += sentence
        if not text:
            text = _cut(whole, limits.text - limits.measure(ending), limits)
    headline = item.title
    if limits.headline:
        headline = _cut(headline, limits.headline, limits)
    return Fitted(
        headline="" if limits.headline is None else headline,
        text=text.strip() + ending,
        picture=first_picture(item.package) or channel.cover,
    )


def first_picture(package: Package) -> StoredFile | None:
    return next((each.file for each in package.frozen_files if each.file.is_picture), None)


def obstacles_to_this_text(item: Item, channel: Channel, fitted: Fitted) -> Iterator[str]:
    """Say why this text cannot go to the channel as it is.

    先审查、后公开: each sentence has to stand in the title or the text that was reviewed; links and tags
    (#…#) apart. The picture has to be one of the reviewed files, or the channel's own cover.
    """
    limits = limits_of(channel)
    if limits.headline and limits.measure(fitted.headline) > limits.headline:
        yield _("The headline has %(number)s signs; this channel takes %(most)s.") % {
            "number": limits.measure(fitted.headline),
            "most": limits.headline,
        }
    if limits.text and limits.measure(fitted.text) > limits.text:
        yield _("The text has %(number)s signs; this channel takes %(most)s.") % {
            "number": limits.measure(fitted.text),
            "most": limits.text,
        }
    if not limits.links and _LINK.search(fitted.text):
        yield _("This channel takes no links. Take the address out of the text.")
    if not limits.topics and _TAG.search(_LINK.sub(" ", fitted.text)):
        yield _("The interface of this channel takes no topics (#…#). Take them out, or post it by hand.")
    if limits.picture_needed and fitted.picture is None:
        yield _("This channel needs a picture, and neither the item nor the channel has one.")
    if fitted.picture is not None and not _is_reviewed(item.package, channel, fitted.picture):
        yield _("This picture is none of the files that were reviewed.")
    strange = list(unreviewed(item, fitted))
    for sentence in strange[:_SHOWN_AT_MOST]:
        yield _("This does not stand in the reviewed text: “%(sentence)s”") % {"sentence": sentence[:60]}


def unreviewed(item: Item, fitted: Fitted) -> Iterator[str]:
    """Return the sentences of a fitted text that were not reviewed with the item."""
    words = _words(item.package)
    known = _bare(f"{item.title}\n{words}")
    for link in _LINK.findall(fitted.text):
        if not link.endswith(item.get_public_url()) and link not in words and link not in item.package.body:
            yield link
    offered = f"{fitted.headline}\n{_TAG.sub('', _LINK.sub('', fitted.text))}"
    for sentence in _ENDS.split(offered):
        bare = _bare(sentence)
        if bare and bare not in known:
            yield sentence.strip()


def _is_reviewed(package: Package, channel: Channel, picture: StoredFile) -> bool:
    return picture.pk == channel.cover_id or any(each.file_id == picture.pk for each in package.frozen_files)


def _words(package: Package) -> str:
    return plain_text(package.body) if package.markup == Markup.HTML else package.body


def _bare(text: str) -> str:
    """Leave letters and digits: blanks, line ends and punctuation at the ends of a cut say nothing."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def _cut(text: str, most: int, limits: Limits) -> str:
    if limits.measure(text) <= most:
        return text
    kept = text
    while kept and limits.measure(kept + "…") > most:
        kept = kept[:-1]
    return kept + "…"
