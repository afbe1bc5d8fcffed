"""Forms in a table: the delivery record, the application written down by the office, and any other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from .characters import IDEOGRAPHIC_SPACE, printable
from .letters import BOX, DAY_HERE, chinese_date
from .tables import Alignment, Cell, Column, Row, Table

TICKED_BOX = "☑"
# Millimetres: a line to write on by hand, and the columns: of groups, of labels, of what is filled in.
LINE_HEIGHT, GROUP_WIDTH, LABEL_WIDTH = 8.0, 12.0, 29.0
TEXT_WIDTH = 156.0
FIELDS_IN_A_ROW = 2
# 五号: beside the names of groups less room is left, and a number of 18 figures has to stand on one line.
SMALLER_SIZE = 10.5
WRITTEN_DOWN = "申请人书写确有困难，由本机关代为填写；以上内容已向申请人宣读，申请人确认无误。"


@dataclass(frozen=True)
class Field:
    """A label and what is filled in beside it; without a label the words take its room too.

    With `to_sign` the words stand at the right: the left is for a hand or a seal.
    """

    label: str
    value: str = ""
    to_sign: bool = False


@dataclass(frozen=True)
class FormRow:
    """A row of one or two fields. Rows of the same `group` that follow each other stand beside its name.

    `lines` is how many lines by hand the row has room for at least.
    """

    fields: tuple[Field, ...]
    group: str = ""
    lines: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as printed.

    title    below the name of the `office`, which also stands in the file's properties
    number   above the table at the right
    notes    below the table
    dated    the day of the file's properties; not printed
    """

    title: str
    rows: tuple[FormRow, ...]
    office: str = ""
    number: str = ""
    notes: tuple[str, ...] = ()
    dated: date | None = None

    @property
    def heading(self) -> str:
        """The office and the title, each on lines of their own."""
        return f"{printable(self.office)}\n{self.title}"


