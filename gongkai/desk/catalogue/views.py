"""Pages of information items and their releases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.catalogue import actions, policy
from gongkai.catalogue.models import Item
from gongkai.channels import actions as channels
from gongkai.channels import policy as channel_policy
from gongkai.channels.models import Channel, State
from gongkai.desk.boards import offers as boards
from gongkai.desk.catalogue import facts, forms
from gongkai.desk.catalogue.filters import ItemFilter
from gongkai.desk.channels.views import STATUS
from gongkai.documents.models import Document
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, DeskPage, ListPage, Offer, SubjectPage
from gongkai.law.key_areas import key_area
from gongkai.secrecy.models import Review


class ItemList(ListPage):
    model = Item
    filterset_class = ItemFilter
    template_name = "desk/catalogue/list.html"
    nav = "catalogue"
    duties = OFFICE | SUPERVISORS

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("releases")


class ItemPage(SubjectPage):
    model = Item
    template_name = "desk/catalogue/item.html"
    nav = "catalogue"

    def offers(self) -> Iterable[Offer]:
        item, by = self.object, self.request.user
        newer = item.document.review.package if item.document and item.document.review else None
        used = (
            item.releases.filter(is_test=False).exclude(state__in=["recalled", "dropped"]).values("channel")
        )
        free = Channel.objects.filter(agency=item.agency, in_use=True).exclude(pk__in=used).exists()
        releasing = list(channel_policy.obstacles_to_releasing(item, None, by))
        if not free:
            releasing.append(_("It has gone to every channel of this agency."))
        return [
            Offer(
                _("Record a release"),
                reverse("desk:release", args=[item.pk]),
                _("Where and when it went to the public, with proof. Only confirmed releases count."),
                releasing,
            ),
            *boards.offers(item, by),
            Offer(
                _("Correct the item"),
                reverse("desk:item_correct", args=[item.pk]),
                _("The public sees the new text and what was corrected."),
                policy.obstacles_to_correcting(item, newer, by),
            ),
            Offer(
                _("Assign key areas"),
                reverse("desk:item_key_areas", args=[item.pk]),
                _("Block 1.2 of the table of 2014 to 2018 counts by them."),
                policy.obstacles_to_assigning_key_areas(item, by),
            ),
            *facts.offers(item, by),
            Offer(
                _("Name it as a rule of the office"),
                f"{reverse('desk:own_rule_name')}?item={item.index_number}",
                _("The pages it applies to link it."),
                policy.obstacles_to_naming_a_rule(item.agency, by, item),
                quiet=True,
            ),
            Offer(
                _("Withdraw"),
                reverse("desk:item_withdraw", args=[item.pk]),
                _("Its text leaves the website; the title answers with who, when and why."),
                policy.obstacles_to_withdrawing(item, by),
                grave=True,
            ),
        ]

    def timeline_keys(self) -> list[str]:
        keys = [self.object.key]
        if self.object.document is not None:
            keys.append(self.object.document.key)
        return [*keys, self.object.package.review.key]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, by = self.object, self.request.user
        releases = []
        for row in item.releases.select_related("channel", "proof", "agency", "confirmed_by").order_by("pk"):
            releases.append(
                {
                    "row": row,
                    "status": STATUS[State(row.state)],
                    "proof": reverse("desk:release_proof", args=[row.pk]) if row.proof else "",
                    "can_confirm": not list(channel_policy.obstacles_to_confirming(row, by)),
                    "can_recall": not list(channel_policy.obstacles_to_recalling(row, by)),
                }
            )
        frozen = item.package.frozen_files
        addresses = {
            str(each.file_id): reverse("desk:item_file", args=[item.pk, each.file_id]) for each in frozen
        }
        files = [
            {
                "name": each.name,
                "url": addresses[str(each.file_id)],
                "size": each.file.size,
                "type": each.file.kind,
            }
            for each in frozen
        ]
        shown = any(
            each["row"].kind == "website" and each["row"].state == State.CONFIRMED for each in releases
        )
        return super().get_context_data(
            releases=releases,
            files=files,
            addresses=addresses,
            areas=[key_area(each.area).label for each in item.key_areas.order_by("area")],
            editions=item.editions.select_related("by"),
            related=facts.related_to(item),
            on_the_website=shown and not item.is_withdrawn,
            **kwargs,
        )


class Publish(ActPage):
    """Publishes the cleared package of a document or piece."""

    model = Document
    nav = "catalogue"
    template_name = "desk/catalogue/publish.html"
    rule = "publication"
    form_class = forms.PublishForm
    heading = gettext_lazy("Publish")
    button = gettext_lazy("Publish")

    def fetch(self) -> Any:
        document = super().fetch()
        if document.review is None:
            raise Http404
        return document

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_publishing(self.subject.review.package, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        return {"phase": self.subject.phase, "matter": self.subject.matter_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            procedure=_procedure(self.subject.review), review=self.subject.review, **kwargs
        )

    def run(self, form: Any) -> Any:
        said = form.said
        on_the_website = said.pop("on_the_website", False)
        item = actions.publish(self.subject.review.package, by=self.request.user, **said)
        if on_the_website:
            website = Channel.objects.get(agency=item.agency, kind="website", in_use=True)
            channels.release(item, website, by=self.request.user)
        return item

    def get_done(self, result: Any) -> str:
        return _("Published as %(number)s.") % {"number": result.index_number}


def _procedure(review: Review) -> list[dict[str, Any]]:
    """What who uploads checks (网站责任人意见): each step of the review, with who took it and when."""
    if review.is_earlier:
        return []
    steps = (
        (_("Opinion of the handling section"), review.opinion_by, review.opinion_at),
        (_("Decision of the review body"), review.decided_by, review.decided_at),
        (_("Approval of the responsible leader"), review.approved_by, review.approved_at),
    )
    return [{"label": label, "by": by, "at": at} for label, by, at in steps]


class _ItemAct(ActPage):
    model = Item
    nav = "catalogue"


class AssignKeyAreas(_ItemAct):
    form_class = forms.KeyAreasForm
    heading = gettext_lazy("Assign key areas")
    button = gettext_lazy("Assign")
    done = gettext_lazy("The key areas are saved. The figures follow at once.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_assigning_key_areas(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "item": self.subject}

    def get_initial(self) -> dict[str, Any]:
        return {"areas": list(self.subject.key_areas.values_list("area", flat=True))}

    def run(self, form: Any) -> Any:
        return actions.assign_key_areas(self.subject, form.said["areas"], by=self.request.user)


class Correct(_ItemAct):
    form_class = forms.CorrectForm
    heading = gettext_lazy("Correct the item")
    button = gettext_lazy("Correct")
    done = gettext_lazy("Corrected. The earlier text stays on record.")

    def obstacles(self) -> Iterable[str]:
        document = self.subject.document
        newer = document.review.package if document and document.review else None
        return policy.obstacles_to_correcting(self.subject, newer, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"keywords": self.subject.keywords, "abstract": self.subject.abstract}

    def run(self, form: Any) -> Any:
        return actions.correct(self.subject, by=self.request.user, **form.said)


class Withdraw(_ItemAct):
    form_class = forms.WithdrawForm
    heading = gettext_lazy("Withdraw the item")
    button = gettext_lazy("Withdraw")
    done = gettext_lazy("Withdrawn. What was counted stays counted.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_withdrawing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.withdraw(self.subject, by=self.request.user, **form.said)


class ItemFile(DeskPage, View):
    def get(self, request: Any, pk: int, file: UUID) -> Any:
        item = Item.objects.visible_to(request.user).filter(pk=pk).first()
        found = item and item.package.files.select_related("file").filter(file_id=file).first()
        if not found:
            raise Http404
        return serve_file(found.file)
