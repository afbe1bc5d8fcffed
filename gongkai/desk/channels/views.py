"""Pages of releases: planned, fitted to the channel, sent or posted by hand, confirmed, recalled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.catalogue.models import Item
from gongkai.channels import actions, policy
from gongkai.channels.fitting import propose
from gongkai.channels.models import OPEN_STATES, Release, State
from gongkai.channels.ways import way_of
from gongkai.desk.channels import forms
from gongkai.desk.channels.filters import ReleaseFilter
from gongkai.desk.groups import panels as groups_of_release
from gongkai.files.storing import store
from gongkai.kit.forms import ActForm, ReasonForm, RemarkForm
from gongkai.kit.serving import serve_file
from gongkai.kit.site import absolute
from gongkai.kit.views import ActPage, DeskPage, ListPage, Offer, SubjectPage

STATUS = {
    State.PLANNED: "new",
    State.WAITING: "run",
    State.SENDING: "run",
    State.ACCEPTED: "run",
    State.UNCLEAR: "soon",
    State.FAILED: "late",
    State.CONFIRMED: "fine",
    State.RECALLED: "held",
    State.DROPPED: "held",
}


def public_address(request: Any, item: Item) -> str:
    """Return the address of an item as people outside reach it."""
    return absolute(request, item.get_public_url())


class ReleaseList(ListPage):
    model = Release
    filterset_class = ReleaseFilter
    template_name = "desk/channels/release_list.html"
    nav = "channels"
    duties = OFFICE | SUPERVISORS

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("assigned_to").order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [(row, STATUS[State(row.state)]) for row in context["object_list"]]
        return {**context, "rows": rows}


class ReleasePage(SubjectPage):
    model = Release
    template_name = "desk/channels/release.html"
    nav = "channels"

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.select_related(
            *("item__package", "item__agency", "channel", "agency", "picture", "proof"),
            *("assigned_to", "fitted_by", "confirmed_by", "package"),
        )

    def offers(self) -> Iterator[Offer]:
        row, by = self.object, self.request.user
        yield from groups_of_release.offers_for(row, by)
        if row.state in {State.UNCLEAR, State.ACCEPTED, State.FAILED}:
            yield Offer(
                _("Say what became of it"),
                reverse("desk:release_resolve", args=[row.pk]),
                _("Look on the channel whether it stands there."),
                policy.obstacles_to_resolving(row, by),
            )
        if row.state in {State.PLANNED, State.FAILED}:
            yield Offer(
                _("Fit the text"),
                reverse("desk:release_fit", args=[row.pk]),
                _("Length, links and picture as this channel takes them."),
                policy.obstacles_to_fitting(row, by),
            )
            yield Offer(
                _("Send it"),
                reverse("desk:release_send", args=[row.pk]),
                _("The program sends it at its time and confirms it when it stands there."),
                policy.obstacles_to_handing_over(row, by),
            )
        if row.state == State.WAITING:
            yield Offer(
                _("Take it out of the outbox"),
                reverse("desk:release_take_back", args=[row.pk]),
                "",
                policy.obstacles_to_taking_back(row, by),
            )
        if row.state in OPEN_STATES:
            yield Offer(
                _("Confirm the release"),
                reverse("desk:release_confirm", args=[row.pk]),
                _("It stands there: give its address or a picture. From then on it counts."),
                policy.obstacles_to_confirming(row, by),
            )
            yield Offer(
                _("Drop it"),
                reverse("desk:release_drop", args=[row.pk]),
                _("It does not go to this channel."),
                policy.obstacles_to_dropping(row, by),
                quiet=True,
            )
        if row.state == State.CONFIRMED:
            yield Offer(
                _("Recall the release"),
                reverse("desk:release_recall", args=[row.pk]),
                _("It is taken down there. What was counted stays counted."),
                policy.obstacles_to_recalling(row, by),
                grave=True,
            )
        if row.state == State.RECALLED and row.taken_down_at is None:
            yield Offer(
                _("It has been taken down"),
                reverse("desk:release_taken_down", args=[row.pk]),
                _("Say so when the channel no longer shows it."),
                policy.obstacles_to_noting_taken_down(row, by),
            )

    def timeline_keys(self) -> list[str]:
        return [self.object.item.key]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        shown = row.text
        if row.state in {State.PLANNED, State.FAILED} and not shown:
            shown = propose(row.item, row.channel, public_address(self.request, row.item)).text
        is_earlier = bool(row.package_id) and row.package_id != row.item.package_id
        return super().get_context_data(
            status=STATUS[State(row.state)],
            text=shown,
            by_hand=way_of(row.channel) is None,
            is_earlier=is_earlier and row.state == State.CONFIRMED,
            proof=reverse("desk:release_proof", args=[row.pk]) if row.proof else "",
            picture=reverse("desk:release_picture", args=[row.pk]) if row.picture else "",
            must_come_down=row.state == State.RECALLED and row.taken_down_at is None,
            messages_sent=groups_of_release.figures(row),
            messages_url=groups_of_release.messages_shown_to(row, self.request.user),
            **kwargs,
        )


class RecordRelease(ActPage):
    model = Item
    nav = "catalogue"
    form_class = forms.ReleaseForm
    heading = gettext_lazy("Record a release")
    button = gettext_lazy("Record it")
    done = gettext_lazy("Recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_releasing(self.subject, None, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "item": self.subject}

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        planned = said["happened"] == "planned"
        row = actions.release(
            self.subject,
            said["channel"],
            by=by,
            planned_on=said["on"] if planned else None,
            planned_at=said["at"] if planned else None,
            assigned_to=said["assigned_to"],
            is_test=said["is_test"],
        )
        if planned:
            return row
        if row.state != State.CONFIRMED:
            actions.confirm(
                row,
                by=by,
                confirmed_on=said["on"],
                address=said["address"],
                proof=_proof(said["proof"], by, row),
            )
        return self.subject


class _ReleaseAct(ActPage):
    model = Release
    nav = "channels"

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.select_related("item__package", "item__agency", "channel", "agency", "picture")


class Fit(_ReleaseAct):
    form_class = forms.FitForm
    heading = gettext_lazy("Fit the text")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved. It goes out only when it is sent or posted.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_fitting(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        address = public_address(self.request, self.subject.item)
        return {**super().get_form_kwargs(), "release": self.subject, "address": address}

    def run(self, form: Any) -> Any:
        said = form.said
        return actions.fit(
            self.subject,
            form.fitted,
            by=self.request.user,
            planned_on=said["planned_on"],
            planned_at=said["planned_at"],
            assigned_to=said["assigned_to"],
        )


class HandOver(_ReleaseAct):
    form_class = ActForm
    template_name = "desk/channels/send.html"
    heading = gettext_lazy("Send it")
    button = gettext_lazy("Put it into the outbox")
    done = gettext_lazy("In the outbox. It is confirmed when it stands there.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_handing_over(self.subject, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fitted = propose(self.subject.item, self.subject.channel)
        return super().get_context_data(text=self.subject.text or fitted.text, **kwargs)

    def run(self, form: Any) -> Any:
        return actions.hand_over(self.subject, by=self.request.user)


class TakeBack(_ReleaseAct):
    form_class = ActForm
    heading = gettext_lazy("Take it out of the outbox")
    button = gettext_lazy("Take it out")
    says = gettext_lazy("It is planned again and does not go out by itself.")
    done = gettext_lazy("It is planned again and does not go out by itself.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_taking_back(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.take_back(self.subject, by=self.request.user)


class Drop(_ReleaseAct):
    form_class = ReasonForm
    heading = gettext_lazy("Drop the release")
    button = gettext_lazy("Drop it")
    done = gettext_lazy("Dropped. The channel is free for another release of this item.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_dropping(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.drop(self.subject, by=self.request.user, **form.said)


class Confirm(_ReleaseAct):
    form_class = forms.ConfirmForm
    heading = gettext_lazy("Confirm the release")
    button = gettext_lazy("Confirm")
    done = gettext_lazy("Confirmed. It counts now.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_confirming(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        said["proof"] = _proof(said["proof"], by, self.subject)
        return actions.confirm(self.subject, by=by, **said)


class Resolve(_ReleaseAct):
    form_class = forms.ResolveForm
    heading = gettext_lazy("Say what became of it")
    button = gettext_lazy("Save")
    done = gettext_lazy("Cleared up.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_resolving(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        said["proof"] = _proof(said["proof"], by, self.subject) if said["was_released"] else None
        return actions.resolve(self.subject, by=by, **said)


class Recall(_ReleaseAct):
    form_class = ReasonForm
    heading = gettext_lazy("Recall the release")
    button = gettext_lazy("Recall")
    done = gettext_lazy("Recalled. What was counted stays counted.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recalling(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.recall(self.subject, by=self.request.user, **form.said)


class TakenDown(_ReleaseAct):
    form_class = RemarkForm
    heading = gettext_lazy("It has been taken down")
    button = gettext_lazy("It is gone from the channel")
    done = gettext_lazy("Noted.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_noting_taken_down(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.note_taken_down(self.subject, by=self.request.user, **form.said)


def _proof(file: Any, by: Any, row: Release) -> Any:
    return store(file, name=file.name, by=by, agency=row.agency) if file else None


class ReleaseProof(DeskPage, View):
    """A file of a release, for who may see the release."""

    file = "proof"

    def get(self, request: Any, pk: int) -> Any:
        row = Release.objects.visible_to(request.user).select_related(self.file).filter(pk=pk).first()
        found = getattr(row, self.file, None)
        if found is None:
            raise Http404
        return serve_file(found)


class ReleasePicture(ReleaseProof):
    file = "picture"
