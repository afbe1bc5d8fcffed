"""Public opinion events, the responses to them, and what the press reported.

Rows 2.1, 2.2.4 and 2.2.5 of the table of 2018.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.registers import LONGEST_TEXT, RegisterQuerySet, RegisterRow

KEPT_BY = (Duty.FOI_OFFICER, Duty.FOI_HEAD, Duty.OFFICE_CHECKER, Duty.CHANNEL_EDITOR)


class Gravity(models.TextChoices):
    """How grave an event is decides within how many hours it is to be answered (国办发〔2016〕61号)."""

    ORDINARY = "ordinary", _("Ordinary")
    GRAVE = "grave", _("Grave")
    GRAVEST = "gravest", _("Gravest")


class ConcernEventQuerySet(RegisterQuerySet["ConcernEvent"]):
    def with_responses(self) -> Self:
        """Adds `first_responded_at` and `response_count`, of the responses that were not struck out."""
        counted = _counted_responses()
        return self.annotate(
            first_responded_at=Subquery(counted.order_by("responded_at").values("responded_at")[:1]),
            response_count=Coalesce(
                Subquery(counted.order_by().values("event").annotate(n=Count("pk")).values("n")), 0
            ),
        )

    def answered_in(self, year: int) -> Self:
        """Row 2.1: events first answered in that year; answered in several ways, an event counts once."""
        first = _counted_responses().order_by("responded_at").values("responded_at")[:1]
        return self.alias(first_answer=Subquery(first)).filter(first_answer__year=year)

    def of_year(self, year: int) -> Self:
        return self.answered_in(year)

    def waiting(self) -> Self:
        """Events nobody has answered and nobody has left unanswered for a reason."""
        return (
            self.counted()
            .filter(left_unanswered_because="")
            .exclude(pk__in=Response.objects.counted().values("event"))
        )


def _counted_responses() -> QuerySet[Response]:
    return Response.objects.counted().filter(event=OuterRef("pk"))


class ConcernEvent(RegisterRow):
    """Something the public talks about and the office has to answer (热点或舆情).

    It counts in the year of its first response, once.
    """

    facts = ("title", "gravity", "happened_on", "noticed_at", "source", "summary")
    page = "desk:concern_event"
    kept_by = KEPT_BY

    title = models.CharField(_("Title"), max_length=200)
    gravity = models.CharField(_("Gravity"), max_length=20, choices=Gravity, default=Gravity.ORDINARY)
    happened_on = models.DateField(_("Happened on"), null=True, blank=True)
    noticed_at = models.DateTimeField(
        _("Noticed at"), help_text=_("The hours within which to answer run from here, also on days off.")
    )
    source = models.CharField(_("Where it was noticed"), max_length=200, blank=True)
    summary = models.TextField(_("What it is about"), max_length=LONGEST_TEXT, blank=True)
    left_unanswered_because = models.CharField(
        _("Why no response is given"), max_length=1000, blank=True, editable=False
    )

    objects: ClassVar[ConcernEventQuerySet] = ConcernEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(RegisterRow.Meta):
        abstract = False
        ordering = ["-noticed_at", "-pk"]
        verbose_name = _("public opinion event")
        indexes = [models.Index(fields=["agency", "noticed_at"], name="concerns_event_noticed")]

    def __str__(self) -> str:
        return self.title

    @property
    def answered_at(self) -> datetime | None:
        """The moment of the first response that counts; None as long as there is none."""
        first = self.responses.counted().order_by("responded_at").first()
        return first.responded_at if first else None

    @property
    def answered(self) -> bool:
        return self.responses.counted().exists()


class ResponseChannel(models.TextChoices):
    WEIBO = "weibo", _("Weibo")
    WECHAT = "wechat", _("WeChat")
    WEBSITE = "website", _("Website")
    PRESS = "press", _("Press")
    NOTICE = "notice", _("Posted notice")
    RESIDENTS = "residents", _("Talk with residents")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    ONLINE_INTERVIEW = "online_interview", _("Online interview on the website")
    OTHER = "other", _("Another way")


WEIBO_WECHAT = (ResponseChannel.WEIBO, ResponseChannel.WECHAT)
# These are counted where the meeting stands, in rows 2.2.1 and 2.2.2, and so not among the other ways.
COUNTED_AS_MEETING = (ResponseChannel.PRESS_CONFERENCE, ResponseChannel.ONLINE_INTERVIEW)


class ResponseQuerySet(RegisterQuerySet["Response"]):
    def on_weibo_or_wechat(self) -> Self:
        """Row 2.2.4: responses, not events."""
        return self.filter(channel__in=WEIBO_WECHAT)

    def in_other_ways(self) -> Self:
        """Row 2.2.5: responses neither on Weibo or WeChat nor at a meeting that counts by itself."""
        return self.exclude(channel__in=WEIBO_WECHAT + COUNTED_AS_MEETING)


class Response(RegisterRow):
    """One answer to an event in one way; its agency is the event's. Its year is that of `responded_at`."""

    facts = ("channel", "responded_at", "address", "text")
    year_lookup = "responded_at__year"
    page = "desk:response"
    kept_by = KEPT_BY

    event = models.ForeignKey(ConcernEvent, models.PROTECT, related_name="responses", verbose_name=_("Event"))
    channel = models.CharField(
        _("Way of responding"),
        max_length=20,
        choices=ResponseChannel,
        help_text=_("Enter a press conference or an online interview in the register of meetings as well."),
    )
    responded_at = models.DateTimeField(_("Responded at"))
    address = models.CharField(_("Where it can be read"), max_length=500, blank=True)
    text = models.TextField(_("What was said"), max_length=LONGEST_TEXT, blank=True)

    objects: ClassVar[ResponseQuerySet] = ResponseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(RegisterRow.Meta):
        abstract = False
        ordering = ["-responded_at", "-pk"]
        verbose_name = _("response")
        indexes = [
            models.Index(fields=["agency", "responded_at"], name="concerns_response_at"),
            models.Index(fields=["event", "responded_at"], name="concerns_response_event"),
        ]

    def __str__(self) -> str:
        return gettext("%(channel)s, %(moment)s") % {
            "channel": self.get_channel_display(),
            "moment": formats.date_format(self.responded_at.astimezone(clock.BEIJING), "DATETIME_FORMAT"),
        }


class PressReport(RegisterRow):
    """What a medium reported about the office. No row of the table counts it; the report's text tells it."""

    facts = ("medium", "title", "published_on", "address")
    year_lookup = "published_on__year"
    page = "desk:press_report"
    kept_by = KEPT_BY

    medium = models.CharField(_("Medium"), max_length=100)
    title = models.CharField(_("Title"), max_length=200)
    published_on = models.DateField(_("Published on"))
    address = models.CharField(_("Where it can be read"), max_length=500, blank=True)

    objects: ClassVar[RegisterQuerySet[PressReport]] = RegisterQuerySet["PressReport"].as_manager()  # type: ignore[assignment]

    class Meta(RegisterRow.Meta):
        abstract = False
        ordering = ["-published_on", "-pk"]
        verbose_name = _("media report")
        indexes = [models.Index(fields=["agency", "published_on"], name="concerns_press_published")]

    def __str__(self) -> str:
        return self.title
