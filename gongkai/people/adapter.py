"""How allauth logs people in here: no sign-up, a lock after failures, the lock in the journal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from gongkai.acts.actor import PROGRAM
from gongkai.journal import record
from gongkai.people.logins import account_named, is_locked_out
from gongkai.vault.fields import seal, unseal

# Where allauth keeps what SecondFactorAdapter seals: the secret of the codes, the seed of the recovery codes.
SEALED_WITHIN = (("mfa.Authenticator", "data"),)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the system administrator, never by whoever comes along."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def respond_user_inactive(self, request: Any, user: Any) -> HttpResponse:
        """Lead the owner of a closed account back to the log-in; the failure is written down like others."""
        messages.error(request, gettext("This account is closed. Ask the system administrator."))
        return redirect("account_login")

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse while locked, and write the first refusal of a lock down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            user = account_named(credentials.get("username"))
            if user is not None and not is_locked_out(user):
                with transaction.atomic():
                    record(PROGRAM, "people.locked_out", user)
            raise


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors lie encrypted in the database, like all that opens a door."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
