"""Pictures of the corpus: with and without the place where they were taken."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

import io
from collections.abc import Iterator

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from gongkai.privacy.corpus.pen import Pen
from gongkai.privacy.corpus.sample import Label, Sample, sample

_POSITION = {1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 25.0, 30.0)}
_XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description {}/></rdf:RDF></x:xmpmeta>'
_XMP_POSITION = (
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="39,54.33N" exif:GPSLongitude="116,25.5E"'
)


def picture(
    kind: str = "JPEG",
    *,
    position: bool = False,
    words: str = "",
    artist: str = "",
    xmp: str = "",
    note: str = "",
) -> bytes:
    """Return a small picture with these data beside its points."""
    exif, out = Image.Exif(), io.BytesIO()
    if position:
        exif[0x8825] = _POSITION
    if words:
        exif[0x9C9C] = words.encode("utf-16-le") + b"\x00\x00"  # as Windows writes a remark
    if artist:
        exif[0x013B] = artist
    more: dict[str, object] = {"exif": exif} if len(exif) else {}
    if kind == "PNG":
        info = PngInfo()
        if xmp:
            info.add_itxt("XML:com.adobe.xmp", xmp)
        if note:
            info.add_text("Comment", note)
        more["pnginfo"] = info
    elif xmp:
        more["xmp"] = xmp.encode()
    Image.new("RGB", (24, 16), "navy").save(out, kind, **more)
    return out.getvalue()


def pictures(pen: Pen) -> Iterator[Sample]:
    number = pen.mobile()
    found = (
        ("camera.jpg", picture(position=True), ("exif_position",)),
        ("camera.png", picture("PNG", position=True), ("exif_position",)),
        ("camera.webp", picture("WEBP", position=True), ("exif_position",)),
        ("edited.jpg", picture(xmp=_XMP.format(_XMP_POSITION)), ("exif_position",)),
        ("edited.png", picture("PNG", xmp=_XMP.format(_XMP_POSITION)), ("exif_position",)),
        ("photographer.jpg", picture(artist="Wang Xiaoming"), ("property",)),
        ("remark.jpg", picture(words=f"身份证照片，电话{number}"), (Label("mobile", number),)),
        ("remark.png", picture("PNG", note=f"电话{number}"), (Label("mobile", number),)),
        ("scan.jpg", picture(), ()),
        ("scan.png", picture("PNG"), ()),
        ("scan.gif", picture("GIF"), ()),
        ("scan.bmp", picture("BMP"), ()),
    )
    for name, content, labels in found:
        yield sample(name, "camera or scanner", content, ("unreadable", *labels))
