"""What a list or a page may tell of an item, and by which headings offices tell it.

The labels are those of the head block of government pages (信息公开头) in their variants, and the headings
lists of items have.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.catalogue.models import Validity
from gongkai.documents.incoming import GENRES
from gongkai.documents.models import Genre


@dataclass(frozen=True)
class Field:
    """A fact of an item: how it is called here, and the headings by which it is known."""

    name: str
    label: str | Promise
    headings: tuple[str, ...]


FIELDS = (
    Field(
        "title",
        _("Title"),
        (
            *(
                "标题",
                "信息名称",
                "题名",
                "文件标题",
                "名称",
                "文件名称",
                "信息标题",
                "题目",
                "文件题名",
                "公文标题",
            ),
            "title",
        ),
    ),
    Field(
        "published_on",
        _("Published on"),
        (
            *(
                "发布日期",
                "公开日期",
                "发布时间",
                "公开时间",
                "发文日期",
                "日期",
                "公布日期",
                "公布时间",
                "上网日期",
            ),
            *(
                "上网时间",
                "发稿时间",
                "发稿日期",
                "刊登日期",
                "信息发布日期",
                "发文时间",
                "时间",
                "published_on",
            ),
        ),
    ),
    Field(
        "index_number",
        _("Index number"),
        ("索引号", "索引编号", "信息索引号", "信息索引", "公开编号", "index_number"),
    ),
    Field(
        "document_number",
        _("Document number"),
        (
            *(
                "发文字号",
                "文号",
                "发布文号",
                "文件编号",
                "发文文号",
                "文件文号",
                "公文文号",
                "文件号",
                "公文字号",
            ),
            "document_number",
        ),
    ),
    Field(
        "document_date",
        _("Document date"),
        (
            *(
                "成文日期",
                "生成日期",
                "产生日期",
                "公文生成日期",
                "签发日期",
                "印发日期",
                "制发日期",
                "成文时间",
            ),
            *("生成时间", "文件生成日期", "document_date"),
        ),
    ),
    Field(
        "source",
        _("Source"),
        (
            *(
                "发文机关",
                "发布机构",
                "发布单位",
                "发文机构",
                "来源",
                "信息来源",
                "发文单位",
                "发布机关",
                "制发机关",
            ),
            *("发布部门", "公开主体", "公开机构", "文章来源", "稿件来源", "新闻来源", "内容来源", "责任部门"),
            *("制作单位", "制定机关", "source"),
        ),
    ),
    Field("column", _("Column"), ("栏目", "所属栏目", "栏目名称", "column")),
    Field("genre", _("Kind"), ("体裁", "体裁分类", "文种", "genre")),
    Field(
        "subject_category",
        _("Subject category"),
        ("主题分类", "分类", "主题导航", "信息分类", "主题类别", "分类名称", "subject_category"),
    ),
    Field(
        "validity",
        _("Validity"),
        ("有效性", "时效", "时效性", "是否有效", "效力状态", "文件状态", "有效状态", "validity"),
    ),
    Field("expiry_on", _("Expires on"), ("失效日期", "废止日期", "失效时间", "废止时间", "expiry_on")),
    Field("keywords", _("Keywords"), ("关键词", "主题词", "keywords")),
    Field("abstract", _("Abstract"), ("内容概述", "摘要", "简介", "abstract")),
    Field("body", _("Text"), ("正文", "内容", "信息内容", "正文内容", "body")),
    Field("body_file", _("File with the text"), ("正文文件", "文件名", "body_file")),
    Field("attachments", _("Attachments"), ("附件", "附件名称", "attachments")),
    Field(
        "old_address",
        _("Old address"),
        ("原地址", "原网址", "网址", "链接", "链接地址", "url", "old_address"),
    ),
    Field("cleared_by", _("Cleared at the time by"), ("保密审查人", "审查人", "审批人", "cleared_by")),
    Field("cleared_on", _("Cleared on"), ("保密审查日期", "审查日期", "审批日期", "cleared_on")),
    Field(
        "cleared_paper",
        _("Paper of the clearance"),
        ("保密审查依据", "审查单号", "保密审查表", "审批单号", "cleared_paper"),
    ),
)
BY_NAME = {each.name: each for each in FIELDS}
NAMES = tuple(BY_NAME)

VALIDITIES = {
    "有效": Validity.IN_FORCE,
    "现行有效": Validity.IN_FORCE,
    "失效": Validity.EXPIRED,
    "已失效": Validity.EXPIRED,
    "废止": Validity.REPEALED,
    "已废止": Validity.REPEALED,
    "部分有效": Validity.PARTLY,
    "全文有效": Validity.IN_FORCE,
    "继续有效": Validity.IN_FORCE,
    "现行": Validity.IN_FORCE,
    "是": Validity.IN_FORCE,
    "否": Validity.EXPIRED,
    "无效": Validity.EXPIRED,
    "全文失效": Validity.EXPIRED,
    "全文废止": Validity.REPEALED,
    "部分失效": Validity.PARTLY,
    "部分废止": Validity.PARTLY,
}
# What of a head block says that it is one; the other labels also stand above columns of plain tables.
OF_A_HEAD = {"index_number", "document_number", "source", "document_date", "subject_category"}


def plain_label(words: str) -> str:
    """Return a heading as headings are compared: without blanks, brackets, colons and capitals."""
    return re.sub(r"[\s\u3000:：【】\[\]()*]", "", unicodedata.normalize("NFKC", words)).lower()


# Labels of head blocks and lines below titles that hold nothing that is taken.
_OTHER_LABELS = frozenset(
    {
        *("组配分类", "公开方式", "公开范围", "公开属性", "公开形式", "公开类别", "公开类型"),
        *("公开时限", "公开对象", "服务对象", "信息类别", "文件类别", "组配", "生效日期"),
        *("实施日期", "施行日期", "联合发文单位", "联合发文", "有效期", "作者", "编辑", "审核"),
        *("点击", "点击数", "点击率", "点击次数", "浏览", "浏览量", "浏览数", "浏览次数", "阅读"),
        *("阅读量", "阅读次数", "访问量", "字体", "字号", "字体大小", "打印", "分享", "责任编辑"),
        *("发布人", "录入", "录入人", "信息员", "载体类型", "存放位置", "语种", "备注", "记录形式"),
        *("更新时间", "更新日期", "文件类型", "体裁类型", "公文种类", "文件种类", "视力保护色"),
        *("责任人", "保密审查", "依申请公开", "信息公开", "查看", "查看次数", "访问次数", "版面"),
        *("版次",),
    }
)
_KNOWN = {plain_label(heading): each.name for each in FIELDS for heading in each.headings}


# Put together once, and not anew for each line.
_GENRE_CODES, _VALIDITY_CODES = frozenset(Genre.values), frozenset(Validity.values)


def field_called(words: str) -> str:
    """Return the name of the field a heading means; empty where it means none."""
    return _KNOWN.get(plain_label(words), "") if len(words) < 40 else ""


def is_label(words: str) -> bool:
    """Say whether words stand on pages before a fact, even one that is not taken."""
    return len(words) < 40 and (plain_label(words) in _KNOWN or plain_label(words) in _OTHER_LABELS)


def guessed(headings: Iterable[str]) -> dict[str, str]:
    """Return for each field the heading that is taken to hold it: the first one that is known by it."""
    found: dict[str, str] = {}
    for heading in headings:
        name = field_called(heading)
        if name and name not in found:
            found[name] = heading
    return found


def genre_of(word: str) -> str:
    """Return the kind a word means; empty for one nobody knows."""
    word = word.strip()
    return str(GENRES.get(word, word if word in _GENRE_CODES else ""))


def genre_in(title: str) -> str:
    """Return the kind a title says at its end: 关于……的通知. Empty where it says none."""
    bare = re.sub(r"[（(【\[〔《].{0,40}[)）】\]〕》]\s*$|[”\"'\s]", "", title)
    found = max((word for word in GENRES if len(word) > 1 and bare.endswith(word)), key=len, default="")
    return str(GENRES.get(found, ""))


def validity_of(word: str) -> str:
    word = re.sub(r"\s|[（(].*", "", word)
    return str(VALIDITIES.get(word, word if word in _VALIDITY_CODES else ""))


def word_for(value: str) -> str:
    """Return the word offices write for a kind or a validity; the value itself where there is none."""
    known = (word for word, meant in (*GENRES.items(), *VALIDITIES.items()) if meant == value)
    return next(known, value)


def one_line(words: str) -> str:
    """Return words without line ends and marks that are no characters."""
    return re.sub(r"\s+", " ", printable(words)).strip()


_NO_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def printable(words: str) -> str:
    return _NO_CHARACTERS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def with_headings(cells: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return what a row tells of each mapped field."""
    return {name: cells[heading] for name, heading in mapping.items() if cells.get(heading)}
