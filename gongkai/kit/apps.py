from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "gongkai.kit"
    label = "kit"
