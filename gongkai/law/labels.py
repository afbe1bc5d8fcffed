"""Labels that stand in the data of the law in two languages: the official Chinese word, and English."""

from django.utils.translation import get_language


def in_reader_language(chinese: str, english: str) -> str:
    """Return the official Chinese word, or the English one where English is read."""
    return english if (get_language() or "").startswith("en") else chinese
