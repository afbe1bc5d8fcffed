"""Finding a thing in the desk, and what the editor keeps for the search of the public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai import search
from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case
from gongkai.cases.queries import SEALED, found_by, newest_first
from gongkai.desk.search import forms, keeping
from gongkai.desk.search.finding import KINDS, rows_of
from gongkai.desk.search.indexing import SPACE, readers_of
from gongkai.kit.found_pages import ON_A_PAGE, page_in, page_of
from gongkai.kit.templatetags.kit import without_controls
from gongkai.kit.views import ActPage, CreatePage, PlainPage
from gongkai.search import synonyms, tallies
from gongkai.search.models import SynonymGroup

EDITORS = frozenset({Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR})
ORDERS = ("relevance", "date")
PERIODS = (30, 90)  # days
_CASES_AT_MOST = 10


class Find(PlainPage):
    """Finds by words or number in everything the person may see, and nothing else."""

    template_name = "desk/search/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told, user = self.request.GET, self.request.user
        query = told.get("q", "").encode("utf-8", "ignore").decode().replace("\x00", "").strip()[:100]
        kind = told.get("kind", "") if told.get("kind") in KINDS else ""
        order = told.get("order", "") if told.get("order") in ORDERS else "relevance"
        if not query:
            return super().get_context_data(query="", **kwargs)
        readers, number = readers_of(user), page_in(told)
        found = search.find(
            SPACE,
            query,
            filters={"kind": kind} if kind else {},
            readers=readers,
            order=order,
            offset=(number - 1) * ON_A_PAGE,
            limit=ON_A_PAGE,
            count=("kind",),
        )
        everything = (
            found if not kind else search.find(SPACE, query, readers=readers, limit=0, count=("kind",))
        )
        rows = rows_of(found, user)
        return super().get_context_data(
            query=without_controls(query),
            kind=kind,
            order=order,
            rows=rows,
            page_obj=page_of(found, number),
            total=max(found.total - (len(found.hits) - len(rows)), len(rows)),
            more=found.more,
            suggestion=found.suggestion,
            kinds=[
                (slug, KINDS[slug], f"{count}+" if more else str(count))
                for slug, count, more in everything.facets.get("kind", [])
                if slug in KINDS
            ],
            cases=self.cases(query, rows) if number == 1 and kind in ("", "case") else [],
            **kwargs,
        )

    def cases(self, query: str, rows: Iterable[Any]) -> list[Case]:
        """Return requests found by what stands in no index: applicant, text, numbers of letters."""
        user = self.request.user
        shown = [row.subject.pk for row in rows if row.kind == "case"]
        cases = Case.objects.visible_to(user).defer(*SEALED).filter(found_by(query, user))
        return list(newest_first(cases.exclude(pk__in=shown))[:_CASES_AT_MOST])


class Words(PlainPage):
    """What people searched for, and words that mean the same."""

    template_name = "desk/search/words.html"
    nav = "search_words"
    duties = EDITORS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = 90 if self.request.GET.get("days") == "90" else 30
        since = clock.today() - timedelta(days=days)
        return super().get_context_data(
            groups=SynonymGroup.objects.order_by("pk"),
            scopes=dict(forms.SCOPES),
            days=days,
            periods=PERIODS,
            without_hits=tallies.without_hits("public", since),
            popular=tallies.popular("public", since),
            **kwargs,
        )


class AddWords(CreatePage):
    form_class = forms.SynonymsForm
    heading = gettext_lazy("Words that mean the same")
    button = gettext_lazy("Keep the words")
    done = gettext_lazy("Kept. Who searches for one of the words finds the others too.")
    nav = "search_words"
    duties = EDITORS

    def get_initial(self) -> dict[str, Any]:
        word = without_controls(self.request.GET.get("word", "").replace("\x00", "")[: synonyms.LONGEST_WORD])
        return {**super().get_initial(), "words": f"{word}\n" if word else ""}

    def run(self, form: Any) -> str:
        synonyms.add(form.cleaned_data["scope"], form.cleaned_data["words"], by=self.request.user)
        return reverse("desk:search_words")

    def get_cancel_url(self) -> str:
        return reverse("desk:search_words")


class OfWords(ActPage):
    """An act on a group of words. They are the installation's, so that every editor keeps them."""

    model = SynonymGroup
    nav = "search_words"
    duties = EDITORS

    def get_queryset(self) -> Any:
        return SynonymGroup.objects.all()

    def get_cancel_url(self) -> str:
        return reverse("desk:search_words")


class ChangeWords(OfWords):
    form_class = forms.SynonymsForm
    heading = gettext_lazy("Words that mean the same")
    button = gettext_lazy("Keep the words")
    done = gettext_lazy("Kept. Who searches for one of the words finds the others too.")

    def get_initial(self) -> dict[str, Any]:
        return {
            **super().get_initial(),
            "scope": self.subject.scope,
            "words": "\n".join(self.subject.words),
        }

    def run(self, form: Any) -> str:
        keeping.change(
            self.subject, form.cleaned_data["scope"], form.cleaned_data["words"], by=self.request.user
        )
        return reverse("desk:search_words")


class DropWords(OfWords):
    heading = gettext_lazy("Drop the words that mean the same")
    button = gettext_lazy("Drop the words")
    says = gettext_lazy("Each word finds only itself again.")
    done = gettext_lazy("Dropped. Each word finds only itself again.")
    grave = True

    def run(self, form: Any) -> str:
        synonyms.drop(self.subject, by=self.request.user)
        return reverse("desk:search_words")

    def get_heading(self) -> str:
        return _("Drop “%(words)s”") % {"words": self.subject}
