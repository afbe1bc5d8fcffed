"""A state secret has no place in this program: the paper is taken out, and nothing of it stays."""

from datetime import datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.secrecy import actions
from gongkai.secrecy.models import FileScan, Justification, State
from gongkai.secrecy.tests.factories import (
    found_secret,
    justified,
    packed,
    text_file,
    with_opinion,
    withheld,
)

pytestmark = pytest.mark.django_db

WORDS = "地下设施的坐标"


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def taken_out(office, review):
    return actions.take_out(review, by=office.reviewer, to="机要室")


def test_text_title_and_files_are_erased_for_ever(office, django_capture_on_commit_callbacks):
    review = found_secret(office, title=WORDS, body=WORDS, files=[(text_file(office, words=WORDS), WORDS)])
    with django_capture_on_commit_callbacks(execute=True):
        review = taken_out(office, review)
    package = review.package
    (frozen,) = package.frozen_files
    assert WORDS not in f"{package.title}{package.body}{frozen.name}{frozen.alternative_text}"
    assert frozen.file.erased_at == clock.now()
    assert not frozen.file.place.exists()


def test_earlier_packages_of_the_same_paper_are_erased_too(office):
    earlier = packed(office, body=WORDS)
    taken_out(office, found_secret(office, body=f"{WORDS}（修改）"))
    earlier.package.refresh_from_db()
    assert earlier.package.body == ""
    assert earlier.package.frozen_files[0].file.erased_at is not None


def test_another_paper_stays_as_it_was(office):
    other = packed(office, about="tests.paper:2")
    taken_out(office, found_secret(office))
    other.package.refresh_from_db()
    assert other.package.body == "明日停水。"


def test_what_was_found_and_answered_goes_with_the_paper(office):
    review = with_opinion(office, body="电话13800138000。", files=[(text_file(office), "")])
    justified(office, review)
    review = actions.decide(
        review, by=office.reviewer, opinion="涉密。", decision="withhold", ground="state_secret"
    )
    taken_out(office, review)
    assert not review.package.findings.exists()
    assert not Justification.objects.exists()
    assert not FileScan.objects.exists()


def test_it_is_told_who_took_it_out_and_to_whom(office):
    review = taken_out(office, found_secret(office))
    assert (review.taken_out_by, review.taken_out_to, review.taken_out_at) == (
        office.reviewer,
        "机要室",
        clock.now(),
    )
    assert Entry.objects.filter(act="secrecy.taken_out", subject_key=review.key).count() == 1


def test_the_leader_confirms_also_after_it_was_taken_out(office):
    review = actions.approve(taken_out(office, found_secret(office)), by=office.leader)
    assert review.state == State.WITHHELD


def test_somebody_takes_it(office):
    with pytest.raises(Refused, match="Say to whom the paper was handed over"):
        actions.take_out(found_secret(office), by=office.reviewer, to=" ")


def test_only_a_secrecy_reviewer_takes_a_paper_out(office):
    with pytest.raises(Refused, match="Only a secrecy reviewer of this agency takes a paper out"):
        actions.take_out(found_secret(office), by=office.leader, to="机要室")


def test_a_paper_is_taken_out_once(office):
    review = taken_out(office, found_secret(office))
    with pytest.raises(Refused, match="taken out already"):
        taken_out(office, review)


@pytest.mark.parametrize("ground", ["work_secret", "trade_secret", "privacy", "other"])
def test_what_is_withheld_for_another_ground_stays_in_the_system(office, ground):
    with pytest.raises(Refused, match="Only a paper in which the review body found a state secret"):
        taken_out(office, withheld(office, ground=ground))


def test_a_paper_with_a_state_secret_is_not_sent_back_to_be_changed(office):
    with pytest.raises(Refused, match="is not sent back"):
        actions.send_back(found_secret(office), by=office.leader, reason="请修改。")


def test_a_paper_with_a_state_secret_is_not_read_again(office):
    with pytest.raises(Refused, match="taken out of this system"):
        actions.read_again(taken_out(office, found_secret(office)), by=office.reviewer)
