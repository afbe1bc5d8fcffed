from django.urls import path

from gongkai.desk.statistics.months import MonthFigurePage, MonthPage, month_download
from gongkai.desk.statistics.views import FigurePage, StatisticsPage, download

urlpatterns = [
    path("", StatisticsPage.as_view(), name="statistics"),
    path("monthly/", MonthPage.as_view(), name="monthly"),
    path("monthly/<slug:agency>/<int:year>-<int:month>.<slug:kind>", month_download, name="monthly_download"),
    path(
        "monthly/<slug:agency>/<int:year>-<int:month>/<str:code>/",
        MonthFigurePage.as_view(),
        name="monthly_figure",
    ),
    path("<slug:format>/<slug:agency>/<int:year>.<slug:kind>", download, name="report_download"),
    path("<slug:format>/<slug:agency>/<int:year>/<str:code>/", FigurePage.as_view(), name="figure"),
]
