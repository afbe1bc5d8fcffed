import json
from datetime import date
from io import BytesIO
from time import process_time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongkai.cases import actions
from gongkai.cases.models import Case, Paper, PaperKind, Redaction, RedactionState
from gongkai.cases.tests.factories import filed_paper, on, registered_case
from gongkai.privacy.pages import page_count, search

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

BOX = {"page": 0, "x": 0.1, "y": 0.05, "width": 0.8, "height": 0.2, "ground": "个人隐私"}


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(date(2025, 9, 16)):
        yield


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office, handling_section=office.section)


@pytest.fixture
def redaction(case: Case, office: SimpleNamespace) -> Redaction:
    return actions.begin_redaction(filed_paper(case, office), by=office.foi)


def signed_in(person: Any, language: str = "en") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person)
    return client


def send(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, {"submission": str(uuid4())} | values)


def post(client: Client, redaction: Redaction, said: Any) -> Any:
    body = said if isinstance(said, (str, bytes)) else json.dumps(said)
    return client.post(
        reverse("desk:redaction_boxes", args=[redaction.pk]), body, content_type="application/json"
    )


def words(response: Any) -> str:
    return str(response.content.decode())


def scanned(case: Case, office: SimpleNamespace) -> Paper:
    picture = BytesIO()
    Image.new("RGB", (600, 800), "#ddd").save(picture, "PNG")
    picture.seek(0)
    picture.name = "扫描.png"
    return actions.add_papers(case, [picture], by=office.foi, kind=PaperKind.INTERNAL)[0]


# Opening


def test_a_paper_is_opened_for_redaction_and_shows_its_pages(case: Case, office: SimpleNamespace) -> None:
    paper = filed_paper(case, office)
    client = signed_in(office.foi)
    url = reverse("desk:redaction_begin", args=[case.pk])
    assert paper.title in words(client.get(url))
    done = send(client, url, paper=paper.pk)
    redaction = Redaction.objects.get()
    assert done.url == redaction.get_absolute_url()
    page = words(client.get(done.url))
    assert reverse("desk:redaction_page", args=[redaction.pk, 1]) in page
    assert "style=" not in page
    assert "onclick" not in page


def test_a_paper_of_another_case_cannot_be_opened_from_this_one(case: Case, office: SimpleNamespace) -> None:
    other = filed_paper(registered_case(office), office)
    answer = send(signed_in(office.foi), reverse("desk:redaction_begin", args=[case.pk]), paper=other.pk)
    assert answer.status_code == 422
    assert not Redaction.objects.exists()


def test_a_file_that_cannot_be_opened_is_refused_with_a_sentence(case: Case, office: SimpleNamespace) -> None:
    file = BytesIO(b"%PDF-1.7 nothing more\n%%EOF")
    file.name = "损坏.pdf"
    (paper,) = actions.add_papers(case, [file], by=office.foi, kind=PaperKind.INTERNAL)
    answer = send(signed_in(office.foi), reverse("desk:redaction_begin", args=[case.pk]), paper=paper.pk)
    assert answer.status_code == 422
    assert "cannot be read as a PDF" in words(answer)


