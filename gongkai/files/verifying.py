"""Are the stored files still what they were?"""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.files.models import StoredFile


def faults() -> Iterator[str]:
    """Say which stored files are missing or changed; nothing said means all are sound."""
    checked: dict[str, str | None] = {}
    for row in StoredFile.objects.order_by("stored_at").iterator(chunk_size=500):
        if row.sha256 not in checked:
            checked[row.sha256] = (
                hashlib.sha256(row.path.read_bytes()).hexdigest() if row.path.exists() else None
            )
        found = checked[row.sha256]
        if found is None:
            yield _("File “%(name)s” (%(id)s) is missing.") % {"name": row.name, "id": row.pk}
        elif found != row.sha256:
            yield _("File “%(name)s” (%(id)s) was changed.") % {"name": row.name, "id": row.pk}
