"""Importing matters from a file: read and compared first, then exactly what was shown is imported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import Refused
from gongkai.acts.once import earlier_submission
from gongkai.desk.inventory.forms import ImportConfirmForm, ImportForm, sealed, unsealed
from gongkai.desk.inventory.views.matters import KEEPERS
from gongkai.inventory import actions, table
from gongkai.inventory.actions import Line, Preview
from gongkai.kit.downloads import as_download
from gongkai.kit.views import CreatePage, DeskPage

SHOWN_AT_MOST = 200  # lines of a comparison on one page


class Template(DeskPage, View):
    """The file to fill in, with one matter as an example."""

    duties = KEEPERS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return as_download(table.template(), "公开事项（样例）.xlsx")


class Comparing(CreatePage):
    """Shows the lines of a file beside the inventory, with the form that confirms them."""

    nav = "inventory"
    duties = KEEPERS
    heading = gettext_lazy("Import matters")

    def shown(self, form: Any, shown: Preview, status: int = 200) -> HttpResponse:
        self.template_name = "desk/inventory/import_preview.html"
        context = self.get_context_data(form=form, shown=shown, most=SHOWN_AT_MOST)
        return self.render_to_response(context, status=status)

    def get_cancel_url(self) -> str:
        return reverse("desk:matter_list")


class ImportMatters(Comparing):
    """First step: the file is read and compared; nothing is imported."""

    form_class = ImportForm
    template_name = "desk/inventory/import.html"
    button = gettext_lazy("Read and compare")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            shown = actions.compare_matters(self.agency, form.lines(self.agency))
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        paper = sealed(shown, form.said["paper"].name, self.request.user)
        return self.shown(ImportConfirmForm(initial={"paper": paper}), shown)


class ConfirmImport(Comparing):
    """Second step: exactly the lines that were shown are imported."""

    http_method_names = ["post"]
    form_class = ImportConfirmForm
    lines: list[Line]
    stand: str
    name: str

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        earlier = earlier_submission(request.POST.get("submission", ""), self.request.user)
        if earlier is not None:
            return self.was_done_before(earlier.led_to)
        try:
            self.lines, self.stand, self.name = unsealed(
                request.POST.get("paper", ""), self.request.user, self.agency
            )
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return redirect("desk:matter_import")
        return super().post(request, *args, **kwargs)

    def run(self, form: Any) -> Any:
        self.result = actions.import_matters(
            self.agency, self.lines, by=self.request.user, seen=self.stand, source=self.name
        )
        return reverse("desk:matter_list")

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the comparison anew, sealed anew: the inventory may be another one now."""
        try:
            shown = actions.compare_matters(self.agency, self.lines)
        except Refused as refused:
            messages.error(self.request, " ".join(refused.reasons))
            return redirect("desk:matter_import")
        form.data = form.data.copy()
        form.data["paper"] = sealed(shown, self.name, self.request.user)
        return self.shown(form, shown, status=422)

    def get_done(self, result: Any) -> str:
        return _("Imported: %(new)s new, %(changed)s changed.") % {
            "new": len(self.result.new),
            "changed": len(self.result.changed),
        }
