"""What the letters of a case say: official Chinese text, whatever language the desk is read in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.cases.models import (
    Case,
    Consultation,
    EntryKind,
    FeeBasis,
    HowCame,
    LetterKind,
    Reply,
    RequestKind,
)
from gongkai.law import terms
from gongkai.law.fees import Fee
from gongkai.law.outcomes import Outcome, OutcomeGroup
from gongkai.law.outcomes import outcome as outcome_of
from gongkai.law.regimes import Regime
from gongkai.law.remedies import remedy_paragraph
from gongkai.typesetting.letters import Letter, Slip, SlipLine, chinese_date, frozen, thawed

__all__ = ["frozen", "thawed"]

CAME_BY: dict[str, str] = {
    HowCame.IN_PERSON: "当面",
    HowCame.REGISTERED_POST: "以挂号信、快递等签收信函方式",
    HowCame.ORDINARY_POST: "以普通信函方式",
    HowCame.FAX: "以传真方式",
    HowCame.ONLINE: "通过网络",
    HowCame.EMAIL: "以电子邮件方式",
}

CHANNEL_WORDS: dict[str, str] = {
    HowCame.IN_PERSON: "当面",
    HowCame.REGISTERED_POST: "签收信函",
    HowCame.ORDINARY_POST: "平常信函",
    HowCame.FAX: "传真",
    HowCame.ONLINE: "互联网",
    HowCame.EMAIL: "电子邮件",
}

ANSWERS = frozenset({OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL, OutcomeGroup.REFUSED})

# What stands between 公开 and the year in the number of each kind of letter.
_MARKS: dict[str, str] = {
    LetterKind.RECEIPT: "回",
    LetterKind.CLARIFICATION: "补",
    LetterKind.THIRD_PARTY: "征",
    LetterKind.AGENCY: "协",
    LetterKind.OVERRIDE: "告",
    LetterKind.EXTENSION: "延",
    LetterKind.REASONS: "询",
    LetterKind.LATER_DATE: "期",
    LetterKind.FEE: "费",
    LetterKind.TRANSFER: "转",
    LetterKind.CLOSED: "结",
}

# Stands where the number will be, as long as the letter is not signed.
NUMBER_TO_COME = "（签发时编号）"


def receipt_letter(case: Case, on: date) -> Letter:
    """Return the receipt of a registered request. It prints a due day only where one is known.

    Before the receipt is confirmed with the requester it says that the period has not begun.

    Law: Regulations (2019), arts. 31 and 33; (2007), art. 24.
    """
    regime = Regime.on(case.governed_from)
    paragraphs = [_opening(case), _asked(case)]
    term = terms.term("reply", case.governed_from)
    if not case.is_received:
        paragraphs.append(
            f"依据{regime.cited_as}的规定，以{CHANNEL_WORDS[case.how_came]}提出的申请，以双方确认之日为收到申请之日。"
            f"本机关将与您联系确认；自确认之日起{term.value}个工作日内答复。"
        )
    elif case.due_on and case.ordered_due_on is None:
        paragraphs.append(
            f"依据{regime.cited_as}的规定，本机关将自收到申请之日起{term.value}个工作日内答复，"
            f"即不迟于{chinese_date(case.due_on)}。依法延长答复期限、需要补正或者征求意见的，本机关将另行告知。"
        )
    else:
        paragraphs.append(
            f"依据{regime.cited_as}的规定，本机关将自收到申请之日起{term.value}个工作日内答复。"
            "依法延长答复期限、需要补正或者征求意见的，本机关将另行告知。"
        )
    paragraphs.append("您提供的身份证明和联系方式只用于办理本申请，加密保存，办结后按规定期限删除。")
    paragraphs.append(_contact(case.agency))
    return _letter(case, title=f"{_what(case)}登记回执", number="", paragraphs=tuple(paragraphs), on=on)


def clarification_letter(case: Case, *, what: str, until: date, on: date, starts_anew: bool = True) -> Letter:
    """Return the one notice that asks the requester to correct the request.

    After the 7th working day (`starts_anew` false) it promises no new period and threatens nothing.

    Law: Regulations (2019), art. 30.
    """
    article = terms.term("clarification_notice", case.governed_from).article
    follows = (
        "答复期限自本机关收到补正的申请之日起计算。无正当理由逾期不补正的，视为放弃申请，"
        "本机关不再处理该政府信息公开申请。"
        if starts_anew
        else "本次补正不影响答复期限。"
    )
    return _letter(
        case,
        title="政府信息公开申请补正告知书",
        number="",
        paragraphs=(
            _opening(case),
            "经审查，您的申请内容不明确，需要补正。请补正以下内容：",
            *_lines(what),
            f"依据{article}的规定，请于{chinese_date(until)}（含当日）前提交补正后的申请。{follows}",
            _contact(case.agency),
        ),
        on=on,
    )


def third_party_letter(case: Case, *, name: str, question: str, on: date) -> Letter:
    """Return the letter that asks a third party; it does not say who made the request.

    Law: Regulations (2019), art. 32; (2007), art. 23.
    """
    regime = Regime.on(case.governed_from)
    if regime is Regime.OF_2007:
        period = (
            f"依据{regime.cited_as}第二十三条的规定，现书面征求您（单位）的意见，请书面答复是否同意公开。"
        )
        silence = ""
    else:
        term = terms.term("third_party_answer", case.governed_from)
        period = (
            f"依据{term.article}的规定，现书面征求您（单位）的意见，请自收到本征求意见书之日起{term.value}个工作日内"
            "书面答复是否同意公开；不同意公开的，请说明理由。"
        )
        silence = "逾期未提出意见的，由本机关依照《中华人民共和国政府信息公开条例》的规定决定是否公开。"
    return _letter(
        case,
        to=name,
        title="政府信息公开征求第三方意见书",
        number="",
        paragraphs=(
            "本机关收到政府信息公开申请，申请公开的下列信息涉及您（单位）的合法权益：",
            *_lines(question),
            period,
            *([silence] if silence else []),
            _contact(case.agency),
        ),
        on=on,
        slip=_slip("政府信息公开征求意见回复单", case),
    )


def agency_letter(case: Case, *, name: str, question: str, on: date) -> Letter:
    """Return the letter that asks an agency that made the information too.

    Law: Regulations (2019), art. 34. The text of 2007 knows no period and no consent by silence.
    """
    if Regime.on(case.governed_from) is Regime.OF_2007:
        period = "现征求贵单位的意见，请尽快函复是否同意公开；不同意公开的，请说明理由。"
    else:
        term = terms.term("agency_answer", case.governed_from)
        period = (
            f"依据{term.article}的规定，现征求贵单位的意见，请自收到本函之日起{term.value}个工作日内函复；"
            "逾期未提出意见的，视为同意公开。"
        )
    return _letter(
        case,
        to=name,
        title="关于征求政府信息公开意见的函",
        number="",
        paragraphs=(
            "本机关收到政府信息公开申请，申请公开的下列信息由贵单位与本机关共同制作，或者与贵单位有关：",
            *_lines(question),
            period,
            _contact(case.agency),
        ),
        on=on,
        slip=_slip("政府信息公开意见回复单", case),
        red_head=True,  # A 函 to another agency is an official document.
    )


def override_letter(case: Case, consultation: Consultation, *, reason: str, on: date) -> Letter:
    """Return the notice to a third party that information is disclosed against its objection.

    Law: Regulations (2019), art. 32; (2007), art. 23.
    """
    regime = Regime.on(case.governed_from)
    article = "第三十二条" if regime is Regime.OF_2019 else "第二十三条"
    return _letter(
        case,
        to=consultation.name,
        title="政府信息公开告知书",
        number="",
        paragraphs=(
            f"本机关曾以{consultation.letter.number}征求您（单位）的意见，您（单位）不同意公开。",
            "经审查，不公开下列信息可能对公共利益造成重大影响，本机关决定予以公开：",
            *_lines(consultation.question),
            f"理由：{reason.strip()}",
            f"依据{regime.cited_as}{article}的规定，现将决定公开的政府信息内容和理由书面告知您（单位）。",
        ),
        on=on,
    )


def reasons_letter(case: Case, *, text: str, until: date, on: date) -> Letter:
    """Return the letter that asks for the reasons of excessive requests.

    Law: Regulations (2019), art. 35.
    """
    regime = Regime.on(case.governed_from)
    return _letter(
        case,
        title="政府信息公开申请说明理由通知书",
        number="",
        paragraphs=(
            _opening(case),
            f"您申请公开政府信息的数量、频次明显超过合理范围。依据{regime.cited_as}第三十五条的规定，请您说明理由：",
            *_lines(text),
            f"请于{chinese_date(until)}（含当日）前书面说明。申请理由不合理的，本机关不予处理；理由合理，但是无法在规定的期限内答复的，"
            "本机关可以确定延迟答复的合理期限并告知您。",
            _contact(case.agency),
        ),
        on=on,
    )


def later_date_letter(case: Case, *, due: date, on: date, reason: str) -> Letter:
    """Return the notice of a later date for the reply.

    Law: Regulations (2019), art. 35.
    """
    regime = Regime.on(case.governed_from)
    return _letter(
        case,
        title="政府信息公开申请延迟答复告知书",
        number="",
        paragraphs=(
            _opening(case),
            f"因{reason.strip().rstrip('。；，')}，无法在规定的期限内答复。依据{regime.cited_as}第三十五条的规定，"
            f"本机关确定不迟于{chinese_date(due)}答复。",
            "特此告知。",
        ),
        on=on,
    )


def fee_letter(case: Case, *, basis: str, number: int, fee: Fee, how_to_pay: str, on: date) -> Letter:
    """Return the fee notice, with basis, number, amount, way to pay and what follows.

    Law: Regulations (2019), art. 42; 国办函〔2020〕109号.
    """
    if basis == FeeBasis.CASES:
        day = case.day_received
        what = f"本申请为您在{day.year}年{day.month}月内向本机关提出的第{number}件申请"
    else:
        what = f"提供您申请公开的信息共{number}页"
    days = terms.term("fee_payment", case.governed_from).value
    return _letter(
        case,
        title="政府信息公开信息处理费收费通知书",
        number="",
        paragraphs=(
            _opening(case),
            f"依据{Regime.on(case.governed_from).cited_as}第四十二条和{fee.article}的规定，本机关收取信息处理费。"
            f"{what}，应缴金额为{fee.amount:.2f}元。",
            f"请自收到本通知次日起{days}日内缴费。{how_to_pay.strip()}",
            "逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请；答复期限自您完成缴费次日起重新计算。",
            _contact(case.agency),
        ),
        on=on,
    )


def transfer_letter(case: Case, *, to: str, text: str, on: date) -> Letter:
    """Return the letter that passes on to another agency what concerns it; the requester is not named."""
    return _letter(
        case,
        to=to,
        title="关于转送政府信息公开申请的函",
        number="",
        paragraphs=(
            f"本机关于{chinese_date(case.day_received)}收到政府信息公开申请，登记编号为{case.number}。",
            *_lines(text),
            "现将有关内容转送贵单位，请依法办理。本机关将依法答复申请人。",
            _contact(case.agency),
        ),
        on=on,
        red_head=True,
    )


def closed_letter(case: Case, *, outcome_code: str, on: date) -> Letter:
    """Return the notice that a request is no longer processed, for no clarification or payment came.

    Law: Regulations (2019), arts. 30 and 42.
    """
    regime = Regime.on(case.governed_from)
    if outcome_code == "fee_unpaid":
        why, article = "您逾期未按收费通知要求缴纳费用", "第四十二条"
    else:
        why, article = "您无正当理由逾期未补正", "第三十条"
    return _letter(
        case,
        title="政府信息公开申请终止办理告知书",
        number="",
        paragraphs=(
            _opening(case),
            f"{why}。依据{regime.cited_as}{article}的规定，视为放弃申请，本机关不再处理该政府信息公开申请。",
            "您可以另行提出申请。",
        ),
        on=on,
    )


def extension_letter(case: Case, *, days: int, on: date, reason: str) -> Letter:
    """Return the notice that the period is extended.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    article = terms.term("longest_extension", case.governed_from).article
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
    paragraphs = [_opening(case), _asked(case), "经审查，现答复如下："]
    if case.follows:
        paragraphs.insert(
            1, f"依据{case.ordering_decision}，本机关对该申请重新作出答复，登记编号为{case.number}。"
        )
    paragraphs += [line.strip() for line in reply.text.splitlines() if line.strip()]
    if reply.ground:
        paragraphs.append(f"本答复的依据：{reply.ground.rstrip('。；，')}。")
    if reply.reasons.strip():
        paragraphs.append(f"理由：{reply.reasons.strip()}")
    if remedy:
        paragraphs.append(remedy)
    return _letter(
        case,
        title=_title(case, kind),
        number=number,
        paragraphs=tuple(paragraphs),
        on=on,
        enclosures=enclosures,
    )


