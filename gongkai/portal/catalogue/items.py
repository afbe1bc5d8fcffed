"""The page of an item, its files, its QR code, and the ways to it by number."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from gongkai.agencies.models import Agency
from gongkai.catalogue.facts import WITH_REASON
from gongkai.catalogue.models import Column, Edition, Item, Relation
from gongkai.channels.queries import once_public_items, public_items
from gongkai.documents.pictures import shown_in
from gongkai.journal.models import Entry
from gongkai.kit.context import portal_agency
from gongkai.kit.pictures import address_of, serve_picture
from gongkai.kit.site import absolute
from gongkai.kit.templatetags.kit import chinese_date
from gongkai.law.duties import disclosure_items
from gongkai.law.key_areas import key_area
from gongkai.portal.catalogue.drawing import qr_svg
from gongkai.portal.catalogue.section import to_content
from gongkai.portal.catalogue.trees import columns_of
from gongkai.portal.pages import PortalPage, of_portal
from gongkai.portal.services.elements import split

BESIDE = 4  # items of the same column


class ItemPage(PortalPage, TemplateView):
    """One item. A withdrawn one answers with who, when and why; one never shown here does not exist."""

    nav = "items"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = self.kwargs["pk"]
        editions = Prefetch("editions", Edition.objects.order_by("-number"))
        items = self.of_offices(public_items()).select_related("package__section").prefetch_related(editions)
        shown: Item | None = items.filter(pk=pk).first()
        if shown is not None:
            self.item, self.template_name, status = shown, "portal/item.html", 200
        else:
            once = self.of_offices(once_public_items()).filter(pk=pk).first()
            if once is None:
                raise Http404
            self.item, self.template_name, status = once, "portal/withdrawn.html", 410
        self.item.agency = next(each for each in self.portal_offices if each.pk == self.item.agency_id)
        if self.item.column_id in self._columns:
            self.item.column = self._columns[self.item.column_id]
        return self.render_to_response(self.get_context_data(), status=status)

    def of_offices(self, items: QuerySet[Item]) -> QuerySet[Item]:
        return items.filter(agency__in=[office.pk for office in self.portal_offices])

    @cached_property
    def _columns(self) -> dict[int, Column]:
        return {column.pk: column for column in columns_of(self.agency)}

    @cached_property
    def agency(self) -> Agency:
        return self.item.agency

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        context: dict[str, Any] = {
            "item": item,
            "column_url": self.address_of(item.column),
            "crumbs": [*to_content(), *self._line_of_columns(), (_("This item"), "")],
        }
        if item.is_withdrawn or self.template_name == "portal/withdrawn.html":
            recall = item.releases.filter(kind="website").exclude(recalled_on=None).last()
            return super().get_context_data(**context, recall=recall, **kwargs)
        before, elements = split(item.package.body) if item.package.markup == "plain" else ("", [])
        return super().get_context_data(
            **context,
            **self._files(),
            **self._linked(),
            metadata=self._metadata(),
            before=before,
            elements=elements,
            history=self._history(),
            areas=[key_area(each.area) for each in item.key_areas.order_by("area")],
            duty=self._duty(),
            address=absolute(self.request, item.get_public_url()),
            mail=self._mail(),
            beside=public_items(item.agency)
            .filter(column=item.column)
            .exclude(pk=item.pk)
            .order_by("-published_on", "-pk")
            .only("title")[:BESIDE],
            **kwargs,
        )

    def address_of(self, column: Column) -> str:
        address = super().address_of(column)
        own = self.portal
        return (
            address if own is None or own.pk == column.agency_id else f"{address}?office={self.agency.slug}"
        )

    def _line_of_columns(self) -> list[tuple[str, str]]:
        line: list[tuple[str, str]] = []
        at: Column | None = self.item.column
        while at is not None:
            line.insert(0, (at.name, self.address_of(at)))
            at = self._columns.get(at.parent_id or 0)
        return line

    def _metadata(self) -> list[list[tuple[str, Any]]]:
        """The head block (信息公开头), two to a line. What is long stands on a line of its own."""
        item = self.item
        told: list[tuple[str, Any]] = [
            (_("Index number"), item.index_number),
            (_("Subject category"), item.subject_category or item.column.name),
            (_("Issuing body"), item.agency.name),
            (_("Document number"), item.document_number),
            (_("Document date"), chinese_date(item.document_date)),
            (_("Publication date"), chinese_date(item.published_on)),
            (_("Genre"), item.get_genre_display()),
            (_("Validity"), item.get_validity_display()),
            (_("Openness"), _("Proactive disclosure")),
        ]
        if item.expiry_on:
            told.append((_("Expires on"), chinese_date(item.expiry_on)))
        if item.source:
            told.append((_("Source"), item.source))
        pairs = [told[at : at + 2] for at in range(0, len(told), 2)]
        long = [(_("Keywords"), item.keywords), (_("Abstract"), item.abstract)]
        return pairs + [[each] for each in long if each[1]]

    def _files(self) -> dict[str, Any]:
        item = self.item
        frozen = item.package.shown_files = item.package.frozen_files  # type: ignore[attr-defined]
        addresses = {
            str(each.file_id): address_of(
                each.file, reverse("portal:item_file", args=[item.pk, each.file_id])
            )
            for each in frozen
        }
        _inside, after = shown_in(item.package.body, frozen)
        return {
            "addresses": addresses,
            "files": [
                {
                    "name": each.name,
                    "url": addresses[str(each.file_id)],
                    "size": each.file.size,
                    "type": each.file.kind,
                }
                for each in frozen
                if not each.file.is_picture
            ],
            "pictures": [
                (addresses[str(each.file_id)], each.alternative_text or item.title)
                for each in after
                if each.file.is_picture
            ],
        }

    def _linked(self) -> dict[str, Any]:
        """What it interprets, what interprets it, what belongs to it: as far as the public sees them."""
        item = self.item
        pairs = Relation.objects.filter(Q(item=item) | Q(other=item)).values_list("item", "other")
        related = {pk for pair in pairs for pk in pair} - {item.pk}
        # By their numbers: asked for together with the others, a database goes through all items.
        wanted = {*related, *Item.objects.filter(interprets=item).order_by().values_list("pk", flat=True)}
        wanted |= {item.interprets_id} if item.interprets_id else set()
        shown = public_items().filter(pk__in=wanted).order_by("-published_on", "-pk") if wanted else ()
        found: list[Item] = list(shown)
        return {
            "interprets": next((each for each in found if each.pk == item.interprets_id), None),
            "interpretations": [each for each in found if each.interprets_id == item.pk],
            "related": [each for each in found if each.pk in related and item.pk != each.interprets_id],
        }

    def _history(self) -> list[dict[str, Any]]:
        """What was corrected and what was changed, with day and reason, the newest first.

        Earlier texts are not shown: nobody decides whether one was corrected because it said too much.
        """
        told: list[dict[str, Any]] = [
            {"at": each.since, "says": each.note, "first": each.number == 1}
            for each in self.item.editions.all()
        ]
        changes = Entry.objects.filter(
            subject_key=self.item.key, act__in=["catalogue.facts_changed", "catalogue.expired"]
        )
        for entry in changes:
            if entry.act == "catalogue.expired":
                told.append({"at": entry.at, "says": _("It expired."), "first": False})
            elif changed := _told_changes(entry.details.get("changed", {})):
                told.append(
                    {
                        "at": entry.at,
                        "says": entry.reason,
                        "changes": changed,
                        "facts": _(", ").join(changed),
                        "first": False,
                    }
                )
        return sorted(told, key=lambda each: each["at"], reverse=True)

    def _duty(self) -> Any:
        code = self.item.duty or self.item.column.duty
        return next((each for each in disclosure_items() if each.code == code), None)

    def _mail(self) -> str:
        """The address that opens a letter of the reader's own mail program."""
        body = f"{self.item.title}\n{absolute(self.request, self.item.get_public_url())}"
        return "mailto:?" + urlencode({"subject": self.item.title, "body": body}).replace("+", "%20")


