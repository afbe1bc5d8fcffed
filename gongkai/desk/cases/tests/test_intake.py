"""Registering what comes in: by letter, over the counter, said aloud; confirmed, split, recognised."""

import re
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import Attempt, Case, Message, Request, Requester
from gongkai.cases.tests.factories import MONDAY, counter_case, delivered_reply, on, registered_case
from gongkai.desk.cases.tests.test_pages import INTAKE, send, signed_in, words
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

REGISTER = "/desk/cases/register/"
NUMBER = "110101199003070011"


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(date(2025, 9, 16)):
        yield


def page_of(name: str, case: Case, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[case.pk, *more])


def arrived_case(office: SimpleNamespace, **given: Any) -> Case:
    """A letter by ordinary post that nobody has confirmed yet."""
    return registered_case(office, how_came="ordinary_post", **given)


def with_code(case: Case, office: SimpleNamespace) -> str:
    return actions.give_code(case, by=office.foi)


# The register page


def test_a_letter_by_ordinary_post_arrives_and_its_period_has_not_begun(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    done = send(client, REGISTER, **INTAKE | {"how_came": "ordinary_post"})
    case = Case.objects.get()
    assert (case.received_on, case.due_on) == (None, None)
    page = words(client.get(done.url))
    assert "The period begins once the receipt is confirmed" in page
    assert "not yet: the receipt is not confirmed" in page
    assert page.index("Confirm the receipt") < page.index("Propose a reply")


def test_a_letter_confirmed_at_once_is_received_on_that_day(office: SimpleNamespace) -> None:
    typed = {"how_came": "ordinary_post", "confirmed_on": "2025-09-16", "confirmed_how": "电话"}
    send(signed_in(office.foi), REGISTER, **INTAKE | typed)
    assert Case.objects.get().received_on == date(2025, 9, 16)


def test_a_confirmation_typed_for_another_way_is_left_out(office: SimpleNamespace) -> None:
    typed = {"confirmed_on": "2025-09-16", "confirmed_how": "电话"}
    send(signed_in(office.foi), REGISTER, **INTAKE | typed)
    case = Case.objects.get()
    assert (case.received_on, case.confirmed_on) == (date(2025, 9, 15), None)


def test_what_is_said_aloud_is_written_down_by_the_office(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    done = send(client, REGISTER, **INTAKE | {"how_came": "spoken", "help_needed": "请读给他听"})
    case = Case.objects.get()
    assert (case.how_came, case.request.written_down_by) == ("in_person", office.foi.name)
    page = words(client.get(done.url))
    assert "written down by" in page
    assert "请读给他听" in page
    printed = client.post(page_of("case_application", case))
    assert printed["Content-Type"] == "application/pdf"
    assert "no-store" in printed["Cache-Control"]
    assert Entry.objects.filter(act="cases.contact_shown").count() == 1


def test_several_matters_of_one_letter_become_cases_of_one_request(office: SimpleNamespace) -> None:
    typed = {
        "matters": "3",
        "description_2": "社区食堂的招标文件",
        "title_2": "食堂",
        "handling_section_2": str(office.section.pk),
        "description_3": "",
    }
    client = signed_in(office.foi)
    done = send(client, REGISTER, **INTAKE | typed)
    first, second = Case.objects.order_by("pk")
    assert first.request == second.request
    assert (second.title, second.handling_section) == ("食堂", office.section)
    page = words(client.get(done.url))
    assert f"Registered as {first.number}, {second.number}" in page
    assert second.get_absolute_url() in page


def test_one_more_matter_brings_the_page_back_with_what_was_typed(office: SimpleNamespace) -> None:
    response = send(signed_in(office.foi), REGISTER, **INTAKE | {"more": "1", "requester_name": ""})
    page = words(response)
    assert response.status_code == 200
    assert 'name="description_2"' in page
    assert "停车意愿问卷的汇总结果" in page
    assert "put right" not in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("asked", ["10", "99", "-1", "x", "１"])
def test_there_are_one_to_ten_matters(office: SimpleNamespace, asked: str) -> None:
    response = send(signed_in(office.foi), REGISTER, **INTAKE | {"more": "1", "matters": asked})
    assert response.status_code == 200
    assert 'name="description_11"' not in words(response)


def test_a_matter_that_only_has_a_title_is_refused(office: SimpleNamespace) -> None:
    response = send(signed_in(office.foi), REGISTER, **INTAKE | {"matters": "2", "title_2": "食堂"})
    assert response.status_code == 422
    assert "食堂" in words(response)


def test_a_wish_to_correct_records_is_a_kind_of_its_own(office: SimpleNamespace) -> None:
    send(signed_in(office.foi), REGISTER, **INTAKE | {"kind": "correction"})
    assert Case.objects.get().kind == "correction"
    assert not Case.objects.counted().exists()


def test_a_folded_field_with_an_error_lies_open(office: SimpleNamespace) -> None:
    response = send(signed_in(office.foi), REGISTER, **INTAKE | {"requester_email": "no address"})
    assert response.status_code == 422
    assert words(response).count("<details open") == 1


def test_a_double_click_registers_all_matters_once(office: SimpleNamespace) -> None:
    client, token = signed_in(office.foi), str(uuid4())
    typed = INTAKE | {"matters": "2", "description_2": "食堂", "submission": token}
    assert client.post(REGISTER, typed).url == client.post(REGISTER, typed).url
    assert Case.objects.count() == 2


# What came before


def earlier(client: Any, **typed: str) -> str:
    return words(client.post(REGISTER, INTAKE | {"check": "1"} | typed, headers={"X-Part": "earlier"}))


def test_an_earlier_request_about_the_same_is_pointed_out_while_typing(office: SimpleNamespace) -> None:
    case = registered_case(office)
    delivered_reply(case, office)
    said = earlier(signed_in(office.foi))
    assert case.number in said
    assert "article 36 (6) may apply" in said
    assert "<html" not in said
    assert "decides nothing" in said


def test_several_requesters_of_the_same_matter_are_pointed_out(office: SimpleNamespace) -> None:
    for name in ("甲（虚构）", "乙（虚构）"):
        registered_case(office, requester_name=name)
    said = earlier(signed_in(office.foi))
    assert "2 other requesters asked for much the same" in said
    assert "article 44" in said


def test_the_eleventh_of_a_month_is_pointed_out(office: SimpleNamespace) -> None:
    for n in range(10):
        registered_case(office, identity_number=NUMBER, title=f"事项{n}", description=f"甲乙{n}丙丁")
    said = earlier(signed_in(office.foi), identity_number=NUMBER, description="完全无关")
    assert "Request number 11 of this requester in month 9 of 2025" in said
    assert "article 42" in said


def test_of_a_stranger_nothing_is_pointed_out(office: SimpleNamespace) -> None:
    registered_case(office)
    said = earlier(signed_in(office.stranger))
    assert "Nothing like it was found" in said


def test_without_script_the_whole_page_comes_back_with_what_came_before(office: SimpleNamespace) -> None:
    case = registered_case(office)
    page = words(send(signed_in(office.foi), REGISTER, **INTAKE | {"check": "1"}))
    assert case.number in page
    assert "停车意愿问卷的汇总结果" in page
    assert 'name="submission"' in page
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"arrived_on": "2025-13-45"}, {"arrived_on": "1900-01-01"}, {"requester_name": "\x00"}]
)
def test_strange_words_break_no_looking_back(office: SimpleNamespace, typed: dict[str, str]) -> None:
    assert "Nothing like it" in earlier(signed_in(office.foi), **typed)


