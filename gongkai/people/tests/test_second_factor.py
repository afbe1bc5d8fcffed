"""The secret of a second factor opens the door: it does not lie readable in the database."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

pytestmark = pytest.mark.django_db


def test_the_secret_of_a_second_factor_lies_encrypted(office):
    secret = generate_totp_secret()
    TOTP.activate(office.foi, secret)
    stored = Authenticator.objects.get(user=office.foi).data["secret"]
    assert secret not in stored
    assert stored.startswith("v1:")


def test_the_code_of_the_app_opens_with_the_encrypted_secret(office):
    secret = generate_totp_secret()
    factor = TOTP.activate(office.foi, secret)
    counter = next(yield_hotp_counters_from_time())
    assert factor.validate_code(format_hotp_value(hotp_value(secret, counter)))
    assert not factor.validate_code("000000x")
