"""A form that is sent twice does its act once."""

from uuid import uuid4

import pytest

from gongkai.acts.models import Submission
from gongkai.acts.once import AlreadySubmitted, submitted_once
from tests.together import together


class Person:
    def __init__(self, key):
        self.key = key
        self.name = key

    def has_duty(self, duty, agency, section=None):
        return False


CHEN, QIAN = Person("people.user:1"), Person("people.user:2")


@pytest.mark.django_db
def test_the_second_sending_leads_to_what_the_first_one_did():
    token = uuid4()
    with submitted_once(token, CHEN) as submission:
        submission.led_to = "/desk/cases/1/"
    with pytest.raises(AlreadySubmitted) as again, submitted_once(token, CHEN):
        pytest.fail("the act was done twice")
    assert again.value.led_to == "/desk/cases/1/"


@pytest.mark.django_db
def test_a_form_that_was_refused_can_be_mended_and_sent_again():
    token = uuid4()
    with pytest.raises(ValueError, match="refused"), submitted_once(token, CHEN):
        raise ValueError("refused")
    with submitted_once(token, CHEN) as submission:
        submission.led_to = "/desk/cases/1/"
    assert Submission.objects.get().led_to == "/desk/cases/1/"


@pytest.mark.django_db
def test_nobody_learns_where_the_form_of_another_led_to():
    token = uuid4()
    with submitted_once(token, CHEN) as submission:
        submission.led_to = "/desk/cases/1/"
    with pytest.raises(AlreadySubmitted) as stolen, submitted_once(token, QIAN):
        pytest.fail("the act was done")
    assert stolen.value.led_to == ""


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_do_the_act_once():
    token = uuid4()

    def send() -> str:
        try:
            with submitted_once(token, CHEN) as submission:
                submission.led_to = "/desk/cases/1/"
        except AlreadySubmitted as already:
            return f"led to {already.led_to} before"
        return "done"

    assert sorted(together(2, send)) == ["done", "led to /desk/cases/1/ before"]
