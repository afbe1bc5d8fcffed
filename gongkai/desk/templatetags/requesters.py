"""Names of requesters where many read over a shoulder: in lists, and before those who only supervise."""

from django import template

from gongkai.cases.models import Case
from gongkai.law.organisations import RequesterKind
from gongkai.privacy.masking import mask_name

register = template.Library()


@register.filter
def masked_requester(case: Case) -> str:
    """Return the requester's name as lists show it: of a person only the surname, of an organisation all."""
    if RequesterKind(case.requester_kind).is_organisation:
        return case.requester_name
    return mask_name(case.requester_name)
