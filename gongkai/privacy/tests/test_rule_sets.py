"""What is asked for a finding, by the kind of paper."""

from datetime import date

import pytest
from django.utils import translation

from gongkai.privacy.finding import find
from gongkai.privacy.places import in_row, in_text, sentence_around
from gongkai.privacy.rule_sets import KIND_LABELS, Treatment, judged, rule_set, rule_sets

ORDINARY, PUBLICITY = rule_set("ordinary"), rule_set("publicity")


def only(text, kind="health_welfare"):
    return next(each for each in in_text(text) if each.kind == kind)


def test_every_kind_has_a_label_and_a_treatment_in_every_set():
    for rules in rule_sets():
        assert set(rules.treatments) == set(KIND_LABELS)


def test_labels_are_words_for_people():
    with translation.override("en"):
        assert str(KIND_LABELS["hidden_row"]) == "Hidden row or column"
        assert str(ORDINARY.label) == "Ordinary paper"


@pytest.mark.parametrize("kind", ["resident_id", "mobile", "bank_card", "address", "birth_date", "phone"])
def test_a_list_of_names_shows_no_number_no_home_and_no_birthday(kind):
    assert judged(kind, PUBLICITY) == Treatment.MASK


def test_a_name_beside_the_kind_of_aid_may_stay_in_a_list_that_has_to_show_it():
    finding = only("低保户王小明，月保障金一千元。")
    assert judged(finding, PUBLICITY) == Treatment.ALLOWED
    assert judged(finding, ORDINARY) == Treatment.MASK


@pytest.mark.parametrize("reason", ["因患尿毒症", "确诊肺癌", "二级残疾"])
def test_why_somebody_receives_aid_is_masked_even_in_such_a_list(reason):
    assert judged(only(f"临时救助对象：王小明，{reason}，两千元。"), PUBLICITY) == Treatment.MASK


def test_an_illness_in_another_column_of_the_row_counts():
    row = [("姓名", "王小明", "A2"), ("类别", "临时救助", "B2"), ("原因", "白血病", "C2")]
    (finding,) = in_row(row)
    assert judged(finding, PUBLICITY) == Treatment.MASK
    (finding,) = in_row(row[:2])
    assert judged(finding, PUBLICITY) == Treatment.ALLOWED


def test_an_illness_in_the_next_sentence_is_not_held_against_the_name():
    text = "低保户王小明，三百元。癌症防治知识另发。"
    (finding,) = find(text)
    assert judged(finding, PUBLICITY, around=sentence_around(text, finding)) == Treatment.ALLOWED


def test_a_name_of_which_the_sentence_is_not_known_has_to_be_looked_at():
    assert judged("health_welfare", PUBLICITY) == Treatment.LOOK
    assert judged(find("低保户王小明。")[0], PUBLICITY) == Treatment.LOOK


def test_a_page_that_cannot_be_read_has_to_be_looked_at_and_so_has_what_nobody_thought_of():
    assert judged("unreadable", ORDINARY) == Treatment.LOOK
    assert judged("something new", ORDINARY) == Treatment.LOOK


def test_the_rules_are_those_of_the_day():
    assert rule_set("publicity", on=date(2018, 5, 7)).code == "publicity"
    with pytest.raises(KeyError):
        rule_set("publicity", on=date(2010, 1, 1))


def test_there_is_no_other_set_of_rules():
    with pytest.raises(KeyError):
        rule_set("none")
