"""The watched folder: what is laid into it becomes drafts, once, and nothing is lost."""

import io
import json
import os
import shutil
from datetime import datetime

import docx
import pytest
from django.core.management import CommandError, call_command

from gongkai.acts import clock
from gongkai.console import inbox
from gongkai.console.inbox import look_into, look_into_the_inbox
from gongkai.documents.models import Document
from gongkai.jobs import schedule

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _on_a_thursday():
    with clock.pretend(datetime(2025, 10, 23, 9, 0)):
        yield


@pytest.fixture
def home(office, tmp_path):
    """The folder of the office, with its drafter."""
    folder = tmp_path / "inbox" / "jianguomen"
    folder.mkdir(parents=True)
    (folder / "拟稿人.txt").write_text("chen\n", encoding="utf-8")
    return folder


def word(path, title="关于开展秋季大扫除的通知", text="各社区请做好准备。"):
    document = docx.Document()
    document.add_paragraph(title, style="Title")
    document.add_paragraph(text)
    document.save(path)
    return path


def twice(home, seen=None):
    """Two looks: what did not change in between is finished."""
    seen = {} if seen is None else seen
    return [*look_into(home.parent, seen), *look_into(home.parent, seen)]


def test_a_word_file_becomes_a_draft_of_the_drafter(office, home):
    word(home / "通知.docx")
    (outcome,) = twice(home)
    document = Document.objects.get(pk=outcome.document)
    assert (document.title, document.drafted_by, document.section) == (
        "关于开展秋季大扫除的通知",
        office.officer,
        office.section,
    )
    assert "各社区请做好准备。" in document.body
    assert (document.source, document.openness, document.state) == ("folder", "", "drafting")
    assert (home / "done" / "2025-10-23" / "通知.docx").exists()
    assert not (home / "通知.docx").exists()


def test_another_file_is_attached_to_a_draft_of_its_name_and_section(office, home):
    folder = home / office.section.name
    folder.mkdir()
    (folder / "实施方案.pdf").write_bytes(PDF)
    (outcome,) = twice(home)
    document = Document.objects.get(pk=outcome.document)
    assert (document.title, document.section) == ("实施方案", office.section)
    assert [each.file.name for each in document.files] == ["实施方案.pdf"]
    assert (home / "done" / "2025-10-23" / office.section.name / "实施方案.pdf").exists()


def test_a_file_that_still_grows_waits(home):
    seen = {}
    path = home / "实施方案.pdf"
    path.write_bytes(PDF[:40])
    assert twice(home / "nothing", seen) == []
    assert look_into(home.parent, seen) == []
    path.write_bytes(PDF)
    assert look_into(home.parent, seen) == []
    assert [each.became for each in look_into(home.parent, seen)] == ["taken"]


def test_what_programs_leave_beside_is_not_taken(home):
    for name in ("~$通知.docx", "通知.tmp", ".部分.pdf", "Thumbs.db", "a.pdf.part"):
        (home / name).write_bytes(PDF)
    os.symlink("/etc/hostname", home / "名称.txt")
    assert twice(home) == []


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_what_lies_beside_a_file_tells_its_attribute(office, home, ending):
    (home / "方案.pdf").write_bytes(PDF)
    told = {
        "json": json.dumps({"标题": "停车管理方案", "文种": "方案", "公开属性": "主动公开"}),
        "csv": "标题,文种,公开属性\n停车管理方案,方案,主动公开\n",
    }
    (home / f"方案.{ending}").write_text(told[ending], encoding="utf-8")
    (outcome,) = twice(home)
    document = Document.objects.get(pk=outcome.document)
    assert (document.title, document.genre, document.openness) == ("停车管理方案", "plan", "proactive")
    assert (home / "done" / "2025-10-23" / f"方案.{ending}").exists()


def test_what_is_wrong_is_refused_with_its_reason_in_chinese(home):
    (home / "方案.pdf").write_bytes(PDF)
    (home / "方案.json").write_text('{"公开属性": "保密"}', encoding="utf-8")
    (home / "坏.docx").write_bytes(b"no Word file")
    assert [each.became for each in twice(home)] == ["refused", "refused"]
    assert not Document.objects.exists()
    for name in ("方案.pdf", "坏.docx"):
        assert (home / "refused" / name).exists()
        told = (home / "refused" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        assert len(told) >= 3
        assert "2025-10-23" in told[1]
    assert (home / "refused" / "方案.json").exists()


def test_the_same_content_comes_in_once_under_whatever_name(home):
    (home / "方案.pdf").write_bytes(PDF)
    (home / "副本.pdf").write_bytes(PDF)
    assert sorted(each.became for each in twice(home)) == ["again", "taken"]
    assert Document.objects.count() == 1
    assert len(list((home / "done" / "2025-10-23").iterdir())) == 2


def test_another_file_of_the_same_name_does_not_overwrite_the_first(home):
    word(home / "通知.docx", text="一")
    twice(home)
    word(home / "通知.docx", text="二")
    twice(home)
    assert {each.name for each in (home / "done" / "2025-10-23").iterdir()} == {"通知.docx", "通知 (2).docx"}
    assert Document.objects.count() == 2


def test_killed_before_the_file_was_moved_nothing_is_doubled(home, tmp_path):
    word(home / "通知.docx")
    shutil.copy(home / "通知.docx", tmp_path / "kept.docx")
    twice(home)
    # As if the move had not been done: the file lies there still, its draft stands.
    shutil.move(tmp_path / "kept.docx", home / "通知.docx")
    assert [each.became for each in twice(home)] == ["again"]
    assert Document.objects.count() == 1


def test_without_a_drafter_the_files_stay_and_a_note_says_why(home):
    (home / "拟稿人.txt").unlink()
    (home / "方案.pdf").write_bytes(PDF)
    assert twice(home) == []
    assert (home / "方案.pdf").exists()
    assert "拟稿人.txt" in (home / inbox.NOTE).read_text(encoding="utf-8")
    (home / "drafter.txt").write_text("chen", encoding="utf-8")
    assert [each.became for each in twice(home)] == ["taken"]
    assert not (home / inbox.NOTE).exists()


def test_a_drafter_without_the_duty_is_refused(home):
    (home / "拟稿人.txt").write_text("wu", encoding="utf-8")
    (home / "方案.pdf").write_bytes(PDF)
    (outcome,) = twice(home)
    assert outcome.became == "refused"


def test_folders_of_no_office_are_left_alone(home):
    stranger = home.parent / "nobody"
    stranger.mkdir()
    (stranger / "a.pdf").write_bytes(PDF)
    assert twice(home) == []


def test_the_worker_looks_each_minute_where_a_folder_is_set(home, settings):
    assert schedule._every["inbox"][1] is look_into_the_inbox
    settings.INBOX = ""
    assert look_into_the_inbox() == []
    settings.INBOX = str(home.parent)
    (home / "方案.pdf").write_bytes(PDF)
    assert [*look_into_the_inbox(), *look_into_the_inbox()][0].became == "taken"


def test_the_command_looks_once_and_says_what_became_of_each(home):
    (home / "方案.pdf").write_bytes(PDF)
    out = io.StringIO()
    call_command("inbox", "--folder", str(home.parent), "--pause", "0", stdout=out)
    assert json.loads(out.getvalue())["became"] == "taken"


def test_the_command_says_when_there_is_no_folder(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("inbox", "--folder", str(tmp_path / "none"))
    assert refusal.value.returncode == 2
