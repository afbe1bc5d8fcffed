from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongkai.portal"
    label = "portal"

    def ready(self) -> None:
        from gongkai.jobs.schedule import every
        from gongkai.journal.changes import never_public
        from gongkai.portal.private_acts import PRIVATE_ACTS
        from gongkai.portal.search import tallying

        never_public(*PRIVATE_ACTS)
        every("portal.searches", 60, tallying.count)
