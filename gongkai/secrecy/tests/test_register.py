"""The register of reviews and the form of one, as they are printed."""

from datetime import date, datetime

import pytest

from gongkai.acts import clock
from gongkai.secrecy import actions
from gongkai.secrecy.models import Review
from gongkai.secrecy.printing import form_of
from gongkai.secrecy.queries import for_register
from gongkai.secrecy.register import COLUMNS, register_of
from gongkai.secrecy.tests.factories import cleared, cleared_orally, found_secret, packed, with_opinion
from gongkai.typesetting.registers import in_words, register_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def rows_of(office):
    reviews = for_register(Review.objects.all())
    register = register_of(office.agency, reviews, period="2018年", printed_on=date(2018, 5, 7))
    assert register_xlsx(register)
    return [
        {column.label: in_words(value) for column, value in zip(COLUMNS, row, strict=True)}
        for row in register.rows
    ]


def test_the_register_tells_each_step_with_its_person(office):
    cleared(office)
    (row,) = rows_of(office)
    assert row["编号"] == "2018-0001"
    assert row["信息名称"] == "关于停水的通知"
    assert row["承办部门意见"] == "拟公开。（钱立（虚构））"
    assert "孙立群" in row["审查意见"]
    assert (row["审批"], row["日期"]) == ("吴建国（虚构）", "2018-05-07")


def test_the_register_tells_of_oral_approvals_and_their_signature(office):
    actions.countersign(cleared_orally(office), by=office.leader)
    (row,) = rows_of(office)
    assert row["口头审批/补签"] == "2018年5月7日口头审批，周文静（虚构）记录；2018年5月7日补签"


def test_the_register_tells_of_questions_referred_upward(office):
    review = actions.refer(with_opinion(office), by=office.reviewer, to="区保密局", question="是否涉密？")
    actions.record_answer(review, by=office.reviewer, answer="不涉密。", answered_on=date(2018, 5, 7))
    (row,) = rows_of(office)
    assert row["上报及答复"] == "2018年5月7日报区保密局；2018年5月7日答复：不涉密。"


def test_the_register_masks_numbers_and_leaves_out_what_a_secret_paper_is_called(office):
    packed(office, title="关于11010519491231002X来访的通知")
    found_secret(office, title="地下设施")
    first, second = rows_of(office)
    assert "11010519491231002X" not in first["信息名称"]
    assert second["信息名称"] == "（涉密，名称从略）"


def test_the_register_of_thirty_asks_the_database_once(office, django_assert_num_queries):
    for _each in range(3):
        cleared(office)
    with django_assert_num_queries(1):
        register_of(
            office.agency, for_register(Review.objects.all()), period="2018年", printed_on=date(2018, 5, 7)
        )


def fields(form):
    return {field.label.replace("\n", ""): field.value for row in form.rows for field in row.fields}


def test_the_form_is_filled_with_what_was_said_and_signed(office):
    told = actions.Particulars(channels=("website", "wechat"), summary="停水安排。")
    review = cleared_orally(office, particulars=told)
    said = fields(form_of(review))
    assert said["承办部门"] == "民生保障科"
    assert "☑公文类" in said["信息载体形式"]
    assert "☑政府网站" in said["拟公开方式"]
    assert "☑应予公开" in said["保密审查机构意见"]
    assert "吴建国" in said["主管（分管）领导审批意见"]
    assert "周文静" in said["紧急口头审批"]
    assert any(review.package.checksum in value for value in said.values())


def test_the_form_of_a_review_not_begun_is_left_to_be_signed(office):
    said = fields(form_of(packed(office)))
    assert "☑" not in said["保密审查机构意见"]
    assert "吴建国" not in said["主管（分管）领导审批意见"]
