"""The office's own data, for its administrators: what it is, who changed it, and changing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts.duties import ADMINISTRATORS
from gongkai.agencies import policy
from gongkai.agencies.actions import change_particulars, change_section
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.particulars import (
    changes_of,
    label_of_particular,
    particulars_of,
    section_particulars,
    stand_of,
)
from gongkai.desk.agencies.forms import OfficeForm, SectionForm
from gongkai.kit.views import ActPage, Offer, OfSubject, SubjectPage


class _OwnOffice(OfSubject):
    """An administrator belongs to one agency; the addresses name no other."""

    model = Agency
    nav = "office"
    duties = frozenset(ADMINISTRATORS)

    def fetch(self) -> Any:
        return self.request.user.agency


class OfficePage(_OwnOffice, SubjectPage):
    template_name = "desk/agencies/office.html"

    def get_object(self, queryset: Any = None) -> Any:
        return self.fetch()

    def offers(self) -> Iterable[Offer]:
        yield Offer(
            _("Change the data"),
            reverse("desk:office_change"),
            _("The portal and letters written from then on show it; letters written before stay."),
            policy.obstacles_to_changing_particulars(self.object, self.request.user),
        )

    def timeline_keys(self) -> list[str]:
        # Registers printed and the like are told of the agency too: here only its data matters.
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency = self.object
        return {
            **super().get_context_data(**kwargs),
            "sections": list(agency.sections.all()),
            "facts": [(label_of_particular(name), value) for name, value in particulars_of(agency).items()],
            "gaps": list(policy.gaps_in(agency)),
            "timeline": changes_of(agency),
        }


class ChangeOffice(_OwnOffice, ActPage):
    form_class = OfficeForm
    heading = gettext_lazy("Change the data of the office")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. The portal and new letters show it from now on.")

    def get_cancel_url(self) -> str:
        return reverse("desk:office")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.subject}

    def get_initial(self) -> dict[str, Any]:
        return particulars_of(self.subject) | {"seen": stand_of(self.subject)}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing_particulars(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        change_particulars(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()


class ChangeSection(ActPage):
    """The data of a section or community of the administrator's own office."""

    model = Section
    nav = "office"
    duties = frozenset(ADMINISTRATORS)
    form_class = SectionForm
    heading = gettext_lazy("Change the data of the section")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. The portal shows it from now on.")

    def get_queryset(self) -> Any:
        return Section.objects.filter(agency=self.request.user.agency).select_related("agency")

    def get_cancel_url(self) -> str:
        return reverse("desk:office")

    def get_initial(self) -> dict[str, Any]:
        return section_particulars(self.subject)

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing_sections(self.subject.agency, self.request.user)

    def run(self, form: Any) -> Any:
        change_section(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()