@pytest.mark.usefixtures("plain_refusals")
def test_for_those_who_do_not_redact_none_of_its_pages_exist(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    names = ("redaction", "redaction_boxes", "redaction_search", "redaction_finish", "redaction_drop")
    addresses = [reverse(f"desk:{name}", args=[redaction.pk]) for name in names]
    addresses.append(reverse("desk:redaction_page", args=[redaction.pk, 1]))
    for person in (office.stranger, office.leader, office.counsel, office.supervisor, office.officer):
        client = signed_in(person)
        for url in addresses:
            assert client.get(url).status_code == 404, (person, url)
            assert client.post(url, {"act": "add"}).status_code in {404, 405}
    for person in (office.foi, office.head):
        assert signed_in(person).get(addresses[0]).status_code == 200
    assert Client().get(addresses[0]).status_code == 302


def test_pictures_of_pages_stay_private_and_within_the_paper(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    shown = client.get(reverse("desk:redaction_page", args=[redaction.pk, 1]))
    assert shown.content.startswith(b"\xff\xd8")
    assert shown["Cache-Control"] == "private, no-store"
    for n in (0, 2, 10**12):
        assert client.get(reverse("desk:redaction_page", args=[redaction.pk, n])).status_code == 404


# Boxes as JSON


def test_boxes_are_kept_with_the_revision_that_was_seen(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    answer = post(client, redaction, {"boxes": [BOX], "revision": 0})
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    assert client.get(reverse("desk:redaction_boxes", args=[redaction.pk])).json()["boxes"] == [
        BOX | {"kind": ""}
    ]
    assert 'width="80.0000%"' in words(client.get(redaction.get_absolute_url()))


def test_a_second_window_does_not_overwrite_what_the_first_hid(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    post(client, redaction, {"boxes": [BOX], "revision": 0})
    late = post(client, redaction, {"boxes": [], "revision": 0})
    assert late.status_code == 409
    assert "changed in another window" in late.json()["reasons"][0]
    assert len(late.json()["boxes"]) == late.json()["revision"] == 1
    redaction.refresh_from_db()
    assert len(redaction.boxes) == 1


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        b"\xff\xfe",
        "null",
        "[]",
        '"' + "x" * 1000 + '"',
        "[" * 100_000,
        {"boxes": {}, "revision": 0},
        {"boxes": [BOX], "revision": "0"},
        {"boxes": [BOX], "revision": True},
        {"boxes": [None], "revision": 0},
        {"boxes": ["box"], "revision": 0},
        {"boxes": [[]], "revision": 0},
        {"boxes": [{}], "revision": 0},
        {"boxes": [BOX | {"page": 1}], "revision": 0},
        {"boxes": [BOX | {"page": -1}], "revision": 0},
        {"boxes": [BOX | {"page": None}], "revision": 0},
        {"boxes": [BOX | {"x": 2}], "revision": 0},
        {"boxes": [BOX | {"width": 0}], "revision": 0},
        {"boxes": [BOX | {"x": "links"}], "revision": 0},
        {"boxes": [BOX | {"x": float("nan")}], "revision": 0},
        {"boxes": [BOX | {"width": float("inf")}], "revision": 0},
        {"boxes": [BOX | {"page": float("inf")}], "revision": 0},
        '{"boxes": [{"page": 0, "x": 1e999, "y": 0, "width": 1, "height": 1}], "revision": 0}',
        '{"boxes": [{"page": 0, "x": 1' + "0" * 4000 + ', "y": 0, "width": 1, "height": 1}], "revision": 0}',
        {"boxes": [BOX] * 10_000, "revision": 0},
    ],
)
def test_boxes_that_make_no_sense_are_refused_with_a_sentence(
    redaction: Redaction, office: SimpleNamespace, said: Any
) -> None:
    answer = post(signed_in(office.foi), redaction, said)
    assert answer.status_code == 422
    assert answer.json()["reasons"][0].endswith(".")
    redaction.refresh_from_db()
    assert (redaction.boxes, redaction.revision) == ([], 0)


def test_a_ground_with_strange_signs_breaks_neither_database_nor_page(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    ground = "</script><u>\x00\ud800\u202e" + "长" * 1000
    answer = post(client, redaction, {"boxes": [BOX | {"ground": ground}], "revision": 0})
    assert answer.status_code == 200
    page = words(client.get(redaction.get_absolute_url()))
    assert "<u>" not in page
    assert "\u202e" not in page


def test_boxes_lie_only_on_a_redaction_that_is_open(redaction: Redaction, office: SimpleNamespace) -> None:
    actions.drop_redaction(redaction, by=office.foi)
    answer = post(signed_in(office.foi), redaction, {"boxes": [BOX], "revision": 0})
    assert answer.status_code == 422
    assert "finished" in answer.json()["reasons"][0]


# Plain forms


def test_a_box_is_added_by_numbers_changed_and_removed(redaction: Redaction, office: SimpleNamespace) -> None:
    client, url = signed_in(office.foi), redaction.get_absolute_url()
    sides = {"page": 1, "left": 10, "top": 5, "width": 80, "height": 20}
    assert client.post(url, {"act": "add", "revision": 0, "ground": "个人隐私"} | sides).status_code == 302
    redaction.refresh_from_db()
    assert redaction.boxes == [BOX | {"kind": ""}]
    other = {"ground": "other", "ground_other": "未公开的投诉人"}
    client.post(url, {"act": "change", "revision": 1, "index": 0} | sides | other)
    redaction.refresh_from_db()
    assert redaction.boxes[0]["ground"] == "未公开的投诉人"
    client.post(url, {"act": "change", "revision": 2, "index": 0, "remove": 1})
    redaction.refresh_from_db()
    assert redaction.boxes == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": 2},
        {"page": "x"},
        {"left": "nan"},
        {"left": -1},
        {"width": 0},
        {"height": 101},
        {"ground": "nonsense"},
        {"ground": "other"},
    ],
)
def test_numbers_that_make_no_sense_are_refused_at_the_form(
    redaction: Redaction, office: SimpleNamespace, wrong: dict[str, Any]
) -> None:
    sides = {"page": 1, "left": 10, "top": 5, "width": 80, "height": 20, "ground": "个人隐私"}
    client = signed_in(office.foi)
    answer = client.post(redaction.get_absolute_url(), {"act": "add", "revision": 0} | sides | wrong)
    assert answer.status_code == 422
    redaction.refresh_from_db()
    assert redaction.boxes == []


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"act": "fly"},
        {"act": "change", "index": "7", "revision": "0"},
        {"act": "change", "index": "-1", "revision": "x"},
        {"act": "hide", "ground": "nonsense"},
        {"act": "hide", "ground": "个人隐私", "revision": "99999999999999999999"},
        {"act": "hide", "ground": "个人隐私", "words": "\x00", "revision": "٣"},
    ],
)
def test_a_strange_form_breaks_no_page(
    redaction: Redaction, office: SimpleNamespace, values: dict[str, str]
) -> None:
    answer = signed_in(office.foi).post(redaction.get_absolute_url(), values)
    assert answer.status_code == 422


