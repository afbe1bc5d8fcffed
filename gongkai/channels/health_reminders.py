"""Telling the people in charge what of the website becomes overdue, or is: the daily round.

Law: 国办秘函〔2019〕19号.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels import health_findings as findings
from gongkai.channels import health_words as words
from gongkai.channels.health import column_states
from gongkai.channels.health_findings import Finding
from gongkai.channels.models import Channel, SiteFault
from gongkai.inventory.queries import Holders
from gongkai.law import inspection
from gongkai.law.channels import ChannelKind
from gongkai.law.inspection import ColumnState
from gongkai.notices.actions import notify
from gongkai.notices.kinds import label_kinds
from gongkai.people.models import User

label_kinds(
    {
        "channels.column_due": _("A column must be updated soon"),
        "channels.column_overdue": _("A column was not updated in time"),
        "channels.home_due": _("The home page must be updated soon"),
        "channels.home_overdue": _("The home page was not updated in time"),
        "channels.account_due": _("Something must be released on an account soon"),
        "channels.account_overdue": _("Nothing was released on an account in time"),
        "channels.links_dead": _("Links of the website lead nowhere"),
        "channels.site_down": _("The website could not be opened often enough"),
        "channels.answer_due": _("A report of a reader must be answered today"),
        "channels.answer_overdue": _("A report of a reader was not answered in time"),
    }
)

_KEEPERS = (Duty.CHANNEL_EDITOR, Duty.FOI_OFFICER)


def remind(today: date | None = None) -> int:
    """Tell who is in charge of what becomes overdue; return how many notices stand. Run daily.

    Of a column, the home page and an account they are told seven days before its last day, on that day, and
    once after it; of an empty column once; of a report of a reader on the last day for its answer and once
    after it; of dead links and of a website that does not open once a week, the latter the system
    administrators. Each occasion is told once, so the round can be made again. What has no person in
    charge is the channel editor's, or the FOI officer's where the office has no editor.
    """
    today = today or clock.today()
    sites = Channel.objects.filter(kind=ChannelKind.WEBSITE, in_use=True).values("agency")
    agencies = list(Agency.objects.filter(pk__in=sites).order_by("pk"))
    holders = Holders([each.pk for each in agencies], (*_KEEPERS, Duty.SYSTEM_ADMINISTRATOR))
    told = 0
    for agency in agencies:
        rows, states = column_states(agency, today)
        for state in states:
            slot = occasion(state, today)
            if slot:
                column = rows[state.facts.key]
                told += _tell(column, state, slot, in_charge(column, holders))
        told += _tell_of_the_site(agency, today, holders)
    return told


def occasion(state: ColumnState, today: date) -> str:
    """Return the name of the occasion there is to tell of `today`; empty when there is none.

    It stands until the next one takes its place, so that none is lost when no worker ran on its day.
    """
    if state.is_empty:
        return "empty"
    return _occasion_of(state.due_on, today)


def _occasion_of(last: date | None, today: date) -> str:
    if last is None:
        return ""
    if last < today:
        return f"{last.isoformat()}/overdue"
    if last == today:
        return f"{last.isoformat()}/0"
    before = inspection.habit("soon", today)
    return f"{last.isoformat()}/{before}" if last - timedelta(days=before) <= today else ""


def in_charge(column: Column, holders: Holders) -> list[User]:
    """Return who answers for a column: the one named, as long as the account is in use, else the keepers."""
    responsible = column.responsible
    if responsible is not None and responsible.is_active:
        return [responsible]
    return keepers(column.agency_id, holders)


def keepers(agency_id: int, holders: Holders) -> list[User]:
    """Return who keeps the website of an office: the channel editors, else the FOI officers."""
    return holders.of(agency_id, Duty.CHANNEL_EDITOR) or holders.of(agency_id, Duty.FOI_OFFICER)


def _tell_of_the_site(agency: Agency, today: date, holders: Holders) -> int:
    """Tell of the home page, of the accounts, and of the reports nobody answered."""
    people, told = keepers(agency.pk, holders), 0
    # What is found says so in the language of the moment; notices are in that of the installation.
    with translation.override(settings.LANGUAGE_CODE):
        told += _tell_of(findings.home(agency, today), agency.key, "home", today, people)
        for finding in findings.new_media(agency, today):
            if finding.indicator.id == "N2":
                told += _tell_of(finding, finding.subject_key, "account", today, people)
        told += _tell_weekly(findings.links(agency, today), agency, "links_dead", today, people)
        administrators = holders.of(agency.pk, Duty.SYSTEM_ADMINISTRATOR)
        told += _tell_weekly(findings.reached(today), agency, "site_down", today, administrators)
    answerers = holders.of(agency.pk, *_KEEPERS)
    for fault in SiteFault.objects.sealed().open().filter(agency=agency):
        told += _tell_of_report(fault, today, answerers)
    return told


def _tell_of(finding: Finding, key: str, what: str, today: date, people: Iterable[User]) -> int:
    # Where nothing was published ever, no day tells when it should have been.
    slot = _occasion_of(finding.due_on, today)
    if not slot:
        return 0
    overdue = slot.endswith("/overdue")
    return len(
        notify(
            people,
            kind=f"channels.{what}_overdue" if overdue else f"channels.{what}_due",
            subject_key=key,
            text=" ".join(finding.says),
            url=reverse("desk:health"),
            slot=slot,
            due_on=finding.due_on,
        )
    )


def _tell_weekly(finding: Finding, agency: Agency, what: str, today: date, people: Iterable[User]) -> int:
    """Tell of what has no last day: once a week, as long as it is so."""
    if finding.state not in (inspection.State.DUE, inspection.State.VETO):
        return 0
    return len(
        notify(
            people,
            kind=f"channels.{what}",
            subject_key=agency.key,
            text=" ".join(finding.says),
            url=reverse("desk:dead_links" if what == "links_dead" else "desk:health"),
            slot=f"{today:%G-W%V}",
        )
    )


def _tell_of_report(fault: SiteFault, today: date, people: Iterable[User]) -> int:
    last = findings.last_day_for_answer(fault.reported_on, today)
    if last is None or last > today:
        return 0
    overdue = last < today
    return len(
        notify(
            people,
            kind="channels.answer_overdue" if overdue else "channels.answer_due",
            subject_key=fault.key,
            text=partial(words.report_owed, fault, last, overdue),
            url=fault.get_absolute_url(),
            slot=f"{last.isoformat()}/{'overdue' if overdue else '0'}",
            number=fault.number,
            due_on=last,
        )
    )


def _tell(column: Column, state: ColumnState, slot: str, people: Iterable[User]) -> int:
    overdue = slot.endswith("/overdue")
    return len(
        notify(
            people,
            kind="channels.column_overdue" if overdue else "channels.column_due",
            subject_key=column.key,
            text=partial(words.column, state),
            url=reverse("desk:health"),
            slot=slot,
            due_on=state.due_on,
        )
    )
