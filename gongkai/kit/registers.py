"""One shape for the pages of every register: the list, the new row, the row, and the acts on it.

A room of the desk says what its register is called, what its list shows and which acts it has; the
fields of the forms, their limits and their words come from the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.registers import (
    RegisterRow,
    StandingRow,
    obstacles_to_changing,
    obstacles_to_ending,
    obstacles_to_keeping,
)
from gongkai.kit.forms import ActForm, DayField, ReasonForm
from gongkai.kit.templatetags.kit import chinese_date, isolate, paragraphs
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, SubjectPage

Words = str | Promise

FIRST_YEAR = 2008  # the Regulations came into force on 1 May 2008: no report tells of an earlier year


@dataclass(frozen=True)
class Status:
    kind: str
    word: str


@dataclass(frozen=True)
class Register:
    """What the pages of one register need to know. `name` is the stem of its addresses' names."""

    name: str
    model: type[RegisterRow]
    title: Words
    new: Words  # "Enter a meeting": heading of the form and the button that leads to it
    rule: Words  # one sentence: what of it counts, and where
    columns: tuple[str, ...]  # the first leads to the row
    searched: tuple[str, ...]
    correct: Callable[..., RegisterRow]
    strike_out: Callable[..., RegisterRow]
    enter: Callable[..., RegisterRow] | None = None
    end: Callable[..., RegisterRow] | None = None
    ending: Words = ""  # "Close the reading point"
    chosen: tuple[str, ...] = ()  # facts with choices, and yes-or-no facts, to filter by
    added_up: tuple[str, Words] | None = None  # a fact to add up over the list, and its unit
    labels: dict[str, Words] = field(default_factory=dict)  # of columns that are no fields
    ordering: tuple[str, ...] = ()
    listed: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    status: Callable[[Any], Status | None] = lambda row: None
    obstacles_to_striking: Callable[[Any, Any], Iterable[str]] = obstacles_to_changing
    more_offers: Callable[[Any, Any], Iterable[Offer]] = lambda row, user: ()
    row_template: str = "desk/resources/register_row.html"
    about: tuple[str, ...] = ()  # further relations a row's page tells of, before its facts
    filters: type[RegisterFilter] | None = None  # with more to filter by than every register has

    @property
    def list_url(self) -> str:
        return reverse(f"desk:{self.name}_list")

    def url_of(self, act: str, row: Any) -> str:
        return reverse(f"desk:{self.name}_{act}", args=[row.pk])

    def may_enter(self, user: Any) -> bool:
        return self.enter is not None and not list(obstacles_to_keeping(self.model, user.agency, user))

    def label_of(self, name: str) -> str:
        if name in self.labels:
            return str(self.labels[name])
        label = str(self.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        return label[:1].upper() + label[1:]

    def status_of(self, row: Any) -> Status | None:
        """Return the state a reader should know: struck out, ended, or what the register itself tells."""
        if row.struck_on:
            return Status("", gettext("struck out"))
        if isinstance(row, StandingRow) and row.until and row.until < clock.today():
            return Status("", gettext("ended"))
        return self.status(row)

    def facts_of(self, row: Any) -> list[tuple[str, Any]]:
        """Return the facts that are told of the row, each with its name."""
        told = ((self.label_of(name), in_full(row, name)) for name in (*self.about, *row.facts))
        return [(label, value) for label, value in told if value != ""]

    def counted_in(self, user: Any, year: int) -> dict[str, Any]:
        """Return how many rows belong to the year, and their sum where the register adds up; one query."""
        sums: dict[str, Any] = {"number": models.Count("pk")}
        if self.added_up:
            sums["total"] = models.Sum(self.added_up[0])
        rows = self.model._default_manager.visible_to(user).counted().of_year(year)  # type: ignore[attr-defined]
        counted: dict[str, Any] = rows.order_by().aggregate(**sums)
        return counted | {"total": as_number(counted["total"] or 0) if self.added_up else ""}

    def urls(self, under: str, page: type[RegisterPage] | None = None) -> list[URLPattern]:
        """The addresses of the register's pages below `under`, with no slash at either end.

        `page` shows a row, where it shows more than every register does.
        """
        name = self.name
        row = f"{under}/<int:pk>/"
        found = [
            path(f"{under}/", RegisterList.as_view(register=self), name=f"{name}_list"),
            path(row, (page or RegisterPage).as_view(register=self), name=name),
            path(f"{row}correct/", CorrectPage.as_view(register=self), name=f"{name}_correct"),
            path(f"{row}strike-out/", StrikeOutPage.as_view(register=self), name=f"{name}_strike_out"),
        ]
        if self.enter:
            found.insert(1, path(f"{under}/new/", EnterPage.as_view(register=self), name=f"{name}_new"))
        if self.end:
            found.append(path(f"{row}end/", EndPage.as_view(register=self), name=f"{name}_end"))
        return found


# What a row shows


def shown(row: Any, name: str) -> Any:
    """Return a fact as people read it."""
    words = getattr(row, f"get_{name}_display", None)
    value = words() if words else getattr(row, name)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return chinese_date(value.astimezone(clock.BEIJING), "time")
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, Decimal):
        return as_number(value)
    return "" if value is None else value


