"""What can happen to notices and messages: told, read, written, sent, resolved."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, clock, refuse_if_any
from gongkai.acts.actor import PROGRAM
from gongkai.agencies.models import Agency
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.notices import addresses, policy, writing
from gongkai.notices.answers import Answer, Outcome
from gongkai.notices.kinds import Channel, Fault, MessageState, label_of_kind
from gongkai.notices.models import Message, Notice, Preference
from gongkai.notices.sending import SENDERS, hand_over, is_on
from gongkai.people.models import User

log = logging.getLogger(__name__)

label_acts(
    {
        "notices.told": _("Notice given"),
        "notices.read": _("Notice read"),
        "notices.all_read": _("All notices marked as read"),
        "notices.preferences_chosen": _("Ways of being told chosen"),
        "notices.written": _("Message put into the outbox"),
        "notices.sent": _("Message sent"),
        "notices.failed": _("Message could not be sent"),
        "notices.unclear": _("Not known whether the message was sent"),
        "notices.resolved": _("Message found to have been sent"),
        "notices.addresses_forgotten": _("Addresses of sent messages erased"),
        "notices.sent_again": _("Message put into the outbox again"),
        "notices.needless": _("Message left out: there was nothing to tell any more"),
    }
)

# How long to wait after each failed attempt. After the sixth the message has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

# Nobody waits for an answer as long as this: whoever took the message was killed meanwhile.
LOST_AFTER = timedelta(minutes=10)

# The worker has other work too; what is left goes out at its next turn.
LONGEST_TURN_SECONDS = 50

#: A sentence, or what says it: asked in the language of the installation.
Sentence = str | Promise | Callable[[], str]


@transaction.atomic
def notify(
    to: Iterable[User],
    *,
    kind: str,
    subject_key: str,
    text: Sentence,
    url: str,
    slot: str,
    by: Actor = PROGRAM,
    number: str = "",
    due_on: date | None = None,
) -> list[Notice]:
    """Tell each of these people once; return their notices of this slot, new and old.

    `text` is what they read in the desk, `url` the page of the desk it leads to (a path). `subject_key` is
    the key of what it is about and `slot` the occasion, such as "2026-11-27/3": who was told that already
    is not told again. `number` (the number people know the subject by) and `due_on` are all that an e-mail
    or SMS says besides the label of `kind`: nothing of the text leaves the house. Closed accounts are left
    out; e-mail and SMS go to those who want them, where the installation has them.

    Raises ValueError for a `url` that does not stay in the house.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("A notice leads to a page of the desk.")
    people = [person for person in dict.fromkeys(to) if person.is_active]
    preferences = {each.user_id: each for each in Preference.objects.filter(user__in=people)}
    said = _said(text)
    notices = []
    for person in people:
        notice, new = Notice.objects.get_or_create(
            to=person,
            kind=kind,
            subject_key=subject_key,
            slot=slot,
            defaults={"number": number, "text": said, "url": url, "due_on": due_on},
        )
        # Its agency is asked for by the journal; the caller's person brings it along.
        notice.to = person
        notices.append(notice)
        if new:
            preference = preferences.get(person.pk) or Preference()
            preference.user = person
            _tell_outside(notice, preference)
            record(by, "notices.told", notice, kind=kind, slot=slot)
    return notices


def _tell_outside(notice: Notice, preference: Preference) -> None:
    agency = notice.to.agency
    for channel, address in preference.ways():
        if is_on(channel) and not any(addresses.faults_of(channel, address)):
            with translation.override(settings.LANGUAGE_CODE):
                subject = gettext("%(office)s: %(kind)s") % {
                    "office": agency.short_name,
                    "kind": label_of_kind(notice.kind),
                }
                text = _outward_text(notice)
            _put_into_outbox(
                agency,
                channel,
                address,
                subject=subject,
                text=text,
                key=f"notice:{notice.pk}:{channel}",
                kind=notice.kind,
                notice=notice,
            )


def _outward_text(notice: Notice) -> str:
    """Say that there is something to read, and nothing of what it is."""
    kind = label_of_kind(notice.kind)
    if notice.number and notice.due_on:
        return gettext("%(kind)s: no. %(number)s, due on %(day)s. Log in to the desk to read the notice.") % {
            "kind": kind,
            "number": notice.number,
            "day": date_format(notice.due_on),
        }
    if notice.number:
        return gettext("%(kind)s: no. %(number)s. Log in to the desk to read the notice.") % {
            "kind": kind,
            "number": notice.number,
        }
    return gettext("%(kind)s. Log in to the desk to read the notice.") % {"kind": kind}


