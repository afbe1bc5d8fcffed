"""The tables are what the models say."""

from __future__ import annotations

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_no_model_waits_for_a_migration():
    # Exits with 1 when one does, and says which.
    call_command("makemigrations", check=True, dry_run=True)
