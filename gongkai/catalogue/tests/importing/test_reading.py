"""Days, lists and pages as offices hand them in, and as nobody should."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.acts import Refused
from gongkai.catalogue.importing.days import day_in, day_in_path
from gongkai.catalogue.importing.fields import field_called, guessed, printable
from gongkai.catalogue.importing.folders import Packed
from gongkai.catalogue.importing.pages import read_page
from gongkai.catalogue.importing.tables import MOST_COLUMNS, csv_text, read_table
from gongkai.typesetting.rich_text import plain_text

DAY = date(2018, 4, 26)
PAGE = """<html><head><meta charset="{charset}"><meta name="SiteName" content="北京市东城区人民政府">
{metas}<title>关于做好防汛工作的通知_通知公告_北京市东城区人民政府</title></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul>
{head}<h1>关于做好防汛工作的通知</h1><p class="time">发布时间：2018-05-03 来源：民生保障科 字号：大 中 小</p>
{body}<div class="share">分享到：微信</div><div class="footer">主办单位：某区政府</div>
<script>document.write("<p>广告</p>")</script></body></html>"""
TEXT = "<p>各社区居委会：</p><p>为做好防汛工作，现将有关事项通知如下，请认真落实。</p>"
TABLE_HEAD = """<table><tr><td><b>索 引 号：</b></td><td>000014349/2018-00110</td><td>【主题分类】</td>
<td>综合政务</td></tr><tr><td>发布机构</td><td>建国门街道办事处</td><td>生成日期</td><td>2018年4月28日</td></tr>
<tr><td>文　　号：</td><td>建办发〔2018〕12号</td><td>时效性</td><td>有效</td></tr></table>"""
LIST_HEAD = """<ul><li><strong>索引号：</strong>000014349/2018-00110</li>
<li><strong>主题分类：</strong>综合政务</li><li><strong>发文机关</strong>：建国门街道办事处</li>
<li>成文日期：2018-04-28</li><li>发文字号：建办发〔2018〕12号</li>
<li>有 效 性：有效</li></ul>"""
SPANS_HEAD = """<ul class="cf"><li><span>索引号</span><em>000014349/2018-00110</em></li>
<li><span>主题分类</span>
<em>综合政务</em></li><li><span>发布机构</span><em>建国门街道办事处</em></li><li><span>公文生成日期</span>
<em>2018.4.28</em></li><li><span>文号</span><em>建办发〔2018〕12号</em></li>
<li><span>时效</span><em>有效</em></li></ul>"""
PAIRS_HEAD = """<dl><dt>索引号</dt><dd>000014349/2018-00110</dd><dt>分类</dt><dd>综合政务</dd>
<dt>发文机构</dt>
<dd>建国门街道办事处</dd><dt>产生日期</dt><dd>2018/4/28</dd><dt>发布文号</dt><dd>建办发〔2018〕12号</dd>
<dt>时效</dt><dd>有效</dd></dl>"""


def page(body=f'<div id="zoom">{TEXT}</div>', *, head="", metas="", encoding="utf-8"):
    text = PAGE.format(charset=encoding, head=head, metas=metas, body=body)
    return read_page(text.encode(encoding), "zwgk/t20180502_1.html")


def book(rows, merged=()):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for each in merged:
        sheet.merge_cells(each)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "written",
    [
        *("2018-04-26", "2018-4-26 09:30", "2018年4月26日", "2018 年 4 月 26 日", "2018/4/26", "2018.04.26"),
        *(
            "20180426",
            "43216",
            "43216.5",
            "２０１８年４月２６日",
            "二〇一八年四月二十六日",
            "发布于2018-04-26。",
        ),
    ],
)
def test_a_day_is_known_however_it_is_written(written):
    assert day_in(written) == DAY


@pytest.mark.parametrize("written", ["", "近日", "2018-02-30", "12", "2018年13月1日", "99999", "0000-00-00"])
def test_what_is_no_day_is_none(written):
    assert day_in(written) is None


@pytest.mark.parametrize(
    "path",
    ["zwgk/201804/t20180426_12.html", "art/2018/4/26/art_1.html", "2018/04/26/x.html", "201804/26/a.htm"],
)
def test_an_address_may_tell_the_day(path):
    assert day_in_path(path) == DAY


@pytest.mark.parametrize("label", ["索引号", "索 引 号", "【索引号】", "索引号：", "索引号 "])
def test_a_label_is_known_in_its_variants(label):
    assert field_called(label) == "index_number"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_every_encoding_of_offices(encoding):
    table = read_table("标题,发布日期\n关于停水的通知,2018年4月26日\n".encode(encoding))
    assert table.headings == ("标题", "发布日期")
    assert table.rows[0].cells == {"标题": "关于停水的通知", "发布日期": "2018年4月26日"}


@pytest.mark.parametrize("sign", [",", "\t", ";", "，"])
def test_a_list_is_parted_by_the_sign_its_headings_are_parted_by(sign):
    table = read_table(f"标题{sign}发布日期\n停水{sign}2018-04-26\n".encode())
    assert table.rows[0].cells == {"标题": "停水", "发布日期": "2018-04-26"}


def test_a_cell_may_hold_a_whole_text_with_its_lines():
    table = read_table('标题,正文\n停水,"第一段，说明。\n\n第二段""引号""。"\n'.encode())
    assert table.rows[0].cells["正文"] == '第一段，说明。\n\n第二段"引号"。'


def test_a_title_above_the_headings_is_passed_over():
    content = book(
        [["建国门街道往期信息"], [None], ["序号", "标题", "发布日期"], [1, "停水", date(2018, 4, 26)]]
    )
    table = read_table(content)
    assert table.headings == ("序号", "标题", "发布日期")
    assert table.rows[0].number == 4
    assert table.rows[0].cells["发布日期"] == "2018-04-26"


def test_cells_merged_over_rows_count_for_each():
    rows = [["栏目", "标题"], ["通知公告", "停水"], [None, "停电"], [None, "停气"]]
    table = read_table(book(rows, merged=["A2:A4"]))
    assert [row.cells["栏目"] for row in table.rows] == ["通知公告"] * 3


def test_a_sheet_of_ten_thousand_columns_is_read_up_to_the_bound():
    table = read_table(
        book([["标题", "发布日期", *(f"列{place}" for place in range(10_000))], ["停水", "2018"]])
    )
    assert len(table.headings) == MOST_COLUMNS


def test_empty_rows_are_left_out_and_keep_the_numbers_of_the_others():
    table = read_table("标题,正文\n,\n停水,文\n \n停电,文\n".encode())
    assert [row.number for row in table.rows] == [3, 5]


def test_a_formula_is_what_it_last_gave_and_never_one_again():
    written = "".join(csv_text([["标题"], ['=HYPERLINK("http://x")'], ["-1"], ["@SUM(A1)"]]))
    assert all(line[0] not in "=+-@" for line in written.replace('"', "").splitlines())
    assert [row.cells["标题"] for row in read_table(written.encode()).rows] == [
        '=HYPERLINK("http://x")',
        "-1",
        "@SUM(A1)",
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_as_it_was(rows):
    table = read_table("".join(csv_text([["标题", "正文"], *rows])).encode("utf-8", "ignore"))
    meant = [
        {name: cell for name, cell in zip(("标题", "正文"), map(_plain, row), strict=True) if cell}
        for row in rows
    ]
    assert [row.cells for row in table.rows] == [row for row in meant if row]


def _plain(cell):
    return printable(cell).strip()


@pytest.mark.parametrize(
    "content", [b"", b"  ", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", b'"a,b\n"c"d,"\n']
)
def test_what_is_no_list_is_refused_with_a_sentence(content):
    with pytest.raises(Refused):
        read_table(content)


def test_headings_are_guessed_by_their_variants():
    assert guessed(["信息名称", "公开日期", "文号", "备注"]) == {
        "title": "信息名称",
        "published_on": "公开日期",
        "document_number": "文号",
    }


@pytest.mark.parametrize("head", [TABLE_HEAD, LIST_HEAD, SPANS_HEAD, PAIRS_HEAD])
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_the_head_block_is_read_in_its_forms(head, encoding):
    facts = page(head=head, encoding=encoding).facts
    assert facts["index_number"] == "000014349/2018-00110"
    assert facts["document_number"] == "建办发〔2018〕12号"
    assert day_in(facts["document_date"]) == date(2018, 4, 28)
    assert facts["subject_category"] == "综合政务"
    assert facts["validity"] == "有效"


def test_meta_tags_say_more_than_the_page():
    said = {
        "ArticleTitle": "关于做好2018年防汛工作的通知",
        "PubDate": "2018-05-04 09:12",
        "ContentSource": "市防汛办",
        "Keywords": "null",
    }
    metas = "".join(f'<meta name="{name}" content="{words}">' for name, words in said.items())
    facts = page(metas=metas).facts
    assert facts["title"] == "关于做好2018年防汛工作的通知"
    assert (facts["published_on"], facts["source"]) == ("2018-05-04", "市防汛办")
    assert "keywords" not in facts


def test_without_them_title_day_and_source_come_from_the_page():
    facts = page().facts
    assert facts["title"] == "关于做好防汛工作的通知"
    assert (facts["published_on"], facts["source"]) == ("2018-05-03", "民生保障科")


def test_a_title_below_the_name_of_the_site_is_found():
    text = """<html><head><title>某区 通知公告 关于开展检查的公告</title></head><body><h1>某区人民政府</h1>
    <div class="con-title">关于开展检查的公告</div>
    <div id="zoom"><p>决定开展垃圾分类专项检查。</p></div></body></html>"""
    assert read_page(text.encode(), "x.html").facts["title"] == "关于开展检查的公告"


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="zoom">{TEXT}</div>',
        f'<div class="TRS_Editor"><style>.a{{}}</style>{TEXT}</div>',
        f'<td class="b12c" id="UCAP-CONTENT">{TEXT}</td>',
        f'<div class="x"><div class="whatever">{TEXT}</div></div>',
        f'<div class="content view">{TEXT}</div>',
    ],
)
def test_the_text_is_found_and_nothing_around_it(body):
    text = plain_text(page(body).body)
    assert "现将有关事项通知如下" in text
    for outside in ("首页", "分享", "主办单位", "广告"):
        assert outside not in text


def test_pictures_and_files_are_named_as_the_page_names_them():
    read = page(
        f'<div id="zoom">{TEXT}<img src="./a.jpg" alt="现场"><img src="http://x/y.png">'
        '<p><a href="./P01.pdf">物资表</a></p></div>'
    )
    assert list(read.pictures.values()) == ["./a.jpg", "http://x/y.png"]
    assert [(each.address, each.words) for each in read.files] == [("./P01.pdf", "物资表")]


def test_a_page_of_links_alone_says_nothing():
    read = read_page(
        '<html><body><ul><li><a href="1.html">短</a></li></ul></body></html>'.encode(), "index.html"
    )
    assert read is None or read.says_nothing


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"<", b"<!--", "纯文字，没有标记。".encode() * 3])
def test_broken_pages_break_nothing(content):
    read_page(content, "x.html")


def packed(*names, **said):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, said.get("content", b"x"))
    out.seek(0)
    return out


@pytest.mark.parametrize("name", ["../outside.html", "a/../../x.html", "/etc/x.html", "C:/x.html"])
def test_a_zip_that_names_what_lies_outside_is_refused(name):
    with pytest.raises(Refused, match="outside of itself"):
        Packed(packed(name))


def test_a_zip_that_grows_beyond_all_measure_is_refused():
    with pytest.raises(Refused, match="unpack to far more"):
        Packed(packed("a.html", content=b"0" * 20_000_000))


def test_a_file_that_is_no_zip_is_refused():
    with pytest.raises(Refused, match="cannot be read"):
        Packed(io.BytesIO(b"PK\x03\x04nothing"))


def test_an_address_never_leads_out_of_the_folder():
    folder = Packed(packed("a/page.html", "a/图 1.jpg", "b.pdf"))
    assert folder.find("./图 1.jpg", "a/page.html") == "a/图 1.jpg"
    assert folder.find("../b.pdf", "a/page.html") == "b.pdf"
    assert folder.find("/b.pdf", "a/page.html") == "b.pdf"
    assert folder.find("../../b.pdf", "a/page.html") == ""


def test_chinese_names_packed_by_windows_are_read():
    raw = packed("aaaa.html").getvalue().replace(b"aaaa", "通知".encode("gb18030"))
    assert Packed(io.BytesIO(raw)).names == ("通知.html",)
