"""The sheets the office itself makes about a case: registration, approval, delivery, opinions, time, journal.

Official Chinese text, whatever language the desk is read in; call with Chinese switched on, for the names of
choices are taken as they are translated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from gongkai.cases.letters import CHANNEL_WORDS
from gongkai.cases.models import Case, Consultation, Inquiry, Message, OutgoingLetter, Reply
from gongkai.journal.queries import label_of
from gongkai.law.deadlines import CountedDay, UnlawfulLedger
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import form_docx, report_docx
from gongkai.typesetting.fonts import missing_characters
from gongkai.typesetting.forms import DeliveryRecord, Field, Form, FormRow, delivery_form
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.pdf import form_pdf, report_pdf
from gongkai.typesetting.tables import Alignment, Column, Report, Row, Table
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

WEEKDAYS = "一二三四五六日"
CENTRE = Alignment.CENTRE
# What is filled in where the file has nothing.
NOTHING = "无"
# Stands on paper for a character of which no font has a shape; the papers themselves keep it.
NO_SHAPE = "〓"


def with_shapes(text: str) -> str:
    """Return `text` as this machine can print it: for what no font has stands a mark."""
    missing = missing_characters(text)
    return text.translate({ord(sign): NO_SHAPE for sign in missing}) if missing else text


def as_file(sheet: Form | Report) -> tuple[bytes, str]:
    """Return a sheet as PDF, or as DOCX where no font has one of its characters; with the file's ending."""
    try:
        return (form_pdf(sheet) if isinstance(sheet, Form) else report_pdf(sheet)), "pdf"
    except CharactersMissing:
        return (form_docx(sheet) if isinstance(sheet, Form) else report_docx(sheet)), "docx"


def registration_form(case: Case) -> Form:
    """Return what was registered, without contact and identity number: these are erased in their time."""
    return Form(
        office=case.agency.name,
        title="政府信息公开申请登记表",
        number=case.number,
        rows=(
            _wide("申请人", f"{case.requester_name}（{case.get_requester_kind_display()}）"),
            _wide("申请事项", case.title),
            _wide("申请公开的内容", case.description),
            *([_wide("补正后的内容", case.clarified)] if case.clarified else []),
            FormRow(
                (
                    Field("提出方式", CHANNEL_WORDS[case.how_came]),
                    Field("提出日期", chinese_date(case.submitted_on)),
                )
            ),
            FormRow(
                (
                    Field("到达日期", chinese_date(case.arrived_on)),
                    Field("收到日期", _day(case.received_on) or "尚未确认"),
                )
            ),
            FormRow(
                (
                    Field("所需形式", case.get_form_wanted_display() or NOTHING),
                    Field("获取方式", case.get_delivery_wanted_display() or NOTHING),
                )
            ),
            FormRow(
                (
                    Field("承办科室", str(case.handling_section or NOTHING)),
                    Field("登记时间", _moment(case.registered_at)),
                )
            ),
            *([_wide("重新答复依据", case.ordering_decision)] if case.ordering_decision else []),
        ),
        notes=("联系方式和证件号码按规定期限删除，不在本表列出。",),
        dated=case.arrived_on,
    )


def confirmation_report(case: Case) -> Report | None:
    """Return how the receipt was confirmed with the requester; None where the law asks for none."""
    attempts = list(case.attempts.all())
    if not attempts and not case.confirmed_on:
        return None
    rows = [Row((_moment(each.made_at), each.how, each.result, each.by_name)) for each in attempts]
    if case.confirmed_on:
        rows.append(Row((chinese_date(case.confirmed_on), case.confirmed_how, "已确认收到申请", "")))
    return _report(
        case,
        "收到申请确认记录",
        (Column("时间", 3, CENTRE), Column("方式", 2), Column("结果", 3), Column("经办人", 1.6)),
        rows,
    )


