"""Papers on their way to the public, each with a word of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import facts
from gongkai.catalogue.models import Item, KeyAreaAssignment, OwnRuleKind
from gongkai.catalogue.tests.factories import column, published, revised
from gongkai.catalogue.tests.importing.factories import done as imported
from gongkai.channels import actions as channels
from gongkai.channels.fitting import Fitted
from gongkai.channels.tests.factories import channel, release_of
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Openness
from gongkai.documents.tests.factories import approved, checked, cleared, draft, handed_in, submitted
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Review
from gongkai.secrecy.tests.factories import text_file

ASKED = "鹿鸣"  # what is searched for; the words told nowhere are longer
# No character stands in it twice: nothing of one word is found by another.
CLASSIC = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"
    "剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐"
    "吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩壹体率宾归王盖此身常白驹食场"
)
WORDS = [ASKED + CLASSIC[at : at + 4] for at in range(0, len(CLASSIC), 4)]
PUBLIC, NOWHERE = WORDS[-1], WORDS[-2]
DAY = date(2026, 5, 11)
NOW = datetime(2026, 5, 11, 15, 0)


def marked(office: SimpleNamespace) -> dict[str, Any]:
    word = office.word
    return {
        "title": f"关于{word}的通知",
        "body": f"{word}的正文。",
        "files": [(text_file(office, name=f"{word}.txt", words=f"{word}的附件"), "")],
    }


def reviewed(office: SimpleNamespace, decision: str, **given: Any) -> Document:
    document = approved(office, **marked(office))
    secrecy.state_opinion(document.review, by=office.head, opinion="请审。")
    review = secrecy.decide(document.review, by=office.reviewer, opinion="不行。", decision=decision, **given)
    secrecy.approve(review, by=office.leader)
    return document


def on_the_website(office: SimpleNamespace) -> Item:
    """A paper with the word in all that is told of it."""
    package = cleared(office, **marked(office)).review.package
    said = {"keywords": office.word, "abstract": f"{office.word}的摘要", "duty": "20.5"}
    item = catalogue.publish(package, by=office.foi, column=column(office), **said)
    # Nobody assigns one since 2019; what has one is listed by it still.
    KeyAreaAssignment.objects.create(item=item, area="c")
    release_of(item, office, day=DAY)
    return item


def withdrawn(office: SimpleNamespace) -> Item:
    item = on_the_website(office)
    return catalogue.withdraw(item, by=office.foi, reason="有误。")


def recalled(office: SimpleNamespace) -> Item:
    item = on_the_website(office)
    catalogue.name_rule(office.agency, OwnRuleKind.DISCLOSURE, item, by=office.foi)
    channels.recall(item.releases.get(), by=office.foi, reason="有误。")
    return item


def planned(office: SimpleNamespace) -> Item:
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, "weibo", DAY)
    return item


def only_on_wechat(office: SimpleNamespace) -> Item:
    item = published(office, cleared(office, **marked(office)))
    said = Fitted(headline=f"{office.word}", text=f"{office.word}的正文。")
    row = channels.release(item, channel(office, "wechat"), by=office.foi, fitted=said)
    channels.confirm(row, by=office.foi, confirmed_on=DAY, address="https://mp.weixin.qq.com/s/1")
    return item


def brought_in(office: SimpleNamespace, **given: Any) -> Item:
    line = (f"关于{office.word}的通知", "2017-05-03", f"{office.word}的正文。", f"/old/{office.agency.slug}/")
    table = f"标题,发布日期,正文,原地址\n{','.join(line)}\n"
    run = imported(office, table, column=column(office).pk, **given)
    return Item.objects.get(imported=run)


def brought_in_and_withdrawn(office: SimpleNamespace) -> Item:
    return catalogue.withdraw(brought_in(office), by=office.foi, reason="有误。")


def of_another_portal(office: SimpleNamespace) -> Item:
    """Public, with all its steps, at the portal of the office next door."""
    next_door = SimpleNamespace(agency=office.other, foi=office.stranger, word=office.word)
    channel(next_door)
    return brought_in(next_door)


def facts_changed(office: SimpleNamespace) -> Item:
    package = cleared(office).review.package
    said = {"keywords": office.word, "abstract": office.word, "source": office.word}
    item = catalogue.publish(
        package, by=office.foi, column=column(office), subject_category=office.word, **said
    )
    release_of(item, office, day=DAY)
    blank = {"keywords": "停水", "abstract": "停水", "source": "", "subject_category": ""}
    return facts.change_facts(item, by=office.foi, **blank)


def taken_out(office: SimpleNamespace) -> Document:
    """A state secret was found in the second version, while the first stood in public."""
    document = revised(on_the_website(office), office)
    review = document.review
    secrecy.state_opinion(review, by=office.head, opinion="请审。")
    given = {"decision": Decision.WITHHOLD, "ground": "state_secret"}
    secrecy.decide(review, by=office.reviewer, opinion="不行。", **given)
    secrecy.approve(review, by=office.leader)
    secrecy.take_out(review, by=office.reviewer, to="保密室")
    return document


def not_cleared_any_more(office: SimpleNamespace) -> Item:
    """The review was changed without any act: the index knows nothing of it."""
    item = on_the_website(office)
    Review.objects.filter(package=item.package).update(state="sent_back")
    return item


def changed_after_publication(office: SimpleNamespace) -> Document:
    item = published(office, cleared(office))
    release_of(item, office, day=DAY)
    return revised(
        item, office, **{"add" if name == "files" else name: value for name, value in marked(office).items()}
    )


def corrected(office: SimpleNamespace) -> Item:
    """The word stood in the first edition only."""
    item = published(office, cleared(office, **marked(office)))
    release_of(item, office, day=DAY)
    return corrected_to(item, office)


def corrected_to(item: Item, office: SimpleNamespace) -> Item:
    document = documents.revise(item.document, by=office.officer, reason="更正。")
    document = documents.save_version(
        document,
        by=office.officer,
        seen_version=document.version,
        title="关于停水的通知",
        body="更正。",
        remove=[each.pk for each in document.files],
    )
    document = documents.submit(document, by=office.officer)
    document = documents.approve(documents.check(document, by=office.checker), by=office.leader)
    secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
    secrecy.decide(document.review, by=office.reviewer, opinion="可以。")
    secrecy.approve(document.review, by=office.leader)
    return catalogue.correct(Item.objects.get(pk=item.pk), by=office.foi, note="更正。")


def no_longer_proactive(office: SimpleNamespace) -> Document:
    item = on_the_website(office)
    change = documents.propose_change(
        item.document, Openness.NON_DISCLOSURE, by=office.foi, reason="不宜公开。", basis="条例第十六条"
    )
    documents.decide_change(change, by=office.leader, agreed=True)
    return Document.objects.get(pk=change.document_id)


def on_a_word(office: SimpleNamespace) -> Item:
    """In public since the leader said yes on the telephone."""
    document = approved(office, **marked(office))
    secrecy.state_opinion(document.review, by=office.head, opinion="急。")
    review = secrecy.decide(document.review, by=office.reviewer, opinion="可以。")
    review = secrecy.approve_orally(
        review, by=office.reviewer, leader=office.leader, said_at=clock.now(), reason="停水。"
    )
    item = catalogue.publish(review.package, by=office.foi, column=column(office))
    release_of(item, office, day=DAY)
    return item


def denied(office: SimpleNamespace) -> Item:
    item = on_a_word(office)
    secrecy.deny(item.package.review, by=office.leader, reason="没有说过。")
    return item


def typed(office: SimpleNamespace) -> None:
    documents.keep_typing(
        office.agency, by=office.officer, form="official", said={"title": office.word, "body": office.word}
    )


LOST = "not cleared any more, without an act"
STATES: dict[str, Callable[[SimpleNamespace], Any]] = {
    "typed and not saved": typed,
    "a draft": lambda office: draft(office, **marked(office)),
    "submitted": lambda office: submitted(office, **marked(office)),
    "checked": lambda office: checked(office, **marked(office)),
    "approved, its review just begun": lambda office: approved(office, **marked(office)),
    "a piece handed in": lambda office: handed_in(office, **marked(office)),
    "cleared and not published": lambda office: cleared(office, **marked(office)),
    "not to be published": lambda office: reviewed(office, Decision.WITHHOLD, ground="privacy"),
    "a state secret": lambda office: reviewed(office, Decision.WITHHOLD, ground="state_secret"),
    "published only redacted": lambda office: reviewed(
        office, Decision.IN_PART, ground="privacy", withheld_parts="第二段"
    ),
    "published, released nowhere": lambda office: published(office, cleared(office, **marked(office))),
    "published, on Weibo only": planned,
    "published, on WeChat only": only_on_wechat,
    "imported without a clearance": lambda office: brought_in(office, clearance={}),
    "on the portal of another office": of_another_portal,
    "facts that were changed": facts_changed,
    "a state secret, taken out": taken_out,
    LOST: not_cleared_any_more,
    "taken off the website": recalled,
    "changed after publication": changed_after_publication,
    "no longer proactive": no_longer_proactive,
    "its oral clearance denied": denied,
    "on request": lambda office: approved(
        office,
        **marked(office),
        openness=Openness.ON_REQUEST,
        openness_basis="条例第二十七条",
        openness_reason="特定对象",
    ),
}
# What was public once says of itself that it was: its title stays, its text and files do not.
ONCE_PUBLIC: dict[str, Callable[[SimpleNamespace], Any]] = {
    "withdrawn": withdrawn,
    "imported, then withdrawn": brought_in_and_withdrawn,
    "corrected since": corrected,
}
TITLE_STAYS = {
    "taken off the website",
    "no longer proactive",
    "its oral clearance denied",
    LOST,
    "withdrawn",
    "imported, then withdrawn",
}
