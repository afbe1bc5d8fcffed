from django.urls import path

from gongkai.desk.secrecy import views

urlpatterns = [
    path("", views.ReviewList.as_view(), name="review_list"),
    path("<int:pk>/", views.ReviewPage.as_view(), name="review"),
    path("<int:pk>/opinion/", views.StateOpinion.as_view(), name="review_opinion"),
    path("<int:pk>/decide/", views.Decide.as_view(), name="review_decide"),
    path("<int:pk>/approve/", views.Approve.as_view(), name="review_approve"),
    path("<int:pk>/send-back/", views.SendBack.as_view(), name="review_send_back"),
    path("<int:pk>/refer/", views.Refer.as_view(), name="review_refer"),
    path("<int:pk>/answer/", views.Answer.as_view(), name="review_answer"),
    path("<int:pk>/files/<int:order>/", views.ReviewFile.as_view(), name="review_file"),
]
