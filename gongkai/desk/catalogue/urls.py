from django.urls import path

from gongkai.desk.catalogue import facts, views

urlpatterns = [
    path("", views.ItemList.as_view(), name="item_list"),
    path("publish/<int:pk>/", views.Publish.as_view(), name="item_publish"),
    path("<int:pk>/", views.ItemPage.as_view(), name="item"),
    path("<int:pk>/correct/", views.Correct.as_view(), name="item_correct"),
    path("<int:pk>/facts/", facts.ChangeFacts.as_view(), name="item_facts"),
    path("<int:pk>/related/", facts.Relate.as_view(), name="item_relate"),
    path("<int:pk>/related/<int:other>/part/", facts.Part.as_view(), name="item_part"),
    path("<int:pk>/interprets/", facts.NameInterpretation.as_view(), name="item_interprets"),
    path("<int:pk>/key-areas/", views.AssignKeyAreas.as_view(), name="item_key_areas"),
    path("<int:pk>/withdraw/", views.Withdraw.as_view(), name="item_withdraw"),
    path("<int:pk>/files/<uuid:file>/", views.ItemFile.as_view(), name="item_file"),
]
