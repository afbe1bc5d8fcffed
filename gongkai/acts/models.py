"""One row per form that was sent: a second sending leads to what the first one did."""

from django.db import models


class Submission(models.Model):
    """A form sent once. The token is made with the form, so a double click cannot do the act twice."""

    token = models.UUIDField(primary_key=True)
    actor_key = models.CharField(max_length=100)
    led_to = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.token)
