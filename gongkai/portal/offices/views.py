"""The offices of the portal: what they are for, who leads them, where they are found.

Law: Regulations on the Disclosure of Government Information (2019), art. 20 (2): functions, organisation,
address, hours, contact, names of those in charge. What else is known of a person stays inside.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, SectionKind
from gongkai.people.models import Charge, Post
from gongkai.portal.pages import PortalPage
from gongkai.resources.models import ReadingPoint

LEADING = (Duty.PRINCIPAL_LEADER, Duty.RESPONSIBLE_LEADER)


class Offices(PortalPage, TemplateView):
    template_name = "portal/offices/offices.html"
    nav = "offices"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offices=self.offices,
            crumbs=[(_("Home"), reverse("portal:home")), (_("Organisation"), "")],
            **kwargs,
        )


class OfficePage(PortalPage, TemplateView):
    template_name = "portal/offices/office.html"
    nav = "offices"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = next((each for each in self.offices if each.slug == self.kwargs["slug"]), None)
        if shown is None:
            raise Http404
        sections = list(shown.sections.all())
        return super().get_context_data(
            shown=shown,
            functions=shown.functions.splitlines(),
            leaders=leaders_of(shown),
            sections=[each for each in sections if each.kind == SectionKind.SECTION],
            communities=[each for each in sections if each.kind == SectionKind.COMMUNITY],
            reading_points=ReadingPoint.objects.counted().in_place_on(clock.today()).filter(agency=shown),
            below=[each for each in self.offices if each.parent_id == shown.pk],
            content_url=reverse("portal:content")
            + ("" if shown.pk == self.agency.pk else f"?office={shown.slug}"),
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Organisation"), reverse("portal:offices")),
                (shown.short_name, ""),
            ],
            **kwargs,
        )


def leaders_of(office: Agency) -> list[dict[str, Any]]:
    """Return who leads the office today: name, duty, and the sections and fields they answer for."""
    today = clock.today()
    posts = (
        Post.objects.held_on(today)
        .filter(agency=office, duty__in=LEADING, user__is_active=True)
        .select_related("user")
        .order_by("since", "pk")
    )
    fields: dict[int, list[str]] = defaultdict(list)
    charges = Charge.objects.filter(Q(until=None) | Q(until__gte=today), agency=office, since__lte=today)
    for charge in charges.select_related("section").order_by("section__kind", "section__order", "pk"):
        fields[charge.leader_id].append(charge.section.name if charge.section else charge.field)
    leaders: dict[int, dict[str, Any]] = {}
    for post in sorted(posts, key=lambda each: LEADING.index(Duty(each.duty))):
        leaders.setdefault(
            post.user_id,
            {"name": post.user.name, "duty": post.get_duty_display(), "fields": fields[post.user_id]},
        )
    return list(leaders.values())
