"""Forms of the reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.cases.models import (
    Case,
    DeliveredHow,
    OwnGround,
    Paper,
    PaperKind,
    Reply,
)
from gongkai.cases.policy.replying import kinds_of_reply
from gongkai.cases.prepared import completed, prepared, prepared_text
from gongkai.desk.cases.forms.fields import LONGEST_TEXT, lines
from gongkai.desk.cases.wording import short_day
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.grounds import Ground, grounds_for
from gongkai.law.outcomes import outcome


class PaperField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, paper: Any) -> str:
        return gettext("%(title)s, %(day)s") % {"title": paper.title, "day": short_day(paper.on)}


class ProposeForm(ActForm):
    outcome_code = forms.ChoiceField(label=_("Kind of reply"))
    ground_code = forms.ChoiceField(
        label=_("Ground in the law"),
        required=False,
        help_text=_("Brings the article and the sentence of the letter."),
    )
    ground = forms.CharField(
        label=_("Legal ground"),
        max_length=500,
        required=False,
        help_text=_("Article and paragraph. Needed where information is withheld or cannot be provided."),
    )
    where = forms.CharField(
        label=_("Where and how to get it"),
        max_length=500,
        required=False,
        help_text=_("Address of the page, or place and opening hours. It comes into the text."),
    )
    agency_in_charge = forms.CharField(
        label=_("Agency in charge and how to reach it"),
        max_length=500,
        required=False,
        help_text=_("It comes into the text."),
    )
    text = forms.CharField(
        label=_("What the reply says"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=lines(8),
        help_text=_(
            "One paragraph a line. The letter itself adds the request, the ground, what the requester can do "
            "against it, signature and date. Left empty, it is filled with what such a reply usually says."
        ),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=lines(4),
        help_text=_("Needed where information is withheld or cannot be provided."),
    )
    enclosures = PaperField(
        label=_("Enclosures"),
        queryset=Paper.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Papers of this case that go to the requester with the letter."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.grounds = grounds_of(case)
        self.fields["outcome_code"].choices = [("", gettext("Choose")), *_kinds(case)]  # type: ignore[attr-defined]
        self.fields["ground_code"].choices = [  # type: ignore[attr-defined]
            ("", gettext("none of these")),
            *_choices(self.grounds),
        ]
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
            if "enclosures" in self.fields:
                self.fields["enclosures"].initial = [paper.pk for paper in earlier.enclosures.all()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        code = said.get("outcome_code", "")
        chosen = next((each for each in self.grounds if each.code == said.get("ground_code")), None)
        if chosen and code and chosen.outcome != code:
            self.add_error("ground_code", gettext("This ground belongs to another kind of reply."))
            return said
        if chosen and not said.get("ground"):
            said["ground"] = chosen.cited(self.case.governed_from)
        if code and not said.get("text"):
            self._fill(prepared_text(code, chosen))
        return said

    def _fill(self, text: str) -> None:
        """Put what such a reply usually says into the empty field, for the person to read and complete."""
        if text:
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["text"] = text
            self.data = data
            self.add_error("text", gettext("This is what such a reply usually says. Read and complete it."))
        else:
            self.add_error("text", gettext("Write what the reply says."))

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        said.pop("ground_code", None)
        further = {"where": said.pop("where", ""), "agency": said.pop("agency_in_charge", "")}
        code = said["outcome_code"]
        said["text"] = completed(said["text"], code, further.get(prepared(code).asks, ""))
        return said


def grounds_of(case: Case) -> tuple[Ground, ...]:
    """Return the grounds open to the case for every kind of reply: the law's, then those of the office."""
    own = [each.in_law for each in OwnGround.objects.filter(agency=case.agency_id)]
    return tuple(
        ground for kind in kinds_of_reply(case) for ground in grounds_for(kind.code, case.governed_from, own)
    )


def _choices(grounds: tuple[Ground, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in grounds:
        label = f"{each.label}（{each.article}）" if each.article else each.label
        groups.setdefault(outcome(each.outcome).label, []).append((each.code, label))
    return list(groups.items())


def _kinds(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds_of_reply(case):
        if kind.letter:
            article = kind.article(case.governed_from)
            label = f"{kind.label}（{article}）" if article else kind.label
            groups.setdefault(kind.group.label, []).append((kind.code, label))
    return list(groups.items())


class OpinionForm(ActForm):
    opinion = forms.CharField(
        label=_("Opinion of the section"),
        max_length=5000,
        widget=lines(5),
        help_text=_("Whether this is all that was found, and whether it is right."),
    )


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
