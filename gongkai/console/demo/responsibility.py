"""Who answers for what: the fields of the two leaders, and the rules the office made for itself in 2018."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item, OwnRuleKind
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_day import Day
from gongkai.people.charges import give_charge

# The principal leader keeps the money and the office; the responsible leader all that meets the residents.
OF_THE_PRINCIPAL = ("办公室", "财政科", "综合治理办公室")
FIELDS = (("zheng", "街道全面工作"), ("wu", "政务公开"))
# What goes over to the responsible leader in the current set.
CHANGED = "综合治理办公室"

RULES = {
    OwnRuleKind.DISCLOSURE: "《建国门街道政务公开制度》",
    OwnRuleKind.SECRECY: "《建国门街道政务公开保密审查制度》",
    OwnRuleKind.REQUESTS: "《建国门街道政务依申请公开制度》",
}


def stories_of_2018(office: Office) -> Iterator[Story]:
    yield _charges(office)
    yield _rules(office)


def stories(office: Office, day: Day) -> Iterator[Story]:
    yield _changed(office, day)


def _charges(office: Office) -> Story:
    yield at(date(2018, 1, 2), 10)
    by = office.people["feng"]
    for name, section in office.sections.items():
        leader = office.people["zheng" if name in OF_THE_PRINCIPAL else "wu"]
        give_charge(leader, office.agency, section=section, by=by)
    for username, field in FIELDS:
        give_charge(office.people[username], office.agency, field=field, by=by)


def _rules(office: Office) -> Story:
    """Named once all of them stand on the website."""
    yield at(date(2018, 12, 28), 15)
    for kind, title in RULES.items():
        item = Item.objects.standing().filter(agency=office.agency, title__contains=title).first()
        if item is not None:
            catalogue.name_rule(office.agency, kind, item, by=office.people["zhou"])


def _changed(office: Office, day: Day) -> Story:
    yield at(day.ago(25), 9, 30)
    give_charge(
        office.people["wu"], office.agency, section=office.sections[CHANGED], by=office.people["feng"]
    )