def test_the_case_page_points_out_what_came_before_to_the_foi_office_only(office: SimpleNamespace) -> None:
    before = registered_case(office, requester_name="甲（虚构）")
    case = registered_case(office)
    assert before.number in words(signed_in(office.foi).get(case.get_absolute_url()))
    for person in (office.counsel, office.supervisor):
        assert before.number not in words(signed_in(person).get(case.get_absolute_url()))


# Recognising a requester


def test_two_requesters_are_recognised_as_one_and_parted_again(office: SimpleNamespace) -> None:
    first, second = registered_case(office), registered_case(office)
    client = signed_in(office.foi)
    assert reverse("desk:case_merge", args=[second.pk]) in words(client.get(second.get_absolute_url()))
    other = str(first.request.requester_id)
    merged = send(client, page_of("case_merge", second), other=other, reason="同一手机号")
    assert merged.status_code == 302
    page = words(client.get(second.get_absolute_url()))
    assert "Same requester as in" in page
    assert "Request number 2 of this requester" in page
    chosen = str(second.request.requester_id)
    parted = send(client, page_of("case_part", second), requester=chosen, reason="不是")
    assert parted.status_code == 302
    assert not Requester.objects.exclude(merged_into=None).exists()


def test_a_requester_is_found_by_the_number_of_a_request(office: SimpleNamespace) -> None:
    first = registered_case(office, requester_name="李明远（曾用名，虚构）")
    second = registered_case(office)
    values = {"number": first.number, "reason": "同一人"}
    assert send(signed_in(office.foi), page_of("case_merge", second), **values).status_code == 302
    assert Requester.objects.get(pk=second.request.requester_id).merged_into == first.request.requester


