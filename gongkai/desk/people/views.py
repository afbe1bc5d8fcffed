"""Pages of accounts and duties, for the three administrators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts.duties import ADMINISTRATORS
from gongkai.desk.people import forms
from gongkai.desk.responsibility.handing_over import number_held
from gongkai.kit.forms import ReasonForm
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, SubjectPage
from gongkai.people import actions, policy
from gongkai.people.models import Post, User
from gongkai.people.queries import accounts_visible_to, people_handed_over_by, posts_visible_to


class AccountFilter(filters.FilterSet):
    q = filters.CharFilter(label=gettext_lazy("Name or user name"), method="with_words", max_length=50)

    class Meta:
        model = User
        fields = ["q"]

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(name__icontains=value) | Q(username__icontains=value))


class AccountList(ListPage):
    model = User
    filterset_class = AccountFilter
    template_name = "desk/people/list.html"
    nav = "people"
    duties = frozenset(ADMINISTRATORS)

    def get_queryset(self) -> Any:
        return accounts_visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may_open = not list(policy.obstacles_to_opening_accounts(user.agency, user))
        return super().get_context_data(may_open=may_open, **kwargs)


class _OfAccount(OfSubject):
    model = User
    nav = "people"
    duties = frozenset(ADMINISTRATORS)

    def get_queryset(self) -> Any:
        return accounts_visible_to(self.request.user)


class AccountPage(_OfAccount, SubjectPage):
    template_name = "desk/people/account.html"

    def offers(self) -> Iterable[Offer]:
        account, by = self.object, self.request.user

        def url(name: str) -> str:
            return reverse(f"desk:{name}", args=[account.pk])

        return [
            Offer(
                _("Give a duty"),
                url("post_assign"),
                "",
                policy.obstacles_to_giving_duties(account.agency, by),
            ),
            Offer(
                _("Set a first password"),
                url("account_password"),
                _("For somebody who lost theirs; they choose their own at the next log-in."),
                policy.obstacles_to_opening_accounts(account.agency, by),
            ),
            Offer(
                _("Close the account"),
                url("account_close"),
                _("Nobody logs in with it any more; what was done stays on record."),
                policy.obstacles_to_opening_accounts(account.agency, by),
                grave=True,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = self.request.user
        may_end = (
            not list(policy.obstacles_to_giving_duties(self.object.agency, by)) and self.object.pk != by.pk
        )
        return super().get_context_data(account=self.object, may_end=may_end, **kwargs)


class OpenAccount(CreatePage):
    form_class = forms.AccountForm
    heading = gettext_lazy("Open an account")
    button = gettext_lazy("Open")
    done = gettext_lazy("Opened. The security administrator gives it its duties.")
    nav = "people"
    duties = frozenset({"system_administrator"})

    def get_cancel_url(self) -> str:
        return reverse("desk:people")

    def run(self, form: Any) -> Any:
        user = actions.open_account(self.agency, by=self.request.user, **form.said)
        return reverse("desk:account", args=[user.pk])


class _AccountAct(_OfAccount, ActPage):
    def get_cancel_url(self) -> str:
        return reverse("desk:account", args=[self.subject.pk])


class CloseAccount(_AccountAct):
    form_class = forms.CloseForm
    heading = gettext_lazy("Close the account")
    button = gettext_lazy("Close")
    done = gettext_lazy("Closed.")
    grave = True
    template_name = "desk/people/close.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The number alone: an administrator does not read the office's papers.
        address = reverse("desk:handover", args=[self.subject.pk])
        return super().get_context_data(
            open_things=number_held(self.subject),
            handover=self.request.build_absolute_uri(address),
            may_hand_over=people_handed_over_by(self.request.user).filter(pk=self.subject.pk).exists(),
            **kwargs,
        )

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_opening_accounts(self.subject.agency, self.request.user)

    def run(self, form: Any) -> Any:
        actions.close_account(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()


class SetPassword(_AccountAct):
    form_class = forms.PasswordForm
    heading = gettext_lazy("Set a first password")
    button = gettext_lazy("Set")
    done = gettext_lazy("Set. Tell it to the person in private.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_opening_accounts(self.subject.agency, self.request.user)

    def run(self, form: Any) -> Any:
        actions.set_password(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()


class AssignPost(_AccountAct):
    form_class = forms.PostForm
    heading = gettext_lazy("Give a duty")
    button = gettext_lazy("Give")
    done = gettext_lazy("Given. It holds from today.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_giving_duties(self.subject.agency, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.subject.agency}

    def run(self, form: Any) -> Any:
        actions.assign_post(self.subject, agency=self.subject.agency, by=self.request.user, **form.said)
        return self.get_cancel_url()


class EndPost(ActPage):
    model = Post
    nav = "people"
    duties = frozenset(ADMINISTRATORS)
    form_class = ReasonForm
    heading = gettext_lazy("End the duty")
    button = gettext_lazy("End")
    done = gettext_lazy("Ended.")
    grave = True

    def get_queryset(self) -> Any:
        return posts_visible_to(self.request.user)

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_giving_duties(self.subject.agency, self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("desk:account", args=[self.subject.user_id])

    def run(self, form: Any) -> Any:
        actions.end_post(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()
