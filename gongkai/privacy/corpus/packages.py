"""DOCX, XLSX and PPTX written part by part, as no library writes them: with all that people hide in them."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

import io
import zipfile
from xml.sax.saxutils import escape

_NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
NAMES = " ".join(f'xmlns:{key}="{value}"' for key, value in _NS.items())
_STRICT = "http://purl.oclc.org/ooxml/"
_DAY = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, str | bytes]


def packed(parts: Parts, *, strict: bool = False) -> bytes:
    """Return the parts as one file, the same bytes for the same parts; `strict`: in ISO's strict names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            content = part.encode() if isinstance(part, str) else part
            if strict:
                content = content.replace(b"http://schemas.openxmlformats.org/", _STRICT.encode()).replace(
                    b"/2006/", b"/"
                )
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(*targets: tuple[str, str, str], outside: tuple[str, ...] = ()) -> str:
    """Return a part of relations; each comes as (id, kind, target), those outside as addresses."""
    said = "".join(
        f'<Relationship Id="{key}" Type="{_NS["r"]}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    said += "".join(
        f'<Relationship Id="o{at}" Type="{_NS["r"]}/hyperlink" Target="{escape(each)}" TargetMode="External"/>'
        for at, each in enumerate(outside)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{said}</Relationships>'


def core(**said: str) -> str:
    """Return the part of properties: creator, lastModifiedBy, description …"""
    names = {"lastModifiedBy": "cp", "keywords": "cp", "category": "cp"}
    inner = "".join(
        f"<{names.get(key, 'dc')}:{key}>{escape(value)}</{names.get(key, 'dc')}:{key}>"
        for key, value in said.items()
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{inner}</cp:coreProperties>'
    )


def app(**said: str) -> str:
    inner = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in said.items())
    return f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{inner}</Properties>'


def custom(**said: str) -> str:
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" name="{key}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for at, (key, value) in enumerate(said.items(), 2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{inner}</Properties>'
    )


# Word


def run(text: str, form: str = "") -> str:
    properties = f"<w:rPr>{form}</w:rPr>" if form else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, form: str = "") -> str:
    properties = f"<w:pPr>{form}</w:pPr>" if form else ""
    return f"<w:p>{properties}{''.join(each if each.startswith('<') else run(each) for each in runs)}</w:p>"


def table(*rows: list[str], cell: str = "") -> str:
    said = "".join(
        "<w:tr>"
        + "".join(
            f"<w:tc><w:tcPr>{cell}</w:tcPr>{each if each.startswith('<w:p') else paragraph(each)}</w:tc>"
            for each in row
        )
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/>{said}</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """A box as Word writes it: once for new programs and once more for old ones."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def part(tag: str, inner: str, names: str = NAMES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{tag} {names}>{inner}</{tag}>'


def word(
    *body: str, parts: Parts | None = None, strict: bool = False, main: str = "word/document.xml"
) -> bytes:
    """Return a DOCX whose body are these blocks; `parts` are the others it carries."""
    blocks = "".join(each if each.startswith("<") else paragraph(each) for each in body)
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relations(("r1", "officeDocument", main)),
            main: part("w:document", f"<w:body>{blocks}<w:sectPr/></w:body>"),
            **(parts or {}),
        },
        strict=strict,
    )


# Excel


def letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def cells(*rows: list[str | int | float], style: int = 0, row_form: str = "", only: int = 0) -> str:
    """Return rows of inline strings and numbers; `row_form` is given to the row `only`."""
    said = []
    for at, row in enumerate(rows, 1):
        inner = ""
        for column, value in enumerate(row, 1):
            place = f'r="{letters(column)}{at}" s="{style}"'
            if isinstance(value, str):
                inner += f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
            else:
                inner += f"<c {place}><v>{value!r}</v></c>"
        said.append(f'<row r="{at}" {row_form if at == only else ""}>{inner}</row>')
    return f"<sheetData>{''.join(said)}</sheetData>"


def sheet(inner: str, before: str = "") -> str:
    return part("worksheet", before + inner, NAMES.replace("xmlns:s=", "xmlns="))


def book(
    *sheets: str,
    states: tuple[str, ...] = (),
    parts: Parts | None = None,
    inside: str = "",
    strict: bool = False,
) -> bytes:
    """Return an XLSX of these sheets; `states` are visible, hidden or veryHidden."""
    named = "".join(
        f'<sheet name="表{at}" sheetId="{at}" state="{states[at - 1] if states else "visible"}" r:id="r{at}"/>'
        for at in range(1, len(sheets) + 1)
    )
    links = [(f"r{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    return packed(
        {
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": part(
                "workbook", f"<sheets>{named}</sheets>{inside}", NAMES.replace("xmlns:s=", "xmlns=")
            ),
            "xl/_rels/workbook.xml.rels": relations(*links),
            **{f"xl/worksheets/sheet{at}.xml": each for at, each in enumerate(sheets, 1)},
            **(parts or {}),
        },
        strict=strict,
    )


# PowerPoint


def shape(
    *texts: str,
    at: tuple[int, int] = (500_000, 500_000),
    form: str = "",
    run_form: str = "",
    hidden: bool = False,
    fill: str = "",
) -> str:
    paragraphs = "".join(
        f"<a:p><a:r><a:rPr {form}>{run_form}</a:rPr><a:t>{escape(each)}</a:t></a:r></a:p>" for each in texts
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="框" {"hidden=" + chr(34) + "1" + chr(34) if hidden else ""}/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{at[0]}" y="{at[1]}"/><a:ext cx="3000000" cy="500000"/></a:xfrm>{fill}</p:spPr>'
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )


def slide(*shapes: str, form: str = "") -> str:
    return part("p:sld", f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>", f"{NAMES} {form}")


def slides(*made: str, parts: Parts | None = None, strict: bool = False) -> bytes:
    """Return a PPTX of these slides, 25.4 by 19 cm."""
    named = "".join(f'<p:sldId id="{255 + at}" r:id="r{at}"/>' for at in range(1, len(made) + 1))
    links = [(f"r{at}", "slide", f"slides/slide{at}.xml") for at in range(1, len(made) + 1)]
    return packed(
        {
            "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": part(
                "p:presentation", f'<p:sldIdLst>{named}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
            ),
            "ppt/_rels/presentation.xml.rels": relations(*links),
            **{f"ppt/slides/slide{at}.xml": each for at, each in enumerate(made, 1)},
            **(parts or {}),
        },
        strict=strict,
    )
