from django.urls import path

from gongkai.desk.secrecy import printing, views

urlpatterns = [
    path("", views.ReviewList.as_view(), name="review_list"),
    path("register/<str:kind>/", printing.RegisterFile.as_view(), name="review_register"),
    path("<int:pk>/", views.ReviewPage.as_view(), name="review"),
    path("<int:pk>/form/<str:kind>/", printing.FormFile.as_view(), name="review_form"),
    path("<int:pk>/opinion/", views.StateOpinion.as_view(), name="review_opinion"),
    path("<int:pk>/decide/", views.Decide.as_view(), name="review_decide"),
    path("<int:pk>/approve/", views.Approve.as_view(), name="review_approve"),
    path("<int:pk>/approve-orally/", views.ApproveOrally.as_view(), name="review_approve_orally"),
    path("<int:pk>/countersign/", views.Countersign.as_view(), name="review_countersign"),
    path("<int:pk>/deny/", views.Deny.as_view(), name="review_deny"),
    path("<int:pk>/justify/", views.Justify.as_view(), name="review_justify"),
    path("<int:pk>/read-again/", views.ReadAgain.as_view(), name="review_read_again"),
    path("<int:pk>/take-out/", views.TakeOut.as_view(), name="review_take_out"),
    path("<int:pk>/send-back/", views.SendBack.as_view(), name="review_send_back"),
    path("<int:pk>/refer/", views.Refer.as_view(), name="review_refer"),
    path("<int:pk>/answer/", views.Answer.as_view(), name="review_answer"),
    path("<int:pk>/files/<uuid:file>/", views.ReviewFile.as_view(), name="review_file"),
]
