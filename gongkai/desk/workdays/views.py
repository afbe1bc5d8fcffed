"""Holiday notices: which years are loaded, one notice with what it moved, and loading the next one."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import Refused
from gongkai.acts.duties import ADMINISTRATORS, OFFICE, SUPERVISORS, Duty
from gongkai.acts.once import earlier_submission
from gongkai.cases.recomputing import what_would_move
from gongkai.desk.workdays.forms import ConfirmForm, NoticeForm, sealed, unsealed
from gongkai.desk.workdays.report import report_for
from gongkai.journal.queries import timeline
from gongkai.kit.views import CreatePage, DeskPage, PlainPage
from gongkai.workdays import template
from gongkai.workdays.actions import load_notice
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.comparing import Preview, preview, spans_of
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.moves import Move
from gongkai.workdays.shipped import Notice

READERS = OFFICE | SUPERVISORS | ADMINISTRATORS
LOADERS = frozenset({Duty.SYSTEM_ADMINISTRATOR})

TEMPLATES = {
    "csv": (template.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (template.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class Notices(PlainPage):
    """The loaded years. Everybody who counts days may see from where the days are known."""

    template_name = "desk/workdays/list.html"
    nav = "workdays"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notices = HolidayNotice.objects.annotate(
            off=Count("days", filter=Q(days__works=False)), worked=Count("days", filter=Q(days__works=True))
        ).order_by("-year")
        may_load = Duty.SYSTEM_ADMINISTRATOR in self.request.user.duties
        return super().get_context_data(notices=notices, may_load=may_load, **kwargs)


class OneNotice(PlainPage):
    """A loaded notice (`?year=`, else the newest): its days, and the due days that moved with it."""

    template_name = "desk/workdays/notice.html"
    nav = "workdays"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.fetch()
        days = {each.day: Exceptional(each.works, each.name) for each in notice.days.all()}
        return super().get_context_data(
            notice=notice,
            spans=spans_of(days),
            report=report_for(self.request.user, notice.moves),
            timeline=timeline(notice.key),
            **kwargs,
        )

    def fetch(self) -> HolidayNotice:
        year = self.request.GET.get("year", "")
        notices = HolidayNotice.objects.order_by("-year")
        if year:
            notices = notices.filter(year=int(year)) if re.fullmatch("[0-9]{4}", year) else notices.none()
        notice = notices.first()
        if notice is None:
            raise Http404
        return notice


class Template(DeskPage, View):
    """The file to fill in, with the newest shipped notice as an example."""

    duties = LOADERS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("as", "xlsx")
        if kind not in TEMPLATES:
            raise Http404
        write, content_type = TEMPLATES[kind]
        disposition = content_disposition_header(as_attachment=True, filename=f"节假日安排（样例）.{kind}")
        return HttpResponse(
            write(), content_type=content_type, headers={"Content-Disposition": str(disposition)}
        )


class Previewing(CreatePage):
    """Shows a notice beside what is loaded, with the form that confirms it."""

    nav = "workdays"
    duties = LOADERS

    def shown(self, form: Any, shown: Preview, status: int = 200) -> HttpResponse:
        moves = [Move.of(each) for each in what_would_move(shown.calendar)]
        context = self.get_context_data(
            form=form,
            shown=shown,
            changes=[change for change in shown.changes if change.counts],
            renamed=[change for change in shown.changes if not change.counts],
            report=report_for(self.request.user, moves),
        )
        self.template_name = "desk/workdays/preview.html"
        return self.render_to_response(context, status=status)

    def get_cancel_url(self) -> str:
        return reverse("desk:notice_list")


class LoadNotice(Previewing):
    """First step: the file or the lines are read and shown; nothing is loaded."""

    form_class = NoticeForm
    template_name = "desk/workdays/load.html"
    heading = gettext_lazy("Load a holiday notice")
    button = gettext_lazy("Read and compare")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            shown = preview(form.notice())
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        confirm = ConfirmForm(shown=shown, initial={"paper": sealed(shown, self.request.user)})
        return self.shown(confirm, shown)


class ConfirmNotice(Previewing):
    """Second step: exactly the days that were shown are loaded."""

    http_method_names = ["post"]
    heading = gettext_lazy("Load a holiday notice")
    notice: Notice
    stand: str

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        earlier = earlier_submission(request.POST.get("submission", ""), self.request.user)
        if earlier is not None:
            return self.was_done_before(earlier.led_to)
        try:
            self.notice, self.stand = unsealed(request.POST.get("paper", ""), self.request.user)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return redirect("desk:notice_load")
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> ConfirmForm:
        return ConfirmForm(shown=preview(self.notice), **self.get_form_kwargs())

    def run(self, form: Any) -> Any:
        # Asked of the calendar as it stands now: what is kept with the notice is what this loading moves.
        moves = [Move.of(each) for each in what_would_move(preview(self.notice).calendar)]
        self.moved = len(moves)
        return load_notice(
            self.notice.year,
            self.notice.days,
            by=self.request.user,
            agency=self.agency,
            number=self.notice.number,
            issued_on=self.notice.issued_on,
            reason=form.said.get("reason", ""),
            moves=moves,
            seen=self.stand,
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the comparison anew, sealed anew: it may be another notice that stands now."""
        shown = preview(self.notice)
        form.data = form.data.copy()
        form.data["paper"] = sealed(shown, self.request.user)
        return self.shown(form, shown, status=422)

    def get_done(self, result: Any) -> str:
        said = _("The notice for %(year)s is loaded. The due days of open requests were derived anew.") % {
            "year": str(self.notice.year)
        }
        return f"{said} {_moved_in_words(self.moved)}"


def _moved_in_words(moved: int) -> str:
    if not moved:
        return _("No due day moved.")
    return _("Due days that moved: %(count)s.") % {"count": str(moved)}
