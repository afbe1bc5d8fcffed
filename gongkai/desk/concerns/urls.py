from django.urls import path

from gongkai.desk.concerns.registers import EVENTS, PRESS_REPORTS, RESPONSES
from gongkai.desk.concerns.views import EventPage, LeaveUnansweredPage, RespondPage

urlpatterns = [
    path("events/<int:pk>/respond/", RespondPage.as_view(), name="concern_event_respond"),
    path("events/<int:pk>/no-response/", LeaveUnansweredPage.as_view(), name="concern_event_leave"),
    *EVENTS.urls("events", page=EventPage),
    *RESPONSES.urls("responses"),
    *PRESS_REPORTS.urls("press"),
]
