"""What the templates of all pages share: days, sizes, running text and the list of stylesheets."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_filters.widgets import DateRangeWidget

from gongkai.acts.duties import Duty
from gongkai.kit import rich_text, stylesheets

register = template.Library()

# Marks that turn the direction of whatever follows them; a title must not carry them to its neighbours.
DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HAN = re.compile("[\u4e00-\u9fff]")

WEEKDAYS_ZH = ("一", "二", "三", "四", "五", "六", "日")
FILE_KINDS = {
    "application/pdf": "PDF",
    "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/json": "JSON",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/plain": "TXT",
    "text/html": "HTML",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
}


def _speaks_chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")


def _comma() -> str:
    return "、" if _speaks_chinese() else ", "


@register.simple_tag(name="stylesheets")
def stylesheet_links(frame: str) -> SafeString:
    """Link the stylesheet of a frame: `portal`, `desk` or `plain`."""
    return format_html('<link rel="stylesheet" href="{}">', static(stylesheets.address_of(frame)))


@register.filter
def html_lang(code: str) -> str:
    """Return the language code a page declares: `zh-hans` is written `zh-CN`."""
    return "zh-CN" if code.lower().startswith("zh") else code


# Days


@register.filter
def chinese_date(value: date | datetime | None, style: str = "") -> str:
    """Write a day as the reader's language writes it.

    `style` is a list of words: `weekday` adds the weekday, `short` leaves out the year and
    shortens the rest, `time` adds hours and minutes of a datetime in the office's own time.
    """
    if not isinstance(value, date):
        return ""
    styles = style.split()
    clock = ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        clock = f" {value:%H:%M}" if "time" in styles else ""
    write = _day_in_chinese if _speaks_chinese() else _day_in_english
    return write(value, weekday="weekday" in styles, short="short" in styles) + clock


def _day_in_chinese(day: date, *, weekday: bool, short: bool) -> str:
    words = f"{day.month}月{day.day}日" if short else f"{day.year}年{day.month}月{day.day}日"
    if weekday:
        words += (" 周" if short else " 星期") + WEEKDAYS_ZH[day.weekday()]
    return words


def _day_in_english(day: date, *, weekday: bool, short: bool) -> str:
    if short:
        return (f"{day:%a} " if weekday else "") + f"{day.day} {day:%b}"
    return (f"{day:%A} " if weekday else "") + f"{day.day} {day:%B} {day.year}"


# Files


@register.filter
def filesize(size: int | str | None) -> str:
    """Write a number of bytes as KB or MB; words pass unchanged."""
    if size is None or size == "":
        return ""
    if not isinstance(size, int):
        return str(size)
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def file_kind(file: Any) -> str:
    """Return the short name of a file's type (`PDF`), from its type or else from its name."""
    given = str(_read(file, "type") or "")
    if given and "/" not in given:
        return given.upper()
    if given in FILE_KINDS:
        return FILE_KINDS[given]
    name = str(_read(file, "name") or "")
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.upper() if 0 < len(ending) <= 4 and ending.isalnum() else _("File")


def _read(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


# Running text


@register.filter
def without_controls(text: object) -> str:
    """Return the text without the marks that would turn the direction of what follows."""
    cleaned = DIRECTION_CONTROLS.sub("", str(text))
    # What a component was handed as an attribute is escaped already; taking characters away keeps it so.
    return mark_safe(cleaned) if isinstance(text, SafeString) else cleaned  # noqa: S308


@register.filter
def isolate(text: object) -> SafeString:
    """Wrap text that people typed so that its direction cannot turn its neighbours'.

    On a page in English, Chinese says that it is Chinese, so that it is read aloud as such.
    """
    shown = without_controls(text)
    if _HAN.search(shown) and (translation.get_language() or "").startswith("en"):
        return format_html('<bdi lang="zh-CN">{}</bdi>', shown)
    return format_html("<bdi>{}</bdi>", shown)


@register.filter
def paragraphs(text: object) -> SafeString:
    """Turn plain text into paragraphs, one for each line that says something."""
    lines = (line.strip() for line in without_controls(text or "").splitlines())
    return format_html_join("\n", '<p dir="auto">{}</p>', ((line,) for line in lines if line))


@register.filter
def rich(html: str, addresses: rich_text.Addresses | str | None = None) -> SafeString:
    """Show a rich text right below the page's title; `addresses` tells where its pictures are fetched."""
    return rich_text.shown(html, addresses or {})  # type: ignore[arg-type]


@register.simple_tag
def body_of(paper: Any, addresses: rich_text.Addresses | str | None = None, below: int = 1) -> SafeString:
    """Show the text of a draft, a version or a package as what it is: plain paragraphs or rich text.

    `below` is the level of the heading it stands under.
    """
    if paper.markup == "html":
        return rich_text.shown(paper.body, addresses or {}, below=below)  # type: ignore[arg-type]
    return paragraphs(paper.body)


# Forms

PICKERS = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}
KINDS = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "group"),
    (forms.SelectDateWidget, "group"),
)


@register.filter
def control_kind(field: BoundField) -> str:
    """Say how a field is set: `choices`, `checkbox`, `file`, `group`, or `plain` for one control."""
    widget = field.field.widget
    return next((kind for of, kind in KINDS if isinstance(widget, of)), "plain")


