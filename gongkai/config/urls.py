"""All addresses: the portal at the root, the desk under /desk/, log-in under /account/, and /api/."""

from django.urls import include, path

from gongkai.kit.switches import choose_language
from gongkai.kit.type_size import set_type_size

handler403 = "gongkai.kit.errors.forbidden"
handler404 = "gongkai.kit.errors.not_found"
handler500 = "gongkai.kit.errors.broken"

urlpatterns = [
    path("language/", choose_language, name="set_language"),
    path("type/", set_type_size, name="set_type_size"),
    path("account/", include("gongkai.desk.account_urls")),
    path("api/v1/", include("gongkai.api.urls")),
    path("desk/", include("gongkai.desk.urls")),
    path("", include("gongkai.portal.urls")),
]
