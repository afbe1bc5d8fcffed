from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule


class DeskConfig(AppConfig):
    name = "gongkai.desk"
    label = "desk"

    def ready(self) -> None:
        """Hang every room's entries into the desk's navigation."""
        from gongkai.desk.rooms import ROOMS
        from gongkai.kit.navigation import hang

        for room in ROOMS:
            package = import_module(f"gongkai.desk.{room}")
            if module_has_submodule(package, "navigation"):
                hang(*import_module(f"gongkai.desk.{room}.navigation").ENTRIES)

        from gongkai.desk.search import indexing
        from gongkai.jobs.schedule import daily, every

        indexing.listen()
        every("desk.search_index", 3600, indexing.mend)
        every("desk.search_index.new", 60, indexing.put_in_new)
        daily("desk.search_index.days", indexing.catch_up)
