"""Pages of owed periods: the list, one period, and what is decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.catalogue.models import Item
from gongkai.desk.inventory import forms
from gongkai.desk.inventory.filters import PeriodFilter
from gongkai.desk.inventory.words import deadline, limit_in_words, status_of, tabs
from gongkai.inventory import actions, policy
from gongkai.inventory.due import soon_until
from gongkai.inventory.models import OwedPeriod
from gongkai.kit.forms import ReasonForm
from gongkai.kit.templatetags.kit import without_controls
from gongkai.kit.views import ActPage, ListPage, Offer, SubjectPage
from gongkai.workdays.queries import loaded_calendar

READERS = OFFICE | SUPERVISORS


class PeriodList(ListPage):
    model = OwedPeriod
    filterset_class = PeriodFilter
    template_name = "desk/inventory/periods.html"
    nav = "board"
    duties = READERS

    def get_queryset(self) -> Any:
        return super().get_queryset().with_duty().order_by("due_on", "starts_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(tabs=tabs("periods"), **kwargs)
        today = clock.today()
        soon = soon_until(today, loaded_calendar())
        rows = [(each, *status_of(each, today, soon)) for each in context["object_list"]]
        return context | {"rows": rows, "several": len(self.request.user.readable_agency_ids) > 1}


class PeriodPage(SubjectPage):
    model = OwedPeriod
    template_name = "desk/inventory/period.html"
    nav = "board"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_duty().select_related("excused_by")

    def offers(self) -> Iterable[Offer]:
        period, by = self.object, self.request.user
        if period.is_owed:
            yield Offer(
                _("Say what was disclosed"),
                reverse("desk:owed_period_fulfil", args=[period.pk]),
                _("The item stands as evidence of the period."),
                policy.obstacles_to_fulfilling(period, by),
            )
            if period.proposed_excuse:
                yield Offer(
                    _("Decide that it stays owed"),
                    reverse("desk:owed_period_decline", args=[period.pk]),
                    _("The section reads why."),
                    policy.obstacles_to_declining(period, by),
                    quiet=True,
                )
            else:
                yield Offer(
                    _("Ask that nothing need be disclosed"),
                    reverse("desk:owed_period_propose", args=[period.pk]),
                    _("The FOI office decides."),
                    policy.obstacles_to_proposing(period, by),
                    quiet=True,
                )
            yield Offer(
                _("Excuse this period"),
                reverse("desk:owed_period_excuse", args=[period.pk]),
                _("Nothing need be disclosed; the reason stands on the board."),
                policy.obstacles_to_excusing(period, by),
                quiet=True,
            )
        else:
            yield Offer(
                _("Open again"),
                reverse("desk:owed_period_reopen", args=[period.pk]),
                _("When what was disclosed is withdrawn, or the excuse does not hold."),
                policy.obstacles_to_reopening(period, by),
                quiet=True,
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, today, calendar = self.object, clock.today(), loaded_calendar()
        sign, word = status_of(period, today, soon_until(today, calendar))
        due = deadline(period.due_on, period.due_unknown_year, today, calendar) if period.is_owed else None
        return super().get_context_data(
            status=(sign, word),
            deadline=due,
            limit=limit_in_words(period.duty),
            item=_item_behind(period, self.request.user),
            **kwargs,
        )


def _item_behind(period: OwedPeriod, user: Any) -> Item | None:
    """The item that fulfilled the period, where it is one the reader may see."""
    if period.evidence_kind != "item":
        return None
    pk = period.evidence_key.rpartition(":")[2]
    return Item.objects.visible_to(user).filter(pk=pk).first() if pk.isdecimal() else None


class OnPeriod(ActPage):
    model = OwedPeriod
    nav = "board"
    form_class: Any = ReasonForm

    def get_queryset(self) -> Any:
        return super().get_queryset().with_duty()


class Fulfil(OnPeriod):
    """The items of the matter are offered; others are found by words of their title."""

    form_class = forms.FulfilForm
    template_name = "desk/inventory/fulfil.html"
    heading = gettext_lazy("Say what was disclosed")
    button = gettext_lazy("This was disclosed")
    done = gettext_lazy("Recorded. The period is fulfilled.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_fulfilling(self.subject, self.request.user)

    @property
    def query(self) -> str:
        return without_controls(self.request.GET.get("q", "").replace("\x00", "").strip()[:100])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"items": self._items()}

    def _items(self) -> list[Item]:
        period = self.subject
        items = Item.objects.standing().filter(agency=period.agency).order_by("-published_on", "-pk")
        if self.query:
            offered = items.filter(Q(title__icontains=self.query) | Q(index_number__icontains=self.query))
        else:
            matter = period.duty.matter
            likely = Q(matter=matter)
            if matter.column:
                likely |= Q(column__slug=matter.column)
            offered = items.filter(likely, published_on__gte=period.starts_on)
        found = list(offered[: forms.ITEMS_OFFERED])
        chosen = self.request.POST.get("item", "")
        if chosen.isdecimal() and chosen not in {str(each.pk) for each in found}:
            found += items.filter(pk=chosen)[:1]
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(query=self.query, most=forms.ITEMS_OFFERED, **kwargs)

    def run(self, form: Any) -> Any:
        return actions.fulfil(self.subject, by=self.request.user, **form.act)


class Propose(OnPeriod):
    heading = gettext_lazy("Ask that nothing need be disclosed")
    button = gettext_lazy("Ask")
    done = gettext_lazy("Asked. The FOI office decides.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_proposing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.propose_excuse(self.subject, by=self.request.user, **form.said)


class Decline(OnPeriod):
    heading = gettext_lazy("Decide that it stays owed")
    button = gettext_lazy("It stays owed")
    done = gettext_lazy("The period stays owed.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_declining(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.decline_excuse(self.subject, by=self.request.user, **form.said)


class Excuse(OnPeriod):
    heading = gettext_lazy("Excuse this period")
    button = gettext_lazy("Excuse")
    done = gettext_lazy("Excused. Nothing need be disclosed for this period.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_excusing(self.subject, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.subject.proposed_excuse}

    def run(self, form: Any) -> Any:
        return actions.excuse(self.subject, by=self.request.user, **form.said)


class Reopen(OnPeriod):
    heading = gettext_lazy("Open again")
    button = gettext_lazy("Open again")
    done = gettext_lazy("Open again. Something is owed for this period.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_reopening(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.reopen(self.subject, by=self.request.user, **form.said)
