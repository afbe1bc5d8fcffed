"""The journal, for the audit administrator: who did what, when, why and from where."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.journal.models import Entry
from gongkai.journal.queries import entries_of, label_of
from gongkai.kit.forms import DayInput
from gongkai.kit.views import ListPage


class EntryFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Who or which"), method="with_words", max_length=50)
    since = filters.DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte", widget=DayInput)
    until = filters.DateFilter(label=_("To"), field_name="at", lookup_expr="date__lte", widget=DayInput)

    class Meta:
        model = Entry
        fields = ["q", "since", "until"]

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(actor_name__icontains=value) | Q(subject_label__icontains=value))


class Journal(ListPage):
    model = Entry
    filterset_class = EntryFilter
    template_name = "desk/journal/list.html"
    nav = "journal"
    duties = frozenset({Duty.AUDIT_ADMINISTRATOR})
    paginate_by = 50

    def get_queryset(self) -> Any:
        ids = self.request.user.agency_ids_as(Duty.AUDIT_ADMINISTRATOR)
        return entries_of(Agency.objects.filter(pk__in=ids).values_list("slug", flat=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "rows": [(entry, label_of(entry.act)) for entry in context["object_list"]]}
