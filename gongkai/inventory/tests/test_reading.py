"""Files in the columns of the standard catalogues: what is read, what is refused, and what comes back."""

import io

import openpyxl
import pytest

from gongkai.acts import Refused
from gongkai.inventory import actions, table
from gongkai.inventory.models import Audience, GrassRootsLevel, Matter, MatterChannel, Method, Phase
from gongkai.inventory.reading import matters_in_file
from gongkai.inventory.tests.factories import matter

pytestmark = pytest.mark.django_db

TITLE = "（一）社会救助领域基层政务公开标准目录"
CHANNELS = "■政府网站 □政府公报\n□两微一端 □发布会/听证会\n■公开查阅点 ■社区/企事业单位/村公示栏（电子屏）"


def printed_catalogue() -> bytes:
    """Two matters as ministries print them: two rows of headings, merged cells, ticks."""
    book = openpyxl.Workbook()
    sheet = book.active
    heads = [
        "序号",
        "公开事项",
        None,
        "公开内容（要素）",
        "公开依据",
        "公开时限",
        "公开主体",
        "公开渠道和载体",
    ]
    heads += ["公开对象", None, "公开方式", None, "公开层级", None]
    below = [None, "一级\n事项", "二级事项", *[None] * 5]
    below += ["全社会", "特定群体", "主动", "依申请", "县级", "乡级"]
    sheet.append([TITLE])
    sheet.append(heads)
    sheet.append(below)
    sheet.append(
        [
            1,
            "最低生活保障",
            "审核信息",
            "初审对象名单",
            "《暂行办法》",
            "10个工作日内",
            "街道办事处",
            CHANNELS,
        ]
    )
    sheet.append([2, None, "审批信息", "低保对象名单", None, "10个工作日内", None, CHANNELS])
    for row, ticks in ((4, ("J", "K", "N")), (5, ("I", "K", "M", "N"))):
        for column in ticks:
            sheet[f"{column}{row}"] = "√"
    for merged in ("A1:N1", "B2:C2", "I2:J2", "K2:L2", "M2:N2", "D2:D3", "E2:E3", "B4:B5", "E4:E5", "G4:G5"):
        sheet.merge_cells(merged)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_printed_catalogue_is_read_with_its_merged_cells_and_ticks(office):
    first, second = matters_in_file(printed_catalogue(), office.agency)
    assert (first.number, first.facts["code"]) == (4, "社会救助-01")
    assert second.facts | {"content_elements": ""} == {
        "code": "社会救助-02",
        "field": "社会救助",
        "level1": "最低生活保障",
        "level2": "审批信息",
        "content_elements": "",
        "legal_basis": "《暂行办法》",
        "time_limit": "10个工作日内",
        "responsible_body": "街道办事处",
        "channels": (MatterChannel.WEBSITE, MatterChannel.READING_POINT, MatterChannel.NOTICE_BOARD),
        "audience": Audience.EVERYBODY,
        "method": Method.PROACTIVE,
        "levels": (GrassRootsLevel.COUNTY, GrassRootsLevel.TOWNSHIP),
    }
    assert first.facts["audience"] == Audience.GROUPS


def test_what_we_export_comes_back_as_it_was(office):
    there = matter(office, content_elements="一、名单\n二、标准", column="shehui-jiuzhu")
    shown = actions.compare_matters(
        office.agency,
        matters_in_file(table.as_xlsx([there], title="公开事项清单", inside=True), office.agency),
    )
    assert [each.is_same for each in shown.lines] == [True]


def test_the_template_can_be_imported(office):
    lines = matters_in_file(table.template(), office.agency)
    done = actions.import_matters(office.agency, lines, by=office.foi)
    assert (len(done.new), Matter.objects.get().phase) == (1, Phase.SERVICE)


def test_our_csv_comes_back_too(office):
    there = matter(office)
    lines = matters_in_file(table.as_csv([there]), office.agency)
    assert actions.compare_matters(office.agency, lines).same


