"""Kinds of requester, as the columns of the national report count them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequesterKind(TextChoices):
    """A natural person, or one of five kinds of legal person or other organisation."""

    NATURAL_PERSON = "natural_person", _("Natural person")
    BUSINESS = "business", _("Business")
    RESEARCH = "research", _("Research institution")
    PUBLIC_BENEFIT = "public_benefit", _("Public benefit organisation")
    LEGAL_SERVICE = "legal_service", _("Legal service organisation")
    OTHER_ORGANISATION = "other_organisation", _("Other organisation")

    @property
    def is_organisation(self) -> bool:
        return self is not RequesterKind.NATURAL_PERSON
