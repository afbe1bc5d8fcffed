from django.urls import path

from gongkai.desk.statistics.views import FigurePage, StatisticsPage, download

urlpatterns = [
    path("", StatisticsPage.as_view(), name="statistics"),
    path("<slug:format>/<slug:agency>/<int:year>.<slug:kind>", download, name="report_download"),
    path("<slug:format>/<slug:agency>/<int:year>/<str:code>/", FigurePage.as_view(), name="figure"),
]
