"""Workbooks of the corpus: of Excel, WPS, openpyxl and Apache POI."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

import io
from collections.abc import Iterator

import openpyxl

from gongkai.privacy.corpus import wordings
from gongkai.privacy.corpus.packages import NAMES, app, book, cells, core, part, relations, sheet
from gongkai.privacy.corpus.pen import Pen
from gongkai.privacy.corpus.pictures import picture
from gongkai.privacy.corpus.sample import Label, Sample, sample

_NAMES = NAMES.replace("xmlns:s=", "xmlns=")
_WHITE = '<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font><font><sz val="1"/></font><font><color rgb="FF000000"/></font></fonts>'
_FILLS = '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills>'
_FORMS = (
    '<numFmts><numFmt numFmtId="200" formatCode=";;;"/><numFmt numFmtId="201" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>' + _WHITE + _FILLS
    + '<cellXfs><xf/><xf fontId="1" fillId="0"/><xf fontId="2" fillId="0"/><xf fontId="3"/><xf numFmtId="200"/><xf fontId="4" fillId="2"/><xf numFmtId="14"/><xf numFmtId="201"/><xf fontId="1" fillId="2"/></cellXfs>'
)  # fmt: skip


def sheets(pen: Pen) -> Iterator[Sample]:
    yield from _lists(pen)
    yield from _places(pen)
    yield from _hidden(pen)
    yield from _innocent(pen)


def _list(pen: Pen, rows: int) -> tuple[list[list[str | int | float]], list[Label]]:
    """Return a list of persons as offices keep it, numbers now as text and now as numbers."""
    listed: list[list[str | int | float]] = [["序号", "姓名", "身份证号", "联系电话", "银行卡号"]]
    labels = []
    for at in range(1, rows + 1):
        identity, mobile, card = pen.identity(), pen.mobile(), pen.card()
        listed.append([at, pen.name(), identity, int(mobile) if at % 2 else float(mobile), card])
        labels += [Label("resident_id", identity), Label("mobile", mobile), Label("bank_card", card)]
    return listed, labels


def _lists(pen: Pen) -> Iterator[Sample]:
    for number in range(6):
        rows, labels = _list(pen, 8)
        if number % 2:
            made = openpyxl.Workbook()
            made.properties.creator = "openpyxl"
            for row in rows:
                made.active.append(row)
            out = io.BytesIO()
            made.save(out)
            yield sample(f"list-{number}.xlsx", "openpyxl", out.getvalue(), labels)
        else:
            head: list[list[str | int | float]] = [
                ["某街道人员名单"],
                ["单位：某某街道办事处", "", "2018年5月"],
            ]
            yield sample(
                f"list-{number}.xlsx",
                "Excel, strict" if number == 4 else "Apache POI",
                book(sheet(cells(*head, *rows)), strict=number == 4),
                labels,
            )
    identity, mobile, card, local = pen.identity(), pen.mobile(), pen.card(), pen.local()
    yield sample(
        "digit-by-digit.xlsx",
        "WPS",
        book(sheet(cells(["身份证号", *identity], ["手机", *map(int, mobile)], ["卡号", *card]))),
        [Label("resident_id", identity), Label("mobile", mobile), Label("bank_card", card)],
    )
    yield sample(
        "three-columns.xlsx",
        "WPS",
        book(
            sheet(
                cells(
                    ["姓名", "证件号码", "", ""],
                    [pen.name(), identity[:6], int(identity[6:14]), identity[14:]],
                )
            )
        ),
        [Label("resident_id", identity)],
    )
    yield sample(
        "scientific.xlsx",
        "Excel",
        book(
            sheet(
                cells(["姓名", "电话"], ["甲某", 0]).replace(
                    "<v>0</v>", f"<v>{mobile[0]}.{mobile[1:]}E10</v>"
                )
            )
        ),
        [Label("mobile", mobile)],
    )
    yield sample(
        "offices.xlsx",
        "Excel",
        book(sheet(cells(["科室", "办公电话"], ["民政科", local], ["综合办", int(other := pen.local())]))),
        [Label("phone", local), Label("phone", other)],
    )
    style = {"xl/styles.xml": part("styleSheet", _FORMS, _NAMES)}
    dates = cells(["姓名", "出生日期"], ["甲某", 32939]).replace('r="B2" s="0"', 'r="B2" s="7"')
    yield sample("birth-dates.xlsx", "Excel", book(sheet(dates), parts=dict(style)), ["birth_date"])
    rich = part(
        "sst",
        f"<si><r><t>身份证{identity[:7]}</t></r><r><rPr><b/></rPr><t>{identity[7:]}</t></r></si>",
        _NAMES,
    )
    shared = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    yield sample(
        "rich-text.xlsx",
        "Excel",
        book(sheet(shared), parts={"xl/sharedStrings.xml": rich}),
        [Label("resident_id", identity)],
    )


def _places(pen: Pen) -> Iterator[Sample]:
    number = pen.mobile()
    label, said = Label("mobile", number), f"电话{number}"
    plain = cells(["事项", "数量"], ["甲", 1])
    sheet_parts: dict[str, str] = {
        "headers": plain + f"<headerFooter><oddHeader>&amp;C{said}</oddHeader></headerFooter>",
        "footers": plain + f"<headerFooter><firstFooter>&amp;L{said}</firstFooter></headerFooter>",
        "choices": plain
        + f'<dataValidations><dataValidation type="list" sqref="A1"><formula1>"甲,{said}"</formula1></dataValidation></dataValidations>',
        "prompts": plain + f'<dataValidations><dataValidation prompt="{said}" sqref="A1"/></dataValidations>',
        "tooltips": plain + f'<hyperlinks><hyperlink ref="A1" tooltip="{said}" location="A1"/></hyperlinks>',
    }
    for name, inner in sheet_parts.items():
        yield sample(f"{name}.xlsx", "Excel", book(sheet(inner)), [label])
    parts = {
        "names": book(sheet(plain), inside=f'<definedNames><definedName name="联系">"{said}"</definedName></definedNames>'),
        "pivot-cache": book(sheet(plain), parts={"xl/pivotCache/pivotCacheDefinition1.xml": part("pivotCacheDefinition", f'<cacheFields><cacheField name="电话"><sharedItems><s v="{said}"/><s v="甲"/></sharedItems></cacheField></cacheFields>', _NAMES)}),
        "outside-book": book(sheet(plain), parts={"xl/externalLinks/externalLink1.xml": part("externalLink", f'<externalBook><sheetDataSet><sheetData><row r="1"><cell r="A1"><v>{said}</v></cell></row></sheetData></sheetDataSet></externalBook>', _NAMES)}),
        "text-box": book(sheet(plain), parts={"xl/drawings/drawing1.xml": part("xdr", f"<a:p><a:r><a:t>电话{number[:4]}</a:t></a:r><a:r><a:t>{number[4:]}</a:t></a:r></a:p>")}),
        "chart": book(sheet(plain), parts={"xl/charts/chart1.xml": part("c:chartSpace", f"<c:strCache><c:pt idx='0'><c:v>{said}</c:v></c:pt></c:strCache>")}),
        "forgotten-strings": book(sheet(plain), parts={"xl/sharedStrings.xml": part("sst", f"<si><t>{said}</t></si>", _NAMES)}),
    }  # fmt: skip
    for name, content in parts.items():
        yield sample(f"{name}.xlsx", "Excel", content, [label])
    yield sample(
        "links.xlsx",
        "Excel",
        book(
            sheet(plain),
            parts={"xl/worksheets/_rels/sheet1.xml.rels": relations(outside=("mailto:wang@example.com",))},
        ),
        ["email"],
    )


def _hidden(pen: Pen) -> Iterator[Sample]:
    number = pen.mobile()
    label, said = Label("mobile", number), f"电话{number}"
    rows: list[list[str | int | float]] = [["事项", "说明"], ["甲", said], ["乙", "无"]]
    open_sheet = sheet(cells(["事项"], ["甲"]))
    for state in ("hidden", "veryHidden"):
        yield sample(
            f"{state}.xlsx",
            "Excel",
            book(open_sheet, sheet(cells(*rows)), states=("visible", state)),
            [label, "hidden_sheet"],
        )
    yield sample(
        "unnamed-sheet.xlsx",
        "Excel",
        book(open_sheet, parts={"xl/worksheets/sheet9.xml": sheet(cells(*rows))}),
        [label, "hidden_sheet"],
    )
    for name, form in {
        "hidden-row": 'hidden="1"',
        "filtered-row": 'hidden="true"',
        "flat-row": 'ht="0" customHeight="1"',
    }.items():
        yield sample(
            f"{name}.xlsx",
            "WPS",
            book(sheet(cells(*rows, row_form=form, only=2) + '<autoFilter ref="A1:B3"/>')),
            [label, "hidden_row"],
        )
    for name, form in {
        "hidden-column": 'width="9" hidden="1"',
        "narrow-column": 'width="0"',
        "narrow-column-2": 'width="0.0" customWidth="1"',
    }.items():
        yield sample(
            f"{name}.xlsx",
            "Excel",
            book(sheet(cells(*rows), f'<cols><col min="2" max="2" {form}/></cols>')),
            [label, "hidden_row"],
        )
    yield sample(
        "all-rows-flat.xlsx",
        "Excel",
        book(sheet(cells(*rows), '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>')),
        [label, "hidden_row"],
    )
    for at, name in enumerate(("white", "white-of-theme", "tiny", "no-form", "black-on-black"), 1):
        style = {"xl/styles.xml": part("styleSheet", _FORMS, _NAMES)}
        yield sample(
            f"{name}.xlsx",
            "Excel",
            book(sheet(cells(*rows).replace('r="B2" s="0"', f'r="B2" s="{at}"')), parts=dict(style)),
            [label, "hidden_text"],
        )
    merged = cells(*rows) + '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>'
    yield sample("under-merged.xlsx", "WPS", book(sheet(merged)), [label, "hidden_text"])
    comment = part(
        "comments",
        f'<commentList><comment ref="A1"><text><r><t>{said}</t></r></text></comment></commentList>',
        _NAMES,
    )
    legacy = {
        "xl/comments1.xml": comment,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("r1", "comments", "../comments1.xml")),
    }
    yield sample("comment.xlsx", "Apache POI", book(open_sheet, parts=dict(legacy)), [label, "comment"])
    threaded = f'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1"><text>{said}</text></threadedComment></ThreadedComments>'
    thread = {
        "xl/threadedComments/threadedComment1.xml": threaded,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("r1", "threadedComment", "../threadedComments/threadedComment1.xml")
        ),
    }
    yield sample("comment-thread.xlsx", "Excel", book(open_sheet, parts=dict(thread)), [label, "comment"])
    log = part(
        "revisions", f'<rcc rId="1"><oc r="A1" t="inlineStr"><is><t>{said}</t></is></oc></rcc>', _NAMES
    )
    yield sample(
        "revisions.xlsx",
        "Excel",
        book(open_sheet, parts={"xl/revisions/revisionLog1.xml": log}),
        [label, "tracked_change"],
    )
    yield sample(
        "author.xlsx",
        "Excel",
        book(open_sheet, parts={"docProps/core.xml": core(creator="张三", lastModifiedBy="李四")}),
        ["property"],
    )
    yield sample(
        "macro.xlsx", "Excel", book(open_sheet, parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), ["macro"]
    )
    yield sample(
        "old-macro.xlsx", "Excel", book(open_sheet, parts={"xl/macrosheets/sheet1.xml": sheet("")}), ["macro"]
    )
    yield sample(
        "embedded.xlsx",
        "Excel",
        book(open_sheet, parts={"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}),
        ["embedded_file"],
    )
    yield sample(
        "picture.xlsx",
        "WPS",
        book(open_sheet, parts={"xl/media/image1.png": picture("PNG", position=True)}),
        ["unreadable", "exif_position"],
    )


def _innocent(pen: Pen) -> Iterator[Sample]:
    for number in range(6):
        rows: list[list[str | int | float]] = [["序号", "事项", "预算（元）", "决算", "数量", "备注"]]
        for at in range(30):
            rows.append(
                [
                    at,
                    f"项目{at}",
                    int(pen.mobile()),
                    pen.chance.randint(10_000, 99_999_999),
                    pen.chance.randint(0, 9),
                    wordings.innocent(pen),
                ]
            )
        yield sample(
            f"innocent-{number}.xlsx",
            ("Excel", "WPS")[number % 2],
            book(sheet(cells(*rows)), parts={"docProps/app.xml": app(Application="Microsoft Excel")}),
        )
    grid: list[list[str | int | float]] = [
        [pen.chance.randint(0, 9) for _each in range(18)] for _row in range(40)
    ]
    years: list[list[str | int | float]] = [
        ["数量", *(pen.chance.randint(100, 9_999) for _each in range(5))] for _row in range(40)
    ]
    yield sample(
        "small-figures.xlsx",
        "Excel",
        book(sheet(cells(*grid)), sheet(cells(["", 2016, 2017, 2018, 2019, 2020], *years))),
    )
    lost: list[list[str | int | float]] = [
        ["合同编号", "发票号码"],
    ]
    lost += [[float(pen.digits(18)), int("1" + pen.digits(10))] for _each in range(10)]
    yield sample("numbers-of-contracts.xlsx", "Excel", book(sheet(cells(*lost))))
    style = {"xl/styles.xml": part("styleSheet", _FORMS, _NAMES)}
    dark = cells(["事项", "数量"], ["甲", 1]).replace('r="A1" s="0"', 'r="A1" s="8"')
    yield sample("dark-heading.xlsx", "Excel", book(sheet(dark), parts=dict(style)))
