"""Pages as old government sites have them: what they say is read, and nothing of the page around the text."""

import base64
from datetime import date

import pytest
from django.utils import translation

from gongkai.catalogue.importing.days import day_in
from gongkai.catalogue.importing.pages import read_page
from gongkai.typesetting.rich_text import plain_text

LINES = (
    "各社区居委会：",
    "为做好便民服务工作，经研究决定，现将有关事项通知如下，请认真落实。",
    "一、提高认识，明确责任，及时解决居民反映的问题。",
    "特此通知。",
)
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
TITLE = "关于做好便民服务工作的通知"
TOP = """<div class="top"><a href="/">首页</a> | <a href="/map.html">网站地图</a></div>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/tz/">社区动态</a></div>"""
FOOT = """<p>主办单位：某街道办事处　地址：某胡同1号　邮编：100005</p>
<p>版权所有 京ICP备05000000号 网站标识码1101010000</p>"""
AROUND = (
    "首页",
    "网站地图",
    "当前位置",
    "主办单位",
    "版权所有",
    "打印",
    "关闭",
    "上一篇",
    "浏览",
    "发布时间",
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def read(text, path="a/x.html", encoding="utf-8"):
    return read_page(text.encode(encoding), path)


def page(body, title=TITLE, head=""):
    return read(
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'
    )


def words(read_so):
    return plain_text(read_so.body)


OF_TABLES = f"""<HTML><HEAD><TITLE>某街道办事处</TITLE></HEAD><BODY><EMBED SRC="top.swf" WIDTH=778>
<TABLE WIDTH=778><TR><TD><A HREF="i.htm">首页</A> | <A HREF="z.htm">政务公开</A></TD></TR></TABLE>
<TABLE><TR><TD WIDTH=180><B>相关链接</B><BR><A HREF=a.htm>关于清明节的通知</A></TD>
<TD><TABLE><TR><TD ALIGN=center><FONT SIZE=4><B>{TITLE}</B></FONT></TD></TR>
<TR><TD ALIGN=center>发布时间：2005-6-8　来源：办公室　阅读次数：356</TD></TR>
<TR><TD><FONT SIZE=3>{"<BR><BR>".join(LINES)}</FONT></TD></TR>
<TR><TD>【<A HREF="#">打印</A>】【<A HREF="#">关闭窗口</A>】</TD></TR>
</TABLE></TD></TR></TABLE>
<TABLE><TR><TD>版权所有：某街道　建议使用IE6.0浏览器浏览</TD></TR></TABLE></BODY></HTML>"""
OF_ONE_CELL = f"""<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><TABLE><TR><TD><A HREF=i.htm>首页</A></TD>
<TD><B>{TITLE}</B><BR>发布日期：2005-6-8<BR>{"<BR>".join(LINES)}<BR>以上事项请各社区于月底前报送办公室，联系科室为民生保障科，
逾期未报送的视为没有意见，由办公室汇总后统一公布结果。</TD></TR></TABLE></BODY></HTML>"""
OF_A_FORM = f"""<html><head><title>\n{TITLE}\n</title></head><body><form method="post" id="form1">{TOP}
<span>{TITLE}</span><br><span>【发布日期：2005-6-8】【作者：办公室】【阅读：22次】【关闭】</span><hr>
<span>{TEXT}</span></form>{FOOT}</body></html>"""
OF_SPANS = f"""<html><head><title>{TITLE}_环保</title></head><body>{TOP}<div>
<div class="bt"><b>{TITLE}</b></div>
<div>2005年6月8日</div><div>{"".join(f"<div><span>{line}</span></div>" for line in LINES)}</div>
<div>上一篇：<a href="1.htm">某文</a></div>
<div><a>【打印本页】</a><a>【关闭窗口】</a></div></div>{FOOT}</body></html>"""
OF_ITS_OWN_TAGS = f"""<html><head><title>{TITLE}--某街道信息网</title></head><body>{TOP}
<founder-title>{TITLE}</founder-title>
<div>2005年06月08日 08:30　来源：<founder-source>办公室</founder-source></div>
<FOUNDER-CONTENT>{TEXT}</FOUNDER-CONTENT><div>责任编辑：小王</div>{FOOT}</body></html>"""
OF_SIDEBARS = f"""<html><head><title>{TITLE}</title></head><body>{TOP}
<div class="l"><p>街道召开安全生产工作会议，部署重点工作，
要求各单位提高认识。</p></div><div class="r"><h1>{TITLE}</h1><p>2005-06-08　来源：办公室</p>
<div>{TEXT}</div></div>{FOOT}</body></html>"""


@pytest.mark.parametrize("text", [OF_TABLES, OF_ONE_CELL, OF_A_FORM, OF_SPANS, OF_ITS_OWN_TAGS, OF_SIDEBARS])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_title_day_and_text_are_found_without_any_mark_for_them(text, encoding):
    found = read(text, encoding=encoding)
    assert (found.facts["title"], found.facts["published_on"]) == (TITLE, "2005-06-08")
    assert all(line in words(found) for line in LINES)
    assert [each for each in (*AROUND, TITLE, "政务公开", "安全生产") if each in words(found)] == []


@pytest.mark.parametrize(("said", "encoding"), [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("", "gb18030")])
def test_the_encoding_a_page_names_may_be_wrong(said, encoding):
    text = f'<html><head><meta charset="{said}"><title>{TITLE}</title></head><body>{TEXT}</body></html>'
    assert LINES[0] in words(read(text, encoding=encoding))


def test_one_wrong_byte_does_not_cost_the_page():
    content = f'<meta charset="gb2312"><h1>{TITLE}</h1>{TEXT}'.encode("gb18030")
    content = content.replace("特此".encode("gb18030"), b"\xff\xff\x80", 1)
    assert LINES[1] in words(read_page(content, "x.html"))


def test_a_title_in_two_lines_is_one():
    found = page(
        f"<h1>某街道办事处<br>{TITLE}</h1><p>2012-10-09</p><div>{TEXT}</div>",
        f"某街道办事处{TITLE}-某区人民政府网站",
    )
    assert found.facts["title"] == f"某街道办事处{TITLE}"
    assert found.facts["published_on"] == "2012-10-09"


def test_the_day_behind_a_title_is_no_part_of_it():
    found = page(f"<h2>{TITLE}<small>(2018年5月2日)</small></h2><div id=zoom>{TEXT}</div>")
    assert (found.facts["title"], found.facts["published_on"]) == (TITLE, "2018-05-02")


def test_the_day_of_publication_is_none_of_the_other_days():
    line = "今天是2018年5月7日</p><h1>%s</h1><p>更新时间：2014-08-02 | 发布时间：2014-07-21 16:30 | 浏览：231"
    found = page(f"<p>{line % TITLE}</p><div><p>报名时间：2014年7月25日至31日。</p>{TEXT}</div>")
    assert found.facts["published_on"] == "2014-07-21"


def test_a_day_of_something_else_is_no_day_of_publication():
    found = page(f"<h1>{TITLE}</h1><div><p>报名时间：2014年7月25日。</p>{TEXT}</div>")
    assert "published_on" not in found.facts


NESTED = """<table><tr><td><table><tr><td><b>索 引 号:</b> 000014349/2013-00103</td>
<td><b>分类:</b> <span>预案</span></td>
</tr></table></td></tr><tr><td><table><tr><td><b>发布机构:</b> <span>某街道</span></td>
<td><b>发文日期:</b> <span>2013年06月18日</span></td></tr></table></td></tr>
<tr><td><b>文件编号：</b></td><td><b>公开方式：</b><span>主动公开</span></td></tr>
<tr><td colspan=2><b>内容概述：</b><span>防汛安排。</span></td></tr></table>"""
IN_A_LINE = (
    "<p>索引号：000014349/2013-00103 文章来源：某街道 发布时间：2013/6/18 9:37:15 作者：方某"
    " 点击：119 【字体： 】大中小"
    "【打印内容】【内容纠错】</p>"
)


@pytest.mark.parametrize("head", [NESTED, IN_A_LINE])
def test_a_head_block_is_read_in_nested_tables_and_in_one_line(head):
    found = page(f"{head}<h1>{TITLE}</h1><div>{TEXT}</div>")
    assert found.facts["index_number"] == "000014349/2013-00103"
    assert found.facts["source"] == "某街道"
    assert day_in(found.facts["published_on"]) == date(2013, 6, 18)
    assert "document_number" not in found.facts
    assert "119" not in words(found)


def test_a_form_to_fill_in_is_no_head_block():
    rows = "".join(f"<tr><td>{each}</td><td>如知道请填写</td></tr>" for each in ("文号", "索引号"))
    form = f"<table border=1>{rows}</table>"
    found = page(f"<h1>{TITLE}</h1><p>发布时间：2015-01-20</p><div id=zoom>{TEXT}{form}</div>")
    assert not {"index_number", "document_number"} & found.facts.keys()
    assert "如知道请填写" in words(found)


def test_number_and_day_of_the_paper_are_read_from_it_where_nothing_else_says_them():
    signed = "<p align=right>某街道办事处</p><p align=right>二O一四年四月一日</p>"
    found = page(f"<h1>{TITLE}</h1><div id=zoom><p>建办发〔2014〕9号</p>{TEXT}{signed}</div>")
    assert found.facts["document_number"] == "建办发〔2014〕9号"
    assert found.facts["document_date"] == "2014-04-01"


def test_files_of_the_site_are_none_of_the_page():
    found = page(
        f'<div class="header"><a href="help.doc">使用帮助</a></div><h1>{TITLE}</h1><div>{TEXT}</div>'
        '<div class="fj"><a href="sb.doc">点击下载</a></div>'
        '<div class="related"><a href="o.doc">其他</a></div>'
    )
    assert [(each.address, each.words) for each in found.files] == [("sb.doc", "sb.doc")]


def test_a_file_a_program_sends_is_known_by_its_name():
    found = page(
        f"<h1>{TITLE}</h1><div id=zoom>{TEXT}"
        '<a href="/module/download/downfile.jsp?classid=0&filename=1.xls">表</a>'
        '<a href="download.jsp?wbfileid=2">推荐表.doc</a><a href="../tz/2.html">另一通知</a></div>'
    )
    assert [each.words for each in found.files] == ["表", "推荐表.doc"]


def test_a_picture_inside_the_page_comes_with_it_and_an_icon_does_not():
    inside = base64.b64encode(b"\x89PNG").decode()
    found = page(
        f'<h1>{TITLE}</h1><div id=zoom>{TEXT}<img src="data:image/png;base64,{inside}">'
        '<a href="a.doc"><img src="/images/ico_doc.gif">表</a></div>'
    )
    assert list(found.inside.values()) == [b"\x89PNG"]
    assert list(found.pictures) == list(found.inside)


def test_what_nobody_sees_is_no_text():
    found = page(
        f'<h1>{TITLE}</h1><div>{TEXT}<p style="display:none">暗链一</p>'
        '<div style="position:absolute;left:-9999px">暗链二</div></div>'
    )
    assert "暗链" not in words(found)


MANY = "".join(
    f'<li><a href="t{place}.html">关于第{place}次会议的通知</a>2016-01-12</li>' for place in range(9)
)
NOWHERE = "<h1>无法找到该页</h1>您正在搜索的页面可能已经删除、更名或暂时不可用。"


@pytest.mark.parametrize(
    ("text", "path", "why"),
    [
        (f"<title>通知</title>{TOP}<ul>{MANY}</ul>{FOOT}", "tz/all.html", "list of other pages"),
        ("<title>街道</title><p>街道召开会议，部署工作。</p>", "index.html", "entry of a column"),
        ("<title>404 Not Found</title><h1>404 Not Found</h1>", "a.html", "error page"),
        (f"<title>无法找到该页</title>{NOWHERE}", "a.html", "error page"),
        ('<frameset cols="160,*"><frame src="l.htm"></frameset>', "a.html", "frames"),
        ('<meta http-equiv="refresh" content="0;URL=x.html">正在转到新网站', "a.html", "leads on"),
    ],
)
def test_a_page_that_is_no_text_says_why(text, path, why):
    assert why in read(f"<html>{text}</html>", path).is_none


def test_a_notice_that_a_system_is_repaired_is_no_error_page():
    found = page(
        "<h1>系统维护公告</h1><p>发布日期：2016-12-30</p><p>因系统维护，暂停办理业务，敬请谅解。</p>",
        "系统维护公告",
    )
    assert not found.is_none


def test_where_a_saved_page_stood_is_read_from_what_the_browser_noted():
    text = f"<!-- saved from url=(0045)http://www.example.gov.cn/wh/t1.html -->\n<title>{TITLE}</title>{TEXT}"
    assert read(text).facts["old_address"] == "http://www.example.gov.cn/wh/t1.html"


def test_the_column_is_read_from_the_line_above():
    assert page(f"{TOP}<h1>{TITLE}</h1><div>{TEXT}</div>").facts["column"] == "社区动态"
