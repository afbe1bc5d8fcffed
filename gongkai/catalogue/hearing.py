"""What the room hears from the rooms below: what may no longer be public leaves it."""

from typing import Any

from django.utils.translation import gettext

from gongkai.acts import PROGRAM
from gongkai.catalogue import actions
from gongkai.catalogue.models import Item
from gongkai.documents import events as documents
from gongkai.documents.models import Openness
from gongkai.documents.queries import document_about
from gongkai.people.models import User
from gongkai.secrecy import events as secrecy


def listen() -> None:
    documents.openness_changed.connect(_on_another_attribute, dispatch_uid="catalogue.openness_changed")
    secrecy.revoked.connect(_on_revoked, dispatch_uid="catalogue.revoked")
    secrecy.taken_out.connect(_on_taken_out, dispatch_uid="catalogue.taken_out")


def _on_another_attribute(sender: Any, *, document: Any, by: Any, reason: str, **_rest: Any) -> None:
    if document.openness != Openness.PROACTIVE:
        actions.withdraw_what_lost_its_ground(document, by=by, reason=reason)


def _on_revoked(sender: Any, *, review: Any, **_rest: Any) -> None:
    """A clearance given by word of mouth was denied: what was published on it leaves the public."""
    document = document_about(review.package.about)
    # A revision may have a package of its own by now; what stands in public is what counts.
    if document is not None and Item.objects.filter(package=review.package, withdrawn_at=None).exists():
        by = review.sent_back_by if isinstance(review.sent_back_by, User) else PROGRAM
        actions.withdraw_what_lost_its_ground(
            document, by=by, reason=gettext("Its clearance was taken back and it is checked again.")
        )


def _on_taken_out(sender: Any, *, review: Any, by: Any, **_rest: Any) -> None:
    """A state secret was found in a paper of which an earlier version is public: that leaves it too."""
    document = document_about(review.package.about)
    if document is not None:
        actions.withdraw_what_lost_its_ground(document, by=by, reason=gettext("It is no longer disclosed."))
        actions.erase_what_is_said(document, by=by, instead=gettext("Item no longer disclosed"))
