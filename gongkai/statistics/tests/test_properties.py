"""Whatever the records are: no figure below zero, no part above its whole, each as long as its list."""

import itertools
import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.cases.models import Case, HowCame, Timeliness
from gongkai.catalogue.models import Column, Item, KeyAreaAssignment
from gongkai.channels.actions import count_first
from gongkai.channels.models import Channel, Release, State
from gongkai.disputes.models import Dispute, DisputeKind, DisputeOutcome
from gongkai.law.channels import ChannelKind
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import all_outcomes
from gongkai.secrecy.models import Package
from gongkai.statistics.checking import check_own
from gongkai.statistics.counting import behind, count, definition_of, figure_of
from gongkai.statistics.definitions import Definition
from gongkai.statistics.formats import all_formats
from gongkai.statistics.relations import Severity
from gongkai.statistics.tables import Relation

pytestmark = pytest.mark.django_db

EXAMPLES = 60 if os.environ.get("GONGKAI_TEST_ALL") == "1" else 25

FORMATS = [each.code for each in all_formats()]
KINDS = [kind for kind in ChannelKind if kind is not ChannelKind.WEBSITE]
# Three years around the one that is counted.
days = st.dates(date(2017, 1, 1), date(2019, 12, 31))

releases = st.lists(st.tuples(st.integers(0, 4), days, st.booleans(), st.booleans()), max_size=4)
items = st.lists(
    st.fixed_dictionaries(
        {
            "releases": releases,
            "areas": st.sets(st.sampled_from("abcdefghijkl"), max_size=3),
            "is_normative": st.booleans(),
            "is_interpretation": st.booleans(),
        }
    ),
    max_size=5,
)
requests = st.lists(
    st.tuples(
        days,
        st.none() | st.integers(0, 400),
        st.sampled_from([each.code for each in all_outcomes()]),
        st.sampled_from(["", *Timeliness.values]),
        st.sampled_from(HowCame.values),
        st.sampled_from(RequesterKind.values),
    ),
    max_size=6,
)
disputes = st.lists(
    st.tuples(
        days,
        st.none() | st.integers(0, 400),
        st.sampled_from(DisputeKind.values),
        st.sampled_from(DisputeOutcome.values),
    ),
    max_size=5,
)

MOMENT = datetime(2018, 5, 7, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Undo(Exception):
    """Takes back what an example wrote."""


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=items, requests=requests, disputes=disputes)
def test_no_world_makes_a_table_that_does_not_tie_up(office, items, requests, disputes):
    try:
        with transaction.atomic():
            _make(office, items, requests, disputes)
            for code in FORMATS:
                _look_at(office, code)
            raise Undo
    except Undo:
        pass


def _look_at(office, code):
    form = next(each for each in all_formats() if each.code == code)
    figures = count(code, office.agency, 2018)
    assert all(figure >= 0 for figure in figures.values())
    for cell in form.structure.cells.values():
        if cell.relation is Relation.PART and cell.parent in figures:
            assert figures[cell.code] <= figures[cell.parent], cell.code
    found = check_own(code, office.agency, 2018, figures)
    assert [each for each in found if each.severity is Severity.ERROR] == []
    with_figures = [each for each in figures if figures[each]]
    for each in with_figures[:40]:
        definition = definition_of(form, each)
        assert isinstance(definition, Definition)
        assert figure_of(definition, behind(code, office.agency, 2018, each)) == figures[each], each


def _make(office, items, requests, disputes):
    serial = itertools.count(1)
    column = Column.objects.create(agency=office.agency, slug="all", name="全部")
    channels = [
        Channel.objects.create(agency=office.agency, kind=kind, name=f"渠道{place}")
        for place, kind in enumerate((ChannelKind.WEIBO, ChannelKind.WEIBO, ChannelKind.WECHAT, *KINDS[-2:]))
    ]
    for given_item in items:
        number = next(serial)
        package = Package.objects.create(
            about=f"test:{number}",
            agency=office.agency,
            title="信息",
            body="正文",
            checksum="0" * 64,
            submitted_by=office.officer,
            drafted_by=office.officer,
            submitted_at=MOMENT,
        )
        item = Item.objects.create(
            agency=office.agency,
            package=package,
            index_number=f"{number}",
            title="信息",
            column=column,
            document_date=MOMENT.date(),
            published_on=MOMENT.date(),
            published_by=office.foi,
            is_normative=given_item["is_normative"],
            is_interpretation=given_item["is_interpretation"],
        )
        KeyAreaAssignment.objects.bulk_create(
            KeyAreaAssignment(item=item, area=area) for area in given_item["areas"]
        )
        for place, day, is_test, recalled in given_item["releases"]:
            Release.objects.get_or_create(
                item=item,
                channel=channels[place],
                defaults={
                    "agency": office.agency,
                    "kind": channels[place].kind,
                    "state": State.RECALLED if recalled else State.CONFIRMED,
                    "confirmed_on": day,
                    "year": day.year,
                    "is_test": is_test,
                },
            )
        count_first(item)
    for received, length, outcome, timeliness, how_came, kind in requests:
        number = next(serial)
        open_still = length is None
        Case.objects.create(
            agency=office.agency,
            year=received.year,
            serial=number,
            number=f"第{number}号",
            title="事项",
            description="内容",
            how_came=how_came,
            requester_name="甲（虚构）",
            requester_kind=kind,
            submitted_on=received,
            arrived_on=received,
            received_on=received,
            concluded_on=None if open_still else date.fromordinal(received.toordinal() + length),
            outcome="" if open_still else outcome,
            timeliness="" if open_still else timeliness,
            registered_at=MOMENT,
        )
    for opened, length, kind, outcome in disputes:
        pending = length is None
        Dispute.objects.create(
            agency=office.agency,
            kind=kind,
            body="法院",
            opened_on=opened,
            decided_on=None if pending else date.fromordinal(opened.toordinal() + length),
            outcome="" if pending else outcome,
        )
