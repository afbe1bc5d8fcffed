"""Acts after which no public page is another one: most of a day's work in the desk.

What is not named here makes the remembered pages anew. An act belongs here only when no page of the portal
could ever show what it changes.
"""

PRIVATE_ACTS = (
    # People at their own accounts; posts and fields of duty are public.
    "people.locked_out",
    "people.logged_in",
    "people.logged_out",
    "people.login_failed",
    "people.password_changed",
    "people.password_set",
    "people.system_handed_in",
    "people.totp_added",
    "people.totp_removed",
    # What the office tells its own people.
    "notices.addresses_forgotten",
    "notices.all_read",
    "notices.failed",
    "notices.preferences_chosen",
    "notices.read",
    "notices.resolved",
    "notices.sent",
    "notices.sent_again",
    "notices.told",
    "notices.unclear",
    "notices.written",
    # A paper on its way; it becomes public as an item, by an act of the catalogue.
    "documents.adopted",
    "documents.checked",
    "documents.drafted",
    "documents.dropped",
    "documents.edited_for_adoption",
    "documents.file_cleaned",
    "documents.foi_opinion_given",
    "documents.handed_in",
    "documents.masked",
    "documents.saved",
    "documents.sent_back",
    "secrecy.justified",
    "secrecy.opinion_stated",
    "secrecy.packed",
    "secrecy.procedure_checked",
    # What is between the office and one requester. Receipt and end of a case stand in public figures.
    "cases.archive_read",
    "cases.contact_shown",
    "cases.letters_printed",
    "cases.message_received",
    "cases.message_written",
    "cases.messages_read",
    "cases.proof_shown",
    "cases.register_printed",
)
