from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongkai.notices"
    label = "notices"

    def ready(self) -> None:
        from gongkai.jobs.schedule import every
        from gongkai.notices.actions import send_out

        every("outbox", 60, send_out)
