from django.urls import path

from gongkai.desk.search import views

urlpatterns = [
    path("", views.Find.as_view(), name="search"),
    path("words/", views.Words.as_view(), name="search_words"),
    path("words/add/", views.AddWords.as_view(), name="search_words_add"),
    path("words/<int:pk>/change/", views.ChangeWords.as_view(), name="search_words_change"),
    path("words/<int:pk>/drop/", views.DropWords.as_view(), name="search_words_drop"),
]
