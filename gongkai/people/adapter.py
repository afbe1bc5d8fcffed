"""How allauth logs people in here: no sign-up, a lock after failures, the lock in the journal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.acts.actor import PROGRAM
from gongkai.journal import record
from gongkai.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the system administrator, never by whoever comes along."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse while locked, and write the first refusal of a lock down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            user = User.objects.filter(username=credentials.get("username") or "").first()
            if user is not None:
                with transaction.atomic():
                    record(PROGRAM, "people.locked_out", user)
            raise
