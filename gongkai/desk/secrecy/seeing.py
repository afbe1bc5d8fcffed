"""Who sees the pages of reviews, and what of a paper in which a state secret was found."""

from typing import Any

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.secrecy.models import Review

WHO = (OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL}


def is_concealed(review: Review, user: Any) -> bool:
    """Say whether text, files and form of a paper with a state secret are kept from `user`.

    The reviewer takes the paper out, the responsible leader confirms the decision.
    """
    return review.is_secret and not any(
        user.has_duty(duty, review.package.agency)
        for duty in (Duty.SECRECY_REVIEWER, Duty.RESPONSIBLE_LEADER)
    )
