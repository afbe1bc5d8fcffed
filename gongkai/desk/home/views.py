"""The desk's first page: what waits for me, with deadlines; and finding a thing by number or title."""

from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.cases.models import Case
from gongkai.cases.queries import SEALED, found_by, newest_first
from gongkai.catalogue.models import Item
from gongkai.desk.home.waiting import everything_waiting
from gongkai.documents.models import Document
from gongkai.documents.policy import DRAFTERS
from gongkai.kit.templatetags.kit import without_controls
from gongkai.kit.views import PlainPage

_FOUND_AT_MOST = 20


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


class Find(PlainPage):
    """Finds by number or by words of the title, only among what the person may see."""

    template_name = "desk/home/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        groups = []
        if query:
            from django.db.models import Q

            user = self.request.user
            cases = newest_first(Case.objects.visible_to(user).defer(*SEALED).filter(found_by(query, user)))
            documents = Document.objects.visible_to(user).filter(
                Q(number__icontains=query) | Q(title__icontains=query)
            )
            items = Item.objects.visible_to(user).filter(
                Q(index_number__icontains=query)
                | Q(title__icontains=query)
                | Q(document_number__icontains=query)
            )
            for label, found in (
                (_("Requests"), cases),
                (_("Documents and pieces"), documents),
                (_("Items"), items),
            ):
                rows = list(found[: _FOUND_AT_MOST + 1])
                if rows:
                    groups.append((label, rows[:_FOUND_AT_MOST], len(rows) > _FOUND_AT_MOST))
        return super().get_context_data(
            query=without_controls(query), groups=groups, at_most=_FOUND_AT_MOST, **kwargs
        )


class Parts(PlainPage):
    """Every component once, for those who build pages and for the accessibility tests."""

    template_name = "kit/parts.html"
