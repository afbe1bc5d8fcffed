"""Who is in a group, on what consent, and how they leave it for good."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from gongkai.acts import Refused, clock
from gongkai.channels import actions, groups, groups_planning, groups_reading
from gongkai.channels.fitting import Fitted
from gongkai.channels.models import OptOutHow, SmsContact, SmsGroup, SmsOptOut
from gongkai.channels.models.groups import index_of
from gongkai.channels.tests import factories
from gongkai.journal.models import Entry
from gongkai.law.channels import ChannelKind

NOON = datetime(2026, 11, 23, 12, 0)
NUMBER, OTHER = "13800138000", "13900139000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(office: SimpleNamespace) -> SmsGroup:
    with clock.pretend(NOON):
        return groups.open_group(office.agency, by=office.foi, name="低保家庭", purpose="低保政策和通知")


def add(group: SmsGroup, office: SimpleNamespace, number: str = NUMBER, **given: Any) -> SmsContact:
    values: dict[str, Any] = {
        "source": "paper",
        "source_note": "2026年登记表",
        "consented_on": date(2026, 11, 2),
        "name": "张居民（虚构）",
    }
    with clock.pretend(NOON):
        return groups.add_contact(group, by=office.editor, number=number, **values | given)


def read(text: str) -> list[groups_reading.Line]:
    with clock.pretend(NOON):
        return groups_reading.read_list(text.encode())


def take_in(group: SmsGroup, office: SimpleNamespace, text: str) -> int:
    with clock.pretend(NOON):
        return groups_reading.take_in(
            group, groups_reading.read_list(text.encode()), by=office.editor, list_name="名单.csv"
        )


HEAD = "手机号,姓名,同意日期,来源\n"


def test_without_a_consent_nobody_is_taken_in(group: SmsGroup, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="on what this person agreed"):
        add(group, office, source_note=" ")
    with pytest.raises(Refused, match="lies in the future"):
        add(group, office, consented_on=date(2026, 11, 24))
    with pytest.raises(Refused, match="not a mobile number"):
        add(group, office, "65126891")


def test_a_number_and_a_name_lie_encrypted_and_stand_in_no_journal(
    group: SmsGroup, office: SimpleNamespace
) -> None:
    contact = add(group, office)
    with clock.pretend(NOON):
        groups.end_contact(contact, by=office.editor, reason="搬走")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_smscontact")
        stored = json.dumps(cursor.fetchall(), cls=DjangoJSONEncoder, ensure_ascii=False)
    told = "".join(f"{each.subject_label}{each.details}" for each in Entry.objects.all())
    assert NUMBER not in stored + told
    assert "张居民" not in stored + told
    assert NUMBER[:3] + "****" + NUMBER[-4:] not in told


def test_a_look_at_a_number_is_an_act_with_a_reason(group: SmsGroup, office: SimpleNamespace) -> None:
    contact = add(group, office)
    with clock.pretend(NOON):
        with pytest.raises(Refused, match="Give the reason"):
            groups.show_number(contact, by=office.foi, reason="")
        assert groups.show_number(contact, by=office.foi, reason="回电")[0] == NUMBER
        with pytest.raises(Refused, match="works with groups"):
            groups.show_number(contact, by=office.stranger, reason="好奇")
    assert Entry.objects.filter(act="channels.sms_number_shown").count() == 1


def test_others_see_no_groups_at_all(group: SmsGroup, office: SimpleNamespace) -> None:
    contact = add(group, office)
    for person in (office.stranger, office.supervisor, office.sysadmin, office.officer, office.leader):
        assert not SmsGroup.objects.visible_to(person).exists()
        assert not SmsContact.objects.visible_to(person).exists()
    assert SmsContact.objects.visible_to(office.editor).get() == contact


def test_who_wants_no_more_leaves_all_groups_and_no_list_brings_them_back(
    group: SmsGroup, office: SimpleNamespace
) -> None:
    add(group, office)
    with clock.pretend(NOON):
        second = groups.open_group(office.agency, by=office.foi, name="老年人", purpose="老年餐桌")
    add(second, office, "138-0013-8000")
    with clock.pretend(NOON):
        assert groups.opt_out(office.agency, "+86 13800138000", by=office.editor, how=OptOutHow.CALL) == 2
    with pytest.raises(Refused, match="Line 2: The owner of this number wants no more"):
        take_in(group, office, f"{HEAD}{NUMBER},,2026-11-20,书面\n{OTHER},,2026-11-20,书面\n")
    with pytest.raises(Refused, match="wants no more"):
        add(group, office)
    assert not SmsContact.objects.reached().exists()


def test_a_number_in_no_group_can_be_kept_from_being_taken_in(
    group: SmsGroup, office: SimpleNamespace
) -> None:
    with clock.pretend(NOON):
        assert groups.opt_out(office.agency, OTHER, by=office.foi, how=OptOutHow.COUNTER) == 0
    with pytest.raises(Refused, match="wants no more"):
        add(group, office, OTHER)
    assert SmsOptOut.objects.get().number_index == index_of(office.agency, OTHER)


def test_numbers_are_erased_in_time_and_the_wish_is_remembered(
    group: SmsGroup, office: SimpleNamespace
) -> None:
    gone, stays = add(group, office), add(group, office, OTHER)
    with clock.pretend(NOON):
        groups.opt_out(office.agency, NUMBER, by=office.foi, how=OptOutHow.CALL)
    with clock.pretend(NOON + timedelta(days=29)):
        assert groups.erase_what_is_over() == 0
    with clock.pretend(NOON + timedelta(days=31)):
        assert groups.erase_what_is_over() == 1
        assert groups.erase_what_is_over() == 0
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.number, gone.name, gone.shown_number) == ("", "", "")
    assert stays.number == OTHER
    with pytest.raises(Refused, match="wants no more"):
        add(group, office)


def test_a_closed_group_is_empty_and_stays_closed(group: SmsGroup, office: SimpleNamespace) -> None:
    add(group, office)
    with clock.pretend(NOON):
        closed = groups.close_group(group, by=office.foi, reason="项目结束")
    assert not SmsContact.objects.reached().filter(group=closed).exists()
    with pytest.raises(Refused, match="closed"):
        add(closed, office, OTHER)


def test_a_list_is_taken_in_once_and_tells_who_is_there(group: SmsGroup, office: SimpleNamespace) -> None:
    add(group, office)
    text = (
        f"{HEAD}{NUMBER},张居民,2026-11-01,书面登记表\n{OTHER},,2026年11月3日,网上表单\n"
        f"+86 139 0013 9000,,2026/11/4,窗口\n１３７００１３７０００,,2026.11.5,电话录音\n"
    )
    with clock.pretend(NOON):
        compared = groups_reading.compare(group, read(text))
    assert [line.row for line in compared.new] == [3, 5]
    assert (compared.there_already, compared.twice) == ((2,), (4,))
    assert take_in(group, office, text) == 2
    assert take_in(group, office, text) == 0
    assert {each.source for each in SmsContact.objects.all()} == {"paper", "form", "call"}


def test_a_list_comes_as_a_sheet_too(group: SmsGroup) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["低保家庭短信接收名单"])
    sheet.append(["序号", "姓名", "手机号码", "同意日期", "同意来源"])
    sheet.append([1, "张居民（虚构）", 13800138000, datetime(2026, 11, 2), "纸质同意书"])
    written = io.BytesIO()
    book.save(written)
    with clock.pretend(NOON):
        (line,) = groups_reading.read_list(written.getvalue())
    assert (line.row, line.number, line.consented_on) == (3, NUMBER, date(2026, 11, 2))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("手机号,姓名\n13800138000,张\n", "no column 同意日期"),
        ("手机号,同意日期\n13800138000,2026-11-01\n", "no column 来源"),
        ("姓名\n张\n", "headings are missing"),
        (HEAD, "names nobody"),
        (f"{HEAD}{NUMBER},,,书面\n", "Line 2: The day of the consent is missing"),
        (f"{HEAD}{NUMBER},,2026-13-01,书面\n", "Line 2: The day of the consent is missing"),
        (f"{HEAD}{NUMBER},,2026-11-24,书面\n", "Line 2: The day of the consent lies in the future"),
        (f"{HEAD}{NUMBER},,2026-11-01,\n", "Line 2: The source of the consent is missing"),
        (f"{HEAD}{NUMBER},,2026-11-01,听说\n", "Line 2: What this source is cannot be told"),
        (f"{HEAD}1.38E+10,,2026-11-01,书面\n", "Line 2: This is not a mobile number"),
        (f"{HEAD}{NUMBER},,2026-11-01,书面\n65126891,,2026-11-01,书面\n", "Line 3: This is not a mobile"),
    ],
)
def test_a_list_with_a_fault_is_refused_by_its_line(group: SmsGroup, text: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read(text)
    assert NUMBER not in str(refused.value.reasons)


def test_of_a_list_with_a_thousand_faults_the_first_are_told(group: SmsGroup) -> None:
    with pytest.raises(Refused) as refused:
        read(HEAD + "0,,2026-11-01,书面\n" * 900)
    assert len(refused.value.reasons) == groups_reading.MOST_FAULTS + 1


def test_what_was_compared_can_be_taken_in_only_by_that_person_in_that_group(
    group: SmsGroup, office: SimpleNamespace
) -> None:
    with clock.pretend(NOON):
        lines = read(f"{HEAD}{NUMBER},张居民,2026-11-01,书面\n")
        paper = groups_reading.sealed(lines, group, office.editor)
        assert NUMBER not in paper
        assert groups_reading.unsealed(paper, group, office.editor) == lines
        for spoilt, by in (
            (paper, office.foi),
            (paper[:-8] + "AAAAAAA=", office.editor),
            ("x", office.editor),
        ):
            with pytest.raises(Refused, match="no longer good"):
                groups_reading.unsealed(spoilt, group, by)


def test_the_price_of_the_day_is_what_it_costs(group: SmsGroup, office: SimpleNamespace) -> None:
    add(group, office)
    add(group, office, OTHER)
    item = factories.published_item(office)
    channel = factories.channel(office, ChannelKind.SMS)
    with clock.pretend(NOON):
        row = actions.release(item, channel, by=office.foi)
        assert groups_planning.preview(row, [group]).cost == Decimal("0.10")
        groups.set_price(
            channel, by=office.foi, valid_from=date(2026, 11, 1), yuan=Decimal("0.036"), note="2026年合同"
        )
        groups.set_price(
            channel, by=office.foi, valid_from=date(2026, 12, 1), yuan=Decimal("0.9"), note="2027年合同"
        )
        row = actions.fit(row, Fitted(text="社区开展垃圾分类宣传。" * 7), by=office.foi)
        seen = groups_planning.preview(row, [group])
    assert (seen.parts, seen.recipients, seen.price, seen.cost) == (2, 2, Decimal("0.0360"), Decimal("0.14"))
    assert seen.text.startswith("【建国门街道】社区")
    assert seen.text.endswith("。回复TD退订")
