"""What went to the website in 2018 by name: the items the report tells of, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from gongkai.documents.models import Genre


@dataclass(frozen=True)
class Told:
    """An item of the website: the month it went out, who wrote it, where it stands, what it says."""

    month: int
    title: str
    section: str
    column: str
    text: str
    genre: str = Genre.NEWS
    areas: str = ""
    interprets: str = ""
    # The code of the matter whose period it fulfils.
    matter: str = ""


POLICY_GUIDE = "北京市特困人员救助供养政策指南"
INTERPRETATION = "《北京市特困人员救助供养政策指南》解读"
QUARTERS = {1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}

_NAMED = (
    # 1.2.a: budgets, final accounts, the three public expenses and administrative expenses
    Told(
        2,
        "2018年东城区建国门街道部门预算公开信息",
        "财政科",
        "预决算",
        "本部门2018年预算经东城区人民代表大会批准，现将收支总体情况、财政拨款情况和政府采购预算予以公开。",
        Genre.PUBLICITY,
        "a",
    ),
    Told(
        2,
        "建国门街道2018年“三公”经费财政拨款预算情况说明",
        "财政科",
        "预决算",
        "2018年因公出国（境）费用、公务接待费和公务用车购置及运行维护费预算与上年相比均不增加。",
        Genre.PUBLICITY,
        "a",
    ),
    Told(
        9,
        "2017年东城区建国门街道部门决算公开信息",
        "财政科",
        "预决算",
        "现将本部门2017年收入支出决算、“三公”经费支出和政府采购支出情况予以公开。",
        Genre.PUBLICITY,
        "a",
    ),
    Told(
        9,
        "建国门街道2017年行政经费支出情况说明",
        "财政科",
        "预决算",
        "行政经费包括基本支出和项目支出中的公用部分，各项支出均按预算执行。",
        Genre.PUBLICITY,
        "a",
    ),
    # 1.2.c: food safety; two of them are oversight of public institutions as well
    Told(
        4,
        "建国门街道2018年第一季度食品安全抽检信息",
        "综合治理办公室",
        "通知公告",
        "本季度抽检蔬菜、熟食和糕点共36批次，合格36批次。",
        Genre.PUBLICITY,
        "c",
    ),
    Told(
        10,
        "建国门街道2018年第三季度食品安全抽检信息",
        "综合治理办公室",
        "通知公告",
        "本季度抽检肉制品、食用油和月饼共42批次，合格41批次，不合格1批次已依法处理。",
        Genre.PUBLICITY,
        "c",
    ),
    Told(
        5,
        "辖区中小学校食堂食品安全专项检查情况",
        "综合治理办公室",
        "通知公告",
        "检查学校食堂7家，重点查看进货查验、留样和餐具消毒，发现问题5项，均已改正。",
        Genre.PUBLICITY,
        "ck",
    ),
    Told(
        8,
        "养老服务机构食堂食品安全专项检查情况",
        "综合治理办公室",
        "通知公告",
        "检查养老照料中心和养老驿站食堂4家，从业人员均持有健康证明，冷藏设备运行正常。",
        Genre.PUBLICITY,
        "ck",
    ),
    # 1.2.k: oversight of public enterprises and institutions
    Told(
        1,
        "供热单位冬季供暖保障检查情况",
        "城市管理科",
        "通知公告",
        "检查供热站3处，核对报修台账，抽测室温40户，全部达标。",
        Genre.PUBLICITY,
        "k",
    ),
    Told(
        3,
        "物业服务企业监督检查情况",
        "社区建设科",
        "通知公告",
        "检查物业服务企业6家，公开收费标准和维修记录的5家，1家限期改正。",
        Genre.PUBLICITY,
        "k",
    ),
    Told(
        4,
        "燃气供应单位安全检查情况",
        "综合治理办公室",
        "通知公告",
        "检查调压箱12处和入户巡检记录，督促供应单位补充巡检3户。",
        Genre.PUBLICITY,
        "k",
    ),
    Told(
        6,
        "二次供水单位卫生管理检查情况",
        "城市管理科",
        "通知公告",
        "检查二次供水设施9处，水箱清洗消毒记录和水质检测报告齐全。",
        Genre.PUBLICITY,
        "k",
    ),
    Told(
        7,
        "生活垃圾清运单位作业质量检查情况",
        "城市管理科",
        "通知公告",
        "检查清运车辆密闭、作业时间和桶站冲洗，扣减不达标作业费用并公布结果。",
        Genre.PUBLICITY,
        "k",
    ),
    Told(
        9,
        "社区卫生服务站便民措施落实情况检查",
        "民生保障科",
        "通知公告",
        "检查社区卫生服务站3家，药品价格、服务时间和家庭医生名单均已公示。",
        Genre.PUBLICITY,
        "k",
    ),
    Told(
        11,
        "路侧停车管理企业监督检查情况",
        "城市管理科",
        "通知公告",
        "检查停车管理企业收费公示、票据和投诉处理情况，督促1家企业更换公示牌。",
        Genre.PUBLICITY,
        "k",
    ),
    # 1.2.l: other, by decision of the municipal government
    Told(
        6,
        "建国门街道办事处行政处罚权力清单",
        "城管执法队",
        "城市管理综合行政执法",
        "清单逐项列明行政处罚事项、法律依据、违法情形依据和行政处罚依据。",
        Genre.PUBLICITY,
        "l",
    ),
    Told(
        3,
        "建国门街道政府购买服务指导性目录",
        "财政科",
        "通知公告",
        "目录分为基本公共服务、社会管理性服务、行业管理与协调性服务、技术性服务和政府履职所需辅助性事项。",
        Genre.PUBLICITY,
        "l",
    ),
    # What the report tells besides
    Told(
        8,
        "建国门街道关于东城区政协第十四届二次会议第206号提案的答复意见",
        "社区建设科",
        "通知公告",
        "现将提案办理结果予以公开，内容包括采纳的建议、已经完成的工作和下一步安排。",
        Genre.PUBLICITY,
    ),
    Told(
        5,
        POLICY_GUIDE,
        "民生保障科",
        "社会救助",
        "指南说明特困人员的认定条件、申请材料、办理程序、救助供养内容和标准。",
        Genre.GUIDE,
    ),
    Told(
        5,
        INTERPRETATION,
        "民生保障科",
        "政策解读",
        "解读说明政策出台的背景、与原五保供养和“三无”人员救助的区别、申请的步骤和常见问题。",
        Genre.INTERPRETATION,
        interprets=POLICY_GUIDE,
    ),
    Told(
        3,
        "用人单位办理就业登记办事指南",
        "社会保障事务所",
        "就业创业",
        "指南列明办理条件、所需材料、办理地点、办理时限和咨询电话。",
        Genre.GUIDE,
    ),
    Told(
        3,
        "个人办理就业登记办事指南",
        "社会保障事务所",
        "就业创业",
        "指南列明办理条件、所需材料、办理地点、办理时限和咨询电话。",
        Genre.GUIDE,
    ),
    Told(
        3,
        "个人办理失业登记办事指南",
        "社会保障事务所",
        "就业创业",
        "指南列明办理条件、所需材料、办理地点、办理时限和咨询电话。",
        Genre.GUIDE,
    ),
    Told(
        4,
        "创业担保贷款政策问答",
        "社会保障事务所",
        "就业创业",
        "问答介绍申请对象、贷款额度、贴息办法和申请流程。",
        Genre.GUIDE,
    ),
    Told(
        3,
        "城乡居民养老保险2018年缴费标准",
        "社会保障事务所",
        "社会保险",
        "公布2018年度最低和最高缴费标准、缴费时间和缴费方式。",
        Genre.NOTICE,
    ),
    Told(
        9,
        "2019年度城乡居民医疗保险参保缴费通知",
        "社会保障事务所",
        "社会保险",
        "集中缴费期为9月至11月，老年人、无业居民和学生儿童可就近在社保所办理。",
        Genre.NOTICE,
    ),
    Told(
        6,
        "领取社会保险待遇资格认证提示",
        "社会保障事务所",
        "社会保险",
        "异地居住的退休人员每年认证一次，可在网上办理。",
        Genre.NOTICE,
    ),
    Told(
        2,
        "独生子女父母奖励费发放办事指南",
        "计划生育办公室",
        "计划生育",
        "符合条件的父母可到户籍所在社区申领，所需材料和发放标准见正文。",
        Genre.GUIDE,
    ),
    Told(
        6,
        "计划生育家庭特别扶助政策说明",
        "计划生育办公室",
        "计划生育",
        "说明扶助对象的条件、扶助标准和年审时间。",
        Genre.GUIDE,
    ),
    Told(
        10,
        "生育登记服务办理流程",
        "计划生育办公室",
        "计划生育",
        "一孩、二孩生育登记可在网上办理，也可到社区办理，当场办结。",
        Genre.GUIDE,
    ),
    Told(
        11,
        "2018年高等教育新生入学救助人次数、资金支出情况",
        "民生保障科",
        "社会救助",
        "2018学年高等教育新生入学救助6人次，支出资金27000元。",
        Genre.PUBLICITY,
    ),
    Told(
        12,
        "次支路工程项目房屋征收补偿方案意见采纳情况公示",
        "城市管理科",
        "通知公告",
        "方案张贴公示一个月，收到书面意见43份，采纳意见和不采纳的理由逐条公布。",
        Genre.PUBLICITY,
    ),
)

OPEN_AIR_GRILLS = "露天烧烤专项整治"
ENFORCEMENT = ("拆除违法建设", "小广告专项整治", OPEN_AIR_GRILLS, "无照经营专项整治", "渣土车专项整治")


def named_items(chance: Random) -> Iterator[Told]:
    """Yield every named item of the website's year, figures of social assistance included."""
    yield from _NAMED
    yield from _social_assistance(chance)
    for number, quarter in QUARTERS.items():
        yield Told(
            number * 3,
            f"建国门街道2018年{quarter}行政处罚信息公示",
            "城管执法队",
            "双公示",
            f"本季度作出行政处罚决定{chance.randint(18, 40)}件，"
            "决定书文号、违法行为类型、处罚依据和处罚内容见正文。",
            Genre.PUBLICITY,
        )
        yield Told(
            number * 3,
            f"建国门街道2018年{quarter}行政许可信息公示",
            "城市管理科",
            "双公示",
            "本季度未作出行政许可决定。",
            Genre.PUBLICITY,
        )
    for month in range(1, 13):
        for subject in _enforced_in(month):
            yield Told(
                month,
                f"{month}月{subject}工作情况",
                "城管执法队",
                "城市管理综合行政执法",
                f"{month}月出动执法人员{chance.randint(120, 360)}人次，处理问题{chance.randint(15, 90)}处，"
                f"其中立案{chance.randint(2, 12)}起。",
                Genre.PUBLICITY,
            )