def as_number(value: int | Decimal) -> str:
    """Write a number as people read it; money with its two decimals."""
    places = 2 if isinstance(value, Decimal) else None
    return formats.number_format(value, decimal_pos=places, force_grouping=True)


def in_full(row: Any, name: str) -> Any:
    """Return a fact for the row's own page: running text as paragraphs, addresses and rows as links."""
    value = getattr(row, name)
    if isinstance(value, RegisterRow):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), isolate(value))
    if isinstance(row._meta.get_field(name), models.TextField):
        return paragraphs(value)
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', value, isolate(value))
    found = shown(row, name)
    return isolate(found) if found != "" else ""


@dataclass(frozen=True)
class Cell:
    label: str
    value: Any
    kind: str = ""  # n: a number, to the right; day: not broken


def cells_of(register: Register, row: Any) -> Iterator[Cell]:
    for name in register.columns:
        value = getattr(row, name)
        kind = ""
        if isinstance(value, (date, datetime)):
            kind = "day"
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and name != "year":
            kind = "n"
        yield Cell(register.label_of(name), shown(row, name), kind)


# Forms from models


def control_for(fact: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the field of a form for a fact: our days, and choices without an empty one to pick."""
    made: forms.Field | None
    if isinstance(fact, models.DateField) and not isinstance(fact, models.DateTimeField):
        made = fact.formfield(form_class=DayField, widget=DayField.widget, **kwargs)
    elif fact.choices and not fact.blank:
        made = fact.formfield(widget=forms.RadioSelect, **kwargs)
        made.choices = [choice for choice in made.choices if choice[0]]  # type: ignore[union-attr]
    elif isinstance(fact, models.TextField):
        made = fact.formfield(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)
    else:
        made = fact.formfield(**kwargs)
    return made


class FactsForm(ActForm):
    """The facts of a row, for a new one."""

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for control in self.fields.values():
            if isinstance(control, forms.ModelChoiceField):
                control.queryset = Section.objects.filter(agency=agency)
                control.empty_label = ""


class CorrectionForm(FactsForm):
    """The facts of a row as they stand, and why they are to be others."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it is corrected"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    field_order = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])


class EndForm(ActForm):
    until = DayField(label=_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )


def facts_form(model: type[RegisterRow], base: type[FactsForm] = FactsForm) -> type[FactsForm]:
    """Return the class of the form that asks for the model's facts."""
    fields = forms.fields_for_model(model, fields=model.facts, formfield_callback=control_for)
    return type(f"{model.__name__}{base.__name__}", (base,), fields)


# Filters


def years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]


def readable_agencies(request: Any) -> QuerySet[Agency]:
    return Agency.objects.filter(pk__in=request.user.readable_agency_ids)


