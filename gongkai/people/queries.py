"""The lists others ask for."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.people.models import Post, User

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
