"""Old addresses lead on: what another program, or an earlier name of a column, left in the world."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from gongkai.catalogue import addresses
from gongkai.channels.queries import once_public_items
from gongkai.kit.context import portal_agency
from gongkai.portal.pages import of_portal

Answer = Callable[[HttpRequest], HttpResponse]

_ELSEWHERE = ("/desk/", "/account/", "/api/", "/static/")


def follow_old_addresses(answer: Answer) -> Answer:
    """Ask, where nothing stands under an address, whether something once stood there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if request.path.startswith(_ELSEWHERE):
            return response
        to = where_to(request.get_full_path())
        return HttpResponsePermanentRedirect(to) if to else response

    return middleware


def where_to(address: str) -> str:
    """Return where an old address leads now; empty for one nobody had, or of what was never public."""
    old = addresses.find(address)
    if old is None:
        return ""
    if old.item is not None:
        shown = of_portal(once_public_items(), portal_agency()).filter(pk=old.item.pk).exists()
        return old.item.get_public_url() if shown else ""
    column = old.column
    if column is None:
        return ""
    to = reverse("portal:column", args=[column.slug])
    own = portal_agency()
    other = own is not None and own.pk != column.agency_id
    to = f"{to}?office={column.agency.slug}" if other else to
    # A column that stands at this very address answered 404 for a reason of its own.
    return "" if to == address else to
