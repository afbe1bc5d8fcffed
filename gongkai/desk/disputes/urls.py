from django.urls import path

from gongkai.desk.disputes import views

urlpatterns = [
    path("", views.Disputes.as_view(), name="dispute_list"),
    path("open/", views.Open.as_view(), name="dispute_open"),
    path("<int:pk>/", views.DisputePage.as_view(), name="dispute"),
    path("<int:pk>/outcome/", views.RecordOutcome.as_view(), name="dispute_outcome"),
    path("complaints/", views.Complaints.as_view(), name="complaint_list"),
    path("complaints/record/", views.RecordComplaint.as_view(), name="complaint_record"),
    path("complaints/<int:pk>/", views.ComplaintPage.as_view(), name="complaint"),
    path("complaints/<int:pk>/handled/", views.HandleComplaint.as_view(), name="complaint_handled"),
]
