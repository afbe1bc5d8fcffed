"""Papers of other kinds as PDF, so that parts of them can be hidden.

A PDF stays as it is. A picture becomes a sheet of A4. Word documents and plain text are set anew: what stands
on their pages is kept in its order, not every detail of how it looked. What Word keeps beside the pages
(deletions that are tracked, remarks, hidden text) is not taken over.
"""

import io
import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from typst import Compiler, Fonts, TypstError

from gongkai.files.sniffing import WORD, points_of, type_of
from gongkai.privacy.pages import CannotRedact, page_count
from gongkai.privacy.word import Unreadable, read_word

TEMPLATE = Path(__file__).parent / "converted.typ"
A4 = (595.2756, 841.8898)  # points
# A picture of fewer points than this per inch is printed smaller than the sheet rather than coarser.
COARSEST, FINEST = 96, 300
LARGEST_PICTURE = 80_000_000  # points
NAMED_AT_MOST = 12
# Lines would not break in a longer run of letters and figures; the mark for it is left out in searching.
LONG_RUN = re.compile(r"[!-~]{45,}")
ZERO_WIDTH_SPACE = "\u200b"
SHAPELESS = ("Cc", "Cf", "Cs")
TEXT_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Faces:
    """The fonts to set a paper with; the caller hands them in, since this room has none.

    `families` are asked in their order for each character, `missing` names the characters of a text that none
    of them has.
    """

    fonts: Fonts
    families: tuple[str, ...]
    missing: Callable[[str], str]


def as_pdf(raw: bytes, name: str, *, faces: Faces | None = None) -> bytes:
    """Return a PDF, JPG, PNG, DOCX or TXT file as PDF; its content decides what it is.

    DOCX and TXT need `faces`; a TXT file is one by its `name` too.

    Raises CannotRedact, with a sentence for people, when the file is of another kind, encrypted, damaged or
    too large, or when a character of it is in no font.
    """
    # Before its mark, a PDF may have some bytes of whatever brought it here.
    if b"%PDF-" in raw[:1024]:
        pdf = raw
    else:
        kind = type_of(raw)
        if kind in ("image/jpeg", "image/png"):
            pdf = _picture_page(raw, name)
        elif kind == WORD:
            pdf = _set(_word(raw, name), faces)
        elif raw and kind == "text/plain" and name.lower().endswith(".txt"):
            # Much that is no text can be read as one, so here the name has to agree.
            pdf = _set(_plain_text(raw), faces)
        else:
            raise CannotRedact(
                _("Only PDF, DOCX, JPG, PNG and TXT can be redacted; “%(name)s” is none of them, or damaged.")
                % {"name": name}
            )
    page_count(pdf)
    return pdf


