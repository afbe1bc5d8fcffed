import io
import zlib
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from django.utils import translation
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageOps
from pypdf import PdfReader

from gongkai.privacy.pages import Box, page_count, page_picture, page_size, proposals, search
from gongkai.privacy.redaction import CannotRedact, Residue, hidden_words, redact, residue

from .papers import (
    CARELESS,
    IDENTITY,
    MOBILE,
    SECRET,
    changed,
    encrypted,
    everything_in,
    paper,
    scan,
    with_earlier_version,
    with_page_keys,
)

ENCODINGS = ("utf-8", "utf-16-be", "gb18030")
SOMEWHERE = Box(0, 0.1, 0.1, 0.3, 0.05)
PART = (60, 500, 580, 830)  # of a sheet, its first lines; quicker drawn than the whole


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def redacted():
    """A redacted part of a sheet, and its boxes."""
    pdf = with_page_keys(paper(), CropBox=Array(PART))
    boxes = boxes_over(pdf, SECRET, MOBILE)
    with translation.override("en"):
        return redact(pdf, boxes).pdf, boxes


def boxes_over(pdf: bytes, *words: str) -> list[Box]:
    return [box for each in words for hit in search(pdf, each) for box in hit.boxes]


def seen(pdf: bytes, n: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(page_picture(pdf, n, 1200))).convert("L")


def inside(picture: Image.Image, box: Box) -> Image.Image:
    width, height = picture.size
    left, top = box.x * width, box.y * height
    return picture.crop(
        (
            round(left) + 3,
            round(top) + 3,
            round(left + box.width * width) - 3,
            round(top + box.height * height) - 3,
        )
    )


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageOps.invert(picture).point(lambda level: 255 if level > 100 else 0).getbbox()


def assert_nothing_of(secrets: tuple[str, ...], pdf: bytes) -> None:
    found = everything_in(pdf)
    for secret in secrets:
        for encoding in ENCODINGS:
            assert secret.encode(encoding) not in found
            assert secret.encode(encoding).hex().encode() not in found.lower()


