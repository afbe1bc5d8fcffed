from django.urls import path

from gongkai.desk.people import systems, views

urlpatterns = [
    path("", views.AccountList.as_view(), name="people"),
    path("open/", views.OpenAccount.as_view(), name="account_open"),
    path("systems/", systems.SystemList.as_view(), name="system_list"),
    path("systems/open/", systems.OpenSystem.as_view(), name="system_open"),
    path("systems/<int:pk>/", systems.SystemPage.as_view(), name="system"),
    path("systems/<int:pk>/token/", systems.RenewToken.as_view(), name="system_renew"),
    path("systems/<int:pk>/close/", systems.CloseSystem.as_view(), name="system_close"),
    path("<int:pk>/", views.AccountPage.as_view(), name="account"),
    path("<int:pk>/close/", views.CloseAccount.as_view(), name="account_close"),
    path("<int:pk>/password/", views.SetPassword.as_view(), name="account_password"),
    path("<int:pk>/duty/", views.AssignPost.as_view(), name="post_assign"),
    path("duties/<int:pk>/end/", views.EndPost.as_view(), name="post_end"),
]
