from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "gongkai.files"
    label = "files"

    def ready(self) -> None:
        from gongkai.journal.queries import label_acts

        label_acts({"files.erased": _("File erased")})
