"""Rich text fitted to WeChat: no links out of it, pictures by the addresses WeChat gave them."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml import etree, html  # type: ignore[import-untyped]

from gongkai.typesetting.rich_text import blocks, clean, pictures_in

# Links inside WeChat are the only ones a reader can follow there.
OWN_HOSTS = {"mp.weixin.qq.com"}


def pictures_of(text: str) -> tuple[str, ...]:
    """Return the files (UUIDs of StoredFile) whose pictures stand in the text, each once, in its order."""
    return tuple(dict.fromkeys(str(picture.file) for picture in pictures_in(blocks(text))))


def fitted(text: str, pictures: Mapping[str, str]) -> str:
    """Return the rich text as HTML for a draft.

    `pictures` names for each file the address WeChat gave its upload; a picture without one is left out. A
    link that leads out of WeChat becomes its words, with the address after them where they do not show it.
    """
    whole = html.fragment_fromstring(clean(text), create_parent="section")
    for link in list(whole.iter("a")):
        if not _is_inside(link.get("href", "")):
            _unlink(link)
    for picture in list(whole.iter("img")):
        _place(picture, pictures.get(picture.get("data-file", ""), ""))
    for part in whole.iter():
        align = part.attrib.pop("data-align", None)
        if align:
            part.set("style", f"text-align: {align}")
    return "".join(_children(whole))


def _is_inside(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in OWN_HOSTS


def _unlink(link: html.HtmlElement) -> None:
    address, words = link.get("href", ""), link.text_content()
    if address.startswith(("http:", "https:")) and address not in words:
        if len(link):
            link[-1].tail = f"{link[-1].tail or ''}（{address}）"
        else:
            link.text = f"{link.text or ''}（{address}）"
    link.drop_tag()


def _place(picture: html.HtmlElement, address: str) -> None:
    if not address:
        picture.drop_tree()
        return
    alt = picture.get("alt", "")
    picture.attrib.clear()
    picture.set("src", address)
    if alt:
        picture.set("alt", alt)


def _children(whole: html.HtmlElement) -> Iterator[str]:
    for part in whole:
        yield etree.tostring(part, encoding="unicode", method="html")
