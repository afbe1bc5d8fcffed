from django.urls import path

from gongkai.desk.agencies import views

urlpatterns = [
    path("", views.OfficePage.as_view(), name="office"),
    path("change/", views.ChangeOffice.as_view(), name="office_change"),
    path("sections/<int:pk>/", views.ChangeSection.as_view(), name="section_change"),
]
