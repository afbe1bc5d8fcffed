from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions as cases
from gongkai.cases.tests.factories import delivered_reply, on, registered_case
from gongkai.disputes import actions
from gongkai.disputes.models import DisputePaper, DisputePaperKind
from gongkai.disputes.queries import evidence_list, norms_relied_on
from gongkai.disputes.tests.factories import OPENED, opened_dispute
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db


def upload(name: str = "答复通知书.txt") -> Any:
    file: Any = BytesIO("行政复议答复通知书".encode())
    file.name = name
    return file


def test_papers_of_a_dispute_are_kept_with_their_kind(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(OPENED):
        [paper] = actions.add_papers(dispute, [upload()], by=office.counsel, kind=DisputePaperKind.NOTICE)
    assert (paper.title, paper.kind, paper.on) == ("答复通知书.txt", "notice", OPENED)
    assert Entry.objects.filter(act="disputes.paper_added", subject_key=dispute.key).count() == 1


def test_papers_need_a_file_a_kind_and_a_day_that_has_come(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(OPENED):
        with pytest.raises(Refused, match="Choose a file"):
            actions.add_papers(dispute, [], by=office.foi, kind="notice")
        with pytest.raises(Refused, match="what kind of paper"):
            actions.add_papers(dispute, [upload()], by=office.foi, kind="poem")
        with pytest.raises(Refused, match="in the future"):
            actions.add_papers(dispute, [upload()], by=office.foi, kind="notice", on=date(2025, 9, 16))
        with pytest.raises(Refused, match="keep the register"):
            actions.add_papers(dispute, [upload()], by=office.leader, kind="notice")


def test_who_sees_a_dispute_sees_its_papers_and_nobody_else(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(OPENED):
        actions.add_papers(dispute, [upload()], by=office.foi, kind="notice")
    seeing = {
        name
        for name, person in vars(office).items()
        if hasattr(person, "has_duty") and DisputePaper.objects.visible_to(person).exists()
    }
    assert seeing == {"checker", "leader", "principal", "foi", "foi_head", "counsel", "supervisor"}


def test_the_evidence_is_the_file_of_the_request_by_day(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2025, 9, 1))
    with on(date(2025, 9, 10)):
        cases.add_papers(case, [upload("检索记录.txt")], by=office.foi, kind="internal")
    delivered_reply(case, office, date(2025, 9, 12), ground="《条例》第三十六条")
    dispute = opened_dispute(office, case=case)
    lines = evidence_list(dispute, office.counsel)
    days = [line.on for line in lines]
    assert days == sorted(days)
    titles = [line.title for line in lines]
    assert "检索记录.txt" in titles
    assert len(titles) == len(set(titles))
    [reply] = [line for line in lines if line.reply]
    assert (reply.on, bool(reply.proof)) == (date(2025, 9, 12), True)
    assert norms_relied_on(dispute) == ["《条例》第三十六条"]


def test_the_evidence_shows_the_district_nothing_that_came_in(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2025, 9, 1))
    with on(date(2025, 9, 10)):
        cases.add_papers(case, [upload("身份材料.txt")], by=office.foi, kind="incoming")
    dispute = opened_dispute(office, case=case)
    assert "身份材料.txt" in [line.title for line in evidence_list(dispute, office.foi)]
    assert "身份材料.txt" not in [line.title for line in evidence_list(dispute, office.supervisor)]


def test_a_dispute_without_a_request_has_no_list(office: SimpleNamespace) -> None:
    assert evidence_list(opened_dispute(office), office.foi) == []
