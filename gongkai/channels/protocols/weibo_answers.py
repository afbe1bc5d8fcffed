"""What the error numbers of Weibo mean (its open platform: "Error code", and "OAuth2" for those of 21300)."""

from dataclasses import replace
from datetime import timedelta

from .answers import Later, Never, Reason, Trouble, Unclear, clean
from .calling import lost

# The post does not exist (any more).
GONE = {"20101", "20104"}

_HOUR = timedelta(hours=1)
# Number -> (reason, time to wait, whether everything else for this account would fare no better).
_LATER: dict[str, tuple[Reason, timedelta | None, bool]] = {
    **dict.fromkeys(("10002", "10009"), (Reason.SERVER_FAULT, None, False)),
    "10004": (Reason.ADDRESS_NOT_LISTED, _HOUR, True),
    **dict.fromkeys(("10022", "10023", "10024", "20022"), (Reason.TOO_MANY, _HOUR, True)),
    **dict.fromkeys(("20016", "20028"), (Reason.TOO_MANY, _HOUR, False)),
    # The application, its owner or the account is not let in: logging in anew does not mend that.
    **dict.fromkeys(("10006", "10013", "20015", "21321"), (Reason.NOT_LET_IN, _HOUR, True)),
    **dict.fromkeys(("21301", "21314", "21315", "21316", "21317"), (Reason.LOGIN_EXPIRED, None, True)),
    **dict.fromkeys(("21319", "21325", "21327", "21332"), (Reason.LOGIN_EXPIRED, None, True)),
}
# The platform gave up on its own inside, or is slow to show it: it may have taken the post.
_GAVE_UP_INSIDE = {"10001", "10003", "10010", "10011", "20032"}
_REPEATED = {"20017", "20019"}
_NEVER: dict[str, Reason] = {
    **dict.fromkeys(("10005", "10014", "20031", "20046"), Reason.NO_RIGHTS),
    **dict.fromkeys(("20012", "20013", "10018"), Reason.TOO_LONG),
    **dict.fromkeys(("20005", "20006", "20007"), Reason.PICTURE_NOT_ACCEPTED),
    **dict.fromkeys(("20018", "20020", "20021", "20038", "20039"), Reason.REFUSED_BY_PLATFORM),
}
# "text not find domain!", "appkey not bind domain!": the number itself stands for any wrong parameter.
_WRONG_PARAMETER, _ABOUT_THE_LINK = "10017", "domain"


def meaning_of(code: str, said: object, *secrets: str, repeatable: bool) -> Trouble:
    """Return what an error number means for what was asked; `repeatable` as in `Line.ask`."""
    words = clean(said, *secrets)
    if code in _LATER:
        reason, wait, is_down = _LATER[code]
        return Later(reason, words, code, wait, is_down)
    if code in _GAVE_UP_INSIDE:
        return replace(lost(repeatable, code=code), words=words)
    if code in _REPEATED:
        # It may be our own earlier attempt, whose answer was lost.
        return Unclear(Reason.ALREADY_THERE, words, code)
    if code == _WRONG_PARAMETER and _ABOUT_THE_LINK in words.lower():
        return Never(Reason.NO_LINK, words, code)
    return Never(_NEVER.get(code, Reason.NOT_ACCEPTED), words, code)
