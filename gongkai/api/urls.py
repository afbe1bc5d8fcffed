"""The addresses of the interface, all below /api/v1/."""

from django.urls import URLPattern, path

from gongkai.api import documents
from gongkai.api.door import answering, api, nothing_here

app_name = "api"

api.add_router("", documents.router)

urlpatterns = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
for each in urlpatterns:
    each.callback = answering(each.callback)
# What is not there is told in JSON too; the root only tells ninja where it stands.
urlpatterns += [
    path("", answering(nothing_here), name="api-root"),
    path("<path:rest>", answering(nothing_here), name="nothing"),
]