def default_ground(kind: Outcome, received_on: date) -> str:
    """Return the provision a reply of that kind rests on, as a letter cites it; empty where none names it."""
    article = kind.article(received_on)
    return f"{Regime.on(received_on).cited_as}{article}" if article else ""


def case_number(agency: Agency, year: int, serial: int) -> str:
    return f"{agency.number_mark}公开申〔{year}〕{serial}号"


def reply_number(agency: Agency, year: int, serial: int) -> str:
    return f"{agency.number_mark}公开复〔{year}〕{serial}号"


def letter_number(agency: Agency, kind: str, year: int, serial: int) -> str:
    """Return the number of a letter: office mark, kind, year and serial."""
    return f"{agency.number_mark}公开{_MARKS[kind]}〔{year}〕{serial}号"


def with_number(letter: Letter, number: str) -> Letter:
    return replace(letter, number=number)


def _letter(
    case: Case,
    *,
    title: str,
    number: str,
    paragraphs: tuple[str, ...],
    on: date,
    enclosures: tuple[str, ...] = (),
    to: str = "",
    slip: Slip | None = None,
    red_head: bool = False,
) -> Letter:
    return Letter(
        issuer=case.agency.name,
        title=title,
        number=number,
        recipient=to or case.requester_name,
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
        enclosures=enclosures,
        signature=case.agency.name,
        signed_on=on,
        slip=slip,
        red_head=red_head,
    )


