from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import OwnGround
from gongkai.cases.prepared import completed, first_gap, prepared_text
from gongkai.cases.tests.factories import MONDAY, on
from gongkai.law.grounds import ground, grounds_for

pytestmark = pytest.mark.django_db


def added(office: SimpleNamespace, **given: Any) -> OwnGround:
    values: dict[str, Any] = {
        "outcome_code": "refused_barred_by_law",
        "label": "统计资料",
        "article": "《中华人民共和国统计法》第二十八条",
        "valid_from": MONDAY,
    } | given
    with on(MONDAY):
        return actions.add_ground(office.agency, by=office.sysadmin, **values)


def test_an_added_ground_stands_beside_those_of_the_law_while_it_is_in_force(office: SimpleNamespace) -> None:
    own = [added(office, valid_to=date(2025, 12, 31)).in_law]
    for received, stands in ((date(2025, 9, 14), False), (MONDAY, True), (date(2026, 1, 1), False)):
        labels = {each.label for each in grounds_for("refused_barred_by_law", received, own)}
        assert ("统计资料" in labels) is stands
    assert own[0].cited(MONDAY) == "《中华人民共和国统计法》第二十八条"


def test_only_the_system_administrator_adds_and_ends_grounds(office: SimpleNamespace) -> None:
    kept = added(office)
    with on(MONDAY):
        with pytest.raises(Refused, match="Only the system administrator"):
            actions.end_ground(kept, by=office.foi, valid_to=MONDAY)
        with pytest.raises(Refused, match="Only the system administrator"):
            actions.add_ground(
                office.agency,
                by=office.foi,
                outcome_code="granted",
                label="甲",
                article="乙",
                valid_from=MONDAY,
            )


def test_the_last_day_of_a_ground_does_not_lie_before_its_first(office: SimpleNamespace) -> None:
    kept = added(office)
    with on(MONDAY):
        with pytest.raises(Refused, match="last day lies before the first"):
            actions.end_ground(kept, by=office.sysadmin, valid_to=date(2025, 9, 14))
        assert actions.end_ground(kept, by=office.sysadmin, valid_to=MONDAY).valid_to == MONDAY


def test_an_added_ground_is_of_a_kind_of_reply_there_is(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Choose the kind of reply"):
        added(office, outcome_code="nonsense")


def test_a_reply_begins_with_the_sentence_of_its_ground_and_what_its_kind_goes_on_to_say() -> None:
    text = prepared_text("does_not_exist", ground("does_not_exist"))
    assert text.startswith("经检索，您申请公开的信息不存在。\n检索情况：")
    assert first_gap(text) == "〔填写：检索的档案、系统和关键词〕"
    assert first_gap("东政复字〔2025〕9号") == ""


def test_what_is_asked_for_beside_the_text_fills_its_first_gap() -> None:
    text = prepared_text("not_this_agency")
    told = "负责公开该信息的行政机关：区教委。"
    assert completed(text, "not_this_agency", "区教委。") == told
    assert completed("已告知。", "not_this_agency", "区教委") == f"已告知。\n{told}"
    assert completed(text, "not_this_agency", " ") == text
