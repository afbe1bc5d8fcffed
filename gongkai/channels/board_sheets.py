"""The paper of boards and reading points: sheets to post, what hangs in a community, lists to be signed."""

from collections.abc import Iterable
from datetime import date

from gongkai.acts import clock
from gongkai.channels.issue_pages import body_of, pictures_of
from gongkai.channels.models import HandOver, Posting, PostingState, PostingUnit
from gongkai.channels.paper_queries import is_public
from gongkai.channels.posting_periods import last_day
from gongkai.secrecy.models import Carrier
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.pdf import register_pdf, report_pdf
from gongkai.typesetting.posters import Poster, poster_pdf
from gongkai.typesetting.registers import Register, Value
from gongkai.typesetting.tables import Alignment, Column, Report, Row, Table
from gongkai.workdays.queries import loaded_calendar

CENTRE = Alignment.CENTRE
STATES = {
    PostingState.DUE: "待张贴",
    PostingState.POSTED: "张贴中",
    PostingState.TAKEN_DOWN: "已揭下",
    PostingState.VOID: "已取消",
}


def sheet_of(posting: Posting, *, site: str) -> bytes:
    """Return the sheet to be posted, as PDF; `site` is the address of the portal, without a slash at its end.

    The code leads to the text where the portal shows it, else to the portal's first page; without an address
    of the portal there is none. Raises CharactersMissing where no font has a character, CalendarMissing where
    the calendar ends before the period does.
    """
    item, package = posting.release.item, posting.release.item.package
    body = body_of(package)
    pictures, _others = pictures_of(package, body)
    is_document = package.carrier == Carrier.DOCUMENT
    shown = is_public([item])
    return poster_pdf(
        Poster(
            title=package.title,
            body=body,
            office=posting.agency.name,
            posted_on=posting.posted_on or posting.hang_from,
            until=until_of(posting),
            period=f"{posting.days}{'个工作日' if posting.unit == PostingUnit.WORKING_DAYS else '日'}",
            place=posting.where,
            contact=posting.contact,
            number=item.document_number,
            signature=posting.agency.name if is_document else "",
            signed_on=item.document_date if is_document else None,
            address=f"{site}{item.get_public_url() if shown else '/'}" if site else "",
            leads_to_text=shown,
            pictures=pictures,
            sheet=posting.sheet,
        )
    )


def until_of(posting: Posting) -> date:
    """Return the last day the sheet has to hang: from its posting, else from the day it is planned for."""
    return posting.until or last_day(posting.hang_from, posting.days, posting.unit, loaded_calendar())


def list_of(community: str, office: str, postings: Iterable[Posting]) -> bytes:
    """Return what hangs and shall hang on the boards of a community, as a list to print."""
    rows: list[list[Value]] = [
        [
            str(number),
            posting.release.item.title,
            posting.place,
            posting.posted_on or posting.hang_from,
            f"{posting.days}{'个工作日' if posting.unit == PostingUnit.WORKING_DAYS else '日'}",
            posting.until,
            posting.down_on,
            STATES[PostingState(posting.state)],
            "",
        ]
        for number, posting in enumerate(postings, 1)
    ]
    return register_pdf(
        Register(
            title=f"{community}公告栏张贴清单",
            subtitle=office,
            columns=(
                Column("序号", 1, CENTRE),
                Column("标题", 7),
                Column("张贴地点", 4),
                Column("张贴日期", 2.2, CENTRE),
                Column("期限", 1.6, CENTRE),
                Column("应张贴至", 2.2, CENTRE),
                Column("揭下日期", 2.2, CENTRE),
                Column("状态", 1.6, CENTRE),
                Column("经办人签字", 2.6),
            ),
            rows=rows,
            printed_on=clock.today(),
            author=office,
        )
    )


def list_to_sign(hand_over: HandOver) -> bytes:
    """Return the list of a hand-over to a reading point, with room for the signatures."""
    lines = list(hand_over.lines.select_related("release__item"))
    table = Table(
        (
            Column("序号", 1, CENTRE),
            Column("索引号", 6),
            Column("名称", 8),
            Column("份数", 1.2, CENTRE),
            Column("备注", 2),
        ),
        tuple(
            Row((str(number), line.release.item.index_number, line.release.item.title, str(line.copies), ""))
            for number, line in enumerate(lines, 1)
        ),
    )
    copies = sum(line.copies for line in lines)
    office, day = hand_over.agency.name, chinese_date(hand_over.day)
    return report_pdf(
        Report(
            title="政府信息查阅点资料移交清单",
            subtitle=hand_over.point.name,
            parts=(
                f"{office}于{day}向{hand_over.point.name}移交下列主动公开的政府信息，共{len(lines)}件{copies}份。",
                table,
                "移交人（签字）：　　　　　　　　　接收人（签字）：",
                "移交单位（盖章）：　　　　　　　　接收单位（盖章）：",
                "　　　　年　　月　　日　　　　　　　　　年　　月　　日",
            ),
            author=office,
        )
    )
