"""Files as people hand them in, and as nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pikepdf
from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="{kind}"/></Types>'
)
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 6), **more: Any) -> bytes:
    out = io.BytesIO()
    colours: dict[str, Any] = {"RGB": "red", "RGBA": (200, 0, 0, 90)}
    Image.new(mode, size, colours.get(mode, 1)).save(out, kind, **more)
    return out.getvalue()


def archive(parts: dict[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def office_file(
    part: str = "word/document.xml", kind: str = DOCUMENT, more: dict[str, bytes | str] | None = None
) -> bytes:
    """A package with its list of types, one main part and whatever else shall be in it."""
    return archive({"[Content_Types].xml": TYPES.format(part=part, kind=kind), part: "<x/>", **(more or {})})


def with_lied_sizes(content: bytes, part: str, told: int) -> bytes:
    """The package, whose list and the head of `part` tell that it unpacks to `told` bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        info = package.getinfo(part)
    lied = bytearray(content)
    lied[info.header_offset + 22 : info.header_offset + 26] = struct.pack("<I", told)
    name = part.encode()
    entry = lied.rindex(name) - 46
    lied[entry + 24 : entry + 28] = struct.pack("<I", told)
    return bytes(lied)


def overlapping(copies: int, size: int) -> bytes:
    """A package whose list names one packed part many times."""
    content = office_file(more={"x": bytes(size)})
    begin = content.index(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    entry = content[content.rindex(b"PK\x01\x02") : end]
    listed = content[begin:end] + b"".join(entry[:46] + bytes([33 + i]) + entry[47:] for i in range(copies))
    count = 3 + copies
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed), begin, 0)
    return content[:begin] + listed + tail


def pdf(pages: int = 1, **protection: Any) -> bytes:
    made = pikepdf.new()
    for _each in range(pages):
        made.add_blank_page(page_size=(100, 100))
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(**protection) if protection else False)
    return out.getvalue()
