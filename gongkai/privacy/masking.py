"""Personal data made unreadable while its shape stays, so that a reader sees what stood there."""

from collections.abc import Callable, Iterable

from gongkai.privacy.finding import Finding, find
from gongkai.privacy.shapes import (
    keep_ends,
    letters_and_digits,
    masked_as,
    masked_in_paper,
    masked_name,
    wholly_masked,
)

NOT_MASKED = ("marking",)
# Each is tried when what the one before left is still found: a street that tells enough goes, too.
_MANNERS: tuple[Callable[[str, str], str], ...] = (
    masked_in_paper,
    masked_as,
    lambda _kind, text: wholly_masked(text),
)


def mask(text: str, findings: Iterable[Finding] | None = None) -> str:
    """Return `text` with every finding masked; its length and everything else stay.

    `findings` are those of `find(text)`, all of them or a choice; without them all are masked. Markings of
    secrecy are no personal data and stay readable.
    """
    parts: list[str] = []
    reached = 0
    for each in sorted(find(text) if findings is None else findings, key=lambda finding: finding.start):
        if each.start < reached:
            continue
        parts += [text[reached : each.start], each.masked]
        reached = each.end
    return "".join([*parts, text[reached:]])


def mask_text(text: str, findings: Iterable[Finding] | None = None) -> str:
    """Return `text` as it may go out: what is found in it masked as offices do, its length and the rest kept.

    110101********1234, 138****5678, an address from the door number on, 1980年*月*日, 张某某. What would
    still be found after that is masked further. `findings` are those of `find(text)` that were chosen;
    without them everything is masked, and nothing that could be is found in the result. Markings of
    secrecy stay.
    """
    spans = {(each.start, each.end): (each.kind, 0) for each in _personal(text, findings)}
    masked = text
    while spans:
        masked = _applied(text, spans)
        again = _personal(masked, None)
        further = dict(spans)
        for each in again:
            under = [span for span in spans if span[0] < each.end and each.start < span[1]]
            for span in under:
                kind, manner = spans[span]
                further[span] = kind, min(manner + 1, len(_MANNERS) - 1)
            if findings is None and all(further[span] == spans[span] for span in under):
                further[each.start, each.end] = each.kind, len(_MANNERS) - 1 if under else 0
        if further == spans:
            break
        spans = further
    return masked


def _personal(text: str, findings: Iterable[Finding] | None) -> list[Finding]:
    return [each for each in (find(text) if findings is None else findings) if each.kind not in NOT_MASKED]


def _applied(text: str, spans: dict[tuple[int, int], tuple[str, int]]) -> str:
    signs = list(text)
    # The thorough ones last: where two overlap, what is hidden by one stays hidden.
    for (start, end), (kind, manner) in sorted(spans.items(), key=lambda each: each[1][1]):
        shown = _MANNERS[manner](kind, text[start:end])
        for place, (before, after) in enumerate(zip(text[start:end], shown, strict=True), start):
            if before != after:
                signs[place] = after
    return "".join(signs)


def mask_name(name: str) -> str:
    """Return a person's name with only the surname readable: 王小明 becomes 王**."""
    return masked_name(name.strip())


def mask_contact(text: str) -> str:
    """Return what a requester gave as contact, masked: by its kind where recognised, else by its ends.

    Nothing that was typed as contact is shown whole, even when no kind is recognised.
    """
    text = text.strip()
    findings = [each for each in find(text) if each.kind != "marking"]
    if findings:
        return mask(text, findings)
    signs = letters_and_digits(text)
    return keep_ends(text, signs // 4, signs // 4)
