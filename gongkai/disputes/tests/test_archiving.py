"""What disputes add to the file of a request."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from gongkai.acts import Refused
from gongkai.cases import actions as cases
from gongkai.cases import archiving
from gongkai.cases.models import Case
from gongkai.cases.tests.factories import delivered_reply, on, registered_case
from gongkai.disputes import actions
from gongkai.disputes.tests.factories import opened_dispute

pytestmark = pytest.mark.django_db

LATER = date(2025, 10, 10)


def concluded(office: SimpleNamespace) -> Case:
    case = registered_case(office)
    delivered_reply(case, office)
    return Case.objects.get(pk=case.pk)


def test_papers_of_a_dispute_stand_at_its_place_in_the_file(office: SimpleNamespace) -> None:
    case = concluded(office)
    dispute = opened_dispute(office, date(2025, 9, 22), case=case)
    with on(date(2025, 9, 23)):
        actions.add_papers(
            dispute,
            [ContentFile("复议申请".encode(), name="复议申请书.txt")],
            by=office.foi,
            kind="application",
        )
    pieces = archiving.pieces_of(case, LATER)
    (served,) = (piece for piece in pieces if piece.step == archiving.Step.DISPUTED)
    assert "复议申请书" in served.title
    assert pieces.index(served) > max(
        place for place, piece in enumerate(pieces) if piece.step == archiving.Step.REPLIED
    )


def test_a_file_waits_for_a_dispute_under_way(office: SimpleNamespace) -> None:
    case = concluded(office)
    opened_dispute(office, date(2025, 9, 22), case=case)
    with on(LATER), pytest.raises(Refused, match="dispute about this request"):
        cases.archive(case, by=office.foi)
