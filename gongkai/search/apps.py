from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "gongkai.search"
    label = "search"

    def ready(self) -> None:
        # Labels its acts for the journal.
        from gongkai.search import synonyms  # noqa: F401

        # The index is no model: tables made without migrations, or emptied by a flush, lack it.
        post_migrate.connect(_make_tables, sender=self, dispatch_uid="search.tables")


def _make_tables(sender: AppConfig, using: str, **told: Any) -> None:
    from gongkai.search.engines import make_tables

    make_tables(using)
