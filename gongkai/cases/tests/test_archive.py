"""The file of a case: what is in it, in which order, and that nobody changed it."""

import hashlib
import io
import json
import zipfile
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from pikepdf import Pdf

from gongkai.acts import Refused
from gongkai.cases import actions, archiving
from gongkai.cases.models import Case, PaperKind
from gongkai.cases.tests.factories import (
    MONDAY,
    clear_enclosures,
    delivered_reply,
    filed_paper,
    on,
    proposed_reply,
    redacted_paper,
    registered_case,
    sent,
)
from gongkai.files.models import StoredFile
from gongkai.journal.models import Entry
from gongkai.privacy.pages import page_text
from gongkai.workdays.actions import load_shipped_notices

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LATER = date(2025, 10, 10)


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    load_shipped_notices()


def concluded(office: SimpleNamespace, **given: object) -> Case:
    case = registered_case(office, **given)
    delivered_reply(case, office)
    return Case.objects.get(pk=case.pk)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(case: Case, day: date = LATER) -> dict[str, bytes]:
    with on(day):
        return unpacked(archiving.package_of(case, on=day))


def titles(files: dict[str, bytes]) -> list[str]:
    return [piece["title"] for piece in json.loads(files["index.json"])["pieces"]]


def words_of(pdf: bytes) -> str:
    with Pdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    return "\n".join(page_text(pdf, number) for number in range(pages))


