from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from gongkai.acts import Refused
from gongkai.cases.tests.factories import on, registered_case
from gongkai.disputes import actions
from gongkai.disputes.models import Complaint, Dispute, DisputeKind, DisputeOutcome
from gongkai.disputes.tests.factories import OPENED, opened_dispute, received_complaint
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_dispute_is_registered(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office, number="京东复〔2025〕12号")
    assert (str(dispute), dispute.outcome, dispute.decided_on) == ("京东复〔2025〕12号", "", None)
    assert Entry.objects.filter(act="disputes.opened", subject_key=dispute.key).count() == 1


def test_a_docket_number_stands_once(office: SimpleNamespace) -> None:
    opened_dispute(office, number="1号")
    with pytest.raises(Refused, match="registered already"):
        opened_dispute(office, number=" 1号 ")


def test_a_dispute_without_docket_number_may_stand_twice(office: SimpleNamespace) -> None:
    opened_dispute(office)
    assert opened_dispute(office).pk


def test_a_dispute_is_about_a_request_of_the_same_agency(office: SimpleNamespace) -> None:
    case = registered_case(office)
    assert opened_dispute(office, case=case).case == case
    with pytest.raises(Refused, match="cannot be older than the request"):
        opened_dispute(office, date(2025, 9, 14), case=case)
    case.agency = office.other
    with pytest.raises(Refused, match="belongs to another agency"):
        opened_dispute(office, case=case)


def test_officer_and_counsel_keep_the_register_nobody_else(office: SimpleNamespace) -> None:
    assert opened_dispute(office, by=office.counsel).pk
    for person in (office.leader, office.foi_head, office.stranger, office.supervisor):
        with pytest.raises(Refused, match="keep the register of disputes"):
            opened_dispute(office, by=person)


def test_an_outcome_is_recorded_once(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(date(2025, 10, 20)):
        dispute = actions.record_outcome(
            dispute, by=office.counsel, outcome=DisputeOutcome.UPHELD, decided_on=date(2025, 10, 17)
        )
        assert (dispute.outcome, dispute.decided_on) == ("upheld", date(2025, 10, 17))
        with pytest.raises(Refused, match="recorded already"):
            actions.record_outcome(
                dispute, by=office.counsel, outcome=DisputeOutcome.OTHER, decided_on=date(2025, 10, 17)
            )
    assert Entry.objects.filter(act="disputes.decided", subject_key=dispute.key).count() == 1


def test_a_dispute_is_not_decided_before_it_was_opened(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(OPENED):
        for day, words in ((date(2025, 9, 14), "before it was opened"), (date(2025, 9, 16), "in the future")):
            with pytest.raises(Refused, match=words):
                actions.record_outcome(dispute, by=office.foi, outcome="upheld", decided_on=day)


def test_an_outcome_and_its_day_stand_together(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(outcome="upheld")


def test_the_table_of_2018_words_outcomes_of_suits_otherwise() -> None:
    with translation.override("en"):
        review = Dispute(kind=DisputeKind.RECONSIDERATION, outcome="upheld")
        suit = Dispute(kind=DisputeKind.DIRECT_SUIT, outcome="upheld")
        assert review.outcome_2018 == "Specific administrative act upheld"
        assert "claim dismissed" in suit.outcome_2018
        assert Dispute(kind=DisputeKind.DIRECT_SUIT).outcome_2018 == ""


def test_who_sees_disputes(office: SimpleNamespace) -> None:
    dispute, complaint = opened_dispute(office), received_complaint(office)
    for model, thing in ((Dispute, dispute), (Complaint, complaint)):
        seeing = {
            name
            for name, person in vars(office).items()
            if hasattr(person, "has_duty") and model.objects.visible_to(person).filter(pk=thing.pk).exists()
        }
        assert seeing == {"checker", "leader", "principal", "foi", "foi_head", "counsel", "supervisor"}


def test_a_complaint_is_registered_and_handled(office: SimpleNamespace) -> None:
    complaint = received_complaint(office)
    complaint = actions.handle_complaint(complaint, by=office.foi, handled="已更新")
    assert complaint.handled == "已更新"
    with pytest.raises(Refused, match="recorded already"):
        actions.handle_complaint(complaint, by=office.foi, handled="又更新")
    assert set(Entry.objects.values_list("act", flat=True)) == {
        "disputes.complaint_received",
        "disputes.complaint_handled",
    }


def test_only_the_foi_officer_records_complaints(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Only an FOI officer"):
        received_complaint(office, by=office.counsel)
    with pytest.raises(Refused, match="what the complaint is about"):
        received_complaint(office, about=" ")


def test_a_complaint_tells_how_it_came_about_what_and_how_it_ended(office: SimpleNamespace) -> None:
    case = registered_case(office)
    complaint = received_complaint(office, kind="report", how_came="hotline", case=case)
    with on(date(2025, 9, 18)):
        complaint = actions.handle_complaint(
            complaint, by=office.foi, handled="已更新", result="founded", answered_to="王某（虚构）"
        )
    assert (complaint.kind, complaint.case, complaint.handled_on) == ("report", case, date(2025, 9, 18))
    assert (complaint.result, complaint.answered_to) == ("founded", "王某（虚构）")


def test_a_complaint_settled_on_the_spot_was_handled_that_day(office: SimpleNamespace) -> None:
    assert received_complaint(office, handled="当场答复").handled_on == OPENED
    assert received_complaint(office).handled_on is None


def test_the_days_of_a_complaint_are_in_order(office: SimpleNamespace) -> None:
    complaint = received_complaint(office)
    with on(OPENED):
        for day, words in ((date(2025, 9, 14), "before it was received"), (date(2025, 9, 16), "future")):
            with pytest.raises(Refused, match=words):
                actions.handle_complaint(complaint, by=office.foi, handled="已更新", handled_on=day)


def test_a_complaint_is_about_a_request_of_the_same_agency(office: SimpleNamespace) -> None:
    case = registered_case(office)
    case.agency = office.other
    with pytest.raises(Refused, match="belongs to another agency"):
        received_complaint(office, case=case)
