from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gongkai.meetings"
    label = "meetings"
