from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "gongkai.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from gongkai.catalogue import hearing

        hearing.listen()
