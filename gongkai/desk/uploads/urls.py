"""Addresses under which a script sends large files in parts."""

from django.urls import path

from gongkai.desk.uploads import views

urlpatterns = [
    path("", views.Uploads.as_view(), name="uploads"),
    path("<uuid:pk>/", views.OneUpload.as_view(), name="upload"),
    path("<uuid:pk>/finish/", views.Finish.as_view(), name="upload_finish"),
]
