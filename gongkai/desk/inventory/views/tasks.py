"""Pages of the year's work priorities and their tasks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.desk.inventory import forms
from gongkai.desk.inventory.filters import TaskFilter
from gongkai.desk.inventory.views.matters import KEEPERS, keeps
from gongkai.desk.inventory.words import status_of_task, tabs
from gongkai.inventory import actions, policy
from gongkai.inventory.models import Task, TaskState, WorkPriority
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, SubjectPage

READERS = OFFICE | SUPERVISORS


class TaskList(ListPage):
    model = Task
    filterset_class = TaskFilter
    template_name = "desk/inventory/tasks.html"
    nav = "tasks"
    duties = READERS

    def get_queryset(self) -> Any:
        found = super().get_queryset().select_related("priority__agency", "section", "owner")
        return found.order_by("-priority__year", "due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(tabs=tabs("tasks"), **kwargs)
        user = self.request.user
        priorities = WorkPriority.objects.visible_to(user).select_related("agency")[:6]
        return context | {
            "rows": [(each, *status_of_task(each)) for each in context["object_list"]],
            "priorities": priorities,
            "may_keep": keeps(user),
            "several": len(user.readable_agency_ids) > 1,
        }


class PriorityPage(SubjectPage):
    model = WorkPriority
    template_name = "desk/inventory/priority.html"
    nav = "tasks"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")

    def offers(self) -> Iterable[Offer]:
        yield Offer(
            _("Add a task"),
            reverse("desk:task_add", args=[self.object.pk]),
            _("With who does it and until when."),
            policy.obstacles_to_keeping(self.object.agency, self.request.user),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = list(self.object.tasks.select_related("section", "owner"))
        return super().get_context_data(
            rows=[(each, *status_of_task(each)) for each in tasks],
            accepted=sum(each.state == TaskState.ACCEPTED for each in tasks),
            **kwargs,
        )


class SetPriority(CreatePage):
    form_class = forms.PriorityForm
    heading = gettext_lazy("Enter the work priorities of a year")
    button = gettext_lazy("Enter")
    done = gettext_lazy("Entered. Break them down into tasks now.")
    nav = "tasks"
    duties = KEEPERS

    def get_initial(self) -> dict[str, Any]:
        return {"year": clock.today().year}

    def get_cancel_url(self) -> str:
        return reverse("desk:task_list")

    def run(self, form: Any) -> Any:
        return actions.set_priority(self.agency, by=self.request.user, **form.said)


class AddTask(ActPage):
    model = WorkPriority
    form_class = forms.TaskForm
    heading = gettext_lazy("Add a task")
    button = gettext_lazy("Add")
    done = gettext_lazy("Added.")
    nav = "tasks"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_keeping(self.subject.agency, self.request.user)

    def run(self, form: Any) -> Any:
        actions.add_task(self.subject, by=self.request.user, **form.said)
        return self.subject


class TaskPage(SubjectPage):
    model = Task
    template_name = "desk/inventory/task.html"
    nav = "tasks"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("priority__agency", "section", "owner", "reported_by")

    def offers(self) -> Iterable[Offer]:
        task, by = self.object, self.request.user
        if task.state == TaskState.OPEN:
            yield Offer(
                _("Report it as done"),
                reverse("desk:task_report", args=[task.pk]),
                _("The FOI office looks at what shows it."),
                policy.obstacles_to_reporting(task, by),
            )
        if task.state == TaskState.REPORTED:
            judging = list(policy.obstacles_to_judging(task, by))
            yield Offer(
                _("Accept"), reverse("desk:task_accept", args=[task.pk]), _("The task is done."), judging
            )
            yield Offer(
                _("Give back"),
                reverse("desk:task_return", args=[task.pk]),
                _("It is open again, with your reason."),
                judging,
                quiet=True,
            )
        if task.state != TaskState.ACCEPTED:
            yield Offer(
                _("Change"),
                reverse("desk:task_change", args=[task.pk]),
                _("The journal keeps what stood here before."),
                policy.obstacles_to_changing_task(task, by),
                quiet=True,
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(status=status_of_task(self.object), **kwargs)


class OnTask(ActPage):
    model = Task
    nav = "tasks"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("priority__agency", "section", "owner")


class Change(OnTask):
    form_class = forms.TaskForm
    heading = gettext_lazy("Change this task")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. The journal keeps what stood here before.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        task = self.subject
        return {
            "text": task.text,
            "section": task.section_id,
            "owner": task.owner_id,
            "due_on": task.due_on,
        }

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing_task(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.change_task(self.subject, by=self.request.user, **form.said)


class Report(OnTask):
    form_class = forms.ReportForm
    heading = gettext_lazy("Report it as done")
    button = gettext_lazy("Report as done")
    done = gettext_lazy("Reported. The FOI office looks at it next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_reporting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.report_task(self.subject, by=self.request.user, **form.said)


class Accept(OnTask):
    form_class = ActForm
    heading = gettext_lazy("Accept the report")
    button = gettext_lazy("Accept")
    done = gettext_lazy("Accepted. The task is done.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_judging(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.accept_task(self.subject, by=self.request.user)


class Return(OnTask):
    form_class = ReasonForm
    heading = gettext_lazy("Give the report back")
    button = gettext_lazy("Give back")
    done = gettext_lazy("Given back. The task is open again.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_judging(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.return_task(self.subject, by=self.request.user, **form.said)
