"""Public requests with files from eight writers, killed in the middle; earlier items brought in by a list.

What counts as accepted is what the act has answered for: a number was given, the transaction is on the disk.
After the kill every writer sends again what it had no answer for, as a browser would.
"""

import csv
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.serving import environment, gongkai

WRITERS, SECONDS = 8, 15
ITEMS = 10_000

WRITE = """
import sys, time
from uuid import UUID, uuid4
from django.db import OperationalError
from gongkai.acts import Outsider
from gongkai.acts.once import AlreadySubmitted, submitted_once
from gongkai.agencies.models import Agency
from gongkai.cases import actions
from gongkai.files.storing import make_ready

agency = Agency.objects.get(slug="synthetic-001")
answers, again, until = open("{answers}", "a"), [line for line in "{again}".split(",") if line], {until}
proof = b"%PDF-1.7\\n" + bytes(30_000) + b"\\n%%EOF\\n"

def send(token):
    print("BEGIN", token, file=answers, flush=True)
    begun = time.process_time()
    ready = make_ready(proof, name="身份证明.pdf", by=Outsider("bench"), agency=agency, sealed=True)
    try:
        with submitted_once(UUID(token), Outsider("bench")) as submission:
            actions.receive_online(agency, description="申请公开" + token, requester_name="测试",
                requester_contact="010-00000000", title=token, proof=ready.keep())
            submission.led_to = "/"
    except AlreadySubmitted:
        ready.let_go()
    except OperationalError:  # nobody was told yes: it is sent again
        ready.let_go()
        again.append(token)
        return
    print("DONE", token, time.process_time() - begun, file=answers, flush=True)

send(str(uuid4()))  # fonts and models are read before the clock runs
print("READY", flush=True)
sys.stdin.readline()
while again or time.time() < until:
    send(again.pop() if again else str(uuid4()))
"""
COUNT = """
from gongkai.cases.models import Case
for case in Case.objects.filter(how_came="online", title__contains="-").iterator():
    print("CASE", case.title)
"""
BRING = """
import time
from django.urls import get_resolver
from gongkai.agencies.models import Agency
from gongkai.catalogue.importing import actions
from gongkai.catalogue.importing.lines import opened
from gongkai.catalogue.importing.wishes import Wishes
from gongkai.catalogue.models import Column, Item
from gongkai.channels import search_index
from gongkai.desk.search import indexing
from gongkai.people.models import Post

on_index = 0.0
def timed(work):
    def timing(*given, **named):
        global on_index
        begun = time.perf_counter()
        try:
            return work(*given, **named)
        finally:
            on_index += time.perf_counter() - begun
    return timing
search_index.refresh_many = timed(search_index.refresh_many)
indexing.refresh = timed(indexing.refresh)

agency = Agency.objects.get(slug="synthetic-001")
by = Post.objects.get(agency=agency, duty="foi_officer").user
content = open("{file}", "rb")
get_resolver().url_patterns  # the worker has read all addresses long before the clock runs
before = Item.objects.count()
begun, worked = time.perf_counter(), time.process_time()
run = actions.begin(agency, name="items.csv", by=by)
run.mapping = Wishes(column=Column.objects.filter(agency=agency).first().pk).as_json()
run = actions.load(run, opened(content, "items.csv"), by=by)
print("RUN", run.state, Item.objects.count() - before, time.perf_counter() - begun,
    time.process_time() - worked, on_index)
if run.state != "done":
    print(run.report)
"""


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as place:
        folder = Path(place)
        gongkai(folder, "synth", "--agencies", "2", "--items", "10", "--cases", "10")
        yield from _submissions(folder)
        yield from _import(folder)


