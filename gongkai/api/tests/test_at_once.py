"""The same call several times at the same moment: done once."""

import pytest

from gongkai.api.tests.conftest import Caller
from gongkai.documents.models import Document
from gongkai.journal.models import Entry
from gongkai.people.models import SystemCall
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4


def test_the_same_call_at_the_same_moment_makes_one_document(system):
    answers = together(TIMES, lambda: Caller(system.token).hand_in(key="k-1", reference="OA-1"))
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["id"] for each in answers}) == 1
    assert Document.objects.count() == 1
    assert SystemCall.objects.count() == 1
    assert Entry.objects.filter(act="documents.drafted").count() == 1


def test_the_same_reference_without_a_key_makes_one_document(system):
    answers = together(TIMES, lambda: Caller(system.token).hand_in(reference="OA-1"))
    assert sorted(each.status_code for each in answers) == [201] + [409] * (TIMES - 1)
    assert Document.objects.count() == 1
