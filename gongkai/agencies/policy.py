"""Who may change what an office tells of itself, what cannot stand there, and what is missing."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gongkai.acts import Actor
from gongkai.acts.duties import Duty
from gongkai.agencies.index_numbers import faults_of_pattern
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.particulars import (
    LONGEST_FUNCTIONS,
    OF_SECTIONS,
    PARTICULARS,
    label_of_particular,
    stand_of,
)


def obstacles_to_changing_particulars(agency: Agency, by: Actor, *, seen: str | None = None) -> Iterator[str]:
    """Say why `by` cannot change the particulars of the agency.

    `seen` is the stand of the particulars that `by` had before them; None where nothing was shown.
    """
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only the system administrator of this agency changes its data.")
    if seen is not None and seen != stand_of(agency):
        yield _("Somebody changed the data after you opened this page. Open it again and compare.")


def faults_of_particulars(agency: Agency) -> Iterator[str]:
    """Say which particulars are too long or cannot be what they are called."""
    others = [field.name for field in agency._meta.fields if field.name not in PARTICULARS]
    try:
        agency.clean_fields(exclude=others)
    except ValidationError as errors:
        for name, faults in errors.message_dict.items():
            for fault in faults:
                yield _("%(field)s: %(fault)s") % {"field": label_of_particular(name), "fault": fault}
    if agency.email:
        try:
            validate_email(agency.email)
        except ValidationError as error:
            for fault in error.messages:
                yield _("%(field)s: %(fault)s") % {"field": label_of_particular("email"), "fault": fault}
    if len(agency.functions) > LONGEST_FUNCTIONS:
        yield _too_long()
    yield from faults_of_pattern(agency.index_pattern, agency.code)
    yield from _faults_of_site(agency)


def _faults_of_site(agency: Agency) -> Iterator[str]:
    if "/" in agency.site_domain or ":" in agency.site_domain:
        yield _("The domain of the website stands without http:// and without a path, as www.example.gov.cn.")
    if agency.site_code and not (len(agency.site_code) == 10 and agency.site_code.isalnum()):
        yield _("The identification code of the website has ten characters.")


def _too_long() -> str:
    return _("The functions may have at most %(characters)s characters.") % {"characters": LONGEST_FUNCTIONS}


def obstacles_to_changing_sections(agency: Agency, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only the system administrator of this agency changes its data.")


def faults_of_section(section: Section) -> Iterator[str]:
    """Say which data of a section are too long."""
    others = [field.name for field in section._meta.fields if field.name not in OF_SECTIONS]
    try:
        section.clean_fields(exclude=others)
    except ValidationError as errors:
        for name, faults in errors.message_dict.items():
            label = Section._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            for fault in faults:
                yield _("%(field)s: %(fault)s") % {"field": label, "fault": fault}
    if len(section.functions) > LONGEST_FUNCTIONS:
        yield _too_long()


def gaps_in(agency: Agency) -> Iterator[str]:
    """Say what is missing that a reply must name: the office may leave it out, and signs no reply then."""
    if not agency.review_body:
        yield _("The body for reconsideration is missing. Without it no reply can be signed.")
    if not agency.court:
        yield _("The court is missing. Without it no reply can be signed.")
