"""Reading the chains again: is every entry still there, unchanged and in its place?"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.journal.heads import Head, written_heads
from gongkai.journal.models import Chain, Entry
from gongkai.journal.writing import seal


@dataclass
class Walked:
    """What a walk along one chain found: its end, and the hashes at the numbers written down."""

    length: int = 0
    head: str = ""
    hashes: dict[int, str] = field(default_factory=dict)


def faults() -> Iterator[str]:
    """Say, as sentences, which entries were changed, removed, inserted or cut off; none means sound."""
    heads = list(written_heads())
    walked: dict[str, Walked] = {}
    for name in Entry.objects.order_by("chain").values_list("chain", flat=True).distinct():
        walked[name] = Walked()
        marked = {head.length for head in heads if head.chain == name}
        yield from _walk(name, marked, walked[name])
    tails = {chain.name: chain for chain in Chain.objects.all()}
    for name in sorted(set(walked) | set(tails)):
        yield from _compare_with_tail(name, tails.get(name), walked.get(name, Walked()))
    yield from _compare_with_heads(heads, walked)


def _walk(name: str, marked: set[int], walked: Walked) -> Iterator[str]:
    for entry in Entry.objects.filter(chain=name).order_by("number").iterator(chunk_size=2000):
        place = {"chain": name, "number": entry.number}
        if entry.number != walked.length + 1:
            yield _("Chain %(chain)s: entries %(first)s to %(last)s were removed.") % {
                "chain": name,
                "first": walked.length + 1,
                "last": entry.number - 1,
            }
        elif entry.before != walked.head:
            yield _("Chain %(chain)s: entry %(number)s does not follow the one before it.") % place
        if seal(entry) != entry.hash:
            yield _("Chain %(chain)s: entry %(number)s was changed or inserted.") % place
        walked.length, walked.head = entry.number, entry.hash
        if entry.number in marked:
            walked.hashes[entry.number] = entry.hash


def _compare_with_tail(name: str, tail: Chain | None, walked: Walked) -> Iterator[str]:
    if tail is None:
        yield _("Chain %(chain)s: its tail is missing.") % {"chain": name}
    elif (tail.length, tail.head) != (walked.length, walked.head):
        yield _("Chain %(chain)s: it ends at entry %(found)s, and its tail says %(said)s.") % {
            "chain": name,
            "found": walked.length,
            "said": tail.length,
        }


def _compare_with_heads(heads: list[Head], walked: dict[str, Walked]) -> Iterator[str]:
    told: set[tuple[str, int]] = set()
    for head in heads:
        chain = walked.get(head.chain, Walked())
        place = {"chain": head.chain, "length": head.length, "day": head.at[:10]}
        if not head.length or (head.chain, head.length) in told:
            continue
        if chain.length < head.length:
            yield _("Chain %(chain)s: it was cut off; on %(day)s it had %(length)s entries.") % place
        elif chain.hashes.get(head.length) != head.head:
            yield _("Chain %(chain)s: entry %(length)s is not the one written down on %(day)s.") % place
        else:
            continue
        told.add((head.chain, head.length))
