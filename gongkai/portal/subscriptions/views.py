"""The daily digest by e-mail: asked for, confirmed by the mailed link, ended by the link in each mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView

from gongkai.acts import Outsider, Refused, clock
from gongkai.acts.once import AlreadySubmitted, submitted_once
from gongkai.channels import subscriptions
from gongkai.channels.models import Subscription, SubscriptionState
from gongkai.law import terms
from gongkai.portal.pages import PortalPage
from gongkai.portal.requests import checking
from gongkai.portal.requests.limits import Limit, address_of
from gongkai.portal.subscriptions.forms import SubscribeForm

_HOUR = timedelta(hours=1)


def _checked() -> Limit:
    return Limit("subscribe-checked", settings.ONLINE_CHECKED_PER_ADDRESS, _HOUR)


def _unchecked() -> Limit:
    return Limit("subscribe-unchecked", settings.ONLINE_UNCHECKED_PER_ADDRESS, _HOUR)


def _unchecked_in_all() -> Limit:
    return Limit("subscribe-unchecked-in-all", settings.ONLINE_UNCHECKED_IN_ALL, _HOUR)


class Subscribe(PortalPage, FormView):
    """The form; where the installation sends no mail it says so."""

    remembered = False
    template_name = "portal/subscriptions/subscribe.html"
    form_class = SubscribeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.agency}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offered=subscriptions.is_offered(),
            crumbs=[(_("Home"), reverse("portal:home")), (_("New items by e-mail"), "")],
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        refusal = self._why_not_now()
        if refusal:
            form.add_error(None, refusal)
            return self._again(form, 429)
        said = form.said
        sent = reverse("portal:subscribe_sent")
        try:
            with submitted_once(form.cleaned_data["submission"], Outsider("subscribe")) as submission:
                subscriptions.ask(self.agency, address=said["address"], columns=said["columns"])
                submission.led_to = sent
        except AlreadySubmitted:
            pass
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self._again(form, 422)
        return redirect(sent)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self._again(form, 422)

    def _again(self, form: Any, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _why_not_now(self) -> str:
        """Say why nothing more is taken from here at the moment; count what is taken."""
        where, solved = address_of(self.request), self.request.POST.get("check", "")
        if checking.is_solved(solved) and checking.use(solved):
            limits = [(_checked(), where)]
        else:
            limits = [(_unchecked(), where), (_unchecked_in_all(), "")]
        if any(limit.is_reached(who) for limit, who in limits):
            return _(
                "Too much came from your connection or without the check of the browser. "
                "Try again in an hour."
            )
        for limit, who in limits:
            limit.count(who)
        return ""


class Sent(PortalPage, TemplateView):
    """The same answer to everybody, whether the address is known or not."""

    template_name = "portal/subscriptions/sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = terms.term("subscription_confirmation", clock.today()).value
        return super().get_context_data(days=days, **kwargs)


class _ByLink(PortalPage, TemplateView):
    """A page a mail leads to. Mail programs open links too: opening it does nothing, its button does."""

    remembered = False
    template_name = "portal/subscriptions/by_link.html"
    act = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = subscriptions.find(kwargs["pk"], kwargs["token"], self.act)
        if found is None:
            raise Http404
        self.subscription = found
        answer = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(answer)
        # The address itself is the key: it is told to nobody else. Told to nobody at all, a browser would
        # press the button without saying from where, and the press would be taken for a forged one.
        answer["Referrer-Policy"] = "same-origin"
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subscription = self.run()
        return self.get(request, *args, **kwargs)

    def run(self) -> Subscription:
        raise NotImplementedError

    def words(self) -> dict[str, str]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            subscription=self.subscription,
            columns=list(self.subscription.columns.all()),
            **self.words(),
            **kwargs,
        )


class Confirm(_ByLink):
    act = subscriptions.CONFIRM

    def run(self) -> Subscription:
        return subscriptions.confirm(self.subscription)

    def words(self) -> dict[str, str]:
        if self.subscription.state == SubscriptionState.ASKED:
            return {"heading": _("Get new items by e-mail"), "button": _("Confirm")}
        if self.subscription.state == SubscriptionState.CONFIRMED:
            return {"heading": _("Confirmed. The first mail comes tomorrow, if there is something new.")}
        return {"heading": _("This has been ended.")}


@method_decorator(csrf_exempt, name="dispatch")
class Leave(_ByLink):
    """A mail program ends it with one press (RFC 8058): it has no cookie, and the link itself is the key."""

    act = subscriptions.LEAVE

    def run(self) -> Subscription:
        return subscriptions.leave(self.subscription)

    def words(self) -> dict[str, str]:
        if self.subscription.state == SubscriptionState.ENDED:
            return {"heading": _("Ended. No more mails are sent, and the address is erased.")}
        return {"heading": _("Get no more mails"), "button": _("End it")}
