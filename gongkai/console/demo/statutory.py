"""The statutory section of the office: what its columns hold, who answers for them, and the office itself.

Addresses, telephones and texts are invented in the vein of such offices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.acts import clock
from gongkai.agencies.actions import change_particulars, change_section
from gongkai.catalogue.columns import change_column, move_column, open_column
from gongkai.console.demo import services
from gongkai.console.demo.diary import at
from gongkai.law.columns import ColumnKind
from gongkai.search.synonyms import add as add_synonyms

ON = date(2017, 12, 29)

SYNONYMS = (
    ("低保", "最低生活保障"),
    ("老年证", "老年人优待证"),
    ("独生子女费", "独生子女父母奖励费"),
    ("公租房", "公共租赁住房"),
)


@dataclass(frozen=True)
class Told:
    """What is told of a column: its type, who is in charge, its duty, what it holds, its keywords."""

    kind: ColumnKind
    responsible: str
    duty: str
    description: str
    keywords: str
    under: str = ""


COLUMNS = {
    "预决算": Told(
        ColumnKind.BUDGETS, "gao", "20.7", "街道部门预算、决算和“三公”经费。", "预算,决算,三公经费"
    ),
    "计划生育": Told(
        ColumnKind.OTHER, "lin", "20.11", "生育登记、奖励扶助的政策和实施情况。", "生育登记,奖励扶助"
    ),
    "社会保险": Told(
        ColumnKind.OTHER, "lin", "20.11", "养老、医疗等社会保险的政策和办理。", "养老保险,医疗保险"
    ),
    "就业创业": Told(
        ColumnKind.OTHER, "lin", "20.11", "就业、失业登记和创业扶持的政策和办理。", "就业,失业,创业"
    ),
    "社会救助": Told(
        ColumnKind.ASSISTANCE,
        "chen",
        "21.6",
        "低保、特困、医疗救助和临时救助的人数和资金。",
        "低保,特困,临时救助",
    ),
    "城市管理综合行政执法": Told(
        ColumnKind.OTHER, "liu", "20.6", "城市管理执法的依据、程序、权力清单和结果。", "执法,处罚,权力清单"
    ),
    "通知公告": Told(ColumnKind.NOTICES, "gao", "20.15", "街道发布的通知和公告。", "通知,公告"),
    "双公示": Told(
        ColumnKind.PUBLICITY, "liu", "20.6", "行政许可和行政处罚决定的公示。", "行政许可,行政处罚"
    ),
    "工作动态": Told(ColumnKind.NEWS, "yang", "20.15", "街道和社区的工作情况。", "工作动态,社区"),
    "制度文件": Told(ColumnKind.RULES, "zhou", "20.1", "街道制定的规范性文件和制度。", "制度,规范性文件"),
    "政策解读": Told(
        ColumnKind.INTERPRETATION,
        "zhou",
        "20.1",
        "对所发文件的解读，与文件同步发布。",
        "解读,政策",
        "制度文件",
    ),
    "便民提示": Told(ColumnKind.OTHER, "yang", "21.2", "与居民生活有关的提示。", "便民,提示"),
}
NEW = {
    "办事指南": (
        "bszn",
        Told(
            ColumnKind.SERVICES,
            "zhou",
            "20.5",
            "政务服务事项的条件、材料、地点、时间和流程。",
            "办事指南,流程",
        ),
    ),
    "政府信息公开年报": (
        "xxgknb",
        Told(
            ColumnKind.REPORTS,
            "zhou",
            "20.15",
            "本机关历年政府信息公开工作年度报告。",
            "年度报告,政府信息公开",
        ),
    ),
}

PARTICULARS = {
    "postcode": "100005",
    "fax": "010-65126892",
    "functions": "\n".join(
        (
            "贯彻执行法律、法规和上级政府的决定，组织实施辖区公共服务。",
            "统筹社区建设，指导居民委员会工作，听取居民意见。",
            "负责社会救助、养老助残、就业和社会保险的受理和服务。",
            "负责城市管理、环境卫生和综合行政执法。",
            "协助做好计划生育、公共安全和人民调解。",
            "承担本机关政府信息公开的日常工作。",
        )
    ),
    "site_name": "建国门街道政府信息公开",
    "site_domain": "jianguomen.example.org",
    "site_code": "1101010047",
    "site_operator": "建国门街道办公室",
    "icp_number": "京ICP备00000000号（虚构）",
    "police_number": "京公网安备00000000000000号（虚构）",
}
FUNCTIONS = {
    "办公室": "文电、会务、政务公开和督查。",
    "财政科": "预算、决算、国有资产和内部审计。",
    "民生保障科": "社会救助、养老助残、住房保障、优抚安置。",
    "城市管理科": "市容环境、绿化、停车和房屋安全。",
    "社区建设科": "社区建设、居民议事、社会组织和志愿服务。",
    "综合治理办公室": "平安建设、消防安全、流动人口和矛盾调解。",
    "计划生育办公室": "生育登记、奖励扶助和宣传服务。",
    "社会保障事务所": "就业、失业、社会保险和退休人员服务。",
    "城管执法队": "城市管理综合行政执法。",
}
HOURS = "工作日 9:00–12:00，14:00–17:30"


def furnish(office: Any) -> None:
    """Give the founding office its section, on the last working day before the year that is told."""
    with clock.pretend(at(ON, 10)):
        _tell_of_columns(office)
        _tell_of_the_office(office)
        # What residents say, and what papers say.
        for words in SYNONYMS:
            add_synonyms("", words, by=office.people["yang"])
    services.bring_in(office)


def _tell_of_columns(office: Any) -> None:
    by = office.people["yang"]
    for name, (slug, told) in NEW.items():
        office.columns[name] = open_column(office.agency, by=by, name=name, slug=slug, **_facts(office, told))
    for name, told in COLUMNS.items():
        office.columns[name] = change_column(office.columns[name], by=by, **_facts(office, told))
    for name, told in COLUMNS.items():
        if told.under:
            office.columns[name] = move_column(office.columns[name], by=by, under=office.columns[told.under])


def _facts(office: Any, told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "description": told.description,
        "keywords": told.keywords,
        "responsible": office.people[told.responsible],
        "duty": told.duty,
    }


def _tell_of_the_office(office: Any) -> None:
    by = office.people["sysadmin"]
    office.agency = change_particulars(office.agency, by=by, **PARTICULARS)
    for number, (name, section) in enumerate(office.sections.items(), start=1):
        is_community = name.endswith("社区")
        change_section(
            section,
            by=by,
            functions=FUNCTIONS.get(name, "居民自治、便民服务、社区公共事务的协助办理。"),
            address=f"{name}居民委员会" if is_community else "东城区赵堂子胡同16号",
            phone=f"010-6512{7000 + number}",
            office_hours=HOURS,
        )
