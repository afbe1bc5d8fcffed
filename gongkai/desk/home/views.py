"""The desk's first page: what waits for me, with deadlines."""

from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.desk.home.waiting import everything_waiting
from gongkai.documents.policy import DRAFTERS
from gongkai.kit.views import PlainPage


class Home(PlainPage):
    template_name = "desk/home/home.html"
    nav = "home"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        duties = request.user.duties
        # Administrators have no business queue; their own work is their first page.
        if Duty.AUDIT_ADMINISTRATOR in duties:
            return redirect("desk:journal")
        if duties & {Duty.SYSTEM_ADMINISTRATOR, Duty.SECURITY_ADMINISTRATOR}:
            return redirect("desk:people")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        timed, rest = everything_waiting(self.request.user)
        duties = self.request.user.duties
        shortcuts = []
        if Duty.FOI_OFFICER in duties:
            shortcuts.append((_("Register a request"), reverse("desk:case_register")))
        if duties & DRAFTERS:
            shortcuts.append((_("Write a piece"), reverse("desk:piece_draft")))
            shortcuts.append((_("Draft a document"), reverse("desk:document_draft")))
        return super().get_context_data(
            timed=timed,
            rest=rest,
            total=len(timed) + len(rest),
            late=sum(1 for row in timed if row.deadline and row.deadline.kind == "late"),
            soon=sum(1 for row in timed if row.deadline and row.deadline.kind == "soon"),
            unknown=sum(1 for row in timed if row.deadline and row.deadline.kind == "unknown"),
            shortcuts=shortcuts,
            **kwargs,
        )


class Parts(PlainPage):
    """Every component once, for those who build pages and for the accessibility tests."""

    template_name = "kit/parts.html"
