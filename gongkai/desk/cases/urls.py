from django.urls import path

from gongkai.desk.cases import views

urlpatterns = [
    path("", views.OpenCases.as_view(), name="case_list"),
    path("concluded/", views.ConcludedCases.as_view(), name="case_list_concluded"),
    path("all/", views.AllCases.as_view(), name="case_list_all"),
    path("register/", views.Register.as_view(), name="case_register"),
    path("<int:pk>/", views.CasePage.as_view(), name="case"),
    path("<int:pk>/contact/", views.ShowContact.as_view(), name="case_contact"),
    path("<int:pk>/section/", views.AssignSection.as_view(), name="case_section"),
    path("<int:pk>/extend/", views.Extend.as_view(), name="case_extend"),
    path("<int:pk>/withdraw/", views.Withdraw.as_view(), name="case_withdraw"),
    path("<int:pk>/propose/", views.ProposeReply.as_view(), name="case_propose"),
    path("<int:pk>/fee/", views.RecordFee.as_view(), name="case_fee"),
    path("<int:pk>/papers/", views.AddPapers.as_view(), name="case_papers"),
    path("replies/<int:pk>/check/", views.LegalCheck.as_view(), name="case_check"),
    path("replies/<int:pk>/send-back/", views.SendBack.as_view(), name="case_send_back"),
    path("replies/<int:pk>/sign/", views.Sign.as_view(), name="case_sign"),
    path("replies/<int:pk>/deliver/", views.Deliver.as_view(), name="case_deliver"),
    path("replies/<int:pk>/arrival/", views.RecordArrival.as_view(), name="case_arrival"),
    path("replies/<int:pk>/letter.<str:kind>", views.Letter.as_view(), name="case_letter"),
    path("papers/<int:pk>/", views.PaperFile.as_view(), name="case_paper"),
]
