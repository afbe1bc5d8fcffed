"""The portal's addresses: for everybody, without an account."""

from django.urls import include, path

from gongkai.portal import views
from gongkai.portal.catalogue import columns, downloads, guide, items, section
from gongkai.portal.inventory import views as inventory
from gongkai.portal.issues import views as issues
from gongkai.portal.offices import views as offices
from gongkai.portal.requests import progress
from gongkai.portal.requests import views as requests
from gongkai.portal.search import views as searching
from gongkai.portal.services import views as services

app_name = "portal"

urlpatterns = [
    path("", include("gongkai.portal.site.urls")),
    path("", views.Home.as_view(), name="home"),
    path("items/", searching.Search.as_view(), name="search"),
    path("items/suggest/", searching.Suggest.as_view(), name="suggest"),
    path("items/<int:pk>/", items.ItemPage.as_view(), name="item"),
    path("items/<int:pk>/qr.svg", items.QrCode.as_view(), name="item_qr"),
    path("items/<int:pk>/files/<uuid:file>/", items.ItemFile.as_view(), name="item_file"),
    path("items/by-number/<path:index_number>/", items.ByNumber.as_view(), name="item_by_number"),
    path("disclosure/", section.Section.as_view(), name="section"),
    path("rules/", section.Rules.as_view(), name="rules"),
    path("content/", section.Content.as_view(), name="content"),
    path("content/duties/", section.Duties.as_view(), name="duties"),
    path("content/duties/<str:code>/", section.OfDuty.as_view(), name="duty"),
    path("content/areas/", section.Areas.as_view(), name="areas"),
    path("content/areas/<slug:code>/", section.OfArea.as_view(), name="area"),
    path("content/save/<slug:kind>/", downloads.Catalogue.as_view(), name="catalogue_download"),
    path("columns/<slug:slug>/", columns.ColumnPage.as_view(), name="column"),
    path("offices/", offices.Offices.as_view(), name="offices"),
    path("offices/<slug:slug>/", offices.OfficePage.as_view(), name="office"),
    path("services/", services.Services.as_view(), name="services"),
    path("papers/", issues.Papers.as_view(), name="papers"),
    path("papers/<int:pk>/", issues.PaperFile.as_view(), name="paper"),
    path("guide/", guide.Guide.as_view(), name="guide"),
    path("guide/save/<slug:kind>/", guide.Download.as_view(), name="guide_download"),
    path("inventory/", inventory.Inventory.as_view(), name="inventory"),
    path("inventory/save/<slug:kind>/", inventory.Download.as_view(), name="inventory_download"),
    path("requests/", views.Requests.as_view(), name="requests"),
    path("reports/", views.Reports.as_view(), name="reports"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("subscribe/", include("gongkai.portal.subscriptions.urls")),
    # Form and progress lie under one address: the cookie of a form that was begun goes no further.
    path("request/", requests.RequestPage.as_view(), name="request"),
    path("request/save/", requests.SaveDraft.as_view(), name="request_save"),
    path("request/check/", requests.Check.as_view(), name="request_check"),
    path("request/receipt/", requests.ReceiptPage.as_view(), name="request_receipt"),
    path("request/receipt/file/", requests.ReceiptFile.as_view(), name="request_receipt_file"),
    path("request/progress/", progress.Progress.as_view(), name="request_progress"),
    path("request/progress/<int:pk>/clarification/", progress.Clarify.as_view(), name="request_clarify"),
    path("request/progress/<int:pk>/message/", progress.Write.as_view(), name="request_message"),
    path("request/progress/<int:pk>/withdrawal/", progress.Withdraw.as_view(), name="request_withdraw"),
    path("request/progress/<int:pk>/rating/", progress.Rate.as_view(), name="request_rate"),
    path(
        "request/progress/letters/<int:pk>/<str:kind>/", progress.LetterFile.as_view(), name="request_letter"
    ),
    path("request/progress/replies/<int:pk>/<str:kind>/", progress.ReplyFile.as_view(), name="request_reply"),
    path(
        "request/progress/replies/<int:pk>/enclosures/<int:paper>/",
        progress.EnclosureFile.as_view(),
        name="request_enclosure",
    ),
]
