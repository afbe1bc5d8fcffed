from django.urls import path

from gongkai.desk.workdays import views

urlpatterns = [
    path("", views.Notices.as_view(), name="notice_list"),
    path("load/", views.LoadNotice.as_view(), name="notice_load"),
    path("load/confirm/", views.ConfirmNotice.as_view(), name="notice_confirm"),
    path("load/template/", views.Template.as_view(), name="notice_template"),
    path("notice/", views.OneNotice.as_view(), name="notice"),
]
