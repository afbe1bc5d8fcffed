"""The forms of a holiday notice: the file or the pasted lines, and the confirmation of what was read."""

from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused
from gongkai.kit.forms import ActForm, DayField
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.comparing import Preview
from gongkai.workdays.reading import LAST_YEAR, LONGEST_NUMBER, read_notice
from gongkai.workdays.sheets import LARGEST_FILE, rows_of_file, rows_of_text
from gongkai.workdays.shipped import FIRST_YEAR, Notice

# Seconds within which the page that compares is still good for loading: a working day.
GOOD_FOR = 12 * 60 * 60


class NoticeForm(ActForm):
    paper = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV with the columns 日期, 类型 (休 or 班) and 名称; the first sheet is read."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    days = forms.CharField(
        label=_("Days"),
        help_text=_(
            "Instead of a file: one day or span to a line, such as 2027-01-01,休,元旦 or "
            "2027-02-06..2027-02-12,休,春节; 班 marks a make-up working day: 2027-02-14,班,春节."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        required=False,
    )
    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("Leave these three empty when the file says them."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    number = forms.CharField(
        label=_("Number of the notice"),
        help_text=_("As printed on the State Council's notice."),
        max_length=LONGEST_NUMBER,
        required=False,
    )
    issued_on = DayField(label=_("Date of the notice"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said["paper"]) == bool(said["days"].strip()):
            self.add_error(None, _("Choose a file or paste the days: one of the two."))
        return said

    def notice(self) -> Notice:
        """Read what was handed in. Raises Refused with a sentence for each line that is wrong."""
        said = self.said
        if said["paper"]:
            # One byte more than is taken tells a file that is too large without reading all of it.
            rows = rows_of_file(said["paper"].read(LARGEST_FILE + 1))
        else:
            rows = rows_of_text(said["days"])
        return read_notice(rows, year=said["year"], number=said["number"], issued_on=said["issued_on"])


class ConfirmForm(ActForm):
    """Carries the days that were shown, sealed: what is loaded is what was read, to the day."""

    paper = forms.CharField(widget=forms.HiddenInput, max_length=100_000)
    compared = forms.BooleanField(
        label=_("I have compared these points with the printed notice."),
        error_messages={"required": _("Compare the notice with the paper and tick this.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Why the loaded notice is replaced. It stands in the journal."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, shown: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shown.warnings:
            del self.fields["compared"]
        if not shown.replaces:
            del self.fields["reason"]


def sealed(shown: Preview, user: Any) -> str:
    """Return what was shown to `user`, for a hidden field: readable, and useless once it is changed."""
    notice = shown.notice
    told = {
        "year": notice.year,
        "number": notice.number,
        "issued_on": notice.issued_on and notice.issued_on.isoformat(),
        "days": [[day.isoformat(), what.works, what.name] for day, what in notice.days.items()],
        "stand": shown.stand,
    }
    return signing.dumps(told, salt=_salt(user), compress=True)


def unsealed(paper: str, user: Any) -> tuple[Notice, str]:
    """Return the notice that was shown to `user` and what it was compared with.

    Raises Refused when the seal is broken, somebody else's or too old.
    """
    try:
        told = signing.loads(paper, salt=_salt(user), max_age=GOOD_FOR)
    except signing.BadSignature:
        raise Refused(gettext("This page is no longer good for loading. Hand in the notice again.")) from None
    notice = Notice(
        year=told["year"],
        number=told["number"],
        issued_on=date.fromisoformat(told["issued_on"]) if told["issued_on"] else None,
        days={date.fromisoformat(day): Exceptional(works, name) for day, works, name in told["days"]},
    )
    return notice, told["stand"]


def _salt(user: Any) -> str:
    return f"desk.workdays.notice:{user.pk}"
