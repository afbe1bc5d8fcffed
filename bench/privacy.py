"""Finding personal data: how fast in 30 MB of Chinese text, how well in a labelled corpus of files."""

import random
import re
from collections.abc import Iterator

import django
from stdnum import luhn
from stdnum.cn import ric

from bench.figures import Figure, seconds
from gongkai.privacy.corpus.make import samples
from gongkai.privacy.corpus.measuring import measure
from gongkai.privacy.finding import find, find_numbers

MEGABYTES = 30
SENTENCES = (
    "建国门街道办事处于{year}年{month}月{day}日召开政府信息公开工作会议，研究部署全年重点任务。",
    "各科室、社区应当按照职责分工，做好主动公开政府信息的收集、整理、审核和发布工作。",
    "全年共受理便民服务事项{amount}件，办结率达到{share}%，群众满意率进一步提高。",
    "根据《中华人民共和国政府信息公开条例》第二十七条的规定，公民、法人或者其他组织可以申请获取相关政府信息。",
    "本年度一般公共预算财政拨款收入{amount}.{share}万元，比上年增加{share}.5%，主要用于社区建设和环境整治。",
    "街道残联为辖区残疾人发放补贴，民政科办理低保、特困供养和临时救助等业务，惠及居民{amount}户次。",
    "卫生健康部门开展预防接种和健康教育活动，发生于{month}月的突发事件均得到及时处置，学生和老年人受益明显。",
    "办事大厅位于建国门内大街{day}号，工作时间为上午9:00至12:00，下午13:30至17:30。",
    "申请人可以向本机关提出书面申请，也可以通过网站在线填写申请表，本机关自收到申请之日起二十个工作日内予以答复。",
    "本机关设置公共查阅点，配备查阅设备和工作人员，免费提供现行文件和政府公报，方便群众查询、复制相关信息。",
    "存在的主要问题是公开内容的质量有待提高，公开形式还不够丰富，队伍的业务能力需要进一步加强。",
    "下一步将完善工作制度，加强督促检查，把政务公开纳入年度绩效考核，确保各项要求落到实处。",
    "会议指出，要坚持问题导向和目标导向相统一，统筹推进垃圾分类、物业管理、背街小巷环境整治和疏解提升专项行动。",
    "全年利用微博、微信和社区公告栏发布信息{amount}条，其中工作动态{share}条，通知公告{day}条。",
    "经核查，该项目符合城市规划和消防安全要求，建设单位应当依法办理施工许可手续，并接受有关部门的监督检查。",
    "会议还研究了其他事项，要求各单位认真贯彻执行，重要情况及时报告。",
    "街道工委、办事处坚持党建引领，推进街巷胡同环境治理，完成老旧小区综合整治项目{day}个，新增停车位{share}个。",
)
HEAD = "索引号：11D00061000-{year}-{number:06d}　文号：东建办发〔{year}〕12号　公开方式：主动公开\n"
PERSONAL = (
    "申请人{name}，身份证号{identity}，联系电话{mobile}。",
    "补贴发放至银行卡{card}，户名{name}。",
    "申请人家住东城区某胡同{day}号院{month}号楼2单元{share}3室，邮箱someone{day}@example.com。",
)


def run() -> Iterator[Figure]:
    pages = list(_pages(random.Random(2018)))  # noqa: S311 - text for measuring
    text = "\n".join(pages)
    size = len(text.encode()) / 1e6
    digits = re.compile("[0-9]{7,}")
    plain = size / seconds(lambda: sum(1 for _ in digits.finditer(text)))
    numbers = size / seconds(lambda: [find_numbers(page) for page in pages])
    everything = size / seconds(lambda: [find(page) for page in pages])
    yield Figure("privacy", "plain digit scan", round(plain, 1), "MB/s")
    yield Figure("privacy", "identity, phone and card numbers", round(numbers, 1), "MB/s", round(plain, 1))
    yield Figure("privacy", "all kinds", round(everything, 1), "MB/s", round(plain, 1))
    yield from _corpus()


def _corpus() -> Iterator[Figure]:
    """Yield recall and precision of each kind, numbers counted one by one, all others by files."""
    files = samples()
    yield Figure("privacy", "corpus: files", len(files), "")
    django.setup()  # the findings say in words where they stand
    for kind, score in sorted(measure(files).items()):
        yield Figure("privacy", f"corpus: {kind}, labels", len(score.found) + len(score.missed), "")
        yield Figure("privacy", f"corpus: {kind}, recall", round(100 * score.recall, 1), "%")
        yield Figure("privacy", f"corpus: {kind}, precision", round(100 * score.precision, 1), "%")


def _pages(chance: random.Random) -> Iterator[str]:
    """Yield pages of about 30 kB, MEGABYTES in all; every fiftieth sentence holds personal data."""
    written = 0
    while written < MEGABYTES * 1_000_000:
        page = HEAD.format(year=chance.randint(2008, 2026), number=chance.randint(1, 999999))
        page += "".join(_sentence(chance) for _ in range(200))
        written += len(page.encode())
        yield page


def _sentence(chance: random.Random) -> str:
    wording = chance.choice(PERSONAL if chance.random() < 0.02 else SENTENCES)
    birth = f"{chance.randint(1940, 2015)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    identity = f"110101{birth}{chance.randint(1, 999):03d}"
    card = f"622202{chance.randrange(10**12):012d}"
    return wording.format(
        year=chance.randint(2008, 2026),
        month=chance.randint(1, 12),
        day=chance.randint(1, 28),
        amount=chance.randint(100, 99999),
        share=chance.randint(10, 99),
        name=chance.choice(("张明", "李小红", "王大力")),
        identity=identity + ric.calc_check_digit(identity + "0"),
        mobile=f"13{chance.randrange(10**9):09d}",
        card=card + luhn.calc_check_digit(card),
    )
