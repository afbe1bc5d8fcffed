"""What can be said of an item afterwards: its facts, its place, what belongs to it, how long it holds.

None of this touches the text that was reviewed. Index number and address stay whatever changes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Actor, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.catalogue import policy
from gongkai.catalogue.models import Column, Item, Relation, Validity
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.journal.writing import written_together

CHANGED = "catalogue.facts_changed"
EXPIRED = "catalogue.expired"

label_acts(
    {
        CHANGED: _("Facts changed"),
        EXPIRED: _("Expired"),
        "catalogue.related": _("Named as belonging together"),
        "catalogue.parted": _("No longer named as belonging together"),
        "catalogue.interpretation_named": _("Named as the interpretation of another item"),
    }
)

FACTS = (
    "column",
    "subject_category",
    "keywords",
    "abstract",
    "source",
    "validity",
    "expiry_on",
    "duty",
)
#: What nobody changes without telling the public why.
WITH_REASON = frozenset({"column", "validity", "expiry_on"})


@transaction.atomic
def change_facts(item: Item, *, by: Actor, reason: str = "", **said: Any) -> Item:
    """Change what is said of an item beside its text; what is not named in `said` stays.

    `said` gives the new values by their names in FACTS. An item whose last day has passed is marked expired
    with the same act. A reason is needed for another column, validity or last day: the public reads it.

    Raises Refused where `by` may not, a value cannot stand, personal data stands in it, or nothing changes.
    """
    unknown = sorted(set(said) - set(FACTS))
    if unknown:
        raise TypeError(f"An item has no {', '.join(unknown)} to change.")
    item = _locked(item)
    refuse_if_any(policy.obstacles_to_changing_facts(item, by))
    before = {name: getattr(item, name) for name in FACTS}
    for name, value in said.items():
        setattr(item, name, " ".join(value.split()) if isinstance(value, str) else value)
    if "expiry_on" in said and "validity" not in said:
        item.validity = _validity_by_day(item)
    refuse_if_any(policy.faults_of_facts(item, moved=item.column_id != before["column"].pk))
    changed = {name: getattr(item, name) for name in FACTS if getattr(item, name) != before[name]}
    if not changed:
        raise Refused(gettext("Nothing is different. Change what is wrong, or leave the item as it is."))
    if WITH_REASON & set(changed) and not reason.strip():
        raise Refused(gettext("Give the reason; the public reads it."))
    item.save(update_fields=list(changed))
    told = {name: [_told(before[name]), _told(value)] for name, value in changed.items()}
    record(by, CHANGED, item, reason=reason.strip(), changed=told)
    return item


def _validity_by_day(item: Item) -> str:
    if item.expiry_on is not None and item.expiry_on < clock.today():
        return Validity.EXPIRED
    return Validity.IN_FORCE if item.validity == Validity.EXPIRED else item.validity


def _told(value: Any) -> str:
    if isinstance(value, Column):
        return value.name
    return value.isoformat() if isinstance(value, date) else str(value or "")


@transaction.atomic
def expire_what_is_over(today: date | None = None) -> int:
    """Mark items whose last day lies before `today` as expired; return how many. Run daily."""
    over = (
        Item.objects.select_for_update(of=("self",))
        .select_related("agency")
        .filter(
            expiry_on__lt=today or clock.today(),
            validity__in=[Validity.IN_FORCE, Validity.PARTLY],
            withdrawn_at=None,
        )
        .order_by("agency", "pk")
    )
    count = 0
    with written_together():
        for item in over:
            item.validity = Validity.EXPIRED
            item.save(update_fields=["validity"])
            record(PROGRAM, EXPIRED, item, expiry_on=_told(item.expiry_on))
            count += 1
    return count


@transaction.atomic
def relate(item: Item, other: Item, *, by: Any) -> Relation:
    """Name two items as belonging together; each page tells of the other."""
    item = _locked(item)
    refuse_if_any(policy.obstacles_to_relating(item, other, by))
    first, second = sorted((item, other), key=lambda each: each.pk)
    relation, new = Relation.objects.get_or_create(item=first, other=second, defaults={"by": by})
    if not new:
        raise Refused(gettext("They are named as belonging together already."))
    record(by, "catalogue.related", item, other=other.index_number)
    return relation


@transaction.atomic
def part(item: Item, other: Item, *, by: Actor) -> None:
    """Take back that two items belong together."""
    item = _locked(item)
    refuse_if_any(policy.obstacles_to_linking(item, by))
    first, second = sorted((item, other), key=lambda each: each.pk)
    gone, _each = Relation.objects.filter(item=first, other=second).delete()
    if not gone:
        raise Refused(gettext("They are not named as belonging together."))
    record(by, "catalogue.parted", item, other=other.index_number)


@transaction.atomic
def name_interpretation(item: Item, interprets: Item | None, *, by: Actor) -> Item:
    """Say which item this one explains (None: none any more); both pages link the other.

    Law: 国办发〔2016〕80号 (an interpretation and its document are linked both ways).
    """
    item = _locked(item)
    # As it stands by now: it may have become an interpretation itself.
    interprets = locked(interprets) if interprets is not None else None
    refuse_if_any(policy.obstacles_to_naming_interpretation(item, interprets, by))
    item.interprets = interprets
    item.is_interpretation = item.is_interpretation or interprets is not None
    item.save(update_fields=["interprets", "is_interpretation"])
    record(
        by,
        "catalogue.interpretation_named",
        item,
        interprets=interprets.index_number if interprets else "",
    )
    return item


def _locked(item: Item) -> Item:
    item = locked(item, "agency")
    # Asked of the old column when the item moves; fetched here so that nobody asks twice.
    item.column = Column.objects.get(pk=item.column_id)
    return item
