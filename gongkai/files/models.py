"""Stored files: their bytes lie under the data folder by checksum; a row says what they are.
Uploads: what is still coming in, part by part.

What the public hands in to prove who it is lies encrypted, each file with a key of its own. That key stands
sealed in the row: rotating the vault's keys seals it anew, and without it the content is gone for ever.
"""

import hmac
import io
from pathlib import Path
from typing import Any, BinaryIO, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import key_of
from gongkai.vault.contents import open_content
from gongkai.vault.fields import KeptSealedField, key_number_of, unseal
from gongkai.vault.indexes import keyed_checksum


class ContentErased(Exception):
    """The content of a file was erased; its row only tells that there was one."""


class ContentSealed(Exception):
    """The bytes on disk are encrypted: `read` and `open_plain` open them, their path is of no use."""


class StoredFile(models.Model):
    """One file as it was handed in. It never changes: another content is another file.

    `sha256` is the checksum of the bytes on disk: of a sealed file, of what they look like encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("File name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("Size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    chain = models.CharField(max_length=100)
    stored_by = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    is_sealed = models.BooleanField(_("Kept encrypted"), default=False)
    sealed_key = KeptSealedField(blank=True, default="")
    content_check = models.CharField(max_length=64, blank=True, default="")
    erased_at = models.DateTimeField(_("Erased at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sealed=True) | (Q(sealed_key="") & Q(content_check="")),
                name="files_only_sealed_files_have_a_key",
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=False) | Q(erased_at=None) | Q(sealed_key=""),
                name="files_erased_with_their_key",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def key_id(self) -> int | None:
        """The number of the vault's key that seals this file; None for what is not sealed or was erased."""
        return key_number_of(self.sealed_key)

    @property
    def place(self) -> Path:
        """Where the bytes lie. Equal contents lie there once; a sealed file lies by its id, alone."""
        if self.is_sealed:
            return Path(settings.DATA_DIR) / "files" / "sealed" / self.pk.hex[:2] / self.pk.hex
        return Path(settings.DATA_DIR) / "files" / self.sha256[:2] / self.sha256

    @property
    def path(self) -> Path:
        """Where the content lies as it is. Raises ContentSealed for a sealed file."""
        if self.is_sealed:
            raise ContentSealed(self.pk)
        return self.place

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def kind(self) -> str:
        """The word people know the type by, such as PDF or DOCX."""
        return self.name.rpartition(".")[2].upper()[:5] if "." in self.name else "?"

    def read(self) -> bytes:
        """Return the content, decrypted where it is sealed.

        Raises ContentErased after its erasure, and Unreadable when the encrypted bytes were changed or
        the key is gone.
        """
        if self.erased_at:
            raise ContentErased(gettext("The content of this file was erased."))
        content = self.place.read_bytes()
        return open_content(content, unseal(self.sealed_key)) if self.is_sealed else content

    def open_plain(self) -> BinaryIO:
        """Return the content as an open file; raises like `read`. Nothing decrypted comes onto the disk."""
        if self.is_sealed or self.erased_at:
            return io.BytesIO(self.read())
        return self.place.open("rb")

    def check_of(self, content: bytes) -> str:
        """Return what `content_check` would be for `content`: nobody can tell it without the index key."""
        return keyed_checksum(content, purpose=f"files.content:{self.pk}")

    def was(self, content: bytes) -> bool:
        """Say whether `content` is what this sealed file holds, or held before it was erased."""
        return hmac.compare_digest(self.content_check, self.check_of(content))


class FileText(models.Model):
    """The words of a content by its checksum, read once; one without `read_at` waits for the worker."""

    sha256 = models.CharField(max_length=64, unique=True)
    reader = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    fault = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(read_at=None), name="files_text_waits"),
        ]

    def __str__(self) -> str:
        return self.sha256


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> Self:
        """Leave the uploads this person began: nobody else knows of them."""
        return self.filter(begun_by=user.key)


class Upload(models.Model):
    """A file that comes in part by part over a bad line. It is nobody's paper yet, and not journaled.

    Its bytes lie under the data folder by its id; those behind `received` are of a part that was cut short.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("File name"), max_length=200)
    size = models.PositiveBigIntegerField(_("Size in bytes"))
    received = models.PositiveBigIntegerField(_("Bytes received"), default=0)
    chain = models.CharField(max_length=100)
    begun_by = models.CharField(max_length=100, db_index=True)
    begun_at = models.DateTimeField()
    went_on_at = models.DateTimeField(_("Last part came at"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0) & Q(received__lte=models.F("size")),
                name="files_upload_is_no_longer_than_told",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    @property
    def place(self) -> Path:
        return Path(settings.DATA_DIR) / "uploads" / f"{self.pk.hex}.part"

    def remove(self) -> None:
        """Remove the row, if it is still there, and then the bytes."""
        Upload.objects.filter(pk=self.pk).delete()
        self.place.unlink(missing_ok=True)
