from django.urls import path

from gongkai.desk.health import views

urlpatterns = [
    path("", views.BoardPage.as_view(), name="health"),
    path("links/", views.DeadLinks.as_view(), name="dead_links"),
    path("links/again/", views.LookAgain.as_view(), name="dead_links_again"),
    path("links/save/", views.SaveDeadLinks.as_view(), name="dead_links_save"),
    path("faults/", views.FaultList.as_view(), name="site_fault_list"),
    path("faults/<int:pk>/", views.FaultPage.as_view(), name="site_fault"),
    path("faults/<int:pk>/answer/", views.Answer.as_view(), name="site_fault_answer"),
    path("faults/<int:pk>/dismiss/", views.Dismiss.as_view(), name="site_fault_dismiss"),
    path("faults/<int:pk>/contact/", views.ShowContact.as_view(), name="site_fault_contact"),
]
