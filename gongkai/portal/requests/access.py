"""Who may read a request at the portal: whoever gave its number and code in this session, for a while."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from django.http import HttpRequest

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.cases import actions
from gongkai.cases.models import Case, Request

OPEN_FOR = timedelta(minutes=30)
_SESSION = "progress"
_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d{2})\D+(\d{1,7})(?!\d)")


def read_number(typed: str) -> tuple[int, int] | None:
    """Read year and serial from a number as people type it: whole or in part, any brackets, any width."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", typed))
    return (int(found[1]), int(found[2])) if found else None


def opened_by(agency: Agency, number: str, code: str) -> Request | None:
    """Return the request that number and code open, else None. It takes as long for every answer."""
    place = read_number(number)
    case = None
    if place:
        year, serial = place
        case = Case.objects.select_related("request").filter(agency=agency, year=year, serial=serial).first()
    request = case.request if case else None
    # The work of comparing a code is done for a number that does not exist, too.
    return request if actions.opens(request, code) else None


def grant(request: HttpRequest, opened: Request) -> None:
    request.session.cycle_key()
    request.session[_SESSION] = {"request": opened.pk, "until": (clock.now() + OPEN_FOR).timestamp()}


def take_back(request: HttpRequest) -> None:
    request.session.pop(_SESSION, None)


def opened_in(request: HttpRequest, agency: Agency) -> Request | None:
    """Return the request this session opened, as long as its time lasts."""
    told = request.session.get(_SESSION)
    if not told or told["until"] < clock.now().timestamp():
        return None
    return Request.objects.select_related("agency").filter(pk=told["request"], agency=agency).first()
