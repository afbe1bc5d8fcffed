"""What the requester sees and says online: messages, and a form that is not handed in yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.cases.models.cases import Case, Request
from gongkai.files.models import StoredFile
from gongkai.vault.fields import SealedTextField


class Message(models.Model):
    """A message between the office and the requester, about one case or the whole request."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="messages")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="messages")
    from_office = models.BooleanField()
    text = models.TextField(_("Message"))
    written_at = models.DateTimeField()
    by_key = models.CharField(max_length=100)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("message")

    def __str__(self) -> str:
        return self.text[:60]


class RequestDraft(models.Model):
    """An online form that was begun. Who holds its key can go on; it is removed when its time is over."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    said = SealedTextField()
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("form that was begun")

    def __str__(self) -> str:
        return str(self.pk)


class IdentityProof(models.Model):
    """A proof of identity handed in with a request; its file is encrypted."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="proofs")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    handed_in_on = models.DateField(_("Handed in on"))
    erased_on = models.DateField(_("Erased on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proof of identity")

    def __str__(self) -> str:
        return str(self.handed_in_on)
