"""What is found in our corpus of office files, and what is found there without being there."""

import pytest
from django.utils import translation

from gongkai.privacy.corpus.make import samples
from gongkai.privacy.corpus.measuring import measure
from gongkai.privacy.corpus.sample import HIDDEN, NUMBERS, Sample, answers, sample
from gongkai.privacy.finding import KINDS

pytestmark = pytest.mark.one_database

RECALL_OF_NUMBERS, PRECISION_OF_NUMBERS = 0.98, 0.95
RECALL_OF_OTHERS, PRECISION_OF_OTHERS = 0.95, 0.90


@pytest.fixture(scope="module")
def scores():
    with translation.override("en"):
        return measure(samples())


def test_the_corpus_has_enough_files_of_every_type():
    files = samples()
    assert len(files) >= 200
    assert len({each.name for each in files}) == len(files)
    types = [each.name.rsplit(".", 1)[1] for each in files]
    assert all(types.count(kind) >= 20 for kind in ("txt", "html", "docx", "xlsx", "pptx", "pdf"))


def test_every_kind_of_the_contract_is_in_the_corpus():
    assert {label.kind for each in samples() for label in each.labels} == HIDDEN | set(KINDS)


def test_the_same_seed_makes_the_same_texts():
    again = samples.__wrapped__()
    first = {each.name: each for each in samples()}
    assert all(each.labels == first[each.name].labels for each in again)
    assert all(
        each.content == first[each.name].content for each in again if each.name.endswith((".txt", ".html"))
    )


@pytest.mark.parametrize("kind", sorted(NUMBERS))
def test_numbers_are_found_and_little_else_is_taken_for_one(scores, kind):
    score = scores[kind]
    assert score.recall >= RECALL_OF_NUMBERS, score.missed
    assert score.precision >= PRECISION_OF_NUMBERS, score.wrong


@pytest.mark.parametrize("kind", sorted(HIDDEN))
def test_nothing_hidden_stays_hidden(scores, kind):
    assert scores[kind].missed == []
    assert scores[kind].precision >= PRECISION_OF_OTHERS, scores[kind].wrong


@pytest.mark.parametrize("kind", sorted(set(KINDS) - NUMBERS))
def test_other_personal_data_is_found(scores, kind):
    score = scores[kind]
    assert score.recall >= RECALL_OF_OTHERS, score.missed
    assert score.precision >= PRECISION_OF_OTHERS, score.wrong


def test_every_file_of_the_corpus_can_be_opened(scores):
    assert "cannot open" not in scores


def test_a_number_missed_or_found_without_being_there_counts():
    files: list[Sample] = [sample("a.txt", "Notepad", "手机13800138000".encode(), ["email"])]
    with translation.override("en"):
        scores = measure(files)
    assert (scores["mobile"].precision, scores["email"].recall) == (0, 0)


def test_a_masked_number_answers_its_own_label_and_no_other():
    assert answers("110***********1233", "110101199003071233")
    assert answers("+86 138-****-8000", "13800138000")
    assert not answers("138****8001", "13800138000")
