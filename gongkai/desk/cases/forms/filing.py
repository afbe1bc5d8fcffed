"""Forms of the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import dates
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section
from gongkai.cases.actions.publishing import LONGEST_TITLE, Proposed
from gongkai.cases.models import HowCame, OutgoingLetter, Paper, PaperKind, Reply
from gongkai.desk.cases.forms.fields import LONGEST_TEXT, lines
from gongkai.documents.models import Form
from gongkai.kit.forms import ActForm, DayField, FilesField
from gongkai.law.outcomes import all_outcomes

FIRST_YEAR = 2008


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


class ExtractForm(ActForm):
    reason = forms.CharField(
        label=_("What for"),
        max_length=500,
        help_text=_("The court or body that asks, with its docket number. It goes into the journal."),
    )


class ReassessForm(ActForm):
    opens = forms.TypedChoiceField(
        label=_("Result"),
        choices=[
            ("yes", _("It can be opened now")),
            ("no", _("It stays withheld")),
        ],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=lines(4))


class PublishForm(ActForm):
    form = forms.ChoiceField(
        label=_("As"), choices=Form.choices, initial=Form.OFFICIAL, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(label=_("Text"), max_length=LONGEST_TEXT, required=False, widget=lines(10))
    papers = forms.ModelMultipleChoiceField(
        label=_("Files"),
        queryset=Paper.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What went out with the reply. Copies of it go with the draft."),
    )

    def __init__(self, *args: Any, proposed: Proposed, papers: Iterable[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial, self.fields["body"].initial = proposed.title, proposed.body
        keys = [paper.pk for paper in papers]
        if keys:
            self.fields["papers"].queryset = Paper.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        else:
            del self.fields["papers"]


class BookForm(forms.Form):
    """Which register: agency, year, month, and which of its rows."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.TypedChoiceField(label=_("Year of receipt"), coerce=int, required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, required=False, empty_value=None)
    how_came = forms.ChoiceField(
        label=_("How it came"), required=False, choices=[("", _("All")), *HowCame.choices]
    )
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["agency"].choices = [(agency.slug, agency.short_name) for agency in agencies]
        own["year"].choices = [(year, year) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]
        own["month"].choices = [("", gettext("The whole year")), *dates.MONTHS.items()]
        own["outcome"].choices = [("", gettext("All")), *((each.code, each.label) for each in all_outcomes())]


class PrintForm(ActForm):
    letters = forms.ModelMultipleChoiceField(
        label=_("Letters to send"),
        queryset=OutgoingLetter.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    replies = forms.ModelMultipleChoiceField(
        label=_("Signed replies"),
        queryset=Reply.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    with_records = forms.BooleanField(
        label=_("With a delivery record behind each letter"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, letters: QuerySet[OutgoingLetter], replies: QuerySet[Reply], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["letters"].queryset, own["replies"].queryset = letters, replies
        own["letters"].label_from_instance = _of_letter
        own["replies"].label_from_instance = _of_reply


def _of_letter(letter: OutgoingLetter) -> str:
    return gettext("%(letter)s to %(recipient)s: %(matter)s") % {
        "letter": letter,
        "recipient": letter.recipient,
        "matter": letter.case.title,
    }


def _of_reply(reply: Reply) -> str:
    return gettext("Reply %(number)s to %(recipient)s: %(matter)s") % {
        "number": reply.number,
        "recipient": reply.case.requester_name,
        "matter": reply.case.title,
    }


class InquiryForm(ActForm):
    asked_by = forms.CharField(label=_("Asked by"), max_length=100)
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    received_on = DayField(label=_("Received on"))
    matter = forms.CharField(
        label=_("Matter"), max_length=200, required=False, help_text=_("Left empty: how the question begins.")
    )
    question = forms.CharField(label=_("What the district asks"), max_length=LONGEST_TEXT, widget=lines(5))
    named_due_on = DayField(
        label=_("Due day named in the inquiry"),
        required=False,
        help_text=_("Left empty: the due day is reckoned by the office's own term."),
    )
    handling_section = forms.ModelChoiceField(
        label=_("Handling section"), queryset=Section.objects.none(), required=False
    )
    file = forms.FileField(label=_("The inquiry as a file"), required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today
        self.fields["handling_section"].queryset = agency.sections.all()  # type: ignore[attr-defined]


class AnswerInquiryForm(ActForm):
    on = DayField(label=_("Answered on"))
    answer = forms.CharField(label=_("Answer"), max_length=LONGEST_TEXT, widget=lines(6))
    file = forms.FileField(label=_("The answer as a file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
