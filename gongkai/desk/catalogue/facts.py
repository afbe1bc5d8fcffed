"""Pages on which the editor says more of an item: its facts, what it belongs to, what it interprets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalogue import facts as acts
from gongkai.catalogue import policy
from gongkai.catalogue.models import Item, Relation
from gongkai.desk.catalogue import forms
from gongkai.kit.views import ActPage, Offer


def offers(item: Item, by: Any) -> Iterable[Offer]:
    """What can be said of an item beside its text."""
    yield Offer(
        _("Change the facts"),
        reverse("desk:item_facts", args=[item.pk]),
        _("Column, subject, keywords, abstract, validity, last day. Index number and address stay."),
        policy.obstacles_to_changing_facts(item, by),
        quiet=True,
    )
    yield Offer(
        _("Name another item that belongs to it"),
        reverse("desk:item_relate", args=[item.pk]),
        _("Each of the two pages leads to the other."),
        policy.obstacles_to_linking(item, by),
        quiet=True,
    )
    yield Offer(
        _("Say which item it interprets"),
        reverse("desk:item_interprets", args=[item.pk]),
        _("The document and its interpretation lead to each other."),
        policy.obstacles_to_linking(item, by),
        quiet=True,
    )


def related_to(item: Item) -> list[Item]:
    """Return the items named as belonging to this one."""
    pairs = Relation.objects.filter(Q(item=item) | Q(other=item)).values_list("item", "other")
    return list(Item.objects.filter(pk__in={pk for pair in pairs for pk in pair} - {item.pk}).order_by("-pk"))


class _ItemAct(ActPage):
    model = Item
    nav = "catalogue"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "item": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_linking(self.subject, self.request.user)


class ChangeFacts(_ItemAct):
    form_class = forms.FactsForm
    heading = gettext_lazy("Change the facts")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. The website shows it from now on.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing_facts(self.subject, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.subject, name) for name in acts.FACTS}

    def run(self, form: Any) -> Any:
        said = form.said
        if said["validity"] == self.subject.validity:
            # Left as it was, it follows the last day.
            del said["validity"]
        return acts.change_facts(self.subject, by=self.request.user, **said)


class Relate(_ItemAct):
    form_class = forms.OtherItemForm
    heading = gettext_lazy("Name another item that belongs to it")
    button = gettext_lazy("Save")
    done = gettext_lazy("Named. Each of the two pages leads to the other.")

    def run(self, form: Any) -> Any:
        acts.relate(self.subject, form.other, by=self.request.user)
        return self.subject


class Part(ActPage):
    """Takes back that two items belong together."""

    model = Item
    nav = "catalogue"
    heading = gettext_lazy("No longer name them as belonging together")
    button = gettext_lazy("Part them")
    done = gettext_lazy("Parted.")

    def fetch(self) -> Any:
        item = super().fetch()
        self.other = next((each for each in related_to(item) if each.pk == self.kwargs["other"]), None)
        if self.other is None:
            raise Http404
        return item

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_linking(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        assert self.other is not None  # noqa: S101 - fetched with the subject, or 404
        acts.part(self.subject, self.other, by=self.request.user)
        return self.subject


class NameInterpretation(_ItemAct):
    form_class = forms.InterpretsForm
    heading = gettext_lazy("Say which item it interprets")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved. Both pages show it.")

    def get_initial(self) -> dict[str, Any]:
        interprets = self.subject.interprets
        return {"index_number": interprets.index_number if interprets else ""}

    def run(self, form: Any) -> Any:
        return acts.name_interpretation(self.subject, form.other, by=self.request.user)
