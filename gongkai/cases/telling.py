"""News for requesters by e-mail: that there is something to read, and nothing of what it is."""

from __future__ import annotations

import logging

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Refused
from gongkai.cases.models import Case
from gongkai.notices.actions import write
from gongkai.notices.kinds import Channel, label_kinds
from gongkai.vault.fields import Unreadable

log = logging.getLogger(__name__)

label_kinds({"cases.news": _("News about a request, to the requester")})


def tell_of_news(case: Case, occasion: str) -> None:
    """Write to a requester with a progress page and an e-mail address that there is news on it.

    `occasion` names the news for ever (a letter, a message): of the same one a requester is told once.
    An address that is none, or cannot be opened here, is passed over: the progress page has the news anyway.
    """
    try:
        # Fetched here: where its address cannot be opened, the row cannot be read either.
        case = Case.objects.select_related("agency", "request").get(pk=case.pk)
        has_page = case.request is not None and case.request.code_hash
        if not has_page or not case.requester_email or case.erased_on:
            return
        write(
            case.agency,
            channel=Channel.EMAIL,
            address=case.requester_email,
            subject=lambda: gettext("News about your request %(number)s") % {"number": case.number},
            text=lambda: _words(case),
            key=f"{news_prefix(case)}{occasion}",
            by=PROGRAM,
            kind="cases.news",
        )
    except (Refused, Unreadable) as fault:
        log.warning("No news could be sent about case %s: %s", case.pk, type(fault).__name__)


def news_prefix(case: Case) -> str:
    """Return how the keys of all messages to the requester of a case begin."""
    return f"{case.key}:news:"


def _words(case: Case) -> str:
    told = {"number": case.number, "office": case.agency.name}
    if not settings.SITE_URL:
        return (
            gettext(
                "There is news about your request %(number)s. Read it on the progress page of our website, "
                "with the number and your code.\n\n%(office)s"
            )
            % told
        )
    told["url"] = f"{settings.SITE_URL}{reverse('portal:request_progress')}"
    return (
        gettext(
            "There is news about your request %(number)s. Read it on the progress page, with the number "
            "and your code: %(url)s\n\n%(office)s"
        )
        % told
    )
