"""The portal's addresses: for everybody, without an account."""

from django.urls import path

from gongkai.portal import views
from gongkai.portal.inventory import views as inventory
from gongkai.portal.requests import progress
from gongkai.portal.requests import views as requests

app_name = "portal"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("items/", views.Search.as_view(), name="search"),
    path("items/<int:pk>/", views.ItemPage.as_view(), name="item"),
    path("items/<int:pk>/files/<uuid:file>/", views.ItemFile.as_view(), name="item_file"),
    path("columns/<slug:slug>/", views.ColumnPage.as_view(), name="column"),
    path("guide/", views.Guide.as_view(), name="guide"),
    path("inventory/", inventory.Inventory.as_view(), name="inventory"),
    path("inventory/save/<slug:kind>/", inventory.Download.as_view(), name="inventory_download"),
    path("requests/", views.Requests.as_view(), name="requests"),
    path("reports/", views.Reports.as_view(), name="reports"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
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
