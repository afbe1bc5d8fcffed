"""A citizen asks for information from a phone, without an account, and downloads the reply."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from gongkai.acts import clock
from gongkai.cases import actions
from gongkai.cases.models import Case, DeliveredHow
from gongkai.cases.tests import factories
from tests import world
from tests.browser.axe import violations
from tests.browser.browsers import CHINESE, ENGLISH
from tests.browser.conftest import Days
from tests.browser.person import PHONE, SMALL_PHONE, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def photo(tmp_path: Path) -> str:
    """A photo of an identity card, as a phone takes it."""
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(world.picture())
    return str(path)


def is_fit(person: Person) -> None:
    """Nothing stands in the way of anybody on this page, and it does not move sideways."""
    assert violations(person.page) == []
    assert not person.scrolls_sideways()


def filled_in(person: Person, photo: str) -> Person:
    person.open("portal:home").follow_to("portal:requests").follow("Request information online")
    # The photo comes last and is kept at once, with all that was typed before.
    return person.fill(
        requester_name="王小明（虚构）",
        identity_number="110101199003070038",
        phone="010-00000001",
        description="西总布胡同2018年不停车意愿问卷的汇总结果",
        proof=photo,
    )


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_from_the_first_word_on_a_phone_to_the_download_of_the_reply(
    our_office: SimpleNamespace, visit: Callable[..., Person], days: Days, photo: str, language: str
) -> None:
    person = visit(width=PHONE, language=language)
    person.open("portal:request")
    is_fit(person)
    # What is missing is said, and the focus is on it.
    person.fill(description="停车费").press("Hand in the request")
    person.reads("Something needs to be put right")
    expect(person.page.locator("#errors")).to_be_focused()
    is_fit(person)
    # The photo is kept at once; closing the page loses nothing.
    filled_in(person, photo)
    expect(person.page.locator("[data-proof]").first).not_to_be_empty()
    person.open("portal:request")
    assert person.page.locator('[name="requester_name"]').input_value() == "王小明（虚构）"
    is_fit(person)
    person.fill(is_true=True).press("Hand in the request")
    person.reads("Your request has arrived")
    is_fit(person)
    code = person.page.locator("[data-code]").inner_text()
    with person.page.expect_download() as download:
        person.press("Save as a file")
    assert code in Path(download.value.path()).read_text("utf-8-sig")
    case = Case.objects.get()
    # The office confirms, answers and sends.
    with clock.pretend(world.TODAY.replace(hour=10)):
        case = actions.confirm_receipt(case, by=our_office.foi, on=clock.today(), how="电话")
    person.open("portal:request_progress")
    is_fit(person)
    person.fill(number=f"{case.year}-{case.serial}", code="AAAA-BBBB-CCCC").press("Show the progress")
    person.reads("Number and code do not belong together. Look at the receipt again.")
    is_fit(person)
    person.fill(number=f"{case.year}-{case.serial}", code=code.lower()).press("Show the progress")
    person.reads("What you asked for")
    person.page.get_by_text(person.word("How this day was reckoned")).click()
    is_fit(person)
    person.page.set_viewport_size({"width": SMALL_PHONE, "height": 700})
    is_fit(person)
    reply = factories.signed_reply(case, our_office, clock.today())
    with clock.pretend(world.TODAY.replace(hour=16)):
        actions.deliver(reply, by=our_office.foi, to=case.requester_name, how=DeliveredHow.ONLINE)
    # Still on the smallest screen: the reply is seen and saved, as a text and as it is printed.
    person.open("portal:request_progress")
    is_fit(person)
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        with person.page.expect_download() as download:
            person.follow_to("portal:request_reply", reply.pk, kind)
        assert Path(download.value.path()).read_bytes().startswith(begins)
    person.follow("Rate how it was handled").fill(rating=5)
    is_fit(person)
    person.press("Send the rating").reads("Thank you. Your rating has been received.")
    case.refresh_from_db()
    assert case.rating == 5


def test_without_javascript_the_form_works(
    our_office: SimpleNamespace, visit: Callable[..., Person], photo: str
) -> None:
    person = visit(width=PHONE, script=False)
    filled = {
        "requester_name": "赵一（虚构）",
        "phone": "010-00000001",
        "description": "西总布胡同2018年不停车意愿问卷的汇总结果",
        "proof": photo,
    }
    person.open("portal:request").fill(**filled).press("Save and go on later")
    assert person.page.locator('[name="requester_name"]').input_value() == "赵一（虚构）"
    person.fill(is_true=True).press("Hand in the request").reads("Your request has arrived")
    assert Case.objects.count() == 1