def assert_only_pictures(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    assert "".join(page.extract_text() for page in reader.pages) == ""
    assert set(reader.trailer["/Root"]) == {"/Type", "/Pages"}
    assert not reader.metadata
    assert not reader.attachments
    assert all(len(page.images) == 1 and "/Annots" not in page for page in reader.pages)
    assert pdf.count(b"%%EOF") == 1


def test_words_under_a_box_are_gone():
    pdf = paper()
    output = redact(pdf, boxes_over(pdf, SECRET, MOBILE, IDENTITY)).pdf
    assert_nothing_of((SECRET, MOBILE, IDENTITY), output)
    assert_only_pictures(output)


def test_what_is_hidden_is_black_and_the_rest_stays_as_it_was():
    pdf = paper()
    [box] = boxes_over(pdf, SECRET)
    before, after = seen(pdf), seen(redact(pdf, [box]).pdf)
    assert inside(before, box).getextrema()[1] > 200
    assert inside(after, box).getextrema()[1] < 20
    [open_words] = boxes_over(pdf, "以上信息应当公开")
    difference = abs(
        sum(inside(before, open_words).histogram()[:128]) - sum(inside(after, open_words).histogram()[:128])
    )
    assert ink(inside(after, open_words)) is not None
    assert difference < 0.1 * sum(inside(before, open_words).histogram()[:128])


@pytest.mark.parametrize("left_in", CARELESS)
def test_what_a_careless_office_leaves_in_a_file_is_gone(left_in):
    pdf = changed(paper(), CARELESS[left_in])
    boxes = [
        *boxes_over(pdf, SECRET, MOBILE, IDENTITY),
        *(box for each in proposals(pdf) for box in each.boxes),
    ]
    output = redact(pdf, boxes).pdf
    assert_nothing_of((SECRET, MOBILE, IDENTITY), output)
    assert_only_pictures(output)


def test_all_of_it_at_once_is_gone():
    pdf = paper()
    for left_in in CARELESS.values():
        pdf = changed(pdf, left_in)
    output = redact(pdf, boxes_over(pdf, SECRET, MOBILE, IDENTITY)).pdf
    assert_nothing_of((SECRET, MOBILE, IDENTITY), output)
    assert_only_pictures(output)


def test_what_an_earlier_version_of_the_file_said_is_gone():
    pdf = with_earlier_version()
    assert pdf.count(b"%%EOF") > 1
    output = redact(pdf, [SOMEWHERE]).pdf
    assert_nothing_of((SECRET, MOBILE), output)
    assert_only_pictures(output)
    assert ink(seen(output).crop((0, 800, 100, 1000))) is None


def test_white_writing_on_white_paper_is_gone_even_where_no_box_is():
    pdf = paper("公开内容", markup=f"#text(fill: white)[{SECRET}{MOBILE}]")
    assert search(pdf, SECRET)
    assert_nothing_of((SECRET, MOBILE), redact(pdf, [SOMEWHERE]).pdf)


def test_a_layer_that_is_switched_off_stays_unseen():
    pdf = changed(paper("公开内容"), CARELESS["hidden layer"])
    assert ink(seen(redact(pdf, [Box(0, 0.9, 0.95, 0.05, 0.02)]).pdf).crop((150, 1250, 800, 1320))) is None


def test_what_is_filled_into_a_form_is_seen_found_and_hidden():
    pdf = changed(paper("公开内容"), CARELESS["form field"])
    [found] = [each for each in proposals(pdf) if each.kind == "mobile"]
    assert ink(inside(seen(pdf), found.boxes[0])) is not None
    output = redact(pdf, found.boxes).pdf
    assert inside(seen(output), found.boxes[0]).getextrema()[1] < 20
    assert ink(seen(redact(pdf, [SOMEWHERE]).pdf).crop((150, 1000, 900, 1120))) is not None


def test_a_scan_is_hidden_in_parts_and_loses_what_its_camera_said():
    pdf = scan(b"13800001234")
    output = redact(pdf, [Box(0, 0.12, 0.08, 0.2, 0.05)]).pdf
    assert_nothing_of((MOBILE,), output)
    assert_only_pictures(output)
    assert inside(seen(output), Box(0, 0.12, 0.08, 0.2, 0.05)).getextrema()[1] < 20


@pytest.mark.parametrize("colour", ["white", "lightyellow", "red", "grey"])
def test_boxes_are_black_on_paper_of_any_colour(colour):
    box = Box(0, 0.3, 0.4, 0.011, 0.007)
    assert inside(seen(redact(scan(colour=colour), [box]).pdf), box).getextrema()[1] < 20


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize(("cropped", "unit"), [(None, 1), (PART, 1), (PART, 2)])
def test_boxes_stand_where_the_words_are_seen(turned, cropped, unit):
    keys = {"Rotate": turned, "UserUnit": unit} | ({"CropBox": Array(cropped)} if cropped else {})
    pdf = with_page_keys(paper(MOBILE), **keys)
    [found] = proposals(pdf)
    [box] = found.boxes
    output = redact(pdf, [box]).pdf
    picture = seen(output)
    left, top, right, bottom = ink(picture)
    width, height = picture.size
    assert left / width == pytest.approx(box.x, abs=4 / width)
    assert top / height == pytest.approx(box.y, abs=4 / height)
    assert right / width == pytest.approx(box.x + box.width, abs=4 / width)
    assert bottom / height == pytest.approx(box.y + box.height, abs=4 / height)
    assert inside(picture, box).getextrema()[1] < 20


def test_pages_keep_their_number_order_and_size():
    pdf = with_page_keys(paper("第一页\f第二页\f第三页"), CropBox=Array([50, 500, 450.5, 800.25]), Rotate=90)
    output = redact(pdf, [Box(1, 0.1, 0.1, 0.2, 0.2)]).pdf
    assert page_count(output) == 3
    assert [page_size(output, n) for n in range(3)] == [
        pytest.approx(page_size(pdf, n), abs=0.01) for n in range(3)
    ]
    dark = [sum(seen(output, n).histogram()[:50]) for n in range(3)]
    assert dark[1] > 10 * max(dark[0], dark[2])


def test_a_sheet_with_user_units_keeps_its_real_size():
    output = redact(with_page_keys(paper(MOBILE), UserUnit=2, CropBox=Array(PART)), [SOMEWHERE]).pdf
    with pikepdf.open(io.BytesIO(output)) as pdf:
        assert float(pdf.pages[0].obj.UserUnit) == 2


def test_a_page_of_print_takes_at_most_300_kilobytes():
    pdf = paper(*["建国门街道办事处依法公开政府信息，接受社会监督。" * 6] * 8)
    assert len(redact(pdf, [SOMEWHERE]).pdf) < 300_000 * page_count(pdf)


def test_several_people_redact_at_the_same_time():
    pdf = with_page_keys(paper(), CropBox=Array(PART))
    boxes = boxes_over(pdf, SECRET)
    with ThreadPoolExecutor(4) as people:
        outputs = list(people.map(lambda _each: redact(pdf, boxes).pdf, range(8)))
    assert outputs == [redact(pdf, boxes).pdf] * 8


def test_every_check_is_told_for_the_record():
    checks = redact(paper(), [SOMEWHERE]).checks
    assert len(checks) == 7
    assert all(check.says.endswith(".") and check.found == () for check in checks)


def test_a_file_may_be_cleaned_without_hiding_anything():
    output = redact(changed(paper(), CARELESS["attachment"]), []).pdf
    assert_only_pictures(output)


def test_a_box_that_reaches_over_the_edge_is_cut_there():
    output = redact(paper(), [Box(0, 0.9, 0.9, 0.5, 0.5)]).pdf
    assert seen(output).getpixel((1190, 1690)) < 10


def test_the_smallest_box_blackens_a_point():
    redact(paper(), [Box(0, 0.5, 0.5, 1e-7, 1e-7)])


@pytest.mark.parametrize(
    ("box", "says"),
    [
        (Box(1, 0, 0, 1, 1), "A box stands on page 2; the PDF has 1 pages"),
        (Box(-1, 0, 0, 1, 1), "A box stands on page 0"),
        (Box(0, 0.1, 0.1, 0, 0.1), "no area"),
        (Box(0, 0.1, 0.1, 0.1, -0.1), "no area"),
        (Box(0, 1.0, 0.1, 0.1, 0.1), "outside page 1"),
        (Box(0, 0.1, -0.2, 0.1, 0.1), "outside page 1"),
        (Box(0, float("nan"), 0.1, 0.1, 0.1), "no proper place"),
        (Box(0, 0.1, 0.1, float("inf"), 0.1), "no proper place"),
    ],
)
def test_a_box_that_covers_nothing_is_refused(box, says):
    with pytest.raises(CannotRedact, match=says):
        redact(paper(), [box])


@pytest.mark.parametrize("keys", [{"user": "1", "owner": "2"}, {"owner": "2", "user": ""}])
def test_a_protected_file_is_refused(keys):
    with pytest.raises(CannotRedact, match="protected by a password"):
        redact(encrypted(**keys), [SOMEWHERE])


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, b"no PDF"])
def test_a_broken_file_is_refused(raw):
    with pytest.raises(CannotRedact, match="cannot be read as a PDF"):
        redact(raw, [SOMEWHERE])


