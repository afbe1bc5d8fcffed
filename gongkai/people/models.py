"""Accounts, and the posts in which people hold their duties."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject, clock
from gongkai.acts.duties import ADMINISTRATORS, OFFICE, OUTSIDE, Duty
from gongkai.agencies.models import Agency, Section


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, *, name: str, agency: Agency, password: str | None = None) -> User:
        user = User(username=self.model.normalize_username(username), name=name, agency=agency)
        user.set_password(password)
        user.save()
        return user


class User(Subject, AbstractBaseUser):
    """An account. What its owner may do follows from posts, never from the account itself."""

    username = models.CharField(
        _("User name"), max_length=50, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("Name"), max_length=50)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="accounts", verbose_name=_("Agency"))
    email = models.EmailField(_("E-mail"), blank=True)
    is_active = models.BooleanField(_("In use"), default=True)
    must_change_password = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["agency", "username"]
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name

    # Django's own admin and its permissions are not used; these three answers keep its machinery quiet.
    is_staff = False
    is_superuser = False

    def has_perms(self, permissions: Any, thing: Any = None) -> bool:
        return False

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def posts_held(self) -> list[Post]:
        """The posts held today, fetched once per request, and with them the person's own agency."""
        posts = list(
            Post.objects.held_on(clock.today()).filter(user=self).select_related("agency", "section")
        )
        if "agency" not in self._state.fields_cache:
            for post in posts:
                if post.agency_id == self.agency_id:
                    self.agency = post.agency
        return posts

    def has_duty(self, duty: str, agency: Any, section: Any = None) -> bool:
        """Say whether the person holds `duty` in `agency` today; in `section`, where one is given."""
        if not self.is_active:
            return False
        return any(
            post.duty == duty
            and post.agency_id == agency.pk
            and (section is None or post.section_id is None or post.section_id == section.pk)
            for post in self.posts_held
        )

    def duties_in(self, agency: Agency) -> set[str]:
        return (
            {post.duty for post in self.posts_held if post.agency_id == agency.pk}
            if self.is_active
            else set()
        )

    @cached_property
    def duties(self) -> set[str]:
        return {post.duty for post in self.posts_held} if self.is_active else set()

    @cached_property
    def working_agency_ids(self) -> set[int]:
        """Agencies in whose business the person takes part: not administrators, not people from outside."""
        apart = ADMINISTRATORS | OUTSIDE | {Duty.DISTRICT_SUPERVISOR}
        return (
            {post.agency_id for post in self.posts_held if post.duty not in apart}
            if self.is_active
            else set()
        )

    @cached_property
    def supervised_agency_ids(self) -> set[int]:
        """Agencies below one in which the person is district supervisor, and that one itself."""
        ids: set[int] = set()
        for post in self.posts_held:
            if post.duty == Duty.DISTRICT_SUPERVISOR and self.is_active:
                ids.update(Agency.objects.within(post.agency).values_list("pk", flat=True))
        return ids

    @property
    def readable_agency_ids(self) -> set[int]:
        """Agencies whose papers the person may read at all: the own ones and those supervised."""
        return self.working_agency_ids | self.supervised_agency_ids

    def agency_ids_as(self, *duties: str) -> set[int]:
        """The agencies in which the person holds one of `duties` today."""
        return (
            {post.agency_id for post in self.posts_held if post.duty in duties} if self.is_active else set()
        )

    @cached_property
    def sections_by_agency(self) -> dict[int, set[int]]:
        """The sections in whose business the person takes part; not those one reports to from outside."""
        sections: dict[int, set[int]] = defaultdict(set)
        for post in self.posts_held:
            if post.section_id and post.duty in OFFICE and self.is_active:
                sections[post.agency_id].add(post.section_id)
        return sections

    @property
    def is_administrator(self) -> bool:
        return bool(self.duties & ADMINISTRATORS)


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: Any) -> PostQuerySet:
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Post(Subject, models.Model):
    """A duty somebody holds in an agency (and section) from one day to another, both included."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("Account"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("Section")
    )
    duty = models.CharField(_("Duty"), max_length=30, choices=Duty)
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "duty", "since"]
        verbose_name = _("post")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="people_post_ends_after_start"
            ),
            # 三员分立, also where the acts are passed by: nobody holds two of the three.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until=None, duty__in=sorted(ADMINISTRATORS)),
                name="people_one_administrator_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_duty_display()}"


class ChargeQuerySet(models.QuerySet["Charge"]):
    def visible_to(self, user: Any) -> ChargeQuerySet:
        return self.filter(agency_id__in=user.readable_agency_ids)

    def held_on(self, day: Any) -> ChargeQuerySet:
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Charge(Subject, models.Model):
    """分管: the section (or field) a leader answers for, from one day to another, both included."""

    leader = models.ForeignKey(User, models.PROTECT, related_name="charges", verbose_name=_("Leader"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="charges", verbose_name=_("Section")
    )
    field = models.CharField(_("Field"), max_length=200, blank=True)
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "leader", "section", "since"]
        verbose_name = _("charge")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="people_charge_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(section__isnull=False) | ~Q(field=""), name="people_charge_of_something"
            ),
            models.UniqueConstraint(
                fields=["section"], condition=Q(until=None), name="people_one_leader_of_a_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader}: {self.section or self.field}"


class Scope(models.TextChoices):
    """What another system may do here."""

    DRAFT = "documents.draft", _("Hand in drafts")
    READ_OWN = "documents.read", _("Read what became of its drafts")


class ConnectedSystem(Subject, models.Model):
    """A system of the office that may speak to ours, such as its office automation. It holds no duty itself:

    what it hands in is drafted in the name of a person of the office, who must hold the duty to draft.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the system"), max_length=100)
    # The token is shown once; kept is only what recognises it.
    token_hash = models.CharField(max_length=64, unique=True)
    token_ends = models.CharField(_("Token ends with"), max_length=6)
    scopes = models.JSONField(_("What it may do"), default=list)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("Opened"))
    closed_at = models.DateTimeField(_("Closed"), null=True)
    last_used_at = models.DateTimeField(_("Last used"), null=True)

    class Meta:
        ordering = ["agency", "name"]
        verbose_name = _("connected system")

    def __str__(self) -> str:
        return self.name


class SystemCall(models.Model):
    """A call that changed something, by its idempotency key: sent again it is answered the same."""

    system = models.ForeignKey(ConnectedSystem, models.CASCADE, related_name="calls")
    key = models.CharField(max_length=100)
    checksum = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="people_system_call_once")]

    def __str__(self) -> str:
        return f"{self.system} {self.key}"
