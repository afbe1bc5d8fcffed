"""Sample data for the page of parts, where developers see every component with each of its states."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

TODAY = date(2025, 10, 24)
HOLIDAYS = {date(2025, 10, day) for day in range(1, 9)}
MAKE_UP_DAYS = {date(2025, 9, 28), date(2025, 10, 11)}


class SampleForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name or number of the document"),
        required=False,
        help_text=gettext_lazy("Leave it empty if you do not know it."),
    )
    wanted = forms.CharField(
        label=gettext_lazy("What information"), min_length=10, widget=forms.Textarea(attrs={"rows": 3})
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How it reaches you"),
        choices=[
            ("web", gettext_lazy("Download")),
            ("post", gettext_lazy("By post")),
            ("desk", gettext_lazy("In person")),
        ],
        widget=forms.RadioSelect,
    )
    received_on = forms.DateField(label=gettext_lazy("Received on"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", "—"), ("person", gettext_lazy("Natural person"))],
        required=False,
    )
    paper = forms.FileField(label=gettext_lazy("Paper"), required=False)
    told = forms.BooleanField(label=gettext_lazy("The applicant was told by telephone"), required=False)
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Key areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [  # type: ignore[attr-defined]
            (str(n), _("Key area %(n)s") % {"n": n}) for n in range(1, 10)
        ]
        self.fields["way"].choice_hints = {  # type: ignore[attr-defined]
            "web": _("With the number of the request and the inquiry code"),
            "desk": _("Bring your identity card"),
        }


class SampleFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("all")), ("open", gettext_lazy("being handled"))],
        required=False,
    )
    received_after = forms.DateField(label=gettext_lazy("Received after"), required=False)
    late = forms.BooleanField(label=gettext_lazy("Only overdue"), required=False)


@register.simple_tag(takes_context=True)
def sample_parts(context: template.Context) -> dict[str, Any]:
    """Return one of everything the page of parts shows."""
    title = _("Summary of the residents' questionnaire on keeping Xizongbu Hutong free of parked cars")
    return {
        "title": title,
        "hostile": (title + " ") * 6 + "\u202egnisrever\u202c " + "A" * 120,
        "turning": "\u202e" + title,
        "deadlines": _deadlines(),
        "next_due": SimpleNamespace(
            kind="soon",
            what=_("Reply to the applicant"),
            word=_("left"),
            number=2,
            unit=_("working days"),
            by=_("to be served by Tuesday 28 October"),
            why=_("Legal counsel usually needs one working day: send it today."),
        ),
        "offers": [
            SimpleNamespace(
                label=_("Draft the reply"),
                url="#",
                says=_("Choose its kind; a letter is made and goes to counsel."),
                grave=False,
            ),
            SimpleNamespace(
                label=_("Extend the term"),
                url="#",
                says=_("By 20 working days at most, with the agreement of the head."),
                grave=False,
            ),
            SimpleNamespace(
                label=_("Recall"), url="#", says=_("The text disappears; title and reason stay."), grave=True
            ),
        ],
        "refusals": [
            (_("Ask to clarify"), [_("Seven working days have passed since receipt.")]),
            (_("Deliver"), [_("There is no signed reply."), _("Counsel has not yet checked it.")]),
        ],
        "timeline": _timeline(),
        "files": [
            {
                "name": _("Application form"),
                "url": "#",
                "size": 428_000,
                "type": "application/pdf",
                "note": _("2 pages"),
            },
            {"name": "questionnaire-2018.xlsx", "url": "#", "size": 31_900, "type": "", "note": ""},
        ],
        "facts": [
            (_("Applicant"), _("Li Mingyuan (invented), natural person")),
            (_("Wanted"), title),
            (_("Received on"), _("by post")),
        ],
        "weeks": _weeks(),
        "page": Paginator(range(300), 30).page(4),
        "wrong": SampleForm({"wanted": _("car"), "way": "web", "received_on": "2025-10-24"}),
        "blank": SampleForm(auto_id="blank_%s"),
        "confirming": SampleReason(auto_id="grave_%s"),
        "filter": SimpleNamespace(
            form=SampleFilterForm(context["request"].GET or {"state": "open"}, auto_id="filter_%s")
        ),
        "facets": [
            SimpleNamespace(
                name="year",
                label=_("Year"),
                options=[
                    SimpleNamespace(value=str(year), label=str(year), count=count, chosen=year == 2025)
                    for year, count in ((2025, 14), (2024, 11), (2018, 8))
                ],
            )
        ],
        "rows": [
            ("2025-014", _("overdue"), "late", 3),
            ("2025-017", _("due soon"), "soon", 2),
            ("2025-018", _("being handled"), "run", 12),
        ],
    }


class SampleReason(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The public will read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _deadlines() -> list[SimpleNamespace]:
    days = _("working days")
    return [
        SimpleNamespace(kind="late", word=_("overdue"), number=3, unit=days, by=_("was due on 21 October")),
        SimpleNamespace(kind="soon", word=_("left"), number=2, unit=days, by=_("Tue 28 October")),
        SimpleNamespace(kind="plain", word=_("left"), number=12, unit=days, by=_("Tue 11 November")),
        SimpleNamespace(
            kind="held", word=_("held"), number=_("clarification"), unit="", by=_("since 17 October")
        ),
        SimpleNamespace(
            kind="unknown",
            word="",
            number=_("not known"),
            unit="",
            by=_("the holiday notice for 2027 is missing"),
        ),
    ]


def _timeline() -> list[SimpleNamespace]:
    at = timezone.make_aware(datetime(2025, 9, 30, 15, 20))
    name = _("Zhou Wenjing (invented)")
    return [
        SimpleNamespace(
            at=None, label=_("The reply is to be drafted"), actor_name="", reason="", details=(), state="now"
        ),
        SimpleNamespace(
            at=at,
            label=_("The third party answered"),
            actor_name=name,
            reason=_("Agrees to disclosure.\nAsks to mask the telephone number."),
            details=((_("Served on"), "2025-09-24"), (_("Days not counted"), "5")),
        ),
        SimpleNamespace(
            at=at - timedelta(days=6),
            label=_("A third party was asked"),
            actor_name=name,
            reason="",
            details=(),
            state="held",
        ),
    ]


def _weeks() -> list[list[SimpleNamespace]]:
    """Seven weeks of a request received on 17 September 2025 and held from 25 to 30 September."""
    received, due, first = date(2025, 9, 17), date(2025, 10, 28), date(2025, 9, 15)
    weeks, nth = [], 0
    for monday in (first + timedelta(weeks=n) for n in range(7)):
        week = []
        for day in (monday + timedelta(days=n) for n in range(7)):
            held = date(2025, 9, 25) <= day <= date(2025, 9, 30)
            works = day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in HOLIDAYS)
            kind, word, number = "off", "", None
            if day == received:
                kind, word = "received", _("received")
            elif not works:
                word = _("holiday") if day in HOLIDAYS else _("weekend")
            elif held:
                kind, word = "held", _("asked")
            elif received < day <= due:
                nth += 1
                kind, number = ("due", None) if day == due else ("ahead" if day > TODAY else "counted", nth)
                word = _("due") if day == due else ""
            week.append(
                SimpleNamespace(
                    date=day,
                    kind=kind,
                    word=word,
                    nth=number,
                    makeup=works and day.weekday() > 4,
                    today=day == TODAY,
                )
            )
        weeks.append(week)
    return weeks
