"""Bringing earlier items in: file, choices, dry run, run with progress, taking back; and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from django_filters import FilterSet

from gongkai.acts import Refused
from gongkai.catalogue.archives import hand_over
from gongkai.catalogue.exporting import export, note_export, obstacles_to_exporting
from gongkai.catalogue.importing import actions, policy
from gongkai.catalogue.importing.fields import FIELDS
from gongkai.catalogue.importing.tables import csv_text
from gongkai.catalogue.models import Import
from gongkai.desk.imports.forms import BringForm, ChooseForm, ClearForm, TakeOutForm
from gongkai.kit.downloads import as_download
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.kit.views import ActPage, CreatePage, DeskPage, ListPage, Offer, OfSubject, SubjectPage
from gongkai.privacy.rule_sets import KIND_LABELS

NAV = "imports"
WHO = frozenset(policy.IMPORTERS)
LINES_SHOWN = 50
State = Import.State
STATUS = {
    State.UPLOADED: "new",
    State.CHECKING: "run",
    State.CHECKED: "soon",
    State.RUNNING: "run",
    State.DONE: "fine",
    State.FAILED: "late",
    State.UNDONE: "held",
}
_EXAMPLES = {
    "title": "关于做好防汛工作的通知",
    "published_on": "2018-05-03",
    "document_number": "建办发〔2018〕12号",
    "document_date": "2018-04-28",
    "column": "通知公告",
    "genre": "通知",
    "body": "各社区居委会：现将有关事项通知如下。",
    "attachments": "附件/物资表.docx",
    "old_address": "/zwgk/201805/t20180503_12.html",
    "cleared_by": "王主任",
    "cleared_on": "2018-05-02",
    "cleared_paper": "保密审查登记簿2018年第12号",
}


class ImportFilter(FilterSet):
    class Meta:
        model = Import
        fields: list[str] = []


class ImportList(ListPage):
    model = Import
    filterset_class = ImportFilter
    template_name = "desk/imports/list.html"
    nav = NAV
    duties = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for run in context["object_list"]:
            run.status = STATUS[State(run.state)]
        return context


class Template(DeskPage, View):
    """The list to fill in, with one item as an example."""

    duties = WHO

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [[field.headings[0] for field in FIELDS], [_EXAMPLES.get(field.name, "") for field in FIELDS]]
        return as_download(("\ufeff" + "".join(csv_text(rows))).encode(), "往期信息（样例）.csv")


class Bring(CreatePage):
    form_class = BringForm
    template_name = "desk/imports/bring.html"
    nav = NAV
    duties = WHO
    heading = gettext_lazy("Bring earlier items in")
    button = gettext_lazy("Keep the file and go on")
    done = gettext_lazy("The file was read. Now say what it holds.")

    def get_cancel_url(self) -> str:
        return reverse("desk:item_import_list")

    def run(self, form: Any) -> Any:
        file = form.said["file"]
        run = actions.bring(self.agency, file, name=file.name, by=self.request.user)
        return reverse("desk:item_import_choose", args=[run.pk])


class ImportPage(SubjectPage):
    model = Import
    template_name = "desk/imports/import.html"
    nav = NAV

    def offers(self) -> Iterator[Offer]:
        run, by = self.object, self.request.user
        if run.state in {State.UPLOADED, State.CHECKED, State.FAILED}:
            yield from self._before(run, by)
        if run.is_at_work:
            yield Offer(
                _("Stop it"),
                _url("stop", run),
                _("Nothing of it is kept; you may begin anew."),
                policy.obstacles_to_stopping(run, by),
                quiet=True,
            )
        if run.state == State.DONE:
            yield Offer(
                _("Record a clearance for the rest"),
                _url("clear", run),
                _("Those without findings are cleared by it and shown as of their day."),
                policy.obstacles_to_clearing_the_rest(run, by),
                quiet=True,
            )
            yield Offer(
                _("Take the import back"),
                _url("undo", run),
                _("All its items leave, as if they had not come."),
                policy.obstacles_to_undoing(run, by),
                grave=True,
            )

    def _before(self, run: Import, by: Any) -> Iterator[Offer]:
        if run.state == State.CHECKED:
            yield Offer(
                _("Bring them in"),
                _url("start", run),
                _("All of them or none."),
                policy.obstacles_to_starting(run, by),
            )
        yield Offer(
            _("Read it through") if run.state == State.UPLOADED else _("Read it through again"),
            _url("check", run),
            _("Nothing is brought in; you see what would come, and what is wrong."),
            policy.obstacles_to_checking(run, by),
            quiet=run.state == State.CHECKED,
        )
        yield Offer(
            _("Say what it holds"),
            _url("choose", run),
            _("Headings, columns, clearance."),
            policy.obstacles_to_choosing(run, by),
            quiet=run.state != State.UPLOADED,
        )
        yield Offer(
            _("Give it up"),
            _url("drop", run),
            _("The file is erased."),
            policy.obstacles_to_choosing(run, by),
            grave=True,
            quiet=True,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        report = run.report
        items = run.items.select_related("column", "package__review").order_by("pk")
        return super().get_context_data(
            run=run,
            report=report,
            status=STATUS[State(run.state)],
            errors=report.get("errors", [])[:LINES_SHOWN],
            passed=report.get("passed", [])[:LINES_SHOWN],
            notes=report.get("notes", [])[:LINES_SHOWN],
            findings=[
                {"where": where, "title": title, "kind": KIND_LABELS.get(kind, kind), "said": said}
                for where, title, kind, said in report.get("findings", [])[:LINES_SHOWN]
            ],
            columns=sorted(report.get("columns", {}).items()),
            years=list(report.get("years", {}).items()),
            items=items[:LINES_SHOWN] if run.state == State.DONE else [],
            left=policy.uncleared(run).count() if run.state == State.DONE else 0,
            **kwargs,
        )


def _url(act: str, run: Import) -> str:
    return reverse(f"desk:item_import_{act}", args=[run.pk])


class _RunAct(ActPage):
    model = Import
    nav = NAV


class Choose(_RunAct):
    form_class = ChooseForm
    template_name = "desk/imports/choose.html"
    heading = gettext_lazy("Say what it holds")
    button = gettext_lazy("Keep it and read it through")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_choosing(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "run": self.subject}

    def run(self, form: Any) -> Any:
        run = actions.choose(self.subject, by=self.request.user, **form.choices_made)
        return actions.check(run, by=self.request.user)

    def get_done(self, result: Any) -> str:
        return _of_state(result)


class Check(_RunAct):
    form_class = ActForm
    heading = gettext_lazy("Read it through")
    button = gettext_lazy("Read it through")
    says = gettext_lazy("Nothing is brought in; you see what would come, and what is wrong.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_checking(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.check(self.subject, by=self.request.user)

    def get_done(self, result: Any) -> str:
        return _of_state(result)


class Start(_RunAct):
    form_class = ActForm
    template_name = "desk/imports/start.html"
    heading = gettext_lazy("Bring them in")
    button = gettext_lazy("Bring them in")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_starting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        run = actions.start(self.subject, by=self.request.user)
        if run.state == State.FAILED:
            raise Refused(run.report.get("faults") or [])
        return run

    def get_done(self, result: Any) -> str:
        return _of_state(result)


def _of_state(run: Import) -> str:
    if run.is_at_work:
        return _("The program begins with it within a minute. You can leave this page.")
    if run.state == State.CHECKED:
        return _("It was read through. Nothing has been brought in yet.")
    if run.state == State.DONE:
        return _("%(count)s items were brought in.") % {"count": run.report.get("items", 0)}
    return _("It could not be read through; see why below.")


class Stop(_RunAct):
    form_class = ActForm
    heading = gettext_lazy("Stop the import")
    button = gettext_lazy("Stop it")
    says = gettext_lazy("Nothing of it is kept; you may begin anew.")
    done = gettext_lazy("It was stopped. Nothing of it was kept.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_stopping(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.stop(self.subject, by=self.request.user)


class Clear(_RunAct):
    form_class = ClearForm
    template_name = "desk/imports/clear.html"
    heading = gettext_lazy("Record a clearance for the rest")
    button = gettext_lazy("Record the clearance")
    cleared = 0

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_clearing_the_rest(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        self.cleared = actions.clear_rest(self.subject, by=self.request.user, **form.said)
        return self.subject

    def get_done(self, result: Any) -> str:
        return ngettext(
            "The clearance was recorded for %(count)s item.",
            "The clearance was recorded for %(count)s items.",
            self.cleared,
        ) % {"count": self.cleared}


class Undo(_RunAct):
    form_class = ReasonForm
    heading = gettext_lazy("Take the import back")
    button = gettext_lazy("Take the import back")
    says = gettext_lazy(
        "Its items leave the website, the search and the lists with their texts, files, releases and old"
        " addresses. What stays: the entries in the journal, the index numbers, which are not given again,"
        " and what readers have saved or printed."
    )
    done = gettext_lazy("All its items have left.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_undoing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.undo(self.subject, by=self.request.user, **form.said)


class Drop(_RunAct):
    form_class = ActForm
    heading = gettext_lazy("Give it up")
    button = gettext_lazy("Give it up and erase the file")
    says = gettext_lazy("The file is erased.")
    done = gettext_lazy("Given up; the file is erased.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_choosing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        actions.drop(self.subject, by=self.request.user)
        return reverse("desk:item_import_list")


class Lines(OfSubject, View):
    """What was wrong, noted or found, line by line, as a list to work through."""

    model = Import

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.fetch()
        report = run.report
        rows: list[list[Any]] = [[_("Line"), _("What"), _("Says")]]
        rows += [[where, _("wrong"), says] for where, says in report.get("errors", [])]
        rows += [
            [where, KIND_LABELS.get(kind, kind), f"{title}: {said}"]
            for where, title, kind, said in report.get("findings", [])
        ]
        rows += [[where, _("passed over"), says] for where, says in report.get("passed", [])]
        rows += [[where, _("noted"), says] for where, says in report.get("notes", [])]
        return as_download(("\ufeff" + "".join(csv_text(rows))).encode(), f"{run.pk}.csv")


class TakeOut(CreatePage):
    """The way out: the ZIP is written while it is sent."""

    form_class = TakeOutForm
    template_name = "desk/imports/take_out.html"
    nav = NAV
    duties = WHO
    heading = gettext_lazy("Take everything out")
    button = gettext_lazy("Make the ZIP")

    def get_cancel_url(self) -> str:
        return reverse("desk:item_import_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = (
            []
            if self.request.method == "POST"
            else list(obstacles_to_exporting(self.agency, self.request.user))
        )
        return super().get_context_data(reasons=reasons, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        said, by = form.said, self.request.user
        try:
            if said["what"] == "archives":
                note_export(self.agency, by=by, act="catalogue.handed_over", year=said["year"])
                content = hand_over(self.agency, said["year"], period=said["period"])
                name = f"{self.agency.slug}-{said['year']}-archives.zip"
            else:
                note_export(self.agency, by=by)
                content = export(self.agency)
                name = f"{self.agency.slug}-export.zip"
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        answer = StreamingHttpResponse((some for some in content if some), content_type="application/zip")
        answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer  # type: ignore[return-value]