def _submissions(folder: Path) -> Iterator[Figure]:
    begun = time.time()
    rate = _write(folder, [[] for _each in range(WRITERS)], kill_after=SECONDS)
    sent, answered = _answers(folder)
    again = [sorted(sent[writer] - answered) for writer in range(WRITERS)]
    _write(folder, again, kill_after=None)
    sent, answered = _answers(folder)
    kept = Counter(
        line.split()[1] for line in gongkai(folder, "shell", "-c", COUNT).splitlines() if "CASE" in line
    )
    yield Figure(
        "submissions", f"requests with a file, {WRITERS} writers", round(rate, 1), "per s", at_least=150
    )
    yield Figure("submissions", "processor time each", round(_processor_ms(folder), 1), "ms")
    yield Figure("submissions", "answered for", len(answered), "")
    yield Figure("submissions", "lost after the kill", len(answered - set(kept)), "", at_most=0)
    yield Figure(
        "submissions", "doubled after the kill", sum(many > 1 for many in kept.values()), "", at_most=0
    )
    yield Figure("submissions", "seconds in all", round(time.time() - begun), "s")


def _write(folder: Path, again: list[list[str]], kill_after: float | None) -> float:
    """Have the writers write, until they are killed or done; return how many a second were answered."""
    # Nothing new is begun in the second round: the end has come already.
    until = time.time() + 3600 if kill_after else 0
    writers = []
    for number, tokens in enumerate(again):
        code = WRITE.format(answers=folder / f"answers-{number}", again=",".join(tokens), until=until)
        writers.append(
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "gongkai", "shell", "-c", code],
                env=environment(folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                process_group=0,
            )
        )
    for writer in writers:
        _wait_until_ready(writer)
    before = len(_answers(folder)[1])
    begun = time.time()
    for writer in writers:
        if writer.stdin:
            writer.stdin.write("go\n")
            writer.stdin.flush()
    if kill_after:
        time.sleep(kill_after)
        for writer in writers:
            os.killpg(writer.pid, signal.SIGKILL)
    for writer in writers:
        writer.communicate()
    return (len(_answers(folder)[1]) - before) / (time.time() - begun)


def _wait_until_ready(writer: "subprocess.Popen[str]") -> None:
    for line in writer.stdout or ():
        if line.startswith("READY"):
            return
    raise RuntimeError("A writer did not begin.")


def _answers(folder: Path) -> tuple[list[set[str]], set[str]]:
    """Return what each writer sent, and all that was answered."""
    sent: list[set[str]] = []
    answered: set[str] = set()
    for number in range(WRITERS):
        path = folder / f"answers-{number}"
        lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        sent.append({line[1] for line in lines if line[0] == "BEGIN"})
        answered |= {line[1] for line in lines if line[0] == "DONE"}
    return sent, answered


def _processor_ms(folder: Path) -> float:
    """Return the processor time of a request in the middle, which others on the machine change little."""
    lines = (line.split() for path in folder.glob("answers-*") for line in path.read_text().splitlines())
    return 1000 * median(float(line[2]) for line in lines if line[0] == "DONE")


def _import(folder: Path) -> Iterator[Figure]:
    path = folder / "items.csv"
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["标题", "发布日期", "正文", "保密审查人", "保密审查日期", "审查单号"])
    for number in range(ITEMS):
        body = (
            f"现将第{number}号事项通知如下。"
            + "各科室、社区应当按照职责分工，做好信息的收集、整理、审核和发布工作。" * 6
        )
        rows.writerow([f"关于第{number}号事项的通知", "2015-05-07", body, "张三", "2015-05-06", "审2015-1"])
    path.write_text(out.getvalue(), encoding="utf-8")
    said = gongkai(folder, "shell", "-c", BRING.format(file=path))
    told = next((line.split() for line in said.splitlines() if line.startswith("RUN ")), None)
    if told is None or told[1] != "done":
        raise RuntimeError(said)
    items, whole, worked, on_index = int(told[2]), float(told[3]), float(told[4]), float(told[5])
    yield Figure(
        "submissions", "items imported", round(items / (whole - on_index), 1), "per s", at_least=1000
    )
    yield Figure("submissions", "with both indexes made after", round(items / whole, 1), "per s")
    yield Figure("submissions", "the same, of processor time", round(items / worked, 1), "per s")
