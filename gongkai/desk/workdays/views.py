"""Holiday notices: which years are loaded, and loading the next one."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts.duties import ADMINISTRATORS, OFFICE, SUPERVISORS, Duty
from gongkai.desk.workdays.forms import NoticeForm
from gongkai.kit.views import CreatePage, PlainPage
from gongkai.workdays.actions import load_notice
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.reading import read_days


class Notices(PlainPage):
    """The loaded years. Everybody who counts days may see from where the days are known."""

    template_name = "desk/workdays/list.html"
    nav = "workdays"
    duties = OFFICE | SUPERVISORS | ADMINISTRATORS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notices = HolidayNotice.objects.annotate(
            off=Count("days", filter=Q(days__works=False)), worked=Count("days", filter=Q(days__works=True))
        ).order_by("-year")
        may_load = Duty.SYSTEM_ADMINISTRATOR in self.request.user.duties
        return super().get_context_data(notices=notices, may_load=may_load, **kwargs)


class LoadNotice(CreatePage):
    form_class = NoticeForm
    heading = gettext_lazy("Load a holiday notice")
    button = gettext_lazy("Load the notice")
    nav = "workdays"
    duties = frozenset({Duty.SYSTEM_ADMINISTRATOR})

    def get_cancel_url(self) -> str:
        return reverse("desk:notice_list")

    def run(self, form: Any) -> Any:
        said = form.said
        self.year = said["year"]
        load_notice(
            said["year"],
            read_days(said["days"]),
            by=self.request.user,
            agency=self.agency,
            number=said["number"],
            issued_on=said["issued_on"],
            reason=said["reason"],
        )
        return self.get_cancel_url()

    def get_done(self, result: Any) -> str:
        return _("The notice for %(year)s is loaded. The due days of open requests were derived anew.") % {
            "year": self.year
        }
