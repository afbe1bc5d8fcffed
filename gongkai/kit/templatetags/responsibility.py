"""Who answers for a thing, and by which rules of the office: told beside the thing itself."""

from typing import Any

from django import template

from gongkai.channels.queries import own_rules_in_public
from gongkai.people.charges import leader_of

register = template.Library()


@register.inclusion_tag("kit/leader_in_charge.html")
def leader_in_charge(section: Any) -> dict[str, Any]:
    """A line of a list of facts: the leader in charge of the section; nothing where nobody is named."""
    return {"leader": leader_of(section)}


@register.inclusion_tag("kit/own_rules.html")
def own_rules(agency: Any, *kinds: str) -> dict[str, Any]:
    """Links to the office's own rules of these kinds (all, when none is told), where they are in public."""
    return {"rules": own_rules_in_public(agency, *kinds)}
