from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "gongkai.channels"
    label = "channels"

    def ready(self) -> None:
        from gongkai.channels import (
            earlier,
            groups,
            groups_reports,
            health_reminders,
            hearing,
            links,
            lost_files,
            outbox,
            reaching,
            search_index,
            subscriptions,
            subscriptions_digest,
        )
        from gongkai.channels.models import Way
        from gongkai.channels.ways import register
        from gongkai.channels.ways.sms import SmsWay
        from gongkai.channels.ways.wechat import Wechat
        from gongkai.channels.ways.weibo import Weibo
        from gongkai.jobs.schedule import daily, every

        hearing.listen()
        earlier.attend()
        register(Way.SMS, SmsWay())
        register(Way.WECHAT, Wechat())
        register(Way.WEIBO, Weibo())
        search_index.listen()
        links.listen()
        every("channels.outbox", 60, outbox.work)
        daily("channels.read_back", outbox.read_back)
        every("channels.search_index", 600, search_index.mend)
        every("channels.links", 900, links.look_at_due)
        every("channels.visits", 1200, reaching.visit_ourselves)
        daily("channels.files", lost_files.look)
        daily("channels.columns", health_reminders.remind)
        every("channels.sms", 300, groups_reports.follow_up)
        daily("channels.sms_contacts", groups.erase_what_is_over)
        daily("channels.digest", subscriptions_digest.write_digests)
        daily("channels.subscriptions", subscriptions.erase_what_is_over)
