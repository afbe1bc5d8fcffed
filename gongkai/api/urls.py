"""The addresses of the interface, all below /api/v1/."""

from django.urls import URLPattern, path

from gongkai.api import asked, catalog, channel_reports, documents, items, offices, wechat_calls
from gongkai.api.door import answering, api, nothing_here
from gongkai.api.open import open_to_all

app_name = "api"

api.add_router("", documents.router)
api.add_router("", items.router)
api.add_router("", offices.router)

# Read by everybody, with the parameters they take; all the others are for those who hold a token.
OPEN: dict[str, tuple[str, ...]] = {
    "items": tuple(asked.Asked.model_fields),
    "item": (),
    "guides": tuple(items.AskedGuides.model_fields),
    "agencies": (),
    "guide": (),
    "columns": ("agency",),
    "figures": (),
    "openapi-json": (),
}

urlpatterns = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
for each in urlpatterns:
    known = OPEN.get(each.name or "")
    each.callback = answering(each.callback) if known is None else open_to_all(each.callback, known)
# What is not there is told in JSON too; the root only tells ninja where it stands.
urlpatterns += [
    path("catalog", open_to_all(catalog.dcat), name="catalog"),
    path("docs", catalog.page, name="docs"),
    path("channels/wechat/<int:pk>/", wechat_calls.wechat, name="wechat"),
    path(
        "channels/sms/<int:pk>/<slug:path>/reports/",
        answering(channel_reports.sms_reports),
        name="sms_reports",
    ),
    path(
        "channels/sms/<int:pk>/<slug:path>/replies/",
        answering(channel_reports.sms_replies),
        name="sms_replies",
    ),
    path("", answering(nothing_here), name="api-root"),
    path("<path:rest>", answering(nothing_here), name="nothing"),
]
