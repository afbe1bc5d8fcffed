"""Forms of the columns: what is told of one, and where it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.catalogue.policy import LONGEST_PAUSE
from gongkai.kit.forms import ActForm
from gongkai.law.columns import ColumnKind
from gongkai.law.duties import disclosure_items
from gongkai.people.models import User

INDENT = "\u3000"


def in_order(agency: Agency) -> list[tuple[Column, int]]:
    """Return the columns of an office as the tree lists them, each with its level from 1."""
    children: dict[int | None, list[Column]] = {}
    for column in Column.objects.filter(agency=agency).select_related("responsible"):
        children.setdefault(column.parent_id, []).append(column)

    def below(parent: int | None, level: int) -> list[tuple[Column, int]]:
        return [
            each
            for column in children.get(parent, [])
            for each in ((column, level), *below(column.pk, level + 1))
        ]

    return below(None, 1)


class ColumnChoice(forms.ModelChoiceField):
    """A column out of the tree of an office: those below another are indented."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Column.objects.none(), **kwargs)

    def offer(self, agency: Agency, *, without: Collection[int] = (), also: Column | None = None) -> None:
        """Offer the open columns of an office, except `without`, and `also` one that may be closed."""
        shown = [
            (column, level)
            for column, level in in_order(agency)
            if (column.closed_on is None and column.pk not in without) or column == also
        ]
        self.queryset = Column.objects.filter(pk__in=[column.pk for column, _level in shown])
        # Nobody shall publish into the first column because it stood there already.
        self.choices = [
            ("", self.empty_label or _("Choose")),
            *((column.pk, f"{INDENT * (level - 1)}{column.name}") for column, level in shown),
        ]


def duty_choices() -> list[tuple[str, str]]:
    return [
        ("", gettext("none")),
        *((each.code, f"{each.article} {each.label}") for each in disclosure_items()),
    ]


class ColumnForm(ActForm):
    """What is told of a column."""

    name = forms.CharField(label=_("Name"), max_length=50)
    slug = forms.SlugField(
        label=_("Short address"),
        max_length=50,
        help_text=_("Letters, figures and hyphens. The old address leads to the column still."),
    )
    kind = forms.ChoiceField(
        label=_("Type of column"),
        choices=ColumnKind.choices,
        help_text=_("The inspection applies its limits of updates by type."),
    )
    description = forms.CharField(
        label=_("What it holds"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence; the page and search engines show it."),
    )
    keywords = forms.CharField(
        label=_("Keywords"), max_length=200, required=False, help_text=_("Parted by commas.")
    )
    update_days = forms.IntegerField(
        label=_("To be updated at least every (days)"),
        min_value=1,
        max_value=LONGEST_PAUSE,
        required=False,
        help_text=_("Empty: as the inspection asks for this type of column."),
    )
    responsible = forms.ModelChoiceField(
        label=_("Person in charge"), queryset=User.objects.none(), required=False
    )
    duty = forms.ChoiceField(
        label=_("Duty of the Regulations"),
        required=False,
        help_text=_("Items in it belong to this item of articles 20 and 21, unless they say another."),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = User.objects.filter(agency=agency, is_active=True)  # type: ignore[attr-defined]
        self.fields["duty"].choices = duty_choices()  # type: ignore[attr-defined]


class OpenForm(ColumnForm):
    """A new column, with its place."""

    parent = ColumnChoice(label=_("Stands under"), required=False, empty_label=_("the top level"))
    field_order = ("name", "slug", "parent")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        self.fields["parent"].offer(agency)  # type: ignore[attr-defined]


class MoveForm(ActForm):
    """Another place in the tree."""

    under = ColumnChoice(label=_("Stands under"), required=False, empty_label=_("the top level"))
    place = forms.IntegerField(
        label=_("As which one there"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("1 is the first. Empty: the last."),
    )

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(column.agency, without={column.pk})  # type: ignore[attr-defined]


class ShiftForm(ActForm):
    """One place up or down."""

    way = forms.ChoiceField(choices=[("up", _("Up")), ("down", _("Down"))], widget=forms.HiddenInput)
