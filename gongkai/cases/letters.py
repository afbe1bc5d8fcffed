"""What the letters of a case say: official Chinese text, whatever language the desk is read in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, HowCame, Reply
from gongkai.law import terms
from gongkai.law.outcomes import Outcome, OutcomeGroup
from gongkai.law.outcomes import outcome as outcome_of
from gongkai.law.regimes import Regime
from gongkai.law.remedies import remedy_paragraph
from gongkai.typesetting.letters import Letter, chinese_date

CAME_BY: dict[str, str] = {
    HowCame.IN_PERSON: "当面",
    HowCame.REGISTERED_POST: "以挂号信、快递等签收信函方式",
    HowCame.ORDINARY_POST: "以普通信函方式",
    HowCame.FAX: "以传真方式",
    HowCame.ONLINE: "通过网络",
    HowCame.EMAIL: "以电子邮件方式",
}

ANSWERS = frozenset({OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL, OutcomeGroup.REFUSED})

# Stands where the number will be, as long as the letter is not signed.
NUMBER_TO_COME = "（签发时编号）"


def receipt_letter(case: Case, on: date) -> Letter:
    """Return the receipt of a registered request. It prints a due day only where one is known."""
    regime = Regime.on(case.received_on)
    term = terms.term("reply", case.received_on)
    if case.due_on:
        period = f"本机关将自收到申请之日起{term.value}个工作日内答复，即不迟于{chinese_date(case.due_on)}。"
    else:
        period = f"本机关将自收到申请之日起{term.value}个工作日内答复。"
    return _letter(
        case,
        title="政府信息公开申请登记回执",
        number="",
        paragraphs=(
            _opening(case),
            f"您申请公开的内容：{case.title}",
            f"依据{regime.cited_as}的规定，{period}依法延长答复期限、需要补正或者征求意见的，本机关将另行告知。",
            _contact(case.agency),
        ),
        on=on,
    )


def extension_letter(case: Case, *, days: int, on: date, reason: str) -> Letter:
    """Return the notice that the period is extended.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    article = terms.term("longest_extension", case.received_on).article
    until = f"，延长后不迟于{chinese_date(case.due_on)}答复" if case.due_on else ""
    return _letter(
        case,
        title="政府信息公开申请延期答复告知书",
        number="",
        paragraphs=(
            _opening(case),
            f"因{reason.rstrip('。；，')}，不能在规定的期限内答复。依据{article}的规定，经本机关政府信息公开工作机构"
            f"负责人同意，答复期限延长{days}个工作日{until}。",
            "特此告知。",
        ),
        on=on,
    )


def reply_letter(reply: Reply, *, number: str, on: date, enclosures: tuple[str, ...]) -> Letter:
    """Return the reply letter as it is signed on that day, with its remedy paragraph."""
    case = reply.case
    kind = outcome_of(reply.outcome)
    remedy = remedy_paragraph(kind, on, case.agency.review_body, case.agency.court)
    paragraphs = [_opening(case), f"您申请公开的内容：{case.title}", "经审查，现答复如下："]
    paragraphs += [line.strip() for line in reply.text.splitlines() if line.strip()]
    if reply.ground:
        paragraphs.append(f"本答复的依据：{reply.ground.rstrip('。；，')}。")
    if reply.reasons.strip():
        paragraphs.append(f"理由：{reply.reasons.strip()}")
    if remedy:
        paragraphs.append(remedy)
    return _letter(
        case, title=_title(kind), number=number, paragraphs=tuple(paragraphs), on=on, enclosures=enclosures
    )


def default_ground(kind: Outcome, received_on: date) -> str:
    """Return the provision a reply of that kind rests on, as a letter cites it; empty where none names it."""
    article = kind.article(received_on)
    return f"{Regime.on(received_on).cited_as}{article}" if article else ""


def case_number(agency: Agency, year: int, serial: int) -> str:
    return f"{agency.number_mark}公开申〔{year}〕{serial}号"


def reply_number(agency: Agency, year: int, serial: int) -> str:
    return f"{agency.number_mark}公开复〔{year}〕{serial}号"


def frozen(letter: Letter) -> dict[str, Any]:
    """Return the letter as JSON values, to be kept as it was signed."""
    return {name: _as_json(value) for name, value in asdict(letter).items()}


def thawed(values: dict[str, Any]) -> Letter:
    """Return the letter that was frozen."""
    days = {
        name: date.fromisoformat(values[name])
        for name in ("signed_on", "printed_on")
        if isinstance(values.get(name), str)
    }
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Letter(**(values | lists | days))


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _letter(
    case: Case,
    *,
    title: str,
    number: str,
    paragraphs: tuple[str, ...],
    on: date,
    enclosures: tuple[str, ...] = (),
) -> Letter:
    return Letter(
        issuer=case.agency.name,
        title=title,
        number=number,
        recipient=case.requester_name,
        paragraphs=paragraphs,
        enclosures=enclosures,
        signature=case.agency.name,
        signed_on=on,
    )


def _title(kind: Outcome) -> str:
    return "政府信息公开申请答复书" if kind.group in ANSWERS else "政府信息公开申请告知书"


def _opening(case: Case) -> str:
    return (
        f"您于{chinese_date(case.submitted_on)}{CAME_BY[case.how_came]}提交的政府信息公开申请，"
        f"本机关于{chinese_date(case.received_on)}收到，登记编号为{case.number}。"
    )


def _contact(agency: Agency) -> str:
    parts = [
        ("承办机构：", agency.foi_office),
        ("地址：", agency.address),
        ("电话：", agency.phone),
        ("办公时间：", agency.office_hours),
    ]
    return "；".join(f"{name}{value}" for name, value in parts if value) + "。" if agency.phone else ""
