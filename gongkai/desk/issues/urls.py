from django.urls import path

from gongkai.desk.issues import views

urlpatterns = [
    path("", views.IssueList.as_view(), name="issue_list"),
    path("new/", views.OpenIssue.as_view(), name="issue_new"),
    path("<int:pk>/", views.IssuePage.as_view(), name="issue"),
    path("<int:pk>/change/", views.ChangeIssue.as_view(), name="issue_change"),
    path("<int:pk>/pick/", views.Pick.as_view(), name="issue_pick"),
    path("<int:pk>/close/", views.Close.as_view(), name="issue_close"),
    path("<int:pk>/open-again/", views.OpenAgain.as_view(), name="issue_open_again"),
    path("<int:pk>/printed/", views.MarkPrinted.as_view(), name="issue_printed"),
    path("<int:pk>/void/", views.GiveUp.as_view(), name="issue_void"),
    path("<int:pk>/files/<slug:which>/", views.IssueFile.as_view(), name="issue_file"),
    path("<int:pk>/kept/", views.KeptPages.as_view(), name="issue_kept"),
    path("entries/<int:pk>/out/", views.TakeOut.as_view(), name="issue_entry_out"),
    path("entries/<int:pk>/place/", views.Place.as_view(), name="issue_entry_place"),
    path("entries/<int:pk>/section/", views.NameSection.as_view(), name="issue_entry_section"),
]
