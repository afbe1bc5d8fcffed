"""To be published only redacted: the package itself never clears, the redacted version is reviewed anew."""

from datetime import datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.secrecy import actions
from gongkai.secrecy.models import Decision, Ground, State
from gongkai.secrecy.tests.factories import packed, with_opinion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def in_part(office, review, **given):
    values = {"ground": Ground.PRIVACY, "withheld_parts": "第二段的姓名和住址。"} | given
    return actions.decide(
        review, by=office.reviewer, opinion="遮盖后公开。", decision=Decision.IN_PART, **values
    )


def test_in_part_names_its_ground_and_the_parts(office):
    with pytest.raises(Refused, match="Withholding parts needs its ground"):
        in_part(office, with_opinion(office), ground="")
    with pytest.raises(Refused, match="Say which parts are withheld"):
        in_part(office, with_opinion(office), withheld_parts=" \n")


def test_what_the_leader_confirmed_in_part_is_not_cleared(office):
    review = actions.approve(in_part(office, with_opinion(office)), by=office.leader)
    assert (review.state, review.withheld_parts) == (State.IN_PART, "第二段的姓名和住址。")
    assert not review.package.is_cleared


def test_findings_do_not_bar_a_decision_in_part(office):
    review = with_opinion(office, body="联系人13800138000。")
    assert actions.approve(in_part(office, review), by=office.leader).state == State.IN_PART


def test_a_paper_with_a_state_secret_is_not_published_in_part(office):
    with pytest.raises(Refused, match="not redacted here; it must be taken out"):
        in_part(office, with_opinion(office), ground=Ground.STATE_SECRET)


def test_what_a_reply_encloses_is_redacted_before_it_is_handed_in(office):
    with pytest.raises(Refused, match="redacted before it is handed in"):
        in_part(office, with_opinion(office, is_for_public=False))


def test_the_redacted_version_takes_all_three_steps_of_its_own(office):
    actions.approve(in_part(office, with_opinion(office)), by=office.leader)
    review = packed(office, body="某某（姓名略）。", is_redacted=True)
    assert review.state == State.AWAITING_OPINION
    assert review.package.is_redacted
