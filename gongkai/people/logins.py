"""Log-ins in the journal, and the lock after too many failures."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction

from gongkai.acts.actor import PROGRAM
from gongkai.journal import record
from gongkai.journal.models import Entry
from gongkai.people.models import User


def listen() -> None:
    """Have log-ins, log-outs, failed log-ins, new passwords and second factors written down."""
    from allauth.account.signals import password_changed
    from allauth.mfa.signals import authenticator_added, authenticator_removed
    from django.contrib.auth.signals import user_login_failed

    user_logged_in.connect(_logged_in, dispatch_uid="people.logged_in")
    user_logged_out.connect(_logged_out, dispatch_uid="people.logged_out")
    user_login_failed.connect(_login_failed, dispatch_uid="people.login_failed")
    password_changed.connect(_password_changed, dispatch_uid="people.password_changed")
    authenticator_added.connect(_totp_added, dispatch_uid="people.totp_added")
    authenticator_removed.connect(_totp_removed, dispatch_uid="people.totp_removed")


@transaction.atomic
def _logged_in(sender: Any, user: Any, **kwargs: Any) -> None:
    record(user, "people.logged_in", user)


@transaction.atomic
def _logged_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(user, "people.logged_out", user)


@transaction.atomic
def _login_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    # A name nobody has leaves no trace here: the journal is not a list of what strangers type.
    user = account_named(credentials.get("username"))
    if user is not None:
        record(PROGRAM, "people.login_failed", user)


def account_named(username: str | None) -> User | None:
    """Return the account somebody tries to log in to; like the log-in, it knows no capitals."""
    return User.objects.filter(username__iexact=username or "").first()


def is_locked_out(user: User) -> bool:
    """Say whether the last the journal tells of the account is that it was locked."""
    acts = Entry.objects.filter(subject_key=user.key).order_by("-number")
    return acts.values_list("act", flat=True).first() == "people.locked_out"


@transaction.atomic
def _password_changed(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    record(user, "people.password_changed", user)


@transaction.atomic
def _totp_added(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record(user, "people.totp_added", user)


@transaction.atomic
def _totp_removed(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record(user, "people.totp_removed", user)
