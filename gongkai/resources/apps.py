from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "gongkai.resources"
    label = "resources"
