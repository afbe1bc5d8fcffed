"""The review form on the desk: findings, emergencies, state secrets, the register, the procedure check."""

from datetime import date, datetime

import pytest

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.catalogue.tests.factories import column
from gongkai.desk.tests.pages import faults_of, sent, shown, text
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import adopted, approved, cleared
from gongkai.inventory.models import Phase
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.earlier import admit_earlier
from gongkai.secrecy.models import Review, State
from gongkai.secrecy.tests.factories import packed as packed_alone
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

MOBILE = "13800138000"
CALL = f"咨询电话{MOBILE}。备用电话13900139000。"


def path(review, act=""):
    return f"/desk/secrecy/{review.pk}/{act}"


def with_findings(office, body=CALL):
    return secrecy.state_opinion(packed_alone(office, body=body), by=office.head, opinion="拟公开。")


def decided(office, **said):
    review = approved(office).review
    review = secrecy.state_opinion(review, by=office.head, opinion="拟公开。")
    return secrecy.decide(review, by=office.reviewer, opinion="未发现涉密内容。", **said)


def secret(office):
    return decided(office, decision="withhold", ground="state_secret")


def orally(office, review=None):
    return secrecy.approve_orally(
        review or decided(office),
        by=office.foi,
        leader=office.leader,
        said_at=clock.now(),
        reason="汛情紧急。",
    )


# Findings


def test_the_page_shows_what_was_found_masked_with_place_and_treatment(as_, office):
    page = shown(as_(office.head).get(path(with_findings(office))))
    assert "Personal data and hidden content" in page
    assert "2 still open" in page
    assert "To be masked or justified" in page


def test_all_findings_of_a_kind_are_justified_with_one_reason(as_, office):
    review, client = with_findings(office), as_(office.head)
    assert "All of this kind" in text(client.get(path(review, "justify/")))
    answer = sent(client, path(review, "justify/"), findings=["kind:mobile"], reason="窗口公开电话。")
    assert answer.status_code == 302
    page = shown(client.get(path(review)))
    assert "All answered for" in page
    assert "窗口公开电话。" in page
    assert office.head.name in page


def test_one_finding_is_justified_alone(as_, office):
    review, client = with_findings(office), as_(office.reviewer)
    one = review.package.unresolved().first()
    page = text(client.get(path(review, f"justify/?finding={one.fingerprint}")))
    assert "checked" in page
    sent(client, path(review, "justify/"), findings=[one.fingerprint], reason="窗口公开电话。")
    assert review.package.unresolved().count() == 1


def test_justifying_without_a_reason_or_a_choice_is_refused_on_the_page(as_, office):
    review, client = with_findings(office), as_(office.head)
    assert sent(client, path(review, "justify/"), findings=["kind:mobile"], reason=" ").status_code == 422
    assert sent(client, path(review, "justify/"), reason="窗口公开电话。").status_code == 422
    assert sent(client, path(review, "justify/"), findings=["x"], reason="公开。").status_code == 422
    assert review.package.unresolved().count() == 2


def test_when_nothing_is_open_the_page_says_so(as_, office):
    review = secrecy.state_opinion(packed_alone(office), by=office.head, opinion="拟公开。")
    assert "nothing left to justify" in text(as_(office.head).get(path(review, "justify/")))


def test_the_decision_page_tells_of_what_is_still_open(as_, office):
    page = text(as_(office.reviewer).get(path(with_findings(office), "decide/")))
    assert "was found in 2 places" in page
    assert "do not e-mail it, do not copy it" in page


# What the form asks besides


def test_the_section_fills_in_the_form_with_its_opinion(as_, office):
    review, client = approved(office).review, as_(office.head)
    said = {
        "opinion": "拟公开。",
        "channels": ["website", "wechat"],
        "planned_on": "2018-05-10",
        "summary": "停水安排。",
    }
    assert sent(client, path(review, "opinion/"), **said).status_code == 302
    page = shown(client.get(path(review)))
    assert "停水安排。" in page
    assert "Government WeChat" in page
    assert "picture_author" not in text(client.get(path(approved(office).review, "opinion/")))


