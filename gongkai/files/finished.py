"""An upload that has come in whole, as a file like those that come with a form."""

from django.core.files import File

from gongkai.files.models import Upload


class FinishedUpload(File):
    """The content of an upload: what reads or stores a form's files reads and stores this."""

    def __init__(self, upload: Upload) -> None:
        self.source = upload.place.open("rb")
        super().__init__(self.source, name=upload.name)
        self.upload = upload

    def let_go(self) -> None:
        """Remove the upload for good, once its content stands elsewhere."""
        self.source.close()
        self.upload.remove()
