"""Items of the last months on the website: one with files, one explained, one corrected, one withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.channels import actions as channels
from gongkai.console.demo import places
from gongkai.console.demo import present_texts as texts
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.documents_2018 import clear
from gongkai.console.demo.ground import Office
from gongkai.console.demo.matters import matter_of
from gongkai.console.demo.present_day import Day
from gongkai.console.demo.present_texts import Text
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Form, Openness
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.people.models import User
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import letter_docx
from gongkai.typesetting.letters import Letter
from gongkai.typesetting.pdf import letter_pdf


def stories(office: Office, day: Day) -> Iterator[Story]:
    for number, text in enumerate(texts.ITEMS):
        # Every third one went to WeChat as well: one item, two releases.
        also = (places.WECHAT,) if number % 3 == 0 else ()
        yield _published(office, day.ago(text.ago), text, also=also)
    yield _published(office, day.ago(texts.WITH_FILES.ago), texts.WITH_FILES, with_files=True)
    yield _explained(office, day)
    yield _corrected(office, day)
    yield _withdrawn(office, day)
    yield _planned(office, day)


def stories_elsewhere(office: Office, day: Day) -> Iterator[Story]:
    """The neighbouring office has little: two items, and a piece waiting for its FOI officer."""
    for ago, title in ((9, "朝阳门街道便民服务窗口周末开放"), (4, "朝阳门街道冬季供暖报修电话公布")):
        text = Text(ago, "办公室", "工作动态", title, f"{title}，具体安排见街道公告栏。")
        yield _published(office, day.ago(ago), text, website="数字东城朝阳门街道网站")
    yield _on_its_way(office, day.ago(1), "朝阳门街道社区运动会报名")
    yield _on_its_way(office, day.ago(1), "朝阳门街道图书馆闭馆盘点通知", adopted=True)
    yield _on_its_way(office, day.ago(1), "朝阳门街道冬季防滑提示", sent_back="请写明撒融雪剂的路段。")


def _published(
    office: Office,
    day: date,
    text: Text,
    *,
    also: tuple[str, ...] = (),
    with_files: bool = False,
    website: str = places.WEBSITE,
) -> Story:
    yield at(day, 9, 30)
    files = _files(office, day) if with_files else []
    document = handed_in(office, day, text.section, text.title, text.body, genre=text.genre, files=files)
    yield at(day, 14)
    document = cleared(office, document)
    yield at(day, 15, 30)
    item = publish(office, document, text.column, website=website, matter=text.matter)
    for name in also:
        release = channels.release(item, office.channels[name], by=office.people["yang"], planned_on=day)
        channels.confirm(
            release, by=office.people["yang"], confirmed_on=day, address="建国门街道微信公众号当日推送"
        )


def handed_in(
    office: Office,
    day: date,
    section: str,
    title: str,
    body: str,
    *,
    genre: str = "news",
    files: list[tuple[StoredFile, str]] | None = None,
) -> Document:
    """A piece drafted and handed in by the section's information officer."""
    officer = office.officer_of(section)
    document = documents.draft(
        office.agency,
        by=officer,
        form=Form.PIECE,
        genre=genre,
        title=title.replace("{year}", str(day.year)).replace("{month}", str(day.month)),
        body=body,
        section=office.sections[section],
        openness=Openness.PROACTIVE,
        files=files or (),
    )
    return documents.submit(
        document, by=officer, pictures_seen=True, opinion="内容属实，不涉及秘密和个人隐私，建议公开。"
    )


def cleared(office: Office, document: Document) -> Document:
    """Adopted by the FOI officer, who is secrecy reviewer too, and approved by the leader."""
    foi, leader = _foi_and_leader(office)
    document = documents.adopt(document, by=foi, remark="未发现涉密和涉及个人隐私的内容，同意采用。")
    return documents.approve(document, by=leader)


def publish(
    office: Office, document: Document, column: str, *, website: str = places.WEBSITE, matter: str = ""
) -> Item:
    assert document.review is not None  # noqa: S101 - what was cleared has its review
    editor = office.people.get("yang") or _foi_and_leader(office)[0]
    item = catalogue.publish(
        document.review.package,
        by=editor,
        column=office.columns[column],
        phase=places.phase_of(column, document.genre),
        matter=matter_of(office, matter),
    )
    channels.release(item, office.channels[website], by=editor)
    return item


def _foi_and_leader(office: Office) -> tuple[User, User]:
    people = office.people
    return (people["zhou"], people["wu"]) if "zhou" in people else (people["zhao"], people["luo"])


def _on_its_way(
    office: Office, day: date, title: str, *, adopted: bool = False, sent_back: str = ""
) -> Story:
    yield at(day, 10)
    document = handed_in(office, day, "办公室", title, f"{title}。具体安排见社区公告栏。")
    yield at(day, 14)
    if adopted:
        documents.adopt(
            document, by=office.people["zhao"], remark="未发现涉密和涉及个人隐私的内容，同意采用。"
        )
    if sent_back:
        documents.send_back(document, by=office.people["zhao"], reason=sent_back)


