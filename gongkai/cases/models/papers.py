"""The papers of a case, in and out."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.cases.models.cases import Case
from gongkai.files.models import StoredFile
from gongkai.people.models import User


class PaperKind(models.TextChoices):
    INCOMING = "incoming", _("Incoming")
    OUTGOING = "outgoing", _("Outgoing")
    INTERNAL = "internal", _("Internal")


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> Self:
        """Papers of visible cases; what came in only inside the agency, for it tells who the requester is."""
        papers = self.filter(case__in=Case.objects.visible_to(user))
        return papers.filter(~Q(kind=PaperKind.INCOMING) | Q(case__agency__in=user.working_agency_ids))


class Paper(models.Model):
    """A paper in the file of one case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20, choices=PaperKind)
    title = models.CharField(_("Title"), max_length=200)
    on = models.DateField(_("Day"))
    # The paper this one is the redacted version of.
    redacted_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="redacted")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("paper")

    def __str__(self) -> str:
        return self.title


class RedactionState(models.TextChoices):
    OPEN = "open", _("Being redacted")
    DONE = "done", _("Redacted")
    DROPPED = "dropped", _("Dropped")


class RedactionQuerySet(models.QuerySet["Redaction"]):
    def visible_to(self, user: User) -> Self:
        """Redactions of papers the reader may see."""
        return self.filter(paper__in=Paper.objects.visible_to(user))


class Redaction(Subject, models.Model):
    """The work of hiding parts of a paper. Its boxes lie over the pages of `pdf`; the result is a new paper.

    A box is {"page": from 0, "x", "y", "width", "height": fractions of the page as seen, from the top left,
    "ground": text}.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="redactions")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="redactions", verbose_name=_("Paper"))
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(_("Pages"))
    boxes = models.JSONField(default=list)
    # Goes up with each change, so that two tabs cannot overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(_("State"), max_length=20, choices=RedactionState, default=RedactionState.OPEN)
    result = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="made_by", verbose_name=_("Redacted paper")
    )
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("redaction")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="done") & Q(result__isnull=False)) | (~Q(state="done") & Q(result=None)),
                name="cases_redaction_done_with_result",
            ),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state="open"), name="cases_one_open_redaction_of_a_paper"
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper)

    def get_absolute_url(self) -> str:
        return reverse("desk:redaction", args=[self.pk])

    @property
    def chain(self) -> str:
        return str(self.case.agency.slug)
