"""Presentations of the corpus: of PowerPoint and WPS."""

# ruff: noqa: E501 - a piece of a file stays on one line, as it stands there

from collections.abc import Iterator

from gongkai.privacy.corpus import wordings
from gongkai.privacy.corpus.packages import NAMES, core, part, relations, shape, slide, slides
from gongkai.privacy.corpus.pen import Pen, plain
from gongkai.privacy.corpus.pictures import picture
from gongkai.privacy.corpus.sample import Label, Sample, sample

_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_DARK = '<a:solidFill><a:srgbClr val="C00000"/></a:solidFill>'


def slide_files(pen: Pen) -> Iterator[Sample]:
    for number in range(6):
        said = [pen.chance.choice(wordings.POSITIVE)(pen) for _each in range(8)]
        made = [slide(shape(text, wordings.innocent(pen))) for text, _its in said]
        yield sample(
            f"talk-{number}.pptx",
            ("PowerPoint", "WPS", "PowerPoint, strict")[number % 3],
            slides(*made, strict=number % 3 == 2),
            [label for _text, its in said for label in its],
        )
    for number in range(4):
        yield sample(
            f"innocent-{number}.pptx",
            "PowerPoint",
            slides(
                *(slide(shape(wordings.innocent(pen), wordings.plain_office(pen))) for _each in range(10))
            ),
        )
    yield sample(
        "white-on-red.pptx", "PowerPoint", slides(slide(shape("工作情况", fill=_DARK, run_form=_WHITE)))
    )
    yield from _places(pen)


def _places(pen: Pen) -> Iterator[Sample]:
    number, identity = pen.mobile(), pen.identity()
    label, said = Label("mobile", number), f"电话{number}"
    seen = shape("工作情况")
    made = {
        "hidden-slide": (slides(slide(seen), slide(shape(said), form='show="0"')), "hidden_sheet"),
        "hidden-shape": (slides(slide(seen, shape(said, hidden=True))), "hidden_text"),
        "beside-the-slide": (slides(slide(seen, shape(said, at=(-4_000_000, 0)))), "hidden_text"),
        "below-the-slide": (slides(slide(seen, shape(said, at=(0, 7_000_000)))), "hidden_text"),
        "white": (slides(slide(seen, shape(said, run_form=_WHITE))), "hidden_text"),
        "tiny": (slides(slide(seen, shape(said, form='sz="100"'))), "hidden_text"),
        "notes": (
            slides(slide(seen), parts={
                "ppt/slides/_rels/slide1.xml.rels": relations(("r1", "notesSlide", "../notesSlides/notesSlide1.xml")),
                "ppt/notesSlides/notesSlide1.xml": part("p:notes", f"<p:cSld><p:spTree>{shape(said)}</p:spTree></p:cSld>"),
            }), "comment",
        ),
        "comment": (slides(slide(seen), parts={"ppt/comments/comment1.xml": part("p:cmLst", f'<p:cm authorId="0"><p:text>{said}</p:text></p:cm>')}), "comment"),
        "comment-thread": (
            slides(slide(seen), parts={"ppt/comments/modernComment_100_0.xml": part("p188:cmLst", f"<p188:cm><p188:txBody><a:p><a:r><a:t>{said}</a:t></a:r></a:p></p188:txBody></p188:cm>", f'{NAMES} xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main"')}), "comment",
        ),
        "left-over-slide": (slides(slide(seen), parts={"ppt/slides/slide9.xml": slide(shape(said))}), "hidden_sheet"),
        "embedded": (slides(slide(seen, shape(said)), parts={"ppt/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), "embedded_file"),
        "macro": (slides(slide(seen, shape(said)), parts={"ppt/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "macro"),
        "picture": (slides(slide(seen, shape(said)), parts={"ppt/media/image1.jpg": picture()}), "unreadable"),
        "film": (slides(slide(seen, shape(said)), parts={"ppt/media/media1.mp4": bytes(80)}), "unreadable"),
        "author": (slides(slide(seen, shape(said)), parts={"docProps/core.xml": core(creator="张三")}), "property"),
    }  # fmt: skip
    for name, (content, kind) in made.items():
        yield sample(f"{name}.pptx", "PowerPoint", content, [label, kind])
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    row = "".join(cell.format(each) for each in ("身份证", *plain(identity)))
    yield sample(
        "boxes-of-a-form.pptx",
        "WPS",
        slides(slide(f"<p:graphicFrame><a:tbl><a:tr>{row}</a:tr></a:tbl></p:graphicFrame>")),
        [Label("resident_id", identity)],
    )
    split = "".join(f"<a:r><a:t>{each}</a:t></a:r>" for each in (identity[:5], identity[5:]))
    yield sample(
        "runs.pptx",
        "PowerPoint",
        slides(slide(f"<p:sp><p:txBody><a:p>{split}</a:p></p:txBody></p:sp>")),
        [Label("resident_id", identity)],
    )
    drawn = part("dgm:dataModel", f"<dgm:pt><dgm:t><a:p>{split}</a:p></dgm:t></dgm:pt>")
    yield sample(
        "smart-art.pptx",
        "PowerPoint",
        slides(slide(seen), parts={"ppt/diagrams/data1.xml": drawn}),
        [Label("resident_id", identity)],
    )
    described = f'<p:pic><p:nvPicPr><p:cNvPr id="3" name="图" descr="{said}"/></p:nvPicPr></p:pic>'
    yield sample("alternative-text.pptx", "PowerPoint", slides(slide(described)), [label])
