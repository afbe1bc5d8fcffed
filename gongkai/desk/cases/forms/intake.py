"""Forms of the intake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section
from gongkai.cases import receipt
from gongkai.cases.actions import Matter
from gongkai.cases.models import (
    Case,
    DeliveryWanted,
    FormWanted,
    HowCame,
    Requester,
    RequestKind,
)
from gongkai.cases.receipt import Basis
from gongkai.desk.cases.forms.fields import LONGEST_TEXT, lines
from gongkai.kit.forms import ActForm, DayField, FilesField
from gongkai.law.organisations import RequesterKind

# Said at the counter and written down by the office: a way of coming in person (art. 29).
SPOKEN = "spoken"
WAYS = [
    (HowCame.REGISTERED_POST, HowCame.REGISTERED_POST.label),
    (HowCame.ORDINARY_POST, HowCame.ORDINARY_POST.label),
    (HowCame.IN_PERSON, HowCame.IN_PERSON.label),
    (SPOKEN, _("Said orally, written down by the office")),
    (HowCame.EMAIL, HowCame.EMAIL.label),
    (HowCame.FAX, HowCame.FAX.label),
    (HowCame.ONLINE, HowCame.ONLINE.label),
]
MOST_MATTERS = 10


def nth(name: str, number: int) -> str:
    """Return the name of a field of the `number`-th matter; the first one's have no number."""
    return name if number == 1 else f"{name}_{number}"


class MattersForm(ActForm):
    """A form that takes several matters: as many groups of fields as were asked for, 1 to 10.

    What is left empty in a further group is no matter.
    """

    matters = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, agency: Agency, matters: int = 1, with_section: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(max(matters, 1), MOST_MATTERS)
        self.initial["matters"] = self.count
        sections = Section.objects.filter(agency=agency)
        for number in range(1, self.count + 1):
            self.fields[nth("description", number)] = forms.CharField(
                label=_("What is asked for"),
                max_length=LONGEST_TEXT,
                widget=lines(4),
                required=number == 1,
            )
            self.fields[nth("description", number)].error_messages["required"] = _("Fill this in.")
            self.fields[nth("title", number)] = forms.CharField(
                label=_("Matter in a few words"),
                max_length=200,
                required=False,
                help_text=_("Stands in lists and letters; left empty: the beginning of what is asked for."),
            )
            if with_section:
                self.fields[nth("handling_section", number)] = forms.ModelChoiceField(
                    label=_("Handling section"), queryset=sections, required=False, empty_label=_("none")
                )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields of each matter, as the page shows them."""
        return [self._group(number) for number in range(1, self.count + 1)]

    def _group(self, number: int) -> dict[str, Any]:
        title = self[nth("title", number)]
        section = self[name] if (name := nth("handling_section", number)) in self.fields else None
        lesser = [field for field in (title, section) if field is not None]
        return {
            "number": number,
            "description": self[nth("description", number)],
            "title": title,
            "section": section,
            "open": any(field.errors or field.value() for field in lesser),
        }

    @property
    def may_grow(self) -> bool:
        return self.count < MOST_MATTERS

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for number in range(2, self.count + 1):
            named = said.get(nth("title", number)) or said.get(nth("handling_section", number))
            if named and said.get(nth("description", number)) == "":
                self.add_error(nth("description", number), gettext("Fill this in."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, with the groups made into `matters`."""
        said = super().said
        matters = []
        for number in range(1, self.count + 1):
            description = said.pop(nth("description", number))
            title = said.pop(nth("title", number))
            section = said.pop(nth("handling_section", number), None)
            if description:
                matters.append(Matter(description, title, section))
        return said | {"matters": matters}


