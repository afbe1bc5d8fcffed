from django.urls import path

from gongkai.desk.resources.registers import DEDICATED_OFFICES, FUNDS, READING_POINTS, STAFF
from gongkai.desk.resources.views import RegistersPage

urlpatterns = [
    path("", RegistersPage.as_view(), name="registers"),
    *DEDICATED_OFFICES.urls("offices"),
    *READING_POINTS.urls("reading-points"),
    *STAFF.urls("staff"),
    *FUNDS.urls("funds"),
]