def test_personal_data_is_proposed_masked_and_hidden_in_one_go(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client, url = signed_in(office.foi), redaction.get_absolute_url()
    page = words(client.get(url))
    assert "Mobile phone number" in page or "手机" in page
    assert "13800138000" not in page
    client.post(url, {"act": "hide", "revision": 0, "ground": "个人隐私"})
    redaction.refresh_from_db()
    assert [box["kind"] for box in redaction.boxes] == ["mobile"]


def test_searched_words_are_found_and_hidden(redaction: Redaction, office: SimpleNamespace) -> None:
    client, url = signed_in(office.foi), redaction.get_absolute_url()
    found = client.get(reverse("desk:redaction_search", args=[redaction.pk]), {"words": "汇总"}).json()
    assert [(hit["page"], hit["words"]) for hit in found["hits"]] == [(1, "汇总")]
    assert "1 place found" in words(client.get(url, {"words": "汇总"}))
    done = client.post(url, {"act": "hide", "revision": 0, "ground": "工作秘密", "words": "汇总", "one": "0"})
    assert done.status_code == 302
    redaction.refresh_from_db()
    assert [box["ground"] for box in redaction.boxes] == ["工作秘密"]


@pytest.mark.parametrize("query", ["", "\x00", " " * 300, "<script>", "😀" * 200])
def test_a_strange_search_finds_nothing_and_breaks_nothing(
    redaction: Redaction, office: SimpleNamespace, query: str
) -> None:
    client = signed_in(office.foi)
    found = client.get(reverse("desk:redaction_search", args=[redaction.pk]), {"words": query})
    assert found.json()["hits"] == []
    assert "<script>" not in words(client.get(redaction.get_absolute_url(), {"words": query}))


# Finishing


def test_the_redacted_paper_is_made_and_holds_nothing_of_what_was_hidden(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    post(client, redaction, {"boxes": [BOX | {"x": 0, "width": 1}], "revision": 0})
    url = reverse("desk:redaction_finish", args=[redaction.pk])
    assert "drawn anew" in words(client.get(url))
    done = send(client, url, revision=1)
    assert done.url == redaction.get_absolute_url()
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.DONE
    assert redaction.result
    assert redaction.result.file
    assert search(redaction.result.file.read(), "13800138000") == []
    assert reverse("desk:case_paper", args=[redaction.result.pk]) in words(client.get(done.url))


def test_what_was_changed_in_another_window_is_not_made_unseen(
    redaction: Redaction, office: SimpleNamespace
) -> None:
    client = signed_in(office.foi)
    post(client, redaction, {"boxes": [BOX], "revision": 0})
    answer = send(client, reverse("desk:redaction_finish", args=[redaction.pk]), revision=0)
    assert answer.status_code == 422
    assert "changed in another window" in words(answer)


def test_pages_without_text_are_looked_at_before_the_paper_is_made(
    case: Case, office: SimpleNamespace
) -> None:
    redaction = actions.begin_redaction(scanned(case, office), by=office.foi)
    client = signed_in(office.foi)
    assert "no readable text on page 1" in words(client.get(redaction.get_absolute_url()))
    post(client, redaction, {"boxes": [BOX], "revision": 0})
    url = reverse("desk:redaction_finish", args=[redaction.pk])
    assert "I have looked at page 1." in words(client.get(url))
    assert send(client, url, revision=1).status_code == 422
    assert send(client, url, revision=1, looked="on").status_code == 302


def test_a_redaction_is_given_up_and_begun_anew(redaction: Redaction, office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    url = reverse("desk:redaction_drop", args=[redaction.pk])
    assert client.get(url).status_code == 200
    assert send(client, url).status_code == 302
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.DROPPED
    assert client.get(redaction.get_absolute_url()).status_code == 200
    again = actions.begin_redaction(redaction.paper, by=office.foi)
    assert again.pk != redaction.pk


def test_ten_pages_are_made_in_under_five_seconds(case: Case, office: SimpleNamespace) -> None:
    text = "\n".join(f"第{n}户，联系电话1380013{n:04d}，登记需求一项。" for n in range(460))
    redaction = actions.begin_redaction(filed_paper(case, office, text, "十页.txt"), by=office.foi)
    assert redaction.pages >= 10
    client = signed_in(office.foi)
    boxes = [BOX | {"page": page, "height": 0.05} for page in range(redaction.pages)]
    post(client, redaction, {"boxes": boxes, "revision": 0})
    began = process_time()
    assert send(client, reverse("desk:redaction_finish", args=[redaction.pk]), revision=1).status_code == 302
    assert process_time() - began < 5
    redaction.refresh_from_db()
    assert redaction.result
    assert redaction.result.file
    assert page_count(redaction.result.file.read()) == redaction.pages
