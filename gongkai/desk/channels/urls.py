from django.urls import path

from gongkai.desk.channels import channels, views

urlpatterns = [
    path("", channels.ChannelList.as_view(), name="channel_list"),
    path("open/", channels.Open.as_view(), name="channel_open"),
    path("<int:pk>/", channels.ChannelPage.as_view(), name="channel"),
    path("<int:pk>/change/", channels.Change.as_view(), name="channel_change"),
    path("<int:pk>/access/", channels.GiveAccess.as_view(), name="channel_access"),
    path("<int:pk>/menu/", channels.Menu.as_view(), name="channel_menu"),
    path("<int:pk>/go-on/", channels.TakeUpAgain.as_view(), name="channel_go_on"),
    path("<int:pk>/close/", channels.Close.as_view(), name="channel_close"),
    path("<int:pk>/cover/", channels.Cover.as_view(), name="channel_cover"),
    path("releases/", views.ReleaseList.as_view(), name="release_list"),
    path("items/<int:pk>/release/", views.RecordRelease.as_view(), name="release"),
    path("releases/<int:pk>/", views.ReleasePage.as_view(), name="release_page"),
    path("releases/<int:pk>/fit/", views.Fit.as_view(), name="release_fit"),
    path("releases/<int:pk>/send/", views.HandOver.as_view(), name="release_send"),
    path("releases/<int:pk>/take-back/", views.TakeBack.as_view(), name="release_take_back"),
    path("releases/<int:pk>/drop/", views.Drop.as_view(), name="release_drop"),
    path("releases/<int:pk>/confirm/", views.Confirm.as_view(), name="release_confirm"),
    path("releases/<int:pk>/resolve/", views.Resolve.as_view(), name="release_resolve"),
    path("releases/<int:pk>/recall/", views.Recall.as_view(), name="release_recall"),
    path("releases/<int:pk>/taken-down/", views.TakenDown.as_view(), name="release_taken_down"),
    path("releases/<int:pk>/proof/", views.ReleaseProof.as_view(), name="release_proof"),
    path("releases/<int:pk>/picture/", views.ReleasePicture.as_view(), name="release_picture"),
]
