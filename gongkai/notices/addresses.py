"""Addresses messages go to: what they look like, and how much of them is shown."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gongkai.notices.kinds import Channel

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_COUNTRY_CODE = re.compile(r"^(\+|00)86")


def plain(channel: str, address: str) -> str:
    """Return the address as it is kept: a mobile number without spaces, dashes and the country's code."""
    address = address.strip()
    return _COUNTRY_CODE.sub("", re.sub(r"[\s-]", "", address)) if channel == Channel.SMS else address


def faults_of(channel: str, address: str) -> Iterator[str]:
    """Say why nothing can be sent to `address` (as `plain` returns it)."""
    if channel == Channel.SMS:
        if not _MOBILE.fullmatch(address):
            yield _("This is not a mobile number of 11 digits.")
        return
    try:
        validate_email(address)
    except ValidationError:
        yield _("This is not an e-mail address.")


def masked(channel: str, address: str) -> str:
    """Return so much of the address that its owner knows it, and nobody else learns it."""
    if channel == Channel.SMS:
        return f"{address[:3]}****{address[-4:]}"
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"
