"""Earlier items come in whole or not at all, with the clearance of their time, and are taken back whole."""

from datetime import date, datetime, timedelta

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue.importing import actions, running
from gongkai.catalogue.importing.wishes import Wishes
from gongkai.catalogue.models import Column, Import, Item, OldAddress
from gongkai.catalogue.tests.factories import column, published
from gongkai.catalogue.tests.importing.factories import CLEARED, LIST, brought, checked, done, packed, page
from gongkai.files.models import StoredFile
from gongkai.journal.models import Entry
from gongkai.secrecy.models import Package, Review
from gongkai.secrecy.models import State as ReviewState
from gongkai.secrecy.tests.factories import picture_bytes, text_file

pytestmark = pytest.mark.django_db

PERSONAL = LIST.replace("请各社区落实。", "联系人手机13800138000。")
State = Import.State


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def folder(**more):
    return packed(
        {
            "zwgk/t1.html": page(),
            "zwgk/p.png": picture_bytes("PNG"),
            "zwgk/附件.txt": "沙袋200个",
            **{f"zwgk/{name}": content for name, content in more.items()},
        }
    )


def test_a_list_becomes_items_of_their_own_days(office):
    run = done(office)
    assert run.state == State.DONE
    first, second = Item.objects.filter(imported=run).order_by("pk")
    assert (first.title, first.published_on) == ("关于防汛的通知", date(2017, 5, 3))
    assert (first.document_number, first.index_number) == ("建办发〔2017〕12号", "000014349/2017-00110")
    assert first.column == column(office)
    assert second.index_number.startswith(f"{office.agency.code}/2016-")
    assert first.package.body == "请各社区落实。"


def test_each_carries_the_clearance_of_its_time(office):
    item = Item.objects.filter(imported=done(office)).first()
    review = item.package.review
    assert (review.state, review.earlier_by) == (ReviewState.CLEARED, "王主任")
    assert review.earlier_paper == CLEARED["cleared_paper"]


def test_a_line_may_tell_its_own_clearance(office):
    told = "标题,发布日期,正文,保密审查人,保密审查日期,保密审查依据\n"
    told += "停水,2017-05-03,正文。,李主任,2017年5月2日,表12\n"
    run = done(office, told, column=column(office).pk, clearance={})
    assert Review.objects.get(package__item__imported=run).earlier_on == date(2017, 5, 2)


def test_without_a_clearance_an_item_waits_for_its_review_here(office):
    run = done(office, clearance={})
    states = set(Review.objects.filter(package__item__imported=run).values_list("state", flat=True))
    assert states == {ReviewState.AWAITING_OPINION}
    assert run.report["unpublished"] == 2


def test_with_personal_data_an_item_comes_in_unpublished(office):
    run = checked(office, PERSONAL)
    assert (run.report["held"], run.report["cleared"]) == (1, 1)
    ((_where, title, kind, _said),) = run.report["findings"]
    assert (title, kind) == ("关于防汛的通知", "mobile")
    actions.start(run, by=office.foi)
    item = Item.objects.get(title="关于防汛的通知")
    assert not item.package.is_cleared
    assert item.package.unresolved().count() == 1


def test_a_clearance_of_a_later_day_than_the_publication_is_none(office):
    run = done(office, clearance=CLEARED | {"cleared_on": date(2017, 1, 1)})
    assert run.report["cleared"] == 1


def test_what_people_look_at_is_answered_for_in_one_go(office):
    called = LIST.replace("请各社区落实。", "咨询电话010-65221234。")
    assert checked(office, called).report["kinds"] == {"phone": 1}
    run = done(office, called, name="b.csv", answered=("phone",), why="公开的咨询电话")
    assert run.report["cleared"] == 2


def test_a_clearance_recorded_later_clears_what_was_left(office):
    run = done(office, PERSONAL, clearance={})
    count = actions.clear_rest(
        run, by=office.foi, cleared_by="王主任", cleared_on=date(2015, 1, 1), paper="登记簿"
    )
    assert count == 1
    assert Item.objects.get(title="低保公示").package.is_cleared
    assert not Item.objects.get(title="关于防汛的通知").package.is_cleared


def test_one_wrong_line_holds_all(office):
    run = checked(office, LIST + "没有日期,不详,工作动态,,,,正文\n")
    assert [tuple(each) for each in run.report["errors"]] == [("line 4", "“不详” is no day.")]
    with pytest.raises(Refused, match="Some lines are wrong"):
        actions.start(run, by=office.foi)
    assert not Item.objects.exists()