def test_a_requester_of_another_agency_cannot_be_recognised(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(MONDAY):
        theirs = actions.register(
            office.other,
            by=office.stranger,
            how_came="in_person",
            requester_name=case.requester_name,
            requester_contact="1",
            description="停车",
            submitted_on=MONDAY,
            arrived_on=MONDAY,
        )
    client, url = signed_in(office.foi), page_of("case_merge", case)
    for values in ({"number": theirs.number}, {"other": str(theirs.request.requester_id)}):
        response = send(client, url, reason="同一人", **values)
        assert response.status_code == 422
        assert "同一人" in words(response)
    assert not Requester.objects.exclude(merged_into=None).exists()
    assert signed_in(office.stranger).get(url).status_code == 404


def test_two_identity_numbers_are_two_people(office: SimpleNamespace) -> None:
    first = registered_case(office, identity_number=NUMBER)
    second = registered_case(office, identity_number="110101199003070038")
    values = {"number": first.number, "reason": "同名"}
    response = send(signed_in(office.foi), page_of("case_merge", second), **values)
    assert response.status_code == 422
    assert "different identity numbers" in words(response)


# Confirming and trying to


def test_the_receipt_is_confirmed_and_the_period_begins(office: SimpleNamespace) -> None:
    case = arrived_case(office)
    client = signed_in(office.foi)
    done = send(client, page_of("case_confirm", case), on="2025-09-16", how="电话，本人")
    assert "The receipt is confirmed. Reply by" in words(client.get(done.url))
    case.refresh_from_db()
    assert case.received_on == date(2025, 9, 16)


def test_a_confirmation_before_the_arrival_is_refused_and_keeps_what_was_typed(
    office: SimpleNamespace,
) -> None:
    response = send(
        signed_in(office.foi),
        page_of("case_confirm", arrived_case(office)),
        on="2025-09-12",
        how="电话，本人",
    )
    assert response.status_code == 422
    assert "电话，本人" in words(response)


def test_attempts_stand_among_the_facts(office: SimpleNamespace) -> None:
    case = arrived_case(office)
    client = signed_in(office.foi)
    send(client, page_of("case_attempt", case), how="电话", result="无人接听")
    assert Attempt.objects.count() == 1
    assert "无人接听" in words(client.get(case.get_absolute_url()))
    assert "无人接听" not in words(signed_in(office.supervisor).get(case.get_absolute_url()))


# Splitting


def test_a_request_is_split_into_its_matters(office: SimpleNamespace) -> None:
    case = registered_case(office)
    client = signed_in(office.foi)
    page = words(client.get(page_of("case_split", case)))
    assert case.description in page
    assert 'name="description_2"' in page
    values = {"matters": "2", "description": "停车问卷", "description_2": "停车收费"}
    done = send(client, page_of("case_split", case), **values)
    page = words(client.get(done.url))
    assert "each with its own receipt" in page
    assert [each.description for each in Case.objects.order_by("pk")] == ["停车问卷", "停车收费"]


def test_one_matter_is_no_split(office: SimpleNamespace) -> None:
    values = {"matters": "2", "description": "停车问卷", "description_2": ""}
    response = send(signed_in(office.foi), page_of("case_split", registered_case(office)), **values)
    assert response.status_code == 422
    assert "at least two matters" in words(response)


# The code and the messages


def test_the_code_is_shown_once(office: SimpleNamespace) -> None:
    case = counter_case(office)
    client, token = signed_in(office.foi), str(uuid4())
    slip = client.post(page_of("case_code", case), {"submission": token})
    assert slip.status_code == 200
    assert "no-store" in slip["Cache-Control"]
    found = re.search(r">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})<", words(slip))
    assert found
    assert actions.opens(Request.objects.get(), found[1])
    again = client.post(page_of("case_code", case), {"submission": token})
    assert again.status_code == 302
    assert found[1] not in words(client.get(again.url))


def test_messages_go_both_ways_and_new_ones_are_marked(office: SimpleNamespace) -> None:
    case = counter_case(office)
    client = signed_in(office.foi)
    assert client.get(page_of("case_message", case)).status_code == 200
    with_code(case, office)
    actions.hear_requester(case, text="什么时候答复？")
    page = words(client.get(case.get_absolute_url()))
    assert "什么时候答复？" in page
    assert ">new<" in page
    assert send(client, page_of("case_message", case), text="下周。").status_code == 302
    assert send(client, page_of("case_messages_read", case)).status_code == 302
    page = words(client.get(case.get_absolute_url()))
    assert "下周。" in page
    assert ">new<" not in page
    assert not Message.objects.filter(from_office=False, read_at=None).exists()


def test_without_a_progress_page_nobody_is_written_to(office: SimpleNamespace) -> None:
    page = words(signed_in(office.foi).get(page_of("case_message", counter_case(office))))
    assert "This requester has no progress page" in page
    assert 'name="text"' not in page


def test_messages_are_for_the_foi_office(office: SimpleNamespace) -> None:
    case = counter_case(office)
    with_code(case, office)
    actions.hear_requester(case, text="什么时候答复？")
    for person in (office.counsel, office.supervisor):
        assert "什么时候答复？" not in words(signed_in(person).get(case.get_absolute_url()))


# Proofs of identity and names


def test_a_proof_of_identity_is_shown_only_when_asked_for(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    proof = SimpleUploadedFile("张三身份证.txt", "身份证".encode())
    done = client.post(REGISTER, INTAKE | {"submission": str(uuid4()), "proofs": [proof]})
    case = Case.objects.get()
    page = words(client.get(done.url))
    assert "handed in on" in page
    assert "张三身份证" not in page
    url = page_of("case_proof", case, case.request.proofs.get().pk)
    assert client.get(url).status_code == 302
    assert not Entry.objects.filter(act="cases.proof_shown").exists()
    shown = client.post(url)
    assert b"".join(shown.streaming_content).decode() == "身份证"
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.filter(act="cases.proof_shown").count() == 1
    assert signed_in(office.counsel).post(url).status_code == 302
    assert signed_in(office.stranger).post(url).status_code == 404


def test_a_proof_of_another_request_is_not_there(office: SimpleNamespace) -> None:
    file = BytesIO("身份证".encode())
    file.name = "1.txt"
    first, second = counter_case(office, proofs=[file]), counter_case(office)
    proof = first.request.proofs.get()
    assert signed_in(office.foi).post(page_of("case_proof", second, proof.pk)).status_code == 404


def test_lists_show_only_the_surname(office: SimpleNamespace) -> None:
    registered_case(office, requester_name="王小明")
    registered_case(office, requester_name="阳光公司（虚构）", requester_kind="business")
    page = words(signed_in(office.foi).get(reverse("desk:case_list")))
    assert "王**" in page
    assert "王小明" not in page
    assert "阳光公司（虚构）" in page


def test_the_office_reads_the_name_and_the_district_does_not(office: SimpleNamespace) -> None:
    case = registered_case(office, requester_name="王小明", handling_section=office.section)
    for person in (office.foi, office.head):
        assert "王小明" in words(signed_in(person).get(case.get_absolute_url()))
    page = words(signed_in(office.supervisor).get(case.get_absolute_url()))
    assert "王小明" not in page
    assert "王**" in page


# Who may, and what it costs


ACTS = (
    "case_confirm",
    "case_attempt",
    "case_split",
    "case_code",
    "case_message",
    "case_messages_read",
    "case_merge",
    "case_part",
    "case_application",
)


@pytest.mark.usefixtures("plain_refusals")
def test_for_another_agency_no_act_of_the_intake_exists(office: SimpleNamespace) -> None:
    case = arrived_case(office)
    for person in (office.stranger, office.officer):
        client = signed_in(person)
        for url in (page_of(name, case) for name in ACTS):
            assert client.get(url).status_code == 404, url
            assert send(client, url).status_code == 404, url


def test_only_the_foi_officer_does_it(office: SimpleNamespace) -> None:
    case, client = arrived_case(office), signed_in(office.counsel)
    for url in (page_of(name, case) for name in ACTS[:-1]):
        assert "This cannot be done now" in words(client.get(url)), url


def test_the_page_of_a_case_costs_the_same_with_many_like_it(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    case = registered_case(office)
    costs = []
    for count in (3, 20):
        for _n in range(count):
            registered_case(office)
        client.get(case.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(case.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 45


def test_looking_back_costs_the_same_with_many_cases(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    earlier(client)  # The first answer of a session costs a little more.
    costs = []
    for count in (3, 20):
        for _n in range(count):
            registered_case(office)
        with CaptureQueriesContext(connection) as queries:
            earlier(client)
        costs.append(len(queries))
    assert costs[0] == costs[1]
