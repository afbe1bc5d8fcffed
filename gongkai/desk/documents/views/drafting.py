"""Writing: a new document, the change of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused
from gongkai.desk.documents.forms import pieces
from gongkai.desk.documents.forms import text as forms
from gongkai.desk.documents.forms.editor import RichTextField, as_rich_text, is_marked_up
from gongkai.desk.documents.importing import FromWord, from_word
from gongkai.desk.documents.views.acting import DocumentAct
from gongkai.desk.documents.views.editor import addresses_in
from gongkai.desk.documents.views.typing import kept_copy, page_of
from gongkai.documents import actions, policy
from gongkai.documents.models import Document, Form, WorkingCopy
from gongkai.files.storing import store
from gongkai.kit.views import CreatePage
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import from_plain, plain_text

LONGEST_GLANCE = 400  # characters of a kept text that are shown before it is taken up again


class Writing:
    """What the pages on which a text is typed share: what was kept of it, the editor, a file from Word.

    Mixed into a page with a form; `draft_form` says whether a document or a piece is typed.
    """

    template_name = "desk/documents/draft.html"
    rule = "attributes"
    draft_form: str = Form.OFFICIAL
    request: Any
    read: FromWord | None = None
    refused: tuple[str, ...] = ()

    @property
    def draft(self) -> Document | None:
        return None

    @property
    def draft_agency(self) -> Any:
        raise NotImplementedError

    def may_type(self) -> bool:
        return True

    def kept(self) -> WorkingCopy | None:
        return kept_copy(self.request.user, self.draft_agency, self.draft_form, self.draft)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = self.kept() if self.may_type() else None
        if kept is not None and "continue" not in request.GET:
            # Nothing is replaced before the person has decided about it.
            return self.render_to_response(self._offer(kept))  # type: ignore[attr-defined]
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "import" in request.POST and self.may_type():
            return self._import(request)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _offer(self, kept: WorkingCopy) -> dict[str, Any]:
        said = {name: values[0] for name, values in kept.said.items() if values}
        self.template_name = "desk/documents/kept.html"
        glance = " ".join(_words_of(said.get("body", "")).split())
        return {
            "nav": "documents",
            "heading": self.get_heading(),  # type: ignore[attr-defined]
            "subject": self.draft,
            "kept": kept,
            "title": said.get("title", ""),
            "glance": glance[:LONGEST_GLANCE] + ("…" if len(glance) > LONGEST_GLANCE else ""),
            "continue_url": f"{page_of(self.draft_form, self.draft)}?continue=1",
            "forget_url": self._url("document_forget", "draft_forget"),
        }

    def _import(self, request: HttpRequest) -> HttpResponse:
        """Without script: the same page again, with the words of the file behind those typed so far."""
        file = request.FILES.get("word")
        data = request.POST.copy()
        try:
            if file is None:
                raise Refused(_("Choose the Word file first."))
            self.read = from_word(file, by=request.user, agency=self.draft_agency)
        except Refused as refused:
            self.refused = tuple(refused.reasons)
        else:
            typed = as_rich_text(data.get("body", ""))
            data["body"] = f"{typed}\n{self.read.html}" if typed else self.read.html
            data["title"] = data.get("title") or self.read.title
        form_class = self.get_form_class()  # type: ignore[attr-defined]
        kwargs = {**self.get_form_kwargs(), "data": None, "files": None}  # type: ignore[attr-defined]
        form = form_class(**kwargs)
        form.initial = {**form.initial, **_typed_in(form, data)}
        return self.render_to_response(self.get_context_data(form=self._prepared(form)))  # type: ignore[attr-defined]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        kept = self.kept() if self.request.method == "GET" and "continue" in self.request.GET else None
        if kept is not None:
            data = QueryDict(mutable=True)
            for name, values in kept.said.items():
                data.setlist(name, values)
            form.initial = {**form.initial, **_typed_in(form, data)}
            if "seen_version" in form.fields:
                form.initial["seen_version"] = kept.seen_version
        return self._prepared(form)

    def _prepared(self, form: Any) -> Any:
        if isinstance(form.fields["body"], RichTextField):
            form.fields["body"].widget.addresses = addresses_in(self.draft)
        return form

    def _url(self, of_draft: str, of_new: str) -> str:
        if self.draft is not None:
            return reverse(f"desk:{of_draft}", args=[self.draft.pk])
        return f"{reverse(f'desk:{of_new}')}?form={self.draft_form}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context["form"]
        return {
            **context,
            "is_rich": isinstance(form.fields["body"], RichTextField),
            "typing_url": self._url("document_typing", "draft_typing"),
            # What stands in the form is not saved anywhere yet: it is kept at once.
            "typed": form.is_bound or self.read is not None or "continue" in self.request.GET,
            "lost": lost_files(self.request),
            "read": self.read,
            "word_refused": self.refused,
        }

    def stored(self, form: Any) -> list[tuple[Any, str]]:
        files = form.cleaned_data["files"]
        return [
            (store(file, name=file.name, by=self.request.user, agency=self.draft_agency), words)
            for file, words in zip(files, form.words_for(files), strict=True)
        ]


class Drafting(Writing, CreatePage):  # type: ignore[misc]
    """The page of a new draft."""

    nav = "documents"
    duties = policy.DRAFTERS

    @property
    def draft_agency(self) -> Any:
        return self.agency

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.agency, "user": self.request.user}

    def get_cancel_url(self) -> str:
        return reverse("desk:document_list")


class DraftDocument(Drafting):
    form_class = forms.DocumentForm
    heading = gettext_lazy("Draft a document")
    button = gettext_lazy("Save the draft")
    done = gettext_lazy("Saved. Read it through, then submit it.")

    def run(self, form: Any) -> Any:
        said = form.said
        said.pop("files")
        return actions.draft(
            self.agency,
            by=self.request.user,
            form=Form.OFFICIAL,
            markup=Markup.HTML,
            files=self.stored(form),
            **said,
        )


class Edit(Writing, DocumentAct):  # type: ignore[misc]
    heading = gettext_lazy("Change the draft")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.draft is not None and self.draft.is_piece:
            self.template_name = "desk/documents/piece.html"

    @property
    def draft(self) -> Document | None:
        document: Document | None = getattr(self, "subject", None)
        return document

    @property
    def draft_form(self) -> str:  # type: ignore[override]
        return str(self.subject.form)

    @property
    def draft_agency(self) -> Any:
        return self.subject.agency

    def may_type(self) -> bool:
        return not list(self.obstacles())

    def get_form_class(self) -> Any:
        if not self.subject.is_piece:
            return forms.EditDocumentForm
        rich = self.subject.markup == Markup.HTML
        return pieces.EditRichPieceForm if rich else pieces.EditPieceForm

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.subject, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        document = self.subject
        facts = ("is_normative", *actions.FACTS)
        plain = document.markup == Markup.PLAIN and not document.is_piece
        return {
            "title": document.title,
            "genre": document.genre,
            "section": document.section,
            "body": from_plain(document.body) if plain else document.body,
            "seen_version": document.version,
            **{name: getattr(document, name) for name in facts},
        }

    def form_invalid(self, form: Any) -> Any:
        latest = Document.objects.get(pk=self.subject.pk)
        if form.data.get("seen_version") != str(latest.version):
            # What the other person saved stands above the form now; the next sending has seen it.
            form.data = form.data.copy()
            form.data["seen_version"] = str(latest.version)
            newer = latest.versions.select_related("saved_by").first()
            self.extra_context = {"newer": newer, "addresses": addresses_in(latest)}
        return super().form_invalid(form)

    def run(self, form: Any) -> Any:
        said = form.said
        said.pop("files")
        remove = [int(key) for key in said.pop("remove", [])]
        if isinstance(form.fields["body"], RichTextField):
            said["markup"] = Markup.HTML
        return actions.save_version(
            self.subject, by=self.request.user, add=self.stored(form), remove=remove, **said
        )


def lost_files(request: Any) -> list[str]:
    """Return the names of files that came along and have to be chosen again when the page comes back.

    What was sent in parts before is kept, and the page says so.
    """
    return [file.name for file in request.FILES.getlist("files")]


def _typed_in(form: Any, data: Any) -> dict[str, Any]:
    """Return what was typed, field by field, as a form begins with it."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if name not in {"submission", "files"}
    }


def _words_of(body: str) -> str:
    return plain_text(body) if is_marked_up(body) else body
