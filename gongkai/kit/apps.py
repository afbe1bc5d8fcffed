from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "gongkai.kit"
    label = "kit"

    def ready(self) -> None:
        from gongkai.kit import connections

        connections.watch()
