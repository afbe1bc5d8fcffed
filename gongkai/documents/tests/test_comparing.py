"""Comparing two versions: what a reader is shown, and that it is both texts."""

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents.comparing import ADDED, CHANGED, REMOVED, SAME, compare, compare_lines, compare_words

WORDS = st.text(alphabet="停水通知明日储请 12年a，", max_size=25)
LINES = st.lists(WORDS.filter(str.strip), max_size=6)


def version(body, title="通知", markup="plain", files=()):
    return SimpleNamespace(title=title, body=body, markup=markup, files=[list(each) for each in files])


def kinds(before, after, markup="plain"):
    found = compare(version(before, markup=markup), version(after, markup=markup))
    return [(line.kind, line.after or line.before) for line in found.lines]


@given(WORDS, WORDS)
def test_what_stayed_and_came_in_is_the_new_line_and_what_stayed_and_went_out_the_old(before, after):
    line = compare_words(before, after)
    assert (line.before, line.after) == (before, after)


@settings(max_examples=60)
@given(LINES, LINES)
def test_the_lines_of_both_texts_can_be_read_off_the_comparison(before, after):
    lines = list(compare_lines(before, after))
    assert [each.before for each in lines if each.kind != ADDED] == before
    assert [each.after for each in lines if each.kind != REMOVED] == after


def test_a_changed_day_is_one_change():
    line = compare_words("定于10月25日开展大扫除。", "定于10月26日开展大扫除。")
    assert [(part.kind, part.text) for part in line.parts] == [
        (SAME, "定于10月"),
        (REMOVED, "25"),
        (ADDED, "26"),
        (SAME, "日开展大扫除。"),
    ]


def test_scattered_signs_are_joined_to_what_can_be_read():
    line = compare_words("请各社区按时报送", "望各居委会按期上报")
    assert [part.kind for part in line.parts].count(REMOVED) <= 2


def test_a_new_paragraph_and_one_taken_out_stand_whole():
    assert kinds("第一段说停水。\n\n联系电话另行通知。", "第一段说停水。\n\n请居民储水备用！") == [
        (SAME, "第一段说停水。"),
        (ADDED, "请居民储水备用！"),
        (REMOVED, "联系电话另行通知。"),
    ]


def test_a_changed_cell_is_found_in_its_row():
    table = "<table><tr><td>户数</td><td>{}</td></tr></table>"
    [line] = compare(version(table.format(32), markup="html"), version(table.format(35), markup="html")).lines
    assert (line.kind, line.before, line.after) == (CHANGED, "户数 │ 32", "户数 │ 35")


def test_a_plain_text_made_rich_without_another_word_is_the_same():
    assert compare(version("明日停水。"), version("<p>明日停水。</p>", markup="html")).is_same


def test_attachments_are_told_by_their_content():
    found = compare(
        version("", files=[("1", "表.xlsx", "aa"), ("2", "图.jpg", "bb")]),
        version("", files=[("3", "表（改名）.xlsx", "aa"), ("4", "图.jpg", "cc")]),
    )
    assert (found.files_added, found.files_removed) == (("图.jpg",), ("图.jpg",))
