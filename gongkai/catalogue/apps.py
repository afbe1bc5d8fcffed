from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "gongkai.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from gongkai.catalogue import columns, facts, hearing  # noqa: F401 (the acts tell their names)
        from gongkai.catalogue.importing import actions, running  # noqa: F401
        from gongkai.jobs.schedule import daily, every

        hearing.listen()
        every("catalogue.imports", 60, running.work)
        daily("items whose last day has passed", facts.expire_what_is_over)
