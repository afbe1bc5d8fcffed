from django.urls import path

from gongkai.desk.journal import views

urlpatterns = [path("", views.Journal.as_view(), name="journal")]