class RegisterFilter(django_filters.FilterSet):
    """Year, text and state; a register adds its own choices. Without a state only what counts is listed."""

    year = django_filters.ChoiceFilter(
        label=_("Reporting year"), choices=years, method="in_year", empty_label=_("All years")
    )
    text = django_filters.CharFilter(label=_("Words to look for"), method="with_text", max_length=100)
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=readable_agencies, empty_label=_("All agencies")
    )
    state = django_filters.ChoiceFilter(
        label=_("Struck out"),
        choices=[("all", _("Shown as well"))],
        method="in_state",
        empty_label=_("Left out"),
    )

    register: Register

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Bound also when nothing is asked for: what was struck out is left out then, too.
        super().__init__({} if data is None else data, *args, **kwargs)
        if len(self.request.user.readable_agency_ids) < 2:
            del self.filters["agency"]

    def filter_queryset(self, rows: Any) -> Any:
        found = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("state") == "all" else found.counted()

    def in_year(self, rows: Any, name: str, value: str) -> Any:
        return rows.of_year(int(value))

    def with_text(self, rows: Any, name: str, value: str) -> Any:
        found = Q()
        for fact in self.register.searched:
            found |= Q(**{f"{fact}__icontains": value})
        return rows.filter(found)

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows


YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _is_yes(rows: Any, name: str, value: str) -> Any:
    return rows.filter(**{name: value == "yes"})


def filter_for(register: Register) -> type[RegisterFilter]:
    """Return the class of the filter above the register's list."""
    added: dict[str, Any] = {"register": register}
    for name in register.chosen:
        fact: Any = register.model._meta.get_field(name)
        if isinstance(fact, models.BooleanField):
            added[name] = django_filters.ChoiceFilter(
                label=fact.verbose_name, choices=YES_NO, method=_is_yes, empty_label=_("All")
            )
        else:
            added[name] = django_filters.ChoiceFilter(
                label=fact.verbose_name, choices=fact.choices, empty_label=_("All")
            )
    return type(f"{register.model.__name__}Filter", (register.filters or RegisterFilter,), added)


# Pages


class OfRegister:
    register: Any = None
    nav = "registers"
    model: Any = None

    def setup(self, *args: Any, **kwargs: Any) -> None:
        self.model = self.register.model
        super().setup(*args, **kwargs)  # type: ignore[misc]


class RegisterList(OfRegister, ListPage):
    template_name = "desk/resources/register_list.html"
    duties = OFFICE | SUPERVISORS

    def get_filterset_class(self) -> Any:
        return filter_for(self.register)

    def get_queryset(self) -> Any:
        rows = self.register.listed(super().get_queryset())
        relations = [name for name in self.register.columns if self._is_relation(name)]
        if self.shows_agencies:
            relations.append("agency")
        rows = rows.select_related(*relations) if relations else rows
        return rows.order_by(*self.register.ordering) if self.register.ordering else rows

    def _is_relation(self, name: str) -> bool:
        return name not in self.register.labels and bool(self.model._meta.get_field(name).is_relation)

    @property
    def shows_agencies(self) -> bool:
        return len(self.request.user.readable_agency_ids) > 1

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        register = self.register
        rows = []
        for row in context["object_list"]:
            first, *others = cells_of(register, row)
            if self.shows_agencies:
                others.append(Cell(register.label_of("agency"), row.agency))
            rows.append({"row": row, "first": first, "others": others, "status": register.status_of(row)})
        heads = [(register.label_of(name), self._kind_of(name)) for name in register.columns]
        if self.shows_agencies:
            heads.append((register.label_of("agency"), ""))
        total = None
        if register.added_up:
            name, unit = register.added_up
            added = self.object_list.counted().order_by().aggregate(total=models.Sum(name))["total"] or 0
            total = (as_number(added), unit)
        return context | {
            "register": register,
            "rows": rows,
            "heads": heads,
            "shows_status": any(each["status"] for each in rows),
            "total": total,
            "may_enter": register.may_enter(self.request.user),
            "new_url": reverse(f"desk:{register.name}_new") if register.enter else "",
        }

    def _kind_of(self, name: str) -> str:
        if name in self.register.labels:
            return "n" if name.endswith("_count") else ""
        fact = self.model._meta.get_field(name)
        return "n" if isinstance(fact, (models.IntegerField, models.DecimalField)) and name != "year" else ""


