"""What the pages of acts on a case share."""

from __future__ import annotations

from typing import Any

from gongkai.cases.models import Case
from gongkai.kit.views import ActPage


class CaseAct(ActPage):
    model = Case
    nav = "cases"

    def get_queryset(self) -> Any:
        cases = super().get_queryset().select_related("agency", "handling_section")
        return cases.prefetch_related("entries", "replies")
