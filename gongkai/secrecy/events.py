"""News for the floors above, sent on commit, each with `review`.

`cleared`, `sent_back`; `in_part` (only a redacted version may be published); `revoked` (a clearance given by
word of mouth was not countersigned: what was published on it leaves the public); `taken_out` (text and files
of the package were erased, and so must be everything made of the same paper).
"""

from django.dispatch import Signal

cleared = Signal()
sent_back = Signal()
in_part = Signal()
revoked = Signal()
taken_out = Signal()