class EnterPage(OfRegister, CreatePage):
    """The page of a new row. Who keeps no such register in an agency of theirs does not open it."""

    def may_open(self, user: Any) -> bool:
        return self.register.may_enter(user)

    def get_form_class(self) -> Any:
        return facts_form(self.model)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_heading(self) -> str:
        return str(self.register.new)

    def get_button(self) -> str:
        return gettext("Enter")

    def get_done(self, result: Any) -> str:
        return gettext("Entered.")

    def get_cancel_url(self) -> str:
        return self.register.list_url

    def run(self, form: Any) -> Any:
        return self.register.enter(self.agency, by=self.request.user, **form.said)


class RegisterPage(OfRegister, SubjectPage):
    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", *self.register.about)

    def get_template_names(self) -> list[str]:
        return [self.register.row_template]

    def offers(self) -> Iterable[Offer]:
        row, user, register = self.object, self.request.user, self.register
        yield from register.more_offers(row, user)
        changing = list(obstacles_to_changing(row, user))
        yield Offer(
            gettext("Correct"),
            register.url_of("correct", row),
            gettext("The journal keeps what stood here before, and why it was changed."),
            changing,
        )
        if register.end:
            yield Offer(
                str(register.ending),
                register.url_of("end", row),
                gettext("It stays in the register and counts up to its last day."),
                obstacles_to_ending(row, user),
            )
        yield Offer(
            gettext("Strike out"),
            register.url_of("strike_out", row),
            gettext("For a record entered wrongly: it stays to be read and no longer counts."),
            register.obstacles_to_striking(row, user),
            grave=True,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            register=self.register,
            facts=self.register.facts_of(self.object),
            status=self.register.status_of(self.object),
            **kwargs,
        )


class OnRow(OfRegister, ActPage):
    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")

    def obstacles(self) -> Iterable[str]:
        return obstacles_to_changing(self.subject, self.request.user)


class CorrectPage(OnRow):
    def get_form_class(self) -> Any:
        return facts_form(self.model, CorrectionForm)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        facts = {name: getattr(self.subject, name) for name in self.subject.facts}
        return facts | {"seen": self.subject.revision}

    def get_heading(self) -> str:
        return gettext("Correct this record")

    def get_button(self) -> str:
        return gettext("Correct")

    def get_done(self, result: Any) -> str:
        return gettext("Corrected. The journal keeps what stood here before.")

    def run(self, form: Any) -> Any:
        return self.register.correct(self.subject, by=self.request.user, **form.said)


class EndPage(OnRow):
    form_class = EndForm

    def obstacles(self) -> Iterable[str]:
        return obstacles_to_ending(self.subject, self.request.user)

    def get_heading(self) -> str:
        return str(self.register.ending)

    def get_button(self) -> str:
        return str(self.register.ending)

    def get_done(self, result: Any) -> str:
        return gettext("Its last day is %(day)s.") % {"day": chinese_date(result.until)}

    def run(self, form: Any) -> Any:
        return self.register.end(self.subject, by=self.request.user, **form.said)


class StrikeOutPage(OnRow):
    form_class = ReasonForm
    grave = True
    template_name = "desk/resources/strike_out.html"

    def obstacles(self) -> Iterable[str]:
        return self.register.obstacles_to_striking(self.subject, self.request.user)

    def get_heading(self) -> str:
        return gettext("Strike out this record")

    def get_button(self) -> str:
        return gettext("Strike out")

    def get_done(self, result: Any) -> str:
        return gettext("Struck out. It no longer counts.")

    def run(self, form: Any) -> Any:
        return self.register.strike_out(self.subject, by=self.request.user, **form.said)
