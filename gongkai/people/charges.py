"""分管: which leader answers for which section or field, from when to when."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency, Section
from gongkai.journal import record
from gongkai.people import policy
from gongkai.people.models import Charge, Post, User


@transaction.atomic
def give_charge(
    leader: User,
    agency: Agency,
    *,
    by: Actor,
    section: Section | None = None,
    field: str = "",
    since: date | None = None,
) -> Charge:
    """Put a leader in charge of a section, or of a field that is no section.

    `since` is the first day; today, unless told. A section has one leader: who was in charge before is so
    until the day before. Raises Refused where `leader` holds no leading duty, or the section belongs to
    another agency.
    """
    # Two who name a leader at the same moment: the second waits here and sees whom the first one named.
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    field = " ".join(field.split())
    refuse_if_any(policy.obstacles_to_giving_charges(leader, agency, section, by))
    refuse_if_any(policy.faults_of_charge(leader, agency, section, field))
    since = since or clock.today()
    if section is not None:
        _make_way(section, leader, since, by)
    charge = Charge.objects.create(leader=leader, agency=agency, section=section, field=field, since=since)
    record(by, "people.charge_given", charge, leader=leader.key, since=since.isoformat())
    return charge


def _make_way(section: Section, leader: User, since: date, by: Actor) -> None:
    """End the day before `since` what charge of the section would last into it."""
    lasting = Charge.objects.filter(Q(until=None) | Q(until__gte=since), section=section)
    for earlier in lasting.select_related("leader", "agency").select_for_update(of=("self",)):
        if earlier.until is None and earlier.leader_id == leader.pk:
            raise Refused(_("%(name)s is in charge of it already.") % {"name": leader.name})
        if earlier.since >= since:
            raise Refused(
                _("%(name)s is in charge of it since %(day)s; the successor begins later.")
                % {"name": earlier.leader.name, "day": date_format(earlier.since)}
            )
        earlier.until = since - timedelta(days=1)
        earlier.save(update_fields=["until"])
        record(by, "people.charge_ended", earlier, until=earlier.until.isoformat())


@transaction.atomic
def end_charge(charge: Charge, *, by: Actor, until: date | None = None) -> Charge:
    """End a charge; the section has no leader of its own until another is named.

    `until` is its last day; today, unless told. Raises Refused when `by` keeps no charges, or when it has
    ended already.
    """
    charge = locked(charge, "agency")
    refuse_if_any(policy.obstacles_to_ending_charges(charge, by))
    until = until or clock.today()
    if until < charge.since:
        raise Refused(_("It cannot end before it began."))
    charge.until = until
    charge.save(update_fields=["until"])
    record(by, "people.charge_ended", charge, until=until.isoformat())
    return charge


@transaction.atomic
def hand_over_charge(charge: Charge, *, to: User, by: Actor) -> Charge:
    """Put another leader in charge of the same from today on; the one before is so until yesterday.

    Raises Refused as `give_charge` does, and where the charge began only today.
    """
    charge = locked(charge, "agency", "section", "leader")
    today = clock.today()
    refuse_if_any(policy.obstacles_to_ending_charges(charge, by))
    if charge.leader_id == to.pk:
        raise Refused(_("%(name)s is in charge of it already.") % {"name": to.name})
    if charge.since >= today:
        raise Refused(
            _("%(name)s is in charge of it since %(day)s; the successor begins later.")
            % {"name": charge.leader.name, "day": date_format(charge.since)}
        )
    if charge.section is None:
        end_charge(charge, by=by, until=today - timedelta(days=1))
    return give_charge(to, charge.agency, by=by, section=charge.section, field=charge.field, since=today)


def leader_of(section: Section | None, on: date | None = None) -> User | None:
    """Return who is in charge of a section on a day; None where nobody is named."""
    return leaders_of([section.pk], on).get(section.pk) if section is not None else None


def leaders_of(section_ids: Collection[int], on: date | None = None) -> dict[int, User]:
    """Return who is in charge of these sections on a day, by the section's key; one query at most."""
    if not section_ids:
        return {}
    charges = Charge.objects.held_on(on or clock.today()).filter(section__in=section_ids)
    return {charge.section_id: charge.leader for charge in charges.select_related("leader")}  # type: ignore[misc]


def leaders_by_section(agency: Agency, on: date | None = None) -> dict[int, User]:
    """Return who is in charge of each section of an agency, by the section's key."""
    charges = Charge.objects.held_on(on or clock.today()).filter(agency=agency, section__isnull=False)
    return {charge.section_id: charge.leader for charge in charges.select_related("leader")}  # type: ignore[misc]


def leaders(agency: Agency) -> QuerySet[User]:
    """Return those who can be put in charge of something."""
    posts = Post.objects.held_on(clock.today()).filter(agency=agency, duty__in=policy.LEADING)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("name", "pk")
