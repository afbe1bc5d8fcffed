"""The forms a requester fills in: the request itself, and what is said on the progress page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.models import DeliveryWanted, FormWanted, RequestKind
from gongkai.files.sniffing import type_of
from gongkai.kit.forms import ActForm
from gongkai.law.organisations import RequesterKind

SHORTEST_DESCRIPTION = 10
PROOFS = {"application/pdf", "image/jpeg", "image/png"}


def _text(label: Any, *, length: int, required: bool = True, rows: int = 0, **given: Any) -> forms.CharField:
    attributes = given.pop("attrs", {})
    widget: forms.Widget = forms.TextInput(attrs=attributes)
    if rows:
        widget = forms.Textarea(attrs={"rows": rows, **attributes})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **given)


class ProofField(forms.FileField):
    """The proof of identity. The file itself lies in the draft before the form is judged."""

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


class RequestForm(ActForm):
    """What a request needs (art. 29): who asks, how to reach them, what is wanted and in which form."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of request"),
        choices=[
            (RequestKind.INFORMATION, RequestKind.INFORMATION.label),
            (RequestKind.CORRECTION, RequestKind.CORRECTION.label),
        ],
        initial=RequestKind.INFORMATION,
        widget=forms.RadioSelect,
    )
    requester_kind = forms.ChoiceField(
        label=gettext_lazy("You ask as"),
        choices=RequesterKind.choices,
        initial=RequesterKind.NATURAL_PERSON,
        widget=forms.RadioSelect,
    )
    requester_name = _text(
        gettext_lazy("Your name"),
        length=100,
        attrs={"autocomplete": "name"},
        help_text=gettext_lazy("As in the identity document; for an organisation its full name."),
    )
    contact_person = _text(
        gettext_lazy("Person to talk to"),
        length=50,
        required=False,
        help_text=gettext_lazy("For an organisation: who speaks for it."),
    )
    identity_number = _text(
        gettext_lazy("Number of the identity document, or unified social credit code"),
        length=30,
        required=False,
        attrs={"autocomplete": "off"},
        help_text=gettext_lazy("It keeps you from being taken for somebody of the same name."),
    )
    proof = ProofField(
        label=gettext_lazy("Proof of identity"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=gettext_lazy(
            "A photo of the identity card, or of the organisation's licence; JPG, PNG or PDF, at most 20 MB."
        ),
    )
    phone = _text(
        gettext_lazy("Telephone"),
        length=50,
        required=False,
        attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
        help_text=gettext_lazy("The office calls to confirm your request. The period runs from that day."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=100,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = _text(
        gettext_lazy("Postal address"),
        length=200,
        required=False,
        attrs={"autocomplete": "street-address"},
        help_text=gettext_lazy("Letters of the office go there. You find them on the progress page, too."),
    )
    known_name = _text(
        gettext_lazy("Name or number of the document"),
        length=200,
        required=False,
        attrs={"autocomplete": "off"},
        help_text=gettext_lazy("If you know it; otherwise leave it empty."),
    )
    description = _text(
        gettext_lazy("What information you want"),
        length=5000,
        rows=6,
        help_text=gettext_lazy(
            "Who made it, of which year, about what. Do not write identity numbers, bank accounts or "
            "illnesses here."
        ),
    )
    form_wanted = forms.ChoiceField(
        label=gettext_lazy("In which form"),
        choices=[(each, each.label) for each in (FormWanted.ELECTRONIC, FormWanted.PAPER, FormWanted.DISC)],
        initial=FormWanted.ELECTRONIC,
        widget=forms.RadioSelect,
    )
    delivery_wanted = forms.ChoiceField(
        label=gettext_lazy("How it reaches you"),
        choices=[
            (DeliveryWanted.ONLINE, gettext_lazy("Download it on the progress page")),
            (DeliveryWanted.EMAIL, DeliveryWanted.EMAIL.label),
            (DeliveryWanted.POST, DeliveryWanted.POST.label),
            (DeliveryWanted.PICK_UP, gettext_lazy("Pick it up at the office")),
            (DeliveryWanted.READING, gettext_lazy("Read or copy it on the spot")),
        ],
        initial=DeliveryWanted.ONLINE,
        widget=forms.RadioSelect,
    )
    help_needed = _text(
        gettext_lazy("Help you need"),
        length=500,
        rows=2,
        required=False,
        help_text=gettext_lazy(
            "For example: read it to me by telephone; sign language; large print; "
            "somebody writes it down for me."
        ),
    )
    is_true = forms.BooleanField(
        label=gettext_lazy("What I have filled in is true"),
        error_messages={"required": gettext_lazy("Confirm that what you have filled in is true.")},
    )

    # What is kept as the person goes on; the proof is kept beside it, the confirmation is given anew.
    KEPT = (
        "kind",
        "requester_kind",
        "requester_name",
        "contact_person",
        "identity_number",
        "phone",
        "email",
        "address",
        "known_name",
        "description",
        "form_wanted",
        "delivery_wanted",
        "help_needed",
    )

    def __init__(
        self,
        *args: Any,
        has_proof: bool = False,
        proof_problem: str = "",
        pick_up_at: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_proof, self.proof_problem = has_proof, proof_problem
        self.fields["kind"].choice_hints = {  # type: ignore[attr-defined]
            RequestKind.INFORMATION: _("Something the office made or has."),
            RequestKind.CORRECTION: _(
                "What the office has recorded about you is wrong; say what, and what is right."
            ),
        }
        self.fields["delivery_wanted"].choice_hints = {  # type: ignore[attr-defined]
            DeliveryWanted.ONLINE: _("With the number and the code you get at the end."),
            DeliveryWanted.PICK_UP: pick_up_at,
        }

    def clean_proof(self) -> None:
        if self.proof_problem:
            raise ValidationError(self.proof_problem)
        if not self.has_proof:
            raise ValidationError(_("Add a photo or a PDF of your proof of identity."))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "description" in said:
            length = len("".join((said.get("known_name", "") + said["description"]).split()))
            if length < SHORTEST_DESCRIPTION:
                self.add_error(
                    "description",
                    _("Only %(length)s characters so far. Give the year and the matter, at least %(least)s.")
                    % {"length": length, "least": SHORTEST_DESCRIPTION},
                )
        self._check_contact(said)
        return said

    def _check_contact(self, said: dict[str, Any]) -> None:
        wrong = self.errors.keys() & {"phone", "email", "address"}
        if not wrong and not any(said.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", _("Give a telephone number, an e-mail address or a postal address."))
        elif said.get("delivery_wanted") == DeliveryWanted.EMAIL and not said.get("email"):
            if "email" not in wrong:
                self.add_error("email", _("You want it by e-mail: give the address."))
        elif said.get("delivery_wanted") == DeliveryWanted.POST and not said.get("address"):
            self.add_error("address", _("You want it by post: give the address."))

    def as_request(self) -> dict[str, Any]:
        """Return what was filled in as `receive_online` takes it."""
        said = self.cleaned_data
        contact = [said[name] for name in ("contact_person", "phone", "address", "email")]
        description, known = said["description"], said["known_name"]
        return {
            "description": f"{known}\n{description}" if known and known not in description else description,
            "title": known,
            "requester_contact": "，".join(part for part in contact if part),
            "requester_email": said["email"],
            **{
                name: said[name]
                for name in (
                    "kind",
                    "requester_kind",
                    "requester_name",
                    "identity_number",
                    "form_wanted",
                    "delivery_wanted",
                    "help_needed",
                )
            },
        }


def problem_of_proof(file: Any) -> str:
    """Say what is wrong with an uploaded proof of identity; empty when it can be taken."""
    if not file.size:
        return _("This file is empty. Take the photo again.")
    if file.size > settings.LARGEST_PROOF:
        return _("This file has %(size)s MB; at most %(largest)s MB can be taken. Take a smaller photo.") % {
            "size": -(-file.size // 1_000_000),
            "largest": settings.LARGEST_PROOF // 1_000_000,
        }
    file.seek(0)
    kind = type_of(file.read())
    file.seek(0)
    if kind not in PROOFS:
        return _("This is no JPG, PNG or PDF. Take a photo and add that.")
    return ""


class ProgressForm(forms.Form):
    """Number and code that open a request."""

    number = forms.CharField(
        label=gettext_lazy("Number of the request"),
        max_length=80,
        help_text=gettext_lazy("On the receipt, such as 建街公开申〔2026〕17号. Year and serial will do."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Fill this in.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Secret code"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and figures you got with the number."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Fill this in.")},
    )


class ClarificationForm(ActForm):
    text = _text(
        gettext_lazy("What information you want, as exactly as you can"),
        length=5000,
        rows=8,
        help_text=gettext_lazy("This takes the place of what you wrote before."),
    )


class MessageForm(ActForm):
    text = _text(gettext_lazy("Message to the office"), length=2000, rows=6)


class WithdrawalForm(ActForm):
    reason = _text(gettext_lazy("Reason"), length=500, rows=3, required=False)


class RatingForm(ActForm):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied you are"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5: very satisfied")),
            (4, gettext_lazy("4: satisfied")),
            (3, gettext_lazy("3: neither nor")),
            (2, gettext_lazy("2: not satisfied")),
            (1, gettext_lazy("1: not at all satisfied")),
        ],
        widget=forms.RadioSelect,
    )
    note = _text(gettext_lazy("What the office should know"), length=500, rows=3, required=False)
