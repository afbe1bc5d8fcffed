"""Papers for the tests of redaction: set in Chinese, then given what careless offices leave in files."""

import io
import os
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream, String
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from typst import Compiler, Fonts

from gongkai.privacy.converting import Faces

FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "SimSun", "FandolSong")
SECRET = "王小明"
MOBILE = "13800001234"
IDENTITY = "110101199003074450"
LINES = (f"申请人{SECRET}，", f"电话{MOBILE}，", f"身份证号{IDENTITY}。", "以上信息应当公开。")


@cache
def fonts() -> Fonts:
    folders = [folder for folder in os.environ.get("GONGKAI_FONT_DIRS", "").split(os.pathsep) if folder]
    return Fonts(include_embedded_fonts=False, font_paths=folders)


@cache
def family() -> str:
    installed = fonts().families()
    if found := next((each for each in FAMILIES if each in installed), None):
        return found
    return pytest.fail(
        "No Chinese font is installed: install one (Debian: fonts-noto-cjk) or name its folder in"
        " GONGKAI_FONT_DIRS."
    )


def faces(missing: Callable[[str], str] = lambda _text: "") -> Faces:
    return Faces(fonts(), (family(),), missing)


@cache
def paper(*lines: str, markup: str = "", before: str = "") -> bytes:
    """One page for each form feed between `lines`; `markup` is typst's own."""
    source = f'#set page(paper: "a4")\n#set text(font: "{family()}", size: 16pt, fallback: false)\n{before}\n'
    source += " \\\n".join(lines or LINES).replace("\f", "\n#pagebreak()\n") + "\n" + markup
    made: bytes = Compiler(font_paths=fonts(), ignore_system_fonts=True).compile(
        input=source.encode(), format="pdf"
    )
    return made


def changed(pdf: bytes, change: Callable[[Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def with_page_keys(pdf: bytes, **keys: object) -> bytes:
    def change(opened: Pdf) -> None:
        for page in opened.pages:
            for key, value in keys.items():
                page.obj[f"/{key}"] = value

    return changed(pdf, change)


def helvetica(pdf: Pdf) -> Dictionary:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    return pdf.make_indirect(font)


def add_form_field(pdf: Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("phone"),
            V=String(MOBILE),
            DV=String(SECRET),
            DA=String("/Helv 16 Tf 0 g"),
            Rect=Array([100, 300, 400, 330]),
            F=4,
            P=pdf.pages[0].obj,
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array([field]),
            NeedAppearances=True,
            DR=Dictionary(Font=Dictionary(Helv=helvetica(pdf))),
            DA=String("/Helv 0 Tf 0 g"),
        )
    )


def add_remarks(pdf: Pdf) -> None:
    shown = Stream(pdf, b"BT /Helv 16 Tf 5 8 Td (" + MOBILE.encode() + b") Tj ET")
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 30])
    shown.Resources = Dictionary(Font=Dictionary(Helv=helvetica(pdf)))
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FreeText,
                    Contents=String(f"请核对{SECRET}"),
                    T=String(SECRET),
                    DA=String("/Helv 16 Tf 0 g"),
                    Rect=Array([100, 300, 400, 330]),
                    AP=Dictionary(N=shown),
                    F=4,
                )
            ),
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Text,
                    Contents=String(f"{SECRET}的邻居来访"),
                    Rect=Array([10, 10, 30, 30]),
                )
            ),
        ]
    )


def add_hidden_layer(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    page = pdf.pages[0].obj
    page.Resources.Properties = Dictionary(Layer=layer)
    page.Resources.Font.Helv = helvetica(pdf)
    secret = b"/OC /Layer BDC BT /Helv 16 Tf 100 200 Td (" + MOBILE.encode() + b") Tj ET EMC\n"
    content = pdf.pages[0].Contents.read_bytes()
    page.Contents = Stream(pdf, b"q\n" + content + b"\nQ\n" + secret)


def add_bookmarks(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(f"{SECRET}的申请", 0))


def add_data_about_the_file(pdf: Pdf) -> None:
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = f"{SECRET}来信", SECRET
    with pdf.open_metadata(set_pikepdf_as_editor=False) as data:
        data["dc:title"] = f"{SECRET}来信"
        data["dc:description"] = MOBILE


def add_attachment(pdf: Pdf) -> None:
    pdf.attachments["申请人.txt"] = pikepdf.AttachedFileSpec(pdf, f"{SECRET}{IDENTITY}".encode())


def add_scripts(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String(MOBILE))]))
    )


def add_data_of_other_programs(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(SECRET))]))
    private = Dictionary(Private=Stream(pdf, SECRET.encode()))
    pdf.pages[0].obj.PieceInfo = Dictionary(Word=private)
    pdf.pages[0].obj.Thumb = Stream(
        pdf,
        SECRET.encode() * 3,
        Width=3,
        Height=3,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )


def add_forgotten_object(pdf: Pdf) -> None:
    pdf.make_indirect(Dictionary(Note=String(SECRET)))
    pdf.Root.Unknown = pdf.make_indirect(Stream(pdf, f"{SECRET}{MOBILE}".encode("gbk")))


CARELESS: dict[str, Callable[[Pdf], None]] = {
    "form field": add_form_field,
    "remarks": add_remarks,
    "hidden layer": add_hidden_layer,
    "bookmarks": add_bookmarks,
    "data about the file": add_data_about_the_file,
    "attachment": add_attachment,
    "scripts": add_scripts,
    "data of other programs": add_data_of_other_programs,
    "forgotten object": add_forgotten_object,
}


def with_earlier_version() -> bytes:
    """A file whose secret was deleted by a program that only appends: the first version is there."""
    writer = PdfWriter(io.BytesIO(paper()), incremental=True)
    page = writer.pages[0]
    empty = StreamObject()
    empty.set_data(b"0 0 0 rg 100 100 50 50 re f")
    page[NameObject("/Contents")] = writer._add_object(empty)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan(words: bytes = b"", *, dots: tuple[int, int] = (827, 1169), colour: str = "white") -> bytes:
    """A page that is only a picture; `words` go into its EXIF data."""
    picture = Image.new("RGB", dots, colour)
    picture.paste(Image.new("RGB", (300, 40), "navy"), (100, 100))
    exif = Image.Exif()
    exif[0x010E] = words.decode() or "scan"
    raw = io.BytesIO()
    picture.save(raw, "JPEG", quality=90, exif=exif)
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    shown = Stream(pdf, raw.getvalue())
    shown.Type, shown.Subtype, shown.Width, shown.Height = Name.XObject, Name.Image, *dots
    shown.ColorSpace, shown.BitsPerComponent, shown.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Scan=shown))
    pdf.pages[0].obj.Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /Scan Do Q")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def encrypted(**keys: str) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(**keys))
    return out.getvalue()


def everything_in(pdf: bytes) -> bytes:
    """All bytes an independent reader finds in a file: as they are, unpacked, and as text."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [pdf]
    for number in range(1, int(reader.trailer["/Size"])):
        each = reader.get_object(number)
        found.append(repr(each).encode())
        if isinstance(each, StreamObject) and each.get("/Filter") != "/DCTDecode":
            found.append(each.get_data())
    found += [page.extract_text().encode() for page in reader.pages]
    return b"\n".join(found)
