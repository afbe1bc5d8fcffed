"""What can happen to an agency: its particulars change. Its code and its place are for good."""

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, refuse_if_any
from gongkai.agencies import policy
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.particulars import (
    OF_SECTIONS,
    PARTICULARS,
    as_told,
    particulars_of,
    section_particulars,
)
from gongkai.journal import record
from gongkai.journal.queries import label_acts

label_acts(
    {
        "agencies.particulars_changed": _("Data of the office changed"),
        "agencies.section_changed": _("Data of a section changed"),
    }
)


@transaction.atomic
def change_particulars(agency: Agency, *, by: Actor, seen: str | None = None, **said: str) -> Agency:
    """Change what the agency tells of itself; return it as it is now.

    `said` gives the new values by their names in PARTICULARS; what is not named stays. An empty value is
    allowed everywhere, `policy.gaps_in` then tells what comes of it. `seen` is the stand (`stand_of`) that
    `by` had before them, None for a program that just read it. The journal keeps old and new of each.

    Raises Refused when `by` is not the agency's system administrator, somebody changed the particulars
    since, a value cannot stand there, or nothing changes. Raises TypeError for what is no particular.
    """
    unknown = sorted(set(said) - set(PARTICULARS))
    if unknown:
        raise TypeError(f"An agency has no {', '.join(unknown)} to change.")
    # Without the key: papers of the agency can be entered meanwhile.
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    refuse_if_any(policy.obstacles_to_changing_particulars(agency, by, seen=seen))
    before = particulars_of(agency)
    for name, value in said.items():
        setattr(agency, name, as_told(name, value))
    refuse_if_any(policy.faults_of_particulars(agency))
    changed = {
        name: [before[name], after] for name, after in particulars_of(agency).items() if after != before[name]
    }
    if not changed:
        raise Refused(gettext("Nothing is different. Change what is wrong, or leave the data as they are."))
    agency.save(update_fields=list(changed))
    record(by, "agencies.particulars_changed", agency, changed=changed)
    return agency


@transaction.atomic
def change_section(section: Section, *, by: Actor, **said: str) -> Section:
    """Change what a section or community tells of itself: its functions, address, telephone and hours.

    Raises Refused when `by` is not the agency's system administrator, a value cannot stand, or nothing
    changes. Raises TypeError for what is no particular of a section.
    """
    unknown = sorted(set(said) - set(OF_SECTIONS))
    if unknown:
        raise TypeError(f"A section has no {', '.join(unknown)} to change.")
    section = Section.objects.select_for_update(of=("self",)).select_related("agency").get(pk=section.pk)
    refuse_if_any(policy.obstacles_to_changing_sections(section.agency, by))
    before = section_particulars(section)
    for name, value in said.items():
        setattr(section, name, as_told(name, value))
    refuse_if_any(policy.faults_of_section(section))
    changed = {
        name: [before[name], after]
        for name, after in section_particulars(section).items()
        if after != before[name]
    }
    if not changed:
        raise Refused(gettext("Nothing is different. Change what is wrong, or leave the data as they are."))
    section.save(update_fields=list(changed))
    record(by, "agencies.section_changed", section, changed=changed)
    return section
