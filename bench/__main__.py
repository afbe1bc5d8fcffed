"""Runs the benchmarks named, or all of them: a table for people and one JSON line per figure."""

import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench.figures import Figure

NO_BENCHES = {"__main__", "bare", "figures", "serving"}


def main(wanted: list[str]) -> int:
    known = sorted(
        {module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])} - NO_BENCHES
    )
    if unknown := sorted(set(wanted) - set(known)):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    figures = []
    for figure in _measured(wanted or known):
        figures.append(figure)
        print(_row(figure), flush=True)
    print()
    aimed = [figure for figure in figures if figure.met is not None]
    if aimed:
        missed = [f"{figure.bench}: {figure.figure}" for figure in aimed if not figure.met]
        print(f"{len(aimed) - len(missed)} of {len(aimed)} targets met", *missed, sep="\n  missed  ")
        print()
    for figure in figures:
        print(json.dumps(asdict(figure) | {"met": figure.met}, ensure_ascii=False))
    return 0


def _measured(names: list[str]) -> Iterator[Figure]:
    for name in names:
        yield from importlib.import_module(f"bench.{name}").run()


def _row(figure: Figure) -> str:
    against = "" if figure.against is None else f"  against {figure.against:,.1f}"
    told = f"{figure.bench:<12} {figure.figure:<44} {figure.value:>12,.2f} {figure.unit:<6}"
    return f"{told}{_judged(figure):<26}{against}".rstrip()


def _judged(figure: Figure) -> str:
    if figure.met is None:
        return ""
    target = f"≤ {figure.at_most:g}" if figure.at_most is not None else f"≥ {figure.at_least:g}"
    return f"{'pass' if figure.met else 'MISS'}  target {target}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
