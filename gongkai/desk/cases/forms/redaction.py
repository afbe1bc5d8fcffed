"""Forms of the redaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.cases.models import Case, Paper, Redaction, RedactionState
from gongkai.desk.cases.redacting import name_pages
from gongkai.kit.forms import ActForm
from gongkai.people.models import User

# The usual grounds, as they are kept with a box and named on paper.
GROUNDS = (
    ("个人隐私", _("Personal privacy")),
    ("商业秘密", _("Trade secret")),
    ("国家秘密", _("State secret")),
    ("工作秘密", _("Work secret")),
    ("内部事务信息", _("Internal affairs")),
    ("过程性信息", _("Deliberative information")),
)
OTHER = "other"
LONGEST_GROUND = 200


class PaperField(forms.ModelChoiceField):
    def label_from_instance(self, paper: Any) -> str:
        if any(each.state == RedactionState.OPEN for each in paper.redactions.all()):
            return gettext("%(title)s (redaction begun)") % {"title": paper.title}
        return str(paper.title)


class BeginForm(ActForm):
    paper = PaperField(
        label=_("Paper"),
        queryset=Paper.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("PDF, DOCX, JPG, PNG and TXT can be redacted. The paper itself stays as it is."),
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = Paper.objects.visible_to(user).filter(case=case, redacted_from=None).exclude(file=None)
        self.fields["paper"].queryset = papers.prefetch_related("redactions")  # type: ignore[attr-defined]


class GroundForm(forms.Form):
    """Why something is hidden: one of the usual grounds, or another in words."""

    ground = forms.ChoiceField(label=_("Why it is hidden"), choices=[*GROUNDS, (OTHER, _("Another ground"))])
    ground_other = forms.CharField(
        label=_("Which other ground"), max_length=LONGEST_GROUND, required=False, empty_value=""
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("ground") == OTHER and not said.get("ground_other"):
            self.add_error("ground_other", gettext("Name the ground."))
        return said

    @property
    def said_ground(self) -> str:
        said = self.cleaned_data
        return str(said["ground_other"] if said["ground"] == OTHER else said["ground"])


class BoxForm(GroundForm):
    """A box by numbers, for those who do not draw: its page, and its sides in hundredths of the page."""

    page = forms.IntegerField(label=_("Page"), min_value=1)
    left = forms.FloatField(label=_("Left edge (percent)"), min_value=0, max_value=100)
    top = forms.FloatField(label=_("Top edge (percent)"), min_value=0, max_value=100)
    width = forms.FloatField(label=_("Width (percent)"), min_value=0, max_value=100)
    height = forms.FloatField(label=_("Height (percent)"), min_value=0, max_value=100)
    field_order = ("page", "left", "top", "width", "height", "ground", "ground_other")

    def __init__(self, *args: Any, pages: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.fields["page"]
        page.widget.attrs["max"] = page.max_value = pages  # type: ignore[attr-defined]
        page.validators.append(_at_most(pages))
        for name in ("left", "top", "width", "height"):
            self.fields[name].widget.attrs["step"] = "any"

    @property
    def box(self) -> dict[str, Any]:
        """The box as it is kept: page from 0, sides as parts of the page."""
        said = self.cleaned_data
        return {
            "page": said["page"] - 1,
            "x": said["left"] / 100,
            "y": said["top"] / 100,
            "width": said["width"] / 100,
            "height": said["height"] / 100,
            "ground": self.said_ground,
        }


class FinishForm(ActForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    looked = forms.BooleanField()

    def __init__(self, *args: Any, redaction: Redaction, unread: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = redaction.revision
        if unread:
            self.fields["looked"].label = gettext("I have looked at %(pages)s.") % {
                "pages": name_pages(unread)
            }
            self.fields["looked"].error_messages["required"] = gettext(
                "Look at these pages by eye, for nothing is proposed on them."
            )
        else:
            del self.fields["looked"]


def _at_most(pages: int) -> Any:
    from django.core.validators import MaxValueValidator

    return MaxValueValidator(pages)
