"""Plain texts and web pages of the corpus."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

from collections.abc import Iterable, Iterator

from gongkai.privacy.corpus import wordings
from gongkai.privacy.corpus.pen import CARD_WAYS, IDENTITY_WAYS, MOBILE_WAYS, Pen
from gongkai.privacy.corpus.sample import Label, Sample, sample

_ENCODINGS = ("utf-8", "gb18030", "utf-16", "utf-8-sig", "utf-16-le")


def texts(pen: Pen) -> Iterator[Sample]:
    ways = [
        *(wordings.identity(pen, way) for way in IDENTITY_WAYS), *(wordings.mobile(pen, way) for way in MOBILE_WAYS),
        *(wordings.card(pen, way) for way in CARD_WAYS), *(wordings.phone(pen) for _each in range(30)),
    ]  # fmt: skip
    for at in range(0, len(ways), 10):
        said = ways[at : at + 10]
        yield _text(f"ways-{at // 10}.txt", "Notepad", [text for text, _its in said], said, "utf-8")
    for number in range(20):
        said = [pen.chance.choice(wordings.POSITIVE)(pen) for _each in range(14)]
        lines = [line for text, _its in said for line in (text, wordings.innocent(pen))]
        yield _text(f"letter-{number}.txt", "Notepad", lines, said, _ENCODINGS[number % len(_ENCODINGS)])
    for number in range(10):
        lines = [line for _each in range(25) for line in (wordings.innocent(pen), wordings.plain_office(pen))]
        yield _text(f"innocent-{number}.txt", "Notepad", lines, [], _ENCODINGS[number % 4])
    broken = "联系电话：".encode("gb18030") + pen.mobile().encode()
    mobile = broken[-11:].decode()
    yield sample(
        "broken-sign.txt",
        "Notepad",
        broken + b"\xff\n" + "其他内容。".encode("gb18030") * 40,
        [Label("mobile", mobile)],
    )
    identity = pen.identity()
    yield sample(
        "list.csv",
        "Excel",
        f"姓名,护照号码,身份证号\n{pen.name()},E{pen.digits(8)},{identity}\n".encode("gb18030"),
        [Label("resident_id", identity), "passport"],
    )


def _text(name: str, maker: str, lines: list[str], said: list[wordings.Said], encoding: str) -> Sample:
    return sample(
        name, maker, "\n".join(lines).encode(encoding), [label for _text, its in said for label in its]
    )


def pages(pen: Pen) -> Iterator[Sample]:
    for number in range(8):
        said = [pen.chance.choice(wordings.POSITIVE)(pen) for _each in range(8)]
        inner = "\n".join(f"<p>{text}</p><div>{wordings.innocent(pen)}</div>" for text, _its in said)
        yield _page(
            f"page-{number}.html",
            inner,
            [label for _text, its in said for label in its],
            ("utf-8", "gb18030")[number % 2],
        )
    for number in range(5):
        yield _page(
            f"innocent-{number}.html",
            "".join(f"<p>{wordings.innocent(pen)}</p>" for _each in range(20))
            + '<table bgcolor="#003366"><tr><td><font color="white">栏目</font></td></tr></table>',
        )
    mobile, identity = pen.mobile(), pen.identity()
    label, said_text = Label("mobile", mobile), f"电话{mobile}"
    unseen: dict[str, str] = {
        "display": f'<div style="display:none">{said_text}</div>', "hidden": f"<p hidden>{said_text}</p>", "colour": f'<span style="color:#fff">{said_text}</span>',
        "font": f'<font color="#FFFFFF">{said_text}</font>', "beside": f'<div style="position:absolute;left:-9999px">{said_text}</div>', "indent": f'<p style="text-indent:-999em">{said_text}</p>',
        "class": f"<style>.x1 {{ display : none }}</style><p class='a x1'>{said_text}</p>", "flat": f'<div style="height:0;overflow:hidden">{said_text}</div>', "tiny": f'<span style="font-size:0">{said_text}</span>',
        "input": f'<input type="hidden" name="phone" value="{said_text}">', "clear": f'<div style="opacity:0">{said_text}</div>', "template": f"<template><p>{said_text}</p></template>",
    }  # fmt: skip
    for name, inner in unseen.items():
        yield _page(f"unseen-{name}.html", f"<p>公开</p>{inner}", [label, "hidden_text"])
    boxes = "".join(f"<td>{each}</td>" for each in identity)
    places: dict[str, tuple[str, list[Label | str]]] = {
        "comment": (f"<!-- {said_text} -->", [label, "comment"]), "attribute": (f'<img alt="{said_text}" src="a.png">', [label]), "data": (f'<p data-phone="{mobile}">甲</p>', [label]),
        "meta": (f'<meta name="description" content="{said_text}"><meta name="author" content="张三">', [label, "property"]), "script": (f'<script>var phone = "{mobile}";</script>', [label]),
        "pieces": (f"<p>身份证<b>{identity[:4]}</b>{identity[4:9]}<span>{identity[9:]}</span></p>", [Label("resident_id", identity)]),
        "line-end": (f"<p>身份证{identity[:6]}<br/>{identity[6:]}</p>", [Label("resident_id", identity)]), "boxes": (f"<table><tr><td>身份证号</td>{boxes}</tr></table>", [Label("resident_id", identity)]),
        "table": (f"<table><tr><th>姓名</th><th>护照号</th></tr><tr><td>甲某</td><td>E{pen.digits(8)}</td></tr></table>", ["passport"]),
        "entities": ("<p>手机" + "".join(f"&#{ord(each)};" for each in mobile) + "</p>", [label]), "link": (f'<a href="tel:{mobile}">致电</a>', [label]),
        "changes": (f'<p><ins cite="mailto:x" datetime="2018-05-07">{said_text}</ins></p>', [label, "tracked_change"]), "picture": ('<img src="data:image/png;base64,AA==">', ["unreadable"]),
    }  # fmt: skip
    for name, (inner, labels) in places.items():
        yield _page(f"{name}.html", inner, labels)


def _page(name: str, inner: str, labels: Iterable[Label | str] = (), encoding: str = "utf-8") -> Sample:
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>通知</title></head><body>\n{inner}\n</body></html>'
    return sample(name, "web", page.encode(encoding), labels)
