"""Cases: requests for information with their time ledger, papers, letters and replies."""

from gongkai.cases.models.cases import (
    CHANNELS_2018,
    READERS,
    Case,
    Channel2018,
    DeliveryWanted,
    FormWanted,
    HowCame,
    Request,
    Requester,
    RequestKind,
    Timeliness,
)
from gongkai.cases.models.fees import FeeBasis, FeeKind, FeeNotice, FeeReceipt
from gongkai.cases.models.inquiries import Inquiry
from gongkai.cases.models.letters import (
    Answer,
    Consultation,
    LetterKind,
    LetterState,
    OutgoingLetter,
)
from gongkai.cases.models.online import IdentityProof, Message, RequestDraft
from gongkai.cases.models.papers import Paper, PaperKind, Redaction, RedactionState
from gongkai.cases.models.replies import (
    STANDING,
    DeliveredHow,
    OwnGround,
    Reassessment,
    Reply,
    ReplyState,
)
from gongkai.cases.models.time import Attempt, EntryKind, LedgerEntry

__all__ = [
    "CHANNELS_2018",
    "READERS",
    "STANDING",
    "Answer",
    "Attempt",
    "Case",
    "Channel2018",
    "Consultation",
    "DeliveredHow",
    "DeliveryWanted",
    "EntryKind",
    "FeeBasis",
    "FeeKind",
    "FeeNotice",
    "FeeReceipt",
    "FormWanted",
    "HowCame",
    "IdentityProof",
    "Inquiry",
    "LedgerEntry",
    "LetterKind",
    "LetterState",
    "Message",
    "OutgoingLetter",
    "OwnGround",
    "Paper",
    "PaperKind",
    "Reassessment",
    "Redaction",
    "RedactionState",
    "Reply",
    "ReplyState",
    "Request",
    "RequestDraft",
    "RequestKind",
    "Requester",
    "Timeliness",
]