@dataclass(frozen=True, kw_only=True)
class DeliveryRecord:
    """A delivery record (送达回证). What is empty is left to be written by hand.

    papers         each paper's name and number, which may be empty
    delivered_on   the day, or day and hour; None leaves room
    received_by    who took it, where known beforehand; there is room for signature or seal anyway
    """

    office: str
    papers: tuple[tuple[str, str], ...]
    recipient: str
    address: str = ""
    way: str = ""
    delivered_on: date | datetime | None = None
    served_by: str = ""
    received_by: str = ""
    remarks: str = ""
    number: str = ""
    made_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """A natural person who applies."""

    name: str
    proof: str = ""
    proof_number: str = ""
    workplace: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A legal person or other organisation that applies; `kind` is one of the five of the annual report."""

    name: str
    kind: str = ""
    code: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Application:
    """An application for information as the office writes it down for someone who cannot.

    forms, deliveries   what is offered: form of the information, way to get it
    chosen              those of them the applicant wants
    written_by          the official who wrote it down and read it out; empty when the applicant fills it in
    """

    office: str
    applicant: Person | Organisation | None = None
    description: str = ""
    forms: tuple[str, ...] = ("纸质", "电子文档", "光盘")
    deliveries: tuple[str, ...] = ("邮寄", "电子邮件", "传真", "当面领取", "当场查阅、抄录")
    chosen: frozenset[str] = frozenset()
    number: str = ""
    received_on: date | None = None
    written_by: str = ""


def ticked(options: Sequence[str], chosen: Collection[str] = ()) -> str:
    """Return `options`, each behind its box; those `chosen` are ticked."""
    return IDEOGRAPHIC_SPACE.join(
        f"{TICKED_BOX if option in chosen else BOX}{printable(option)}" for option in options
    )


def delivery_form(record: DeliveryRecord) -> Form:
    """Return the delivery record as a form, to be signed by the recipient and filed."""
    papers = "\n".join(" ".join(filter(None, map(printable, paper))) for paper in record.papers)
    return Form(
        office=record.office,
        title="送达回证",
        number=record.number,
        rows=(
            FormRow((Field("送达文书名称及文号", papers),), lines=2),
            FormRow((Field("受送达人", record.recipient),), lines=1.5),
            FormRow((Field("送达地点", record.address),), lines=2),
            FormRow((Field("送达方式", record.way), Field("送达人", record.served_by)), lines=1.5),
            FormRow((Field("送达时间", _moment(record.delivered_on)),), lines=1.5),
            FormRow((Field("收件人签名或盖章", _to_sign(record.received_by), to_sign=True),), lines=3),
            FormRow((Field("备注", record.remarks),), lines=3),
        ),
        dated=record.made_on,
    )


def application_form(application: Application) -> Form:
    """Return the application as a form, empty where nothing is known.

    Law: Regulation on the Disclosure of Government Information (2019), art. 29.
    """
    applicant = application.applicant
    person = applicant if isinstance(applicant, Person) else Person(name="")
    organisation = applicant if isinstance(applicant, Organisation) else Organisation(name="")
    received = application.received_on
    rows = [
        *_person_rows(person),
        *_organisation_rows(organisation),
        FormRow(
            (Field("所需信息的名称、文号或者其他特征性描述", application.description),),
            "所需信息情况",
            lines=4,
        ),
        FormRow(
            (Field("所需信息的形式", ticked(application.forms, application.chosen)),),
            "所需信息情况",
        ),
        FormRow(
            (Field("获取信息的途径", ticked(application.deliveries, application.chosen)),),
            "所需信息情况",
        ),
        FormRow((Field("申请人签名或盖章", DAY_HERE, to_sign=True),), lines=2),
    ]
    if application.written_by:
        rows.append(FormRow((Field("代为填写", WRITTEN_DOWN),)))
    rows.append(
        FormRow(
            (
                Field("填写人", application.written_by),
                Field("收到日期", chinese_date(received) if received else DAY_HERE),
            )
        )
    )
    return Form(
        office=application.office,
        title="政府信息公开申请表",
        number=application.number,
        rows=tuple(rows),
        notes=("申请人应当同时提供身份证明。公民与法人或者其他组织，填写其一。",),
        dated=received,
    )


def table_of(form: Form) -> Table:
    """Return `form` as a table without a head.

    Raises ValueError when a row has no field, or more than two.
    """
    grouped = any(row.group for row in form.rows)
    value_width = (TEXT_WIDTH - 2 * LABEL_WIDTH - (GROUP_WIDTH if grouped else 0)) / 2
    widths = (LABEL_WIDTH, value_width) * FIELDS_IN_A_ROW
    if grouped:
        widths = (GROUP_WIDTH, *widths)
    return Table(
        tuple(Column("", each) for each in widths),
        tuple(
            _row(row, len(group) if place == 0 else 0, grouped=grouped)
            for group in _groups(form.rows)
            for place, row in enumerate(group)
        ),
        headless=True,
        size=SMALLER_SIZE if grouped else 0.0,
    )


def _groups(rows: Sequence[FormRow]) -> list[list[FormRow]]:
    groups: list[list[FormRow]] = []
    for name, together in groupby(rows, key=lambda row: row.group):
        rows_of_group = list(together)
        groups += [rows_of_group] if name else [[row] for row in rows_of_group]
    return groups


def _row(row: FormRow, group_height: int, *, grouped: bool) -> Row:
    if not 1 <= len(row.fields) <= FIELDS_IN_A_ROW:
        raise ValueError(f"a row has one or two fields, not {len(row.fields)}: {row!r}")
    cells: list[Cell] = []
    if row.group and group_height:
        cells.append(_label(row.group, down=group_height))
    # What a row without a group saves at the left goes to its first label.
    spare = 1 if grouped and not row.group else 0
    width_of_value = 1 if len(row.fields) == FIELDS_IN_A_ROW else 3
    for place, field in enumerate(row.fields):
        more = spare if place == 0 else 0
        alignment = Alignment.RIGHT if field.to_sign else None
        if field.label:
            cells.append(_label(field.label, across=1 + more))
            cells.append(Cell(field.value, across=width_of_value, alignment=alignment))
        else:
            cells.append(Cell(field.value, across=1 + more + width_of_value, alignment=alignment))
    return Row(tuple(cells), height=row.lines * LINE_HEIGHT)


def _label(text: str, *, across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across=across, down=down, alignment=Alignment.CENTRE)


def _person_rows(person: Person) -> list[FormRow]:
    pairs = (
        (Field("姓名", person.name), Field("工作单位", person.workplace)),
        (Field("证件名称", person.proof), Field("证件号码", person.proof_number)),
        (Field("联系电话", person.phone), Field("邮政编码", person.postcode)),
        (Field("通信地址", person.address),),
        (Field("电子邮箱", person.email),),
    )
    return [FormRow(fields, "公民") for fields in pairs]


def _organisation_rows(organisation: Organisation) -> list[FormRow]:
    pairs = (
        (Field("名称", organisation.name), Field("类型", organisation.kind)),
        (
            Field("统一社会信用代码", organisation.code),
            Field("法定代表人或负责人", organisation.representative),
        ),
        (Field("联系人", organisation.contact), Field("联系电话", organisation.phone)),
        (Field("通信地址", organisation.address),),
        (Field("电子邮箱", organisation.email), Field("邮政编码", organisation.postcode)),
    )
    return [FormRow(fields, "法人或者其他组织") for fields in pairs]


def _moment(moment: date | datetime | None) -> str:
    match moment:
        case None:
            return f"{DAY_HERE}　　时　　分"
        case datetime():
            return f"{chinese_date(moment)}{moment.hour}时{moment.minute}分"
    return chinese_date(moment)


def _to_sign(name: str) -> str:
    return f"{printable(name)}　　{DAY_HERE}"
