"""What the page of who answers for what shows, put together from a few queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.inventory.models import Matter, Standing
from gongkai.inventory.queries import board
from gongkai.people.models import Charge, Post, User
from gongkai.people.policy import LEADING
from gongkai.people.queries import charges_of, people_handed_over_by, posts_of_the_office

# Those of the office itself, in the order in which a paper meets them.
OF_THE_OFFICE = (
    Duty.FOI_HEAD,
    Duty.FOI_OFFICER,
    Duty.OFFICE_CHECKER,
    Duty.SECRECY_REVIEWER,
    Duty.LEGAL_COUNSEL,
    Duty.CHANNEL_EDITOR,
)
ENDED_SHOWN = 50
FIGURES = (Standing.MISSED, Standing.SOON, Standing.FULFILLED)


@dataclass
class Leader:
    user: User
    duties: list[str] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)

    @property
    def leads(self) -> bool:
        """Whether the person still holds a leading duty; a charge outlasts it until somebody ends it."""
        return bool(self.duties)


@dataclass
class SectionRow:
    section: Section
    leader: User | None
    heads: list[User] = field(default_factory=list)
    officers: list[User] = field(default_factory=list)
    matters: int = 0
    matters_url: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Responsibility:
    leaders: list[Leader]
    office: list[tuple[str, list[User]]]
    rows: list[SectionRow]
    ended: list[Charge]
    year: int

    @property
    def without_leader(self) -> list[Section]:
        return [row.section for row in self.rows if row.leader is None]


def responsibility_of(agency: Agency, *, several: bool) -> Responsibility:
    """Return who answers for what in an agency today. `several`: the reader's links must name the agency."""
    posts, charges = list(posts_of_the_office(agency)), list(charges_of(agency))
    today = clock.today()
    running = [
        each for each in charges if each.since <= today and (each.until is None or each.until >= today)
    ]
    coming = [each for each in charges if each.since > today]
    ended = [each for each in charges if each.until is not None and each.until < today]
    return Responsibility(
        leaders=_leaders(posts, running + coming),
        office=[(str(duty.label), _holders(posts, duty)) for duty in OF_THE_OFFICE],
        rows=_rows(agency, posts, running, several=several),
        ended=ended[:ENDED_SHOWN],
        year=today.year,
    )


def handed_over_by(user: User, agency: Agency) -> set[int]:
    """The accounts of the agency whose work the reader may hand over."""
    return set(people_handed_over_by(user).filter(agency=agency).values_list("pk", flat=True))


def _leaders(posts: list[Post], charges: list[Charge]) -> list[Leader]:
    found: dict[int, Leader] = {}
    for duty in reversed(LEADING):
        for post in posts:
            if post.duty == duty:
                found.setdefault(post.user_id, Leader(post.user)).duties.append(str(duty.label))
    for charge in sorted(
        charges, key=lambda each: (each.section_id is None, str(each.section or each.field))
    ):
        found.setdefault(charge.leader_id, Leader(charge.leader)).charges.append(charge)
    return list(found.values())


def _holders(posts: list[Post], duty: str, section: Section | None = None) -> list[User]:
    """Who holds the duty: in this section, or for the whole office."""
    wanted = section.pk if section is not None else None
    return list(
        dict.fromkeys(
            post.user for post in posts if post.duty == duty and (wanted is None or post.section_id == wanted)
        )
    )


def _rows(agency: Agency, posts: list[Post], running: list[Charge], *, several: bool) -> list[SectionRow]:
    leaders = {each.section_id: each.leader for each in running if each.section_id is not None}
    kept = Matter.objects.in_force().filter(agency=agency, section__isnull=False).order_by()
    matters = dict(kept.values_list("section").annotate(Count("pk")))
    numbers = {row.section.pk: row.numbers for row in board(agency).rows}
    asked = {"agency": agency.pk} if several else {}
    rows = []
    for section in Section.objects.filter(agency=agency):
        of_section = asked | {"section": section.pk}
        told = numbers.get(section.pk, {})
        rows.append(
            SectionRow(
                section,
                leaders.get(section.pk),
                heads=_holders(posts, Duty.SECTION_HEAD, section),
                officers=_holders(posts, Duty.INFORMATION_OFFICER, section),
                matters=matters.get(section.pk, 0),
                matters_url=f"{reverse('desk:matter_list')}?{urlencode(of_section)}",
                figures=[
                    {
                        "label": each.label,
                        "number": told.get(each, 0),
                        "url": f"{reverse('desk:owed_period_list')}?"
                        + urlencode(of_section | {"standing": str(each), "year": clock.today().year}),
                    }
                    for each in FIGURES
                ],
            )
        )
    return rows
