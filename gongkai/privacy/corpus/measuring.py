"""How much of what is in the corpus is found, and how much of what is found is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.privacy.corpus.sample import NUMBERS, Label, Sample, answers, figures
from gongkai.privacy.places import CannotOpen, FileFinding
from gongkai.privacy.scanning import scan_file


@dataclass(slots=True)
class Score:
    """What was rightly found of a kind, missed, and found without being there; with the file of each."""

    found: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed) or 1)

    @property
    def precision(self) -> float:
        return len(self.found) / (len(self.found) + len(self.wrong) or 1)


def measure(corpus: Iterable[Sample]) -> dict[str, Score]:
    """Return a score for each kind: of numbers one by one, of all others by files."""
    scores: dict[str, Score] = {}
    for each in corpus:
        _compare(each, _said(each), scores)
    return scores


def _said(each: Sample) -> list[FileFinding]:
    found: list[FileFinding] = []
    try:
        found += scan_file(each.content, each.name)  # what was said before a file proves broken stays
    except CannotOpen:
        found.append(FileFinding("cannot open", "", ""))
    return found


def _compare(each: Sample, said: list[FileFinding], scores: dict[str, Score]) -> None:
    open_labels = sorted(each.labels, key=lambda label: (label.kind, label.number))
    told = {(one.kind, figures(one.masked) if one.kind in NUMBERS else "") for one in said}
    for kind, number in sorted(told):
        score = scores.setdefault(kind, Score())
        answered = [label for label in each.labels if _answers(kind, number, label)]
        still_open = [label for label in answered if label in open_labels]
        for label in still_open:
            open_labels.remove(label)
            score.found.append((each.name, label.number))
        if not answered:
            score.wrong.append((each.name, number))
    for label in open_labels:
        scores.setdefault(label.kind, Score()).missed.append((each.name, label.number))


def _answers(kind: str, number: str, label: Label) -> bool:
    return label.kind == kind and (kind not in NUMBERS or answers(number, label.number))