def test_wrong_lines_are_left_out_where_that_is_chosen(office):
    run = done(office, LIST + "没有日期,不详,工作动态,,,,正文\n", leave_out=True)
    assert (run.state, Item.objects.count()) == (State.DONE, 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",2017-05-03,工作动态,,,,文", "title is missing"),
        ("停水,2017-05-03,没有的栏目,,,,文", "no column “没有的栏目”"),
        ("停水,2019-05-03,工作动态,,,,文", "lies in the future"),
        ("停水,,工作动态,,,,文", "day of publication is missing"),
        ("停水,2017-05-03,工作动态,,,,", "neither a text nor a file"),
        (f"{'长' * 301},2017-05-03,工作动态,,,,文", "longer than 300"),
    ],
)
def test_a_line_that_cannot_come_in_says_why(office, line, words):
    run = checked(office, LIST.splitlines()[0] + "\n" + line + "\n")
    assert any(words in says for _where, says in run.report["errors"])


def test_what_stands_already_does_not_come_twice(office):
    done(office)
    run = checked(office, name="again.csv")
    assert {says for _where, says in run.report["errors"]} == {
        "An item with this title and this day stands already."
    }


def test_a_number_that_is_given_already_is_given_anew(office):
    done(office)
    run = done(
        office, LIST.replace("关于防汛的通知", "另一通知").replace("低保公示", "另一公示").replace("t1", "t2")
    )
    assert Item.objects.get(title="另一通知").index_number != "000014349/2017-00110"
    assert any("index number" in says for _where, says in run.report["notes"])


def test_the_old_address_leads_to_the_item(office):
    run = done(office)
    assert OldAddress.objects.get(path="/zwgk/t1.html").item == Item.objects.get(
        imported=run, title="关于防汛的通知"
    )


def test_pages_come_with_their_pictures_and_files(office):
    run = done(
        office, folder(), "site.zip", column=column(office).pk, answered=("unreadable",), why="已人工查看"
    )
    item = Item.objects.get(imported=run)
    picture, attachment = (each.file for each in item.package.frozen_files)
    assert (picture.content_type, attachment.name) == ("image/png", "物资表.txt")
    assert f'data-file="{picture.pk}" alt="现场"' in item.package.body
    assert item.package.is_cleared
    assert OldAddress.objects.get(item=item).path == "/zwgk/t1.html"


def test_a_picture_nobody_looked_at_holds_its_page(office):
    assert checked(office, folder(), "site.zip", column=column(office).pk).report["held"] == 1


def test_a_file_that_is_not_taken_is_left_out_and_noted(office):
    run = checked(office, folder(**{"p.png": b"no picture"}), "site.zip", column=column(office).pk)
    assert any(says.startswith("Left out") for _where, says in run.report["notes"])
    assert run.report["files"] == 1


def test_a_list_in_a_zip_names_its_files(office):
    content = packed(
        {"往期.csv": "标题,发布日期,附件\n物资表,2017-05-03,附件/表.txt\n", "附件/表.txt": "沙袋"}
    )
    run = done(office, content, "list.zip", column=column(office).pk)
    assert [each.name for each in Item.objects.get(imported=run).package.frozen_files] == ["表.txt"]


def test_only_the_foi_office_brings_items_in(office):
    for who in (office.officer, office.editor, office.leader, office.stranger):
        with pytest.raises(Refused, match="brings earlier items in"):
            actions.begin(office.agency, name="a.csv", by=who)


def test_a_run_that_was_not_looked_at_does_not_begin(office):
    run = brought(office)
    with pytest.raises(Refused, match="read first"):
        actions.start(run, by=office.foi)


def test_the_journal_names_the_run_and_each_item(office):
    run = done(office)
    entry = Entry.objects.get(act="catalogue.import_done")
    assert (entry.subject_key, entry.details["items"], len(entry.details["texts"])) == (run.key, 2, 64)
    item = Item.objects.filter(imported=run).first()
    assert Entry.objects.get(act="catalogue.imported", subject_key=item.key).details["run"] == run.key


def test_a_run_taken_back_leaves_nothing(office):
    run = done(
        office, folder(), "site.zip", column=column(office).pk, answered=("unreadable",), why="已人工查看"
    )
    files = StoredFile.objects.exclude(pk=run.file_id).filter(erased_at=None)
    assert files.count() == 2
    actions.undo(run, by=office.foi, reason="导错了")
    assert not Item.objects.exists()
    assert not Package.objects.exists()
    assert not OldAddress.objects.exists()
    assert not files.exists()
    assert Import.objects.get(pk=run.pk).state == State.UNDONE