def test_a_file_without_pages_is_refused():
    with pytest.raises(CannotRedact, match=r"no pages|cannot be read"):
        redact(changed(paper(), lambda pdf: pdf.pages.__delitem__(0)), [SOMEWHERE])


def test_a_file_of_more_than_500_pages_is_refused():
    def grow(pdf):
        for _ in range(500):
            pdf.add_blank_page()

    with pytest.raises(CannotRedact, match="501 pages; at most 500"):
        redact(changed(paper(), grow), [SOMEWHERE])


@pytest.mark.parametrize(
    "keys",
    [
        {"MediaBox": Array([0, 0, 14000, 14000])},
        {"MediaBox": Array([0, 0, 1, 800])},
        {"MediaBox": Array([0, 0, 2000, 2000]), "UserUnit": 100},
    ],
)
def test_a_page_of_senseless_size_is_refused(keys):
    with pytest.raises(CannotRedact, match="cannot be drawn"):
        redact(with_page_keys(paper(), **keys), [SOMEWHERE])


def test_the_words_under_a_box_are_known():
    pdf = paper()
    words = hidden_words(pdf, boxes_over(pdf, SECRET, MOBILE))
    assert MOBILE in words
    assert SECRET in words
    assert not any("公开" in word for word in words)


# What bad tools give out as redacted.


def test_black_drawn_over_the_words_is_refused():
    pdf = paper()
    boxes = boxes_over(pdf, SECRET)

    def draw(opened):
        page = opened.pages[0]
        [box] = boxes
        area = [box.x * 595.28, (1 - box.y - box.height) * 841.89, box.width * 595.28, box.height * 841.89]
        figures = " ".join(f"{each:.2f}" for each in area).encode()
        page.contents_add(Stream(opened, b"q 0 0 0 rg " + figures + b" re f Q"))

    faulty = changed(pdf, draw)
    assert inside(seen(faulty), boxes[0]).getextrema()[1] < 20
    found = residue(faulty, boxes, [SECRET])
    assert "Text can still be read on page 1." in found
    assert "Page 1 is not one picture and nothing else." in found


def put_text_on_page(pdf):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources.Font = Dictionary(F=font)
    content = b"q 595.2756 0 0 841.8898 0 0 cm /Picture Do Q BT 3 Tr /F 9 Tf 50 50 Td (13800001234) Tj ET"
    pdf.pages[0].obj.Contents = Stream(pdf, content)


def put_word_into_picture(pdf):
    picture = pdf.pages[0].obj.Resources.XObject.Picture
    unpacked = zlib.decompress(picture.read_raw_bytes())
    picture.write(zlib.compress(SECRET.encode() + unpacked[len(SECRET.encode()) :]), filter=Name.FlateDecode)


