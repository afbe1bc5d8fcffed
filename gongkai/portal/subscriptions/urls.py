from django.urls import path

from gongkai.portal.subscriptions import views

urlpatterns = [
    path("", views.Subscribe.as_view(), name="subscribe"),
    path("sent/", views.Sent.as_view(), name="subscribe_sent"),
    path("<int:pk>/confirm/<slug:token>/", views.Confirm.as_view(), name="subscription_confirm"),
    path("<int:pk>/leave/<slug:token>/", views.Leave.as_view(), name="subscription_leave"),
]
