"""Pages of groups and of the people in them: opened, taken in by consent, told to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.acts import Refused
from gongkai.channels import groups, groups_reading
from gongkai.channels import groups_policy as policy
from gongkai.channels.models import SmsContact, SmsGroup
from gongkai.channels.models.groups import KEEPERS
from gongkai.desk.groups import forms
from gongkai.desk.groups.filters import ContactFilter
from gongkai.files.storing import store
from gongkai.kit.forms import ReasonForm
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, PlainPage, SubjectPage

DUTIES = frozenset(KEEPERS)
NAV = "groups"


def _with_figures(rows: Any) -> Any:
    reached = Q(contacts__opted_out_at=None, contacts__ended_at=None, contacts__isnull=False)
    return rows.annotate(
        reached=Count("contacts", filter=reached),
        out=Count("contacts", filter=Q(contacts__opted_out_at__isnull=False)),
        ended=Count("contacts", filter=Q(contacts__ended_at__isnull=False)),
    )


class GroupList(PlainPage):
    template_name = "desk/groups/group_list.html"
    nav = NAV
    duties = DUTIES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = _with_figures(SmsGroup.objects.visible_to(self.request.user))
        return super().get_context_data(groups=rows.order_by("closed_on", "name", "pk"), **kwargs)


class GroupPage(SubjectPage):
    model = SmsGroup
    template_name = "desk/groups/group.html"
    nav = NAV

    def get_queryset(self) -> Any:
        return _with_figures(super().get_queryset())

    def offers(self) -> Iterator[Offer]:
        group, by = self.object, self.request.user
        told = (
            (_("Add a contact"), "contact_add", _("One number, with the consent it rests on.")),
            (_("Take in a list"), "contact_import", _("It is read and compared before anything is kept.")),
            (_("Change the group"), "group_change", ""),
        )
        for label, page, says in told:
            yield Offer(
                label,
                reverse(f"desk:{page}", args=[group.pk]),
                says,
                policy.obstacles_to_changing(group, by),
            )
        yield Offer(
            _("Close the group"),
            reverse("desk:group_close", args=[group.pk]),
            _("Nobody in it gets anything more; the numbers are erased in time."),
            policy.obstacles_to_changing(group, by),
            grave=True,
        )


class ContactList(ListPage):
    """Who is in a group; of the numbers only so much that their owners know them."""

    model = SmsContact
    filterset_class = ContactFilter
    template_name = "desk/groups/contact_list.html"
    nav = NAV

    def get_queryset(self) -> Any:
        visible = SmsGroup.objects.visible_to(self.request.user)
        self.group = visible.filter(pk=self.kwargs["pk"]).first()
        if self.group is None:
            raise Http404
        return super().get_queryset().filter(group=self.group).order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.group, **kwargs)


class ContactPage(SubjectPage):
    model = SmsContact
    template_name = "desk/groups/contact.html"
    nav = NAV

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("paper")

    def offers(self) -> Iterator[Offer]:
        contact, by = self.object, self.request.user
        yield Offer(
            _("Take out of the group"),
            reverse("desk:contact_end", args=[contact.pk]),
            _("Moved away, wrong number. It may come back with a new consent."),
            policy.obstacles_to_ending(contact, by),
        )
        yield Offer(
            _("Look at the number"),
            reverse("desk:contact_number", args=[contact.pk]),
            _("The look is recorded, with its reason."),
            policy.obstacles_to_showing(contact, by),
            quiet=True,
        )


class ContactPaper(OfSubject, View):
    model = SmsContact

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        contact = self.fetch()
        if contact.paper is None:
            raise Http404
        return serve_file(contact.paper, save=True)


class OpenGroup(CreatePage):
    form_class = forms.GroupForm
    nav = NAV
    duties = DUTIES
    heading = gettext_lazy("Open a group")
    button = gettext_lazy("Open it")
    done = gettext_lazy("Opened.")

    def get_cancel_url(self) -> str:
        return reverse("desk:group_list")

    def run(self, form: Any) -> Any:
        return groups.open_group(self.agency, by=self.request.user, **form.said)


class OptOut(CreatePage):
    form_class = forms.OptOutForm
    nav = NAV
    duties = DUTIES
    heading = gettext_lazy("Somebody wants no more messages")
    button = gettext_lazy("End the messages")

    def get_cancel_url(self) -> str:
        return reverse("desk:group_list")

    def run(self, form: Any) -> Any:
        said = form.said
        self.ended = groups.opt_out(self.agency, said.pop("number"), by=self.request.user, **said)
        return self.get_cancel_url()

    def get_done(self, result: Any) -> str:
        return ngettext(
            "Ended in %(number)s group. No list brings the number back.",
            "Ended in %(number)s groups. No list brings the number back.",
            self.ended,
        ) % {"number": self.ended}


class _GroupAct(ActPage):
    model = SmsGroup
    nav = NAV

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing(self.subject, self.request.user)


class ChangeGroup(_GroupAct):
    form_class = forms.GroupForm
    heading = gettext_lazy("Change the group")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.subject.name, "purpose": self.subject.purpose}

    def run(self, form: Any) -> Any:
        return groups.change_group(self.subject, by=self.request.user, **form.said)


class CloseGroup(_GroupAct):
    form_class = ReasonForm
    heading = gettext_lazy("Close the group")
    button = gettext_lazy("Close it")
    done = gettext_lazy("Closed. The numbers are erased in time.")
    grave = True

    def run(self, form: Any) -> Any:
        return groups.close_group(self.subject, by=self.request.user, **form.said)


class AddContact(_GroupAct):
    form_class = forms.ContactForm
    heading = gettext_lazy("Add a contact")
    button = gettext_lazy("Add it")
    done = gettext_lazy("Added.")

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        paper = said.pop("paper")
        if paper:
            # The file's own name often is the person's.
            said["paper"] = store(paper, name=_("Consent"), by=by, agency=self.subject.agency, sealed=True)
        groups.add_contact(self.subject, by=by, **said)
        return self.subject


class ImportContacts(_GroupAct):
    """First step: the list is read and held against the group; nothing is kept."""

    form_class = forms.ListForm
    template_name = "desk/groups/import.html"
    heading = gettext_lazy("Take in a list")
    button = gettext_lazy("Read and compare")

    def form_valid(self, form: Any) -> HttpResponse:
        told = form.said["list_file"]
        try:
            lines = groups_reading.read_list(told.read(groups_reading.LARGEST_LIST))
            compared = groups_reading.compare(self.subject, lines)
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        paper = groups_reading.sealed(lines, self.subject, self.request.user)
        return _compared(self, compared, {"paper_of_list": paper, "list_name": told.name[:200]})


class TakeIn(_GroupAct):
    """Second step: exactly the lines that were compared are taken in, all or none."""

    http_method_names = ["post"]
    form_class = forms.TakeInForm
    template_name = "desk/groups/import_preview.html"
    heading = gettext_lazy("Take in a list")

    def run(self, form: Any) -> Any:
        by = self.request.user
        lines = groups_reading.unsealed(form.said["paper_of_list"], self.subject, by)
        self.new = groups_reading.take_in(self.subject, lines, by=by, list_name=form.said["list_name"])
        return self.subject

    def get_done(self, result: Any) -> str:
        return ngettext("%(number)s contact taken in.", "%(number)s contacts taken in.", self.new) % {
            "number": self.new
        }


def _compared(page: Any, compared: groups_reading.Compared, initial: dict[str, str]) -> HttpResponse:
    page.template_name = "desk/groups/import_preview.html"
    form = forms.TakeInForm(initial=initial)
    answer: HttpResponse = page.render_to_response(page.get_context_data(form=form, compared=compared))
    return answer


class EndContact(ActPage):
    model = SmsContact
    nav = NAV
    form_class = ReasonForm
    heading = gettext_lazy("Take the contact out")
    button = gettext_lazy("Take out of the group")
    done = gettext_lazy("Taken out.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_ending(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return groups.end_contact(self.subject, by=self.request.user, **form.said).group


class ShowNumber(ActPage):
    """Shows a number once, after its reason was given; the page is kept nowhere."""

    model = SmsContact
    nav = NAV
    form_class = ReasonForm
    heading = gettext_lazy("Look at the number")
    button = gettext_lazy("Show it")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_showing(self.subject, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            number, name = groups.show_number(self.subject, by=self.request.user, **form.said)
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        self.template_name = "desk/groups/number.html"
        answer = self.render_to_response(self.get_context_data(form=form, number=number, name=name))
        answer["Cache-Control"] = "no-store"
        return answer
