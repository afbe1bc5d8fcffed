from django.urls import path

from gongkai.desk.home import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("parts/", views.Parts.as_view(), name="parts"),
]
