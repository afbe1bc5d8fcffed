"""The names of duties. Who holds which is told by the room `people`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    INFORMATION_OFFICER = "information_officer", _("Information officer")
    SECTION_HEAD = "section_head", _("Section head")
    OFFICE_CHECKER = "office_checker", _("Office checker")
    SECRECY_REVIEWER = "secrecy_reviewer", _("Secrecy reviewer")
    RESPONSIBLE_LEADER = "responsible_leader", _("Responsible leader")
    PRINCIPAL_LEADER = "principal_leader", _("Principal leader")
    FOI_OFFICER = "foi_officer", _("FOI officer")
    FOI_HEAD = "foi_head", _("Head of the FOI office")
    LEGAL_COUNSEL = "legal_counsel", _("Legal counsel")
    CHANNEL_EDITOR = "channel_editor", _("Channel editor")
    DISTRICT_SUPERVISOR = "district_supervisor", _("District supervisor")
    COUNCIL_REPORTER = "council_reporter", _("Council reporter")
    PROPERTY_SERVICE = "property_service", _("Property service")
    REGISTERED_CITIZEN = "registered_citizen", _("Registered citizen")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("Audit administrator")


# 三员分立: system, security and audit exclude each other, and none of the three does the office's business.
ADMINISTRATORS = frozenset({Duty.SYSTEM_ADMINISTRATOR, Duty.SECURITY_ADMINISTRATOR, Duty.AUDIT_ADMINISTRATOR})

# People outside the office: they hand things in and never see the office's papers.
OUTSIDE = frozenset({Duty.COUNCIL_REPORTER, Duty.PROPERTY_SERVICE, Duty.REGISTERED_CITIZEN})

# Reads what lies below; works only in its own papers.
SUPERVISORS = frozenset({Duty.DISTRICT_SUPERVISOR})

OFFICE = frozenset(Duty) - ADMINISTRATORS - OUTSIDE - SUPERVISORS
