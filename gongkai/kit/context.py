"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Level
from gongkai.kit.navigation import navigation_for


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
        context |= {
            "footer_links": [
                {"label": _("Disclosure guide"), "url": reverse("portal:guide")},
                {"label": _("Accessibility"), "url": reverse("portal:accessibility")},
                {"label": _("Log-in for the office"), "url": reverse("desk:home")},
            ],
        }
    return context


def portal_agency() -> Agency | None:
    """The office whose portal this is: the one named in the settings, else the first subdistrict office."""
    agencies = Agency.objects.order_by("pk")
    if settings.PORTAL_AGENCY:
        return agencies.filter(slug=settings.PORTAL_AGENCY).first()
    return agencies.filter(level=Level.SUBDISTRICT).first()
