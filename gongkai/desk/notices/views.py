"""My notices and how I want to be told; the outbox, for the system administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.acts.duties import Duty
from gongkai.desk.notices.filters import MessageFilter, NoticeFilter
from gongkai.desk.notices.forms import WaysForm
from gongkai.kit.forms import ActForm, RemarkForm
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, SubjectPage
from gongkai.notices import actions, policy
from gongkai.notices.kinds import Channel
from gongkai.notices.models import Message, Notice
from gongkai.notices.queries import preference_of
from gongkai.notices.sending import is_on

KEEPERS = frozenset({Duty.SYSTEM_ADMINISTRATOR})


class MyNotices(ListPage):
    model = Notice
    filterset_class = NoticeFilter
    template_name = "desk/notices/mine.html"
    nav = "notices"

    def get_queryset(self) -> Any:
        return super().get_queryset().unread_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Each unread one carries a form of its own, so that it is read with one press.
        rows = [(notice, ActForm(auto_id=False)) for notice in context["object_list"]]
        # The unread stand first: where none is on the page, none follows.
        unread = any(notice.read_at is None for notice, _form in rows)
        return {**context, "rows": rows, "unread": unread}


class OpenNotice(OfSubject, View):
    """Leads to what a notice is about. Who goes there has read it."""

    model = Notice

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return redirect(actions.mark_read(self.fetch(), by=request.user).url)


class MarkRead(ActPage):
    model = Notice
    nav = "notices"
    heading = gettext_lazy("Mark the notice as read")
    button = gettext_lazy("Mark as read")
    done = gettext_lazy("Marked as read.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_reading(self.subject, self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("desk:my_notices")

    def run(self, form: Any) -> Any:
        actions.mark_read(self.subject, by=self.request.user)
        return self.get_cancel_url()


class MarkAllRead(CreatePage):
    nav = "notices"
    heading = gettext_lazy("Mark all notices as read")
    button = gettext_lazy("Mark all as read")
    done = gettext_lazy("All are marked as read.")

    def get_cancel_url(self) -> str:
        return reverse("desk:my_notices")

    def run(self, form: Any) -> Any:
        actions.mark_all_read(by=self.request.user)
        return self.get_cancel_url()


class Preferences(CreatePage):
    form_class = WaysForm
    template_name = "desk/notices/preferences.html"
    nav = "notices"
    heading = gettext_lazy("How I want to be told")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        chosen = preference_of(self.request.user)
        return {name: getattr(chosen, name) for name in ("email_on", "email", "sms_on", "mobile")}

    def get_cancel_url(self) -> str:
        return reverse("desk:my_notices")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        off = [channel.label for channel in Channel if not is_on(channel)]
        return super().get_context_data(off=off, **kwargs)

    def run(self, form: Any) -> Any:
        user = self.request.user
        actions.choose_ways(user, by=user, **form.said)
        return self.get_cancel_url()


class Outbox(ListPage):
    model = Message
    filterset_class = MessageFilter
    template_name = "desk/notices/outbox.html"
    nav = "outbox"
    duties = KEEPERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        off = [channel.label for channel in Channel if not is_on(channel)]
        return super().get_context_data(off=off, **kwargs)


class _OfMessage(OfSubject):
    model = Message
    nav = "outbox"
    duties = KEEPERS

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")


class MessagePage(_OfMessage, SubjectPage):
    template_name = "desk/notices/message.html"

    def offers(self) -> Iterable[Offer]:
        message, by = self.object, self.request.user
        return [
            Offer(
                _("It did arrive"),
                reverse("desk:message_arrived", args=[message.pk]),
                _("The records of the server or gateway show it. It counts as sent."),
                policy.obstacles_to_resolving(message, by),
            ),
            Offer(
                _("Send it again"),
                reverse("desk:message_again", args=[message.pk]),
                _("It goes out within minutes. If it did arrive before, it arrives twice."),
                policy.obstacles_to_sending_again(message, by),
                quiet=True,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        attempts = self.object.attempts
        made = ngettext("%(number)s attempt", "%(number)s attempts", attempts) % {"number": attempts}
        return super().get_context_data(attempts=made, **kwargs)


class ResolveSent(_OfMessage, ActPage):
    form_class = RemarkForm
    heading = gettext_lazy("Note that it did arrive")
    button = gettext_lazy("It did arrive")
    done = gettext_lazy("Noted. It counts as sent.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_resolving(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.resolve_sent(self.subject, by=self.request.user, **form.said)


class SendAgain(_OfMessage, ActPage):
    form_class = RemarkForm
    heading = gettext_lazy("Send it again")
    button = gettext_lazy("Send it again")
    done = gettext_lazy("It goes out within minutes.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_sending_again(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.send_again(self.subject, by=self.request.user, **form.said)