def _picture_page(raw: bytes, name: str) -> bytes:
    if points_of(raw) > LARGEST_PICTURE:
        raise CannotRedact(
            _("The picture “%(name)s” has more than %(largest)s million points. Save it smaller.")
            % {"name": name, "largest": LARGEST_PICTURE // 1_000_000}
        )
    try:
        picture = upright(raw)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise CannotRedact(
            _("The picture “%(name)s” cannot be read to its end. Save it again and hand in that file.")
            % {"name": name}
        ) from None
    sheet = A4 if picture.height >= picture.width else A4[::-1]
    per_point = max(picture.width / sheet[0], picture.height / sheet[1], COARSEST / 72)
    finest = FINEST / 72
    if per_point > finest:
        shrunk = finest / per_point
        picture = picture.resize(
            (max(1, round(picture.width * shrunk)), max(1, round(picture.height * shrunk))),
            Image.Resampling.LANCZOS,
        )
        per_point = finest
    across, up = picture.width / per_point, picture.height / per_point
    pdf = pikepdf.new()
    stream = pikepdf.Stream(pdf, zlib.compress(picture.tobytes(), 6) if _is_drawing(raw) else _jpeg(picture))
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, 8
    stream.ColorSpace = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
    stream.Filter = pikepdf.Name.FlateDecode if _is_drawing(raw) else pikepdf.Name.DCTDecode
    content = (
        f"q {across:.4f} 0 0 {up:.4f} {(sheet[0] - across) / 2:.4f} {(sheet[1] - up) / 2:.4f} cm /P Do Q"
    )
    pdf.add_blank_page(page_size=sheet)
    page = pdf.pages[0]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=stream))
    page.obj.Contents = pikepdf.Stream(pdf, content.encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def upright(raw: bytes) -> Image.Image:
    """Return a picture as seen: turned as its camera says, on white, in grey or colour; nothing else of it.

    Raises OSError, SyntaxError or ValueError when it is damaged.
    """
    with Image.open(io.BytesIO(raw)) as opened:
        picture: Image.Image = ImageOps.exif_transpose(opened)
        if picture.mode.startswith("I"):
            picture = picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
        if "A" in picture.getbands() or "transparency" in picture.info:
            seen = picture.convert("RGBA")
            white = Image.new("RGBA", seen.size, "white")
            picture = Image.alpha_composite(white, seen).convert("RGB")
        return picture.convert("L" if picture.mode in ("1", "L", "F") else "RGB")


def _is_drawing(raw: bytes) -> bool:
    return raw.startswith(b"\x89PNG")


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def _word(raw: bytes, name: str) -> dict[str, Any]:
    try:
        return read_word(raw)
    except Unreadable:
        raise CannotRedact(
            _("The document “%(name)s” cannot be read. Save it as PDF and hand in that file.")
            % {"name": name}
        ) from None


def _plain_text(raw: bytes) -> dict[str, Any]:
    text = next(filter(None, (_decoded(raw, encoding) for encoding in TEXT_ENCODINGS)), "")
    lines = re.split("\r\n|[\n\r\f\v\x85\u2028\u2029]", text.expandtabs(4))
    blocks = [{"kind": "text", "runs": [{"text": line}]} for line in lines]
    return {"sections": [{"blocks": blocks}], "notes": {}, "pictures": []}


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _set(content: dict[str, Any], faces: Faces | None) -> bytes:
    if faces is None or not faces.families:
        raise CannotRedact(
            _(
                "No Chinese font is installed, so no PDF can be made."
                " Save the document as PDF and hand in that file."
            )
        )
    pictures = content.pop("pictures")
    content = {
        **_printable(content),
        "faces": list(faces.families),
        "no_picture": _("[A picture that cannot be shown]"),
    }
    if missing := faces.missing("".join(dict.fromkeys("".join(_strings(content))))):
        more = "…" if len(missing) > NAMED_AT_MOST else ""
        raise CannotRedact(
            _(
                "No installed font has the characters %(characters)s."
                " Save the document as PDF and hand in that file."
            )
            % {"characters": " ".join(missing[:NAMED_AT_MOST]) + more}
        )
    with TemporaryDirectory(prefix="gongkai-") as folder:
        place = Path(folder)
        for number, raw in enumerate(pictures):
            _put_picture(place / f"{number}.png", raw)
        (place / "converted.typ").write_bytes(TEMPLATE.read_bytes())
        content["shown"] = [(place / f"{number}.png").exists() for number in range(len(pictures))]
        (place / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        try:
            made = Compiler(root=place, font_paths=faces.fonts, ignore_system_fonts=True).compile(
                input=place / "converted.typ", format="pdf", pdf_tags=False
            )
        except TypstError:
            raise CannotRedact(
                _("The document cannot be made into a PDF here. Save it as PDF and hand in that file.")
            ) from None
    return cast(bytes, made)


def _put_picture(path: Path, raw: bytes) -> None:
    """Write a picture anew; one that cannot be drawn here is left out and said to be missing."""
    if points_of(raw) > LARGEST_PICTURE:
        return
    try:
        picture = upright(raw)
        largest = (round(A4[0] * FINEST / 72), round(A4[1] * FINEST / 72))
        picture.thumbnail(largest)
        picture.save(path, "PNG", compress_level=3)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        path.unlink(missing_ok=True)


def _printable(content: Any) -> Any:
    match content:
        case str():
            signs = (
                sign
                for sign in content
                if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
            )
            return LONG_RUN.sub(lambda run: ZERO_WIDTH_SPACE.join(run[0]), "".join(signs))
        case dict():
            return {key: _printable(part) for key, part in content.items()}
        case list() | tuple():
            return [_printable(part) for part in content]
    return content


def _strings(content: object) -> Iterator[str]:
    match content:
        case str():
            yield content
        case dict():
            for part in content.values():
                yield from _strings(part)
        case list() | tuple():
            for part in content:
                yield from _strings(part)
