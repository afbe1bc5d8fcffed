"""PDF files of the corpus: set by a typesetter, printed by office programs, scanned, and written by hand."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

import io
from collections.abc import Iterator
from functools import cache

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from gongkai.privacy.corpus import wordings
from gongkai.privacy.corpus.pen import Pen
from gongkai.privacy.corpus.pictures import picture
from gongkai.privacy.corpus.sample import Label, Sample, sample

_SIZE = (595, 842)


def papers(pen: Pen) -> Iterator[Sample]:
    for number in range(12):
        said = [pen.chance.choice(wordings.POSITIVE)(pen) for _each in range(10)]
        lines = [line for text, _its in said for line in text.splitlines()]
        yield sample(
            f"printed-{number}.pdf",
            "PDF printer",
            _printed(lines),
            [label for _text, its in said for label in its],
        )
    for number in range(6):
        yield sample(
            f"innocent-{number}.pdf", "PDF printer", _printed([wordings.innocent(pen) for _each in range(25)])
        )
    numbers = [pen.identity(), pen.mobile(), pen.card()]
    labels = [
        Label(kind, number)
        for kind, number in zip(("resident_id", "mobile", "bank_card"), numbers, strict=True)
    ]
    yield sample(
        "set.pdf", "typesetter", _set(f"IDNO: {numbers[0]}\n\nTel: {numbers[1]}\n\n{numbers[2]}"), labels
    )
    yield sample(
        "set-in-a-table.pdf",
        "typesetter",
        _set(f"#table(columns: 3, [ID], [Tel], [Card], [{numbers[0]}], [{numbers[1]}], [{numbers[2]}])"),
        labels,
    )
    yield sample("set-apart.pdf", "typesetter", _set(f"#text(tracking: 9pt)[{numbers[0]}]"), labels[:1])
    yield from _hidden(pen)


def _saved(document: Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def _set(source: str) -> bytes:
    made: bytes = typst.compile(f"#set page(width: 420pt, height: 300pt)\n{source}".encode())
    return made


def _paper(drawing: bytes) -> Pdf:
    """Return a page on which this is drawn, in Song of the reader's own (as PDF printers leave it out)."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=_SIZE)
    song = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), DW=1000,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=4),
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, FontBBox=Array([-25, -254, 1000, 880]),
            ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93,
        ),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/STSong-Light"),
        Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([song]),
    )
    latin = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(font), F2=latin))
    page.Contents = document.make_stream(drawing)
    return document


def _line(text: str, left: int, bottom: int) -> bytes:
    return b"BT /F1 11 Tf 1 0 0 1 %d %d Tm <%s> Tj ET\n" % (
        left,
        bottom,
        text.encode("utf-16-be").hex().encode(),
    )


def _printed(lines: list[str]) -> bytes:
    return _saved(_paper(b"".join(_line(line, 40, 800 - 22 * at) for at, line in enumerate(lines))))


