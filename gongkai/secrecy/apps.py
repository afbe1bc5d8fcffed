from django.apps import AppConfig


class SecrecyConfig(AppConfig):
    name = "gongkai.secrecy"
    label = "secrecy"

    def ready(self) -> None:
        from gongkai.jobs.schedule import daily, every
        from gongkai.secrecy.gate import read_large_files
        from gongkai.secrecy.reminders import remind

        every("secrecy.read_large_files", 60, read_large_files)
        daily("reminders of secrecy reviews", remind)
