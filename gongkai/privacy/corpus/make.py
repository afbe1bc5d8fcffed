"""Makes the corpus, and writes it to a folder: python -m gongkai.privacy.corpus.make FOLDER."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from gongkai.privacy.corpus.papers import papers
from gongkai.privacy.corpus.pen import Pen
from gongkai.privacy.corpus.pictures import pictures
from gongkai.privacy.corpus.sample import Sample
from gongkai.privacy.corpus.sheets import sheets
from gongkai.privacy.corpus.slide_files import slide_files
from gongkai.privacy.corpus.texts import pages, texts
from gongkai.privacy.corpus.word_files import word_files

SEED = 2018
_MAKERS: tuple[Callable[[Pen], Iterator[Sample]], ...] = (
    texts, pages, word_files, sheets, slide_files, papers, pictures,
)  # fmt: skip


@cache
def samples(seed: int = SEED) -> tuple[Sample, ...]:
    """Return all files of the corpus; the same seed makes the same files with the same labels."""
    return tuple(each for make in _MAKERS for each in make(Pen(f"{seed} {make.__name__}")))


def write(folder: Path, seed: int = SEED) -> int:
    """Write the files and labels.json beside them; return how many files there are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = samples(seed)
    for each in made:
        (folder / each.name).write_bytes(each.content)
    labels = {
        each.name: {
            "maker": each.maker,
            "labels": sorted(f"{label.kind} {label.number}".strip() for label in each.labels),
        }
        for each in made
    }
    said = json.dumps(labels, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "labels.json").write_text(said + "\n", "utf-8")
    return len(made)


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))} files\n")
