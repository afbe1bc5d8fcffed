"""Word documents of the corpus: of Word, WPS, LibreOffice, Apache POI, python-docx and Google Docs."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

import io
from collections.abc import Iterator

import docx

from gongkai.privacy.corpus import wordings
from gongkai.privacy.corpus.packages import (
    app,
    book,
    cells,
    core,
    custom,
    paragraph,
    part,
    relations,
    run,
    sheet,
    table,
    text_box,
    word,
)  # fmt: skip
from gongkai.privacy.corpus.pen import Pen, cut
from gongkai.privacy.corpus.pictures import picture
from gongkai.privacy.corpus.sample import Label, Sample, sample

_SOMEONE = "王某某"


def word_files(pen: Pen) -> Iterator[Sample]:
    yield from _papers(pen)
    yield from _split_numbers(pen)
    yield from _places(pen)
    yield from _hidden(pen)
    yield from _innocent(pen)


def _papers(pen: Pen) -> Iterator[Sample]:
    for number in range(12):
        said = [pen.chance.choice(wordings.POSITIVE)(pen) for _each in range(12)]
        labels = [label for _text, its in said for label in its]
        texts = [
            text if at % 3 else f"{text}。{wordings.plain_office(pen)}"
            for at, (text, _its) in enumerate(said)
        ]
        if number % 3 == 0:
            document = docx.Document()
            document.core_properties.author = ""
            for text in texts:
                document.add_paragraph(text)
            document.add_table(1, 2).rows[0].cells[1].text = wordings.innocent(pen)
            out = io.BytesIO()
            document.save(out)
            yield sample(f"paper-{number}.docx", "python-docx", out.getvalue(), labels)
        else:
            blocks = [each for text in texts for each in (text, wordings.innocent(pen))]
            maker, main = (
                ("Word, strict", "word/document.xml")
                if number % 3 == 1
                else ("Word Online", "word/document2.xml")
            )
            yield sample(
                f"paper-{number}.docx", maker, word(*blocks, strict=number % 3 == 1, main=main), labels
            )


def _split_numbers(pen: Pen) -> Iterator[Sample]:
    identity, mobile, card = pen.identity(), pen.mobile(), pen.card()
    identity_label, mobile_label, card_label = (
        Label("resident_id", identity), Label("mobile", mobile), Label("bank_card", card),
    )  # fmt: skip
    all_three = (identity_label, mobile_label, card_label)
    runs = "".join(run(each) for each in identity)
    yield sample(
        "runs.docx",
        "WPS",
        word(
            paragraph("身份证", runs),
            paragraph("电话", *mobile),
            paragraph("卡号", run(card[:7], "<w:b/>"), run(card[7:])),
        ),
        all_three,
    )
    yield sample(
        "breaks.docx",
        "WPS",
        word(
            paragraph(f"身份证：{identity[:8]}", "<w:r><w:br/></w:r>", identity[8:]),
            paragraph("手机", mobile[:3], "<w:r><w:tab/></w:r>", mobile[3:]),
        ),
        all_three[:2],
    )
    yield sample(
        "soft-hyphens.docx",
        "Word",
        word(
            paragraph(identity[:6], "<w:r><w:softHyphen/></w:r>", identity[6:]),
            paragraph(
                "电话",
                mobile[:3],
                "<w:r><w:noBreakHyphen/></w:r>",
                mobile[3:7],
                "<w:r><w:noBreakHyphen/></w:r>",
                mobile[7:],
            ),
        ),
        all_three[:2],
    )
    yield sample("paragraphs.docx", "WPS", word(f"身份证号{identity[:10]}", identity[10:]), [identity_label])
    yield sample(
        "boxes-of-a-form.docx",
        "WPS",
        word(table(["身份证号", *identity]), table(["联系电话", *mobile]), table(["银行卡号", *card])),
        all_three,
    )
    yield sample(
        "boxes-of-a-form-2.docx",
        "Word",
        word(
            table(["姓名", _SOMEONE, "身份证", cut(6, 8, by="|")(identity)]).replace(
                "|", "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>"
            )
        ),
        [identity_label],
    )
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    yield sample(
        "content-controls.docx",
        "Word",
        word(
            paragraph("身份证", control.format(run(identity[:9])), control.format(run(identity[9:]))),
            control.format(paragraph(f"手机{mobile}")),
        ),
        all_three[:2],
    )
    rows = "<w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent></w:sdt>"
    yield sample(
        "repeated-rows.docx", "Word", word(f"<w:tbl>{rows.format(identity)}</w:tbl>"), [identity_label]
    )
    yield sample(
        "nested-tables.docx",
        "LibreOffice",
        word(table(["外表", paragraph("内表") + table(["手机", mobile]) + paragraph("")])),
        [mobile_label],
    )
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    merged = (
        field.format("begin")
        + '<w:r><w:instrText xml:space="preserve"> MERGEFIELD 身份证号 </w:instrText></w:r>'
        + field.format("separate")
        + run(identity)
        + field.format("end")
    )
    yield sample(
        "merge-fields.docx",
        "Word",
        word(
            paragraph("兹有", merged),
            paragraph('<w:fldSimple w:instr=" MERGEFIELD 手机 ">' + run(mobile) + "</w:fldSimple>"),
        ),
        all_three[:2],
    )
    linked = '<w:hyperlink r:id="o0">' + run("联系我们") + "</w:hyperlink>"
    yield sample(
        "links.docx",
        "Google Docs",
        word(
            paragraph(linked),
            parts={
                "word/_rels/document.xml.rels": relations(
                    outside=(f"tel:{mobile}", "mailto:wang.xm@example.com")
                )
            },
        ),
        [mobile_label, "email"],
    )


def _places(pen: Pen) -> Iterator[Sample]:
    """Numbers wherever a document can have words."""
    holders = {
        "header1": ("w:hdr", "{}"), "footer2": ("w:ftr", "{}"), "footnotes": ("w:footnotes", '<w:footnote w:id="2">{}</w:footnote>'),
        "endnotes": ("w:endnotes", '<w:endnote w:id="2">{}</w:endnote>'), "glossary/document": ("w:glossaryDocument", "<w:docParts><w:docPart><w:docPartBody>{}</w:docPartBody></w:docPart></w:docParts>"),
    }  # fmt: skip
    for name, (tag, inner) in holders.items():
        number = pen.identity()
        content = word(
            "正文", parts={f"word/{name}.xml": part(tag, inner.format(paragraph(f"身份证{number}")))}
        )
        yield sample(f"{name.replace('/', '-')}.docx", "Word", content, [Label("resident_id", number)])
    number = pen.mobile()
    yield sample(
        "text-box.docx",
        "Word",
        word(paragraph(text_box(paragraph(f"电话{number}"), paragraph("注")))),
        [Label("mobile", number)],
    )
    yield sample(
        "text-box-in-cell.docx",
        "Word",
        word(table(["说明", paragraph(text_box(paragraph(f"电话{number}")))])),
        [Label("mobile", number)],
    )
    described = f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="身份证{pen.identity()}"/></wp:inline></w:drawing></w:r>'
    yield sample(
        "alternative-text.docx",
        "Word",
        word(paragraph(described)),
        [Label("resident_id", described.split("身份证")[1][:18])],
    )
    watermark = '<w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r>'
    yield sample(
        "watermark.docx",
        "WPS",
        word("正文", parts={"word/header3.xml": part("w:hdr", paragraph(watermark))}),
        ["marking"],
    )
    number = pen.identity()
    chart = part(
        "c:chartSpace",
        f"<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>情况</a:t></a:r></a:p></c:rich></c:tx></c:title><c:strCache><c:pt idx='0'><c:v>{number}</c:v></c:pt></c:strCache></c:chart>",
    )
    yield sample(
        "chart.docx",
        "Word",
        word("图", parts={"word/charts/chart1.xml": chart}),
        [Label("resident_id", number)],
    )
    drawn = part(
        "dgm:dataModel",
        f"<dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>{number[:8]}</a:t></a:r><a:r><a:t>{number[8:]}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst>",
    )
    yield sample(
        "smart-art.docx",
        "Word",
        word("图", parts={"word/diagrams/data1.xml": drawn}),
        [Label("resident_id", number)],
    )
    yield sample(
        "custom-xml.docx",
        "Word",
        word("正文", parts={"customXml/item1.xml": f"<list><id>{number}</id></list>"}),
        [Label("resident_id", number)],
    )
    variables = part("w:settings", f'<w:docVars><w:docVar w:name="sfz" w:val="{number}"/></w:docVars>')
    yield sample(
        "variables.docx",
        "Word",
        word("正文", parts={"word/settings.xml": variables}),
        [Label("resident_id", number)],
    )
    yield sample(
        "chunk.docx",
        "Apache POI",
        word('<w:altChunk r:id="r9"/>', parts={"word/afchunk1.html": f"<html><p>身份证{number}</p></html>"}),
        [Label("resident_id", number), "embedded_file"],
    )


def _hidden(pen: Pen) -> Iterator[Sample]:
    number = pen.mobile()
    label = Label("mobile", number)
    secret = f"电话{number}"
    forms = {
        "vanish": "<w:vanish/>", "white": '<w:color w:val="FFFFFF"/>', "nearly-white": '<w:color w:val="FDFDFD"/>', "tiny": '<w:sz w:val="2"/>',
        "black-on-black": '<w:color w:val="000000"/><w:highlight w:val="black"/>', "black-on-black-2": '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
        "web-hidden": "<w:specVanish/><w:vanish w:val='1'/>", "white-on-white": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>',
    }  # fmt: skip
    for name, form in forms.items():
        yield sample(
            f"{name}.docx", "Word", word(paragraph("公开内容", run(secret, form))), [label, "hidden_text"]
        )
    styles = part(
        "w:styles",
        '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:type="character" w:styleId="C"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>',
    )
    yield sample(
        "style.docx",
        "WPS",
        word(paragraph(secret, form='<w:pStyle w:val="B"/>'), parts={"word/styles.xml": styles}),
        [label, "hidden_text"],
    )
    yield sample(
        "style-white.docx",
        "WPS",
        word(paragraph(run(secret, '<w:rStyle w:val="C"/>')), parts={"word/styles.xml": styles}),
        [label, "hidden_text"],
    )
    yield sample(
        "hidden-row.docx",
        "Word",
        word(table(["项目", secret]).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>")),
        [label, "hidden_text"],
    )

    about = 'w:id="1" w:author="" w:date="2018-05-07T00:00:00Z"'
    deleted = f"<w:del {about}><w:r><w:delText>{secret}</w:delText></w:r></w:del>"
    changes = {
        "deleted": paragraph("留", deleted), "inserted": paragraph(f"<w:ins {about}>{run(secret)}</w:ins>"), "moved": paragraph(f"<w:moveFrom {about}>{run(secret)}</w:moveFrom>"),
        "deleted-in-table": table(["项目", paragraph(deleted)]), "row-deleted": table(["项目", secret]).replace("<w:tr>", f"<w:tr><w:trPr><w:del {about}/></w:trPr>"),
        "paragraph-mark": paragraph(secret, form=f"<w:rPr><w:ins {about}/></w:rPr>"), "formatting": paragraph(run(secret, f"<w:b/><w:rPrChange {about}><w:rPr/></w:rPrChange>")),
        "table-form": table([secret]).replace("<w:tblPr/>", f"<w:tblPr><w:tblPrChange {about}><w:tblPr/></w:tblPrChange></w:tblPr>"),
        "cell-merged": table(["甲", secret], cell=f"<w:cellMerge {about}/>"),
    }  # fmt: skip
    for name, block in changes.items():
        yield sample(f"{name}.docx", "Word", word(block), [label, "tracked_change"])
    remark = part("w:comments", f'<w:comment w:id="0" w:author="">{paragraph(secret)}</w:comment>')
    yield sample("comment.docx", "WPS", word("正文", parts={"word/comments.xml": remark}), [label, "comment"])
    properties = {
        "author": {"docProps/core.xml": core(creator="张三", description="")}, "last": {"docProps/core.xml": core(creator="WPS Office", lastModifiedBy="李四")},
        "company": {"docProps/app.xml": app(Application="WPS", Company="某某科技有限公司")}, "manager": {"docProps/app.xml": app(Manager="王主任")},
        "custom": {"docProps/custom.xml": custom(KSOProductBuildVer="2052-11.1.0.10", 经办人="赵小明")}, "description": {"docProps/core.xml": core(creator="", description="底稿，勿外传")},
    }  # fmt: skip
    for name, parts in properties.items():
        yield sample(f"property-{name}.docx", "WPS", word("正文", parts=dict(parts)), ["property"])
    inner = book(sheet(cells(["姓名", "身份证号"], [_SOMEONE, identity := pen.identity()])))
    yield sample(
        "embedded.docx",
        "Word",
        word("见附表", parts={"word/embeddings/Microsoft_Excel1.xlsx": inner}),
        ["embedded_file", Label("resident_id", identity)],
    )
    yield sample(
        "ole.docx",
        "Word",
        word(
            "见附件",
            parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)},
        ),
        ["embedded_file"],
    )
    yield sample(
        "macro.docx",
        "Word",
        word("正文", parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)}),
        ["macro"],
    )
    yield sample(
        "picture.docx",
        "Word",
        word("见图", parts={"word/media/image1.jpeg": picture(position=True)}),
        ["unreadable", "exif_position"],
    )
    yield sample(
        "picture-metafile.docx",
        "WPS",
        word("见图", parts={"word/media/image1.wmf": bytes(90), "word/media/image2.svg": "<svg/>"}),
        ["unreadable"],
    )


def _innocent(pen: Pen) -> Iterator[Sample]:
    for number in range(8):
        blocks = [
            block for _each in range(12) for block in (wordings.innocent(pen), wordings.plain_office(pen))
        ]
        yield sample(
            f"innocent-{number}.docx",
            ("Word", "WPS")[number % 2],
            word(*blocks, parts={"docProps/app.xml": app(Application="WPS Office", Template="Normal.dotm")}),
        )
    figures = [
        [f"项目{at}", *(pen.digits(pen.chance.randint(1, 11)) for _each in range(5))] for at in range(12)
    ]
    yield sample(
        "figures.docx", "Word", word(table(["事项", "预算（元）", "决算", "数量", "面积", "编号"], *figures))
    )
    dark = (
        table(["事项", "数量"])
        .replace(
            "<w:tcPr></w:tcPr>", '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/></w:tcPr>'
        )
        .replace("<w:r>", '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    )
    yield sample("dark-heading.docx", "Word", word(dark, "正文"))
