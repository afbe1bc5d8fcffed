import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.typesetting.rich_text import (
    Heading,
    ListItem,
    PictureBlock,
    TableBlock,
    blocks,
    clean,
    from_plain,
    plain_text,
    text_of,
    words_of,
)

PICTURE = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
ALLOWED = re.compile(
    r"</?(?:p|h[234]|strong|em|u|s|sub|sup|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|br|hr|a|img)"
    r'(?: (?:data-align="(?:center|right)"|colspan="\d+"|rowspan="\d+"|alt="[^"<>]*"'
    r'|data-file="[0-9a-f-]{36}"|href="(?:https?://|mailto:)[^"<>\s]*"))*>',
    re.I,
)
TAGS = [
    *(
        "p",
        "h1",
        "h2",
        "h5",
        "b",
        "strong",
        "i",
        "u",
        "sup",
        "sub",
        "span",
        "div",
        "ul",
        "ol",
        "li",
        "blockquote",
    ),
    *(
        "table",
        "thead",
        "tr",
        "td",
        "th",
        "caption",
        "br",
        "hr",
        "img",
        "a",
        "script",
        "style",
        "svg",
        "o:p",
        "pre",
    ),
]
ATTRIBUTES = [
    "",
    ' style="mso-list:l0 level2 lfo1"',
    ' style="mso-list:Ignore"',
    ' style="font-weight:bold;text-align:center"',
    ' rowspan="3"',
    ' colspan="2"',
    f' data-file="{PICTURE}" alt="图"',
    ' href="https://a.cn/?a=1&b=2"',
    ' href="javascript:alert(1)"',
    ' onclick="x()"',
    " style='display:none",
]
WORDS = [
    "国",
    "一、",
    "a b",
    "\n",
    "\u3000\u3000",
    "&nbsp;",
    "&#0;",
    "&lt;script&gt;",
    "\x00",
    "\u202e",
    "<",
    ">",
    "&",
    '"',
]
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(WORDS),
    st.sampled_from(["<!--", "-->", "<![if !x]>", "<![endif]>", "<!DOCTYPE", "<a '", "</", "<?"]),
)
HTML = st.lists(PIECES, max_size=40).map("".join)


def without_spaces(text):
    return "".join(text.split())


@settings(max_examples=250, deadline=None)
@given(HTML)
def test_whatever_comes_in_only_the_allowed_comes_out_and_stays_as_it_is(html):
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    assert not re.search("[<>]", ALLOWED.sub("", cleaned))
    assert blocks(cleaned) == blocks(html)
    assert without_spaces(text_of(blocks(cleaned))) == without_spaces(plain_text(html))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_stops_the_cleaning(text):
    assert clean(clean(text)) == clean(text)
    assert clean(from_plain(text)) == from_plain(text)


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("<h1><b>标题</b></h1>", "<h2>标题</h2>"),
        ("<p><b>粗</b><i>斜</i></p>", "<p><strong>粗</strong><em>斜</em></p>"),
        ("<p>　　首行缩进</p>", "<p>首行缩进</p>"),
        ("<p>甲&nbsp;&nbsp;&nbsp;乙</p>", "<p>甲 乙</p>"),
        ("<p>为了做好\r\n工作</p>", "<p>为了做好工作</p>"),
        ("<p>two\nwords</p>", "<p>two words</p>"),
        ("<p class=MsoNormal style='text-align:center'>中<o:p></o:p></p>", '<p data-align="center">中</p>'),
        ("<p><span></span><font face=仿宋>字</font></p><p>&nbsp;</p>", "<p>字</p>"),
        ("<!--[if gte mso 9]><xml><w:x>脏</w:x></xml><![endif]--><p>净</p>", "<p>净</p>"),
        ("<p>一<br><br>二<br>三</p>", "<p>一</p>\n<p>二<br>三</p>"),
        ("<div>甲</div><div>乙</div>", "<p>甲</p>\n<p>乙</p>"),
        ("<p style='mso-outline-level:2'>（一）目标</p>", "<h3>（一）目标</h3>"),
        ("<b style='font-weight:normal'>不粗</b>", "<p>不粗</p>"),
        ("<span style='vertical-align:super'>2</span>", "<p><sup>2</sup></p>"),
        ("<p>看得见<span style='display:none'>看不见</span></p>", "<p>看得见</p>"),
    ],
)
def test_paste_from_word_leaves_no_dirt(dirty, cleaned):
    assert clean(dirty) == cleaned


def marked(marker, words, level=1):
    ignored = f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span>"
    listed = f"style='mso-list:l0 level{level} lfo1'"
    return f"<p class=MsoListParagraph {listed}><![if !supportLists]>{ignored}<![endif]>{words}</p>"


