"""What every page of a government website says of the site itself.

Law: 国办发〔2017〕47号 《政府网站发展指引》, annex 网页设计规范.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.agencies.models import Agency

Tags = list[tuple[str, str]]

# What programs write where there is nothing: a tag that says so counts as missing.
_SAYS_NOTHING = {"null", "none", "undefined", "nan"}


def absolute(request: Any, path: str) -> str:
    """Return the full address of a path: under the address of the website, else of the one who asks."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else str(request.build_absolute_uri(path))


def domain_of(agency: Agency | None, request: Any = None) -> str:
    """Return the domain of the website, nothing before or after it: as set, else where it is reached."""
    told = agency.site_domain.strip() if agency else ""
    told = told or settings.SITE_URL or (request.get_host() if request is not None else "")
    return urlsplit(told if "//" in told else f"//{told}").hostname or ""


def site_tags(agency: Agency | None, request: Any = None) -> Tags:
    """Return the meta tags every page bears. One without content is left out, never empty."""
    if agency is None:
        return []
    return filled(
        ("SiteName", agency.site_name or agency.name),
        ("SiteDomain", domain_of(agency, request)),
        ("SiteIDCode", agency.site_code),
    )


def filled(*tags: tuple[str, str]) -> Tags:
    """Return the tags that say something, their content on one line; "null" says nothing."""
    told = ((name, " ".join(str(content).split())) for name, content in tags)
    return [(name, content) for name, content in told if content and content.lower() not in _SAYS_NOTHING]
