"""What the disclosure guide (公开指南) says: made of the office's own records and the dated data of the law.

Law: Regulations on the Disclosure of Government Information (2019), art. 12.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.agencies.models import Agency
from gongkai.channels.models import Channel
from gongkai.channels.queries import own_rules_in_public
from gongkai.law import fees, terms
from gongkai.law.channels import ChannelKind
from gongkai.law.terms import Term
from gongkai.portal.catalogue.trees import Branch
from gongkai.resources.models import ReadingPoint


@dataclass
class Part:
    """One part under a heading: sentences, facts (name, value), and rows (words, address, note)."""

    anchor: str
    heading: str
    lines: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def parts(office: Agency, branches: list[Branch], today: date) -> Iterator[Part]:
    """Yield the parts of the guide of `office` as it is on `today`."""
    yield _what(office, branches)
    yield _how_to_read(office)
    yield _who_answers(office)
    yield _how_to_request(office)
    yield _periods(today)
    yield _fees(today)
    yield _remedies(office, today)
    rules = own_rules_in_public(office)
    if rules:
        rows = [(rule.item.title, rule.item.get_public_url(), str(rule.get_kind_display())) for rule in rules]
        yield Part("rules", _("Rules of the office"), rows=rows)
    yield _reading_points(office, today)


def _what(office: Agency, branches: list[Branch]) -> Part:
    return Part(
        "what",
        _("What is disclosed, and how it is arranged"),
        lines=[
            _(
                "By itself the office discloses what articles 20 and 21 of the Regulations name, as far as "
                "its functions reach. Other information is disclosed on request, except what the law "
                "keeps back."
            ),
            _(
                "Each item has an index number, title, abstract and document date. The items are arranged "
                "by column, by the duties of the Regulations, and by key area."
            ),
        ],
        rows=[
            (
                branch.column.name,
                branch.address,
                ngettext("%(number)s item", "%(number)s items", branch.tally.total)
                % {"number": branch.tally.total},
            )
            for branch in branches
        ],
    )


def _how_to_read(office: Agency) -> Part:
    channels = Channel.objects.filter(agency=office, in_use=True).exclude(kind=ChannelKind.WEBSITE)
    kinds: dict[str, list[str]] = {}
    for channel in channels.only("agency", "kind", "name", "address"):
        name = f"{channel.name}（{channel.address}）" if channel.address else channel.name
        kinds.setdefault(str(channel.get_kind_display()), []).append(name)
    return Part(
        "read",
        _("How to get it"),
        lines=[
            _("On this website: read, searched, and saved as a table, without an account."),
            _("At the reading points named below, also on paper and with help."),
        ],
        facts=[(kind, _("; ").join(names)) for kind, names in kinds.items()],
        rows=[
            (_("Catalogue of disclosed information"), reverse("portal:content"), ""),
            (_("The catalogue as a table"), reverse("portal:catalogue_download", args=["xlsx"]), "XLSX"),
            (_("The catalogue as a table"), reverse("portal:catalogue_download", args=["csv"]), "CSV"),
        ],
    )


def _who_answers(office: Agency) -> Part:
    facts = [
        (_("FOI office"), office.foi_office or office.name),
        (_("Address"), office.address),
        (_("Postcode"), office.postcode),
        (_("Office hours"), office.office_hours),
        (_("Telephone"), office.phone),
        (_("Fax"), office.fax),
        (_("E-mail"), office.email),
    ]
    return Part("office", _("Body in charge"), facts=[(name, value) for name, value in facts if value])


def _how_to_request(office: Agency) -> Part:
    by_post = ", ".join(filter(None, [office.address, office.postcode, office.foi_office or office.name]))
    facts = [
        (_("Online"), _("Without an account, in about five minutes; also from a phone.")),
        (_("At the counter"), " ".join(filter(None, [office.address, office.office_hours]))),
        (_("By post"), by_post),
        (_("By fax"), office.fax),
    ]
    return Part(
        "request",
        _("How to request information"),
        lines=[
            _(
                "A request names the requester with proof of identity and contact, describes the information "
                "by name, document number or other marks, and says in which form it is wanted (article 29)."
            ),
            _(
                "No reason has to be given. Who cannot write, read, see or hear well is helped at the "
                "counter; the office writes the request down (article 43)."
            ),
        ],
        facts=[(name, value) for name, value in facts if value],
        rows=[
            (_("How to request"), reverse("portal:requests"), ""),
            (_("Request information online"), reverse("portal:request"), ""),
            (_("Progress of a request"), reverse("portal:request_progress"), ""),
        ],
    )


def _periods(today: date) -> Part:
    named = (
        ("reply", _("The reply, from the day of receipt")),
        (
            "longest_extension",
            _("It may take longer with the consent of the head of the FOI office, by at most"),
        ),
        ("clarification_notice", _("The office asks once to make an unclear request clear, within")),
        ("third_party_answer", _("A third party that is asked answers within")),
    )
    found = [(label, terms.find(name, today)) for name, label in named]
    return Part(
        "periods",
        _("How long it takes"),
        lines=[
            _(
                "What can be given at once is given at once. The time in which others are asked "
                "is not counted."
            )
        ],
        facts=[(label, with_article(term)) for label, term in found if term is not None],
    )


def with_article(term: Term) -> str:
    """Write a period with its unit and the article it rests on."""
    article = f"（{term.article}）" if term.article else ""
    return f"{in_words(term)}{article}"


def in_words(term: Term) -> str:
    number = {"number": term.value}
    match term.unit:
        case "working days":
            return ngettext("%(number)s working day", "%(number)s working days", term.value) % number
        case "months":
            return ngettext("%(number)s month", "%(number)s months", term.value) % number
        case "hours":
            return ngettext("%(number)s hour", "%(number)s hours", term.value) % number
        case _:
            return ngettext("%(number)s day", "%(number)s days", term.value) % number


def _fees(today: date) -> Part:
    lines = [_("Requesting information costs nothing.")]
    facts: list[tuple[str, str]] = []
    if fees.tariff_in_force(today):
        lines.append(
            _(
                "Only where one requester asks clearly too often or for clearly too much, the office may "
                "charge a fee for processing, by cases or by pages, never both (article 42)."
            )
        )
        facts = [
            (_("By cases, in one calendar month"), _bands("cases", today)),
            (_("By pages of one request"), _bands("pages", today)),
        ]
    return Part("fees", _("Fees"), lines=lines, facts=facts)


def _bands(kind: str, today: date) -> str:
    """The bands of a tariff in words, from the tariff itself."""
    reckoned = fees.by_cases(45, today) if kind == "cases" else fees.by_pages(250, today)
    told = []
    for band in reckoned.bands:
        rate = _("free") if band.rate == 0 else _("%(yuan)s yuan each") % {"yuan": _plain(band.rate)}
        told.append(_("from the %(first)s: %(rate)s") % {"first": f"{band.first:,}", "rate": rate})
    return _("; ").join(told) + f"（{reckoned.article}）"


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _remedies(office: Agency, today: date) -> Part:
    facts = []
    reconsideration, suit = terms.find("reconsideration", today), terms.find("suit", today)
    if office.review_body and reconsideration is not None:
        facts.append(
            (_("Reconsideration by %(body)s") % {"body": office.review_body}, with_article(reconsideration))
        )
    if office.court and suit is not None:
        facts.append((_("Suit before %(court)s") % {"court": office.court}, with_article(suit)))
    return Part(
        "remedies",
        _("Who is not content"),
        lines=[
            _(
                "Who thinks that the office does not fulfil its duties of disclosure may complain to the "
                "body in charge of open government above it. Every reply names the remedies against it."
            )
        ],
        facts=facts,
    )


def _reading_points(office: Agency, today: date) -> Part:
    points = ReadingPoint.objects.counted().in_place_on(today).filter(agency=office)
    facts = [
        (point.name, _("; ").join(filter(None, [point.address, point.hours, point.phone])))
        for point in points
    ]
    return Part(
        "reading-points",
        _("Reading points"),
        lines=[] if facts else [_("No reading point is registered yet.")],
        facts=facts,
    )


def as_paragraphs(found: Iterator[Part], address: Any) -> tuple[str, ...]:
    """Return the parts as the paragraphs of a paper, with Chinese numerals before the headings.

    `address(path)` gives the full address that is written out instead of a link.
    """
    paragraphs: list[str] = []
    for numeral, part in zip("一二三四五六七八九十", found, strict=False):
        paragraphs.append(f"{numeral}、{part.heading}")
        paragraphs += part.lines
        paragraphs += [f"{name}：{value or '—'}。" for name, value in part.facts]
        for words, path, note in part.rows:
            noted = f"（{note}）" if note else ""
            paragraphs.append(f"{words}{noted}：{address(path)}")
    return tuple(paragraphs)
