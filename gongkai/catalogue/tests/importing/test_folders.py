"""A folder of an old website: what belongs together is found, and what is no item is passed over and told."""

import io
from datetime import date, datetime
from email.message import EmailMessage

import docx
import openpyxl
import pytest
from django.utils import translation

from gongkai.acts import clock
from gongkai.catalogue.importing import actions
from gongkai.catalogue.importing.fields import genre_in, validity_of
from gongkai.catalogue.importing.folders import OnDisk, Packed
from gongkai.catalogue.importing.lines import opened
from gongkai.catalogue.importing.tables import read_table
from gongkai.catalogue.models import Import, Item, OldAddress
from gongkai.catalogue.tests.factories import column
from gongkai.catalogue.tests.importing.factories import brought, checked, done, packed
from gongkai.documents.models import Genre
from gongkai.secrecy.models import FileScan
from gongkai.secrecy.tests.factories import picture_bytes

TEXT = "<p>为做好便民服务工作，经研究决定，现将有关事项通知如下，请认真落实。</p>"


@pytest.fixture(autouse=True)
def _today():
    with translation.override("en"), clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def page(title="便民服务通知", day="2017-05-03", more="", head=""):
    return (
        f"<html><head><meta charset='utf-8'>{head}<title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>发布时间：{day}</p><div>{TEXT}{more}</div></body></html>"
    )


def lines(files):
    return {line.where: line for line in opened(packed(files), "site.zip").lines(None)}


def test_a_file_is_found_by_its_address_on_the_old_site():
    head = "<meta name='SiteDomain' content='www.example.gov.cn'>"
    more = (
        "<a href='http://www.example.gov.cn/f/1.txt'>名单</a><a href='/f/2.txt'>表</a>"
        "<a href='%B1%ED.txt'>国标</a><a href='..\\f\\3.txt'>反斜线</a><a href='../../../x.txt'>外面</a>"
        "<img src='http://other.example.com/f/1.png'>"
    )
    names = ("f/1.txt", "f/2.txt", "a/表.txt", "f/3.txt", "f/1.png")
    line = lines({"a/x.html": page(more=more, head=head), **dict.fromkeys(names, "x")})["a/x.html"]
    assert [each.place for each in line.files] == ["f/1.txt", "f/2.txt", "a/表.txt", "f/3.txt"]
    assert line.pictures == {}
    assert line.notes == [
        "Not in the folder: http://other.example.com/f/1.png",
        "Not in the folder: 外面",
    ]


def test_the_top_of_the_site_may_lie_deeper_in_the_folder():
    files = {"web/www.example.gov.cn/a/x.html": page(more="<img src='/p/1.png'>")}
    files |= {"web/www.example.gov.cn/p/1.png": "x", "web/z.txt": "x"}
    line = lines(files)["www.example.gov.cn/a/x.html"]
    assert [each.place for each in line.pictures.values()] == ["www.example.gov.cn/p/1.png"]


def test_the_folder_everything_was_packed_with_is_left_out():
    assert Packed(packed({"site/a/x.html": "x", "site/b.txt": "y"})).names == ("a/x.html", "b.txt")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    outside = tmp_path / "secret.html"
    outside.write_text(page())
    top = tmp_path / "site"
    top.mkdir()
    (top / "x.html").write_text(page())
    (top / "link.html").symlink_to(outside)
    (top / "loop").symlink_to(top)
    assert OnDisk(top).names == ("x.html",)


def test_what_belongs_to_a_page_a_browser_saved_is_no_page():
    files = {"通知.html": page(more="<img src='通知_files/a.png'>")}
    found = lines({**files, "通知_files/ad.html": page("广告"), "通知_files/a.png": "x"})
    assert list(found) == ["通知.html"]
    assert [each.place for each in found["通知.html"].pictures.values()] == ["通知_files/a.png"]


def test_a_page_saved_in_one_file_comes_with_its_pictures():
    told = EmailMessage()
    told.set_content(page(more="<img src='http://www.example.gov.cn/p/1.png'>"), subtype="html")
    told["Content-Location"] = "http://www.example.gov.cn/a/x.htm"
    told.add_related(picture_bytes("PNG"), "image", "png")
    told.get_payload()[1]["Content-Location"] = "http://www.example.gov.cn/p/1.png"
    line = lines({"x.mht": told.as_bytes()})["x.mht"]
    assert (line.facts["title"], line.facts["published_on"]) == ("便民服务通知", "2017-05-03")
    assert line.facts["old_address"] == "http://www.example.gov.cn/a/x.htm"
    assert [each.content[:4] for each in line.pictures.values()] == [b"\x89PNG"]


def test_a_paper_no_page_names_is_told_and_holds_nothing_up():
    found = lines({"x.html": page(), "旧通知.doc": "x"})
    assert "No page names this file" in found["旧通知.doc"].passed_over


def paper(*told):
    document = docx.Document()
    for words in told:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_paper_in_word_tells_its_number_and_its_day():
    told = paper("建办发〔2016〕18号", "各社区居委会：", "请认真落实。", "某街道办事处", "2016年9月12日")
    line = lines({"20160912 献血通知.docx": told})["20160912 献血通知.docx"]
    assert line.facts["title"] == "献血通知"
    assert line.facts["document_number"] == "建办发〔2016〕18号"
    assert line.facts["document_date"] == line.facts["published_on"] == "2016-09-12"