def test_a_second_import_changes_what_the_file_changed_and_adds_nothing(office):
    lines = matters_in_file(printed_catalogue(), office.agency)
    actions.import_matters(office.agency, lines, by=office.foi)
    lines[0].facts["time_limit"] = "形成之日起20个工作日内"
    shown = actions.compare_matters(office.agency, lines)
    assert [len(each) for each in (shown.new, shown.changed, shown.same)] == [0, 1, 1]
    (change,) = shown.changed[0].changes
    assert (change.name, change.before, change.after) == (
        "time_limit",
        "10个工作日内",
        "形成之日起20个工作日内",
    )
    actions.import_matters(office.agency, lines, by=office.foi, seen=shown.stand)
    first = Matter.objects.get(code="社会救助-01")
    assert (first.limit_number, first.limit_unit, first.revision) == (20, "working days", 1)


def test_a_dry_run_writes_nothing(office):
    shown = actions.compare_matters(office.agency, matters_in_file(printed_catalogue(), office.agency))
    assert len(shown.new) == 2
    assert not Matter.objects.exists()


def test_matters_the_file_does_not_name_stay_and_are_told(office):
    matter(office, code="社会救助-99")
    shown = actions.compare_matters(office.agency, matters_in_file(printed_catalogue(), office.agency))
    assert [each.code for each in shown.missing] == ["社会救助-99"]


def test_one_wrong_line_keeps_the_whole_file_out(office):
    lines = (
        "领域,一级事项,二级事项,公开内容,公开时限,公开主体,公开渠道和载体\n"
        "社会救助,综合业务,监督检查,电话,10个工作日内,街道办事处,政府网站\n"
        "社会救助,综合业务,政策文件,,10个工作日内,街道办事处,飞鸽传书\n"
    ).encode()
    with pytest.raises(Refused) as refused:
        matters_in_file(lines, office.agency)
    assert refused.value.reasons == [
        "Line 3: 公开内容要素 is missing.",
        "Line 3: “飞鸽传书” cannot stand under 公开渠道和载体.",
    ]
    assert not Matter.objects.exists()


def test_a_file_without_headings_is_refused(office):
    with pytest.raises(Refused, match="The headings are missing"):
        matters_in_file("低保,名单\n".encode(), office.agency)


def test_a_field_must_be_known(office):
    text = (
        "一级事项,二级事项,公开内容,公开时限,公开主体,公开渠道\n综合,监督,电话,20个工作日内,街道,政府网站\n"
    )
    with pytest.raises(Refused, match="field"):
        matters_in_file(text.encode(), office.agency)
    (line,) = matters_in_file(text.encode(), office.agency, field="社会救助")
    assert line.facts["field"] == "社会救助"


def test_a_section_nobody_knows_is_refused(office):
    text = (
        "领域,一级事项,二级事项,公开内容,公开时限,公开主体,公开渠道,责任科室\n"
        "社会救助,综合,监督,电话,20个工作日内,街道,政府网站,外星科\n"
    )
    with pytest.raises(Refused, match="no section or community “外星科”"):
        matters_in_file(text.encode(), office.agency)


def test_two_lines_with_one_code_are_refused(office):
    lines = matters_in_file(printed_catalogue(), office.agency)
    lines[1].facts["code"] = "社会救助-01"
    with pytest.raises(Refused, match="Line 5: The code 社会救助-01 stands in line 4 already"):
        actions.import_matters(office.agency, lines, by=office.foi)


def test_an_import_by_somebody_else_is_refused(office):
    lines = matters_in_file(printed_catalogue(), office.agency)
    with pytest.raises(Refused, match="keep the inventory"):
        actions.import_matters(office.agency, lines, by=office.officer)


def test_what_changed_since_the_comparison_is_looked_at_again(office):
    lines = matters_in_file(printed_catalogue(), office.agency)
    seen = actions.compare_matters(office.agency, lines).stand
    matter(office, code="x")
    with pytest.raises(Refused, match="Look at the comparison again"):
        actions.import_matters(office.agency, lines, by=office.foi, seen=seen)


def test_nothing_in_an_export_is_computed_by_the_program_that_opens_it(office):
    there = matter(office, legal_basis="=HYPERLINK(1)")
    book = openpyxl.load_workbook(io.BytesIO(table.as_xlsx([there], title="清单")))
    assert book.active["F4"].value == "'=HYPERLINK(1)"