def _hidden(pen: Pen) -> Iterator[Sample]:
    number = pen.mobile()
    label, said = Label("mobile", number), f"电话{number}"
    seen, secret = _line("公开内容", 40, 760), _line(said, 40, 700)
    drawings = {
        "invisible": b"3 Tr " + secret, "white": b"1 g " + secret + b"0 g ", "under-a-box": secret + b"0 g 30 690 400 30 re f ", "black-on-black": b"0 g 30 690 400 30 re f " + secret, "under-paper": secret + b"1 g 30 690 400 30 re f 0 g ",
        "beside-the-page": _line(said, 900, 700), "tiny": secret.replace(b"/F1 11", b"/F1 1"),
    }  # fmt: skip
    for name, drawing in drawings.items():
        yield sample(f"{name}.pdf", "PDF editor", _saved(_paper(seen + drawing)), [label, "hidden_text"])
    cropped = _paper(seen + _line(said, 40, 100))
    cropped.pages[0].CropBox = Array([0, 400, 595, 842])
    yield sample("cut-off.pdf", "PDF editor", _saved(cropped), [label, "hidden_text"])

    layered = _paper(seen + b"/OC /L1 BDC " + secret + b"EMC\n")
    layer = layered.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
    layered.pages[0].Resources.Properties = Dictionary(L1=layer)
    layered.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    yield sample("layer.pdf", "PDF editor", _saved(layered), [label, "hidden_text"])

    for name, kind, key in (
        ("remark", "Text", "Contents"),
        ("written-on", "FreeText", "Contents"),
        ("struck-out", "StrikeOut", "Contents"),
    ):
        noted = _paper(seen)
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 99, 20])
        note[f"/{key}"] = String(said)
        noted.pages[0].Annots = Array([noted.make_indirect(note)])
        yield sample(f"{name}.pdf", "PDF editor", _saved(noted), [label, "comment"])

    filled = _paper(seen)
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("联系电话"),
        V=String(number),
        Rect=[0, 0, 99, 20],
    )
    filled.pages[0].Annots = Array([filled.make_indirect(field)])
    filled.Root.AcroForm = Dictionary(Fields=filled.pages[0].Annots)
    yield sample("form.pdf", "form", _saved(filled), [label])

    carrying = _paper(seen)
    carrying.attachments["list.txt"] = said.encode()
    yield sample("attachment.pdf", "PDF editor", _saved(carrying), [label, "embedded_file"])
    scripted = _paper(seen)
    scripted.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f'app.alert("{said}")'))
    yield sample("script.pdf", "form", _saved(scripted), [label, "macro"])
    named = _paper(seen)
    named.docinfo["/Author"] = "张三"
    yield sample("author.pdf", "Word", _saved(named), ["property"])
    described = _paper(seen)
    with described.open_metadata(set_pikepdf_as_editor=False) as data:
        data["dc:description"] = said
        data["dc:creator"] = ["张三"]
    yield sample("metadata.pdf", "PDF editor", _saved(described), [label, "property"])
    marked = _paper(seen)
    with marked.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(said, 0))
    yield sample("bookmark.pdf", "Word", _saved(marked), [label])
    yield sample(
        "earlier-version.pdf",
        "PDF editor",
        _later(_saved(_paper(seen + secret)), seen),
        [label, "hidden_text"],
    )
    yield sample("scanned.pdf", "scanner", _scanned(), ["unreadable"])
    yield sample("scanned-and-read.pdf", "scanner", _scanned(b"3 Tr " + secret), [label, "hidden_text"])
    yield sample(
        "outlines-only.pdf",
        "PDF printer",
        _saved(_paper(b"0 g 40 700 12 12 re f 60 700 m 70 720 l 80 700 l f")),
        ["unreadable"],
    )


def _scanned(drawing: bytes = b"") -> bytes:
    document = _paper(b"q 595 0 0 842 0 0 cm /Scan Do Q\n" + drawing)
    shown = Stream(document, picture(), Width=24, Height=16, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
    shown.Type, shown.Subtype, shown.Filter = Name.XObject, Name.Image, Name.DCTDecode
    document.pages[0].Resources.XObject = Dictionary(Scan=shown)
    return _saved(document)


def _later(first: bytes, drawing: bytes) -> bytes:
    """Return the file with an update behind it that puts another drawing on its page, as editors do."""
    with Pdf.open(io.BytesIO(first)) as document:
        number, root, count = (
            document.pages[0].Contents.objgen[0],
            document.Root.objgen[0],
            len(document.objects),
        )
    before = int(first.rsplit(b"startxref", 1)[1].split()[0])
    content = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(drawing), drawing)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(first) + 1)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (count + 1, root, before)
    ending = b"startxref\n%d\n%%%%EOF\n" % (len(first) + 1 + len(content))
    return first + b"\n" + content + table + trailer + ending
