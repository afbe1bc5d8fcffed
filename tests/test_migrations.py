"""The tables are what the models say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.acts.clock import BEIJING
from gongkai.workdays.queries import loaded_calendar
from gongkai.workdays.shipped import shipped_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.migrations]

# From the tables of the first release it takes long: every later change is undone before.
BEFORE = ["0002_requests_and_letters"]
if os.environ.get("GONGKAI_TEST_ALL") == "1":
    BEFORE.append("0001_initial")


def test_no_model_waits_for_a_migration():
    # Exits with 1 when one does, and says which.
    call_command("makemigrations", check=True, dry_run=True)


def test_every_model_has_its_table_its_columns_and_its_constraints():
    # The other tests run on tables made from the models: those the migrations make are the same.
    for model in apps.get_models():
        table = model._meta.db_table
        with connection.cursor() as cursor:
            columns = {each.name for each in connection.introspection.get_table_description(cursor, table)}
            standing = connection.introspection.get_constraints(cursor, table)
        assert columns == {field.column for field in model._meta.local_concrete_fields}, table
        wanted = {each.name for each in (*model._meta.constraints, *model._meta.indexes)}
        assert wanted <= set(standing), table


def test_a_migrated_database_knows_the_shipped_holiday_notices():
    assert loaded_calendar().last_day == shipped_calendar().last_day


@pytest.fixture
def _newest_tables_afterwards() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def apps_at(*targets: tuple[str, str]) -> Any:
    """Move the tables to what they were then, and return the models of that time.

    Rooms no migration of which had to be undone for it stay as they are today.
    """
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    left = MigrationExecutor(connection).loader
    standing = [node for node in left.applied_migrations if node in left.graph.nodes]
    return left.project_state(standing).apps


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_newest_tables_afterwards")
@pytest.mark.parametrize("before", BEFORE)
def test_cases_of_the_first_release_get_requests_and_requesters(before: str):
    old = apps_at(("cases", before))
    agency = old.get_model("agencies", "Agency").objects.create(
        slug="jianguomen", name="建国门", short_name="建国门", code="000000047", level="subdistrict"
    )

    def registered(serial: int, name: str, identity_number: str = "") -> int:
        day = date(2025, 9, serial)
        case = old.get_model("cases", "Case").objects.create(
            agency=agency,
            year=2025,
            serial=serial,
            number=f"建街公开申〔2025〕{serial}号",
            title="停车",
            description="停车意愿问卷",
            how_came="registered_post",
            requester_name=name,
            requester_contact="010-00000001",
            identity_number=identity_number,
            submitted_on=day,
            arrived_on=day,
            received_on=day,
            registered_at=datetime(2025, 9, serial, 9, tzinfo=BEIJING),
        )
        return int(case.pk)

    known = [registered(1, "李明远", "11010519491231002X"), registered(2, "李 明远", "11010519491231002x")]
    unknown = [registered(3, "王"), registered(4, "王"), registered(5, "赵", "无")]

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    from gongkai.cases.counting import place_in_month
    from gongkai.cases.models import Case, Request, Requester

    cases = {case.pk: case for case in Case.objects.select_related("request__requester")}
    assert Request.objects.count() == 5
    # Whoever gave the same number is one person; without a number nobody is taken for somebody else.
    assert Requester.objects.count() == 4
    assert [place_in_month(cases[pk]) for pk in known] == [1, 2]
    assert [place_in_month(cases[pk]) for pk in unknown] == [1, 1, 1]
    first = cases[known[0]]
    assert first.request is not None
    assert (first.request.opened_at, first.request.code_hash) == (first.registered_at, "")
    assert (first.requester_contact, first.kind) == ("010-00000001", "information")
