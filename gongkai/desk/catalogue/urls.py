from django.urls import path

from gongkai.desk.catalogue import views

urlpatterns = [
    path("", views.ItemList.as_view(), name="item_list"),
    path("publish/<int:pk>/", views.Publish.as_view(), name="item_publish"),
    path("<int:pk>/", views.ItemPage.as_view(), name="item"),
    path("<int:pk>/correct/", views.Correct.as_view(), name="item_correct"),
    path("<int:pk>/key-areas/", views.AssignKeyAreas.as_view(), name="item_key_areas"),
    path("<int:pk>/withdraw/", views.Withdraw.as_view(), name="item_withdraw"),
    path("<int:pk>/release/", views.RecordRelease.as_view(), name="release"),
    path("<int:pk>/files/<uuid:file>/", views.ItemFile.as_view(), name="item_file"),
    path("releases/<int:pk>/confirm/", views.Confirm.as_view(), name="release_confirm"),
    path("releases/<int:pk>/recall/", views.Recall.as_view(), name="release_recall"),
    path("releases/<int:pk>/proof/", views.ReleaseProof.as_view(), name="release_proof"),
]
