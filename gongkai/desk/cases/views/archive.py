"""The file of a case: archived, taken out, looked at again later, turned into something to publish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import Refused, clock
from gongkai.cases import actions, policy
from gongkai.cases.actions.publishing import enclosed
from gongkai.cases.afterwards import drafts_from
from gongkai.cases.models import READERS, Case, Reassessment
from gongkai.desk.cases.forms import filing as forms
from gongkai.desk.cases.navigation import WHO
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.desk.cases.views.lists import tabs_of_requests
from gongkai.documents.models import Document
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, ListPage, OfSubject
from gongkai.law.outcomes import outcome


def file_panel(case: Case, user: Any) -> dict[str, Any]:
    """Return what the page of a case says of its file: the package, forms to print, and what came of it."""
    inside = case.agency_id in user.agency_ids_as(*READERS)
    letters = [letter for letter in case.letters.all() if letter.sent_on or letter.state == "written"]
    replies = [reply for reply in case.replies.all() if reply.letter]
    records = [(str(letter), reverse("desk:letter_record", args=[letter.pk])) for letter in letters] + [
        (
            _("Reply letter %(number)s") % {"number": reply.number},
            reverse("desk:reply_record", args=[reply.pk]),
        )
        for reply in replies
    ]
    drafts = drafts_from(case) if case.concluded_on else []
    readable = set(
        Document.objects.visible_to(user)
        .filter(pk__in=[draft.pk for draft in drafts])
        .values_list("pk", flat=True)
        if drafts
        else ()
    )
    return {
        "archived_on": case.archived_on,
        "archive_url": reverse("desk:case_archive_file", args=[case.pk])
        if inside and case.archive_id
        else "",
        "records": records if inside else [],
        "drafts": [
            (draft.title, draft.get_absolute_url() if draft.pk in readable else "") for draft in drafts
        ],
        "reassessments": list(case.reassessments.all()) if case.concluded_on else [],
    }


class Archive(CaseAct):
    heading = gettext_lazy("Archive the file")
    button = gettext_lazy("Check and archive")
    done = gettext_lazy("Archived. The package lies with the papers.")
    template_name = "desk/cases/archive.html"

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_archiving(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.archive(self.subject, by=self.request.user)


class ArchiveFile(OfSubject, View):
    """The archive package, for the office that made it; the journal tells who took it."""

    model = Case

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            archive = actions.read_archive(self.fetch(), by=self.request.user)
        except Refused as refused:
            raise Http404(str(refused)) from refused
        return serve_file(archive, save=True)


class Extract(CaseAct):
    """Hands out the file as it stands, such as for a court that asks before the case is archived."""

    form_class = forms.ExtractForm
    template_name = "desk/cases/extract.html"
    heading = gettext_lazy("Take out the file as it stands")
    button = gettext_lazy("Take it out")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_extracting(self.subject, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            content = actions.extract_file(self.subject, by=self.request.user, **form.said)
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        name = f"{self.subject.number} 卷宗节录 {clock.today():%Y%m%d}.zip"
        return as_download(content, name, "application/zip")


class Reassessments(ListPage):
    """What was withheld and has to be looked at again, the most overdue first."""

    model = Reassessment
    template_name = "desk/cases/reassessments.html"
    nav = "cases"
    duties = WHO
    filterset_fields: tuple[str, ...] = ()

    def get_queryset(self) -> Any:
        return super().get_queryset().open().select_related("case__agency", "reply").order_by("due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["tabs"] = tabs_of_requests("reassessments")
        context["today"] = clock.today()
        context["rows"] = [(each, outcome(each.reply.outcome)) for each in context["object_list"]]
        return context


class Reassess(ActPage):
    """Looking again at what a reply withheld."""

    model = Reassessment
    form_class = forms.ReassessForm
    template_name = "desk/cases/reassess.html"
    nav = "cases"
    heading = gettext_lazy("Look again at what was withheld")
    button = gettext_lazy("Record it")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("case__agency", "case__handling_section", "reply")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_reassessing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        done = actions.reassess(self.subject, by=self.request.user, **form.said)
        self.opens = bool(done.opens)
        if self.opens and not list(policy.obstacles_to_turning_proactive(done.case, self.request.user)):
            return reverse("desk:case_publish", args=[done.case_id])
        return done

    def get_done(self, result: Any) -> str:
        if self.opens:
            return _("Recorded: it can be opened now. Begin the draft for publication.")
        return _("Recorded: it stays withheld. It will be looked at again after the same interval.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reply = self.subject.reply
        return super().get_context_data(
            reply=reply, case=self.subject.case, outcome=outcome(reply.outcome), **kwargs
        )


class Publish(CaseAct):
    """Turns a granted reply into the draft of a document, without anything of the requester."""

    form_class = forms.PublishForm
    template_name = "desk/cases/publish.html"
    heading = gettext_lazy("Turn the reply into a draft for publication")
    button = gettext_lazy("Begin the draft")
    done = gettext_lazy("The draft is begun. Look it through before it is handed in.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_turning_proactive(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.proposed = actions.proposed_draft(self.subject)
        return super().get_form_kwargs() | {
            "proposed": self.proposed,
            "papers": enclosed(self.subject),
        }

    def run(self, form: Any) -> Document:
        return actions.turn_proactive(self.subject, by=self.request.user, **form.said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["masked"] = self.proposed.masked
        return context


def as_download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return `content` as a file to save, which no cache keeps."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
