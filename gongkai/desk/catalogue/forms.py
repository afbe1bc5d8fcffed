"""Forms of publishing, correcting and releasing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.catalogue.models import Item, Validity
from gongkai.channels.models import Channel
from gongkai.desk.columns.forms import ColumnChoice, duty_choices
from gongkai.inventory.models import Matter, Phase
from gongkai.inventory.queries import matters_for_drafting
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.key_areas import key_areas


class WordsOnTheText(ActForm):
    """What tells of a text in a few words: corrected together with it."""

    keywords = forms.CharField(
        label=_("Keywords"), max_length=200, required=False, help_text=_("Parted by commas.")
    )
    abstract = forms.CharField(
        label=_("Abstract"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("About a hundred characters; it stands in the catalogue that everybody can save."),
    )


class FactsOfItem(WordsOnTheText):
    """What is said of an item beside its text, when it is published and afterwards."""

    subject_category = forms.CharField(label=_("Subject category"), max_length=100, required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        required=False,
        help_text=_("The body it comes from, where it is reprinted. Empty: this office."),
    )
    expiry_on = DayField(
        label=_("Last day in force"), required=False, help_text=_("Empty: it holds until it is repealed.")
    )
    duty = forms.ChoiceField(
        label=_("Duty of the Regulations"), required=False, help_text=_("None: that of its column.")
    )


class PublishForm(FactsOfItem):
    field_order = (
        *("column", "areas", "subject_category", "phase", "matter"),
        *("keywords", "abstract", "source", "expiry_on", "duty"),
    )

    column = ColumnChoice(label=_("Column"))
    areas = forms.MultipleChoiceField(
        label=_("Key areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None, one or several; an item counts once in their total."),
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("None, or that of the matter")), *Phase.choices], required=False
    )
    matter = forms.ModelChoiceField(
        label=_("Disclosure matter"),
        queryset=Matter.objects.none(),
        required=False,
        help_text=_("Where it owes a period, this item fulfils it."),
    )
    interprets = forms.ModelChoiceField(
        label=_("It interprets this item"), queryset=Item.objects.none(), required=False
    )
    is_interpretation = forms.BooleanField(label=_("It is a policy interpretation"), required=False)
    on_the_website = forms.BooleanField(
        label=_("Show it on the website at once"),
        required=False,
        initial=True,
        help_text=_("Leave it out for what goes only to WeChat, Weibo or a notice board."),
    )
    procedure_remark = forms.CharField(
        label=_("Remark on the procedure"),
        help_text=_("By publishing you confirm that the steps of the review were taken as shown above."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].offer(agency)  # type: ignore[attr-defined]
        self.fields["duty"].choices = duty_choices()  # type: ignore[attr-defined]
        matters = matters_for_drafting(agency)
        if matters.exists():
            self.fields["matter"].queryset = matters  # type: ignore[attr-defined]
        else:
            del self.fields["matter"]
        interpretable = Item.objects.standing().filter(agency=agency, is_interpretation=False)
        newest = interpretable.order_by("-pk").values_list("pk", flat=True)[:200]
        self.fields["interprets"].queryset = Item.objects.filter(pk__in=list(newest))  # type: ignore[attr-defined]
        areas = [(area.code, area.label) for area in key_areas(clock.today())]
        if areas:
            self.fields["areas"].choices = areas  # type: ignore[attr-defined]
        else:
            del self.fields["areas"]
        if not Channel.objects.filter(agency=agency, kind="website", in_use=True).exists():
            del self.fields["on_the_website"]


class KeyAreasForm(ActForm):
    areas = forms.MultipleChoiceField(
        label=_("Key areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None, one or several; an item counts once in their total."),
    )

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(area.code, area.label) for area in key_areas(item.published_on)]
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]


class CorrectForm(WordsOnTheText):
    field_order = ("note", "keywords", "abstract")

    note = forms.CharField(
        label=_("What was corrected"),
        help_text=_("The public reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["abstract"].help_text = _("Does it still fit the corrected text?")


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Reason of the withdrawal"),
        help_text=_("It stands in place of the text, and the public reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class FactsForm(FactsOfItem):
    """Those facts, changed afterwards."""

    field_order = (
        *("column", "subject_category", "keywords", "abstract", "source"),
        *("validity", "expiry_on", "duty", "reason"),
    )

    column = ColumnChoice(label=_("Column"), help_text=_("Index number and address stay."))
    validity = forms.ChoiceField(label=_("Validity"), choices=Validity.choices)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for another column, validity or last day; the public reads it."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].offer(item.agency, also=item.column)  # type: ignore[attr-defined]
        self.fields["duty"].choices = duty_choices()  # type: ignore[attr-defined]


class OtherItemForm(ActForm):
    """Another item of the same office, by its index number."""

    index_number = forms.CharField(
        label=_("Index number of the other item"),
        max_length=60,
        help_text=_("As it stands on the page of the item."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._item = item

    def clean_index_number(self) -> str:
        number = str(self.cleaned_data["index_number"]).strip()
        self.other = Item.objects.filter(agency=self._item.agency, index_number=number).first()
        if self.other is None:
            raise forms.ValidationError(_("This office has no item of this index number."))
        return number


class InterpretsForm(OtherItemForm):
    """The item that is interpreted; none takes the link back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["index_number"].required = False
        self.fields["index_number"].label = _("Index number of the item it interprets")
        self.fields["index_number"].help_text = _("Empty: it interprets none any more.")

    def clean_index_number(self) -> str:
        self.other = None
        return super().clean_index_number() if self.cleaned_data["index_number"] else ""