def approval_form(reply: Reply) -> Form:
    """Return who proposed, checked and signed a reply, with their opinions and times."""
    kind = reply.outcome_in_law
    rows = [
        _wide("登记编号", reply.case.number),
        _wide("申请事项", reply.case.title),
        _wide("答复类型", kind.label_zh if kind else ""),
        _wide("依据", reply.ground or NOTHING),
        *([_wide("理由", reply.reasons)] if reply.reasons.strip() else []),
        _opinion("拟办", f"提出{kind.label_zh if kind else ''}的答复", reply.proposed_by, reply.proposed_at),
    ]
    if reply.section_by:
        rows.append(_opinion("承办科室意见", reply.section_opinion, reply.section_by, reply.section_at))
    if reply.checked_by:
        rows.append(_opinion("法制审核意见", reply.legal_opinion, reply.checked_by, reply.checked_at))
    if reply.sent_back_by:
        rows.append(_opinion("退回", reply.sent_back_reason, reply.sent_back_by, reply.sent_back_at))
    if reply.signed_by:
        rows.append(_opinion("签发", f"同意，文号{reply.number}", reply.signed_by, reply.signed_at))
    return Form(
        office=reply.case.agency.name,
        title="政府信息公开申请答复审批单",
        number=reply.number,
        rows=tuple(rows),
        dated=reply.signed_on,
    )


def delivery_record(of: OutgoingLetter | Reply, *, with_address: bool = True) -> Form:
    """Return the delivery record (送达回证) of a letter or a reply.

    Without the address it can be kept longer than the requester's contact data.
    """
    case = of.case
    letter = (of.letter or {}) if isinstance(of, Reply) else of.content
    title = str(letter.get("title", ""))
    recipient = of.recipient if isinstance(of, OutgoingLetter) else case.requester_name
    enclosed = [paper.title for paper in of.enclosures.all()] if isinstance(of, Reply) else []
    remarks = [
        f"邮件编号：{of.tracking_number}" if of.tracking_number else "",
        f"发出日期：{chinese_date(of.sent_on)}" if of.sent_on else "",
        of.delivery_note,
    ]
    return delivery_form(
        DeliveryRecord(
            office=case.agency.name,
            papers=((title, of.number), *((f"附件：{name}", "") for name in enclosed)),
            recipient=recipient,
            address=of.recipient_address if with_address else "",
            way=str(of.get_delivered_how_display()) if of.delivered_how else "",
            delivered_on=of.delivered_on,
            remarks="；".join(filter(None, remarks)),
            number=case.number,
            made_on=of.sent_on or of.signed_on,
        )
    )


def consultations_report(case: Case, consultations: Iterable[Consultation]) -> Report | None:
    """Return who was asked for an opinion and what was answered; None where nobody was."""
    rows = [
        Row(
            (
                each.name,
                str(each.get_to_display()),
                _day(each.letter.sent_on),
                _day(each.letter.delivered_on),
                str(each.get_answer_display()) if each.answer else "尚未答复",
                _day(each.answered_on),
                "；".join(filter(None, (each.reasons, each.override_reason))),
            )
        )
        for each in consultations
    ]
    if not rows:
        return None
    columns = (
        Column("被征求方", 2),
        Column("类别", 1.2, CENTRE),
        Column("发出", 1.7, CENTRE),
        Column("送达", 1.7, CENTRE),
        Column("意见", 1.4, CENTRE),
        Column("答复日期", 1.7, CENTRE),
        Column("理由", 2.6),
    )
    return _report(case, "征求意见情况表", columns, rows)


def messages_report(case: Case, messages: Iterable[Message]) -> Report | None:
    """Return what was said on the progress page; None where nothing was."""
    rows = [
        Row((_moment(each.written_at), "本机关" if each.from_office else "申请人", each.text))
        for each in messages
    ]
    if not rows:
        return None
    columns = (Column("时间", 2.6, CENTRE), Column("发送人", 1, CENTRE), Column("内容", 5))
    return _report(case, "网上往来记录", columns, rows)


def counted_days(case: Case, on: date) -> tuple[list[CountedDay], str]:
    """Return the days of the period one by one, or the sentence that says why they cannot be told."""
    if not case.is_received:
        return [], "收到申请尚待与申请人确认，期限未起算。"
    try:
        return list(case.reckoning(loaded_calendar(), case.concluded_on or on).working), ""
    except CalendarMissing as missing:
        return [], str(missing)
    except UnlawfulLedger as unlawful:
        return [], unlawful.sentence


