"""All ways on which somebody outside might be told of a paper, and what is told there."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

import pypdfium2
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.catalogue.models import Item
from gongkai.documents.models import Attachment, Document
from gongkai.files.models import StoredFile
from gongkai.secrecy.models import PackageFile, Review
from tests.papers import ASKED, TITLE_STAYS


def words_at(client: Any, address: str, **given: Any) -> tuple[int, str]:
    """Ask, and return the status and all words of the answer, also those of a packed or printed file."""
    answer = client.get(address, **given)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, " ".join(words_of(content))


def words_of(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from words_of(archive.read(name))
    elif content.startswith(b"%PDF"):
        for page in pypdfium2.PdfDocument(content):
            # A word may begin on one line and end on the next.
            yield "".join(page.get_textpage().get_text_bounded().split())
    else:
        text = content.decode("utf-8", "replace")
        yield text
        # A hit is marked in the middle of a word, and addresses are written in percents.
        plain = re.sub(r"<[^>]*>", "", text)
        if plain != text:
            yield html.unescape(plain)
        if "%E" in text:
            yield unquote(text)


def leaks_in(words: dict[str, str], told: str) -> list[str]:
    """Return the states whose word is told."""
    if ASKED not in told:
        return []
    found = []
    for state, word in words.items():
        # The title of what was public once is told with the reason why it is no longer.
        rest = told.replace(f"关于{word}的通知", "") if state in TITLE_STAYS else told
        if word in rest:
            found.append(state)
    return found


WAYS = (
    "/",
    "/rules/",
    "/guide/",
    "/content/duties/20.5/",
    "/content/areas/c/",
    "/content/save/csv/",
    "/content/save/xlsx/",
    "/content/save/csv/?office=jianguomen",
    "/guide/save/docx/",
    "/guide/save/pdf/",
    "/columns/dynamics/",
    "/columns/dynamics/?year=2026",
    "/services/",
    f"/services/?q={quote(ASKED)}",
    *(f"/feed.{kind}" for kind in ("atom", "rss")),
    *(f"/columns/dynamics/feed.{kind}" for kind in ("atom", "rss")),
    *(f"/offices/jianguomen/feed.{kind}" for kind in ("atom", "rss")),
    *(f"/items/?q={quote(word)}" for word in (ASKED, "附件", "通知", "摘要")),
    *(f"/items/?q={quote(ASKED)}&order={order}" for order in ("relevance", "date", "date_up")),
    *(
        f"/items/?{chosen}"
        for chosen in (
            "office=jianguomen",
            "column=dynamics",
            "year=2026",
            "kind=notice",
            "validity=in_force",
            "area=c",
            "duty=20.5",
            f"q={quote(ASKED)}&year=2026&column=dynamics&area=c&order=date_up",
        )
    ),
    f"/items/suggest/?q={quote(ASKED)}",
    "/items/suggest/?q=gylm",
    "/api/v1/guides",
    *(
        f"/api/v1/items?{asked}"
        for asked in (
            "page_size=100",
            f"q={quote(ASKED)}&page_size=100",
            "agency=jianguomen",
            "column=dynamics",
            "year=2026",
            "kind=notice",
            "validity=in_force",
            "since=2026-01-01",
            "until=2026-12-31",
            "order=date_up&page_size=100",
            f"q={quote(ASKED)}&agency=jianguomen&column=dynamics&year=2026&order=date&page_size=100",
        )
    ),
)
# They name no paper; nobody is to be told of one there.
OTHER_WAYS = (
    "/content/areas/",
    "/content/duties/",
    "/content/?office=jianguomen",
    "/offices/jianguomen/",
    "/inventory/save/csv/",
    "/inventory/save/xlsx/",
    "/sitemap-items-0.xml",
    "/old/jianguomen/",
    "/old/chaoyangmen/",
    "/columns/dynamics/?office=chaoyangmen",
    "/columns/dynamics/?year=2017",
    "/items/?office=chaoyangmen",
    "/items/?year=2017",
    "/items/?page=2",
    "/content/save/csv/?office=chaoyangmen",
    "/offices/chaoyangmen/feed.atom",
    "/api/v1/items?agency=chaoyangmen",
    "/api/v1/columns?agency=jianguomen",
    "/api/v1/agencies/jianguomen/guide",
    "/api/v1/figures/jianguomen/2026",
)


def addresses(made: SimpleNamespace) -> list[str]:
    """Every address that can be formed: of each item and file there is, and of each list."""
    papers = Document.objects.values_list("pk", flat=True)
    items = list(Item.objects.values_list("pk", "index_number", "package__about"))
    files: dict[str, set[str]] = defaultdict(set)
    for about, file in PackageFile.objects.values_list("package__about", "file_id"):
        files[about].add(str(file))
    return [
        *portal_lists(),
        *WAYS,
        *OTHER_WAYS,
        *(reverse("portal:item", args=[pk]) for pk in {*papers, *(pk for pk, *_rest in items)}),
        *(reverse("api:item", args=[number]) for _pk, number, _about in items),
        # The files of all editions of an item, and at one that is public those of all papers.
        *(
            reverse("portal:item_file", args=[pk, file])
            for pk, _number, about in items
            for file in files[about]
        ),
        *(reverse("portal:item_file", args=[made.item.pk, file.pk]) for file in StoredFile.objects.all()),
    ]


def desk_addresses() -> list[str]:
    """Every paper, item, review and file in the desk, and what the search says of them."""
    papers = Document.objects.values_list("pk", flat=True)
    items = Item.objects.values_list("pk", flat=True)
    return [
        *(reverse("desk:document", args=[pk]) for pk in papers),
        *(
            reverse("desk:document_file", args=[each.document_id, each.file_id])
            for each in Attachment.objects.all()
        ),
        *(reverse("desk:item", args=[pk]) for pk in items),
        *(reverse("desk:review", args=[pk]) for pk in Review.objects.values_list("pk", flat=True)),
        *desk_searches(),
    ]


def desk_searches() -> list[str]:
    find = reverse("desk:search")
    asked = [f"{find}?q={quote(word)}" for word in (ASKED, "正文", "通知")]
    return [*asked, *(f"{find}?q={quote(ASKED)}&kind={kind}" for kind in ("document", "item", "piece"))]


def desk_lists() -> list[str]:
    """Lists, tables to be saved and exports: what is open without naming a paper."""
    return [
        f"/{pattern}"
        for prefix, pattern in _patterns(get_resolver())
        if prefix.startswith("desk/") and "<" not in pattern and _LISTS.search(pattern)
    ]


_LISTS = re.compile(r"^desk/(documents|items|reviews|releases|channels|imports|issues|export|secrecy)[^<]*$")


def portal_lists() -> Iterator[str]:
    """Addresses of the portal and of the interface that need nothing but to be asked."""
    for prefix, pattern in _patterns(get_resolver()):
        if not prefix.startswith(("desk/", "account")) and "<" not in pattern:
            yield f"/{pattern}"
    yield reverse("portal:column", args=["dynamics"])


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, whole)
        elif isinstance(each, URLPattern) and not whole.startswith("^"):
            yield before, whole
