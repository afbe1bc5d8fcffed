"""Which place's own limits hold for an agency."""

from gongkai.agencies.models import Agency
from gongkai.law.terms import NATIONAL


def scope_of(agency: Agency) -> str:
    """Return the scope of dated terms for an agency: Beijing had shorter limits of its own for some years."""
    return "beijing" if agency.name.startswith("北京市") else NATIONAL
