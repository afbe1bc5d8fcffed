from django.urls import path

from gongkai.desk.documents import views

urlpatterns = [
    path("", views.DocumentList.as_view(), name="document_list"),
    path("draft/", views.DraftDocument.as_view(), name="document_draft"),
    path("piece/", views.DraftPiece.as_view(), name="piece_draft"),
    path("adopt/", views.AdoptBatch.as_view(), name="piece_adopt_batch"),
    path("approve/", views.ApproveBatch.as_view(), name="piece_approve_batch"),
    path("<int:pk>/", views.DocumentPage.as_view(), name="document"),
    path("<int:pk>/edit/", views.Edit.as_view(), name="document_edit"),
    path("<int:pk>/openness/", views.SetOpenness.as_view(), name="document_openness"),
    path("<int:pk>/submit/", views.Submit.as_view(), name="document_submit"),
    path("<int:pk>/check/", views.Check.as_view(), name="document_check"),
    path("<int:pk>/adopt/", views.Adopt.as_view(), name="document_adopt"),
    path("<int:pk>/approve/", views.Approve.as_view(), name="document_approve"),
    path("<int:pk>/send-back/", views.SendBack.as_view(), name="document_send_back"),
    path("<int:pk>/review-again/", views.ReviewAgain.as_view(), name="document_review_again"),
    path("<int:pk>/revise/", views.Revise.as_view(), name="document_revise"),
    path("<int:pk>/drop/", views.Drop.as_view(), name="document_drop"),
    path("<int:pk>/files/<int:attachment>/", views.DocumentFile.as_view(), name="document_file"),
]
