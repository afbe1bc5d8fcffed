"""Forms of the imports: the file, what its headings mean, the clearance, what is taken out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.catalogue.archives import PERIODS, USUAL
from gongkai.catalogue.importing.fields import BY_NAME, FIELDS, guessed
from gongkai.catalogue.importing.wishes import ANSWERED_IN_BULK, Wishes
from gongkai.catalogue.models import Column, Import
from gongkai.documents.models import Genre
from gongkai.kit.forms import ActForm, DayField, FilesField
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy.policy import EARLIER_BY, EARLIER_PAPER

WORDS_ASKED = 30  # words of a file that name no column here


class BringForm(ActForm):
    """The list or the ZIP."""

    file = FilesField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A list (XLSX, CSV), a ZIP of a folder with pages (HTML, DOCX) and their files, or an export of"
            " this program. Up to 200 MB."
        ),
        in_parts=False,
    )

    def clean_file(self) -> Any:
        files = self.cleaned_data["file"]
        if len(files) > 1:
            raise forms.ValidationError(_("One file is taken at a time."))
        return files[0]


class ChooseForm(ActForm):
    """What the headings mean, what holds where nothing is told, the clearance, and what is counted."""

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.wishes = Wishes.of(run.mapping)
        self.unknown: list[str] = []
        if run.report.get("kind") == "table":
            self._ask_headings()
        self._ask_columns()
        self._ask_rest()
        self._ask_clearance()
        self._ask_findings()

    def _ask_headings(self) -> None:
        headings = self.run.report.get("headings") or []
        chosen = guessed(headings) if self.wishes.headings is None else self.wishes.headings
        offered = [("", _("is not in the list")), *((each, each) for each in headings)]
        for field in FIELDS:
            self.fields[f"heading_{field.name}"] = forms.ChoiceField(
                label=_("Heading of: %(field)s") % {"field": field.label},
                choices=offered,
                required=field.name == "title",
                initial=chosen.get(field.name, ""),
            )

    def _ask_columns(self) -> None:
        columns = Column.objects.filter(agency=self.run.agency)
        self.fields["column"] = forms.ModelChoiceField(
            queryset=columns,
            label=_("Column for all that name none"),
            empty_label=_("none"),
            required=False,
            initial=self.wishes.column,
        )
        known = {word for each in columns for word in (each.name, each.slug)}
        words = [word for word in self.run.report.get("words") or {} if word not in known]
        self.unknown = words[:WORDS_ASKED]
        for place, word in enumerate(self.unknown):
            self.fields[f"word_{place}"] = forms.ModelChoiceField(
                queryset=columns,
                label=_("Column for “%(word)s”") % {"word": word[:50]},
                empty_label=_("as for all that name none"),
                required=False,
                initial=self.wishes.columns.get(word),
            )

    def _ask_rest(self) -> None:
        wishes = self.wishes
        self.fields["genre"] = forms.ChoiceField(
            label=_("Kind of all that name none"), choices=Genre.choices, initial=wishes.genre
        )
        self.fields["source"] = forms.CharField(
            label=_("Source of all that name none"),
            max_length=100,
            required=False,
            initial=wishes.source,
            help_text=_("Leave it empty where the office itself is the source."),
        )
        self.fields["published_on"] = DayField(
            label=_("Day of publication of all that name none"), required=False, initial=wishes.day
        )
        if self.run.report.get("kind") == "pages":
            self.fields["site"] = forms.CharField(
                label=_("Address the folder stood at"),
                max_length=200,
                required=False,
                initial=wishes.site,
                help_text=_(
                    "A page that does not say where it stood stood here, at its place in the folder; that"
                    " address leads to the item from now on. “/” is the top of the website; empty: nowhere."
                ),
            )
        self.fields["leave_out"] = forms.BooleanField(
            label=_("Leave out the lines that are wrong, instead of bringing in none"),
            required=False,
            initial=wishes.leave_out,
        )

    def _ask_clearance(self) -> None:
        run = self.run
        self.fields["cleared_by"] = forms.CharField(
            label=_("Cleared at the time by"),
            max_length=EARLIER_BY,
            required=False,
            initial=run.cleared_by,
            help_text=_(
                "The secrecy review it had in its own time, for all lines that tell none. Without it the"
                " items come in unpublished and are reviewed here."
            ),
        )
        self.fields["cleared_on"] = DayField(label=_("Cleared on"), required=False, initial=run.cleared_on)
        self.fields["cleared_paper"] = forms.CharField(
            label=_("Paper of the clearance"),
            max_length=EARLIER_PAPER,
            required=False,
            initial=run.cleared_paper,
            help_text=_("Such as the number of the review form, or the register and its page."),
        )
        self.fields["is_counted"] = forms.BooleanField(
            label=_("Count them in the years of their publication"),
            required=False,
            initial=run.is_counted,
            help_text=_("Figures of reported years change. Leave it off for what was reported already."),
        )

    def _ask_findings(self) -> None:
        kinds = [kind for kind in ANSWERED_IN_BULK if kind in (self.run.report.get("kinds") or {})]
        kinds += [kind for kind in self.wishes.answered if kind not in kinds]
        if not kinds:
            return
        self.fields["answered"] = forms.MultipleChoiceField(
            label=_("Findings that may stay"),
            choices=[(kind, KIND_LABELS[kind]) for kind in kinds],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=list(self.wishes.answered),
        )
        self.fields["why"] = forms.CharField(
            label=_("Why they may stay"),
            max_length=500,
            required=False,
            initial=self.wishes.why,
            help_text=_(
                "You answer for it. Numbers of persons and marks of secrecy are never answered for here."
            ),
        )

    @property
    def choices_made(self) -> dict[str, Any]:
        """The arguments of the act."""
        said = self.said
        headings = None
        if self.run.report.get("kind") == "table":
            headings = {name: said[f"heading_{name}"] for name in BY_NAME if said.get(f"heading_{name}")}
        column = said["column"]
        wishes = Wishes(
            headings=headings,
            column=column.pk if column else None,
            columns={
                word: said[f"word_{place}"].pk
                for place, word in enumerate(self.unknown)
                if said.get(f"word_{place}")
            },
            genre=said["genre"],
            source=said["source"],
            published_on=said["published_on"].isoformat() if said["published_on"] else "",
            leave_out=said["leave_out"],
            site=said.get("site", self.wishes.site),
            answered=tuple(said.get("answered", ())),
            why=said.get("why", ""),
        )
        kept = ("cleared_by", "cleared_on", "cleared_paper", "is_counted")
        return {"wishes": wishes, **{name: said[name] for name in kept}}


class ClearForm(ActForm):
    """The clearance a paper had in its own time."""

    cleared_by = forms.CharField(label=gettext_lazy("Cleared at the time by"), max_length=EARLIER_BY)
    cleared_on = DayField(label=gettext_lazy("Cleared on"))
    paper = forms.CharField(label=gettext_lazy("Paper of the clearance"), max_length=EARLIER_PAPER)


class TakeOutForm(ActForm):
    """Everything in open formats, or a year for the archives."""

    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("open", gettext_lazy("Everything in open formats (JSON, CSV, HTML and the files)")),
            ("archives", gettext_lazy("The items of a year for the archives bureau (PDF, list, checksums)")),
        ],
        widget=forms.RadioSelect,
        initial="open",
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=1990,
        max_value=2100,
        required=False,
        help_text=gettext_lazy("Only for the archives."),
    )
    period = forms.ChoiceField(
        label=gettext_lazy("How long it is kept"),
        choices=[(each, each) for each in PERIODS],
        initial=USUAL,
        help_text=gettext_lazy("Only for the archives. Normative documents are kept for ever in any case."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("what") == "archives" and not said.get("year"):
            self.add_error("year", _("Say which year."))
        if said.get("year") and said["year"] > clock.today().year:
            self.add_error("year", _("This year has not begun yet."))
        return said
