"""The 103 matters of public service of the founding report, as guides from before the program came.

They were cleared and published in 2017, in their own time; brought in as an office brings in its old
items. They count in no year. What they say is invented, in the vein of such guides.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from gongkai.acts import clock
from gongkai.catalogue.importing import actions
from gongkai.catalogue.importing.wishes import Wishes
from gongkai.catalogue.models import Import
from gongkai.console.demo.diary import at
from gongkai.documents.models import Genre

PUBLISHED_ON = date(2017, 6, 15)
CLEARED_ON = date(2017, 6, 12)
PAPER = "《政务服务事项办事指南保密审查表》（2017年，虚构）"

# Subject: section in charge, basis, matters.
MATTERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "社会保险": (
        "社会保障事务所",
        "《中华人民共和国社会保险法》",
        (
            "城乡居民基本养老保险参保登记",
            "城乡居民基本养老保险待遇申领",
            "城乡居民基本养老保险关系转移",
            "城乡居民基本养老保险注销登记",
            "城乡居民基本医疗保险参保登记",
            "城乡居民基本医疗保险信息变更",
            "城乡居民医疗保险手工报销受理",
            "学龄前儿童医疗保险参保",
            "老年人医疗保险参保",
            "灵活就业人员社会保险缴费申报",
            "社会化退休人员养老金信息核对",
            "退休人员异地居住医疗备案",
            "社会保障卡申领",
            "社会保障卡补换领取",
            "福利养老金申领",
            "退休人员丧葬费申领受理",
            "企业退休人员档案查询",
        ),
    ),
    "就业创业": (
        "社会保障事务所",
        "《中华人民共和国就业促进法》",
        (
            "失业登记",
            "就业登记",
            "失业保险金申领",
            "失业人员医疗补助金申领",
            "就业困难人员认定",
            "灵活就业社会保险补贴申请",
            "自谋职业一次性补助受理",
            "用人单位招用就业困难人员补贴受理",
            "公益性就业组织安置申请",
            "职业介绍服务",
            "职业指导服务",
            "职业技能培训报名",
            "创业担保贷款推荐",
            "创业指导服务",
            "失业人员档案接收和转出",
            "高校毕业生实名登记",
            "就业失业登记证补办",
        ),
    ),
    "社会救助": (
        "民生保障科",
        "《社会救助暂行办法》",
        (
            "最低生活保障申请",
            "低收入家庭认定申请",
            "特困人员救助供养申请",
            "临时救助申请",
            "医疗救助申请",
            "重大疾病医疗救助申请",
            "高等教育新生入学救助申请",
            "采暖救助申请",
            "低保边缘家庭救助申请",
            "因灾救助申请",
            "困境儿童生活保障申请",
            "孤儿基本生活保障申请",
            "精减退职老职工救济申请",
        ),
    ),
    "养老助残": (
        "民生保障科",
        "《中华人民共和国老年人权益保障法》《中华人民共和国残疾人保障法》",
        (
            "老年人优待证办理",
            "北京通—养老助残卡申领",
            "高龄老年人津贴申领",
            "养老服务补贴申请",
            "失能老年人护理补贴申请",
            "居家养老服务登记",
            "老年人意外伤害保险参保",
            "残疾人证申领",
            "残疾人证换领和补领",
            "困难残疾人生活补贴申领",
            "重度残疾人护理补贴申领",
            "残疾人辅助器具申请",
            "残疾人家庭无障碍改造申请",
            "残疾儿童康复补助申请",
            "残疾人就业培训报名",
            "残疾人机动轮椅车燃油补贴申领",
            "残疾学生助学补助申请",
        ),
    ),
    "计划生育": (
        "计划生育办公室",
        "《中华人民共和国人口与计划生育法》《北京市人口与计划生育条例》",
        (
            "生育登记服务",
            "再生育确认申请",
            "独生子女父母光荣证补办",
            "独生子女父母奖励费申领",
            "独生子女父母年老一次性奖励申领",
            "计划生育家庭特别扶助申请",
            "独生子女伤残家庭扶助申请",
            "流动人口婚育情况登记",
            "计划生育药具免费领取",
            "孕前优生健康检查登记",
            "婚育情况证明",
        ),
    ),
    "住房保障": (
        "民生保障科",
        "《公共租赁住房管理办法》",
        (
            "公共租赁住房资格申请",
            "公共租赁住房租金补贴申请",
            "市场租房补贴申请",
            "保障性住房家庭情况变更",
            "保障性住房资格复核",
            "自住型商品住房咨询",
            "直管公房修缮报修受理",
        ),
    ),
    "城市管理": (
        "城市管理科",
        "《北京市市容环境卫生条例》",
        (
            "门前三包责任书签订",
            "居民装修垃圾清运预约",
            "大件垃圾清运预约",
            "犬只登记咨询和受理",
            "树木修剪申请受理",
            "胡同停车位登记",
            "路灯和井盖问题受理",
            "煤改电设备报修受理",
            "临时占道施工告知",
        ),
    ),
    "民政和社区": (
        "社区建设科",
        "《中华人民共和国城市居民委员会组织法》",
        (
            "社区社会组织备案",
            "志愿者登记",
            "居民议事事项提请",
            "社区活动场地预约",
            "义务兵家庭优待金申领",
            "退役士兵报到登记",
            "烈属定期抚恤申领受理",
            "重点优抚对象医疗补助受理",
            "地名门牌信息咨询",
            "居住证办理咨询",
            "法律援助咨询和引导",
            "人民调解申请",
        ),
    ),
}

HEADINGS = ("标题", "发布日期", "主题分类", "体裁", "关键词", "内容概述", "正文", "原网址")


def bring_in(office: object) -> Import:
    """Bring in the guides, as the FOI officer does it, before the year that is told."""
    agency, by = office.agency, office.people["zhou"]  # type: ignore[attr-defined]
    column = office.columns["办事指南"]  # type: ignore[attr-defined]
    with clock.pretend(at(date(2017, 12, 29), 14)):
        run = actions.bring(agency, io.BytesIO(table()), name="政务服务事项办理流程.csv", by=by)
        run = actions.choose(
            run,
            Wishes(column=column.pk, genre=Genre.GUIDE),
            by=by,
            cleared_by="街道保密审查小组（虚构）",
            cleared_on=CLEARED_ON,
            cleared_paper=PAPER,
        )
        return actions.start(actions.check(run, by=by), by=by)


def table() -> bytes:
    """The list as an office would have kept it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    number = 0
    for subject, (section, basis, matters) in MATTERS.items():
        for matter in matters:
            number += 1
            writer.writerow(
                (
                    matter,
                    PUBLISHED_ON.isoformat(),
                    subject,
                    "指南",
                    f"{subject} {section}",
                    f"{matter}的条件、材料、地点、时间和流程。",
                    _text(matter, section, basis),
                    f"/zwfw/show.do?id={100 + number}",
                )
            )
    return written.getvalue().encode("utf-8-sig")


def _text(matter: str, section: str, basis: str) -> str:
    is_asked = matter.endswith(("申请", "申领", "认定", "受理", "登记", "补办", "办理", "申领受理"))
    return "\n".join(
        (
            f"事项名称：{matter}",
            f"设定依据：{basis}",
            "申请条件：本街道户籍或者常住的居民，符合该项规定的条件。",
            "办理材料：本人身份证、户口簿；委托办理的，另交委托书和受托人身份证。"
            + ("按事项填写的申请表在窗口领取。" if is_asked else ""),
            f"办理地点：建国门街道政务服务大厅{section}窗口",
            "办理时间：工作日 9:00–12:00，14:00–17:30",
            "联系电话：010-65126891",
            "办理流程：窗口提交材料，当场核对；材料齐全的受理，不齐全的一次告知需要补的材料。"
            + ("受理后按规定期限办结，结果由窗口告知。" if is_asked else "能够当场办结的当场办结。"),
            "收费标准：不收费",
        )
    )


def how_many() -> int:
    return sum(len(matters) for _section, _basis, matters in MATTERS.values())
