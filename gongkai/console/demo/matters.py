"""The matters of the office's inventory, as rows of the published standard catalogues tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.console.demo.ground import Office
from gongkai.inventory.models import Audience, GrassRootsLevel, Matter, MatterChannel, Method, Phase

TEN_DAYS = "制定或获取信息之日起10个工作日内"
TWENTY_DAYS = "形成或变更之日起20个工作日内"
REGULATIONS = "《信息公开条例》及相关规定"
ALLOWANCE = "《国务院关于进一步加强和改进最低生活保障工作的意见》、各地相关政策法规文件"
DIFFICULTY = "《国务院关于进一步健全特困人员救助供养制度的意见》、各地相关政策法规文件"
ASSISTANCE = "《社会救助暂行办法》"
EMPLOYMENT = "人力资源社会保障部门、街道办事处"
CIVIL_AFFAIRS = "县级政府民政部门、乡镇政府（街道办事处）"
SUBDISTRICT = "街道办事处"

SITE = (MatterChannel.WEBSITE,)
SITE_AND_HALL = (MatterChannel.WEBSITE, MatterChannel.SERVICE_CENTRE)
SITE_POINT_HALL = (MatterChannel.WEBSITE, MatterChannel.READING_POINT, MatterChannel.SERVICE_CENTRE)
SITE_AND_BOARD = (MatterChannel.WEBSITE, MatterChannel.NOTICE_BOARD)
BOARD = (MatterChannel.NOTICE_BOARD,)

BOTH = (GrassRootsLevel.COUNTY, GrassRootsLevel.TOWNSHIP)
OURS = (GrassRootsLevel.TOWNSHIP,)


@dataclass(frozen=True)
class Row:
    """One matter; `section` and `column` are those of the office that keeps it."""

    code: str
    field: str
    level1: str
    level2: str
    elements: str
    basis: str
    limit: str
    body: str
    channels: tuple[MatterChannel, ...]
    phase: Phase
    section: str
    column: str = ""
    audience: Audience = Audience.EVERYBODY
    levels: tuple[GrassRootsLevel, ...] = BOTH

    def facts(self, section: Any) -> dict[str, Any]:
        """The arguments of the act."""
        return {
            "code": self.code,
            "field": self.field,
            "level1": self.level1,
            "level2": self.level2,
            "content_elements": self.elements,
            "legal_basis": self.basis,
            "time_limit": self.limit,
            "responsible_body": self.body,
            "channels": self.channels,
            "audience": self.audience,
            "method": Method.PROACTIVE,
            "levels": self.levels,
            "phase": self.phase,
            "section": section,
            "column": self.column,
        }


def _assistance(number: int, level1: str, level2: str, elements: str, *rest: Any, **more: Any) -> Row:
    basis, channels, phase = rest
    values: dict[str, Any] = {"limit": TEN_DAYS, "body": CIVIL_AFFAIRS} | more
    return Row(
        f"社会救助-{number:02d}",
        "社会救助",
        level1,
        level2,
        elements,
        basis,
        values.pop("limit"),
        values.pop("body"),
        channels,
        phase,
        "民生保障科",
        "shjz",
        **values,
    )


_POLICY, _GUIDE, _REVIEW, _APPROVAL = "政策法规文件", "办事指南", "审核信息", "审批信息"
_STEPS = "办理条件、救助标准、申请材料、办理流程、办理时间、地点、联系方式"

ROWS = (
    _assistance(
        1,
        "综合业务",
        _POLICY,
        "《社会救助暂行办法》；各地配套政策法规文件",
        REGULATIONS,
        SITE_POINT_HALL,
        Phase.DECISION,
    ),
    _assistance(
        2,
        "综合业务",
        "监督检查",
        "社会救助信访通讯地址；社会救助投诉举报电话",
        REGULATIONS,
        (*SITE_POINT_HALL, MatterChannel.NOTICE_BOARD),
        Phase.MANAGEMENT,
    ),
    _assistance(
        3,
        "最低生活保障",
        _POLICY,
        "《最低生活保障审核审批办法（试行）》、各地配套政策法规文件",
        REGULATIONS,
        SITE_AND_BOARD,
        Phase.DECISION,
    ),
    _assistance(4, "最低生活保障", _GUIDE, f"办理事项、{_STEPS}", ALLOWANCE, SITE_AND_HALL, Phase.SERVICE),
    _assistance(
        5,
        "最低生活保障",
        _REVIEW,
        "初审对象名单及相关信息",
        ALLOWANCE,
        BOARD,
        Phase.EXECUTION,
        limit="制定或获取信息之日起10个工作日内，公示7个工作日",
        body="乡镇政府（街道办事处）",
        audience=Audience.GROUPS,
        levels=OURS,
    ),
    _assistance(6, "最低生活保障", _APPROVAL, "低保对象名单及相关信息", ALLOWANCE, BOARD, Phase.RESULT),
    _assistance(
        7,
        "特困人员救助供养",
        _POLICY,
        "《特困人员认定办法》（民发〔2016〕178号）、各地配套政策法规文件",
        REGULATIONS,
        SITE_POINT_HALL,
        Phase.DECISION,
        body="民政部门、乡镇政府（街道办事处）",
    ),
    _assistance(
        8,
        "特困人员救助供养",
        _GUIDE,
        f"办理事项、{_STEPS}",
        DIFFICULTY,
        SITE_AND_HALL,
        Phase.SERVICE,
        body="民政部门、乡镇政府（街道办事处）",
    ),
    _assistance(
        9,
        "特困人员救助供养",
        _REVIEW,
        "初审对象名单及相关信息、终止供养名单",
        DIFFICULTY,
        BOARD,
        Phase.RESULT,
        limit="制定或获取信息之日起10个工作日内，公示7个工作日",
        body="乡镇政府（街道办事处）",
        audience=Audience.GROUPS,
        levels=OURS,
    ),
    _assistance(10, "医疗救助", "救助情况", "救助人数、救助金额", ASSISTANCE, SITE_AND_BOARD, Phase.RESULT),
    _assistance(11, "临时救助", "救助情况", "救助户数、救助金额", ASSISTANCE, SITE_AND_BOARD, Phase.RESULT),
    _assistance(
        12,
        "高等教育新生入学救助",
        "救助情况",
        "救助人数、救助金额",
        ASSISTANCE,
        SITE_AND_BOARD,
        Phase.RESULT,
    ),
    Row(
        "财政预决算-01",
        "财政预决算",
        "部门预算",
        "部门收支总体情况",
        "收支总表、收入总表、支出总表",
        "《预算法》第十四条",
        "部门批复后20日内",
        SUBDISTRICT,
        SITE,
        Phase.DECISION,
        "财政科",
        "ysjs",
        levels=OURS,
    ),
    Row(
        "财政预决算-02",
        "财政预决算",
        "部门决算",
        "“三公”经费",
        "因公出国（境）费、公务用车购置及运行费、公务接待费的数额与增减说明",
        "《预算法》第十四条",
        "部门批复后20日内",
        SUBDISTRICT,
        SITE,
        Phase.RESULT,
        "财政科",
        "ysjs",
        levels=OURS,
    ),
    Row(
        "就业创业-01",
        "就业创业",
        "就业失业登记",
        "失业登记",
        "对象范围、申领条件、申领材料、办理流程、办理时限、办理地点、咨询电话",
        "《就业促进法》《政府信息公开条例》",
        TWENTY_DAYS,
        EMPLOYMENT,
        (*SITE_AND_HALL, MatterChannel.SERVICE_STATION),
        Phase.SERVICE,
        "社会保障事务所",
        "jycy",
    ),
    Row(
        "就业创业-02",
        "就业创业",
        "就业困难人员认定",
        "就业困难人员公示",
        "公示名单（姓名、类别，隐去身份证号）",
        "《就业服务与就业管理规定》",
        "认定后20个工作日内",
        SUBDISTRICT,
        BOARD,
        Phase.RESULT,
        "社会保障事务所",
        "jycy",
        audience=Audience.GROUPS,
        levels=OURS,
    ),
    Row(
        "社会保险-01",
        "社会保险",
        "城乡居民基本养老保险",
        "参保登记办事指南",
        "办理材料、办理方式、办理时限、收费依据及标准、办理机构及地点、咨询查询途径、监督投诉渠道",
        "《社会保险法》《政府信息公开条例》",
        TWENTY_DAYS,
        "社会保险经办机构、街道办事处",
        SITE_AND_HALL,
        Phase.SERVICE,
        "社会保障事务所",
        "shbx",
    ),
    Row(
        "卫生健康-01",
        "卫生健康",
        "行政给付/奖励",
        "计划生育家庭特别扶助",
        "法律法规和政策文件；受理范围及条件；申请材料；办理流程；咨询投诉渠道",
        "《中华人民共和国人口与计划生育法》；国人口发〔2007〕78号",
        "自信息形成或者变更之日起20个工作日内予以公开",
        SUBDISTRICT,
        SITE,
        Phase.SERVICE,
        "计划生育办公室",
        "jhsy",
        levels=OURS,
    ),
    Row(
        "城市综合执法-01",
        "城市综合执法",
        "行政处罚",
        "权责清单",
        "执法主体、职责、权限、依据、程序、裁量基准、救济渠道",
        "《行政处罚法》第三十九条",
        "20个工作日内",
        "城市管理执法部门、街道办事处",
        SITE,
        Phase.MANAGEMENT,
        "城管执法队",
        "cgzf",
    ),
    Row(
        "城市综合执法-02",
        "城市综合执法",
        "行政处罚",
        "行政处罚决定",
        "决定书文号、案件名称、当事人、违法事实、依据、结果、机关、日期",
        "《行政处罚法》第四十八条；国发〔2016〕33号",
        "作出决定之日起7个工作日内",
        "城市管理执法部门、街道办事处",
        SITE,
        Phase.RESULT,
        "城管执法队",
        "cgzf",
    ),
    Row(
        "食品药品监管-01",
        "食品药品监管",
        "监督检查",
        "食品抽检信息",
        "检查对象、检查项目、结果、不合格项目、处理情况",
        "《食品安全法》《政府信息公开条例》第二十条",
        "20个工作日内",
        "市场监管部门、街道办事处",
        (MatterChannel.WEBSITE, MatterChannel.NEW_MEDIA),
        Phase.MANAGEMENT,
        "综合治理办公室",
    ),
    Row(
        "国有土地上房屋征收-01",
        "国有土地上房屋征收",
        "征收补偿",
        "征收补偿方案征求意见",
        "方案全文、征求意见期限、方式、意见征集与修改情况",
        "《国有土地上房屋征收与补偿条例》第十条、第十一条",
        "征求意见不少于30日；修改情况及时公布",
        "区政府、街道办事处",
        SITE_AND_BOARD,
        Phase.DECISION,
        "城市管理科",
        audience=Audience.GROUPS,
    ),
    Row(
        "政务公开-01",
        "政务公开",
        "政府信息公开工作",
        "政府信息公开工作年度报告",
        "主动公开、依申请公开、行政复议和行政诉讼情况，存在的主要问题及改进情况",
        "《政府信息公开条例》",
        "每年3月31日前",
        SUBDISTRICT,
        SITE,
        Phase.MANAGEMENT,
        "办公室",
        levels=OURS,
    ),
)


def matter_of(office: Office, code: str) -> Matter | None:
    """The matter of that code; None where none is named."""
    return Matter.objects.get(agency=office.agency, code=code) if code else None
