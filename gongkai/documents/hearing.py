"""What the room hears from the secrecy review."""

from typing import Any

from gongkai.documents import actions
from gongkai.secrecy import events


def listen() -> None:
    events.taken_out.connect(_on_taken_out, dispatch_uid="documents.taken_out")


def _on_taken_out(sender: Any, *, review: Any, by: Any, **_rest: Any) -> None:
    """A state secret leaves this room too: draft, versions and attachments."""
    actions.erase_secret(review, by=by)
