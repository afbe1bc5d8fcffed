"""What an act is done to, as a text key: the journal outlives every table."""

from typing import Any


def key_of(thing: Any) -> str:
    """Return the text key of a saved model instance, such as "cases.case:12"."""
    return f"{thing._meta.label_lower}:{thing.pk}"


class Subject:
    """A model whose instances are subjects of acts. It says which agency's chain they belong to."""

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def chain(self) -> str:
        """The name of the journal's chain: the slug of the agency the subject belongs to."""
        return str(self.agency.slug)  # type: ignore[attr-defined]
