from django.urls import path

from gongkai.desk.responsibility import views

urlpatterns = [
    path("who/", views.ResponsibilityPage.as_view(), name="responsibility"),
    path("who/charge/", views.GiveCharge.as_view(), name="charge_give"),
    path("who/charge/<int:pk>/end/", views.EndCharge.as_view(), name="charge_end"),
    path("rules/", views.OwnRules.as_view(), name="own_rules"),
    path("rules/name/", views.NameRule.as_view(), name="own_rule_name"),
    path("handover/<int:pk>/", views.Handover.as_view(), name="handover"),
]