class RegisterForm(MattersForm):
    """The intake on one page, in the order in which the clerk has it in hand."""

    how_came = forms.ChoiceField(
        label=_("How it came"), choices=WAYS, widget=forms.RadioSelect, initial=HowCame.REGISTERED_POST
    )
    arrived_on = DayField(label=_("Arrived on"), help_text=_("The day it reached the office."))
    submitted_on = DayField(
        label=_("Submitted on"),
        required=False,
        help_text=_("The day on the request or its postmark; left empty: the day it arrived."),
    )
    confirmed_on = DayField(label=_("Confirmed with the requester on"), required=False)
    confirmed_how = forms.CharField(
        label=_("How it was confirmed"),
        max_length=200,
        required=False,
        help_text=_("For example: by telephone, at 10:20, the requester in person."),
    )
    requester_name = forms.CharField(label=_("Name of the requester"), max_length=100)
    requester_kind = forms.ChoiceField(label=_("Kind of requester"), choices=RequesterKind.choices)
    identity_number = forms.CharField(
        label=_("Identity number or credit code"),
        max_length=50,
        required=False,
        help_text=_("Kept encrypted. By it the same requester is found again."),
    )
    requester_contact = forms.CharField(
        label=_("Contact"),
        max_length=500,
        widget=lines(2),
        help_text=_("Telephone and address. Kept encrypted and shown only on request."),
    )
    requester_email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    help_needed = forms.CharField(
        label=_("Help needed"),
        max_length=500,
        required=False,
        help_text=_("For who cannot well read, see or hear: for example, that the reply be read out."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of request"),
        choices=[(each.value, each.label) for each in (RequestKind.INFORMATION, RequestKind.CORRECTION)],
        initial=RequestKind.INFORMATION,
        widget=forms.RadioSelect,
    )
    form_wanted = forms.ChoiceField(
        label=_("Form wanted"), choices=[("", _("not said")), *FormWanted.choices], required=False
    )
    delivery_wanted = forms.ChoiceField(
        label=_("Delivery wanted"), choices=[("", _("not said")), *DeliveryWanted.choices], required=False
    )
    scans = FilesField(
        label=_("Scan of the request"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, JPG, PNG or TXT; several are possible."),
    )
    proofs = FilesField(
        label=_("Proof of identity"),
        required=False,
        help_text=_("Kept encrypted, apart from the papers."),
        in_parts=False,
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, with_section=True, **kwargs)
        self.fields["arrived_on"].initial = clock.today
        for name in ("requester_name", "identity_number", "requester_contact", "requester_email"):
            # A clerk types other people's data: the browser must not offer those of the last requester.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def more_about_requester(self) -> bool:
        """Whether the lesser fields about the requester lie open: something is in them, or wrong."""
        return self._any("requester_email", "help_needed")

    @property
    def more_about_wishes(self) -> bool:
        return self._any("form_wanted", "delivery_wanted")

    @property
    def more_about_days(self) -> bool:
        return self._any("submitted_on")

    def _any(self, *names: str) -> bool:
        return any(self[name].errors or self[name].value() for name in names)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("how_came") == SPOKEN:
            said["how_came"], said["written_down"] = HowCame.IN_PERSON, True
        if not said.get("submitted_on"):
            said["submitted_on"] = said.get("arrived_on")
        if said.get("how_came") and said.get("arrived_on"):
            basis = receipt.basis(said["how_came"], said["arrived_on"])
            if basis in (Basis.SAME_DAY, Basis.ARRIVAL):
                # Typed for another way and hidden since: such a request needs no confirmation.
                said["confirmed_on"], said["confirmed_how"] = None, ""
        return said


class SplitForm(MattersForm):
    """The matters of one request, each with its own words."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, agency=case.agency, with_section=False, **kwargs)
        self.fields["description"].initial = case.description
        self.fields["title"].initial = case.title


class ConfirmForm(ActForm):
    on = DayField(label=_("Confirmed with the requester on"))
    how = forms.CharField(
        label=_("How it was confirmed"),
        max_length=200,
        help_text=_("For example: by telephone, at 10:20, the requester in person."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class AttemptForm(ActForm):
    how = forms.CharField(
        label=_("How you tried"), max_length=200, help_text=_("For example: by telephone, 010-6512xxxx.")
    )
    result = forms.CharField(
        label=_("What came of it"), max_length=500, help_text=_("For example: nobody answered.")
    )


class MessageForm(ActForm):
    text = forms.CharField(
        label=_("Message"),
        max_length=5000,
        widget=lines(5),
        help_text=_("The requester reads it on the progress page. A notice the law asks for is a letter."),
    )


class MergeForm(ActForm):
    """Which requester is the same: one of the same name, or the one of a request named by its number."""

    other = forms.ChoiceField(label=_("The same requester as"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(
        label=_("Or the requester of the request with the number"), max_length=60, required=False
    )
    reason = forms.CharField(label=_("Why they are one and the same"), max_length=1000, widget=lines(2))

    def __init__(self, *args: Any, case: Case, namesakes: tuple[Case, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            (str(each.request.requester_id), _who(each)) for each in namesakes if each.request
        ]
        if not namesakes:
            del self.fields["other"]
            self.fields["number"].label = gettext("Number of a request by the same requester")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        number = (said.get("number") or "").strip()
        if number:
            found = Case.objects.filter(agency_id=self.case.agency_id, number=number)
            case = found.select_related("request__requester").first()
            if case is None or case.request is None:
                self.add_error("number", gettext("There is no request with this number."))
            else:
                said["found"] = case.request.requester
        elif said.get("other"):
            said["found"] = Requester.objects.get(pk=said["other"])
        elif not self.errors:
            self.add_error(None, gettext("Choose a requester, or enter the number of a request."))
        return said


class PartForm(ActForm):
    requester = forms.ChoiceField(label=_("Not the same requester"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why they are not the same"), max_length=1000, widget=lines(2))

    def __init__(self, *args: Any, merged: tuple[Case, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requester"].choices = [  # type: ignore[attr-defined]
            (str(each.request.requester_id), _who(each)) for each in merged if each.request
        ]


def _who(case: Case) -> str:
    return gettext("%(name)s, who made request %(number)s: %(title)s") % {
        "name": case.requester_name,
        "number": case.number,
        "title": case.title,
    }


class SectionForm(ActForm):
    section = forms.ModelChoiceField(
        label=_("Handling section"), queryset=Section.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = self.fields["section"]
        section.queryset = Section.objects.filter(agency_id=case.agency_id)  # type: ignore[attr-defined]
        section.initial = case.handling_section_id
