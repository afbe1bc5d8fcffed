"""The journal's tables. Entries are only ever added; text keys let them outlive all other rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """The tail of one agency's chain: how many entries there are, and the hash of the last."""

    name = models.CharField(max_length=100, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One act. `hash` is keyed and covers every other field and the hash before it."""

    chain = models.CharField(max_length=100)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("When"))
    actor_key = models.CharField(max_length=100)
    actor_name = models.CharField(_("Who"), max_length=100)
    act = models.CharField(_("What"), max_length=100)
    subject_key = models.CharField(max_length=100)
    subject_label = models.CharField(_("Which"), max_length=300)
    reason = models.TextField(_("Why"), blank=True)
    came_from = models.CharField(_("From where"), max_length=100, blank=True)
    details = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="journal_entry_number_once")]
        indexes = [
            models.Index(fields=["subject_key", "number"], name="journal_entry_subject"),
            models.Index(fields=["chain", "-at"], name="journal_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}: {self.act}"


class Change(models.Model):
    """A sign that something public may have changed. Only added; those of past days are cleared away."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)
