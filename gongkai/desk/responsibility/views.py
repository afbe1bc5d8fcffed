"""Who answers for what, the office's own rules, and the handover when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.agencies.models import Agency
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import OwnRule, OwnRuleKind
from gongkai.catalogue.policy import PUBLISHERS
from gongkai.channels.queries import own_rules_in_public
from gongkai.desk.responsibility import forms, handing_over
from gongkai.desk.responsibility.page import FIGURES, handed_over_by, responsibility_of
from gongkai.inventory.queries import owed_by_section
from gongkai.journal.models import Entry
from gongkai.kit.handover import Held
from gongkai.kit.registers import readable_agencies
from gongkai.kit.views import ActPage, CreatePage, PlainPage
from gongkai.people import policy
from gongkai.people.charges import end_charge, give_charge
from gongkai.people.models import Charge, User
from gongkai.people.policy import CHARGE_KEEPERS
from gongkai.people.queries import people_handed_over_by, successors_of

READERS = OFFICE | SUPERVISORS
HANDOVERS_SHOWN = 20


def _address(name: str) -> str:
    """The address of a page, or nothing where this program has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class _OfAnAgency(PlainPage):
    """A page about one agency: the reader's own, or one of those they may read."""

    duties = READERS

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(readable_agencies(self.request))

    @cached_property
    def agency(self) -> Agency:
        asked = self.request.GET.get("agency", "")
        own = self.request.user.agency
        named = [each for each in self.agencies if str(each.pk) == asked]
        return next(
            iter([*named, *(each for each in self.agencies if each.pk == own.pk), *self.agencies]), own
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [each for each in self.agencies if each.pk != self.agency.pk]
        return super().get_context_data(agency=self.agency, others=others, **kwargs)


class ResponsibilityPage(_OfAnAgency):
    template_name = "desk/responsibility/who.html"
    nav = "responsibility"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency, user = self.agency, self.request.user
        return super().get_context_data(
            told=responsibility_of(agency, several=len(self.agencies) > 1),
            heads=[each.label for each in FIGURES],
            movable=handed_over_by(user, agency),
            may_keep=not list(policy.obstacles_to_keeping_charges(agency, user)),
            contributions=_address("desk:contributions"),
            **kwargs,
        )


class GiveCharge(CreatePage):
    form_class = forms.ChargeForm
    heading = gettext_lazy("Put a leader in charge")
    button = gettext_lazy("Put this leader in charge")
    done = gettext_lazy("Named. Papers and matters of it show the leader in charge.")
    nav = "responsibility"
    duties = frozenset(CHARGE_KEEPERS)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_initial(self) -> dict[str, Any]:
        section = self.request.GET.get("section", "")
        return super().get_initial() | ({"section": section} if section.isdecimal() else {})

    def get_cancel_url(self) -> str:
        return reverse("desk:responsibility")

    def run(self, form: Any) -> Any:
        said = form.said
        give_charge(said.pop("leader"), self.agency, by=self.request.user, **said)
        return self.get_cancel_url()


class EndCharge(ActPage):
    model = Charge
    form_class = forms.EndChargeForm
    heading = gettext_lazy("End the charge")
    button = gettext_lazy("End")
    done = gettext_lazy("Ended. It stays in the history.")
    nav = "responsibility"
    duties = READERS

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "leader", "section")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_ending_charges(self.subject, self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("desk:responsibility")

    def run(self, form: Any) -> Any:
        end_charge(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()


class OwnRules(_OfAnAgency):
    template_name = "desk/responsibility/own_rules.html"
    nav = "own_rules"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency, user = self.agency, self.request.user
        named = {rule.kind: rule for rule in OwnRule.objects.filter(agency=agency).select_related("item")}
        public = {rule.kind for rule in own_rules_in_public(agency)}
        return super().get_context_data(
            rows=[
                (kind, WHERE_SHOWN[OwnRuleKind(kind)], named.get(kind), kind in public)
                for kind in OwnRuleKind
            ],
            may_name=any(user.has_duty(duty, agency) for duty in PUBLISHERS) and agency.pk == user.agency_id,
            **kwargs,
        )


WHERE_SHOWN = {
    OwnRuleKind.DISCLOSURE: gettext_lazy("In the disclosure guide of the portal."),
    OwnRuleKind.SECRECY: gettext_lazy("On the pages of the secrecy review, and in the guide."),
    OwnRuleKind.ATTRIBUTES: gettext_lazy("Where drafts are written, and in the guide."),
    OwnRuleKind.REQUESTS: gettext_lazy("With the requests, and in the guide."),
    OwnRuleKind.PUBLICATION: gettext_lazy("Where items are published, and in the guide."),
}


class NameRule(CreatePage):
    form_class = forms.OwnRuleForm
    heading = gettext_lazy("Name a rule of the office")
    button = gettext_lazy("Name as a rule")
    done = gettext_lazy("Named. The pages it applies to link it.")
    nav = "own_rules"
    duties = frozenset(PUBLISHERS)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_initial(self) -> dict[str, Any]:
        told = {name: self.request.GET[name][:40] for name in ("kind", "item") if name in self.request.GET}
        return super().get_initial() | told

    def get_cancel_url(self) -> str:
        return reverse("desk:own_rules")

    def run(self, form: Any) -> Any:
        catalogue.name_rule(self.agency, by=self.request.user, **form.said)
        return self.get_cancel_url()


class Handover(ActPage):
    """Everything somebody has open, and handing it to a successor; afterwards, what went to whom."""

    model = User
    form_class = forms.HandoverForm
    template_name = "desk/responsibility/handover.html"
    button = gettext_lazy("Hand over")
    nav = "responsibility"

    def get_queryset(self) -> Any:
        return people_handed_over_by(self.request.user)

    @cached_property
    def held(self) -> list[Held]:
        return handing_over.everything_held(self.subject, self.request.user)

    @property
    def movable(self) -> list[Held]:
        return [each for each in self.held if not each.obstacles]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leaving": self.subject, "movable": self.movable}

    def get_heading(self) -> str:
        return _("Handover: %(name)s") % {"name": self.subject.name}

    def get_cancel_url(self) -> str:
        return reverse("desk:responsibility")

    def run(self, form: Any) -> Any:
        said = form.said
        self.went = handing_over.hand_over(
            self.subject, said["things"], to=said["to"], by=self.request.user, reason=said["reason"]
        )
        self.successor = said["to"]
        return reverse("desk:handover", args=[self.subject.pk])

    def get_done(self, result: Any) -> str:
        return ngettext(
            "%(count)s thing was handed over to %(name)s.",
            "%(count)s things were handed over to %(name)s.",
            self.went,
        ) % {"count": self.went, "name": self.successor.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = context["form"]["things"].value() or []
        return context | {
            "leaving": self.subject,
            "movable": [(each, each.key in chosen) for each in self.movable],
            "staying": [each for each in self.held if each.obstacles],
            "owed": self._owed(),
            "earlier": self._earlier(),
            "somebody": successors_of(self.subject).exists(),
        }

    def _owed(self) -> list[tuple[Any, int, str]]:
        """What the sections of the person owe: it stays with the section, whoever leaves."""
        sections = {post.section for post in self.subject.posts_held if post.section is not None}
        told = []
        for section in sorted(sections, key=str):
            url = f"{reverse('desk:owed_period_list')}?section={section.pk}"
            told.append((section, owed_by_section(section).count(), url))
        return told

    def _earlier(self) -> list[tuple[Entry, str, list[Held]]]:
        """What went to whom in earlier handovers, as far as the reader may read it."""
        entries = Entry.objects.filter(subject_key=self.subject.key, act="people.handed_over")
        shown = list(entries.order_by("-number")[:HANDOVERS_SHOWN])
        keys = [key for entry in shown for key in entry.details.get("things", [])]
        known = {each.key: each for each in handing_over.described(keys, self.request.user)}
        return [
            (
                entry,
                entry.details.get("name", ""),
                [known[key] for key in entry.details.get("things", []) if key in known],
            )
            for entry in shown
        ]
