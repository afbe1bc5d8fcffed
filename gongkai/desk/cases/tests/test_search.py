"""Finding a request by number, name and words, and nothing one may not know."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import Case
from gongkai.cases.tests.factories import on, registered_case, sent, signed_reply

pytestmark = pytest.mark.django_db

TUESDAY = date(2025, 9, 16)


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(TUESDAY, 17):
        yield


@pytest.fixture
def cases(office: SimpleNamespace) -> list[Case]:
    given = (
        ("社区食堂的招标文件", "2024年社区食堂招标文件和评标结果", "王小明（虚构）"),
        ("停车意愿问卷", "西总布胡同停车意愿问卷", "李明远（虚构）"),
        ("绿化合同", "２０２３年绿化养护合同", "Anna Lee（虚构）"),
    )
    return [
        registered_case(office, title=title, description=description, requester_name=name)
        for title, description, name in given
    ]


def found(person: Any, words: str, name: str = "case_list_all") -> list[int]:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person)
    page = client.get(reverse(f"desk:{name}"), {"q": words})
    assert page.status_code == 200
    return [case.serial for case, _deadline, _stage in page.context["rows"]]


@pytest.mark.parametrize(
    "number",
    [
        "〔2025〕2号",
        "[2025]2号",
        "［２０２５］２号",
        "【2025】2",
        "(2025)第2号",
        "（2025）2号",
        "2025-2",
        "建街公开申〔2025〕2号",
        "建街公开申[2025]2",
    ],
)
def test_a_number_is_found_however_its_brackets_are_written(
    office: SimpleNamespace, cases: list[Case], number: str
) -> None:
    assert found(office.foi, number) == [2]


def test_a_serial_alone_finds_its_number(office: SimpleNamespace, cases: list[Case]) -> None:
    assert 2 in found(office.foi, "2号")


def test_all_words_have_to_fit(office: SimpleNamespace, cases: list[Case]) -> None:
    assert found(office.foi, "食堂 评标") == [1]
    assert found(office.foi, "食堂　停车") == []


def test_the_width_of_signs_does_not_matter(office: SimpleNamespace, cases: list[Case]) -> None:
    assert found(office.foi, "2023年") == [3]
    assert found(office.foi, "anna") == found(office.foi, "ＡＮＮＡ") == [3]


def test_a_clarified_wording_is_found(office: SimpleNamespace, cases: list[Case]) -> None:
    Case.objects.filter(pk=cases[0].pk).update(clarified="只要中标通知书")
    assert found(office.foi, "中标通知书") == [1]


def test_letters_are_found_by_their_number_and_by_that_of_the_post(
    office: SimpleNamespace, cases: list[Case]
) -> None:
    with on(TUESDAY):
        letter = actions.ask_to_clarify(cases[1], by=office.foi, what="哪一年", until=date(2025, 10, 15))
    sent(letter, office, TUESDAY)
    assert found(office.foi, "建街公开补[2025]1号") == [2]
    assert found(office.foi, "EMS0000001") == [2]


def test_a_reply_is_found_by_its_number(office: SimpleNamespace, cases: list[Case]) -> None:
    signed_reply(cases[2], office, TUESDAY)
    assert found(office.foi, "公开复〔2025〕1号") == [3]


def test_a_requester_is_found_by_name_inside_the_office_only(
    office: SimpleNamespace, cases: list[Case]
) -> None:
    assert found(office.foi, "王小明") == found(office.leader, "王小明") == [1]
    assert found(office.supervisor, "王小明") == []
    assert found(office.supervisor, "食堂") == [1]


def test_letters_to_somebody_find_nothing_for_the_supervisor(
    office: SimpleNamespace, cases: list[Case]
) -> None:
    assert cases[0].letters.get(kind="receipt").number == "建街公开回〔2025〕1号"
    assert found(office.foi, "公开回〔2025〕1号") == [1]
    assert found(office.supervisor, "公开回〔2025〕1号") == []


def test_nothing_is_found_in_another_office(office: SimpleNamespace, cases: list[Case]) -> None:
    for words in ("食堂", "〔2025〕1号", "王小明", "1", "公开回"):
        assert found(office.stranger, words) == []


def test_the_search_of_the_desk_tells_a_supervisor_no_requester(
    office: SimpleNamespace, cases: list[Case]
) -> None:
    def page(person: Any, words: str) -> str:
        client = Client()
        client.force_login(person)
        return str(client.get(reverse("desk:search"), {"q": words}).content.decode())

    assert "社区食堂的招标文件" in page(office.foi, "王小明")
    assert "社区食堂的招标文件" not in page(office.supervisor, "王小明")
    assert "社区食堂的招标文件" not in page(office.stranger, "食堂")


def test_what_is_concluded_is_found_as_well_the_newest_first(
    office: SimpleNamespace, cases: list[Case]
) -> None:
    with on(TUESDAY):
        actions.withdraw(cases[0], by=office.foi)
    later = registered_case(office, TUESDAY, title="食堂公示")
    assert found(office.foi, "食堂") == [later.serial, 1]


@pytest.mark.parametrize("words", ["%", "_", "'\"", "\x00", "<script>", "号" * 500, "〔" * 50, "9" * 80])
def test_hostile_words_find_nothing_and_break_nothing(
    office: SimpleNamespace, cases: list[Case], words: str
) -> None:
    client = Client()
    client.force_login(office.foi)
    assert client.get(reverse("desk:case_list_all"), {"q": words}).status_code == 200
