"""Offers about letters that wait to be sent or to arrive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.cases import policy
from gongkai.cases.models import Case, LetterKind, LetterState
from gongkai.kit.views import Offer


def offers(case: Case, user: Any) -> Iterator[Offer]:
    """Offer what can be done with each letter; leaving one unsent stands beside the letter itself."""
    if case.agency_id not in user.working_agency_ids:
        return
    for letter in case.letters.all():
        letter.case = case
        if letter.kind == LetterKind.RECEIPT and not case.is_open:
            continue
        named = {"letter": letter, "name": letter.recipient}
        if letter.state == LetterState.WRITTEN:
            yield Offer(
                _("Send: %(letter)s") % named,
                reverse("desk:letter_send", args=[letter.pk]),
                _("To %(name)s. Only from the day it is sent does it count.") % named
                if letter.kind in policy.ASKING
                else _("To %(name)s. Record how and when it was sent.") % named,
                policy.obstacles_to_sending_a_letter(letter, user),
                # A receipt is mostly handed over on the spot: nobody waits for it.
                quiet=letter.kind == LetterKind.RECEIPT,
            )
        elif letter.state == LetterState.SENT:
            yield Offer(
                _("Record the arrival: %(letter)s") % named,
                reverse("desk:letter_arrival", args=[letter.pk]),
                _("The day on which %(name)s got it.") % named,
                policy.obstacles_to_recording_a_letters_arrival(letter, user),
                quiet=True,
            )
