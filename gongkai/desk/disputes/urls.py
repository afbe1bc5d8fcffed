from django.urls import path

from gongkai.desk.disputes import views

urlpatterns = [
    path("", views.Disputes.as_view(), name="dispute_list"),
    path("open/", views.Open.as_view(), name="dispute_open"),
    path("<int:pk>/", views.DisputePage.as_view(), name="dispute"),
    path("<int:pk>/service/", views.RecordService.as_view(), name="dispute_service"),
    path("<int:pk>/defence/", views.RecordDefence.as_view(), name="dispute_defence"),
    path("<int:pk>/outcome/", views.RecordOutcome.as_view(), name="dispute_outcome"),
    path("<int:pk>/filing/", views.FileLostCase.as_view(), name="dispute_filing"),
    path("<int:pk>/reply-anew/", views.ReplyAnew.as_view(), name="dispute_reply_anew"),
    path("<int:pk>/papers/", views.AddPapers.as_view(), name="dispute_papers"),
    path("<int:pk>/evidence/", views.EvidencePage.as_view(), name="dispute_evidence"),
    path("papers/<int:pk>/", views.PaperFile.as_view(), name="dispute_paper"),
    path("complaints/", views.Complaints.as_view(), name="complaint_list"),
    path("complaints/register/", views.ComplaintRegister.as_view(), name="complaint_register"),
    path("complaints/record/", views.RecordComplaint.as_view(), name="complaint_record"),
    path("complaints/<int:pk>/", views.ComplaintPage.as_view(), name="complaint"),
    path("complaints/<int:pk>/handled/", views.HandleComplaint.as_view(), name="complaint_handled"),
]