def _slip(title: str, case: Case) -> Slip:
    return Slip(
        title=title,
        recipient=case.agency.name,
        lines=(
            SlipLine(text=f"贵机关就登记编号为{case.number}的政府信息公开申请征求意见的来函收悉。意见如下："),
            SlipLine(boxes=("同意公开", "部分同意公开", "不同意公开")),
            SlipLine(text="同意公开的部分", rules=2),
            SlipLine(text="不同意公开的理由", rules=4),
            SlipLine(text="联系人及电话", rules=1),
        ),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _title(case: Case, kind: Outcome) -> str:
    return f"{_what(case)}{'答复书' if kind.group in ANSWERS else '告知书'}"


def _what(case: Case) -> str:
    return "政府信息更正申请" if case.is_about_correction else "政府信息公开申请"


def _asked(case: Case) -> str:
    verb = "更正" if case.kind == RequestKind.CORRECTION else "公开"
    if not case.clarified:
        return f"您申请{verb}的内容：{case.title}"
    clarified = f"经补正，您申请{verb}的内容：{' '.join(case.clarified.split())}"
    # A new reply by order takes the clarified wording over; the clarification came in the first case.
    for entry in (case.follows or case).entries.all():
        if entry.kind == EntryKind.CLARIFICATION_RECEIVED:
            return f"本机关于{chinese_date(entry.on)}收到补正的申请。{clarified}"
    return clarified


def _opening(case: Case) -> str:
    if case.follows:
        # A new reply by order has a number and a clock of its own; the request came with the first case.
        return _opening(case.follows)
    verb = f"本机关于{chinese_date(case.received_on)}收到" if case.received_on else "已到达本机关"
    return (
        f"您于{chinese_date(case.submitted_on)}{CAME_BY[case.how_came]}提交的{_what(case)}，"
        f"{verb}，登记编号为{case.number}。"
    )


def _contact(agency: Agency) -> str:
    parts = [
        ("承办机构：", agency.foi_office),
        ("地址：", agency.address),
        ("电话：", agency.phone),
        ("办公时间：", agency.office_hours),
    ]
    return "；".join(f"{name}{value}" for name, value in parts if value) + "。" if agency.phone else ""
