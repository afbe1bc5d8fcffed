"""The lists others ask for."""

from typing import Any

from django.db.models import Q, QuerySet

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.privacy.rule_sets import Treatment
from gongkai.secrecy.models import Justification, Package, PackageFinding, Review, State


def findings_of(package: Package) -> list[tuple[PackageFinding, Justification | None]]:
    """Return what was found in a package, each with its answer; what nobody answered for comes first."""
    given = Justification.objects.filter(about=package.about).select_related("by")
    answers = {each.fingerprint: each for each in given}
    found = [(each, answers.get(each.fingerprint)) for each in package.findings.select_related("file")]
    return sorted(found, key=lambda each: not is_open(*each))


def is_open(finding: PackageFinding, answer: Justification | None) -> bool:
    return finding.treatment != Treatment.ALLOWED and answer is None


def for_register(reviews: Any) -> QuerySet[Review]:
    """Fetch what the register tells of `reviews` at once, in the order of their numbers."""
    found: QuerySet[Review] = reviews.select_related(
        "package__agency",
        "package__section",
        "package__submitted_by",
        "opinion_by",
        "decided_by",
        "approved_by",
        "oral_noted_by",
    ).order_by("pk")
    return found


def to_countersign_by(user: Any) -> QuerySet[Review]:
    """What this person approved by word of mouth and has not signed for; the nearest due day first.

    Once the day has passed it waits for the principal leader too.
    """
    late = Q(package__agency_id__in=user.agency_ids_as(Duty.PRINCIPAL_LEADER))
    late &= Q(countersign_due_on__lt=clock.today())
    return (
        Review.objects.to_countersign()
        .filter(Q(approved_by_id=user.pk) | late)
        .select_related("package", "approved_by", "oral_noted_by")
        .order_by("countersign_due_on", "pk")
    )


def waiting_for(user: Any) -> QuerySet[Review]:
    """Reviews whose next step is this person's, the longest waiting first.

    The approval of a piece and of its review are one act and wait among the documents.
    """
    sections = {section for each in user.sections_by_agency.values() for section in each}
    reviewing = user.agency_ids_as(Duty.SECRECY_REVIEWER)
    leading = user.agency_ids_as(Duty.RESPONSIBLE_LEADER)
    return (
        Review.objects.filter(
            Q(state=State.AWAITING_OPINION, package__section_id__in=sections)
            | Q(state__in=[State.AWAITING_DECISION, State.REFERRED], package__agency_id__in=reviewing)
            & ~Q(package__submitted_by_id=user.pk)
            & ~Q(package__drafted_by_id=user.pk)
            & ~Q(package__edited_by_id=user.pk)
            & ~Q(opinion_by_id=user.pk)
            | Q(state=State.AWAITING_APPROVAL, package__agency_id__in=leading)
        )
        .select_related("package__section", "package__submitted_by")
        .order_by("pk")
    )
