"""One sentence for each page of the portal itself: what it is for and what it holds.

Law: 国办发〔2017〕47号, annex 网页设计规范 (ColumnDescription on every list page).
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By the name of the address; `name` is what the page is called, `office` whose it is.
_SAYS: dict[str, str | Promise] = {
    "search": gettext_lazy("Everything %(office)s has disclosed: by words, number, column, year and kind."),
    "section": gettext_lazy(
        "Government information disclosure of %(office)s: guide, rules, items, annual reports, requests."
    ),
    "rules": gettext_lazy("The laws on disclosure in force, and the rules %(office)s made for itself."),
    "content": gettext_lazy("What %(office)s discloses by law, arranged by column."),
    "duties": gettext_lazy("What %(office)s discloses by law, arranged by the duties of the Regulations."),
    "duty": gettext_lazy("What %(office)s discloses under this duty of the Regulations: %(name)s."),
    "areas": gettext_lazy("What %(office)s discloses by law, arranged by key area."),
    "area": gettext_lazy("What %(office)s discloses in the key area %(name)s."),
    "offices": gettext_lazy("%(office)s and the bodies below it: functions, leaders, addresses and hours."),
    "office": gettext_lazy("%(name)s: functions, leaders, sections, address, hours and telephone."),
    "services": gettext_lazy("Service guides of %(office)s: conditions, papers, place, hours and steps."),
    "papers": gettext_lazy("Printed issues of newspaper and gazette of %(office)s, to read and to save."),
    "guide": gettext_lazy(
        "What %(office)s discloses, how it is found and requested, and who answers for it."
    ),
    "inventory": gettext_lazy("The matters %(office)s discloses, with basis, limit and channels of each."),
    "requests": gettext_lazy("How to request information from %(office)s: ways, periods, what to state."),
    "request": gettext_lazy("The form to request government information from %(office)s online."),
    "request_progress": gettext_lazy("How far a request to %(office)s is, by its number and code."),
    "request_receipt": gettext_lazy("The receipt for a request registered with %(office)s."),
    "reports": gettext_lazy("The annual reports of %(office)s on government information disclosure."),
    "accessibility": gettext_lazy(
        "How the website of %(office)s is used by keyboard, by ear and in large type."
    ),
    "subscribe": gettext_lazy("New items of %(office)s by e-mail, once a day, by column."),
    "site_map": gettext_lazy("All columns, pages and offices of the website of %(office)s."),
    "fault_report": gettext_lazy("The box in which readers tell %(office)s what is wrong on its website."),
    "fault_progress": gettext_lazy("How far the report of a fault to %(office)s is, and the answer."),
}
# Pages without a place in the tree of the website belong to another one.
_BELONGS_TO = {
    "subscribe_sent": "subscribe",
    "subscription_confirm": "subscribe",
    "subscription_leave": "subscribe",
}
_NAMES = {"subscribe": gettext_lazy("New items by e-mail")}


def description_of(page: str, name: str, office: str) -> str:
    """Return the sentence of the page with that address name; a general one where it has none of its own."""
    said = _SAYS.get(_BELONGS_TO.get(page, page))
    if said is None:
        return what_it_holds(name, office)
    return str(said) % {"office": office, "name": name}


def name_of(page: str) -> str:
    """Return what a page without crumbs is called: as the one it belongs to; empty for all others."""
    return str(_NAMES.get(_BELONGS_TO.get(page, ""), ""))


def what_it_holds(name: str, office: str) -> str:
    """Return the sentence for what has none of its own."""
    return _("%(column)s: what %(office)s discloses by law.") % {"column": name, "office": office}
