"""What the pages of acts on a document share."""

from gongkai.documents.models import Document
from gongkai.kit.views import ActPage


class DocumentAct(ActPage):
    model = Document
    nav = "documents"
