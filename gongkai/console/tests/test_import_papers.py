"""`gongkai import documents` and `drafts`: papers from a list and from Word, all of them or none."""

import io
import json

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from gongkai.documents.models import Document

pytestmark = pytest.mark.django_db

HEADINGS = (
    "标题",
    "文种",
    "承办科室",
    "公开属性",
    "依据",
    "理由",
    "拟稿人",
    "阶段",
    "正文文件",
    "附件",
    "备注",
)
GOOD = (
    "关于停车的通知",
    "通知",
    "民生保障科",
    "主动公开",
    "",
    "",
    "chen",
    "执行",
    "停车.docx",
    "清单.txt",
    "x",
)
WITHHELD = (
    "内部事务请示",
    "请示",
    "民生保障科",
    "不予公开",
    "条例第十六条",
    "内部事务信息",
    "",
    "",
    "",
    "",
    "",
)


def word(path, text="请各社区做好准备。"):
    document = docx.Document()
    document.add_paragraph(text)
    document.save(path)
    return path


@pytest.fixture
def folder(office, tmp_path):
    word(tmp_path / "停车.docx")
    (tmp_path / "清单.txt").write_text("1. 扫帚\n", encoding="utf-8")
    return tmp_path


def sheet(folder, *rows, headings=HEADINGS):
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    path = folder / "公文.xlsx"
    book.save(path)
    return path


def taken_in(kind, *arguments):
    out, code = io.StringIO(), 0
    try:
        call_command("import", kind, *map(str, arguments), stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def test_each_line_becomes_a_draft_with_its_files(office, folder):
    code, told = taken_in("documents", sheet(folder, GOOD, WITHHELD), "--by", "qian")
    assert code == 0
    first, second = (Document.objects.get(pk=each["id"]) for each in told["documents"])
    assert (first.title, first.drafted_by, first.section, first.phase, first.source) == (
        "关于停车的通知",
        office.officer,
        office.section,
        "execution",
        "sheet",
    )
    assert "请各社区做好准备。" in first.body
    assert [each.file.name for each in first.files] == ["清单.txt"]
    assert (second.drafted_by, second.openness, second.genre) == (
        office.head,
        "non_disclosure",
        "instruction_request",
    )


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(folder):
    code, told = taken_in("documents", sheet(folder, GOOD), "--dry-run", "--agency", "jianguomen")
    assert (code, told["loaded"]) == (0, False)
    (line,) = told["documents"]
    assert (line["line"], line["title"], line["openness"], line["files"], line["id"]) == (
        2,
        "关于停车的通知",
        "proactive",
        1,
        None,
    )
    assert not Document.objects.exists()


def test_with_one_wrong_line_nothing_comes_in_and_line_and_column_are_told(folder):
    wrong = ("", "通知", "财务科", "", "", "", "chen", "", "没有.docx", "", "")
    code, told = taken_in("documents", sheet(folder, GOOD, wrong), "--by", "qian")
    assert code == 1
    assert not Document.objects.exists()
    assert all(each.startswith("Line 3, column ") for each in told["errors"])
    columns = {each.split(":")[0].rpartition(" ")[2] for each in told["errors"]}
    assert columns == {"标题", "承办科室", "公开属性", "正文文件"}
    assert "Choose the openness attribute first; then you can submit." in " ".join(told["errors"])


def test_files_are_looked_at_before_anything_comes_in(folder):
    (folder / "清单.txt").write_bytes(b"\x00\x01")
    (folder / "停车.docx").write_bytes(b"no")
    for mode in (["--by", "qian"], ["--by", "qian", "--dry-run"]):
        code, told = taken_in("documents", sheet(folder, GOOD), *mode)
        assert code == 1
        assert told["errors"][0].startswith("Line 2, column 正文文件: ")
    word(folder / "停车.docx")
    _code, told = taken_in("documents", sheet(folder, GOOD), "--by", "qian", "--dry-run")
    assert told["errors"][0].startswith("Line 2, column 附件: ")


def test_the_same_list_does_not_come_in_twice(folder):
    path = sheet(folder, GOOD)
    taken_in("documents", path, "--by", "qian")
    code, told = taken_in("documents", path, "--by", "qian")
    assert (code, told["errors"]) == (1, ["Line 2: It has come in already."])


def test_two_lines_that_say_the_same_are_told(folder):
    code, told = taken_in("documents", sheet(folder, GOOD, GOOD), "--by", "qian")
    assert code == 1
    assert told["errors"][0] == "Line 3: It says the same as line 2."


def test_no_file_outside_the_folder_is_taken(folder, tmp_path_factory):
    (tmp_path_factory.mktemp("else") / "秘密.txt").write_text("x")
    row = (*GOOD[:9], "../../else0/秘密.txt; /etc/hostname", "")
    code, told = taken_in("documents", sheet(folder, row), "--by", "qian")
    assert code == 1
    assert sum("no file" in each for each in told["errors"]) == 2


def test_a_column_nobody_knows_is_told(folder):
    path = sheet(folder, GOOD, headings=(*HEADINGS[:10], "密级"))
    code, told = taken_in("documents", path, "--by", "qian")
    assert (code, told["errors"]) == (1, ["There is no column called “密级”."])


def test_a_list_without_headings_is_refused(folder):
    code, told = taken_in("documents", sheet(folder, headings=GOOD), "--by", "qian")
    assert code == 1
    assert "headings" in told["errors"][0]


def test_word_files_become_drafts_of_the_one_who_acts(office, folder):
    second = word(folder / "养犬.docx", "文明养犬。")
    code, told = taken_in("drafts", folder / "停车.docx", second, "--by", "chen", "--openness", "主动公开")
    assert code == 0
    assert [each["title"] for each in told["drafts"]] == ["停车", "养犬"]
    assert {each.drafted_by for each in Document.objects.all()} == {office.officer}
    assert {each.openness for each in Document.objects.all()} == {"proactive"}


def test_one_wrong_word_file_keeps_all_out(folder):
    broken = folder / "坏.docx"
    broken.write_bytes(b"no")
    code, told = taken_in("drafts", folder / "停车.docx", broken, "--by", "chen")
    assert code == 1
    assert told["errors"][0].startswith("坏.docx: ")
    assert not Document.objects.exists()


def test_the_same_word_file_comes_in_once(folder):
    taken_in("drafts", folder / "停车.docx", "--by", "chen")
    assert taken_in("drafts", folder / "停车.docx", "--dry-run", "--by", "chen")[0] == 1


def test_of_other_kinds_one_file_is_taken_at_a_time(folder):
    with pytest.raises(CommandError, match="one file"):
        call_command("import", "documents", "a.xlsx", "b.xlsx", "--dry-run")
