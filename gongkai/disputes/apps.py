from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "gongkai.disputes"
    label = "disputes"
