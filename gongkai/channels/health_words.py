"""What the health board says: one or two sentences for each finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels.models import SiteFault
from gongkai.law.inspection import ColumnState, ColumnsVerdict, Indicator, State, Visits
from gongkai.law.placeholders import is_nothing

Said = tuple[str, ...]

_CODE = re.compile(r"[0-9A-Za-z]{10}", re.ASCII)


def leaks(number: int) -> Said:
    if not number:
        return (
            gettext("No reader reports personal data. Look for the rest yourself; it cannot be measured."),
        )
    return (
        ngettext(
            "%(number)s reader reports personal data on the website. Look at it at once.",
            "%(number)s readers report personal data on the website. Look at them at once.",
            number,
        )
        % {"number": number},
    )


def not_measured() -> Said:
    return (gettext("Not measured: the address of the website is not set (GONGKAI_SITE_URL)."),)


def visits(found: Visits, rule: Indicator) -> Said:
    if not found.tried:
        return (gettext("Not measured yet: the worker has not visited the website in the last week."),)
    said = gettext(
        "%(failed)s of %(tried)s visits of the last week did not open within %(seconds)s seconds."
    ) % {
        "failed": found.failed,
        "tried": found.tried,
        "seconds": rule["seconds"],
    }
    if found.tried < found.days * rule["visits_a_day"]:
        return said, gettext("There were fewer visits than an inspection makes; is the worker running?")
    return (said,)


def home(latest: date | None, left: int | None) -> Said:
    if latest is None or left is None:
        return (gettext("Nothing has been published on the home page yet."),)
    if left < 0:
        return (
            gettext("Nothing new on the home page since %(day)s: overdue for %(days)s days.")
            % {"day": date_format(latest), "days": -left},
        )
    return (
        gettext("The latest news on the home page is of %(day)s; the next is due within %(days)s days.")
        % {"day": date_format(latest), "days": left},
    )


def account(name: str) -> Callable[[date | None, int | None], Said]:
    """Return what says how an account of the new media stands."""

    def say(latest: date | None, left: int | None) -> Said:
        if latest is None or left is None:
            return (gettext("Nothing has been released on “%(name)s” yet.") % {"name": name},)
        told = {"name": name, "day": date_format(latest), "days": abs(left)}
        if left < 0:
            return (
                gettext("Nothing released on “%(name)s” since %(day)s: overdue for %(days)s days.") % told,
            )
        return (
            gettext("Last released on “%(name)s” on %(day)s; the next is due within %(days)s days.") % told,
        )

    return say


def look_yourself() -> Said:
    return (gettext("This cannot be measured. Look for it yourself."),)


def columns(verdict: ColumnsVerdict, rule: Indicator, today: date) -> Said:
    said = [
        gettext(
            "News, notices and policies not updated: %(first)s (%(most_first)s fail). Overdue columns in "
            "all: %(overdue)s (%(most_overdue)s fail). Empty columns: %(empty)s (%(most_empty)s fail)."
        )
        % {
            "first": len(verdict.news_and_notices),
            "most_first": rule["news_and_notices"],
            "overdue": len(verdict.overdue),
            "most_overdue": rule["overdue"],
            "empty": len(verdict.empty),
            "most_empty": rule["empty"],
        }
    ]
    if verdict.state is not State.VETO and verdict.fails_on is not None:
        said.append(
            gettext("If no column is updated, this fails on %(day)s, in %(days)s days.")
            % {"day": date_format(verdict.fails_on), "days": (verdict.fails_on - today).days}
        )
    return tuple(said)


def column(state: ColumnState) -> str:
    """Say how one column stands, with its forecast."""
    name, left = state.facts.name, state.days_left
    if state.is_empty:
        return _empty(state)
    if state.facts.latest_on is None and state.state is State.DUE:
        return gettext("Nothing in column “%(name)s” bears a date: it counts as not updated.") % {
            "name": name
        }
    if state.due_on is None or left is None:
        return gettext("Column “%(name)s” has no limit by calendar.") % {"name": name}
    told = {"name": name, "days": abs(left), "day": date_format(state.due_on)}
    if left < 0:
        return (
            ngettext(
                "Column “%(name)s” is overdue for %(days)s day; it was due on %(day)s.",
                "Column “%(name)s” is overdue for %(days)s days; it was due on %(day)s.",
                -left,
            )
            % told
        )
    if left == 0:
        return gettext("Column “%(name)s” becomes overdue today; today is the last day.") % told
    return (
        ngettext(
            "Column “%(name)s” becomes overdue in %(days)s day; the last day is %(day)s.",
            "Column “%(name)s” becomes overdue in %(days)s days; the last day is %(day)s.",
            left,
        )
        % told
    )


def _empty(state: ColumnState) -> str:
    told = {"name": state.facts.name, "number": state.facts.hidden}
    if state.facts.hidden:
        return (
            gettext("Column “%(name)s” is empty: its items (%(number)s) are withdrawn or not on the website.")
            % told
        )
    return gettext("Column “%(name)s” is empty.") % told


def days_left(left: int | None) -> str:
    """Say how many days are left, or how many it is overdue; calendar days."""
    if left is None:
        return ""
    if left < 0:
        return ngettext("overdue for %(days)s day", "overdue for %(days)s days", -left) % {"days": -left}
    if left == 0:
        return gettext("today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def limit(state: ColumnState) -> str:
    """Say how often the column must be updated."""
    found, days = state.limit, state.limit_in_days
    if days is not None:
        return ngettext("every %(days)s day", "every %(days)s days", days) % {"days": days}
    if found.months is not None:
        return ngettext("every %(months)s month", "every %(months)s months", found.months) % {
            "months": found.months
        }
    if found.month_day is not None:
        month, day = (found.government_month_day if state.facts.of_government else None) or found.month_day
        return gettext("each year by %(day)s") % {
            "day": date_format(date(2000, month, day), "MONTH_DAY_FORMAT")
        }
    return gettext("no limit by calendar")


def nothing_unanswered() -> Said:
    return (gettext("No message of a reader waits for an answer."),)


def unanswered(number: int, due_on: date, left: int) -> Said:
    told = {"number": number, "day": date_format(due_on), "days": abs(left)}
    if left < 0:
        return (
            gettext("Messages that wait: %(number)s. The oldest should have been answered by %(day)s.")
            % told,
        )
    return (
        gettext(
            "Messages that wait: %(number)s. The oldest must be answered by %(day)s (days left: %(days)s)."
        )
        % told,
    )


def answer_soon(number: int, due_on: date, left: int) -> Said:
    told = {"number": number, "day": date_format(due_on)}
    if left < 0:
        return (gettext("Messages that wait: %(number)s. The oldest was to be answered by %(day)s.") % told,)
    return (gettext("Messages that wait: %(number)s. The oldest is to be answered by %(day)s.") % told,)


def report_owed(fault: SiteFault, last: date, overdue: bool) -> str:
    told = {"number": fault.number, "day": date_format(last)}
    if overdue:
        return gettext("Report no. %(number)s of a reader was to be answered by %(day)s.") % told
    return gettext("Report no. %(number)s of a reader is to be answered today.") % told


def no_calendar() -> Said:
    return (gettext("The day is not known: a holiday notice has not been loaded."),)


def written_on(day: date) -> str:
    return gettext("sent in on %(day)s") % {"day": date_format(day)}


def no_service_column() -> Said:
    return (gettext("This site has no column of service guides; what is asked of them is left out."),)


def no_services() -> Said:
    return (gettext("The column of service guides is empty: no services are offered."),)


def guides(number: int, lacking: int) -> Said:
    if not lacking:
        return (gettext("None of %(number)s guides lacks a key element.") % {"number": number},)
    return (
        gettext("%(lacking)s of %(number)s guides lack key elements.")
        % {"lacking": lacking, "number": number},
    )


def lacks(elements: Sequence[str]) -> str:
    return gettext("lacks: %(elements)s") % {"elements": "、".join(elements)}


def updates(overdue: Sequence[ColumnState], near: Sequence[ColumnState]) -> Said:
    if not overdue and not near:
        return (gettext("Every column is in time."),)
    empty = sum(each.is_empty for each in overdue)
    return (
        gettext(
            "Overdue columns: %(overdue)s. Empty columns: %(empty)s. Due within a week: %(near)s. "
            "The list of columns says which."
        )
        % {"overdue": len(overdue) - empty, "empty": empty, "near": len(near)},
    )


def answered_late(number: int) -> Said:
    if not number:
        return ()
    return (
        ngettext(
            "%(number)s message of the last year was answered too late; an inspection sees that as well.",
            "%(number)s messages of the last year were answered too late; an inspection sees that as well.",
            number,
        )
        % {"number": number},
    )


def placeholders(number: int) -> Said:
    if not number:
        return (gettext("No item is blank or left over from a test."),)
    return (
        ngettext(
            "%(number)s item tells nothing: blank, a test, or without the file it names.",
            "%(number)s items tell nothing: blank, a test, or without the file they name.",
            number,
        )
        % {"number": number},
    )


_PLACEHOLDERS: dict[str, str | Promise] = {
    "empty": gettext_lazy("the text is blank and there is no file"),
    "no file": gettext_lazy("the text names a file, and there is none"),
    "test": gettext_lazy("it looks like a test; withdraw it"),
}


def placeholder(fault: str) -> str:
    return str(_PLACEHOLDERS[fault])


def nothing_to_search() -> Said:
    return (gettext("Nothing stands on the website that could be searched for."),)


def search_works() -> Said:
    return (gettext("The search finds the newest item."),)


def search_misses() -> Said:
    return (gettext("The search does not find the newest item. Have the search index mended."),)


def search_fails() -> Said:
    return (gettext("The search does not work. Have the search index built anew."),)


def surveys(held: int, needed: int) -> Said:
    return (
        gettext("Opinions asked for in the last twelve months: %(held)s; at least %(needed)s are expected.")
        % {"held": held, "needed": needed},
    )


def missing_particulars(agency: Agency) -> list[str]:
    """Say which particulars of the website every page must bear are missing or wrong.

    Law: 国办发〔2017〕47号, annex 网页设计规范.
    """
    missing = []
    if not agency.site_name:
        missing.append(gettext("The name of the website is not set; the office's name stands for it."))
    domain, code = agency.site_domain, agency.site_code
    if not domain:
        missing.append(gettext("The domain of the website is not set."))
    elif "://" in domain or "/" in domain:
        missing.append(gettext("The domain of the website must not contain http:// or a slash."))
    if not code:
        missing.append(gettext("The identification code of the website is not set."))
    elif not _CODE.fullmatch(code):
        missing.append(
            gettext("The identification code of the website has not ten characters of digits and letters.")
        )
    if not agency.site_operator:
        missing.append(gettext("The operator of the website is not set."))
    if not (agency.phone or agency.email):
        missing.append(gettext("The footer names no way to reach the office."))
    if not agency.icp_number:
        missing.append(gettext("The ICP filing number is not set."))
    if not agency.police_number:
        missing.append(gettext("The public security filing number is not set."))
    return missing


def particulars(missing: Sequence[str], bare: int) -> Said:
    said = tuple(missing)
    if bare:
        said += (
            gettext("%(number)s columns have no description or no keywords of their own.") % {"number": bare},
        )
    return said or (gettext("Every page bears what it must."),)


def without_words(bare: Column) -> str:
    if is_nothing(bare.description) and is_nothing(bare.keywords):
        return gettext("no description, no keywords")
    return gettext("no description") if is_nothing(bare.description) else gettext("no keywords")