def test_a_run_stays_once_something_hangs_on_one_of_its_items(office):
    run = done(office)
    item = Item.objects.filter(imported=run).first()
    published(office, interprets=item)
    with pytest.raises(Refused, match=item.index_number):
        actions.undo(run, by=office.foi, reason="导错了")
    assert Item.objects.filter(imported=run).count() == 2


def test_a_long_run_waits_for_the_worker(office, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    run = checked(office)
    assert run.state == State.CHECKING
    running.work()
    run.refresh_from_db()
    assert run.state == State.CHECKED
    actions.start(run, by=office.foi)
    running.work()
    run.refresh_from_db()
    assert (run.state, run.done) == (State.DONE, 2)


def test_what_broke_off_leaves_nothing_and_says_so(office, monkeypatch):
    run = checked(office, folder(), "site.zip", column=column(office).pk)

    def broken(*_given):
        raise MemoryError("full")

    monkeypatch.setattr(running, "_end", broken)
    with pytest.raises(MemoryError):
        actions.start(run, by=office.foi)
    assert not Item.objects.exists()


def test_a_run_whose_worker_was_killed_is_begun_anew(office):
    run = checked(office, folder(), "site.zip", column=column(office).pk)
    stored = _killed_in_the_middle(run, office)
    with clock.pretend(clock.now() + timedelta(seconds=running.SILENT - 10)):
        running.work()
    assert not Item.objects.exists()
    with clock.pretend(clock.now() + timedelta(seconds=running.SILENT + 10)):
        running.work()
    run.refresh_from_db()
    assert (run.state, Item.objects.count()) == (State.DONE, 1)
    stored.refresh_from_db()
    assert stored.erased_at is not None


def _killed_in_the_middle(run, office):
    """As a run stands whose worker stored a file, said so, and was heard of no more."""
    file = text_file(office)
    run.report["stored"] = [str(file.pk)]
    run.state, run.beat_at = State.RUNNING, clock.now()
    run.save()
    return file


def test_two_workers_do_not_bring_the_same_in_twice(office):
    run = checked(office)
    run.state, run.beat_at = State.RUNNING, clock.now()
    run.save()
    running.work_at(Import.objects.get(pk=run.pk))
    running.work_at(run)
    assert Item.objects.count() == 2


def test_an_import_given_up_leaves_no_file(office):
    run = brought(office)
    file = run.file
    actions.drop(run, by=office.foi)
    file.refresh_from_db()
    assert file.erased_at is not None
    assert not Import.objects.exists()


def test_another_offices_column_is_no_choice(office):
    foreign = Column.objects.create(agency=office.other, name="外", slug="foreign")
    with pytest.raises(Refused, match="another agency"):
        actions.choose(brought(office), Wishes(column=foreign.pk), by=office.foi)


def test_statements_do_not_grow_with_the_lines(office, django_assert_max_num_queries):
    rows = "".join(f"事项{place},2017-05-03,正文{place}\n" for place in range(200))
    run = checked(office, "标题,发布日期,正文\n" + rows, column=column(office).pk)
    with django_assert_max_num_queries(150):
        actions.start(run, by=office.foi)
    assert Item.objects.count() == 200


def test_a_fault_of_the_worker_is_told_in_the_run(office, monkeypatch):
    run = checked(office)
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    actions.start(run, by=office.foi)
    run.file.place.unlink()
    with pytest.raises(FileNotFoundError):
        running.work()
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "FileNotFoundError" in run.report["faults"][0]
    assert Entry.objects.filter(act="catalogue.import_failed").exists()
    assert not Item.objects.exists()


def test_lines_that_went_wrong_since_they_were_looked_at_hold_all(office):
    run, other = checked(office), checked(office, name="b.csv")
    actions.start(other, by=office.foi)
    run = actions.start(run, by=office.foi)
    assert run.state == State.FAILED
    assert any("stands already" in each for each in run.report["faults"])
    assert Item.objects.count() == 2


def test_a_run_is_stopped_in_the_middle_and_begun_anew(office, monkeypatch):
    run = checked(office)
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    run = actions.start(run, by=office.foi)
    at_work = Import.objects.get(pk=run.pk)
    assert actions.stop(run, by=office.foi).state == State.CHECKED
    running.work_at(at_work)
    assert not Item.objects.exists()
    actions.start(run, by=office.foi)
    running.work()
    assert Item.objects.count() == 2


def test_what_is_done_is_stopped_no_more(office):
    with pytest.raises(Refused, match="at work at it any more"):
        actions.stop(done(office), by=office.foi)
