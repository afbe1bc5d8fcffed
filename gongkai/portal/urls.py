"""The portal's addresses: for everybody, without an account."""

from django.urls import path

from gongkai.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("items/", views.Search.as_view(), name="search"),
    path("items/<int:pk>/", views.ItemPage.as_view(), name="item"),
    path("items/<int:pk>/files/<int:order>/", views.ItemFile.as_view(), name="item_file"),
    path("columns/<slug:slug>/", views.ColumnPage.as_view(), name="column"),
    path("guide/", views.Guide.as_view(), name="guide"),
    path("requests/", views.Requests.as_view(), name="requests"),
    path("reports/", views.Reports.as_view(), name="reports"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
]
