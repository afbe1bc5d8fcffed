import django_filters as filters
from django.utils.translation import gettext_lazy as _

from gongkai.channels.models import FaultKind, FaultState


class FaultFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=FaultState.choices, empty_label=_("All"))
    kind = filters.ChoiceFilter(label=_("What is wrong"), choices=FaultKind.choices, empty_label=_("All"))