@pytest.mark.one_database
@pytest.mark.parametrize(("kind", "starts"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_form_is_printed(as_, office, kind, starts):
    answer = as_(office.reviewer).get(path(orally(office), f"form/{kind}/"))
    assert answer.status_code == 200
    assert answer.content.startswith(starts)


def test_there_is_no_form_of_another_kind_and_none_of_a_stranger_s_review(as_, office):
    review = decided(office)
    assert as_(office.reviewer).get(path(review, "form/exe/")).status_code == 404
    assert as_(office.stranger).get(path(review, "form/pdf/")).status_code == 404


# Emergencies


def test_an_oral_approval_is_noted_signed_and_shown(as_, office):
    load_shipped_notices()
    review, client = decided(office), as_(office.foi)
    said = {"leader": office.leader.pk, "said_at": "2018-05-07T09:00", "reason": "汛情紧急。"}
    answer = sent(client, path(review, "approve-orally/"), **said)
    assert answer.status_code == 302
    page = shown(client.get(path(review)))
    assert "Approved by word of mouth" in page
    leader = as_(office.leader)
    assert path(review) in text(leader.get("/desk/"))
    assert "汛情紧急。" in text(leader.get(path(review, "countersign/")))
    assert sent(leader, path(review, "countersign/")).status_code == 302
    assert Review.objects.get(pk=review.pk).countersigned_at == clock.now()
    assert path(review) not in text(leader.get("/desk/"))


def test_a_piece_is_approved_by_the_same_word(as_, office):
    piece = adopted(office)
    said = {"leader": office.leader.pk, "said_at": "2018-05-07T09:00", "reason": "汛情紧急。"}
    answer = sent(as_(office.checker), path(piece.review, "approve-orally/"), **said)
    assert answer.status_code == 302
    piece = Document.objects.get(pk=piece.pk)
    assert (piece.state, piece.review.state) == ("approved", State.CLEARED)


@pytest.mark.parametrize(
    "said",
    [
        {"said_at": "2018-05-07T10:00", "reason": "汛情"},
        {"said_at": "2018-05-06T10:00", "reason": "汛情"},
        {"said_at": "soon", "reason": "汛情"},
        {"said_at": "2018-05-07T09:00", "reason": " "},
        {"said_at": "2018-05-07T09:00", "reason": "汛情", "leader": "0"},
    ],
)
def test_what_cannot_have_been_said_is_refused_on_the_page(as_, office, said):
    review = decided(office)
    answer = sent(as_(office.foi), path(review, "approve-orally/"), **{"leader": office.leader.pk} | said)
    assert answer.status_code == 422
    assert Review.objects.get(pk=review.pk).state == State.AWAITING_APPROVAL


def test_a_denied_word_is_told_on_the_page(as_, office):
    review, client = orally(office), as_(office.leader)
    assert sent(client, path(review, "deny/"), reason="").status_code == 422
    sent(client, path(review, "deny/"), reason="未曾同意。")
    page = shown(client.get(path(review)))
    assert "未曾同意。" in page
    assert Review.objects.get(pk=review.pk).state == State.SENT_BACK


def test_a_signature_that_is_late_stands_on_top_and_waits_for_the_principal_leader_too(as_, office):
    load_shipped_notices()
    review = orally(office)
    assert path(review) not in text(as_(office.principal).get("/desk/"))
    with clock.pretend(datetime(2018, 5, 10, 9, 0)):
        for who in (office.leader, office.principal):
            page = text(as_(who).get("/desk/"))
            assert path(review) in page
            assert "overdue" in page
        assert "Not countersigned in time" in text(as_(office.reviewer).get(path(review)))


# State secrets


def test_a_state_secret_is_told_loudly_and_taken_out(as_, office):
    review, client = secret(office), as_(office.reviewer)
    page = text(client.get(path(review)))
    assert "Do not e-mail it, do not copy it" in page
    assert sent(client, path(review, "take-out/"), to="机要室").status_code == 422
    assert sent(client, path(review, "take-out/"), to="机要室", erased_elsewhere="on").status_code == 302
    page = shown(client.get(path(review)))
    assert "机要室" in page
    assert "明日停水。" not in page


def test_only_those_who_deal_with_a_state_secret_still_read_it(as_, office):
    review = secret(office)
    assert "明日停水。" in shown(as_(office.reviewer).get(path(review)))
    for who in (office.head, office.foi, office.principal, office.editor):
        client = as_(who)
        page = shown(client.get(path(review)))
        assert "明日停水。" not in page
        assert "关于停水的通知" not in shown(client.get("/desk/secrecy/"))
        assert client.get(path(review, "form/pdf/")).status_code == 404


def test_the_leader_confirms_the_secret_of_a_piece_after_it_was_taken_out(as_, office):
    from gongkai.documents.tests.factories import handed_in

    review = handed_in(office).review
    review = secrecy.decide(
        review, by=office.reviewer, opinion="涉密。", decision="withhold", ground="state_secret"
    )
    secrecy.take_out(review, by=office.reviewer, to="机要室")
    assert path(review) in text(as_(office.leader).get("/desk/"))
    assert sent(as_(office.leader), path(review, "approve/")).status_code == 302
    assert Review.objects.get(pk=review.pk).state == State.WITHHELD


# The register


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("state=cleared", True),
        ("state=withheld", False),
        ("year=2018", True),
        ("year=2017", False),
        ("oral=yes", True),
        ("oral=unsigned", True),
        ("oral=late", False),
        ("carrier=document", True),
        ("carrier=other", False),
        ("ground=privacy", False),
        ("q=停水", True),
    ],
)
def test_the_register_is_filtered(as_, office, chosen, found):
    load_shipped_notices()
    review = orally(office)
    page = text(as_(office.reviewer).get(f"/desk/secrecy/?{chosen}"))
    assert (review.get_absolute_url() in page) == found


