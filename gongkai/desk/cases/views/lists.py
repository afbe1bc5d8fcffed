"""The lists of requests: what is open, what is concluded, what is found, and what waits on whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.cases.queries import Staff, newest_first, with_steps
from gongkai.cases.steps import Standing, Who, standing_of
from gongkai.desk.cases.filters import EndedCaseFilter, OpenCaseFilter
from gongkai.desk.cases.navigation import WHO
from gongkai.desk.cases.queue import deadline_in_queue
from gongkai.desk.cases.stages import people_of, stage_of, step_in_words, who_in_words
from gongkai.desk.cases.waiting import DUTIES_SHOWN
from gongkai.kit.templatetags.kit import without_controls
from gongkai.kit.views import ListPage, PlainPage
from gongkai.kit.waiting import Deadline
from gongkai.workdays.queries import loaded_calendar

# More open requests than an office and a district have; beyond it the list says that it ends.
MOST_GROUPED = 1000


def tabs_of_requests(here: str) -> list[tuple[str, str, bool]]:
    """Return the lists of requests as tabs: name, address, whether it is this one."""
    return [
        (_("Open requests"), reverse("desk:case_list"), here == "open"),
        (_("Concluded"), reverse("desk:case_list_concluded"), here == "concluded"),
        (_("All"), reverse("desk:case_list_all"), here == "all"),
        (_("What waits on whom"), reverse("desk:case_list_waiting"), here == "waiting"),
        (_("Calendar"), reverse("desk:case_calendar"), here == "calendar"),
        (_("Inquiries"), reverse("desk:inquiry_list"), here == "inquiries"),
        (_("To look at again"), reverse("desk:reassessment_list"), here == "reassessments"),
        (_("To print and send"), reverse("desk:case_printing"), here == "printing"),
        (_("Register to print"), reverse("desk:case_book"), here == "book"),
    ]


class CaseList(ListPage):
    model = Case
    filterset_class = EndedCaseFilter
    template_name = "desk/cases/list.html"
    nav = "cases"
    duties = WHO
    tab = ""

    def get_queryset(self) -> Any:
        return self.in_tab(with_steps(super().get_queryset()))

    def in_tab(self, cases: Any) -> Any:
        return newest_first(cases)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        calendar, today = loaded_calendar(), clock.today()
        context["rows"] = [
            (case, deadline_in_queue(case, calendar, today), stage_of(case, calendar, today))
            for case in context["object_list"]
        ]
        context["tabs"] = tabs_of_requests(self.tab)
        context["words"] = without_controls(self.request.GET.get("q", "").replace("\x00", "").strip()[:100])
        user = self.request.user
        context["can_register"] = bool(user.agency_ids_as(Duty.FOI_OFFICER))
        context["several_agencies"] = len(user.readable_agency_ids) > 1
        return context


class OpenCases(CaseList):
    tab = "open"
    filterset_class = OpenCaseFilter

    def in_tab(self, cases: Any) -> Any:
        return cases.open().by_urgency()


class ConcludedCases(CaseList):
    tab = "concluded"

    def in_tab(self, cases: Any) -> Any:
        return cases.concluded().order_by("-concluded_on", "-pk")


class AllCases(CaseList):
    tab = "all"


@dataclass
class Group:
    """The open cases that wait on the same people."""

    name: str
    agency: Agency
    people: list[str]
    rows: list[tuple[Case, Deadline | None, str]] = field(default_factory=list)
    oldest: date | None = None

    def take(self, case: Case, deadline: Deadline | None, says: str) -> None:
        self.rows.append((case, deadline, says))
        since = case.received_on or case.arrived_on
        self.oldest = min(self.oldest or since, since)


class WaitingOnWhom(PlainPage):
    """The open cases by who has to act; names of requesters do not stand here."""

    template_name = "desk/cases/waiting_on.html"
    nav = "cases"
    duties = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        calendar, today = loaded_calendar(), clock.today()
        cases = list(with_steps(Case.objects.visible_to(user).open().by_urgency())[: MOST_GROUPED + 1])
        shown = cases[:MOST_GROUPED]
        staff = Staff({case.agency_id for case in shown}, DUTIES_SHOWN)
        groups: dict[tuple[Any, ...], Group] = {}
        for case in shown:
            standing = standing_of(case, calendar, today)
            section = standing.section.pk if standing.section else 0
            place = (case.agency_id, list(Who).index(standing.who), section)
            if place not in groups:
                groups[place] = _group(standing, case, staff)
            says = step_in_words(standing, case)
            groups[place].take(case, deadline_in_queue(case, calendar, today), says)
        return super().get_context_data(
            groups=[groups[place] for place in sorted(groups)],
            total=len(shown),
            more=len(cases) > len(shown),
            most=MOST_GROUPED,
            tabs=tabs_of_requests("waiting"),
            several_agencies=len(user.readable_agency_ids) > 1,
            **kwargs,
        )


def _group(standing: Standing, case: Case, staff: Staff) -> Group:
    people = people_of(standing, case, staff)
    return Group(who_in_words(standing), case.agency, [person.name for person in people])