def test_a_list_of_word_is_a_list():
    pasted = marked("1.", "甲") + marked("2.", "乙") + marked("·", "丙", level=2)
    inner = "<ul><li><p>丙</p></li></ul>"
    assert clean(pasted) == f"<ol><li><p>甲</p></li><li><p>乙</p>{inner}</li></ol>"


def test_a_number_said_aloud_stays_in_the_text():
    assert clean(marked("一、", "总则")) == "<p>一、总则</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>点</a>",
        "<a href='data:text/html,x'>点</a>",
        "<a href=' java\tscript:alert(1)'>点</a>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;<img src=1 onerror=alert(1)>'>",
        "<p style='background:url(javascript:x)' class=x id=y onclick=z()>点</p>",
        "<iframe srcdoc='<script>x</script>'></iframe><object data=x></object><base href=//evil>",
    ],
)
def test_nothing_that_acts_comes_through(hostile):
    cleaned = clean(hostile)
    for word in ("script", "onerror", "onclick", "style", "data:", "iframe", "object", "base", "class"):
        assert word not in cleaned.lower()


@pytest.mark.parametrize(
    "large",
    [
        "<table><tr><td>" * 1000 + "国",
        "<div>" * 20_000 + "国",
        "<ul><li>国" * 2000,
        "<a '" * 50_000,
        "国" * 400_000,
        "<table>" + "<tr><td rowspan=65534 colspan=60>国" * 1000,
        "&#0;\x00<p\x00>国",
    ],
)
def test_size_and_depth_do_no_harm(large):
    assert clean(clean(large)) == clean(large)


def test_a_table_keeps_its_merged_cells_and_its_head():
    html = (
        "<table><thead><tr><td colspan=2>头</td></tr></thead>"
        "<tr><td rowspan=9>左</td><td>1</td></tr><tr><td>2</td></tr></table>"
    )
    assert clean(html) == (
        '<table><thead><tr><th colspan="2"><p>头</p></th></tr></thead>'
        '<tbody><tr><td rowspan="2"><p>左</p></td><td><p>1</p></td></tr>'
        "<tr><td><p>2</p></td></tr></tbody></table>"
    )
    (table,) = blocks(html)
    assert isinstance(table, TableBlock)
    assert table.head_rows == 1
    assert plain_text(html) == "头\n左\t1\n2"


def test_a_table_within_a_cell_gives_its_words_to_the_cell():
    html = "<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>旁</td></tr></table>"
    assert plain_text(html) == "外 内\t旁"
    assert clean(html).count("<table>") == 1


def test_a_picture_is_known_by_its_file_and_no_other():
    html = f"<p>前<img src='x.png'><img data-file='{PICTURE}' alt='图一' src='//evil/x'>后</p>"
    assert clean(html) == f'<p>前</p>\n<img data-file="{PICTURE}" alt="图一">\n<p>后</p>'
    assert PictureBlock(PICTURE, "图一") in blocks(html)
    assert plain_text(html) == "前\n\n图一\n\n后"


def test_an_item_may_go_on_and_hold_a_list_and_a_picture():
    html = f"<ol><li>甲<p>续</p><ul><li>子</li></ul></li><li>乙<img data-file='{PICTURE}' alt='图'></li></ol>"
    items = [(each.level, each.ordered, each.number) for each in blocks(html) if isinstance(each, ListItem)]
    assert items == [(1, True, 1), (1, True, 0), (2, False, 1), (1, True, 2)]
    assert blocks(html)[-1] == PictureBlock(PICTURE, "图", level=1)
    assert clean(clean(html)) == clean(html)


def test_links_to_pages_and_mail_stay():
    html = '<p><a href="https://www.bjdch.gov.cn/?a=1&amp;b=2">区政府</a><a href="mailto:a@b.cn">信</a></p>'
    assert clean(html) == html


def test_headings_have_three_levels_below_the_title():
    headings = [each for each in blocks("<h2>甲</h2><h3>乙</h3><h6>丙</h6>") if isinstance(each, Heading)]
    assert [(each.level, words_of(each.runs)) for each in headings] == [(2, "甲"), (3, "乙"), (4, "丙")]


def test_headings_of_word_go_one_level_down():
    assert clean("<h1>甲</h1><h2>乙</h2><h3>丙</h3>") == "<h2>甲</h2>\n<h3>乙</h3>\n<h4>丙</h4>"


def test_plain_text_becomes_paragraphs_and_back():
    assert from_plain("甲<b>\n\n　　乙") == "<p>甲&lt;b&gt;</p>\n<p>乙</p>"
    assert plain_text(from_plain("甲\n乙")) == "甲\n\n乙"