def test_the_pieces_lie_in_the_order_of_the_file(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(MONDAY):
        actions.add_papers(
            case, [ContentFile("来信".encode(), name="来信.txt")], by=office.foi, kind=PaperKind.INCOMING
        )
    filed_paper(case, office)
    delivered_reply(case, office)
    steps = [piece["step"] for piece in json.loads(package(case)["index.json"])["pieces"]]
    assert steps == sorted(steps, key=[step.value for step in archiving.Step].index)
    assert [*dict.fromkeys(steps)] == ["登记", "办理", "答复", "归档"]


def test_the_file_holds_approval_delivery_time_and_journal(office: SimpleNamespace) -> None:
    found = titles(package(concluded(office)))
    for title in (
        "政府信息公开申请登记表",
        "政府信息公开申请答复审批单",
        "政府信息公开申请答复书",
        "送达回证",
        "期限台账",
        "办理日志摘录",
    ):
        assert title in found


def test_the_approval_names_who_proposed_checked_and_signed(office: SimpleNamespace) -> None:
    files = package(concluded(office))
    (name,) = (name for name in files if "审批单" in name)
    words = words_of(files[name])
    for person in (office.foi, office.counsel, office.leader):
        assert person.name.partition("（")[0] in words


def test_who_was_asked_for_an_opinion_stands_in_the_file(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(MONDAY):
        asked = actions.consult(
            case, by=office.foi, to="third_party", name="某餐饮公司（虚构）", question="是否同意公开合同？"
        )
    sent(asked.letter, office, MONDAY, delivered_on=date(2025, 9, 16))
    with on(date(2025, 9, 18)):
        actions.take_opinion(asked, by=office.foi, answer="agrees", on=date(2025, 9, 18), reasons="同意。")
    delivered_reply(case, office, date(2025, 9, 22))
    files = package(case)
    (name,) = (name for name in files if "征求意见情况表" in name)
    assert "某餐饮公司" in words_of(files[name])


def test_the_bound_file_begins_with_cover_and_list_and_numbers_its_pages(office: SimpleNamespace) -> None:
    case = concluded(office)
    words = words_of(package(case)["案卷.pdf"])
    assert case.number in words
    assert "卷内目录" in words
    assert "第1页" in "".join(words.split())


def test_what_cannot_be_turned_into_pages_has_a_sheet_that_says_where_it_lies(
    office: SimpleNamespace,
) -> None:
    case = registered_case(office)
    with on(MONDAY):
        actions.add_papers(
            case,
            [ContentFile("含有没有字形的字符\U0001f9ff。".encode(), name="怪字.txt")],
            by=office.foi,
            kind=PaperKind.INTERNAL,
        )
    delivered_reply(case, office)
    files = package(case)
    (name,) = (name for name in files if "怪字" in name)
    assert "卷内材料说明" in words_of(files["案卷.pdf"])
    assert files[name].decode().startswith("含有没有字形")


def test_characters_without_a_shape_do_not_keep_a_file_from_being_bound(office: SimpleNamespace) -> None:
    case = concluded(office, title="🧿的申请<script>", requester_name="某人\U0001f9ff")
    assert package(case)["案卷.pdf"].startswith(b"%PDF")


def test_every_file_has_its_checksum(office: SimpleNamespace) -> None:
    files = package(concluded(office))
    told = dict(reversed(line.split("  ", 1)) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_same_file_gives_the_same_bytes_in_any_language(office: SimpleNamespace) -> None:
    from django.utils import translation

    case = concluded(office)
    with on(LATER):
        first = archiving.package_of(case, on=LATER)
        with translation.override("zh-hans"):
            assert archiving.package_of(case, on=LATER) == first


def test_the_days_of_the_period_are_listed_with_their_reasons(office: SimpleNamespace) -> None:
    case = registered_case(office)
    delivered_reply(case, office, date(2025, 10, 10))
    lines = package(case)["期限计算.csv"].decode("utf-8-sig").splitlines()
    assert lines[0] == "日期,星期,计入,第几日,说明"
    assert any(line.startswith("2025-09-16,二,是,1,") for line in lines)
    assert any(line.startswith("2025-10-01,三,否,,") for line in lines)


def test_contact_and_identity_proofs_are_not_in_the_file(office: SimpleNamespace) -> None:
    case = registered_case(office, identity_number="11010519491231002X")
    assert case.request is not None
    with on(MONDAY):
        proof = ContentFile(b"Proof\n", name="Identity proof.txt")
        actions.keep_proof(case.request, proof, by=office.foi, on=MONDAY)
    delivered_reply(case, office)
    files = package(case)
    assert "身份证明、联系方式按规定期限删除，不入卷" in json.loads(files["index.json"])["not_included"]
    assert not any("Proof" in name or content == b"Proof\n" for name, content in files.items())
    everything = words_of(files["案卷.pdf"]) + "".join(
        content.decode() for name, content in files.items() if name.endswith(".json")
    )
    assert "11010519491231002X" not in everything
    assert "010-00000001" not in everything


def test_a_concluded_case_is_archived_once(office: SimpleNamespace) -> None:
    case = concluded(office)
    with on(LATER):
        case = actions.archive(case, by=office.foi)
        assert case.archived_on == LATER
        assert case.archive is not None
        assert case.archive.is_sealed
        assert "案卷.pdf" in unpacked(case.archive.read())
        with pytest.raises(Refused, match="archived"):
            actions.archive(case, by=office.foi)


def test_an_open_case_is_not_archived(office: SimpleNamespace) -> None:
    with on(MONDAY), pytest.raises(Refused, match="still open"):
        actions.archive(registered_case(office), by=office.foi)


def test_a_changed_file_keeps_the_case_from_being_archived(office: SimpleNamespace) -> None:
    case = registered_case(office)
    # Equal contents lie in the store once, so this one is like no other.
    paper = filed_paper(case, office, text="将被改动的内容")
    delivered_reply(case, office)
    assert paper.file is not None
    paper.file.path.write_bytes(b"something else")
    with on(LATER), pytest.raises(Refused, match="not what it was"):
        actions.archive(case, by=office.foi)
    assert Case.objects.get(pk=case.pk).archived_on is None
    assert not StoredFile.objects.filter(content_type="application/zip").exists()


def test_a_missing_file_keeps_the_case_from_being_archived(office: SimpleNamespace) -> None:
    case = registered_case(office)
    paper = filed_paper(case, office, text="只此一份的内容")
    delivered_reply(case, office)
    assert paper.file is not None
    paper.file.path.unlink()
    with on(LATER), pytest.raises(Refused, match="missing from the store"):
        actions.archive(case, by=office.foi)


def test_reading_the_archive_is_journaled_and_only_for_the_office(office: SimpleNamespace) -> None:
    with on(LATER):
        case = actions.archive(concluded(office), by=office.foi)
        actions.read_archive(case, by=office.counsel)
        with pytest.raises(Refused, match="Only the office"):
            actions.read_archive(case, by=office.supervisor)
    assert Entry.objects.filter(act="cases.archive_read", subject_key=case.key).count() == 1


def test_the_file_so_far_is_taken_out_with_a_reason_that_is_journaled(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(MONDAY):
        files = unpacked(actions.extract_file(case, by=office.counsel, reason="交东城区人民法院"))
        assert json.loads(files["index.json"])["as_of"] == "2025-09-15"
        assert "卷宗（节录）" in words_of(files["案卷.pdf"])
        with pytest.raises(Refused, match="Only an FOI officer or the legal counsel"):
            actions.extract_file(case, by=office.leader, reason="看看")
        with pytest.raises(Refused, match="what the file is taken out for"):
            actions.extract_file(case, by=office.foi, reason=" ")
    assert Entry.objects.get(act="cases.file_extracted").reason == "交东城区人民法院"


def granted_with_enclosure(office: SimpleNamespace) -> Case:
    case = registered_case(office)
    paper = redacted_paper(case, office)
    reply = proposed_reply(case, office, enclosures=[paper])
    with on(MONDAY, 11):
        actions.legal_check(reply, by=office.counsel, opinion="同意。")
        clear_enclosures(reply, office)
        reply = actions.sign(reply, by=office.leader)
    with on(MONDAY, 15):
        actions.deliver(reply, by=office.foi, to=case.requester_name, how="in_person")
    return Case.objects.get(pk=case.pk)


def test_a_granted_reply_becomes_a_draft_with_its_enclosures(office: SimpleNamespace) -> None:
    case = granted_with_enclosure(office)
    with on(LATER):
        proposed = actions.proposed_draft(case)
        papers = list(case.replies.get().enclosures.all())
        document = actions.turn_proactive(
            case, by=office.foi, title=proposed.title, body=proposed.body, papers=papers
        )
        assert document.openness == "proactive"
        assert document.attachments.count() == 1
        assert document.attachments.get().file != papers[0].file
        with pytest.raises(Refused, match="begun from this reply already"):
            actions.turn_proactive(case, by=office.foi, title="再来一次", body="内容")


def test_nothing_of_the_requester_goes_into_the_draft(office: SimpleNamespace) -> None:
    case = registered_case(office, title="李明远停车情况")
    delivered_reply(case, office, text="李明远，您好：电话13800138000。")
    case.refresh_from_db()
    with on(LATER):
        proposed = actions.proposed_draft(case)
        assert "李明远" not in proposed.title + proposed.body
        assert "13800138000" not in proposed.body
        assert proposed.masked == 3
        with pytest.raises(Refused, match="the name of the requester"):
            actions.turn_proactive(case, by=office.foi, title="李明远停车情况", body="内容")
        with pytest.raises(Refused, match="Mobile phone number 138"):
            actions.turn_proactive(case, by=office.foi, title="停车情况", body="电话13800138000")


def test_what_was_refused_is_not_turned_into_a_draft(office: SimpleNamespace) -> None:
    case = registered_case(office)
    delivered_reply(
        case, office, outcome_code="refused_trade_secret", ground="《条例》第十五条", reasons="商业秘密"
    )
    case.refresh_from_db()
    with on(LATER), pytest.raises(Refused, match="Only what was granted"):
        actions.turn_proactive(case, by=office.foi, title="合同", body="内容")
    with on(LATER):
        actions.reassess(case.reassessments.get(), by=office.foi, opens=True, reason="合同已履行完毕")
        assert actions.turn_proactive(case, by=office.foi, title="合同", body="内容").pk
