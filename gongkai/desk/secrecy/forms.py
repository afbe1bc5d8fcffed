"""Forms of the steps of a secrecy review."""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.channels import ChannelKind
from gongkai.people.charges import leader_of
from gongkai.people.models import Post, User
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy.actions import Particulars
from gongkai.secrecy.gate import UNREAD
from gongkai.secrecy.models import Decision, Ground, PackageFinding, Review

# Beyond this the findings of a package are answered for by kind.
CHOICES_AT_MOST = 200

_GROUNDS_IN_PLAIN_WORDS = {
    "": _("It may be published as it is."),
    Ground.STATE_SECRET: _(
        "Its leaking would harm the security or the interests of the state. The paper must leave this system."
    ),
    Ground.WORK_SECRET: _(
        "No state secret, but its leaking would harm the work of the office. It stays inside, unpublished."
    ),
    Ground.TRADE_SECRET: _(
        "Of a business: not known to the public, of value, and guarded by its owner. Published only when the "
        "owner agrees, or when not publishing would greatly harm the public interest."
    ),
    Ground.PRIVACY: _(
        "Of a person: numbers, address, health, family, aid received. Published only when the person agrees, "
        "or when not publishing would greatly harm the public interest. Often masking it is enough."
    ),
    Ground.OTHER: _("Such as what would endanger national or public safety, the economy or stability."),
}


class OpinionForm(ActForm):
    opinion = forms.CharField(
        label=_("Section's opinion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        initial=_("No state secret, no work secret, no personal data. The section proposes publication."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Ways of publication proposed"),
        choices=ChannelKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    planned_on = DayField(label=_("Publication planned for"), required=False)
    summary = forms.CharField(
        label=_("Summary"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
    picture_author = forms.CharField(label=_("Author of the pictures"), max_length=100, required=False)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pictures = [each for each in review.package.frozen_files if each.file.is_picture]
        if not pictures:
            del self.fields["picture_author"]
        for name in ("channels", "planned_on", "summary", "picture_author"):
            if name in self.fields:
                self.fields[name].initial = getattr(review, name)

    @property
    def particulars(self) -> Particulars:
        said = self.said
        return Particulars(
            channels=tuple(said["channels"]),
            planned_on=said["planned_on"],
            summary=said["summary"],
            picture_author=said.get("picture_author", ""),
        )


class DecisionForm(ActForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[("", _("No ground")), *Ground.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Only where it must not be published, or not all of it."),
    )
    withheld_parts = forms.CharField(
        label=_("Parts withheld"),
        help_text=_("Only for a decision in part: which places the redacted version must not show."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    opinion = forms.CharField(
        label=_("Opinion of the review body"),
        help_text=_("The responsible leader reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choice_hints = {  # type: ignore[attr-defined]
            str(ground): says for ground, says in _GROUNDS_IN_PLAIN_WORDS.items()
        }
        self.fields["decision"].choice_hints = {  # type: ignore[attr-defined]
            "in_part": _("The section prepares a redacted version, which takes all three steps anew.")
        }
        if not review.package.is_for_public:
            # What a reply encloses is redacted before it is handed in.
            del self.fields["withheld_parts"]
            self.fields["decision"].choices = [  # type: ignore[attr-defined]
                each for each in Decision.choices if each[0] != Decision.IN_PART
            ]


class ReferForm(ActForm):
    to = forms.CharField(label=_("Who is asked"), max_length=100)
    question = forms.CharField(
        label=_("What is asked"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )


class AnswerForm(ActForm):
    answered_on = DayField(label=_("Day of the answer"), initial=clock.today)
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class JustifyForm(ActForm):
    findings = forms.MultipleChoiceField(
        label=_("What may stay"), choices=[], widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why it may stay"),
        help_text=_("Such as: a telephone number the office publishes itself."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )

    def __init__(self, *args: Any, found: list[PackageFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = [each for each in found if each.kind != UNREAD]
        of_a_kind = [
            (
                f"kind:{kind}",
                gettext("All of this kind: %(kind)s (%(count)d)")
                % {"count": count, "kind": KIND_LABELS.get(kind, kind)},
            )
            for kind, count in Counter(each.kind for each in self.found).items()
            if count > 1
        ]
        one_by_one = [
            (each.fingerprint, f"{KIND_LABELS.get(each.kind, each.kind)} {each.masked} ({each.where})")
            for each in self.found[:CHOICES_AT_MOST]
        ]
        self.fields["findings"].choices = of_a_kind + one_by_one  # type: ignore[attr-defined]

    @property
    def fingerprints(self) -> list[str]:
        chosen = set(self.cleaned_data["findings"])
        return [
            each.fingerprint
            for each in self.found
            if each.fingerprint in chosen or f"kind:{each.kind}" in chosen
        ]


class OralApprovalForm(ActForm):
    leader = forms.ModelChoiceField(label=_("Leader who approved"), queryset=User.objects.none())
    said_at = forms.DateTimeField(
        label=_("Said at"),
        widget=forms.DateTimeInput,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    reason = forms.CharField(
        label=_("What the emergency is"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def __init__(self, *args: Any, review: Review, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leading = Post.objects.held_on(clock.today()).filter(
            agency_id=review.package.agency_id, duty=Duty.RESPONSIBLE_LEADER
        )
        leaders = User.objects.filter(pk__in=leading.values("user"), is_active=True).exclude(pk=by.pk)
        self.fields["leader"].queryset = leaders.order_by("name")  # type: ignore[attr-defined]
        self.fields["leader"].initial = leader_of(review.package.section)


class TakeOutForm(ActForm):
    to = forms.CharField(
        label=_("To whom the paper was handed over"),
        help_text=_("Name the person or the office that keeps it now, such as the secrecy officer."),
        max_length=200,
    )
    erased_elsewhere = forms.BooleanField(
        label=_("As far as I could see, no copy of it is left in mailboxes, chats, folders or on disks.")
    )
