"""What the index is made of besides the index itself, the editor's synonyms and the tallies of queries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject


class Indexed(models.Model):
    """An entry that can be found. Its place orders it: the day's ordinal << 32, then a serial number."""

    place = models.BigIntegerField(primary_key=True)
    space = models.CharField(max_length=10)
    key = models.CharField(max_length=100)
    day = models.DateField()
    facets = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="search_indexed_key_once")]
        indexes = [models.Index(fields=["space", "-place"], name="search_indexed_newest")]

    def __str__(self) -> str:
        return f"{self.space} {self.key}"


class Wording(models.Model):
    """The texts of an entry: the original to show, and what went into the index, to take it out again."""

    entry = models.OneToOneField(Indexed, on_delete=models.CASCADE, primary_key=True, related_name="wording")
    title = models.TextField()
    canonical_title = models.TextField()
    marks = models.TextField()
    initials = models.TextField(blank=True)
    canonical_text = models.TextField(blank=True)
    # The body and the texts of the attachments, parted by form feeds.
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class FacetValue(models.Model):
    """A value that a facet had at some time: which to count when there is too much to look at each row."""

    space = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "name", "value"], name="search_facet_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


class SynonymGroup(Subject, models.Model):
    """Words that mean the same to who searches. `scope` is a space, or empty for all of them."""

    scope = models.CharField(_("Where it applies"), max_length=10, blank=True)
    words = models.JSONField(_("Words that mean the same"), default=list)

    class Meta:
        verbose_name = _("Words that mean the same")

    def __str__(self) -> str:
        return " = ".join(self.words)

    @property
    def chain(self) -> str:
        """Synonyms are the installation's, not an agency's."""
        return "installation"


class Tally(models.Model):
    """How often something was searched for on a day, and how much was found last. Never who asked."""

    scope = models.CharField(max_length=20)
    query = models.CharField(max_length=40)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "query", "day"], name="search_tally_once_a_day")
        ]
        indexes = [models.Index(fields=["scope", "day"], name="search_tally_day")]

    def __str__(self) -> str:
        return f"{self.query} ({self.times})"
