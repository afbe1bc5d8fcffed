"""A refusal says every reason."""

import pytest

from gongkai.acts import Refused, refuse_if_any


def test_all_reasons_are_said_at_once():
    with pytest.raises(Refused, match=r"It is closed\. It is not yours\.") as refused:
        refuse_if_any(["It is closed.", "It is not yours."])
    assert refused.value.reasons == ["It is closed.", "It is not yours."]


def test_without_an_obstacle_the_act_goes_on():
    refuse_if_any(iter(()))