def ledger_report(case: Case, on: date) -> Report:
    """Return the time ledger of a case and its period day by day: counted or not, and why."""
    entries = [
        Row((chinese_date(entry.on), str(entry.get_kind_display()), _told(entry.data, entry.note)))
        for entry in case.entries.all()
    ]
    days, why_not = counted_days(case, on)
    parts: list[str | Table] = []
    if entries:
        lines = (Column("日期", 2, CENTRE), Column("事项", 2), Column("说明", 4))
        parts.append(Table(lines, tuple(entries), caption="时间记录"))
    if days:
        columns = (
            Column("日期", 2, CENTRE),
            Column("星期", 0.8, CENTRE),
            Column("计入", 0.8, CENTRE),
            Column("第几日", 1, CENTRE),
            Column("说明", 4),
        )
        counted = tuple(
            Row(
                (
                    chinese_date(day.day),
                    WEEKDAYS[day.day.weekday()],
                    "是" if day.counts else "否",
                    str(day.number or ""),
                    str(day.why),
                )
            )
            for day in days
        )
        parts.append(Table(columns, counted, caption="期限逐日计算"))
    due = f"到期日：{chinese_date(case.due_on)}。" if case.due_on else ""
    ended = f"办结日：{chinese_date(case.concluded_on)}。" if case.concluded_on else ""
    if due or ended or why_not:
        parts.append(f"{due}{ended}{why_not}")
    return Report(
        title="期限台账",
        subtitle=f"{case.agency.name}\n{case.number}",
        parts=tuple(parts),
        author=case.agency.name,
    )


def counted_days_csv(case: Case, on: date) -> bytes:
    """Return the days of the period as CSV with a mark of order, so that a spreadsheet reads the Chinese."""
    days, why_not = counted_days(case, on)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["日期", "星期", "计入", "第几日", "说明"])
    for day in days:
        weekday, counts = WEEKDAYS[day.day.weekday()], "是" if day.counts else "否"
        rows.writerow([day.day.isoformat(), weekday, counts, day.number or "", day.why])
    if why_not:
        rows.writerow(["", "", "", "", why_not])
    return out.getvalue().encode("utf-8-sig")


def journal_report(case: Case, entries: Iterable[Any]) -> Report:
    """Return the entries of the journal about a case as a table."""
    columns = (
        Column("序号", 1, CENTRE),
        Column("时间", 3, CENTRE),
        Column("事项", 2.4),
        Column("办理人", 1.6),
        Column("理由", 2.6),
    )
    rows = [
        Row((str(entry.number), _moment(entry.at), label_of(entry.act), entry.actor_name, entry.reason))
        for entry in entries
    ]
    return _report(case, "办理日志摘录", columns, rows)


def inquiry_form(inquiry: Inquiry) -> Form:
    """Return an inquiry of the district (协查) with its answer, as far as there is one."""
    due = _day(inquiry.due_on) or (
        f"{inquiry.due_unknown_year}年放假通知尚未载入" if inquiry.due_unknown_year else ""
    )
    return Form(
        office=inquiry.agency.name,
        title="政府信息公开协查办理单",
        number=inquiry.number,
        rows=(
            FormRow(
                (Field("来文机关", inquiry.asked_by), Field("收到日期", chinese_date(inquiry.received_on)))
            ),
            FormRow(
                (
                    Field("答复期限", due),
                    Field("承办科室", str(inquiry.handling_section or "")),
                )
            ),
            _wide("协查事项", inquiry.matter),
            _wide("协查内容", inquiry.question, lines=4),
            _wide("答复内容", inquiry.answer, lines=6),
            FormRow((Field("答复日期", _day(inquiry.answered_on)), Field("经办人"))),
        ),
        dated=inquiry.received_on,
    )


def _report(case: Case, title: str, columns: tuple[Column, ...], rows: list[Row]) -> Report:
    return Report(
        title=title,
        subtitle=f"{case.agency.name}\n{case.number}",
        parts=(Table(columns, tuple(rows)),),
        author=case.agency.name,
    )


def _wide(label: str, value: str, *, lines: float = 1.0) -> FormRow:
    return FormRow((Field(label, value),), lines=lines)


def _opinion(label: str, words: str, by: Any, at: datetime | None) -> FormRow:
    return _wide(label, f"{words.strip()}\n{by.name if by else ''}　{_moment(at)}", lines=2)


def _told(data: dict[str, Any], note: str) -> str:
    """What a line of the ledger holds beside its day, in the words of the sheet."""
    words = [
        f"{label}{ASKED.get(data[name], data[name])}" for name, label in LABELS.items() if data.get(name)
    ]
    return "；".join([*words, note] if note else words)


# What a line of the ledger can hold, and whom a consultation asks.
LABELS = {
    "to": "征求意见对象：",
    "days": "工作日数：",
    "until": "截止：",
    "due": "答复期限：",
    "delivered": "送达：",
    "answered": "答复：",
}
ASKED = {"third_party": "第三方", "agency": "其他机关"}


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    here = localtime(moment)
    return f"{chinese_date(here)} {here:%H:%M}"
