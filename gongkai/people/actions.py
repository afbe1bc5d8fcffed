"""What can happen to an account: opening, closing, a duty given or ended, a new password."""

import unicodedata
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency, Section
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people import policy
from gongkai.people.models import Post, User

label_acts(
    {
        "people.account_opened": _("Account opened"),
        "people.account_closed": _("Account closed"),
        "people.duty_given": _("Duty given"),
        "people.duty_ended": _("Duty ended"),
        "people.password_set": _("Password set by the administrator"),
        "people.password_changed": _("Password changed"),
        "people.logged_in": _("Logged in"),
        "people.logged_out": _("Logged out"),
        "people.login_failed": _("Log-in failed"),
        "people.locked_out": _("Locked out after too many failed log-ins"),
        "people.charge_given": _("Put in charge"),
        "people.charge_ended": _("Charge ended"),
        "people.handed_over": _("Work handed over"),
        "people.totp_added": _("Second factor added"),
        "people.totp_removed": _("Second factor removed"),
    }
)


@transaction.atomic
def open_account(agency: Agency, *, username: str, name: str, password: str, by: Actor) -> User:
    """Open an account; its owner changes the password at the first log-in.

    Raises Refused when `by` may not, the user name is taken, or the password breaks the rules.
    """
    refuse_if_any(policy.obstacles_to_opening_accounts(agency, by))
    username, name = User.normalize_username(username), _without_marks(name)
    _refuse_odd(username)
    # Log-in does not tell capitals from small letters, so neither may two accounts.
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(str(_("This user name is taken.")))
    _refuse_weak(password, User(username=username, name=name))
    user = User.objects.create_user(username, name=name, agency=agency, password=password)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    record(by, "people.account_opened", user, username=username)
    return user


@transaction.atomic
def close_account(user: User, *, reason: str, by: Actor) -> User:
    """Close an account: its owner can no longer log in; what was done stays on record."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if_any(policy.obstacles_to_opening_accounts(user.agency, by))
    if user.key == by.key:
        raise Refused(str(_("Nobody closes their own account.")))
    if not user.is_active:
        raise Refused(str(_("This account is closed already.")))
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(by, "people.account_closed", user, reason=reason)
    return user


@transaction.atomic
def set_password(user: User, *, password: str, by: Actor) -> User:
    """Set a new first password for somebody who lost theirs."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if_any(policy.obstacles_to_opening_accounts(user.agency, by))
    _refuse_weak(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(by, "people.password_set", user)
    return user


@transaction.atomic
def assign_post(
    user: User,
    *,
    duty: str,
    agency: Agency,
    by: Actor,
    section: Section | None = None,
    since: date | None = None,
) -> Post:
    """Give a duty, from `since` (today) on. Raises Refused; the three administrators exclude each other."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if_any(policy.obstacles_to_assigning(user, duty, agency, section, by))
    post = Post.objects.create(
        user=user, agency=agency, section=section, duty=duty, since=since or clock.today()
    )
    record(by, "people.duty_given", user, duty=duty, section=section.name if section else "")
    return post


@transaction.atomic
def end_post(post: Post, *, by: Actor, reason: str = "") -> Post:
    """End a duty: from now on its holder does not have it."""
    post = Post.objects.select_for_update().select_related("user", "agency").get(pk=post.pk)
    refuse_if_any(policy.obstacles_to_giving_duties(post.agency, by))
    if post.until is not None:
        raise Refused(str(_("This duty has ended already.")))
    if post.user.key == by.key:
        raise Refused(str(_("Nobody ends a duty of their own.")))
    yesterday = clock.today().fromordinal(clock.today().toordinal() - 1)
    if post.since > yesterday:
        # Given and ended on one day: nothing of it lasts, the journal tells of both.
        post.delete()
    else:
        post.until = yesterday
        post.save(update_fields=["until"])
    record(by, "people.duty_ended", post.user, reason=reason, duty=post.duty)
    return post


def _without_marks(name: str) -> str:
    """Return the name without marks nobody sees: one of them would turn the direction of its neighbours."""
    return "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf"}).strip()


def _refuse_odd(username: str) -> None:
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError as fault:
        raise Refused(fault.messages) from None


def _refuse_weak(password: str, user: Any) -> None:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise Refused(fault.messages) from None
