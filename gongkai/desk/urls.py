"""The desk's addresses, room by room."""

from django.urls import include, path

from gongkai.desk.rooms import ROOMS

app_name = "desk"

urlpatterns = [
    path("" if room == "home" else f"{room}/", include(f"gongkai.desk.{room}.urls")) for room in ROOMS
]
