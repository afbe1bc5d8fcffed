"""What can happen to documents and pieces, from the first draft to the approval."""

from django.utils.translation import gettext_lazy as _

from gongkai.documents.actions.disclosing import (
    assess,
    decide_change,
    erase_secret,
    prepare_redacted,
    propose_change,
    set_openness,
)
from gongkai.documents.actions.drafting import (
    clean_file,
    draft,
    drop,
    forget_typing,
    hand_over,
    justify,
    keep_typing,
    look_at_pictures,
    mask,
    save_version,
)
from gongkai.documents.actions.keeping import FACTS
from gongkai.documents.actions.steps import (
    adopt,
    approve,
    approve_orally,
    ask_for_review,
    check,
    edit_piece,
    give_foi_opinion,
    revise,
    send_back,
    submit,
)
from gongkai.journal.queries import label_acts

__all__ = [
    "FACTS",
    "adopt",
    "approve",
    "approve_orally",
    "ask_for_review",
    "assess",
    "check",
    "clean_file",
    "decide_change",
    "draft",
    "drop",
    "edit_piece",
    "erase_secret",
    "forget_typing",
    "give_foi_opinion",
    "hand_over",
    "justify",
    "keep_typing",
    "look_at_pictures",
    "mask",
    "prepare_redacted",
    "propose_change",
    "revise",
    "save_version",
    "send_back",
    "set_openness",
    "submit",
]

label_acts(
    {
        "documents.drafted": _("Drafted"),
        "documents.saved": _("Saved"),
        "documents.openness_set": _("Openness attribute chosen"),
        "documents.submitted": _("Submitted for the office's check"),
        "documents.checked": _("Checked by the office"),
        "documents.approved": _("Approved by the responsible leader"),
        "documents.sent_back": _("Sent back"),
        "documents.handed_in": _("Handed in for adoption"),
        "documents.adopted": _("Adopted by the FOI officer"),
        "documents.revised": _("Revision begun"),
        "documents.review_asked": _("Handed in for secrecy review again"),
        "documents.dropped": _("Dropped"),
        "documents.edited_for_adoption": _("Edited by the FOI officer"),
        "documents.foi_opinion_given": _("Opinion of the FOI office given"),
        "documents.approved_orally": _("Approved by word of mouth in an emergency"),
        "documents.redacted": _("Redacted version prepared"),
        "documents.change_proposed": _("Change of the openness attribute proposed"),
        "documents.change_agreed": _("Change of the openness attribute agreed"),
        "documents.change_refused": _("Change of the openness attribute refused"),
        "documents.assessed": _("Assessed again: it stays withheld"),
        "documents.handed_over": _("Handed over"),
        "documents.masked": _("Personal data masked in the text"),
        "documents.file_cleaned": _("File replaced by a cleaned copy"),
        "documents.taken_out": _("Taken out of this system: text and files erased"),
    }
)
