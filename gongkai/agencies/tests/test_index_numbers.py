"""The pattern of index numbers: every office its own, never such that a number could come twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.acts import Refused
from gongkai.agencies.actions import change_particulars, change_section
from gongkai.agencies.index_numbers import DEFAULT, faults_of_pattern, number_by
from gongkai.agencies.models import Agency, Section

DAY = date(2025, 10, 9)
CREDIT_CODE = "11341702486344515H"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (DEFAULT, "000014349/2025-00110"),
        ("{code}/{year}-{serial:06d}", "000014349/2025-000110"),
        ("{code}/{year}{month}-{serial:05d}", "000014349/202510-00110"),
        ("XM02100-0101-{code}-{year}-{serial}", "XM02100-0101-000014349-2025-110"),
    ],
)
def test_the_numbers_of_the_country_can_be_made(pattern: str, number: str) -> None:
    assert list(faults_of_pattern(pattern, CREDIT_CODE)) == []
    assert number_by(pattern, code="000014349", day=DAY, serial=110) == number


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{code}-{serial:05d}", "must stand in it once: {year}"),
        ("{year}-{serial:05d}", "must stand in it once: {code}"),
        ("{code}/{year}", "must stand in it once: {serial}"),
        ("{code}/{year}-{serial:05d}-{serial}", "must stand in it once: {serial}"),
        ("{code}/{year}-{number}", "may stand in it"),
        ("{code} {year}-{serial}", "may stand in it"),
        ("{code}/{year}-{serial:05d}<b>", "may stand in it"),
        ("{code.__class__}/{year}-{serial}", "may stand in it"),
        ("{code}/{year:04d}-{serial}", "Only the serial number has a width"),
        ("{code}/{year}-{serial:00d}", "width from 1 to 9"),
        ("{code}/{year}{serial:05d}", "no figure must stand before and after"),
        ("{code}/{year}-{serial}7", "no figure must stand before and after"),
        ("{code}/{year}-{serial:05d}-" + "x" * 50, "longer than 60 characters"),
    ],
)
def test_a_pattern_that_could_give_a_number_twice_is_refused(pattern: str, why: str) -> None:
    assert why in " ".join(faults_of_pattern(pattern, "000014349"))


@pytest.mark.django_db
def test_the_system_administrator_changes_the_pattern_and_an_empty_one_is_the_usual(office) -> None:
    changed = change_particulars(
        office.agency, by=office.sysadmin, index_pattern="{code}/{year}-{serial:06d}"
    )
    assert changed.index_pattern == "{code}/{year}-{serial:06d}"
    assert change_particulars(office.agency, by=office.sysadmin, index_pattern="").index_pattern == DEFAULT
    with pytest.raises(Refused, match=r"once: \{serial\}"):
        change_particulars(office.agency, by=office.sysadmin, index_pattern="{code}/{year}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"site_domain": "http://www.example.gov.cn"}, "without http://"),
        ({"site_code": "12345"}, "ten characters"),
        ({"functions": "长" * 5001}, "at most 5000 characters"),
    ],
)
def test_what_the_website_tells_of_itself_is_looked_at(office, said: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        change_particulars(office.agency, by=office.sysadmin, **said)


@pytest.mark.django_db
def test_functions_stay_in_their_lines(office) -> None:
    change_particulars(office.agency, by=office.sysadmin, functions="一、 社区建设\r\n\r\n二、民生保障\u202e")
    assert Agency.objects.get(pk=office.agency.pk).functions == "一、 社区建设\n二、民生保障"


@pytest.mark.django_db
def test_only_the_system_administrator_changes_a_section(office) -> None:
    change_section(office.section, by=office.sysadmin, phone="010-65126892", functions="社会救助")
    assert Section.objects.get(pk=office.section.pk).phone == "010-65126892"
    with pytest.raises(Refused, match="Only the system administrator"):
        change_section(office.section, by=office.foi, phone="010-1")
    with pytest.raises(Refused, match="Nothing is different"):
        change_section(office.section, by=office.sysadmin, phone="010-65126892")
    with pytest.raises((Refused, ValidationError), match="Telephone"):
        change_section(office.section, by=office.sysadmin, phone="0" * 51)