@register.filter
def control(field: BoundField) -> SafeString:
    """Render the control of a field; days and hours get the browser's own picker."""
    widget = field.field.widget
    # The label says it already, and stays when something is typed.
    widget.attrs.pop("placeholder", None)
    if type(widget) in PICKERS:
        # The form owns this copy of the widget, so setting it up here touches no other form.
        widget.input_type, widget.format = PICKERS[type(widget)]
    if isinstance(widget, forms.MultiWidget):
        for part, words in zip(widget.widgets, (_("from"), _("to")), strict=False):
            part.attrs.setdefault("aria-label", f"{field.label}{_comma()}{words}")
            if isinstance(widget, DateRangeWidget):
                part.input_type = "date"  # type: ignore[attr-defined]
    return field.as_widget()


@register.filter
def anchor(field: BoundField) -> str:
    """Return the id to which a link jumps from the list of errors: the control, or the group of them."""
    return field.auto_id if control_kind(field) in ("choices", "group") else field.id_for_label


@register.simple_tag
def choice_hint(field: BoundField, value: object) -> str:
    """Return the sentence below one choice, from the field's `choice_hints`, if it has any."""
    hints: Mapping[str, str] = getattr(field.field, "choice_hints", {})
    return str(hints.get(str(value), ""))


@register.simple_tag(takes_context=True)
def chosen_filters(context: template.Context, filterset: Any) -> list[dict[str, str]]:
    """List what a filter leaves out now: its name, its value in words, the address without it."""
    form = filterset.form
    query = context["request"].GET
    if not form.is_bound or not form.is_valid():
        return []
    chosen = []
    for field in form:
        words = _words_of_value(field, form.cleaned_data.get(field.name))
        if words:
            rest = query.copy()
            for name in (*_names_in_address(field), "page"):
                rest.pop(name, None)
            chosen.append(
                {"label": str(field.label), "value": without_controls(words), "url": f"?{rest.urlencode()}"}
            )
    return chosen


def _names_in_address(field: BoundField) -> list[str]:
    endings = getattr(field.field.widget, "widgets_names", [""])
    return [f"{field.html_name}{ending}" for ending in endings]


def _words_of_value(field: BoundField, value: Any) -> str:
    if value in (None, "", [], (), False) or (hasattr(value, "exists") and not value.exists()):
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, slice):
        first, last = (_words_of_day(day) for day in (value.start, value.stop))
        return f"{first}–{last}" if first or last else ""
    if isinstance(value, date):
        return _words_of_day(value)
    choices = {str(key): str(words) for key, words in getattr(field.field.widget, "choices", ())}
    values = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    return _comma().join(choices.get(str(getattr(one, "pk", one)), str(one)) for one in values)


def _words_of_day(day: date | None) -> str:
    return chinese_date(day) if day else ""


# Deadlines


@register.simple_tag
def word_last(deadline: Any) -> bool:
    """Say whether a deadline's word follows its number: 还剩2个工作日, but "2 working days left"."""
    return not _speaks_chinese() and _read(deadline, "kind") in ("late", "soon", "plain")


# People


@register.simple_tag
def duty_words(user: Any) -> str:
    """Name the duties of a person, for the bar of the desk."""
    held = getattr(user, "duties", ())
    return _comma().join(str(duty.label) for duty in Duty if duty in held)


# Lists


@register.simple_tag
def page_numbers(page: Page) -> Iterable[int | str]:
    """Return the page numbers to show, with the paginator's sign where numbers are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, parameter: str = "page") -> str:
    """Return the address of a page of this list, keeping everything else that was asked for."""
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


# The calendar of counted days

DAY_CLASSES = {
    "received": "zero",
    "counted": "c",
    "held": "h",
    "ahead": "ahead",
    "due": "due-day",
    "late": "late-day",
    "none": "none",
}


@register.filter
def day_class(day: Any) -> str:
    """Return the classes of a day's cell from its kind and whether it is today."""
    kind = DAY_CLASSES.get(str(_read(day, "kind") or ""), "off")
    return f"{kind} today" if _read(day, "today") else kind


@register.filter
def day_number(day: Any, first: bool = False) -> str:
    """Return the number of a day in its month; the month stands before it where a month begins."""
    on = _read(day, "date")
    if not isinstance(on, date):
        return ""
    return f"{on.month}/{on.day}" if first or on.day == 1 else str(on.day)


@register.simple_tag
def weekdays() -> list[tuple[str, str]]:
    """Return the heads of a calendar's columns from Monday, short and in full."""
    if _speaks_chinese():
        return [(day, f"星期{day}") for day in WEEKDAYS_ZH]
    monday = date(2025, 9, 15)
    days = (monday + timedelta(days=n) for n in range(7))
    return [(f"{day:%a}", f"{day:%A}") for day in days]


@register.simple_tag
def kinds_of_days(weeks: Iterable[Iterable[Any]]) -> set[str]:
    """Return the kinds of days a calendar shows, so that its legend explains these and no others."""
    kinds = set()
    for day in (day for week in weeks for day in week):
        kinds.add(str(_read(day, "kind") or "off"))
        kinds |= {name for name in ("today", "makeup") if _read(day, name)}
    return kinds
