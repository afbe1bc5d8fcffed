"""Publishing: exactly the package that was cleared, with an index number that has no gaps."""

from datetime import date, datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions
from gongkai.catalogue.models import Column, Item
from gongkai.catalogue.tests.factories import column, published, revised, revised_and_cleared
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Openness
from gongkai.documents.tests.factories import approved, clear, cleared
from gongkai.journal.models import Entry
from gongkai.secrecy.models import Package, PackageFile
from gongkai.secrecy.tests.factories import cleared as cleared_review
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def publish(document, office, **given):
    return actions.publish(document.review.package, **{"by": office.foi, "column": column(office)} | given)


def test_a_cleared_document_becomes_an_item_with_an_index_number(office):
    item = published(office, is_normative=True)
    assert item.index_number == "000000047/2018-00001"
    assert (item.title, item.document_number) == ("关于停水的通知", "建街发〔2018〕1号")
    assert (item.document_date, item.published_on) == (date(2018, 5, 7), date(2018, 5, 7))
    assert item.is_normative
    assert item.editions.get().package == item.package
    entry = Entry.objects.get(act="catalogue.published")
    assert entry.details["index_number"] == item.index_number


def test_index_numbers_have_no_gaps_and_begin_anew_each_year(office):
    numbers = [published(office).index_number for _each in range(2)]
    with pytest.raises(Refused):
        publish(approved(office), office)
    with pytest.raises(Refused, match="no such key area"):
        publish(cleared(office), office, areas=["z"])
    numbers.append(published(office).index_number)
    with clock.pretend(datetime(2019, 1, 2, 9, 0)):
        numbers.append(published(office).index_number)
    assert [number.split("/")[1] for number in numbers] == [
        "2018-00001",
        "2018-00002",
        "2018-00003",
        "2019-00001",
    ]


def test_what_has_not_passed_its_review_is_not_published(office):
    with pytest.raises(Refused, match="have not passed the secrecy review"):
        publish(approved(office), office)


def test_only_the_foi_officer_and_the_channel_editor_publish(office):
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        publish(cleared(office), office, by=office.leader)
    assert publish(cleared(office), office, by=office.editor).published_by == office.editor


def test_the_foi_officer_of_another_agency_does_not_publish(office):
    with pytest.raises(Refused, match="of this agency publishes"):
        publish(cleared(office), office, by=office.stranger)


def test_a_package_is_published_once(office):
    item = published(office)
    with pytest.raises(Refused, match="published already"):
        publish(item.document, office)


def test_a_column_of_another_agency_is_refused(office):
    elsewhere = Column.objects.create(agency=office.other, name="邻办栏目", slug="other")
    with pytest.raises(Refused, match="column belongs to another agency"):
        publish(cleared(office), office, column=elsewhere)


def test_a_document_under_revision_is_not_published(office):
    document = cleared(office)
    documents.revise(document, by=office.officer, reason="错别字")
    with pytest.raises(Refused, match="not approved as it stands now"):
        publish(document, office)


def test_a_text_changed_after_its_clearance_is_not_published(office):
    document = cleared(office)
    Package.objects.filter(pk=document.review.package_id).update(body="另一段文字")
    with pytest.raises(Refused, match="no longer what was reviewed"):
        publish(document, office)


def test_an_attachment_exchanged_after_the_clearance_is_not_published(office):
    document = cleared(office, files=[(text_file(office), "")])
    PackageFile.objects.filter(package=document.review.package).update(
        file=text_file(office, "附件.txt", "另一份")
    )
    with pytest.raises(Refused, match="no longer what was reviewed"):
        publish(document, office)


def test_a_document_whose_attribute_was_changed_is_not_published(office):
    document = cleared(office)
    document = documents.revise(document, by=office.officer, reason="不宜公开")
    document = documents.set_openness(
        document, Openness.NON_DISCLOSURE, by=office.officer, reason="内部事务", basis="条例第十六条"
    )
    document = documents.submit(document, by=office.officer)
    document = documents.approve(documents.check(document, by=office.checker), by=office.leader)
    with pytest.raises(Refused, match="openness attribute is not proactive"):
        publish(document, office)


def test_an_older_package_is_not_published_when_there_is_a_newer_one(office):
    document = cleared(office)
    old = document.review.package
    document = documents.revise(document, by=office.officer, reason="错别字")
    document = documents.submit(document, by=office.officer)
    document = documents.approve(documents.check(document, by=office.checker), by=office.leader)
    clear(document, office)
    with pytest.raises(Refused, match="There is a newer package of this document"):
        actions.publish(old, by=office.foi, column=column(office))


def test_a_package_of_another_room_can_be_published_too(office):
    item = actions.publish(
        cleared_review(office).package,
        by=office.foi,
        column=column(office),
        document_date=date(2018, 5, 2),
    )
    assert (item.document, item.document_date) == (None, date(2018, 5, 2))


def test_an_interpretation_points_to_what_it_interprets(office):
    item = published(office)
    reading = published(office, interprets=item)
    assert reading.is_interpretation
    assert list(item.interpretations.all()) == [reading]


def test_key_areas_are_those_of_the_table_and_each_counts_once(office):
    item = published(office, areas=["a", "b", "a"])
    assert sorted(each.area for each in item.key_areas.all()) == ["a", "b"]
    actions.assign_key_areas(item, ["c"], by=office.editor)
    assert [each.area for each in item.key_areas.all()] == ["c"]
    assert Entry.objects.get(act="catalogue.key_areas_assigned").details == {"areas": ["c"]}