def _told_changes(changed: dict[str, list[str]]) -> list[str]:
    """Which facts were changed, as far as a reason had to be given for them."""
    return [
        str(Item._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in changed
        if name in WITH_REASON
    ]


class ItemFile(View):
    """A file of an item that stands on the website; gone with it."""

    def get(self, request: Any, pk: int, file: UUID) -> HttpResponseBase:
        shown = of_portal(public_items(), portal_agency())
        item = shown.select_related("package").filter(pk=pk).first()
        found = item.package.files.select_related("file").filter(file_id=file).first() if item else None
        # A lost file is on the health board; readers are not told that their request broke something.
        if found is None or not found.file.place.is_file():
            raise Http404
        answer = serve_picture(found.file, request)
        answer["Cache-Control"] = "no-cache"
        return answer


class QrCode(View):
    """The address of an item's page as a QR code, to be taken along by phone."""

    remembered = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = of_portal(public_items(), portal_agency()).filter(pk=pk).first()
        if item is None:
            raise Http404
        return HttpResponse(
            qr_svg(absolute(request, item.get_public_url())),
            content_type="image/svg+xml",
            headers={"X-Content-Type-Options": "nosniff"},
        )


class ByNumber(View):
    """The way to an item by its index number, which stays whatever becomes of addresses."""

    def get(self, request: HttpRequest, index_number: str) -> HttpResponse:
        item = of_portal(once_public_items(), portal_agency()).filter(index_number=index_number).first()
        if item is None:
            raise Http404
        return HttpResponsePermanentRedirect(item.get_public_url())
