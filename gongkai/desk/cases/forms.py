"""Forms of the requests' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section
from gongkai.cases.models import (
    Case,
    DeliveredHow,
    DeliveryWanted,
    FormWanted,
    HowCame,
    Paper,
    PaperKind,
    Reply,
)
from gongkai.kit.forms import ActForm, DayField, FilesField
from gongkai.law.deadlines import longest_extension
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import outcomes

LONGEST_TEXT = 20_000


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RegisterForm(ActForm):
    """The intake on one page, in the order in which the clerk has it in hand."""

    how_came = forms.ChoiceField(
        label=_("How it came"),
        choices=HowCame.choices,
        widget=forms.RadioSelect,
        initial=HowCame.REGISTERED_POST,
    )
    arrived_on = DayField(label=_("Arrived on"), help_text=_("The day it reached the office."))
    submitted_on = DayField(
        label=_("Submitted on"),
        required=False,
        help_text=_("The day on the request or its postmark; left empty: the day it arrived."),
    )
    confirmed_on = DayField(
        label=_("Confirmed with the requester on"),
        required=False,
        help_text=_(
            "For ordinary post, fax, online form and e-mail: the period runs from the day both sides confirm."
        ),
    )
    confirmed_how = forms.CharField(
        label=_("How it was confirmed"),
        max_length=200,
        required=False,
        help_text=_("For example: by telephone, at 10:20, the requester in person."),
    )
    requester_name = forms.CharField(label=_("Name of the requester"), max_length=100)
    requester_kind = forms.ChoiceField(label=_("Kind of requester"), choices=RequesterKind.choices)
    requester_contact = forms.CharField(
        label=_("Contact"),
        max_length=500,
        widget=lines(2),
        help_text=_("Telephone, address, e-mail. Kept encrypted and shown only on request."),
    )
    identity_number = forms.CharField(
        label=_("Identity number or credit code"),
        max_length=50,
        required=False,
        help_text=_("Kept encrypted."),
    )
    title = forms.CharField(
        label=_("Matter in a few words"),
        max_length=200,
        required=False,
        help_text=_("Stands in lists and letters; left empty: the beginning of what is asked for."),
    )
    description = forms.CharField(label=_("What is asked for"), max_length=LONGEST_TEXT, widget=lines(5))
    form_wanted = forms.ChoiceField(
        label=_("Form wanted"), choices=[("", _("not said")), *FormWanted.choices], required=False
    )
    delivery_wanted = forms.ChoiceField(
        label=_("Delivery wanted"), choices=[("", _("not said")), *DeliveryWanted.choices], required=False
    )
    handling_section = forms.ModelChoiceField(
        label=_("Handling section"), queryset=Section.objects.none(), required=False, empty_label=_("none")
    )
    scans = FilesField(
        label=_("Scan of the request"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, JPG, PNG or TXT; several are possible."),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = clock.today
        section = self.fields["handling_section"]
        section.queryset = Section.objects.filter(agency=agency)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("submitted_on"):
            said["submitted_on"] = said.get("arrived_on")
        return said


class SectionForm(ActForm):
    section = forms.ModelChoiceField(
        label=_("Handling section"), queryset=Section.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = self.fields["section"]
        section.queryset = Section.objects.filter(agency_id=case.agency_id)  # type: ignore[attr-defined]
        section.initial = case.handling_section_id


class ExtendForm(ActForm):
    days = forms.IntegerField(label=_("Working days"), min_value=1)
    on = DayField(label=_("Decided on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=lines(3),
        help_text=_("Stands in the notice to the requester."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = longest_extension(case.received_on)
        self.fields["days"].initial = longest
        self.fields["days"].help_text = gettext("1 to %(longest)s, once.") % {"longest": longest}
        self.fields["on"].initial = clock.today


class WithdrawForm(ActForm):
    on = DayField(label=_("Withdrawn on"))
    note = forms.CharField(
        label=_("How the requester said so"),
        max_length=500,
        widget=lines(2),
        help_text=_("For example: letter of the same day, filed with the case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class ProposeForm(ActForm):
    outcome_code = forms.ChoiceField(label=_("Kind of reply"))
    ground = forms.CharField(
        label=_("Legal ground"),
        max_length=500,
        required=False,
        help_text=_("Article and paragraph. Needed where information is withheld or cannot be provided."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=lines(4),
        help_text=_("Needed where information is withheld or cannot be provided."),
    )
    text = forms.CharField(
        label=_("What the reply says"),
        max_length=LONGEST_TEXT,
        widget=lines(8),
        help_text=_(
            "One paragraph a line. The letter itself adds the request, the ground, what the requester can do "
            "against it, signature and date."
        ),
    )
    enclosures = forms.ModelMultipleChoiceField(
        label=_("Enclosures"),
        queryset=Paper.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Papers of this case that go to the requester with the letter."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome_code"].choices = [("", gettext("Choose")), *_kinds(case)]  # type: ignore[attr-defined]
        papers = Paper.objects.filter(case=case).exclude(kind=PaperKind.INCOMING).exclude(file=None)
        # Letters to the requester are no enclosures of another letter.
        papers = papers.exclude(kind=PaperKind.OUTGOING, title__startswith="政府信息公开申请")
        if papers.exists():
            self.fields["enclosures"].queryset = papers  # type: ignore[attr-defined]
        else:
            del self.fields["enclosures"]
        earlier = Reply.objects.filter(case=case).order_by("-pk").first()
        if earlier:
            for name in ("ground", "reasons", "text"):
                self.fields[name].initial = getattr(earlier, name)
            self.fields["outcome_code"].initial = earlier.outcome


def _kinds(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in outcomes(case.received_on):
        if kind.letter:
            article = kind.article(case.received_on)
            label = f"{kind.label}（{article}）" if article else kind.label
            groups.setdefault(kind.group.label, []).append((kind.code, label))
    return list(groups.items())


class CheckForm(ActForm):
    opinion = forms.CharField(label=_("Legal opinion"), max_length=5000, widget=lines(5))


class SendBackForm(ActForm):
    reason = forms.CharField(label=_("What has to be changed"), max_length=2000, widget=lines(4))


class DeliverForm(ActForm):
    to = forms.CharField(widget=forms.HiddenInput, max_length=100)
    recipient_checked = forms.BooleanField()
    how = forms.ChoiceField(
        label=_("How it is delivered"), choices=DeliveredHow.choices, widget=forms.RadioSelect
    )
    sent_on = DayField(
        label=_("Sent on"),
        help_text=_("The day it was handed over or posted; it decides whether it is in time."),
    )
    delivered_on = DayField(
        label=_("Delivered on"),
        required=False,
        help_text=_("Left empty: it is recorded once the slip comes back."),
    )
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=50, required=False)
    note = forms.CharField(label=_("Note on delivery"), max_length=500, required=False)
    late_reason = forms.CharField(
        label=_("Why the reply is late"),
        max_length=1000,
        required=False,
        widget=lines(3),
        help_text=_("Needed when it was sent after the due day."),
    )

    def __init__(self, *args: Any, reply: Reply, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = reply.case
        self.fields["to"].initial = case.requester_name
        self.fields["sent_on"].initial = clock.today
        self.fields["recipient_checked"].label = gettext(
            "I have checked: the letter %(number)s goes to %(name)s."
        ) % {"number": reply.number, "name": case.requester_name}
        if not (case.due_on and case.due_on < clock.today()):
            del self.fields["late_reason"]


class ArrivalForm(ActForm):
    delivered_on = DayField(label=_("Delivered on"))
    note = forms.CharField(label=_("Note on delivery"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivered_on"].initial = clock.today


class FeeForm(ActForm):
    amount = forms.DecimalField(label=_("Amount in yuan"), min_value=0, max_digits=10, decimal_places=2)
    received_on = DayField(label=_("Received on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today


class PapersForm(ActForm):
    files = FilesField(  # type: ignore[assignment]
        label=_("Files"), help_text=_("PDF, DOCX, XLSX, JPG, PNG or TXT; several are possible.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PaperKind.choices, initial=PaperKind.INTERNAL)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty: the file's name.")
    )
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
