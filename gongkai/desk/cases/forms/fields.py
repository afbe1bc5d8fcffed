"""What the forms share."""

from __future__ import annotations

from django import forms

LONGEST_TEXT = 20_000


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
