"""The redacted version of a document of which parts are withheld."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.desk.documents.forms.later import RedactForm
from gongkai.desk.documents.views.acting import DocumentAct
from gongkai.desk.documents.views.editor import addresses_in
from gongkai.documents import actions, policy
from gongkai.documents.models import Attachment
from gongkai.documents.pictures import keys_in, shown_in
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.secrecy.models import Markup


class Redact(DocumentAct):
    """Begins with the whole text and no attachment: what goes along is chosen."""

    form_class = RedactForm
    template_name = "desk/documents/redact.html"
    heading = gettext_lazy("Prepare the redacted version")
    button = gettext_lazy("Hand in for review")
    done = gettext_lazy("Handed in. The redacted version has a review of its own.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_redacting(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        _inside, after = shown_in(self.subject.body, self.subject.files)
        return {
            **super().get_form_kwargs(),
            "document": self.subject,
            "choices": [(str(each.pk), each.file.name) for each in after],
        }

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.subject.markup == Markup.HTML:
            form.fields["body"].widget.addresses = addresses_in(self.subject)
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.subject.title, "body": self.subject.body}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.subject.review
        return super().get_context_data(
            is_rich=self.subject.markup == Markup.HTML,
            withheld=review.withheld_parts if review else "",
            **kwargs,
        )

    def run(self, form: Any) -> Any:
        by, document = self.request.user, self.subject
        keep = set(form.cleaned_data.get("keep", ()))
        body = form.cleaned_data["body"]
        kept = [
            (each.file, each.alternative_text)
            for each in document.files
            if str(each.pk) in keep or str(each.file_id) in keys_in(body)
        ]
        new = [(each, "") for each in self._own_pictures(body)] + [
            (store(file, name=file.name, by=by, agency=document.agency), "")
            for file in form.cleaned_data["files"]
        ]
        return actions.prepare_redacted(
            document, by=by, title=form.cleaned_data["title"], body=body, files=[*kept, *new]
        )

    def _own_pictures(self, body: str) -> list[StoredFile]:
        """The pictures just brought into the redacted text: in place of those that show too much."""
        attached = {str(each.file_id) for each in self.subject.files}
        wanted = [key for key in keys_in(body) if key not in attached]
        own = StoredFile.objects.filter(
            pk__in=wanted, stored_by=self.request.user.key[:100], chain=self.subject.agency.slug
        )
        return [each for each in own if each.is_picture and not Attachment.objects.filter(file=each).exists()]