def _files(office: Office, day: date) -> list[tuple[StoredFile, str]]:
    """The same paper twice: to edit, and to print."""
    letter = Letter(
        issuer=office.agency.name,
        title="建国门街道政府信息公开申请办理流程",
        number="",
        recipient="",
        paragraphs=(
            "一、接收和登记",
            "申请可以当面提交或者邮寄。收到当日登记，出具登记回执。",
            "二、审查和补正",
            "内容不明确的，自收到之日起7个工作日内一次性告知补正；补正后的申请自收到之日起重新计算期限。",
            "三、答复",
            "自收到之日起20个工作日内答复；延长的，最长20个工作日，并告知申请人。",
            "四、归档",
            "申请、审核、答复和送达的材料一案一卷归档。",
        ),
        signature=office.agency.name,
        signed_on=day,
        sealed=False,
    )
    by, agency = office.officer_of("办公室"), office.agency
    files = [(store(letter_docx(letter), name="申请办理流程.docx", by=by, agency=agency), "")]
    # A machine without Chinese fonts sets no PDF; the document is there all the same.
    with suppress(CharactersMissing):
        files.append((store(letter_pdf(letter), name="申请办理流程.pdf", by=by, agency=agency), ""))
    return files


def _explained(office: Office, day: Day) -> Story:
    """A document and the piece that explains it, out on the same day."""
    people = office.people
    began, out = day.ago(texts.EXPLAINED.ago + 3), day.ago(texts.EXPLAINED.ago)
    officer = office.officer_of("社区建设科")
    yield at(began, 9)
    document = documents.draft(
        office.agency,
        by=officer,
        title=texts.POLICY_TITLE,
        body=texts.POLICY_BODY,
        section=office.sections["社区建设科"],
        openness=Openness.PROACTIVE,
        is_normative=True,
    )
    document = documents.submit(document, by=officer, pictures_seen=True)
    yield at(day.ago(texts.EXPLAINED.ago + 2), 10)
    document = documents.check(
        document, by=people["he"], remark="已合法性审核，公开属性明确，解读材料同步报送。"
    )
    yield at(day.ago(texts.EXPLAINED.ago + 1), 10)
    document = documents.approve(document, by=people["wu"])
    clear(document, office)
    yield at(out, 9, 10)
    item = publish(office, document, "制度文件")
    explanation = handed_in(
        office, out, "社区建设科", texts.EXPLAINED.title, texts.EXPLAINED.body, genre=texts.EXPLAINED.genre
    )
    yield at(out, 11)
    explanation = cleared(office, explanation)
    assert explanation.review is not None  # noqa: S101 - what was cleared has its review
    piece = catalogue.publish(
        explanation.review.package,
        by=people["yang"],
        column=office.columns["政策解读"],
        interprets=item,
        phase=places.PHASES["政策解读"],
    )
    channels.release(piece, office.channels[places.WEBSITE], by=people["yang"])


def _corrected(office: Office, day: Day) -> Story:
    text = texts.CORRECTED
    officer = office.officer_of(text.section)
    yield at(day.ago(text.ago), 9, 30)
    document = cleared(
        office, handed_in(office, day.ago(text.ago), text.section, text.title, text.body, genre=text.genre)
    )
    item = publish(office, document, text.column)
    yield at(day.ago(text.ago - 1), 9)
    document = documents.revise(document, by=officer, reason="服务站来电，开诊时间有误。")
    document = documents.save_version(
        document, by=officer, seen_version=document.version, title=text.title, body=texts.CORRECTED_BODY
    )
    document = documents.submit(
        document, by=officer, pictures_seen=True, opinion="按服务站的书面通知更正，建议公开。"
    )
    cleared(office, document)
    yield at(day.ago(text.ago - 1), 15)
    catalogue.correct(item, by=office.people["zhou"], note=texts.CORRECTION)


def _withdrawn(office: Office, day: Day) -> Story:
    text = texts.WITHDRAWN
    yield at(day.ago(text.ago), 9, 40)
    document = handed_in(office, day.ago(text.ago), text.section, text.title, text.body, genre=text.genre)
    item = publish(office, cleared(office, document), text.column)
    yield at(day.ago(text.ago - 2), 10)
    catalogue.withdraw(item, by=office.people["zhou"], reason=texts.WITHDRAWAL)


def _planned(office: Office, day: Day) -> Story:
    """An item on the website whose releases elsewhere are planned and wait to be confirmed."""
    yield at(day.ago(1), 9, 50)
    title = "冬季取暖安全告居民书"
    body = (
        "请检查电暖器、电热毯的插头和线路，不用一个插座带多个大功率电器。\n\n"
        "使用燃气壁挂炉的，请保持烟道畅通；离家前关闭气阀。\n\n"
        "独居老人和行动不便的居民，可向社区预约上门检查，不收费。"
    )
    document = handed_in(office, day.ago(1), "综合治理办公室", title, body, genre="notice")
    item = publish(office, cleared(office, document), "便民提示")
    yield at(day.ago(1), 16)
    for name, planned_on in ((places.WECHAT, day.today), (places.NEWSPAPER, day.today + timedelta(days=5))):
        channels.release(item, office.channels[name], by=office.people["yang"], planned_on=planned_on)
