from django.urls import path

from gongkai.desk.columns import views

urlpatterns = [
    path("", views.Columns.as_view(), name="column_list"),
    path("new/", views.OpenColumn.as_view(), name="column_open"),
    path("<int:pk>/", views.ColumnPage.as_view(), name="column"),
    path("<int:pk>/change/", views.ChangeColumn.as_view(), name="column_change"),
    path("<int:pk>/move/", views.MoveColumn.as_view(), name="column_move"),
    path("<int:pk>/shift/", views.ShiftColumn.as_view(), name="column_shift"),
    path("<int:pk>/close/", views.CloseColumn.as_view(), name="column_close"),
    path("<int:pk>/reopen/", views.ReopenColumn.as_view(), name="column_reopen"),
]
