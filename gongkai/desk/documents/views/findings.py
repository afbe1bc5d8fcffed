"""What the personal-data gate finds in a draft: shown, masked, cleaned out of files, answered for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from gongkai.desk.documents.forms.findings import FoundForm
from gongkai.desk.documents.views.acting import DocumentAct
from gongkai.desk.secrecy.forms import JustifyForm
from gongkai.documents import actions, policy
from gongkai.documents.findings import look_through_document
from gongkai.documents.masking import can_be_cleaned, can_be_masked
from gongkai.documents.models import Attachment, Document, Openness, State
from gongkai.kit.thumbnails import serve_small
from gongkai.kit.views import DeskPage, OfSubject
from gongkai.privacy.rule_sets import KIND_LABELS, Treatment, rule_set
from gongkai.secrecy.gate import UNREAD, Found

SHOWN_AT_MOST = 200
# In place of a fingerprint: everything that stands open in the words of the draft.
ALL = "all"


@dataclass(frozen=True)
class StillFound:
    """What keeps a draft from going on: places to mask or to justify, pictures to look at."""

    url: str
    places: int
    pictures: int

    @property
    def says(self) -> str:
        said = []
        if self.places:
            said.append(
                ngettext(
                    "%(count)s place is to be masked or justified.",
                    "%(count)s places are to be masked or justified.",
                    self.places,
                )
                % {"count": self.places}
            )
        if self.pictures:
            said.append(
                ngettext(
                    "%(count)s picture is to be looked at.",
                    "%(count)s pictures are to be looked at.",
                    self.pictures,
                )
                % {"count": self.pictures}
            )
        return " ".join(said)


def still_found(document: Document, user: Any) -> StillFound | None:
    """Return what somebody who may change a draft for the public still has to do about it; None: nothing."""
    if document.state != State.DRAFTING or document.openness != Openness.PROACTIVE:
        return None
    if any(policy.obstacles_to_changing(document, user)):
        return None
    still = [each for each in look_through_document(document) if each.is_open]
    pictures = sum(each.is_picture_to_look_at for each in still)
    if not still:
        return None
    return StillFound(reverse("desk:document_findings", args=[document.pk]), len(still) - pictures, pictures)


def _url(act: str, document: Document, *more: Any) -> str:
    return reverse(f"desk:document_{act}", args=[document.pk, *more])


def _kind(found: Found) -> str:
    if found.kind == UNREAD:
        return _("A file is still being read")
    return str(KIND_LABELS.get(found.kind, found.kind))


class Findings(OfSubject, TemplateView):
    """All that is found, what nobody answered for first."""

    model = Document
    nav = "documents"
    template_name = "desk/documents/findings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.fetch()
        found = look_through_document(document)
        may_change = not any(policy.obstacles_to_changing(document, self.request.user))
        rules = rule_set(document.rule_set)
        pictures = [each for each in found if each.is_picture_to_look_at]
        rest = sorted(
            (each for each in found if not each.is_picture_to_look_at),
            key=lambda each: (not each.is_open, each.treatment == Treatment.ALLOWED),
        )
        still = [each for each in rest if each.is_open]
        form = FoundForm(found=(), initial={"seen_version": document.version})
        return super().get_context_data(
            subject=document,
            may_change=may_change,
            rules=rules,
            form=form,
            rows=[self._row(document, each, may_change) for each in rest[:SHOWN_AT_MOST]],
            more=max(0, len(rest) - SHOWN_AT_MOST),
            still=len(still),
            to_mask=sum(can_be_masked(each) for each in still),
            to_justify=any(each.kind != UNREAD for each in still),
            files=self._files(document, still) if may_change else [],
            pictures=[self._picture(document, each) for each in pictures[:SHOWN_AT_MOST]],
            pictures_to_see=sum(each.is_open for each in pictures),
            mask_url=_url("mask", document),
            justify_url=_url("justify", document),
            pictures_url=_url("pictures", document),
            review=document.review if document.state != State.DRAFTING else None,
            **kwargs,
        )

    def _row(self, document: Document, found: Found, may_change: bool) -> dict[str, Any]:
        return {
            "kind": _kind(found),
            "where": found.where,
            "masked": found.masked,
            "treatment": Treatment(found.treatment).label,
            "answer": found.answer,
            "open": found.is_open,
            "fingerprint": found.fingerprint,
            "can_mask": may_change and found.is_open and can_be_masked(found),
            "can_justify": may_change and found.is_open and found.kind != UNREAD,
        }

    def _files(self, document: Document, still: list[Found]) -> list[dict[str, Any]]:
        counted: dict[Any, dict[str, Any]] = {}
        for each in still:
            if can_be_cleaned(each) and each.file is not None:
                row = counted.setdefault(
                    each.file.pk,
                    {
                        "name": each.file.name,
                        "count": 0,
                        "url": _url("clean_file", document, each.file.pk),
                    },
                )
                row["count"] += 1
        return list(counted.values())

    def _picture(self, document: Document, found: Found) -> dict[str, Any]:
        assert found.file is not None  # noqa: S101 - a picture is a file
        return {
            "url": _url("file", document, found.file.pk),
            "small": _url("file_small", document, found.file.pk),
            "name": found.file.name,
            "answer": found.answer,
        }


class _AboutFindings(DocumentAct):
    subject: Document

    @cached_property
    def found(self) -> list[Found]:
        return look_through_document(self.subject)

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing(self.subject, self.request.user)

    def get_cancel_url(self) -> str:
        return _url("findings", self.subject)


class Mask(_AboutFindings):
    """Masks what was chosen, or with one button of the list a single finding, or all of them."""

    form_class = FoundForm
    heading = gettext_lazy("Mask in the text")
    button = gettext_lazy("Mask")
    done = gettext_lazy("Masked, as a new version. The text was read again: what is left is listed here.")

    def get_form_kwargs(self) -> dict[str, Any]:
        # What was chosen on a page says its fingerprint; the draft is not read a second time for it.
        sent = self.request.method == "POST"
        return {**super().get_form_kwargs(), "found": () if sent else self.to_mask}

    @property
    def to_mask(self) -> list[Found]:
        return [each for each in self.found if each.is_open and can_be_masked(each)]

    def get_initial(self) -> dict[str, Any]:
        return {"seen_version": self.subject.version}

    def form_invalid(self, form: Any) -> Any:
        form.offer(self.to_mask)
        return super().form_invalid(form)

    def obstacles(self) -> Iterable[str]:
        yield from super().obstacles()
        if not self.to_mask:
            yield _("There is nothing in the text to mask.")

    def run(self, form: Any) -> Any:
        chosen = set(form.said["findings"])
        if ALL in chosen:
            chosen = {each.fingerprint for each in self.to_mask}
        actions.mask(self.subject, chosen, by=self.request.user, seen_version=form.said["seen_version"])
        return _url("findings", self.subject)


class Justify(_AboutFindings):
    form_class = JustifyForm
    heading = gettext_lazy("Justify what may stay")
    button = gettext_lazy("Justify")
    done = gettext_lazy("Justified. Your name and reason stand beside it.")

    @cached_property
    def to_justify(self) -> list[Found]:
        return [
            each
            for each in self.found
            if each.is_open and not each.is_picture_to_look_at and each.kind != UNREAD
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "found": self.to_justify}

    def get_initial(self) -> dict[str, Any]:
        return {"findings": self.request.GET.getlist("finding")}

    def obstacles(self) -> Iterable[str]:
        yield from super().obstacles()
        if not self.to_justify:
            yield _("There is nothing left to justify.")

    def run(self, form: Any) -> Any:
        actions.justify(self.subject, form.fingerprints, by=self.request.user, reason=form.said["reason"])
        return _url("findings", self.subject)


class LookAtPictures(_AboutFindings):
    template_name = "desk/documents/pictures.html"
    heading = gettext_lazy("Look at the pictures")
    button = gettext_lazy("I have looked at every picture: nothing personal can be read in it.")
    done = gettext_lazy("Noted: you looked at every picture.")

    @cached_property
    def to_see(self) -> list[Found]:
        return [each for each in self.found if each.is_open and each.is_picture_to_look_at]

    def obstacles(self) -> Iterable[str]:
        yield from super().obstacles()
        if not self.to_see:
            yield _("There is no picture left to look at.")

    def run(self, form: Any) -> Any:
        actions.look_at_pictures(self.subject, by=self.request.user)
        return _url("findings", self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pictures = [
            (_url("file", self.subject, each.file.pk), each.file.name) for each in self.to_see if each.file
        ]
        return super().get_context_data(pictures=pictures, **kwargs)


class CleanFile(_AboutFindings):
    """Puts a cleaned copy in the place of one attachment."""

    template_name = "desk/documents/clean_file.html"
    form_class = FoundForm
    heading = gettext_lazy("Make a cleaned copy")
    button = gettext_lazy("Put the cleaned copy in its place")
    done = gettext_lazy(
        "The cleaned copy stands in its place and was read again: what is left is listed here."
    )

    @cached_property
    def attachment(self) -> Attachment:
        found = (
            Attachment.objects.select_related("file")
            .filter(document=self.subject, file_id=self.kwargs["file"])
            .first()
        )
        if found is None:
            raise Http404
        return found

    @cached_property
    def to_clean(self) -> list[Found]:
        file = self.attachment.file
        return [each for each in self.found if each.is_open and each.file == file and can_be_cleaned(each)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "found": self.to_clean}

    def get_initial(self) -> dict[str, Any]:
        return {"seen_version": self.subject.version}

    def obstacles(self) -> Iterable[str]:
        yield from super().obstacles()
        if not self.to_clean:
            yield _("There is nothing in this file that can be cleaned here.")

    def run(self, form: Any) -> Any:
        said = form.said
        actions.clean_file(
            self.subject,
            self.attachment,
            by=self.request.user,
            seen_version=said["seen_version"],
            fingerprints=set(said["findings"]),
        )
        return _url("findings", self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(file=self.attachment.file, **kwargs)


class SmallPicture(DeskPage, View):
    """A picture of a draft, small enough for a list on a phone."""

    def get(self, request: Any, pk: int, file: Any) -> Any:
        document = Document.objects.visible_to(request.user).filter(pk=pk).first()
        found = Attachment.objects.select_related("file").filter(document=document, file_id=file).first()
        if document is None or found is None or not found.file.is_picture:
            raise Http404
        return serve_small(found.file)