def _enforced_in(month: int) -> list[str]:
    """Two campaigns a month in turn; nobody grills in the street in winter."""
    campaigns = [ENFORCEMENT[month % 5], ENFORCEMENT[(month + 2) % 5]]
    warm = 5 <= month <= 9
    return [each if warm or each != OPEN_AIR_GRILLS else "冬季占道取暖专项检查" for each in campaigns]


def _social_assistance(chance: Random) -> Iterator[Told]:
    """低保 and 特困 by month, 医疗救助 and 临时救助 by quarter; the figures are ours."""
    households = 610
    for month in range(1, 13):
        households += chance.randint(-4, 2)
        people = households + chance.randint(290, 305)
        of_month = "2017年12月" if month == 1 else f"2018年{month - 1}月"
        yield Told(
            month,
            f"建国门街道{of_month}城市最低生活保障人数、资金支出情况",
            "民生保障科",
            "社会救助",
            f"{of_month}享受城市最低生活保障{households}户{people}人，支出资金{people * 905}元；"
            f"特困人员救助供养{chance.randint(21, 24)}人，支出资金{chance.randint(32, 38) * 1000}元。",
            Genre.PUBLICITY,
            matter="" if month == 1 else "社会救助-06",
        )
    for number, quarter in (
        (1, "2017年第四季度"),
        (4, "2018年第一季度"),
        (7, "2018年第二季度"),
        (10, "2018年第三季度"),
    ):
        yield Told(
            number,
            f"建国门街道{quarter}医疗救助、临时救助人次数、资金支出情况",
            "民生保障科",
            "社会救助",
            f"{quarter}医疗救助{chance.randint(70, 110)}人次，支出资金{chance.randint(180, 260) * 1000}元；"
            f"临时救助{chance.randint(8, 20)}人次，支出资金{chance.randint(20, 60) * 1000}元。",
            Genre.PUBLICITY,
            matter="" if number == 1 else "社会救助-10",
        )
