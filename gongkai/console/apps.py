from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "gongkai.console"
    label = "console"
    verbose_name = _("Console")

    def ready(self) -> None:
        from gongkai.console import sealed  # noqa: F401 (the journal's pages name its acts)
        from gongkai.console.inbox import look_into_the_inbox
        from gongkai.jobs.schedule import daily, every
        from gongkai.journal.changes import clear_away
        from gongkai.journal.heads import write_heads

        daily("journal heads", write_heads)
        daily("signs of changes", clear_away)
        every("inbox", 60, look_into_the_inbox)
