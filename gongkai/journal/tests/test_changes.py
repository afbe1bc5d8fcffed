"""Every act leaves a sign that something public may have changed, unless it was declared private."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from gongkai.acts import clock
from gongkai.journal import changes, record
from gongkai.journal.models import Change
from gongkai.journal.writing import written_together

pytestmark = pytest.mark.django_db


def test_an_act_changes_the_stand(office: SimpleNamespace) -> None:
    before = changes.stand()
    record(office.foi, "tests.done", office.agency)
    assert changes.stand() != before


def test_an_act_nobody_declared_may_be_public() -> None:
    assert changes.may_be_public("tests.never_heard_of")


def test_a_private_act_leaves_no_sign(office: SimpleNamespace) -> None:
    changes.never_public("tests.private")
    before = changes.stand()
    record(office.foi, "tests.private", office.agency)
    assert changes.stand() == before


def test_acts_written_together_leave_one_sign(office: SimpleNamespace) -> None:
    before = Change.objects.count()
    with written_together():
        for _number in range(3):
            record(office.foi, "tests.done", office.agency)
    assert Change.objects.count() == before + 1


def test_an_act_that_is_undone_leaves_no_sign(office: SimpleNamespace) -> None:
    before = changes.stand()
    with transaction.atomic():
        record(office.foi, "tests.done", office.agency)
        transaction.set_rollback(True)
    assert changes.stand() == before


def test_a_sign_that_comes_to_light_below_a_newer_one_changes_the_stand() -> None:
    newest, _signs, _at = changes.stand()
    Change.objects.create(id=newest + 2, at=clock.now())
    before = changes.stand()
    Change.objects.create(id=newest + 1, at=clock.now())
    assert changes.stand() != before


def test_a_number_given_again_after_a_copy_was_put_back_is_another_stand() -> None:
    changes.note_change()
    before = changes.stand()
    Change.objects.filter(pk=before[0]).delete()
    Change.objects.create(id=before[0], at=clock.now())
    assert changes.stand() != before


def test_signs_of_past_days_are_cleared_away_and_the_stand_moves_on() -> None:
    Change.objects.all().delete()
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        changes.note_change()
    with clock.pretend(datetime(2018, 5, 9, 9, 0)):
        changes.note_change()
        before = changes.stand()
        assert changes.clear_away() == 1
        assert changes.stand() != before
        assert Change.objects.count() == 2
        assert changes.clear_away() == 0
