from io import BytesIO
from time import perf_counter

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from gongkai.typesetting.archives import IndexRow
from gongkai.typesetting.binding import PartUnreadable, bind, first_pages
from gongkai.typesetting.pdf import archive_index_pdf, letter_pdf

from .factories import letter, printed

pytestmark = pytest.mark.usefixtures("chinese_font")

MM = 72 / 25.4


def sheets(count=1, *, size=(595, 842), **keys):
    """A PDF of empty pages; `keys` are set on each of them."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            page = pdf.add_blank_page(page_size=size)
            for name, value in keys.items():
                page.obj[f"/{name}"] = value
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def pages_of(content):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def bookmarks_of(content):
    reader = PdfReader(BytesIO(content))
    return [(each.title, reader.get_destination_page_number(each) + 1) for each in reader.outline]


def changed(content, change, **options):
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


def unchanged(_pdf):
    pass


def test_parts_stand_in_their_order_each_with_its_bookmark():
    bound = bind([("答复书", letter_pdf(letter())), ("附件", sheets(3)), ("回证", sheets())])
    assert bookmarks_of(bound) == [("答复书", 1), ("附件", 2), ("回证", 5)]
    assert "政府信息公开申请答复书" in pages_of(bound)[0]


def test_pages_are_numbered_through_where_asked():
    assert pages_of(bind([("甲", sheets(2)), ("乙", sheets())], numbered=True)) == ["第1页", "第2页", "第3页"]
    assert pages_of(bind([("甲", sheets(2))])) == ["", ""]


def test_contents_and_front_come_first_and_do_not_count():
    parts = [("甲", sheets(2)), ("乙", sheets())]
    bound = bind(parts, front=sheets(2), contents="目录", numbered=True)
    assert pages_of(bound) == ["", "", "目录序号名称页号1甲12乙3", "第1页", "第2页", "第3页"]
    assert bookmarks_of(bound) == [("甲", 4), ("乙", 6)]


def test_the_first_page_of_every_part_is_known_beforehand():
    assert first_pages([("甲", sheets(2)), ("乙", sheets(3)), ("丙", sheets())]) == (1, 3, 6)


@pytest.mark.parametrize("turned", [0, 90, 180, 270, -90, 450])
def test_the_stamp_stands_upright_at_the_upper_right_of_a_turned_page(turned):
    page = pypdfium2.PdfDocument(bind([("甲", sheets(Rotate=turned))], numbered=True))[0]
    image = page.render(scale=1).to_pil().convert("L")
    left, top, right, bottom = image.point(lambda tone: 255 if tone < 128 else 0).getbbox()
    assert left > image.width - 80
    assert right <= image.width - 20
    assert top >= 20
    assert bottom < 45
    assert right - left > 2 * (bottom - top)


def test_the_stamp_stands_in_the_part_of_the_page_that_is_shown():
    cropped = sheets(CropBox=pikepdf.Array([100, 100, 400, 500]))
    page = pypdfium2.PdfDocument(bind([("甲", cropped)], numbered=True))[0]
    assert page.render(scale=1).to_pil().convert("L").getextrema()[0] < 128


def test_a_stamp_on_pages_that_share_their_resources_is_that_of_each_page():
    def share(pdf):
        common = pdf.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary()))
        for page in pdf.pages:
            page.obj.Resources = common

    bound = bind([("甲", changed(sheets(3), share))], numbered=True)
    assert pages_of(bind([("再", bound)], numbered=True)) == ["第1页第1页", "第2页第2页", "第3页第3页"]


def test_the_drawing_of_a_page_does_not_move_its_stamp():
    def turn(pdf):
        pdf.pages[0].contents_add(b"0.1 0 0 0.1 5 5 cm")

    image = pypdfium2.PdfDocument(bind([("甲", changed(sheets(), turn))], numbered=True))[0]
    box = image.render(scale=1).to_pil().convert("L").point(lambda tone: 255 if tone < 128 else 0).getbbox()
    assert box[0] > 500


@pytest.mark.parametrize("broken", [b"", b"no pdf", b"%PDF-1.7\n", sheets()[:200]])
def test_a_damaged_part_is_named(broken):
    with pytest.raises(PartUnreadable) as refused:
        bind([("答复书", sheets()), ("身份证明", broken)])
    assert refused.value.name == "身份证明"
    assert "身份证明" in str(refused.value)


def test_a_damaged_front_is_named_too():
    with pytest.raises(PartUnreadable, match="卷首"):
        bind([("答复书", sheets())], front=b"no pdf")


def test_a_part_without_pages_is_named():
    with pytest.raises(PartUnreadable, match="空"):
        first_pages([("空", sheets(0))])


def test_a_part_that_needs_a_password_is_named():
    locked = changed(sheets(), unchanged, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(PartUnreadable) as refused:
        bind([("合同", locked)])
    assert refused.value.locked
    assert refused.value.name == "合同"


def test_a_part_that_opens_without_a_password_is_bound():
    restricted = changed(sheets(), unchanged, encryption=pikepdf.Encryption(owner="a", user=""))
    assert not pikepdf.open(BytesIO(bind([("合同", restricted)]))).is_encrypted


def test_nothing_cannot_be_bound():
    with pytest.raises(ValueError, match="nothing to bind"):
        bind([])


def test_scripts_links_and_files_attached_are_left_behind():
    def arm(pdf):
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script
        )
        pdf.Root.OpenAction = script
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        pdf.attachments["秘密.txt"] = b"secret"

    bound = bind([("甲", changed(sheets(), arm, compress_streams=False))])
    with pikepdf.open(BytesIO(bound)) as pdf:
        assert not pdf.attachments
        assert "/OpenAction" not in pdf.Root
        objects = b"".join(each.unparse(resolved=True) for each in pdf.objects if each is not None)
    assert b"JavaScript" not in objects


def test_what_was_filled_in_stays_to_be_read():
    def fill_in(pdf):
        shown = pdf.make_stream(b"1 0 0 rg 0 0 100 100 re f")
        shown.Type, shown.Subtype, shown.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 100]
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="seal",
                F=4,
                Rect=[100, 100, 200, 200],
                AP=pikepdf.Dictionary(N=shown),
            )
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    bound = bind([("甲", changed(sheets(), fill_in))])
    assert pypdfium2.PdfDocument(bound)[0].render(scale=1).to_pil().getpixel((150, 842 - 150)) == (255, 0, 0)
    assert "/AcroForm" not in pikepdf.open(BytesIO(bound)).Root


def test_annotations_that_are_none_do_not_break_it():
    for annotations in (pikepdf.Array([1, None]), pikepdf.Dictionary(), 7):
        assert bind([("甲", sheets(Annots=annotations))])


def test_a_hostile_name_of_a_part_is_text():
    name = "#eval(1)<b>\u202e\x00" + "国" * 300
    clean = "#eval(1)<b>" + "国" * 300
    bound = bind([(name, sheets())], contents="目录")
    assert bookmarks_of(bound)[0][0] == clean
    assert clean in printed(bound)


def test_the_same_parts_give_the_same_bytes():
    parts = [("甲", letter_pdf(letter())), ("乙", sheets(2))]
    assert bind(parts, numbered=True, contents="目录") == bind(parts, numbered=True, contents="目录")


def test_the_cover_tells_the_file_and_the_list_its_papers():
    rows = (
        IndexRow("", "王喆", "政府信息公开申请表", "20260105", "1"),
        IndexRow("建街公开复〔2026〕5号", "建国门街道办事处", "答复书", "20260205", "2-3", "原件"),
    )
    cover, index = pages_of(
        archive_index_pdf("王喆申请公开招标文件案", (("保管期限", "10年"),), rows, office="办事处")
    )
    assert cover == "办事处王喆申请公开招标文件案保管期限10年"
    assert index.startswith("卷内目录顺序号文号责任者题名日期页号备注1王喆政府信息公开申请表202601051")
    assert index.endswith("2建街公开复〔2026〕5号建国门街道办事处答复书202602052-3原件")


def test_the_head_of_a_long_list_of_papers_repeats():
    rows = [IndexRow("", "王喆", "申请表", "20260105", "1")] * 60
    pages = pages_of(archive_index_pdf("案卷", (), rows))
    assert len(pages) > 3
    assert all("责任者" in page for page in pages[1:])


def test_a_letter_takes_less_than_three_tenths_of_a_second():
    letter_pdf(letter())
    begun = perf_counter()
    letter_pdf(letter(recipient="李明"))
    assert perf_counter() - begun < 0.3


def test_thirty_letters_are_set_and_bound_within_ten_seconds():
    begun = perf_counter()
    parts = [
        (f"{number}", letter_pdf(letter(recipient=f"{number}", paragraphs=("国" * 900,))))
        for number in range(30)
    ]
    bind(parts, numbered=True, contents="目录")
    assert perf_counter() - begun < 10
