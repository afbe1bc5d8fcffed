"""The tree of columns and its editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.agencies.models import Agency
from gongkai.catalogue import columns as acts
from gongkai.catalogue import policy
from gongkai.catalogue.models import Column, Item
from gongkai.desk.columns import forms
from gongkai.kit.views import ActPage, CreatePage, Offer, PlainPage, SubjectPage
from gongkai.law.duties import disclosure_items

READERS = OFFICE | SUPERVISORS


class Columns(PlainPage):
    """All columns of an office as a tree, with what stands in each and who is in charge."""

    template_name = "desk/columns/columns.html"
    nav = "columns"
    duties = READERS

    def office(self) -> Agency:
        """The office asked for among those the reader may read; first their own."""
        user = self.request.user
        found = {
            each.slug: each
            for each in Agency.objects.filter(pk__in=user.readable_agency_ids).order_by("path")
        }
        self.offices = list(found.values())
        return found.get(self.request.GET.get("office", ""), user.agency)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = self.office()
        counts: Any = {
            row["column"]: row
            for row in Item.objects.standing()
            .filter(agency=office)
            .order_by()
            .values("column")
            .annotate(number=Count("pk"), latest=Max("published_on"))
        }
        listed = forms.in_order(office)
        siblings: dict[int | None, list[int]] = {}
        for column, _level in listed:
            siblings.setdefault(column.parent_id, []).append(column.pk)
        may = not list(policy.obstacles_to_arranging_columns(office, self.request.user))
        return super().get_context_data(
            office_shown=office,
            offices=self.offices if len(self.offices) > 1 else [],
            may_arrange=may,
            rows=[
                {
                    "column": column,
                    "level": level,
                    "number": counts.get(column.pk, {}).get("number", 0),
                    "latest": counts.get(column.pk, {}).get("latest"),
                    "is_first": siblings[column.parent_id][0] == column.pk,
                    "is_last": siblings[column.parent_id][-1] == column.pk,
                    "token": uuid4(),
                }
                for column, level in listed
            ],
            **kwargs,
        )


class ColumnPage(SubjectPage):
    model = Column
    template_name = "desk/columns/column.html"
    nav = "columns"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "parent", "responsible")

    def offers(self) -> Iterable[Offer]:
        column, by = self.object, self.request.user
        arranging = list(policy.obstacles_to_arranging_columns(column.agency, by))
        yield Offer(
            _("Change the column"),
            reverse("desk:column_change", args=[column.pk]),
            _("Name, address, type, limit of updates, person in charge."),
            arranging,
        )
        yield Offer(
            _("Move the column"),
            reverse("desk:column_move", args=[column.pk]),
            _("Its items and all below it go with it; their addresses stay."),
            arranging,
        )
        if column.closed_on is None:
            yield Offer(
                _("Close the column"),
                reverse("desk:column_close", args=[column.pk]),
                _("It takes nothing new; what it holds stays in public."),
                policy.obstacles_to_closing_column(column, by),
                grave=True,
            )
        else:
            yield Offer(
                _("Open the column again"),
                reverse("desk:column_reopen", args=[column.pk]),
                _("Items can be published in it as before."),
                policy.obstacles_to_reopening_column(column, by),
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        column = self.object
        counts = column.items.aggregate(
            standing=Count("pk", filter=Q(withdrawn_at=None)), latest=Max("published_on")
        )
        return super().get_context_data(
            counts=counts,
            duty=next((each for each in disclosure_items() if each.code == column.duty), None),
            below=list(column.below.all()),
            old=list(column.old_addresses.order_by("path")),
            list_url=f"{reverse('desk:item_list')}?column={column.pk}",
            public_url=reverse("portal:column", args=[column.slug]),
            **kwargs,
        )


class OpenColumn(CreatePage):
    form_class = forms.OpenForm
    nav = "columns"
    duties = frozenset(policy.PUBLISHERS)
    heading = gettext_lazy("Open a column")
    button = gettext_lazy("Open it")
    done = gettext_lazy("Opened. It stands on the website from now on.")

    @property
    def agency(self) -> Any:
        """Their own office, or the one in which they publish."""
        user = self.request.user
        if user.agency_id in user.agency_ids_as(*policy.PUBLISHERS):
            return user.agency
        return Agency.objects.filter(pk__in=user.agency_ids_as(*policy.PUBLISHERS)).first()

    def get_cancel_url(self) -> str:
        return reverse("desk:column_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.agency}

    def get_initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("under", ""), "kind": "other"}

    def run(self, form: Any) -> Any:
        column = acts.open_column(self.agency, by=self.request.user, **form.said)
        return reverse("desk:column", args=[column.pk])


class _ColumnAct(ActPage):
    model = Column
    nav = "columns"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "parent", "responsible")

    def get_cancel_url(self) -> str:
        return reverse("desk:column", args=[self.subject.pk])

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_arranging_columns(self.subject.agency, self.request.user)


class ChangeColumn(_ColumnAct):
    form_class = forms.ColumnForm
    heading = gettext_lazy("Change the column")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. The website shows it from now on.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.subject, name) for name in acts.FACTS}

    def run(self, form: Any) -> Any:
        acts.change_column(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()


class MoveColumn(_ColumnAct):
    form_class = forms.MoveForm
    heading = gettext_lazy("Move the column")
    button = gettext_lazy("Move")
    done = gettext_lazy("Moved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "column": self.subject}

    def get_initial(self) -> dict[str, Any]:
        return {"under": self.subject.parent_id}

    def run(self, form: Any) -> Any:
        acts.move_column(self.subject, by=self.request.user, **form.said)
        return reverse("desk:column_list")


class ShiftColumn(_ColumnAct):
    """The buttons of the tree: one place up or down."""

    form_class = forms.ShiftForm
    heading = gettext_lazy("Move the column")
    button = gettext_lazy("Move")
    done = gettext_lazy("Moved.")
    http_method_names = ["post"]

    def run(self, form: Any) -> Any:
        column = self.subject
        beside = list(
            Column.objects.filter(agency=column.agency, parent=column.parent).values_list("pk", flat=True)
        )
        step = -1 if form.said["way"] == "up" else 1
        place = max(1, beside.index(column.pk) + 1 + step)
        acts.move_column(column, by=self.request.user, under=column.parent, place=place)
        return f"{reverse('desk:column_list')}#column-{column.pk}"


class CloseColumn(_ColumnAct):
    heading = gettext_lazy("Close the column")
    button = gettext_lazy("Close it")
    says = gettext_lazy("It takes nothing new; what it holds stays in public.")
    done = gettext_lazy("Closed. What it holds stays in public.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_closing_column(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        acts.close_column(self.subject, by=self.request.user)
        return self.get_cancel_url()


class ReopenColumn(_ColumnAct):
    heading = gettext_lazy("Open the column again")
    button = gettext_lazy("Open it")
    says = gettext_lazy("Items can be published in it as before.")
    done = gettext_lazy("It is open again.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_reopening_column(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        acts.reopen_column(self.subject, by=self.request.user)
        return self.get_cancel_url()
