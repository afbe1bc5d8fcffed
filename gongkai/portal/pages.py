"""What every page of the portal has: its office and the navigation."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.kit.context import portal_agency


class PortalPage:
    """Gives every page its office and the portal's navigation."""

    nav = ""
    request: Any

    @cached_property
    def agency(self) -> Agency:
        agency = portal_agency()
        if agency is None:
            raise Http404
        return agency

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = [
            ("guide", _("Disclosure guide"), reverse("portal:guide")),
            ("items", _("Disclosed by law"), reverse("portal:search")),
            ("inventory", _("Inventory of matters"), reverse("portal:inventory")),
            ("requests", _("Request information"), reverse("portal:requests")),
            ("reports", _("Annual reports"), reverse("portal:reports")),
        ]
        return super().get_context_data(  # type: ignore[misc]
            office=self.agency,
            portal_nav=[
                {"label": label, "url": url, "current": name == self.nav} for name, label, url in entries
            ],
            **kwargs,
        )
