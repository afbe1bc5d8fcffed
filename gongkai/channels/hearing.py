"""What the room hears from the catalogue: what is withdrawn is taken back from every channel."""

from typing import Any

from gongkai.catalogue import events
from gongkai.catalogue.models import Item
from gongkai.channels import actions, issues
from gongkai.secrecy import events as secrecy


def listen() -> None:
    secrecy.taken_out.connect(_on_taken_out, dispatch_uid="channels.taken_out")
    events.withdrawn.connect(_on_withdrawn, dispatch_uid="channels.withdrawn")


def _on_withdrawn(sender: Any, *, item: Item, **_rest: Any) -> None:
    actions.take_all_back(item, reason=item.withdrawn_reason)


def _on_taken_out(sender: Any, *, review: Any, by: Any, **_rest: Any) -> None:
    """A state secret was found in a paper: what was made of it for other channels is erased with it."""
    actions.erase_fitted(review.package.about, by=by)
    issues.erase_pages_with(review.package.about, by=by)
