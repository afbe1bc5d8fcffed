"""The shapes of the desk's pages: a list, a subject, an act on a subject, the making of a new one."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView
from django_filters.views import FilterView

from gongkai.acts import Refused
from gongkai.acts.once import AlreadySubmitted, earlier_submission, submitted_once
from gongkai.journal.queries import timeline
from gongkai.kit.forms import ActForm, FilesField


@dataclass(frozen=True)
class Offer:
    """An act that may be offered on a subject's page: possible when no obstacle is named.

    A `quiet` one is never the loud button: it is possible, and nobody waits for it.
    """

    label: str
    url: str
    says: str = ""
    obstacles: Iterable[str] = field(default=())
    grave: bool = False
    quiet: bool = False


class DeskPage(LoginRequiredMixin):
    """A page for people with an account. `duties` names who may open it at all (nobody named: all)."""

    nav = ""
    duties: AbstractSet[str] | None = None
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self, user: Any) -> bool:
        return self.duties is None or bool(user.duties & self.duties)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(nav=self.nav, **kwargs)  # type: ignore[misc]


class PlainPage(DeskPage, TemplateView):
    """A page that only tells something."""


def _is_made_up(query: Any) -> bool:
    """Say whether a list is no plain choice of rows, so that their keys alone would not give it again."""
    return bool(query.distinct or query.combinator or query.is_sliced)


class ByKeys(Paginator):
    """Finds the rows of a page by their keys: what the database puts in order are numbers, not whole rows."""

    def page(self, number: int | str) -> Page:
        rows = self.object_list
        if not isinstance(rows, QuerySet) or _is_made_up(rows.query):
            return super().page(number)
        number = self.validate_number(number)
        begin = (number - 1) * self.per_page
        end = begin + self.per_page
        keys = rows.values("pk")[begin : self.count if end + self.orphans >= self.count else end]
        return Page(rows.filter(pk__in=keys), number, self)


class ListPage(DeskPage, FilterView):
    """A list with filters that keep their state in the address; only rows the reader may see."""

    paginate_by = 30
    paginator_class = ByKeys
    strict = False

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.request.user)


class OfSubject(DeskPage):
    """Fetches the subject through `visible_to`: what one may not see does not exist."""

    model: Any
    kwargs: dict[str, Any]

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.request.user)

    def fetch(self) -> Any:
        found = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class SubjectPage(OfSubject, DetailView):
    """A page per subject: facts, papers, timeline and the acts that are possible now."""

    context_object_name = "subject"

    def offers(self) -> Iterable[Offer]:
        return ()

    def timeline_keys(self) -> list[str]:
        return [self.object.key]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        possible, refusals = [], []
        for offer in self.offers():
            reasons = [str(each) for each in offer.obstacles]
            if reasons:
                refusals.append((offer.label, reasons))
            else:
                possible.append(offer)
        return super().get_context_data(
            subject=self.object,
            offers=possible,
            refusals=refusals,
            timeline=timeline(self.timeline_keys()),
            **kwargs,
        )


class Acting(FormView):
    """Sends a form to an act: once, with its reasons when it is refused, keeping what was typed."""

    form_class: Any = ActForm
    heading: str | Promise = ""
    button: str | Promise = ""
    says: str | Promise = ""  # what the act leaves behind, where no field of the form tells it
    done: str | Promise = ""
    grave = False
    rule = ""  # the kind of the office's own rules that this act goes by
    template_name = "kit/act.html"
    request: Any

    def run(self, form: Any) -> Any:
        """Do the act; return where to go: something with get_absolute_url, or an address."""
        raise NotImplementedError

    def get_heading(self) -> str:
        return str(self.heading)

    def get_button(self) -> str:
        return str(self.button)

    def get_done(self, result: Any) -> str:
        return str(self.done)

    def get_cancel_url(self) -> str:
        return ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        for each in form.fields.values():
            if isinstance(each, FilesField):
                each.taken_by = self.request.user
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked first: what the first sending changed may make the second look wrong (a choice that is gone).
        earlier = earlier_submission(request.POST.get("submission", ""), self.request.user)
        if earlier is not None:
            return self.was_done_before(earlier.led_to)
        return super().post(request, *args, **kwargs)

    def was_done_before(self, led_to: str) -> HttpResponse:
        messages.info(self.request, _("This was done already; it was not done twice."))
        return redirect(led_to or self.get_cancel_url() or "desk:home")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with submitted_once(form.cleaned_data["submission"], self.request.user) as submission:
                result = self.run(form)
                url = result if isinstance(result, str) else result.get_absolute_url()
                submission.led_to = url
        except AlreadySubmitted as earlier:
            return self.was_done_before(earlier.led_to)
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        messages.success(self.request, self.get_done(result))
        return redirect(url)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.get_heading(),
            button=self.get_button(),
            cancel_url=self.get_cancel_url(),
            grave=self.grave,
            rule=self.rule,
            **{"says": self.says, **kwargs},
        )


class ActPage(OfSubject, Acting):
    """The page of one act on one subject. Reasons against it are told before anything is typed."""

    subject: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            try:
                self.subject = self.fetch()
            except Http404:
                # The first of two sendings may have taken the subject away; the second is told so.
                if earlier_submission(request.POST.get("submission", ""), request.user) is None:
                    raise

    def obstacles(self) -> Iterable[str]:
        return ()

    def get_cancel_url(self) -> str:
        return str(self.subject.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = [] if self.request.method == "POST" else [str(each) for each in self.obstacles()]
        return super().get_context_data(subject=self.subject, reasons=reasons, **kwargs)


class CreatePage(DeskPage, Acting):
    """The page that makes something new, in an agency in which the person holds one of `duties`."""

    @property
    def agency(self) -> Any:
        """The agency the new thing belongs to: the person's own."""
        return self.request.user.agency


@transaction.atomic
def one_by_one(act: Any, things: Iterable[Any], **kwargs: Any) -> tuple[list[Any], list[str]]:
    """Do an act on several subjects, each by itself; return those it was done on, and why not on the others.

    What was refused on one leaves nothing of itself; its reasons name it.
    """
    done: list[Any] = []
    refused: list[str] = []
    for thing in things:
        try:
            with transaction.atomic():
                act(thing, **kwargs)
        except Refused as why:
            refused += [f"{thing}: {reason}" for reason in why.reasons]
        else:
            done.append(thing)
    return done, refused
