"""From the entries of an issue to its pages: what was cleared, as it was cleared, and nothing else.

Texts and pictures are those of the package each entry froze. A correction says what the portal says: the note
of the edition, or the reason of the withdrawal.
"""

from collections.abc import Iterable, Iterator

from gongkai.agencies.models import Agency
from gongkai.channels.models import EntryKind, Issue, IssueEntry, IssueState
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import Carrier, Markup, Package
from gongkai.typesetting.articles import Article, Drawn, PaperIssue
from gongkai.typesetting.gazette import gazette
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.newspaper import newspaper
from gongkai.typesetting.rich_text import Block, blocks, from_plain, pictures_in

CORRECTIONS = "更正"


def draw(issue: Issue, entries: Iterable[IssueEntry]) -> Drawn:
    """Return the pages of an issue with these entries, in their order.

    Raises CharactersMissing, a sentence for people, when no font of this machine has one of its characters.
    """
    is_gazette = issue.channel.kind == ChannelKind.GAZETTE
    entries = list(entries)
    printed = _earlier_places(issue, entries)
    paper = PaperIssue(
        name=issue.channel.name,
        numbering=numbering_of(issue),
        day=issue.day,
        publisher=issue.agency.name,
        theme=issue.title,
        articles=tuple(_article(entry, printed) for entry in entries),
        imprint=tuple(_imprint(issue.agency, issue.channel.address if not is_gazette else "")),
        sheet=issue.sheet,
    )
    return gazette(paper) if is_gazette else newspaper(paper)


def numbering_of(issue: Issue) -> str:
    """Return the number of an issue as it is printed: 2026年第3期（总第12期）."""
    if issue.number is None:
        return chinese_date(issue.day)
    word = "号" if issue.channel.kind == ChannelKind.GAZETTE else "期"
    return f"{issue.year}年第{issue.number}{word}（总第{issue.total}{word}）"


def place_of(issue: Issue, page: int | None) -> str:
    """Return where something stands in an issue, as it is cited."""
    word, page_word = ("号", "页") if issue.channel.kind == ChannelKind.GAZETTE else ("期", "版")
    place = f"《{issue.channel.name}》{issue.year}年第{issue.number}{word}"
    return f"{place}第{page}{page_word}" if page else place


def body_of(package: Package) -> tuple[Block, ...]:
    """Return the text of a package in its parts."""
    return blocks(package.body if package.markup == Markup.HTML else from_plain(package.body))


def pictures_of(package: Package, body: tuple[Block, ...]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the pictures that stand in the text, by their keys, and the names of all other files."""
    wanted = {picture.file for picture in pictures_in(body)}
    inside: dict[str, bytes] = {}
    others: list[str] = []
    for each in package.frozen_files:
        key = str(each.file_id)
        if key in wanted and each.file.is_picture:
            inside[key] = each.file.read()
        else:
            others.append(each.name.rpartition(".")[0] or each.name)
    return inside, tuple(others)


def _article(entry: IssueEntry, printed: dict[int, IssueEntry]) -> Article:
    if entry.kind == EntryKind.CORRECTION:
        return _correction(entry, printed.get(entry.item_id))
    package, item = entry.package or entry.item.package, entry.item
    body = body_of(package)
    pictures, files = pictures_of(package, body)
    is_document = package.carrier == Carrier.DOCUMENT
    return Article(
        title=package.title,
        body=body,
        section=entry.section,
        number=item.document_number,
        source=item.source or (package.section.name if package.section and not is_document else ""),
        day=item.published_on,
        signature=item.agency.name if is_document else "",
        signed_on=item.document_date if is_document else None,
        enclosures=files,
        pictures=pictures,
    )


def _correction(entry: IssueEntry, earlier: IssueEntry | None) -> Article:
    where = f"{place_of(earlier.issue, earlier.page)}刊登的" if earlier else ""
    title = earlier.package.title if earlier and earlier.package else entry.item.title
    if entry.edition is None:
        head, said = f"关于《{title}》的撤回说明", entry.item.withdrawn_reason
        begins = f"{where}《{title}》已撤回。"
    else:
        head, said = f"关于《{title}》的更正", entry.edition.note
        begins = f"{where}《{title}》更正如下："
    return Article(
        title=head, body=blocks(from_plain(f"{begins}\n\n{said}")), section=CORRECTIONS, is_correction=True
    )


def _earlier_places(issue: Issue, entries: Iterable[IssueEntry]) -> dict[int, IssueEntry]:
    """Return by item where each corrected text was printed last."""
    wanted = [entry.item_id for entry in entries if entry.kind == EntryKind.CORRECTION]
    found = (
        IssueEntry.objects.filter(
            issue__channel_id=issue.channel_id,
            issue__state=IssueState.PRINTED,
            kind=EntryKind.ITEM,
            item_id__in=wanted,
        )
        .select_related("issue__channel", "package")
        .order_by("pk")
    )
    return {entry.item_id: entry for entry in found}


def _imprint(agency: Agency, ways: str) -> Iterator[str]:
    yield f"主办：{agency.name}"
    for label, said in (
        ("地址", agency.address),
        ("电话", agency.phone),
        ("电子邮箱", agency.email),
        ("网址", agency.site_domain),
    ):
        if said:
            yield f"{label}：{said}"
    if ways:
        yield ways
