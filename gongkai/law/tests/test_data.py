"""The dated data of the law: reply kinds, terms, channels, key areas, requesters, remedies."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.utils import translation

from gongkai.law import terms
from gongkai.law.channels import ChannelKind, row_2018
from gongkai.law.key_areas import key_area, key_areas
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import NoSuchOutcome, OutcomeGroup, all_outcomes, outcome, outcomes
from gongkai.law.remedies import NoRemedy, remedy, remedy_against_silence, remedy_paragraph

IN_2018, NOW = date(2018, 5, 7), date(2025, 9, 17)
BODY, COURT = "东城区人民政府", "北京市东城区人民法院"


# Outcomes


def test_in_2018_every_row_of_the_reply_table_could_be_filled():
    rows = {each.row_2018 for each in outcomes(IN_2018)} - {None}
    assert rows == {f"3.3.{n}" for n in range(1, 9)}


def test_in_2018_a_refusal_had_one_of_six_grounds():
    grounds = {each.refusal_row_2018 for each in outcomes(IN_2018)} - {None}
    assert grounds == {f"3.3.4.{letter}" for letter in "abcdef"}


def test_now_every_row_of_the_national_table_can_be_filled():
    rows = {"t3.3.1", "t3.3.2"}
    rows |= {f"t3.3.3.{n}" for n in range(1, 9)}
    rows |= {f"t3.3.4.{n}" for n in range(1, 4)}
    rows |= {f"t3.3.5.{n}" for n in range(1, 6)}
    rows |= {f"t3.3.6.{n}" for n in range(1, 4)}
    assert {each.row_2021 for each in outcomes(NOW)} == rows


def test_an_amendment_notice_is_no_reply_any_more():
    assert outcome("amendment_notice").open_on(IN_2018)
    assert not outcome("amendment_notice").open_on(NOW)


def test_a_repeated_request_could_not_be_left_unprocessed_in_2018():
    assert not outcome("repeated").open_on(IN_2018)


def test_the_article_follows_the_day_of_receipt():
    assert outcome("granted").article(IN_2018) == "第二十一条第（一）项"
    assert outcome("granted").article(NOW) == "第三十六条第（二）项"


def test_the_code_of_an_outcome_is_its_own():
    codes = [each.code for each in all_outcomes()]
    assert len(codes) == len(set(codes))


def test_an_outcome_nobody_knows_is_not_found():
    with pytest.raises(NoSuchOutcome):
        outcome("lost")


def test_every_refusal_states_a_ground():
    assert all(each.needs_ground for each in all_outcomes() if each.refuses)
    assert {each.group for each in all_outcomes() if each.refuses} == {OutcomeGroup.REFUSED}


def test_internal_affairs_may_be_withheld_and_state_secrets_must():
    assert outcome("refused_internal_affairs").discretionary
    assert not outcome("refused_state_secret").discretionary


def test_an_outcome_is_read_in_chinese_by_its_official_words():
    with translation.override("zh-hans"):
        assert str(outcome("does_not_exist")) == "申请信息不存在"
    assert str(outcome("does_not_exist")) == "The information does not exist"


def test_every_group_of_outcomes_has_a_heading():
    assert all(group.label for group in OutcomeGroup)


@pytest.mark.parametrize(
    ("code", "row_2018", "row_2021"),
    [
        ("already_disclosed", "3.3.1", "t3.3.1"),
        ("granted", "3.3.2", "t3.3.1"),
        ("partially_granted", "3.3.3", "t3.3.2"),
        ("refused_state_secret", "3.3.4.a", "t3.3.3.1"),
        ("refused_barred_by_law", "3.3.4.f", "t3.3.3.2"),
        ("refused_security_and_stability", "3.3.4.d", "t3.3.3.3"),
        ("refused_trade_secret", "3.3.4.b", "t3.3.3.4"),
        ("refused_personal_privacy", "3.3.4.c", "t3.3.3.4"),
        ("refused_internal_affairs", "3.3.4.f", "t3.3.3.5"),
        ("refused_deliberative_process", "3.3.4.f", "t3.3.3.6"),
        ("refused_enforcement_case_file", "3.3.4.f", "t3.3.3.7"),
        ("refused_not_government_information", "3.3.4.e", "t3.3.6.3"),
        ("refused_statutory_inquiry", "3.3.8", "t3.3.3.8"),
        ("does_not_exist", "3.3.6", "t3.3.4.1"),
        ("not_this_agency", "3.3.5", "t3.3.4.1"),
        ("needs_creation", "3.3.6", "t3.3.4.2"),
        ("still_unclear", "3.3.7", "t3.3.4.3"),
        ("petition_or_complaint", "3.3.8", "t3.3.5.1"),
        ("repeated", None, "t3.3.5.2"),
        ("public_publication", "3.3.8", "t3.3.5.3"),
        ("excessive_without_reason", None, "t3.3.5.4"),
        ("confirm_or_reissue", None, "t3.3.5.5"),
        ("amendment_notice", "3.3.7", "t3.3.6.1"),
        ("clarification_lapsed", "3.3.7", "t3.3.6.1"),
        ("fee_unpaid", None, "t3.3.6.2"),
        ("withdrawn", None, "t3.3.6.3"),
        ("other_channel", "3.3.8", "t3.3.5.1"),
    ],
)
def test_an_outcome_is_counted_in_its_rows_of_both_tables(code, row_2018, row_2021):
    kind = outcome(code)
    assert (kind.refusal_row_2018 or kind.row_2018, kind.row_2021) == (row_2018, row_2021)
    assert kind.row_2018 == "3.3.4" or not kind.refusal_row_2018


# Terms


def test_the_reply_period_changed_on_15_may_2019():
    assert terms.term("reply", date(2019, 5, 14)).value == 15
    assert terms.term("reply", date(2019, 5, 15)).value == 20


def test_beijing_published_sooner_than_the_country():
    assert terms.term("proactive_disclosure", IN_2018).value == 20
    assert terms.term("proactive_disclosure", IN_2018, scope="beijing").value == 15
    assert terms.term("proactive_disclosure", NOW, scope="beijing").value == 20


def test_a_period_the_law_does_not_know_is_not_guessed():
    assert terms.find("clarification_notice", IN_2018) is None
    with pytest.raises(terms.NoSuchTerm):
        terms.term("clarification_notice", IN_2018)


def test_no_two_periods_of_one_name_and_place_are_valid_on_the_same_day():
    by_name = {}
    for each in terms.all_terms():
        by_name.setdefault((each.name, each.scope), []).append(each)
    for same in by_name.values():
        for earlier, later in pairwise(sorted(same, key=lambda each: each.valid_from)):
            assert earlier.valid_to is not None
            assert earlier.valid_to < later.valid_from


def test_every_period_names_its_article_or_says_what_it_rests_on():
    assert all(each.article for each in terms.all_terms() if each.scope != terms.LOCAL)
    assert all(each.note for each in terms.all_terms() if each.scope == terms.LOCAL)
    assert {each.unit for each in terms.all_terms()} == {"working days", "days", "hours", "months"}


def test_a_period_the_office_sets_for_itself_is_found_by_its_name():
    assert terms.term("lost_case_filing", NOW).scope == terms.LOCAL
    assert terms.term("reassessment", NOW).unit == "months"


def test_the_time_to_defend_a_decision_follows_the_day():
    assert terms.term("suit_defence", date(2015, 4, 30)).value == 10
    assert terms.term("suit_defence", date(2015, 5, 1)).value == 15
    assert terms.find("reconsideration_defence_simple", IN_2018) is None


# Channels, key areas, requesters


def test_every_kind_of_channel_is_counted_in_one_row():
    assert {kind: row_2018(kind) for kind in ("gazette", "website", "weibo", "wechat")} == {
        "gazette": "1.3.1",
        "website": "1.3.2",
        "weibo": "1.3.3",
        "wechat": "1.3.4",
    }
    assert {row_2018(kind) for kind in ChannelKind} == {f"1.3.{n}" for n in range(1, 6)}


def test_a_channel_nobody_knows_has_no_row():
    with pytest.raises(ValueError):
        row_2018("telegraph")


def test_twelve_key_areas_were_counted_from_2014_to_2018():
    assert [area.code for area in key_areas(IN_2018)] == list("abcdefghijkl")
    assert key_areas(date(2013, 12, 31)) == key_areas(date(2019, 1, 1)) == ()


def test_a_key_area_knows_its_row_and_its_names():
    area = key_area("c")
    assert (area.row_2018, str(area)) == ("1.2.c", "Food safety")
    with translation.override("zh-hans"):
        assert str(area) == "食品安全"


def test_everybody_but_a_natural_person_is_an_organisation():
    assert [kind for kind in RequesterKind if not kind.is_organisation] == [RequesterKind.NATURAL_PERSON]
    assert len(RequesterKind) == 6


# Remedies


def test_in_2018_reconsideration_and_suit_stood_side_by_side():
    paragraph = remedy_paragraph("refused_state_secret", date(2018, 5, 28), BODY, COURT)
    assert paragraph == (
        "如不服本答复，可以自收到本答复书之日起60日内向东城区人民政府申请行政复议，"
        "或者自收到本答复书之日起6个月内直接向北京市东城区人民法院提起行政诉讼。"
    )


def test_until_april_2015_a_suit_had_three_months():
    assert "3个月内" in remedy_paragraph("granted", date(2015, 4, 30), BODY, COURT)
    assert "6个月内" in remedy_paragraph("granted", date(2015, 5, 1), BODY, COURT)


def test_since_2024_reconsideration_comes_before_a_suit_over_a_refusal():
    assert not remedy("refused_internal_affairs", date(2023, 12, 31)).first
    assert remedy("refused_internal_affairs", date(2024, 1, 1)).first
    paragraph = remedy_paragraph("refused_internal_affairs", NOW, BODY, COURT)
    assert "应当自收到本答复书之日起60日内先向东城区人民政府申请行政复议" in paragraph
    assert "15日内向北京市东城区人民法院提起行政诉讼" in paragraph


def test_over_information_that_does_not_exist_either_way_is_open():
    assert not remedy("does_not_exist", NOW).first
    assert remedy("does_not_exist", NOW).settled


def test_where_the_law_is_open_counsel_is_told_why():
    for code, day in [
        ("partially_granted", NOW),
        ("refused_statutory_inquiry", NOW),
        ("does_not_exist", date(2024, 6, 3)),
    ]:
        assert not remedy(code, day).settled
        assert remedy(code, day).note


def test_against_silence_reconsideration_comes_first_since_2024():
    assert not remedy_against_silence(date(2023, 12, 31)).first
    assert remedy_against_silence(date(2024, 1, 1)).first
    with pytest.raises(NoRemedy):
        remedy_against_silence(date(2008, 4, 30))


@pytest.mark.parametrize("code", ["record_corrected", "record_correct_as_is", "correction_passed_on"])
def test_against_the_answer_to_a_correction_either_way_is_open(code):
    assert not remedy(code, NOW).first
    assert "或者" in remedy_paragraph(code, NOW, BODY, COURT)


def test_reconsideration_comes_first_only_for_refusals_under_articles_14_to_16():
    first = {each.code for each in outcomes(NOW) if remedy(each, NOW).first and remedy(each, NOW).settled}
    refused = {each.code for each in outcomes(NOW) if each.group is OutcomeGroup.REFUSED}
    assert first == refused - {"refused_statutory_inquiry"}


def test_nobody_sues_over_a_notice_to_amend():
    assert remedy_paragraph("amendment_notice", date(2018, 5, 10), BODY, COURT) == ""


def test_before_the_regulations_there_is_no_remedy():
    with pytest.raises(NoRemedy):
        remedy("granted", date(2008, 4, 30))


@pytest.mark.parametrize("day", [IN_2018, date(2023, 12, 31), date(2024, 6, 3), NOW])
def test_every_letter_has_its_paragraph_without_a_gap(day):
    for each in outcomes(day):
        paragraph = remedy_paragraph(each, day, BODY, COURT)
        assert not re.search(r"[{}]", paragraph)
        assert bool(paragraph) == (each.code != "amendment_notice")
