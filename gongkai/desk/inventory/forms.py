"""Forms of the inventory: matters, duties, periods, tasks, and the file with its sealed comparison."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency, Section
from gongkai.catalogue.models import Column, Item
from gongkai.desk.inventory.words import rule_in_words
from gongkai.inventory.actions import Line, Preview
from gongkai.inventory.models import (
    LONGEST_TEXT,
    Audience,
    DueRule,
    GrassRootsLevel,
    Matter,
    MatterChannel,
    Method,
    Phase,
    Unit,
)
from gongkai.inventory.reading import matters_in_file
from gongkai.inventory.rhythms import Rhythm
from gongkai.kit.forms import ActForm, DayField
from gongkai.people.models import User
from gongkai.workdays.sheets import LARGEST_FILE

# Seconds within which the page that compares is still good for importing: a working day.
GOOD_FOR = 12 * 60 * 60

ITEMS_OFFERED = 20

ONE_LINE = forms.Textarea(attrs={"rows": 3})


class MatterForm(ActForm):
    """The facts of a matter, in the order of the printed catalogues."""

    code = forms.CharField(label=_("Matter code"), max_length=60, help_text=_("Such as 社会救助-01."))
    field = forms.CharField(
        label=_("Field"), max_length=50, help_text=_("As the standard catalogues name it.")
    )
    level1 = forms.CharField(label=_("Matter, level 1"), max_length=100)
    level2 = forms.CharField(label=_("Matter, level 2"), max_length=100)
    content_elements = forms.CharField(
        label=_("Content (elements)"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_TEXT
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), widget=ONE_LINE, max_length=LONGEST_TEXT, required=False
    )
    time_limit = forms.CharField(
        label=_("Time limit as printed"),
        max_length=200,
        help_text=_("A plain number of days is read, such as 形成之日起20个工作日内."),
    )
    responsible_body = forms.CharField(label=_("Responsible body"), max_length=200)
    channels = forms.MultipleChoiceField(
        label=_("Channels and carriers"), choices=MatterChannel.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(
        label=_("Audience"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.EVERYBODY
    )
    method = forms.ChoiceField(
        label=_("Way of disclosure"),
        choices=Method.choices,
        widget=forms.RadioSelect,
        initial=Method.PROACTIVE,
    )
    levels = forms.MultipleChoiceField(
        label=_("Level of disclosure"),
        choices=GrassRootsLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[GrassRootsLevel.TOWNSHIP],
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("not chosen")), *Phase.choices], required=False
    )
    section = forms.ModelChoiceField(
        label=_("Section or community in charge"), queryset=Section.objects.none(), required=False
    )
    responsible = forms.ModelChoiceField(
        label=_("Person in charge"), queryset=User.objects.none(), required=False
    )
    column = forms.ChoiceField(
        label=_("Column"), help_text=_("The column of the website its items are shown in."), required=False
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, agency, "responsible")
        columns = dict(Column.objects.filter(agency=agency).values_list("slug", "name"))
        standing = str(self.initial.get("column", ""))
        if standing:
            columns.setdefault(standing, standing)
        self.fields["column"].choices = [("", _("none")), *columns.items()]  # type: ignore[attr-defined]


class MatterChangeForm(MatterForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class DueFields(ActForm):
    rule = forms.ChoiceField(
        label=_("Time limit"),
        choices=DueRule.choices,
        widget=forms.RadioSelect,
        help_text=_("A rule of law is looked up as it stood on the day it counts from."),
    )
    number = forms.IntegerField(
        label=_("Number of days or months"),
        min_value=0,
        max_value=366,
        required=False,
        help_text=_("Only for a number of our own."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("not chosen")), *Unit.choices], required=False)
    section = forms.ModelChoiceField(
        label=_("Section or community in charge"), queryset=Section.objects.none()
    )
    occasion = forms.CharField(
        label=_("Occasion"),
        max_length=100,
        required=False,
        help_text=_("What starts the time limit, such as the approval of the budget."),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, agency)
        today = clock.today()
        rules = [(rule.value, rule_in_words(rule, today)) for rule in DueRule]
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        if said.get("rule") != DueRule.OWN:
            said |= {"number": None, "unit": ""}
        return said


class DutyForm(DueFields):
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm.choices, widget=forms.RadioSelect)
    since = DayField(label=_("First period"), help_text=_("A day of the first period owed."))

    field_order = ["rhythm", "occasion", "rule", "number", "unit", "section", "since"]


class DutyChangeForm(DueFields):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(ActForm):
    reason = forms.CharField(label=_("Reason"), widget=ONE_LINE, max_length=1000)


class DutyEndForm(EndForm):
    until = DayField(label=_("Owed until"), help_text=_("Nothing is owed for periods that begin later."))
    field_order = ["until", "reason"]


class DayForm(ActForm):
    day = DayField(label=_("Day of the occasion"))


class FulfilForm(ActForm):
    """What was disclosed: one of the items found, or something that is no item here."""

    item = forms.ChoiceField(
        label=_("Item that was published"), widget=forms.RadioSelect, required=False, choices=()
    )
    other = forms.CharField(
        label=_("Or what else"),
        max_length=300,
        required=False,
        help_text=_("Where it was disclosed otherwise, such as a notice on the board of a community."),
    )
    on = DayField(label=_("Disclosed on"), required=False, help_text=_("Left empty: the item's own day."))

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(each.pk): each for each in items}
        if items:
            self.fields["item"].choices = [  # type: ignore[attr-defined]
                (
                    key,
                    gettext("%(title)s (%(number)s, %(day)s)")
                    % {"title": each.title, "number": each.index_number, "day": each.published_on},
                )
                for key, each in self.items.items()
            ]
        else:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said.get("item")) == bool(said["other"].strip()):
            self.add_error(None, _("Choose the item, or say what else was disclosed: one of the two."))
        return said

    @property
    def act(self) -> dict[str, Any]:
        """The arguments of the act."""
        said = self.said
        item = self.items.get(said.get("item", ""))
        if item is not None:
            evidence = ("item", item.key, f"{item.index_number} {item.title}"[:300])
            return {"evidence": evidence, "on": said["on"] or item.published_on}
        return {"evidence": ("other", "other", said["other"].strip()), "on": said["on"]}


class PriorityForm(ActForm):
    year = forms.IntegerField(label=_("Year"), min_value=2008, max_value=2100)
    title = forms.CharField(label=_("Title"), max_length=200)
    source = forms.CharField(
        label=_("Source document"),
        max_length=200,
        required=False,
        help_text=_("Who issued it, and its document number."),
    )


class TaskForm(ActForm):
    text = forms.CharField(label=_("Task"), widget=ONE_LINE, max_length=1000)
    section = forms.ModelChoiceField(
        label=_("Section or community in charge"), queryset=Section.objects.none(), required=False
    )
    owner = forms.ModelChoiceField(label=_("Person in charge"), queryset=User.objects.none(), required=False)
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, agency, "owner")


class ReportForm(ActForm):
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=500,
        help_text=_("What shows that it was done: a document number, an index number, an address."),
    )
    remark = forms.CharField(label=_("Remark"), widget=ONE_LINE, max_length=1000, required=False)


def _offer_people(form: Any, agency: Agency, person: str = "") -> None:
    form.fields["section"].queryset = Section.objects.filter(agency=agency)
    if person:
        form.fields[person].queryset = User.objects.filter(agency=agency, is_active=True).order_by("name")


# The file


class ImportForm(ActForm):
    paper = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV in the columns of the standard catalogues; the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    field = forms.CharField(
        label=_("Field"),
        max_length=50,
        required=False,
        help_text=_("Such as 社会救助. Leave it empty when a title or a column of the file says it."),
    )

    def lines(self, agency: Agency) -> list[Line]:
        """Read the file. Raises Refused with a sentence for each line that is wrong."""
        # One byte more than is taken tells a file that is too large without reading all of it.
        content = self.said["paper"].read(LARGEST_FILE + 1)
        return matters_in_file(content, agency, field=self.said["field"])


class ImportConfirmForm(ActForm):
    """Carries the lines that were shown, sealed: what is imported is what was compared."""

    paper = forms.CharField(widget=forms.HiddenInput, max_length=3_000_000)


def sealed(shown: Preview, name: str, user: Any) -> str:
    """Return what was shown to `user`, for a hidden field: readable, and useless once it is changed."""
    lines = [
        [each.line.number, {key: _as_json(value) for key, value in each.line.facts.items()}]
        for each in shown.lines
    ]
    return signing.dumps(
        {"lines": lines, "stand": shown.stand, "name": name}, salt=_salt(user), compress=True
    )


def unsealed(paper: str, user: Any, agency: Agency) -> tuple[list[Line], str, str]:
    """Return the lines that were shown to `user`, what they were compared with, and the file's name.

    Raises Refused when the seal is broken, somebody else's or too old.
    """
    try:
        told = signing.loads(paper, salt=_salt(user), max_age=GOOD_FOR)
    except signing.BadSignature:
        raise Refused(gettext("This page is no longer good for importing. Hand in the file again.")) from None
    sections = {each.pk: each for each in Section.objects.filter(agency=agency)}
    lines = [Line(number, _from_json(facts, sections)) for number, facts in told["lines"]]
    return lines, told["stand"], told["name"]


def _as_json(value: Any) -> Any:
    if isinstance(value, Section):
        return value.pk
    return list(value) if isinstance(value, tuple) else value


def _from_json(facts: dict[str, Any], sections: dict[int, Section]) -> dict[str, Any]:
    if facts.get("section"):
        facts["section"] = sections.get(facts["section"])
    return facts


def _salt(user: Any) -> str:
    return f"desk.inventory.import:{user.pk}"


def initial_of(matter: Matter) -> dict[str, Any]:
    """Return the facts of a matter as its form begins with them."""
    return {name: getattr(matter, name) for name in Matter.facts} | {
        "channels": list(matter.channels),
        "levels": list(matter.levels),
        "seen": matter.revision,
    }
