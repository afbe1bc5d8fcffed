"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Level
from gongkai.journal.keeping import Kept
from gongkai.kit.addresses import address
from gongkai.kit.navigation import navigation_for
from gongkai.kit.site import site_tags


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of the base pages: the day, large type, whether this is a demonstration, and the navigation."""
    context: dict[str, Any] = {
        "today": clock.today(),
        "large_type": request.COOKIES.get("type") == "large",
        "demo": (settings.DATA_DIR / "demo").exists(),
    }
    if request.path.startswith(("/desk/", "/account/")):
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            context |= {"office": user.agency, "desk_nav": navigation_for(request)}
    else:
        site = SimpleLazyObject(portal_agency)
        context |= {
            "site": site,
            "meta_tags": SimpleLazyObject(lambda: site_tags(portal_agency(), request)),
            "fault_url": f"{address('portal:fault_report')}?{urlencode({'page': request.path})}",
            "footer_links": [
                {"label": _("Disclosure guide"), "url": address("portal:guide")},
                {"label": _("Site map"), "url": address("portal:site_map")},
                {"label": _("Open data"), "url": address("api:docs")},
                {"label": _("Accessibility"), "url": address("portal:accessibility")},
                {"label": _("Log-in for the office"), "url": address("desk:home")},
            ],
        }
    return context


def portal_navigation(current: str = "") -> list[dict[str, Any]]:
    """Return the entries of the portal's navigation: 政府信息公开 with its five statutory parts first."""
    entries = [
        ("guide", _("Disclosure guide"), "portal:guide"),
        ("rules", _("Rules on disclosure"), "portal:rules"),
        ("items", _("Disclosed by law"), "portal:content"),
        ("requests", _("Request information"), "portal:requests"),
        ("reports", _("Annual reports"), "portal:reports"),
        ("offices", _("Organisation"), "portal:offices"),
        ("services", _("Service guides"), "portal:services"),
        ("inventory", _("Inventory of matters"), "portal:inventory"),
    ]
    return [{"label": label, "url": address(name), "current": key == current} for key, label, name in entries]


def portal_agency() -> Agency | None:
    """The office whose portal this is: the one named in the settings, else the first subdistrict office."""
    offices = portal_offices()
    return offices[0] if offices else None


def portal_offices() -> tuple[Agency, ...]:
    """The portal's own office first, then all below it by their path. Read only: all pages share them."""
    return _offices.get(settings.PORTAL_AGENCY, _portal_offices)


_offices = Kept(1)


def _portal_offices() -> tuple[Agency, ...]:
    agencies = Agency.objects.order_by("pk")
    if settings.PORTAL_AGENCY:
        own = agencies.filter(slug=settings.PORTAL_AGENCY).first()
    else:
        own = agencies.filter(level=Level.SUBDISTRICT).first()
    if own is None:
        return ()
    return (own, *Agency.objects.filter(path__startswith=f"{own.path}/").order_by("path"))
