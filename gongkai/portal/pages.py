"""What every page of the portal has: its office and the navigation."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.catalogue.models import Column, Item
from gongkai.channels.queries import public_items
from gongkai.kit.context import portal_navigation, portal_offices
from gongkai.portal.site.meta import head_of
from gongkai.portal.site.structured import structured


def of_portal(items: QuerySet[Item], portal: Agency | None) -> QuerySet[Item]:
    """Return those of the portal's office and of those below it; what others publish stands at their own."""
    return items.filter(agency__in=Agency.objects.within(portal)) if portal is not None else items.none()


class PortalPage:
    """Gives every page its office and the portal's navigation.

    `remembered`: the page is the same for everybody, so `portal.remembering` may hand it out again. A page
    that depends on who asks, or holds a form with a token, says False.
    """

    remembered = True
    nav = ""
    request: Any

    @cached_property
    def portal_offices(self) -> tuple[Agency, ...]:
        """The portal's own office and all below it, whichever of them a page is about."""
        return portal_offices()

    @property
    def portal(self) -> Agency | None:
        """The office whose portal this is."""
        return self.portal_offices[0] if self.portal_offices else None

    @cached_property
    def agency(self) -> Agency:
        """The office a page is about: the portal's own, unless a page says another."""
        if self.portal is None:
            raise Http404
        return self.portal

    @property
    def agencies(self) -> AgencyQuerySet:
        """The portal's office and all below it."""
        return Agency.objects.within(self.agency)

    @cached_property
    def offices(self) -> list[Agency]:
        """The same as a list, the portal's own office first."""
        if self.agency == self.portal:
            return list(self.portal_offices)
        return sorted(self.agencies, key=lambda office: (office.pk != self.agency.pk, office.path))

    def items(self) -> QuerySet[Item]:
        """What the portal shows of all its offices."""
        return public_items().filter(agency__in=[office.pk for office in self.offices])

    def address_of(self, column: Column) -> str:
        """Return where a column stands; short addresses of other offices may be the same as our own."""
        address = reverse("portal:column", args=[column.slug])
        if column.agency_id == self.agency.pk:
            return address
        return f"{address}?office={column.agency.slug}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            office=self.agency,
            site=self.portal,
            portal_nav=portal_navigation(self.nav),
            **kwargs,
        )
        return head_of(self, said) | {"structured": structured(self, said)} | said