@transaction.atomic
def write(
    agency: Agency,
    *,
    channel: str,
    address: str,
    subject: Sentence,
    text: Sentence,
    key: str,
    by: Actor,
    kind: str = "",
) -> Message | None:
    """Put a message of `agency` to an address outside into the outbox; it is sent within minutes.

    `key` (at most 200 characters) says what it is, such as "cases.case:12:replied": written a second time
    under the same key it stays the one message. Say no more in `subject` and `text` than a number
    and a day: mail is read by others. An SMS has no subject.
    Returns None where the installation has no such channel; ask `sending.is_on` before offering it.

    Raises Refused when `address` is none of this channel.
    """
    address = addresses.plain(channel, address)
    refuse_if_any(addresses.faults_of(channel, address))
    if not is_on(channel):
        return None
    message, new = _put_into_outbox(
        agency, channel, address, subject=_said(subject), text=_said(text), key=key, kind=kind
    )
    if new:
        record(by, "notices.written", message, channel=str(channel), kind=kind)
    return message


@transaction.atomic
def forget_addresses(key_prefix: str, *, by: Actor) -> int:
    """Erase the addresses of messages whose key begins so and that are under way no more; return how many.

    That something was sent, and when, stays.
    """
    over = Message.objects.filter(key__startswith=key_prefix).exclude(
        state__in=[MessageState.WAITING, MessageState.SENDING]
    )
    messages = list(over.sealed().exclude(shown_address="").select_related("agency"))
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(address="", shown_address="")
    for message in messages:
        record(by, "notices.addresses_forgotten", message)
    return len(messages)


def _said(sentence: Sentence) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(sentence() if callable(sentence) else sentence)


def _put_into_outbox(
    agency: Agency,
    channel: str,
    address: str,
    *,
    subject: str,
    text: str,
    key: str,
    kind: str,
    notice: Notice | None = None,
) -> tuple[Message, bool]:
    return Message.objects.get_or_create(
        key=key,
        defaults={
            "agency": agency,
            "notice": notice,
            "channel": channel,
            "kind": kind,
            "address": address,
            "shown_address": addresses.masked(channel, address),
            "subject": writing.one_line(subject) if channel == Channel.EMAIL else "",
            "text": text,
            "next_try_at": clock.now(),
        },
    )


@transaction.atomic
def mark_read(notice: Notice, *, by: Actor) -> Notice:
    """Note that the person has read the notice. Raises Refused for somebody else's."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("to__agency").get(pk=notice.pk)
    refuse_if_any(policy.obstacles_to_reading(notice, by))
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
        record(by, "notices.read", notice, kind=notice.kind)
    return notice


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Note that the person has read all their notices; return how many were unread."""
    count = Notice.objects.filter(to=by).unread().update(read_at=clock.now())
    if count:
        record(by, "notices.all_read", by, notices=count)
    return count


@transaction.atomic
def choose_ways(
    user: User, *, email_on: bool, email: str, sms_on: bool, mobile: str, by: Actor
) -> Preference:
    """Note how `user` wants to be told outside the desk. An empty `email` stands for that of the account.

    Raises Refused when an address is none, SMS are wanted without a number, or `by` is somebody else.
    """
    email, mobile = addresses.plain(Channel.EMAIL, email), addresses.plain(Channel.SMS, mobile)
    refuse_if_any(policy.obstacles_to_choosing(user, by, email=email, sms_on=sms_on, mobile=mobile))
    preference, _new = Preference.objects.update_or_create(
        user=user, defaults={"email_on": email_on, "email": email, "sms_on": sms_on, "mobile": mobile}
    )
    record(by, "notices.preferences_chosen", user, email=email_on, sms=sms_on)
    return preference


def send_out(now: datetime | None = None) -> int:
    """Send the messages whose turn has come at `now`; return how many were taken out of the outbox.

    Each is marked as being sent, and that is committed, before it is handed over: a program killed in
    between sends nothing twice, the message becomes one whose fate a person resolves. What failed
    is tried again after growing pauses. A channel that is down waits for the next turn and delays no other.

    Raises RuntimeError inside a transaction.
    """
    now = now or clock.now()
    until = time.monotonic() + LONGEST_TURN_SECONDS
    give_up_on_lost(now)
    return sum(_send_out(channel, now, until) for channel in SENDERS if is_on(channel))


def _send_out(channel: str, now: datetime, until: float) -> int:
    taken = 0
    while time.monotonic() < until:
        message = take(channel, now)
        if message is None:
            break
        taken += 1
        try:
            answer = hand_over(message)
        except Exception:
            # Not foreseen, so nobody knows how far it went: it stays as being sent until it counts as lost.
            log.exception("Message %s could not be handed over.", message.pk)
            continue
        settle(message, answer, now)
        if answer.wait:
            _hold(channel, now + answer.wait)
        if answer.down:
            break
    return taken


@transaction.atomic(durable=True)
def take(channel: str, now: datetime) -> Message | None:
    """Take the next message of the channel out of the outbox, as one being sent; None: nothing is due.

    Its text is made now where its kind asks for that; one that has nothing to tell any more is left out.
    """
    message = _next(channel, now)
    while message is not None and not _is_written(message, now):
        message = _next(channel, now)
    if message is None:
        return None
    message.state, message.taken_at, message.next_try_at = MessageState.SENDING, now, None
    message.attempts += 1
    message.save(update_fields=["state", "taken_at", "next_try_at", "attempts", "subject", "text"])
    return message