def test_the_register_of_a_section_holds_its_reviews(as_, office):
    review = decided(office)
    client = as_(office.reviewer)
    for section, found in ((office.section, True), (office.community, False)):
        page = text(client.get(f"/desk/secrecy/?section={section.pk}"))
        assert (review.get_absolute_url() in page) == found


@pytest.mark.one_database
@pytest.mark.parametrize(("kind", "starts"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_register_is_exported_with_its_filters(as_, office, kind, starts):
    orally(office)
    answer = as_(office.reviewer).get(f"/desk/secrecy/register/{kind}/?year=2018&oral=yes")
    assert answer.status_code == 200
    assert answer.content.startswith(starts)


def test_there_is_no_register_of_another_kind_and_none_for_outsiders(as_, office):
    assert as_(office.reviewer).get("/desk/secrecy/register/exe/").status_code == 404
    assert as_(office.citizen).get("/desk/secrecy/register/xlsx/").status_code == 403


# The procedure check


def test_who_publishes_sees_the_steps_with_names_and_notes_a_remark(as_, office):
    document, client = cleared(office, phase=Phase.SERVICE), as_(office.foi)
    page = text(client.get(f"/desk/catalogue/publish/{document.pk}/"))
    assert all(each.name in page for each in (office.head, office.reviewer, office.leader))
    said = {"column": column(office).pk, "phase": "service", "procedure_remark": "审签齐全。"}
    assert sent(client, f"/desk/catalogue/publish/{document.pk}/", **said).status_code == 302
    item = Item.objects.get()
    assert item.phase == Phase.SERVICE
    assert (item.package.review.procedure_by, item.package.review.procedure_remark) == (
        office.foi,
        "审签齐全。",
    )
    assert "审签齐全。" in shown(as_(office.reviewer).get(path(item.package.review)))


def test_no_page_of_a_review_breaks_the_policy_of_contents(as_, office):
    client = as_(office.reviewer)
    review = orally(office)
    pages = (
        "",
        "decide/",
        "justify/",
        "approve-orally/",
        "countersign/",
        "deny/",
        "take-out/",
        "read-again/",
    )
    for act in pages:
        answer = client.get(path(review, act))
        assert answer.status_code == 200
        assert faults_of(answer) == []


def test_a_review_with_two_hundred_findings_asks_as_often_as_one_with_two(
    as_, office, django_assert_max_num_queries
):
    numbers = "\n".join(f"1380013{n:04d}" for n in range(200))
    few, many = with_findings(office), with_findings(office, numbers)
    client = as_(office.head)
    counts = []
    for review in (few, many):
        client.get(path(review))
        with django_assert_max_num_queries(40) as queries:
            client.get(path(review))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# A clearance from before this program


def test_the_page_of_an_earlier_clearance_names_who_when_and_the_paper(as_, office):
    review = admit_earlier(
        packed_alone(office).package,
        by=office.foi,
        cleared_by="王主任",
        cleared_on=date(2018, 4, 26),
        paper="保密审查表2018-12号",
    )
    page = shown(as_(office.head).get(path(review)))
    assert "Cleared before this program came" in page
    assert "保密审查表2018-12号" in page
    assert "Not yet" not in page


def test_earlier_clearances_are_listed_where_they_are_asked_for(as_, office):
    review = admit_earlier(
        packed_alone(office).package,
        by=office.foi,
        cleared_by="王主任",
        cleared_on=date(2018, 4, 26),
        paper="保密审查表2018-12号",
    )
    client = as_(office.reviewer)
    assert review.number not in shown(client.get("/desk/secrecy/"))
    for asked in ("earlier=only", "earlier=too", f"q={review.number}"):
        assert review.number in shown(client.get(f"/desk/secrecy/?{asked}"))
