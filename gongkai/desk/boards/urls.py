from django.urls import path

from gongkai.desk.boards import carried, views

urlpatterns = [
    path("", views.PostingList.as_view(), name="posting_list"),
    path("mine/", views.MyBoards.as_view(), name="posting_mine"),
    path("new/", views.PlanPostings.as_view(), name="posting_new"),
    path("<int:pk>/", views.PostingPage.as_view(), name="posting"),
    path("<int:pk>/sheet/", views.PostingSheet.as_view(), name="posting_sheet"),
    path("<int:pk>/posted/", views.ConfirmPosting.as_view(), name="posting_confirm"),
    path("<int:pk>/taken-down/", views.TakeDown.as_view(), name="posting_down"),
    path("<int:pk>/call-off/", views.CallOff.as_view(), name="posting_call_off"),
    path("<int:pk>/pictures/<slug:which>/", views.PostingPicture.as_view(), name="posting_picture"),
    path("communities/<int:pk>/list/", views.CommunityList.as_view(), name="posting_community_list"),
    path("hand-outs/", carried.HandOutList.as_view(), name="hand_outs"),
    path("hand-outs/new/", carried.RecordHandOut.as_view(), name="hand_out_new"),
    path("hand-outs/<int:pk>/picture/", carried.HandOutPicture.as_view(), name="hand_out_picture"),
    path("hand-overs/", carried.HandOverList.as_view(), name="hand_overs"),
    path("hand-overs/new/", carried.PrepareHandOver.as_view(), name="hand_over_new"),
    path("hand-overs/<int:pk>/", carried.HandOverPage.as_view(), name="hand_over"),
    path("hand-overs/<int:pk>/list/", carried.HandOverPaper.as_view(), name="hand_over_list"),
    path("hand-overs/<int:pk>/confirm/", carried.ConfirmHandOver.as_view(), name="hand_over_confirm"),
    path("hand-overs/<int:pk>/call-off/", carried.CallOffHandOver.as_view(), name="hand_over_call_off"),
    path("hand-overs/<int:pk>/proof/", carried.HandOverProof.as_view(), name="hand_over_proof"),
]
