"""Stored files: their bytes lie under the data folder by checksum; a row says what they are."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One file as it was handed in. It never changes: another content is another file."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("File name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("Size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    chain = models.CharField(max_length=100)
    stored_by = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "files" / self.sha256[:2] / self.sha256

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def kind(self) -> str:
        """The word people know the type by, such as PDF or DOCX."""
        return self.name.rpartition(".")[2].upper()[:5] if "." in self.name else "?"

    def read(self) -> bytes:
        return self.path.read_bytes()
