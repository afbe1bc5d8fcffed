"""Pages of issues: the list, an issue with what stands in it, and its acts."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import Refused
from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.channels import issues, paper_policy
from gongkai.channels.models import EntryKind, Issue, IssueEntry, IssueState
from gongkai.channels.paper_queries import taken_back_from
from gongkai.desk.issues import forms
from gongkai.files.storing import store
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.kit.serving import guarded, serve_file
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, SubjectPage

RELEASERS = frozenset({Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR})


class IssueList(ListPage):
    model = Issue
    filterset_class = forms.IssueFilter
    template_name = "desk/issues/list.html"
    nav = "issues"
    duties = OFFICE | SUPERVISORS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_open = bool(self.request.user.duties & RELEASERS)
        return super().get_context_data(may_open=may_open, **kwargs)


class IssuePage(SubjectPage):
    model = Issue
    template_name = "desk/issues/issue.html"
    nav = "issues"

    def offers(self) -> Iterable[Offer]:
        issue, by = self.object, self.request.user
        changing = list(paper_policy.obstacles_to_changing(issue, by))
        closing = list(paper_policy.obstacles_to_closing(issue, by))
        pick = Offer(
            _("Pick items"),
            reverse("desk:issue_pick", args=[issue.pk]),
            _("Each gets a planned release; it counts when the issue is printed."),
            changing,
        )
        close = Offer(
            _("Close the issue"),
            reverse("desk:issue_close", args=[issue.pk]),
            _("It gets its number; PDF and DOCX for the printer are made of what is cleared."),
            closing,
        )
        printed = Offer(
            _("Mark as printed"),
            reverse("desk:issue_printed", args=[issue.pk]),
            _("All its releases are confirmed at once, on the day of printing."),
            paper_policy.obstacles_to_printing(issue, by),
        )
        rest = [
            Offer(
                _("Change day, theme or sheet"), reverse("desk:issue_change", args=[issue.pk]), "", changing
            ),
            Offer(
                _("Open it again"),
                reverse("desk:issue_open_again", args=[issue.pk]),
                _("It keeps its number; its pages are made anew."),
                paper_policy.obstacles_to_opening_again(issue, by),
            ),
            Offer(
                _("Give the issue up"),
                reverse("desk:issue_void", args=[issue.pk]),
                _("Its releases are dropped, and the next issue takes its number."),
                paper_policy.obstacles_to_voiding(issue, by),
                grave=True,
            ),
        ]
        return [pick, close, printed, *rest] if closing else [close, pick, printed, *rest]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issue = self.object
        entries = list(issue.entries.select_related("item", "release", "edition"))
        items = [entry for entry in entries if entry.kind == EntryKind.ITEM]
        may_change = not list(paper_policy.obstacles_to_changing(issue, self.request.user))
        barred = _barred(issue, items)
        taken_back = taken_back_from(issue) if issue.state == IssueState.PRINTED else []
        return super().get_context_data(
            name=str(issue),
            items=[(entry, str(uuid4()), str(uuid4())) for entry in items],
            corrections=[entry for entry in entries if entry.kind == EntryKind.CORRECTION],
            files=_files(issue, barred, taken_back),
            may_change=may_change,
            barred=barred,
            taken_back=taken_back,
            may_open_kept=not list(paper_policy.obstacles_to_opening_kept_pages(issue)),
            **kwargs,
        )


def _barred(issue: Issue, items: list[IssueEntry]) -> list[str]:
    open_states = (IssueState.COLLECTING, IssueState.CLOSED)
    return list(paper_policy.obstacles_of_entries(items)) if issue.state in open_states else []


def _files(issue: Issue, barred: list[str], taken_back: list[IssueEntry]) -> list[dict[str, Any]]:
    """Return the files the page offers; pages that hold what was taken back are none of them."""
    pages = [] if barred or taken_back else [("pdf", issue.pdf), ("docx", issue.docx)]
    return [
        {"name": file.name, "url": reverse("desk:issue_file", args=[issue.pk, which]), "size": file.size}
        for which, file in [*pages, ("proof", issue.proof)]
        if file and file.erased_at is None
    ]


class OpenIssue(CreatePage):
    form_class = forms.OpenIssueForm
    nav = "issues"
    duties = RELEASERS
    heading = gettext_lazy("Begin an issue")
    button = gettext_lazy("Begin")
    done = gettext_lazy("The issue is begun. Pick its items.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.agency}

    def get_cancel_url(self) -> str:
        return reverse("desk:issue_list")

    def run(self, form: Any) -> Any:
        return issues.open_issue(by=self.request.user, **form.said)


class _IssueAct(ActPage):
    model = Issue
    nav = "issues"


class ChangeIssue(_IssueAct):
    form_class = forms.IssueForm
    heading = gettext_lazy("Change day, theme or sheet")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_changing(self.subject, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.subject, name) for name in ("day", "title", "sheet")}

    def run(self, form: Any) -> Any:
        return issues.change_issue(self.subject, by=self.request.user, **form.said)


class Pick(_IssueAct):
    form_class = forms.PickForm
    template_name = "desk/issues/pick.html"
    heading = gettext_lazy("Pick items")
    button = gettext_lazy("Take them in")

    @property
    def query(self) -> str:
        return str(self.request.GET.get("q", "")).replace("\x00", "").strip()[:100]

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_changing(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "issue": self.subject, "query": self.query}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(query=self.query, at_most=forms.SHOWN_AT_MOST, **kwargs)

    def run(self, form: Any) -> Any:
        said = form.said
        issues.pick(self.subject, said["items"], by=self.request.user, section=said["section"])
        return self.subject

    def get_done(self, result: Any) -> str:
        return _("Taken in.")


class Close(_IssueAct):
    form_class = ActForm
    heading = gettext_lazy("Close the issue")
    button = gettext_lazy("Close and make the pages")
    says = gettext_lazy("It gets its number; PDF and DOCX for the printer are made of what is cleared.")
    done = gettext_lazy("Closed. Look at the pages before they go to the printer.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_closing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return issues.close(self.subject, by=self.request.user)


class OpenAgain(_IssueAct):
    form_class = ActForm
    heading = gettext_lazy("Open the issue again")
    button = gettext_lazy("Open it again")
    says = gettext_lazy("It keeps its number; its pages are made anew.")
    done = gettext_lazy("Opened again. Close it when it is right.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_opening_again(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return issues.open_again(self.subject, by=self.request.user)


class MarkPrinted(_IssueAct):
    form_class = forms.PrintedForm
    heading = gettext_lazy("Mark as printed")
    button = gettext_lazy("It is printed")
    done = gettext_lazy("All its releases are confirmed and count now.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_printing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        proof = said.pop("proof")
        kept = store(proof, name=proof.name, by=by, agency=self.subject.agency) if proof else None
        return issues.mark_printed(self.subject, by=by, proof=kept, **said)


class GiveUp(_IssueAct):
    form_class = ReasonForm
    heading = gettext_lazy("Give the issue up")
    button = gettext_lazy("Give it up")
    done = gettext_lazy("The issue is void. Its items may go into another one.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_voiding(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return issues.void(self.subject, by=self.request.user, **form.said)


class _EntryAct(ActPage):
    model = IssueEntry
    nav = "issues"

    def get_queryset(self) -> Any:
        return IssueEntry.objects.filter(
            issue__agency_id__in=self.request.user.readable_agency_ids
        ).select_related("issue__agency", "issue__channel", "item", "release")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_changing(self.subject.issue, self.request.user)

    def get_cancel_url(self) -> str:
        # The first of two sendings may have taken the entry away.
        return (
            self.subject.issue.get_absolute_url() if hasattr(self, "subject") else reverse("desk:issue_list")
        )


class TakeOut(_EntryAct):
    form_class = ActForm
    heading = gettext_lazy("Take it out of the issue")
    button = gettext_lazy("Take it out of the issue")
    says = gettext_lazy("It may go into another issue.")
    done = gettext_lazy("Taken out. It may go into another issue.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_taking_out(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return issues.take_out(self.subject, by=self.request.user)


class Place(_EntryAct):
    form_class = forms.PlaceForm
    heading = gettext_lazy("Move it in the issue")
    button = gettext_lazy("Move")
    done = gettext_lazy("Moved.")

    def run(self, form: Any) -> Any:
        return issues.place(self.subject, by=self.request.user, **form.said)


class NameSection(_EntryAct):
    form_class = forms.SectionForm
    heading = gettext_lazy("Name its section")
    button = gettext_lazy("Name it")
    done = gettext_lazy("Named.")

    def get_initial(self) -> dict[str, Any]:
        return {"section": self.subject.section}

    def run(self, form: Any) -> Any:
        return issues.name_section(self.subject, by=self.request.user, **form.said)


class IssueFile(OfSubject, View):
    """The pages of an issue and its proof, for those who may read the issue."""

    model = Issue

    def get(self, request: Any, pk: int, which: str) -> Any:
        issue = self.fetch()
        file = {"pdf": issue.pdf, "docx": issue.docx, "proof": issue.proof}.get(which)
        if file is None:
            raise Http404
        if which == "proof":
            return serve_file(file)
        reasons = list(paper_policy.obstacles_to_handing_out_pages(issue))
        if reasons:
            messages.error(request, _("The pages are not handed out: %(why)s") % {"why": " ".join(reasons)})
            return redirect(issue)
        if issue.state == IssueState.PRINTED and taken_back_from(issue):
            return redirect("desk:issue_kept", issue.pk)
        return serve_file(file)


class KeptPages(_IssueAct):
    """The pages as they were printed, of an issue some item of which was taken back since: a proof only."""

    form_class = ActForm
    template_name = "desk/issues/kept.html"
    heading = gettext_lazy("Pages as printed")
    button = gettext_lazy("Open them, marked as kept for proof")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_opening_kept_pages(self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(taken_back=taken_back_from(self.subject), **kwargs)

    def form_valid(self, form: Any) -> Any:
        try:
            pages = issues.open_kept_pages(self.subject, by=self.request.user)
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        name = _("%(issue)s, kept.pdf") % {"issue": self.subject}
        return guarded(
            FileResponse(BytesIO(pages), as_attachment=True, filename=name, content_type="application/pdf")
        )
