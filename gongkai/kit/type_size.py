"""长者模式: the portal in large type, remembered by a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.kit.switches import switch

_YEAR = 365 * 24 * 3600


@switch
@require_POST
def set_type_size(request: HttpRequest) -> HttpResponse:
    """Remember large or standard type and go back to the page it was chosen on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    # Not `redirect`: it would take a word without a slash for the name of a page.
    answer = HttpResponseRedirect(back)
    if request.POST.get("size") == "large":
        answer.set_cookie(
            "type", "large", max_age=_YEAR, secure=settings.SPEAKS_TLS, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie("type")
    return answer
