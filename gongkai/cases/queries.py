"""The lists others ask for: cases with all their steps need, found by words, and who holds which duty."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import (
    READERS,
    Case,
    Consultation,
    LetterState,
    Message,
    OutgoingLetter,
    Reply,
)
from gongkai.people.models import Post, User

# What lists never show; opened for nobody, it need not be unsealed either.
SEALED = ("requester_contact", "requester_email", "identity_number")
MOST_WORDS = 8

_BRACKETS = str.maketrans("[]【】()（）〈〉<>《》", "〔〕" * 7)
_NUMBER = re.compile(r"(?:〔(?P<year>[0-9]{4})〕|(?P<bare>[0-9]{4})-)?第?(?P<serial>[0-9]{1,6})号?")


def with_steps(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return `cases` with everything `steps.steps_of` looks at, in a fixed number of queries."""
    letters = OutgoingLetter.objects.defer("content", "recipient_address")
    return (
        cases.defer(*SEALED)
        .select_related("agency", "handling_section", "fee_notice__letter", "fee_notice__entry")
        .annotate(new_messages=Coalesce(Subquery(_new_messages()), 0))
        .prefetch_related(
            "entries",
            Prefetch("letters", letters),
            Prefetch("consultations", Consultation.objects.select_related("letter")),
            Prefetch(
                "replies",
                Reply.objects.select_related("package__review").defer(
                    "text", "reasons", "letter", "recipient_address", "legal_opinion", "section_opinion"
                ),
            ),
        )
    )


def _new_messages() -> QuerySet[Any]:
    """Count the messages of the requester nobody has read, about the case or about all of its request."""
    unread = Message.objects.filter(from_office=False, read_at=None).filter(
        Q(case=OuterRef("pk")) | Q(case=None, request=OuterRef("request"))
    )
    return unread.order_by().values("from_office").annotate(count=Count("pk")).values("count")


def with_unsent_letters() -> Q:
    """Cases with a letter that is written and not sent; a receipt holds nothing up."""
    letters = OutgoingLetter.objects.filter(state=LetterState.WRITTEN).exclude(kind="receipt")
    return Q(pk__in=letters.values("case"))


def with_new_messages() -> Q:
    """Cases with a message of the requester that nobody has read."""
    unread = Message.objects.filter(from_office=False, read_at=None)
    of_cases = unread.exclude(case=None).values("case")
    return Q(pk__in=of_cases) | Q(request__in=unread.filter(case=None).values("request"))


def found_by(words: str, user: Any) -> Q:
    """Return the cases that all of `words` fit, as far as the reader may know what they are found by.

    A number is found however its brackets and digits are written, by its year and serial or its serial
    alone; other words in the matter, in what is asked for, in numbers of letters and of the post. Who made
    a request, and what was written to whom, finds it only for people of the office.
    """
    wanted = Q()
    for word in re.split(r"[\s,，、;；]+", words.replace("\x00", ""))[:MOST_WORDS]:
        if word:
            wanted &= _fits(word, user)
    return wanted


def _fits(word: str, user: Any) -> Q:
    inside = Q(agency__in=user.agency_ids_as(*READERS, Duty.SECTION_HEAD))
    told, kept_inside, replies = Q(), Q(), Q()
    for form in _forms(word):
        told |= Q(number__icontains=form) | Q(title__icontains=form)
        told |= Q(description__icontains=form) | Q(clarified__icontains=form)
        replies |= Q(number__icontains=form) | Q(tracking_number__icontains=form)
        kept_inside |= Q(requester_name__icontains=form)
    told |= Q(pk__in=Reply.objects.filter(replies).values("case"))
    kept_inside |= Q(pk__in=OutgoingLetter.objects.filter(replies).values("case"))
    told |= _numbered(word)
    return told | (inside & kept_inside)


def _forms(word: str) -> set[str]:
    """Return the word as it was typed, with plain signs, with full ones, and with official brackets."""
    plain = unicodedata.normalize("NFKC", word)
    full = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in plain)
    return {word, plain, full, plain.translate(_BRACKETS)}


def _numbered(word: str) -> Q:
    """Cases and letters of that year and serial, where the word is such a number."""
    plain = unicodedata.normalize("NFKC", word).translate(_BRACKETS)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return Q(pk__in=[])
    year, serial = found["year"] or found["bare"], int(found["serial"])
    if not year:
        return Q(serial=serial)
    return Q(year=int(year), serial=serial)


def newest_first(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Order by the day of receipt, or of arrival as long as receipt is not confirmed."""
    return cases.order_by(Coalesce("received_on", "arrived_on").desc(), "-pk")


class Staff:
    """Who holds which duty today, fetched at once for several agencies."""

    def __init__(self, agency_ids: Collection[int], duties: Collection[str] = tuple(Duty)) -> None:
        self._held: dict[tuple[int, str], list[tuple[int | None, User]]] = defaultdict(list)
        posts = (
            Post.objects.held_on(clock.today())
            .filter(agency__in=agency_ids, duty__in=duties, user__is_active=True)
            .select_related("user__agency")
            .order_by("pk")
        )
        for post in posts if agency_ids else ():
            self._held[post.agency_id, post.duty].append((post.section_id, post.user))

    def holders(self, agency_id: int, *duties: str, section_id: int | None = None) -> list[User]:
        """Return who holds one of `duties` in the agency; in a section also who holds it for all of them."""
        return list(
            dict.fromkeys(
                user
                for duty in duties
                for of, user in self._held.get((agency_id, duty), ())
                if section_id is None or of is None or of == section_id
            )
        )

    def names(self, people: Iterable[User]) -> list[str]:
        return [person.name for person in people]
