"""What the error numbers of Weibo mean."""

from datetime import timedelta

from .answers import Later, Never, Reason, Trouble, Unclear, clean

# The post does not exist (any more).
GONE = {"20101", "20104"}

_HOUR = timedelta(hours=1)
_EXPIRED = {
    *("10006", "10013", "21301", "21314", "21315", "21316", "21317", "21319", "21325", "21327", "21332"),
    *("21321",),
}
_TOO_MANY = {"10004": True, "10022": True, "10023": True, "10024": True, "20016": False, "20028": False}
_FAULT = {"10001", "10002", "10003", "10009"}
# The platform gave up on its own inside; it may have taken the post.
_GAVE_UP_INSIDE = {"10010", "10011", "20032"}
_REPEATED = {"20017", "20019"}
_NEVER: dict[str, Reason] = {
    **dict.fromkeys(("10005", "10014", "10015", "20031", "20046"), Reason.NO_RIGHTS),
    **dict.fromkeys(("20012", "20013", "10018"), Reason.TOO_LONG),
    **dict.fromkeys(("20005", "20006", "20007"), Reason.PICTURE_NOT_ACCEPTED),
    **dict.fromkeys(("20018", "20020", "20021", "20038", "20039"), Reason.REFUSED_BY_PLATFORM),
    **dict.fromkeys(("10028", "10029", "10033"), Reason.NO_LINK),
}


def meaning_of(code: str, said: object, *secrets: str, repeatable: bool) -> Trouble:
    """Return what an error number means for what was asked; `repeatable` as in `Line.ask`."""
    words = clean(said, *secrets)
    if code in _EXPIRED:
        return Later(Reason.LOGIN_EXPIRED, words, code, channel_is_down=True)
    if code in _TOO_MANY:
        return Later(Reason.TOO_MANY, words, code, _HOUR, channel_is_down=_TOO_MANY[code])
    if code in _FAULT:
        return Later(Reason.SERVER_FAULT, words, code)
    if code in _GAVE_UP_INSIDE:
        lost = Reason.ANSWER_LOST
        return Later(lost, words, code) if repeatable else Unclear(lost, words, code)
    if code in _REPEATED:
        # It may be our own earlier attempt, whose answer was lost.
        return Unclear(Reason.ALREADY_THERE, words, code)
    return Never(_NEVER.get(code, Reason.NOT_ACCEPTED), words, code)
