"""Matters somebody is responsible for and tasks they own, and handing them to somebody else."""

from collections.abc import Collection
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.inventory import actions, policy
from gongkai.inventory.models import Matter, Task
from gongkai.kit.handover import Held, hand_over_each
from gongkai.people.models import User

KINDS = frozenset({"inventory.matter", "inventory.task"})


def _matters(user: User) -> Any:
    return Matter.objects.in_force().filter(responsible=user).select_related("agency", "section")


def _tasks(user: User) -> Any:
    return Task.objects.unfinished().filter(owner=user).select_related("priority__agency", "section", "owner")


def number_held(user: User) -> int:
    return _matters(user).count() + _tasks(user).count()


def held_by(user: User, by: User) -> list[Held]:
    """Return what the person has in hand, as far as `by` may read it."""
    return [
        *(
            _of_matter(each, tuple(policy.obstacles_to_changing(each, by)))
            for each in _matters(user).visible_to(by)
        ),
        *(
            _of_task(each, tuple(policy.obstacles_to_changing_task(each, by)))
            for each in _tasks(user).visible_to(by)
        ),
    ]


def described(keys: Collection[str], by: User) -> list[Held]:
    """Return what was handed over once, as far as `by` may read it."""
    matters, tasks = _pks(keys, "inventory.matter"), _pks(keys, "inventory.task")
    found = Matter.objects.visible_to(by).filter(pk__in=matters) if matters else ()
    return [
        *map(_of_matter, found),
        *map(_of_task, Task.objects.visible_to(by).filter(pk__in=tasks) if tasks else ()),
    ]


def hand_over(keys: Collection[str], *, of: User, to: User, by: User, reason: str) -> list[str]:
    """Hand over the matters and tasks with these keys; return why any was refused."""

    def hand_over_task(task: Task) -> None:
        actions.change_task(task, text=task.text, due_on=task.due_on, section=task.section, owner=to, by=by)

    matters = [key for key in keys if key.startswith("inventory.matter:")]
    tasks = [key for key in keys if key.startswith("inventory.task:")]
    return [
        *hand_over_each(
            _matters(of).visible_to(by) if matters else (),
            matters,
            lambda matter: actions.change_matter(matter, responsible=to, by=by),
        ),
        *hand_over_each(_tasks(of).visible_to(by) if tasks else (), tasks, hand_over_task),
    ]


def _pks(keys: Collection[str], kind: str) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys if key.partition(":")[0] == kind]


def _of_matter(matter: Matter, obstacles: tuple[str, ...] = ()) -> Held:
    return Held(
        matter.key, _("Disclosure matter"), str(matter), matter.get_absolute_url(), matter.code, obstacles
    )


def _of_task(task: Task, obstacles: tuple[str, ...] = ()) -> Held:
    says = _("due on %(day)s") % {"day": date_format(task.due_on)}
    return Held(task.key, _("Task"), str(task), task.get_absolute_url(), says, obstacles)
