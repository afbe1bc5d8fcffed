"""What requesters wrote to the office and nobody answered: the rooms above the board tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, Message
from gongkai.channels.health import Unanswered, register_unanswered


def messages_of_requesters(agency: Agency, since: date) -> Iterator[Unanswered]:
    """Yield the messages of requesters since that day after which the office neither wrote nor replied."""
    written_back = Message.objects.filter(
        request=OuterRef("request"), from_office=True, written_at__gt=OuterRef("written_at")
    )
    concluded = Case.objects.filter(
        request=OuterRef("request"), concluded_on__gte=OuterRef("written_at__date")
    )
    open_ones = (
        Message.objects.filter(
            ~Exists(written_back),
            ~Exists(concluded),
            from_office=False,
            written_at__date__gte=since,
            request__agency=agency,
        )
        .order_by("written_at", "pk")
        .values_list("written_at", "case_id", "case__number")
    )
    for written_at, pk, number in open_ones:
        yield Unanswered(
            timezone.localtime(written_at).date(),
            _("Message about request %(number)s") % {"number": number} if pk else _("Message of a requester"),
            reverse("desk:case", args=[pk]) if pk else "",
        )


register_unanswered("cases", messages_of_requesters)
