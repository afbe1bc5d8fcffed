from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Section
from gongkai.cases.models import (
    STANDING,
    Case,
    Consultation,
    EntryKind,
    HowCame,
    LedgerEntry,
    Reply,
    ReplyState,
    RequestKind,
    Timeliness,
)
from gongkai.cases.queries import found_by, with_new_messages, with_unsent_letters
from gongkai.desk.cases.waiting import unarchived
from gongkai.law.outcomes import all_outcomes

OPEN_STATES = [
    ("unconfirmed", _("Receipt to be confirmed")),
    ("overdue", _("Overdue")),
    ("due_week", _("Due this week")),
    ("unknown", _("Due day not known")),
    ("letters", _("Letters to be sent")),
    ("messages", _("New messages")),
    ("clarification", _("Waits for the clarification")),
    ("fee", _("Waits for the fee")),
    ("consulting", _("Asking for opinions")),
    ("prolonged", _("Period extended")),
    ("no_reply", _("No reply yet")),
    ("with_section", _("Waits for the handling section")),
    ("proposed", _("Waits for the legal check")),
    ("checked", _("Waits for signature")),
    ("signed", _("Signed, waits for delivery")),
]
CLOSED_STATES = [
    ("sent", _("Sent, arrival not yet recorded")),
    ("on_time", _("Concluded on time")),
    ("extended", _("Concluded after extension")),
    ("late", _("Concluded late")),
    ("withdrawn", _("Withdrawn by the requester")),
    ("unarchived", _("Not archived yet")),
]


def _with_entry(kind: EntryKind) -> Q:
    return Q(pk__in=LedgerEntry.objects.filter(kind=kind).values("case"))


def _standing_still(asked: EntryKind, answered: EntryKind) -> Q:
    """Open cases whose clock stands still because of what was asked and has not come."""
    still = Q(concluded_on=None, received_on__isnull=False, due_on=None, due_unknown_year=None)
    return still & _with_entry(asked) & ~_with_entry(answered)


def sections_of(request: Any) -> QuerySet[Section]:
    """Return the sections whose cases the reader may see."""
    if request is None:
        return Section.objects.none()
    cases = Case.objects.visible_to(request.user).exclude(handling_section=None)
    return Section.objects.filter(pk__in=cases.values("handling_section")).select_related("agency")


class CaseFilter(filters.FilterSet):
    """What the lists are narrowed by. The words have a field of their own above the list."""

    q = filters.CharFilter(label=_("Words"), method="with_words", max_length=100, widget=forms.HiddenInput)
    state = filters.ChoiceFilter(
        label=_("State"), choices=OPEN_STATES + CLOSED_STATES, method="in_state", empty_label=_("All")
    )
    section = filters.ModelChoiceFilter(
        label=_("Handling section"),
        field_name="handling_section",
        queryset=sections_of,
        empty_label=_("All"),
    )
    how_came = filters.ChoiceFilter(label=_("How it came"), choices=HowCame.choices, empty_label=_("All"))
    kind = filters.ChoiceFilter(label=_("Kind of request"), choices=RequestKind.choices, empty_label=_("All"))
    year = filters.NumberFilter(
        label=_("Year of receipt"),
        min_value=2008,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(found_by(value, self.request.user))

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value in ReplyState.values:
            return queryset.filter(pk__in=Reply.objects.filter(state=value).values("case"))
        if value in Timeliness.values:
            return queryset.filter(timeliness=value, withdrawn_on=None)
        if value == "unarchived":
            return unarchived(queryset, clock.today())
        if value == "withdrawn":
            return queryset.exclude(withdrawn_on=None)
        return queryset.filter(_state(value))


def _state(value: str) -> Q:
    today = clock.today()
    opened = Q(concluded_on=None)
    asked = Consultation.objects.filter(answer="", letter__sent_on__isnull=False)
    prolonged = _with_entry(EntryKind.EXTENSION) | _with_entry(EntryKind.LATER_DATE)
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "unconfirmed": opened & Q(received_on=None),
        "overdue": opened & Q(due_on__lt=today),
        "due_week": opened & Q(due_on__gte=today, due_on__lte=sunday),
        "unknown": opened & Q(due_unknown_year__isnull=False),
        "letters": with_unsent_letters(),
        "messages": with_new_messages(),
        "clarification": _standing_still(EntryKind.CLARIFICATION_ASKED, EntryKind.CLARIFICATION_RECEIVED),
        "fee": _standing_still(EntryKind.FEE_NOTICE, EntryKind.FEE_PAID),
        "consulting": opened & Q(pk__in=asked.values("case")),
        "prolonged": opened & prolonged,
        "no_reply": opened & ~Q(pk__in=Reply.objects.filter(state__in=STANDING).values("case")),
    }.get(value, Q())


class OpenCaseFilter(CaseFilter):
    """Open cases: only states an open case can be in."""

    state = filters.ChoiceFilter(
        label=_("State"), choices=OPEN_STATES, method="in_state", empty_label=_("All")
    )


class EndedCaseFilter(CaseFilter):
    """Cases that may have ended: by their outcome as well."""

    outcome = filters.ChoiceFilter(
        label=_("Outcome"),
        choices=lambda: [(each.code, each.label) for each in all_outcomes()],
        empty_label=_("All"),
    )
