"""What ran when. One row per job and slot: two workers cannot run the same job of a day.

A job that comes back after so many seconds has one row only, that of its last run.
"""

from django.db import models


class Run(models.Model):
    job = models.CharField(max_length=100)
    slot = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="jobs_run_once_per_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
