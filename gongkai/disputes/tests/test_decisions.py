from datetime import date
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused
from gongkai.cases.tests.factories import delivered_reply, on, registered_case
from gongkai.disputes import actions
from gongkai.disputes.models import Dispute, Instance, Judgment, OrderedUnit
from gongkai.disputes.tests.factories import decided, lost, opened_dispute, opened_suit
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

DECIDED = date(2025, 9, 22)


@pytest.mark.parametrize(
    ("judgment", "outcome"),
    [
        (Judgment.UPHELD, "upheld"),
        (Judgment.DISMISSED, "upheld"),
        (Judgment.ANNULLED, "corrected"),
        (Judgment.ORDERED, "corrected"),
        (Judgment.UNLAWFUL, "corrected"),
        (Judgment.SETTLED, "other"),
        (Judgment.WITHDRAWN, "other"),
    ],
)
def test_a_decision_is_counted_as_it_usually_is(
    office: SimpleNamespace, judgment: Judgment, outcome: str
) -> None:
    assert decided(opened_suit(office), office, DECIDED, judgment=judgment).outcome == outcome


def test_who_records_it_may_count_it_otherwise(office: SimpleNamespace) -> None:
    dispute = decided(opened_suit(office), office, DECIDED, judgment=Judgment.DISMISSED, outcome="corrected")
    assert (dispute.judgment, dispute.outcome) == ("dismissed", "corrected")


def test_an_outcome_is_named_one_way_or_the_other(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Choose the outcome"):
        decided(opened_suit(office), office, DECIDED, judgment="")


def test_a_decision_is_not_served_before_it_was_made(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="served before it was made"):
        decided(opened_suit(office), office, DECIDED, decision_served_on=date(2025, 9, 19))


def test_only_a_correction_orders_a_new_reply(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Only a decision that corrects"):
        decided(opened_suit(office), office, DECIDED, orders_new_reply=True)
    with pytest.raises(Refused, match="belongs to the order"):
        lost(opened_suit(office), office, DECIDED, ordered_within_days=15)


def test_a_lost_case_is_to_be_reported_and_the_others_are_not(office: SimpleNamespace) -> None:
    dispute = lost(opened_dispute(office), office, DECIDED)
    assert (dispute.owes_filing, dispute.filing_due_on) == (True, date(2025, 10, 11))
    upheld = decided(opened_dispute(office), office, DECIDED)
    assert (upheld.owes_filing, upheld.filing_due_on) == (False, None)
    with on(DECIDED), pytest.raises(Refused, match="Only a lost case"):
        actions.file_lost_case(upheld, by=office.foi, on=DECIDED, how="书面")


def test_without_a_day_of_service_the_filing_is_counted_from_the_decision(office: SimpleNamespace) -> None:
    dispute = lost(opened_dispute(office), office, DECIDED, decision_served_on=None)
    assert dispute.filing_due_on == date(2025, 10, 11)


def test_a_lost_case_is_reported_once_with_the_way_it_was_done(office: SimpleNamespace) -> None:
    dispute = lost(opened_dispute(office), office, DECIDED)
    with on(date(2025, 9, 24)):
        with pytest.raises(Refused, match="Say how it was reported"):
            actions.file_lost_case(dispute, by=office.foi, on=date(2025, 9, 24), how=" ")
        with pytest.raises(Refused, match="before it was decided"):
            actions.file_lost_case(dispute, by=office.foi, on=date(2025, 9, 19), how="书面")
        with pytest.raises(Refused, match="keep the register"):
            actions.file_lost_case(dispute, by=office.leader, on=date(2025, 9, 24), how="书面")
        dispute = actions.file_lost_case(dispute, by=office.counsel, on=date(2025, 9, 24), how="书面报送")
        assert not dispute.owes_filing
        with pytest.raises(Refused, match="reported to the district already"):
            actions.file_lost_case(dispute, by=office.counsel, on=date(2025, 9, 24), how="书面")
    assert Entry.objects.filter(act="disputes.lost_case_filed", subject_key=dispute.key).count() == 1


def ordered(office: SimpleNamespace, dispute: Dispute, **given: object) -> Dispute:
    return lost(dispute, office, DECIDED, orders_new_reply=True, **given)


def disputed_case(office: SimpleNamespace) -> object:
    case = registered_case(office, date(2025, 9, 1))
    delivered_reply(case, office)
    return case


def test_a_reconsideration_decision_takes_effect_when_served(office: SimpleNamespace) -> None:
    case = disputed_case(office)
    dispute = ordered(
        office,
        opened_dispute(office, case=case),
        ordered_within_days=15,
        ordered_unit=OrderedUnit.WORKING_DAYS,
    )
    with on(date(2025, 9, 23)):
        new = actions.reply_anew(dispute, by=office.foi)
        dispute.refresh_from_db()
        assert (dispute.new_case, new.follows) == (new, case)
        assert new.due_on == date(2025, 10, 17)
        with pytest.raises(Refused, match="opened already"):
            actions.reply_anew(dispute, by=office.foi)


def test_where_the_decision_names_no_period_the_full_one_of_the_law_runs(office: SimpleNamespace) -> None:
    dispute = ordered(office, opened_dispute(office, case=disputed_case(office)))
    with on(date(2025, 9, 23)):
        assert actions.reply_anew(dispute, by=office.foi).due_on == date(2025, 10, 24)


def test_a_judgment_of_first_instance_takes_effect_when_nobody_appealed(office: SimpleNamespace) -> None:
    dispute = ordered(office, opened_suit(office, case=disputed_case(office)), ordered_within_days=15)
    with on(date(2025, 10, 9)), pytest.raises(Refused, match="takes no effect before"):
        actions.reply_anew(dispute, by=office.foi)
    with on(date(2025, 10, 10)):
        assert actions.reply_anew(dispute, by=office.foi).due_on == date(2025, 10, 27)


def test_while_the_appeal_is_pending_nothing_is_opened_anew(office: SimpleNamespace) -> None:
    dispute = ordered(office, opened_suit(office, case=disputed_case(office)))
    opened_suit(office, date(2025, 9, 30), follows=dispute, instance=Instance.SECOND)
    with on(date(2025, 11, 3)), pytest.raises(Refused, match="has been appealed against"):
        actions.reply_anew(dispute, by=office.foi)


def test_a_new_reply_needs_an_order_and_a_request(office: SimpleNamespace) -> None:
    with on(DECIDED):
        with pytest.raises(Refused, match="No decision orders a new reply"):
            actions.reply_anew(lost(opened_dispute(office), office, DECIDED), by=office.foi)
        with pytest.raises(Refused, match="not linked to a request"):
            actions.reply_anew(ordered(office, opened_dispute(office)), by=office.foi)


def test_the_counsel_leaves_the_new_reply_to_the_officer(office: SimpleNamespace) -> None:
    dispute = ordered(office, opened_dispute(office, case=disputed_case(office)))
    with on(DECIDED), pytest.raises(Refused, match="Only an FOI officer"):
        actions.reply_anew(dispute, by=office.counsel)