def test_key_areas_are_assigned_by_who_publishes(office):
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        actions.assign_key_areas(published(office), ["a"], by=office.officer)


# Correcting


def test_a_correction_pins_the_item_to_its_new_package_and_says_what_changed(office):
    item = published(office)
    old = item.package
    corrected = actions.correct(revised_and_cleared(item, office), by=office.foi, note="更正停水时间")
    assert corrected.title == "更正后的通知"
    assert corrected.package != old
    assert corrected.index_number == item.index_number
    assert [(each.number, each.note) for each in corrected.editions.all()] == [(2, "更正停水时间"), (1, "")]
    assert Entry.objects.get(act="catalogue.corrected").reason == "更正停水时间"


def test_changing_a_published_item_needs_a_new_package(office):
    with pytest.raises(Refused, match="There is no newer package"):
        actions.correct(published(office), by=office.foi, note="更正")


def test_changing_a_published_item_needs_a_new_review(office):
    item = published(office)
    revised(item, office)
    with pytest.raises(Refused, match="have not passed the secrecy review"):
        actions.correct(item, by=office.foi, note="更正")
    assert Item.objects.get(pk=item.pk).title == "关于停水的通知"


def test_a_new_package_of_an_item_is_not_published_as_a_second_item(office):
    item = revised_and_cleared(published(office), office)
    with pytest.raises(Refused, match="is an item already; correct the item"):
        publish(item.document, office)


def test_a_correction_says_what_was_corrected(office):
    item = revised_and_cleared(published(office), office)
    with pytest.raises(Refused, match="Say what was corrected"):
        actions.correct(item, by=office.foi, note=" ")


def test_a_correction_takes_keywords_and_abstract_along(office):
    item = published(office, keywords="停水", abstract="5月7日停水。")
    corrected = actions.correct(
        revised_and_cleared(item, office), by=office.foi, note="更正", keywords="停水,更正", abstract=" "
    )
    assert (corrected.keywords, corrected.abstract) == ("停水,更正", "")


def test_a_correction_that_says_nothing_of_the_abstract_leaves_it(office):
    item = published(office, abstract="停水安排。")
    assert (
        actions.correct(revised_and_cleared(item, office), by=office.foi, note="更正").abstract
        == "停水安排。"
    )


def test_no_identity_number_comes_in_with_the_abstract_of_a_correction(office):
    item = revised_and_cleared(published(office), office)
    with pytest.raises(Refused, match="Personal data stands in it"):
        actions.correct(item, by=office.foi, note="更正", abstract="联系人身份证号11010519491231002X")
    assert Item.objects.get(pk=item.pk).editions.count() == 1


def test_a_package_corrects_an_item_once(office):
    item = revised_and_cleared(published(office), office)
    actions.correct(item, by=office.foi, note="更正")
    with pytest.raises(Refused, match="There is no newer package"):
        actions.correct(item, by=office.foi, note="更正")


def test_others_do_not_correct(office):
    item = revised_and_cleared(published(office), office)
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        actions.correct(item, by=office.officer, note="更正")


def test_an_item_without_document_has_nothing_to_be_corrected_with(office):
    item = actions.publish(cleared_review(office).package, by=office.foi, column=column(office))
    with pytest.raises(Refused, match="There is no newer package"):
        actions.correct(item, by=office.foi, note="更正")


# Withdrawing


def test_a_withdrawn_item_says_who_when_and_why(office):
    item = actions.withdraw(published(office), by=office.foi, reason="含有个人信息")
    assert (item.withdrawn_by, item.withdrawn_at, item.withdrawn_reason) == (
        office.foi,
        clock.now(),
        "含有个人信息",
    )
    assert Entry.objects.get(act="catalogue.withdrawn").reason == "含有个人信息"
    assert not Item.objects.standing().filter(pk=item.pk).exists()


def test_an_item_is_withdrawn_once_with_its_reason_by_who_publishes(office):
    item = published(office)
    with pytest.raises(Refused, match="Give the reason; the public reads it"):
        actions.withdraw(item, by=office.foi, reason="\t")
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        actions.withdraw(item, by=office.leader, reason="撤")
    actions.withdraw(item, by=office.editor, reason="撤")
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw(item, by=office.editor, reason="撤")


def test_a_withdrawn_item_is_not_corrected(office):
    item = revised_and_cleared(published(office), office)
    actions.withdraw(item, by=office.foi, reason="撤")
    with pytest.raises(Refused, match="withdrawn item is not corrected"):
        actions.correct(item, by=office.foi, note="更正")


def test_items_are_read_by_the_office_and_the_district(office):
    item = published(office)

    def sees(person):
        return Item.objects.visible_to(person).filter(pk=item.pk).exists()

    assert sees(office.officer)
    assert sees(office.supervisor)
    assert not any(sees(each) for each in (office.stranger, office.sysadmin, office.auditor, office.citizen))


def test_while_a_document_is_revised_its_item_stands_as_it_was(office):
    item = published(office)
    revised(item, office)
    item = Item.objects.get(pk=item.pk)
    assert (item.title, item.package.body) == ("关于停水的通知", "明日停水。")
    assert Document.objects.get(pk=item.document_id).title == "更正后的通知"
