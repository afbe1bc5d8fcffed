"""What can happen to a column: opened, changed, moved in the tree, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency
from gongkai.catalogue import addresses, policy
from gongkai.catalogue.models import Column
from gongkai.journal import record
from gongkai.journal.queries import label_acts

label_acts(
    {
        "catalogue.column_opened": _("Column opened"),
        "catalogue.column_changed": _("Column changed"),
        "catalogue.column_moved": _("Column moved"),
        "catalogue.column_closed": _("Column closed"),
        "catalogue.column_reopened": _("Column opened again"),
    }
)

#: What is told of a column by the editor, besides its place in the tree.
FACTS = ("name", "slug", "kind", "description", "keywords", "update_days", "responsible", "duty")


@transaction.atomic
def open_column(agency: Agency, *, by: Actor, parent: Column | None = None, **said: Any) -> Column:
    """Open a column, as the last under `parent` (None: on the top level) of the agency's section.

    `said` gives its facts by their names in FACTS; name and slug must be among them. Raises Refused where
    `by` may not, or the column could not stand there.
    """
    _lock_tree(agency)
    refuse_if_any(policy.obstacles_to_arranging_columns(agency, by))
    column = Column(agency=agency, parent=parent, **_facts(said))
    refuse_if_any([*policy.faults_of_column(column), *policy.faults_of_place(column, parent)])
    column.order = len(_children(agency, parent)) + 1
    column.save()
    addresses.forget(_address(column.slug))
    record(by, "catalogue.column_opened", column, slug=column.slug)
    return column


@transaction.atomic
def change_column(column: Column, *, by: Actor, **said: Any) -> Column:
    """Change the facts of a column; its old address leads to it still when it gets another one.

    What is not named in `said` stays. The items in it keep their index numbers and addresses.
    """
    column = _locked(column)
    refuse_if_any(policy.obstacles_to_arranging_columns(column.agency, by))
    before = {name: getattr(column, name) for name in FACTS}
    for name, value in _facts(said).items():
        setattr(column, name, value)
    refuse_if_any(policy.faults_of_column(column))
    changed = {name: [before[name], getattr(column, name)] for name in FACTS}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if not changed:
        raise Refused(gettext("Nothing is different. Change what is wrong, or leave the column as it is."))
    column.save(update_fields=list(changed))
    if "slug" in changed:
        addresses.forget(_address(column.slug))
        addresses.remember(_address(before["slug"]), column.agency, column=column)
    told = {name: [str(each if each is not None else "") for each in pair] for name, pair in changed.items()}
    record(by, "catalogue.column_changed", column, changed=told)
    return column


@transaction.atomic
def move_column(column: Column, *, by: Actor, under: Column | None, place: int | None = None) -> Column:
    """Put a column with all that stands under it below `under` (None: on the top level).

    `place` is its place there, from 1; None puts it last. Raises Refused where it would stand under itself.
    """
    column = _locked(column)
    refuse_if_any(policy.obstacles_to_arranging_columns(column.agency, by))
    refuse_if_any(policy.faults_of_place(column, under))
    there = [each for each in _children(column.agency, under) if each.pk != column.pk]
    index = len(there) if place is None else min(max(place, 1), len(there) + 1) - 1
    there.insert(index, column)
    from_under = column.parent
    column.parent = under
    _number(there)
    column.save(update_fields=["parent"])
    record(
        by,
        "catalogue.column_moved",
        column,
        under=under.name if under else "",
        was_under=from_under.name if from_under else "",
        place=index + 1,
    )
    return column


@transaction.atomic
def close_column(column: Column, *, by: Actor) -> Column:
    """Close a column: it takes nothing new, and what it holds stays in public where it is."""
    column = _locked(column)
    refuse_if_any(policy.obstacles_to_closing_column(column, by))
    column.closed_on = clock.today()
    column.save(update_fields=["closed_on"])
    record(by, "catalogue.column_closed", column)
    return column


@transaction.atomic
def reopen_column(column: Column, *, by: Actor) -> Column:
    """Open a closed column again, in its old place."""
    column = _locked(column)
    refuse_if_any(policy.obstacles_to_reopening_column(column, by))
    column.closed_on = None
    column.save(update_fields=["closed_on"])
    record(by, "catalogue.column_reopened", column)
    return column


def _lock_tree(agency: Agency) -> None:
    """Two who arrange the columns of one office wait for each other: no circle can come of both."""
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)


def _locked(column: Column) -> Column:
    _lock_tree(column.agency)
    return (
        Column.objects.select_for_update(of=("self",))
        .select_related("agency", "parent", "responsible")
        .get(pk=column.pk)
    )


def _children(agency: Agency, parent: Column | None) -> list[Column]:
    return list(Column.objects.filter(agency=agency, parent=parent))


def _number(columns: Iterable[Column]) -> None:
    for order, each in enumerate(columns, start=1):
        if each.order != order:
            each.order = order
            each.save(update_fields=["order"])


def _facts(said: dict[str, Any]) -> dict[str, Any]:
    """Check the names of what was said; text stands in one line."""
    unknown = sorted(set(said) - set(FACTS))
    if unknown:
        raise TypeError(f"A column has no {', '.join(unknown)} to tell.")
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in said.items()
    }


def _address(slug: str) -> str:
    return reverse("portal:column", args=[slug])
