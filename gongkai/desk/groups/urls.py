from django.urls import path

from gongkai.desk.groups import messages, views

urlpatterns = [
    path("", views.GroupList.as_view(), name="group_list"),
    path("open/", views.OpenGroup.as_view(), name="group_open"),
    path("opt-out/", views.OptOut.as_view(), name="sms_opt_out"),
    path("<int:pk>/", views.GroupPage.as_view(), name="group"),
    path("<int:pk>/change/", views.ChangeGroup.as_view(), name="group_change"),
    path("<int:pk>/close/", views.CloseGroup.as_view(), name="group_close"),
    path("<int:pk>/contacts/", views.ContactList.as_view(), name="contact_list"),
    path("<int:pk>/contacts/add/", views.AddContact.as_view(), name="contact_add"),
    path("<int:pk>/contacts/import/", views.ImportContacts.as_view(), name="contact_import"),
    path("<int:pk>/contacts/import/confirm/", views.TakeIn.as_view(), name="contact_take_in"),
    path("contacts/<int:pk>/", views.ContactPage.as_view(), name="contact"),
    path("contacts/<int:pk>/end/", views.EndContact.as_view(), name="contact_end"),
    path("contacts/<int:pk>/number/", views.ShowNumber.as_view(), name="contact_number"),
    path("contacts/<int:pk>/paper/", views.ContactPaper.as_view(), name="contact_paper"),
    path("releases/<int:pk>/", messages.Plan.as_view(), name="sms_plan"),
    path("messages/", messages.DeliveryList.as_view(), name="delivery_list"),
    path("messages/<int:pk>/resolve/", messages.ResolveDelivery.as_view(), name="delivery_resolve"),
    path("channels/<int:pk>/", messages.SetUp.as_view(), name="sms_set_up"),
    path("channels/<int:pk>/price/", messages.SetPrice.as_view(), name="sms_price"),
]
