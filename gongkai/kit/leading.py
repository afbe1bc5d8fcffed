"""The leader in charge, told where something waits for a leader's approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.kit.waiting import FIRST, LAST, Waiting
from gongkai.people.charges import leaders_of


class InCharge:
    """Who is in charge of the sections that some waiting things belong to; one query at most."""

    def __init__(self, user: Any, sections: Iterable[int | None]) -> None:
        self.user = user
        self.leaders = leaders_of({each for each in sections if each is not None})

    def told(self, row: Waiting, section: int | None) -> Waiting:
        """Put what waits for the leader in charge first; others who may approve it are told who that is."""
        leader = self.leaders.get(section) if section is not None else None
        if leader is None:
            return row
        if leader.pk == self.user.pk:
            says, rank = _("%(says)s. You are the leader in charge."), FIRST
        else:
            says, rank = _("%(says)s. %(name)s is the leader in charge; you may approve it as well."), LAST
        return replace(row, says=says % {"says": row.says, "name": leader.name}, rank=rank)

    def told_of_several(self, row: Waiting, sections: Iterable[int | None]) -> Waiting:
        """The same of a row that stands for several things: first where one of them is the reader's own."""
        leaders = [self.leaders.get(each) if each is not None else None for each in sections]
        own = sum(leader is not None and leader.pk == self.user.pk for leader in leaders)
        if own:
            says = ngettext(
                "%(says)s. You are the leader in charge of %(count)s.",
                "%(says)s. You are the leader in charge of %(count)s.",
                own,
            )
            return replace(row, says=says % {"says": row.says, "count": own}, rank=FIRST)
        return replace(row, rank=LAST) if leaders and all(leaders) else row
