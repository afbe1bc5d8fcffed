"""What the error numbers of WeChat and the states of its publishing jobs mean.

After WeChat's list of global return codes and those of its pages on drafts and publishing.
"""

from collections.abc import Iterable
from datetime import timedelta

from .answers import Accepted, Answer, Done, Later, Never, Reason, Trouble, Unclear, clean

# These say: the token is not, or no longer, the one WeChat knows.
TOKEN_SPENT = ("40001", "40014", "42001")
NO_SUCH_MATERIAL, NO_SUCH_ARTICLE, NO_MENU = "40007", "53600", "46003"

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

# Number -> (reason, time to wait, whether everything else for this account would fare no better).
_LATER: dict[int, tuple[Reason, timedelta | None, bool]] = {
    -1: (Reason.SERVER_FAULT, None, False),
    45009: (Reason.TOO_MANY, _HOUR, True),
    45011: (Reason.TOO_MANY, _MINUTE, True),
    45029: (Reason.TOO_MANY, _HOUR, False),
    53501: (Reason.TOO_MANY, _HOUR, False),
    40164: (Reason.ADDRESS_NOT_LISTED, _HOUR, True),
    61004: (Reason.ADDRESS_NOT_LISTED, _HOUR, True),
    **dict.fromkeys((40001, 40014, 42001, 40002, 40013, 40125, 40243), (Reason.NOT_LET_IN, _HOUR, True)),
    **dict.fromkeys(
        (41001, 41002, 41004, 50002, 50004, 50007, 89501, 89503), (Reason.NOT_LET_IN, _HOUR, True)
    ),
}
_NEVER: dict[int, Reason] = {
    **dict.fromkeys((48001, 48003, 48004, 48008, 50001, 53500, 53504, 53505), Reason.NO_RIGHTS),
    **dict.fromkeys((45002, 45003, 45004, 45005, 45008, 45110), Reason.TOO_LONG),
    **dict.fromkeys((40004, 40005, 40006, 40009, 40113, 40137, 41005, 45001), Reason.PICTURE_NOT_ACCEPTED),
    **dict.fromkeys((45166, 53503, 87014), Reason.REFUSED_BY_PLATFORM),
}
_JOB_FAILED = {
    2: Reason.ORIGINALITY,
    3: Reason.NOT_ACCEPTED,
    4: Reason.REFUSED_BY_PLATFORM,
    5: Reason.TAKEN_DOWN,
    6: Reason.BANNED,
}


def meaning_of(code: int, said: object, *secrets: str) -> Trouble:
    """Return what an `errcode` other than 0 means for the step that was asked for."""
    words = clean(said, *secrets)
    if code in _LATER:
        reason, wait, is_down = _LATER[code]
        return Later(reason, words, str(code), wait, is_down)
    return Never(_NEVER.get(code, Reason.NOT_ACCEPTED), words, str(code))


def meaning_of_job(
    publish_id: str, status: int, article_id: str = "", addresses: Iterable[str] = ()
) -> Answer:
    """Return what the state of a publishing job means: 0 published, 1 under way, 2 to 6 failed or gone."""
    if status == 0:
        address = next(iter(addresses), "")
        return Done(address, article_id) if address else Unclear(Reason.NOT_UNDERSTOOD, code="0")
    if status == 1:
        return Accepted(publish_id)
    if status in _JOB_FAILED:
        return Never(_JOB_FAILED[status], code=str(status))
    return Unclear(Reason.NOT_UNDERSTOOD, code=str(status))
