"""The house keeps its shape: foreign keys point down, doors act through actions, every act has its name."""

from __future__ import annotations

import ast
import importlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gongkai"
DOORS = ("desk", "portal", "api", "console")
# Written by design: where the demo begins, a data set for benchmarks, a state brought back.
WRITES_TABLES = {
    "console/demo/ground.py",
    "console/management/commands/synth.py",
    "console/management/commands/restore.py",
}
# Methods with which a model, or many, is written.
WRITING = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}


def floors() -> dict[str, int]:
    """The rooms and their floors, counted from the roof: the list `lint-imports` watches."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip(" ()"): floor
        for floor, line in enumerate(layers)
        for room in line.replace("|", ":").split(":")
    }


def room_of(model: type) -> str:
    return model.__module__.split(".")[1]


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("gongkai."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            outward = field.is_relation and (field.many_to_one or field.one_to_one or field.many_to_many)
            if outward and not field.auto_created and target and target.__module__.startswith("gongkai."):
                yield f"{model._meta.label}.{field.name}", room_of(model), room_of(target)


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms or sorted(path.name for path in PACKAGE.iterdir() if path.is_dir()):
        for path in sorted((PACKAGE / room).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
                yield path


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_every_room_stands_on_a_floor():
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms - set(floors()) == set()


def test_foreign_keys_point_down():
    floor = floors()
    upward = [
        f"{field}: from {room} to {target}"
        for field, room, target in foreign_keys()
        if room != target and floor[target] <= floor[room]
    ]
    assert upward == []


def test_the_journal_has_no_foreign_keys():
    assert [field for field, room, _target in foreign_keys() if room == "journal"] == []


def writes_a_model(call: ast.Call) -> bool:
    """Say whether a call looks like a model being written.

    A model is saved and deleted without positional arguments, and created and updated with keywords only;
    a document is saved to a file, a dictionary updated from another, an archive member created by its name.
    """
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr.removeprefix("a") not in WRITING:
        return False
    if isinstance(function.value, ast.Attribute) and function.value.attr == "session":
        return False
    many = function.attr.removeprefix("a") in {"bulk_create", "bulk_update"}
    return many or not call.args


def test_doors_never_write_a_model():
    written = [
        place(path, call)
        for path in modules(*[door for door in DOORS if (PACKAGE / door).is_dir()])
        if path.relative_to(PACKAGE).as_posix() not in WRITES_TABLES
        for call in calls(path)
        if writes_a_model(call)
    ]
    assert written == []


def test_no_module_is_called_utils_or_helpers():
    names = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [place(path, path) for path in PACKAGE.rglob("*") if path.stem in names] == []  # type: ignore[arg-type]


def recorded_acts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the names of acts that a module records, told as a text or as one of two texts."""
    for call in calls(path):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        named = [keyword.value for keyword in call.keywords if keyword.arg == "act"]
        told = call.args[1:2] if name == "record" else []
        for value in [*named, *told]:
            for each in ast.walk(value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value, place(path, call)


def test_every_act_in_the_journal_has_a_name_for_people():
    from gongkai.journal.queries import labelled

    for path in modules():
        if path.name in {"actions.py", "apps.py", "urls.py"}:
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    unnamed = {
        f"{act} ({where})" for path in modules() for act, where in recorded_acts(path) if not labelled(act)
    }
    assert sorted(unnamed) == []


def test_an_act_is_called_by_its_room():
    strange = [
        f"{act} ({where})"
        for path in modules()
        for act, where in recorded_acts(path)
        if act.partition(".")[0] not in floors()
    ]
    assert strange == []


@pytest.mark.parametrize(
    ("line", "writes"),
    [
        ("case.save()", True),
        ("case.save(update_fields=['state'])", True),
        ("Case.objects.create(title='x')", True),
        ("Case.objects.filter(pk=1).update(state='x')", True),
        ("case.delete()", True),
        ("Case.objects.bulk_create(rows)", True),
        ("Case.objects.get_or_create(slug='x')", True),
        ("document.save(path)", False),
        ("context.update({'nav': 'cases'})", False),
        ("request.session.save()", False),
        ("digest.update(content)", False),
    ],
)
def test_the_watch_on_the_doors_knows_a_model_from_a_file(line, writes):
    call = next(node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call))
    assert writes_a_model(call) is writes
