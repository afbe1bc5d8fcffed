"""Who may bring earlier items in and take them back, and why not."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.catalogue.importing import followers
from gongkai.catalogue.models import Edition, Import, Item, KeyAreaAssignment, OldAddress, Relation
from gongkai.secrecy.models import State as ReviewState

IMPORTERS = (Duty.FOI_OFFICER, Duty.FOI_HEAD)
_OWN = {Edition, KeyAreaAssignment, OldAddress}
_NAMED = 5  # index numbers in a sentence

State = Import.State


def obstacles_to_importing(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in IMPORTERS):
        yield _("Only the FOI officer or the head of the FOI office brings earlier items in.")


def obstacles_to_choosing(run: Import, by: Any) -> Iterator[str]:
    yield from obstacles_to_importing(run.agency, by)
    if run.is_at_work:
        yield _("The program is at work at it; wait until it is done.")
    elif run.state in {State.DONE, State.UNDONE}:
        yield _("This import is done. Begin a new one.")


def obstacles_to_checking(run: Import, by: Any) -> Iterator[str]:
    yield from obstacles_to_choosing(run, by)
    if run.file_id is None:
        yield _("The file of this import is no longer kept.")


def obstacles_to_starting(run: Import, by: Any) -> Iterator[str]:
    """Nothing comes in that was not looked at first (a dry run), and nothing with a wrong line in it."""
    yield from obstacles_to_checking(run, by)
    if run.state in {State.UPLOADED, State.FAILED}:
        yield _("Have it read first; then you see what would come in.")
    elif run.state == State.CHECKED:
        if run.report.get("error_lines") and not run.mapping.get("leave_out"):
            yield _("Some lines are wrong. Correct them, or choose that they are left out.")
        if not run.report.get("items"):
            yield _("There is nothing that could be brought in.")


def obstacles_to_stopping(run: Import, by: Any) -> Iterator[str]:
    yield from obstacles_to_importing(run.agency, by)
    if not run.is_at_work:
        yield _("Nobody is at work at it any more.")


def obstacles_to_clearing_the_rest(run: Import, by: Any) -> Iterator[str]:
    yield from obstacles_to_importing(run.agency, by)
    if run.state != State.DONE:
        yield _("This import is not done.")
    elif not uncleared(run).exists():
        yield _("All its items are cleared.")


def obstacles_to_undoing(run: Import, by: Any) -> Iterator[str]:
    """A run goes back whole, or not at all: what hangs on one of its items by now holds it."""
    yield from obstacles_to_importing(run.agency, by)
    if run.state != State.DONE:
        yield _("Only an import that is done is taken back.")
        return
    items = Item.objects.filter(imported=run)
    for what, held in _hanging(items):
        numbers = list(held.values_list("index_number", flat=True)[:_NAMED])
        yield _("%(what)s belong to some of its items: %(numbers)s.") % {
            "what": what,
            "numbers": ", ".join(numbers),
        }
    for follower in followers.all_of_them():
        yield from follower.obstacles(run)


def uncleared(run: Import) -> Any:
    """The items of a run that came in without a clearance that counts."""
    return Item.objects.filter(imported=run, withdrawn_at=None).exclude(
        package__review__state=ReviewState.CLEARED
    )


def _hanging(items: Any) -> Iterator[tuple[str, Any]]:
    """What of other rooms points at items of a run, and at which: found by the foreign keys themselves."""
    answered_for = {model for each in followers.all_of_them() for model in each.models} | _OWN
    for relation in Item._meta.related_objects:
        model: Any = relation.related_model
        if model in answered_for:
            continue
        name = relation.field.name
        held = model._base_manager.filter(**{f"{name}__in": items})
        if model is Item:
            held = held.exclude(pk__in=items)
        elif model is Relation:
            held = held.exclude(item__in=items, other__in=items)
        if held.exists():
            yield (
                str(model._meta.verbose_name),
                items.filter(pk__in=held.values_list(f"{name}_id", flat=True)),
            )
    corrected = items.filter(editions__number__gt=1)
    if corrected.exists():
        yield _("Corrections"), corrected
    reviewed = items.exclude(package__review__opinion_by=None)
    if reviewed.exists():
        yield _("Reviews begun here"), reviewed
