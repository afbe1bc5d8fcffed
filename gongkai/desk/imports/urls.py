from django.urls import path

from gongkai.desk.imports import views

urlpatterns = [
    path("", views.ImportList.as_view(), name="item_import_list"),
    path("new/", views.Bring.as_view(), name="item_import_new"),
    path("template/", views.Template.as_view(), name="item_import_template"),
    path("out/", views.TakeOut.as_view(), name="item_export"),
    path("<int:pk>/", views.ImportPage.as_view(), name="item_import"),
    path("<int:pk>/choose/", views.Choose.as_view(), name="item_import_choose"),
    path("<int:pk>/check/", views.Check.as_view(), name="item_import_check"),
    path("<int:pk>/start/", views.Start.as_view(), name="item_import_start"),
    path("<int:pk>/stop/", views.Stop.as_view(), name="item_import_stop"),
    path("<int:pk>/clear/", views.Clear.as_view(), name="item_import_clear"),
    path("<int:pk>/undo/", views.Undo.as_view(), name="item_import_undo"),
    path("<int:pk>/drop/", views.Drop.as_view(), name="item_import_drop"),
    path("<int:pk>/lines/", views.Lines.as_view(), name="item_import_lines"),
]
