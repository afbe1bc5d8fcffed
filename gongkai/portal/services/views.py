"""The service guides (办事指南) of the portal's offices, by subject.

They are information items like all others, in columns of the kind "services".
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from gongkai.catalogue.models import Column, Item
from gongkai.kit.templatetags.kit import without_controls
from gongkai.law.columns import ColumnKind
from gongkai.portal.pages import PortalPage

LONGEST_QUERY = 50  # characters
MOST = 500  # guides on a page; a subdistrict office has about a hundred


class Services(PortalPage, TemplateView):
    template_name = "portal/services/services.html"
    nav = "services"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guides = list(self.guides())
        subject = self.request.GET.get("subject", "")[:100]
        typed = self.request.GET.get("q", "").replace("\x00", "")
        query = without_controls(" ".join(typed.split())[:LONGEST_QUERY])
        wanted = query.casefold().split()
        shown = [
            each
            for each in guides
            if (not subject or each.subject_category == subject)
            and all(word in each.title.casefold() for word in wanted)
        ]
        return super().get_context_data(
            groups=self.groups(shown),
            total=len(shown),
            query=query,
            subjects=[
                (name, number, name == subject)
                for name, number in Counter(
                    each.subject_category for each in guides if each.subject_category
                ).items()
            ],
            subject=subject,
            crumbs=[(_("Home"), reverse("portal:home")), (_("Service guides"), "")],
            **kwargs,
        )

    def guides(self) -> Any:
        columns = Column.objects.filter(
            agency__in=[each.pk for each in self.offices], kind=ColumnKind.SERVICES
        )
        return (
            self.items()
            .filter(column__in=columns)
            .only("pk", "title", "subject_category", "agency", "published_on")
            .order_by("subject_category", "pk")[:MOST]
        )

    @staticmethod
    def groups(guides: list[Item]) -> list[tuple[str, list[Item]]]:
        """The guides under their subjects, in the order the subjects first came."""
        found: dict[str, list[Item]] = {}
        for each in guides:
            found.setdefault(each.subject_category or _("Other"), []).append(each)
        return list(found.items())