def test_a_paper_whose_name_says_nothing_is_called_by_its_first_line():
    line = lines({"附件1.docx": paper("社区工作总结", "一年来，工作取得进展。")})["附件1.docx"]
    assert line.facts["title"] == "社区工作总结"
    assert "社区工作总结" not in line.words


@pytest.mark.parametrize(
    ("title", "genre"),
    [("关于停水的通知", Genre.NOTICE), ("低保公示（2017年）", Genre.PUBLICITY), ("社区新貌", "")],
)
def test_the_kind_is_read_from_the_end_of_a_title(title, genre):
    assert genre_in(title) == genre


@pytest.mark.parametrize(
    ("word", "means"), [("全文废止", "repealed"), ("是", "in_force"), ("失效（2016年起）", "expired")]
)
def test_the_words_sites_have_for_validity_are_known(word, means):
    assert validity_of(word) == means


def book(make):
    made = openpyxl.Workbook()
    make(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_of_several_sheets_the_one_with_the_list_is_read_and_no_hidden_one():
    def sheets(made):
        made.active.append(["填表说明：标题必填"])
        old = made.create_sheet("旧")
        old.append(["标题", "发布日期", "正文"])
        old.sheet_state = "hidden"
        made.create_sheet("目录").append(["标题", "发布日期"])

    assert read_table(book(sheets)).headings == ("标题", "发布日期")


def test_a_row_nobody_sees_is_told_and_a_fault_of_a_formula_is_nothing():
    def rows(made):
        for row in (["标题", "发布日期", "正文"], ["停水", date(2017, 5, 3), "文"], ["#N/A", None, "文"]):
            made.active.append(row)
        made.active.row_dimensions[2].hidden = True

    first, second = read_table(book(rows)).rows
    assert (first.is_hidden, second.cells) == (True, {"正文": "文"})
    assert [line.notes for line in opened(io.BytesIO(book(rows)), "a.xlsx").lines(None)] == [
        ["The row is hidden in the sheet."],
        [],
    ]


pytestmark = pytest.mark.django_db


def site(**more):
    return packed(
        {
            "zwgk/201705/t1.html": page(),
            "backup/t1.html": page(),
            "index.html": "<title>街道</title><p>部署工作。</p>",
            **{f"{name}.html": content for name, content in more.items()},
        }
    )


def test_what_is_no_item_is_passed_over_told_and_holds_nothing_up(office):
    run = checked(office, site(), "site.zip", column=column(office).pk)
    assert (run.report["lines"], run.report["items"], run.report["over"]) == (3, 1, 2)
    assert [tuple(each) for each in run.report["passed"]] == [
        ("index.html", "It is the entry of a column, or a frame of one."),
        ("backup/t1.html", "It is the same as zwgk/201705/t1.html."),
    ]
    assert actions.start(run, by=office.foi).state == Import.State.DONE


def test_another_text_of_the_same_title_and_day_comes_in_and_is_told(office):
    run = checked(office, site(b=page(more="<p>另一段。</p>")), "site.zip", column=column(office).pk)
    assert run.report["items"] == 2
    assert any("Its title and day" in says for _where, says in run.report["notes"])


def test_the_place_of_a_page_in_the_folder_is_its_old_address(office):
    run = done(office, site(), "site.zip", column=column(office).pk)
    assert OldAddress.objects.get(item__imported=run).path == "/zwgk/201705/t1.html"


@pytest.mark.parametrize(
    ("said", "path"), [("http://www.example.cn/jgm/", "/jgm/zwgk/201705/t1.html"), ("", None)]
)
def test_the_address_a_folder_stood_at_may_be_said(office, said, path):
    run = done(office, site(), "site.zip", column=column(office).pk, site=said)
    assert list(OldAddress.objects.filter(item__imported=run).values_list("path", flat=True)) == (
        [path] if path else []
    )


def test_without_a_day_of_publication_that_of_the_paper_is_taken_and_told(office):
    run = done(
        office, packed({"a.docx": paper("通知", "文。", "2016年9月12日")}), "a.zip", column=column(office).pk
    )
    assert Item.objects.get(imported=run).published_on == date(2016, 9, 12)
    assert any("the day of the document is taken" in says for _where, says in run.report["notes"])


def test_the_office_itself_is_no_source(office):
    head = "<meta name='ContentSource' content='本站'>"
    run = done(office, packed({"a.html": page(head=head)}), "a.zip", column=column(office).pk)
    assert Item.objects.get(imported=run).source == ""


def test_the_folders_of_pages_are_asked_for_as_columns_at_once(office):
    assert brought(office, site(), "site.zip").report["words"] == {"zwgk": 1, "backup": 1}


def test_what_cannot_be_read_says_so_once(office):
    run = checked(office, packed({"a.html": "", "b.html": page()}), "a.zip", column=column(office).pk)
    assert [tuple(each) for each in run.report["errors"]] == [("a.html", "The file is empty.")]


def test_taken_back_leaves_nothing_of_what_was_found_in_its_files(office):
    content = packed({"a.html": page(more="<a href='b.txt'>表</a>"), "b.txt": "手机13800138000"})
    run = done(office, content, "a.zip", column=column(office).pk)
    assert FileScan.objects.exists()
    actions.undo(run, by=office.foi, reason="导错了")
    assert not FileScan.objects.exists()


def test_personal_data_in_an_old_page_bars_it(office):
    run = done(office, site(b=page("名单", more="<p>手机13800138000</p>")), "s.zip", column=column(office).pk)
    assert run.report["held"] == 1
    assert not Item.objects.get(title="名单").package.is_cleared
