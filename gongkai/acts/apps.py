from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "gongkai.acts"
    label = "acts"
