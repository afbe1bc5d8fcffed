from django.urls import path

from gongkai.desk.workdays import views

urlpatterns = [
    path("", views.Notices.as_view(), name="notice_list"),
    path("load/", views.LoadNotice.as_view(), name="notice_load"),
]
