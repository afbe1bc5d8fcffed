from django.urls import path

from gongkai.desk.notices import views

urlpatterns = [
    path("mine/", views.MyNotices.as_view(), name="my_notices"),
    path("mine/read/", views.MarkAllRead.as_view(), name="notice_read_all"),
    path("mine/preferences/", views.Preferences.as_view(), name="notice_preferences"),
    path("mine/<int:pk>/", views.OpenNotice.as_view(), name="notice_open"),
    path("mine/<int:pk>/read/", views.MarkRead.as_view(), name="notice_read"),
    path("outbox/", views.Outbox.as_view(), name="outbox"),
    path("outbox/<int:pk>/", views.MessagePage.as_view(), name="message"),
    path("outbox/<int:pk>/arrived/", views.ResolveSent.as_view(), name="message_arrived"),
    path("outbox/<int:pk>/again/", views.SendAgain.as_view(), name="message_again"),
]
