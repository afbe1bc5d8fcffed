"""The specific grounds below the outcomes."""

from datetime import date

import pytest
from django.utils import translation

from gongkai.law.grounds import Ground, NoSuchGround, all_grounds, ground, grounds_for
from gongkai.law.outcomes import all_outcomes, outcome, outcomes, outcomes_of_corrections
from gongkai.law.regimes import Regime

IN_2018, NOW = date(2018, 5, 7), date(2025, 9, 17)
DAY_OF = {Regime.OF_2007: IN_2018, Regime.OF_2019: NOW}


def labels(code, on=NOW):
    with translation.override("zh-hans"):
        return [str(each) for each in grounds_for(code, on)]


def test_three_kinds_of_internal_affairs_may_be_withheld():
    assert labels("refused_internal_affairs") == ["人事管理", "后勤管理", "内部工作流程"]


def test_four_kinds_of_deliberative_information_may_be_withheld():
    assert labels("refused_deliberative_process") == ["讨论记录", "过程稿", "磋商信函", "请示报告"]


def test_article_14_protects_three_securities_and_one_stability():
    assert [each.code for each in grounds_for("refused_security_and_stability", NOW)] == [
        "endangers_national_security",
        "endangers_public_security",
        "endangers_economic_security",
        "endangers_social_stability",
    ]


def test_in_2018_the_same_four_stood_in_article_8():
    grounds = grounds_for("refused_security_and_stability", IN_2018)
    assert len(grounds) == 4
    assert all(each.article.startswith("第八条") for each in grounds)


def test_in_2018_internal_affairs_were_no_ground_of_their_own():
    assert grounds_for("refused_internal_affairs", IN_2018) == ()


def test_every_kind_of_reply_that_needs_a_ground_offers_one():
    for regime, day in DAY_OF.items():
        for each in (*outcomes(day), *outcomes_of_corrections(day)):
            if each.needs_ground and each.code != "closed_otherwise":
                assert grounds_for(each.code, day), (regime, each.code)


def test_a_ground_belongs_to_an_outcome_open_under_the_same_text():
    for each in all_grounds():
        assert each.regime
        assert outcome(each.outcome).open_on(DAY_OF[each.regime])


def test_a_ground_cites_the_article_of_its_outcome():
    for each in all_grounds():
        kind = outcome(each.outcome)
        if kind.code not in {"partially_granted", "refused_other_legal_ground"}:
            assert each.article == kind.article(DAY_OF[each.regime]), each.code


def test_what_is_separated_cites_its_ground_and_article_37():
    for each in grounds_for("partially_granted", NOW):
        assert each.article.endswith("第三十七条")
        assert each.article != "第三十七条"


def test_only_article_16_leaves_the_agency_a_choice():
    assert all(each.discretionary == ("第十六条" in each.article) for each in all_grounds())
    for each in all_grounds():
        kind = outcome(each.outcome)
        if kind.refuses:
            assert each.discretionary == kind.discretionary


def test_the_code_of_a_ground_is_its_own():
    codes = [each.code for each in all_grounds()]
    assert len(codes) == len(set(codes))


def test_every_ground_says_its_sentence_and_has_both_names():
    for each in all_grounds():
        assert each.text_zh.endswith("。")
        assert each.label_zh
        assert each.label_en


def test_a_ground_is_cited_with_its_act():
    assert ground("internal_personnel").cited(NOW) == (
        "《中华人民共和国政府信息公开条例》（国务院令第711号）第十六条第一款、第三十六条第（三）项"
    )
    assert ground("confirm_or_reissue").cited(NOW) == ""


def test_a_ground_an_office_added_stands_beside_those_of_the_law_while_it_is_valid():
    own = Ground(
        code="own-1",
        outcome="refused_barred_by_law",
        label_zh="统计资料",
        article="《中华人民共和国统计法》",
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 12, 31),
    )
    assert grounds_for("refused_barred_by_law", NOW, own=[own])[-1] is own
    assert own not in grounds_for("refused_barred_by_law", date(2026, 1, 5), own=[own])
    assert own not in grounds_for("granted", NOW, own=[own])
    assert ground("own-1", own=[own]) is own
    assert own.cited(NOW) == "《中华人民共和国统计法》"
    assert str(own) == "统计资料"


def test_a_ground_nobody_knows_is_not_found():
    with pytest.raises(NoSuchGround):
        ground("because")


def test_corrections_of_records_stand_apart_from_the_tables():
    codes = ["record_corrected", "record_correct_as_is", "correction_passed_on"]
    assert [each.code for each in outcomes_of_corrections(NOW)] == codes
    assert not set(codes) & {each.code for each in all_outcomes()}
    for each in outcomes_of_corrections(NOW):
        assert (each.row_2018, each.refusal_row_2018, each.row_2021) == (None, None, "")
        assert each.letter
        assert each.article(NOW) == "第四十一条"
