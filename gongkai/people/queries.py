"""The lists others ask for."""

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, Duty
from gongkai.agencies.models import Agency
from gongkai.people.models import Charge, ConnectedSystem, Post, User
from gongkai.people.policy import HANDING_OVER

WATCHING = (Duty.SYSTEM_ADMINISTRATOR, Duty.SECURITY_ADMINISTRATOR, Duty.AUDIT_ADMINISTRATOR)


def accounts_visible_to(user: Any) -> QuerySet[User]:
    """Accounts of the agencies the person administers, with the posts they hold today."""
    posts = Post.objects.held_on(clock.today()).select_related("section")
    return (
        User.objects.filter(agency_id__in=user.agency_ids_as(*WATCHING))
        .select_related("agency")
        .prefetch_related(Prefetch("posts", queryset=posts, to_attr="current_posts"))
    )


def posts_visible_to(user: Any) -> QuerySet[Post]:
    return Post.objects.filter(agency_id__in=user.agency_ids_as(*WATCHING)).select_related(
        "user", "agency", "section"
    )


def people_handed_over_by(user: Any) -> QuerySet[User]:
    """Accounts whose work the person may move to somebody else: all of the office, or those of their section.

    Closed accounts are among them: whoever has left may have left something behind.
    """
    headed = [post for post in user.posts_held if post.duty == Duty.SECTION_HEAD and user.is_active]
    agencies = user.agency_ids_as(*HANDING_OVER)
    agencies |= {post.agency_id for post in headed if post.section_id is None}
    in_sections = Post.objects.filter(section__in=[post.section_id for post in headed if post.section_id])
    mine = Q(agency__in=agencies) | Q(
        agency__in={post.agency_id for post in headed}, pk__in=in_sections.values("user")
    )
    return User.objects.filter(mine).select_related("agency")


def successors_of(user: User) -> QuerySet[User]:
    """Those of the same office who may go on with the work of somebody who leaves."""
    posts = Post.objects.held_on(clock.today()).filter(agency=user.agency, duty__in=OFFICE)
    found = User.objects.filter(agency=user.agency, is_active=True, pk__in=posts.values("user"))
    return found.exclude(pk=user.pk).order_by("name", "pk")


def posts_of_the_office(agency: Agency) -> QuerySet[Post]:
    """The posts held today in an agency's own business, of accounts in use."""
    held = Post.objects.held_on(clock.today()).filter(agency=agency, duty__in=OFFICE, user__is_active=True)
    return held.select_related("user", "section").order_by("duty", "section", "user__name")


def charges_of(agency: Agency) -> QuerySet[Charge]:
    """Every charge of an agency with its leader, the latest first."""
    return Charge.objects.filter(agency=agency).select_related("leader", "section").order_by("-since", "-pk")


def charges_held_by(leader: User) -> QuerySet[Charge]:
    """What somebody is in charge of without a last day."""
    return Charge.objects.filter(leader=leader, until=None).select_related("agency", "section", "leader")


def systems_visible_to(user: Any) -> QuerySet[ConnectedSystem]:
    """Connected systems of the agencies the person administers; those in use first."""
    found = ConnectedSystem.objects.filter(agency_id__in=user.agency_ids_as(*WATCHING))
    return found.select_related("agency", "opened_by").order_by(F("closed_at").asc(nulls_first=True), "name")