def _next(channel: str, now: datetime) -> Message | None:
    # Another worker's row is passed over, not waited for.
    return (
        Message.objects.select_for_update(skip_locked=True)
        .sealed()
        .due(now)
        .filter(channel=channel)
        .order_by("next_try_at", "pk")
        .first()
    )


def _is_written(message: Message, now: datetime) -> bool:
    """Make the text of a message; one without is deleted, one that cannot be made now waits."""
    try:
        with transaction.atomic():
            has_text = writing.write_now(message)
    except Exception:
        log.exception("Message %s could not be written.", message.pk)
        Message.objects.filter(pk=message.pk).update(next_try_at=now + PAUSES[1])
        return False
    if not has_text:
        record(PROGRAM, "notices.needless", message.agency, message=message.pk, kind=message.kind)
        message.delete()
    return has_text


@transaction.atomic(durable=True)
def settle(message: Message, answer: Answer, now: datetime) -> Message:
    """Note what came of handing over a message that `take` gave."""
    taken_at, message = message.taken_at, _locked(message)
    late = message.state == MessageState.UNCLEAR
    if message.taken_at != taken_at or not (late or message.state == MessageState.SENDING):
        # A person resolved it meanwhile, or it was taken anew.
        return message
    message.last_fault, message.last_code = answer.fault, answer.code
    message.provider_reference = answer.reference
    if answer.outcome is Outcome.SENT:
        message.state, message.sent_at = MessageState.SENT, now
    elif answer.outcome is Outcome.UNCLEAR:
        message.state = MessageState.UNCLEAR
    elif answer.outcome is Outcome.LATER and message.attempts <= len(PAUSES):
        message.state = MessageState.WAITING
        message.next_try_at = now + max(PAUSES[message.attempts - 1], answer.wait or timedelta())
    else:
        message.state = MessageState.FAILED
    message.save()
    if message.state == MessageState.SENT:
        record(PROGRAM, "notices.sent", message, attempts=message.attempts)
    elif message.state == MessageState.FAILED:
        record(PROGRAM, "notices.failed", message, attempts=message.attempts, fault=message.last_fault)
    elif message.state == MessageState.UNCLEAR and not late:
        record(PROGRAM, "notices.unclear", message, attempts=message.attempts)
    return message


def give_up_on_lost(now: datetime) -> None:
    """Mark as unclear what was taken ten minutes before `now`, or earlier, and never settled."""
    lost = Message.objects.filter(state=MessageState.SENDING, taken_at__lte=now - LOST_AFTER)
    for pk in list(lost.values_list("pk", flat=True)):
        _give_up(pk)


@transaction.atomic
def _give_up(pk: int) -> None:
    message = Message.objects.select_for_update(of=("self",)).select_related("agency").sealed().get(pk=pk)
    if message.state != MessageState.SENDING:
        return
    message.state, message.last_fault, message.last_code = MessageState.UNCLEAR, Fault.ANSWER_LOST, ""
    message.save(update_fields=["state", "last_fault", "last_code"])
    record(PROGRAM, "notices.unclear", message, attempts=message.attempts)


def _hold(channel: str, until: datetime) -> None:
    """The server asked for a rest: nothing of this channel is tried before `until`."""
    Message.objects.filter(channel=channel, state=MessageState.WAITING, next_try_at__lt=until).update(
        next_try_at=until
    )


@transaction.atomic
def resolve_sent(message: Message, *, by: User, remark: str = "") -> Message:
    """Note, as the system administrator, that a message whose answer was lost did reach the server.

    Raises Refused when it is known what became of it, or `by` does not keep this outbox.
    """
    message = _locked(message)
    refuse_if_any(policy.obstacles_to_resolving(message, by))
    message.state, message.sent_at = MessageState.SENT, message.taken_at
    message.save(update_fields=["state", "sent_at"])
    record(by, "notices.resolved", message, reason=remark)
    return message


@transaction.atomic
def send_again(message: Message, *, by: User, remark: str = "") -> Message:
    """Put a message that failed, or whose answer was lost, into the outbox again, as if it were new.

    Raises Refused when it has been sent or is on its way, or `by` does not keep this outbox.
    """
    message = _locked(message)
    refuse_if_any(policy.obstacles_to_sending_again(message, by))
    message.state, message.next_try_at, message.attempts = MessageState.WAITING, clock.now(), 0
    message.last_fault = message.last_code = ""
    message.save(update_fields=["state", "next_try_at", "attempts", "last_fault", "last_code"])
    record(by, "notices.sent_again", message, reason=remark)
    return message


def _locked(message: Message) -> Message:
    """Fetch the message anew and lock it. Its address stays sealed: an unreadable one holds up no act."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("agency").sealed()
    return rows.get(pk=message.pk)
