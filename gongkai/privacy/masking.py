"""Personal data made unreadable while its shape stays, so that a reader sees what stood there."""

from collections.abc import Iterable

from gongkai.privacy.finding import Finding, find
from gongkai.privacy.shapes import keep_ends, letters_and_digits, masked_name


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
