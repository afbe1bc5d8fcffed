from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "gongkai.files"
    label = "files"

    def ready(self) -> None:
        from django.core import checks

        from gongkai.files.antivirus import faults_of_setting, word_on_setting
        from gongkai.files.texts import read_what_waits
        from gongkai.files.uploading import remove_old
        from gongkai.jobs.schedule import daily, every
        from gongkai.journal.queries import label_acts

        checks.register(faults_of_setting)
        checks.register(word_on_setting, deploy=True)
        daily("uploads nobody went on with", remove_old)
        every("large files read for the search", 60, read_what_waits)
        label_acts({"files.erased": _("File erased")})