def put_tail_behind_picture(pdf):
    picture = pdf.pages[0].obj.Resources.XObject.Picture
    picture.write(picture.read_raw_bytes() + SECRET.encode(), filter=Name.FlateDecode)


def put_camera_data_into_picture(pdf):
    exif = Image.Exif()
    exif[0x010E] = MOBILE
    raw = io.BytesIO()
    Image.new("L", (1654, 2339)).save(raw, "JPEG", exif=exif)
    picture = pdf.pages[0].obj.Resources.XObject.Picture
    picture.BitsPerComponent = 8
    picture.write(raw.getvalue(), filter=Name.DCTDecode)


def put_second_picture(pdf):
    pictures = pdf.pages[0].obj.Resources.XObject
    pictures.Under = pictures.Picture


def put_mask_on_picture(pdf):
    picture = pdf.pages[0].obj.Resources.XObject.Picture
    picture.SMask = pdf.make_indirect(Stream(pdf, b"x"))


def put_white_page(pdf):
    picture = pdf.pages[0].obj.Resources.XObject.Picture
    picture.write(zlib.compress(b"\xff" * (827 * 2339)), filter=Name.FlateDecode)
    picture.Width, picture.Height, picture.BitsPerComponent = 1654, 2339, 4


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (CARELESS["form field"], "form fields"),
        (CARELESS["remarks"], "remarks"),
        (CARELESS["bookmarks"], "bookmarks"),
        (CARELESS["data about the file"], "data about itself"),
        (CARELESS["attachment"], "attachments"),
        (CARELESS["scripts"], "scripts"),
        (CARELESS["data of other programs"], "page labels"),
        (CARELESS["forgotten object"], "belong to no page"),
        (lambda pdf: pdf.Root.__setitem__("/OCProperties", Dictionary()), "layers"),
        (lambda pdf: pdf.Root.__setitem__("/Lang", String(SECRET)), "something besides pages"),
        (lambda pdf: pdf.Root.Pages.__setitem__("/Note", String(SECRET)), "something besides pages"),
        (lambda pdf: pdf.pages[0].obj.__setitem__("/Note", String(SECRET)), "not one picture"),
        (put_text_on_page, "Text can still be read on page 1"),
        (put_word_into_picture, "Hidden words still stand"),
        (put_tail_behind_picture, "not one picture"),
        (put_camera_data_into_picture, "not one picture"),
        (put_second_picture, "not one picture"),
        (put_mask_on_picture, "not one picture"),
        (put_white_page, "not black"),
        (lambda pdf: pdf.add_blank_page(), "2 pages instead of 1"),
    ],
)
def test_a_file_with_anything_left_in_it_is_refused(spoil, says, redacted):
    output, boxes = redacted
    found = residue(changed(output, spoil), boxes, [SECRET, MOBILE], pages=1)
    assert says in " ".join(found)


def test_in_a_redacted_file_nothing_is_left(redacted):
    output, boxes = redacted
    assert residue(output, boxes, [SECRET, MOBILE], pages=1) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "gb18030"])
def test_bytes_behind_the_end_of_the_file_are_found(encoding, redacted):
    output, boxes = redacted
    for tail in (SECRET.encode(encoding), SECRET.encode(encoding).hex().encode()):
        found = residue(output + b"\n%" + tail, boxes, [SECRET])
        assert "Hidden words still stand in the file." in found
        assert "The file has bytes that belong to none of its parts." in found


def test_a_place_that_was_forgotten_is_found():
    pdf = paper()
    hidden, forgotten = boxes_over(pdf, SECRET), boxes_over(pdf, MOBILE)
    output = redact(pdf, hidden).pdf
    assert residue(output, [*hidden, *forgotten], []) == ["A place to be hidden on page 1 is not black."]


def test_hidden_words_are_not_repeated_in_what_is_said():
    pdf = paper()
    found = residue(pdf, boxes_over(pdf, SECRET), [SECRET, MOBILE])
    assert found
    assert not any(SECRET in sentence or MOBILE in sentence for sentence in found)


def test_short_words_and_figures_that_any_file_has_do_not_stop_a_release():
    output = redact(paper(), [SOMEWHERE]).pdf
    ordinary = ["1", "59", "595", "Page", "XObject", "MediaBox", "FlateDecode", "00000000", "一", "……"]
    assert residue(output, [SOMEWHERE], ordinary, pages=1) == []


def test_something_that_is_no_pdf_is_no_redacted_file():
    assert residue(b"nothing", [], []) == ["The finished file cannot be read again."]


def test_a_refused_release_tells_its_reasons():
    assert Residue(["One.", "Two."]).reasons == ["One.", "Two."]
